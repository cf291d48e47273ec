using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Status;
using PeerDevice.Wire.Snmp;

namespace PeerDevice.Services.Snmp;

/// <summary>The values of the variables, as they are when they are asked for. What a simple printer cannot tell is not here, or said to be unknown.</summary>
internal sealed class PrinterMib
{
    private const string Language = "en";
    private const string Community = "public";
    private const int True = 1;
    private const int False = 2;

    // sysServices: what offers services of layer 4 (8) and of layer 7 (64), RFC 3418 §2.
    private const int HostServices = 72;

    // IANAPrinterMIB: utf8 of IANACharset, unknown of the supply types and units, supplyThatIsConsumed of the classes.
    private const int Utf8 = 106;
    private const int Unknown = 2;
    private const int Consumed = 3;

    // RFC 3805 §6, prtMarkerSuppliesLevel and -MaxCapacity: unknown, and "some is left".
    private const int UnknownLevel = -2;
    private const int SomeLeft = -3;

    // PrtChannelTypeTC.
    private const int LpdServer = 8;
    private const int Port9100 = 11;

    private const int TextOctets = 255;
    private const int DescriptionOctets = 64;
    private const int NameOctets = 127;
    private const long TickBits = 0xFFFFFFFF;
    private const int MillisecondsOfTick = 10;

    private readonly PeerFacts _peer;
    private readonly IPrinterFacts[] _printers;
    private readonly int[] _states;
    private readonly int[] _allReasons;
    private readonly IClock _clock;
    private readonly string _description;
    private readonly long _began;
    private IPrinterFacts _printer;
    private int _state;
    private int _reasons;

    /// <summary>Makes the values for a peer and its Printers, of which there is at least one.</summary>
    internal PrinterMib(PeerFacts peer, IPrinterFacts[] printers, IClock clock)
    {
        _peer = peer;
        _printers = printers;
        _printer = printers[0];
        _states = new int[printers.Length];
        _allReasons = new int[printers.Length];
        _clock = clock;
        _began = clock.Milliseconds;
        _description = "PeerDevice " + PeerFacts.Version + " (" + peer.Kind + ")";
    }

    /// <summary>How many Printers there are.</summary>
    internal int Printers => _printers.Length;

    /// <summary>Ports by which documents are taken in for a Printer: raw, then LPD.</summary>
    internal int Ports(int printer)
    {
        return (_printers[printer - 1].RawPort != 0 ? 1 : 0) + (_peer.LpdPort != 0 ? 1 : 0);
    }

    /// <summary>Looks at the Printers, once for all the values of an answer, so that they fit together.</summary>
    internal void Look()
    {
        for (int i = 0; i < _printers.Length; i++)
        {
            _states[i] = _printers[i].State;
            _allReasons[i] = _printers[i].Reasons;
        }
    }

    /// <summary>Writes the value of a variable.</summary>
    internal void WriteValue(MibCursor at, BerWriter to)
    {
        // The system is where its first Printer is.
        int index = at.Printer > 0 ? at.Printer - 1 : 0;
        _printer = _printers[index];
        _state = _states[index];
        _reasons = _allReasons[index];
        switch (at.Group)
        {
            case MibGroups.System: WriteSystem(at.Column, to); return;
            case MibGroups.HrDevice: WriteDevice(at.Column, at.Printer, to); return;
            case MibGroups.HrPrinter: WritePrinter(at.Column, to); return;
            case MibGroups.PrtGeneral: WriteGeneral(at.Column, to); return;
            case MibGroups.PrtLocalization: WriteLocalization(at.Column, to); return;
            case MibGroups.PrtMarkerSupplies: WriteSupply(at.Column, to); return;
            case MibGroups.PrtConsole: to.Text(_printer.Message, TextOctets); return;
            case MibGroups.PpmGeneral: WritePpmGeneral(at.Column, to); return;
            case MibGroups.PpmPrinter: WritePpmPrinter(at.Column, at.Printer, to); return;
            default: WritePpmPort(at.Column, _printer.RawPort != 0 && at.Row == 1, to); return;
        }
    }

    private void WriteSystem(int column, BerWriter to)
    {
        switch (column)
        {
            case 1: to.Text(_description, TextOctets); return; // sysDescr
            case 2: WriteNobody(to); return; // sysObjectID
            case 3: to.Integer(Ber.TimeTicks, ((_clock.Milliseconds - _began) / MillisecondsOfTick) & TickBits); return; // sysUpTime
            case 4: to.Text("", TextOctets); return; // sysContact
            case 5: to.Text(_peer.Name, TextOctets); return; // sysName
            case 6: to.Text(_printer.Location, TextOctets); return; // sysLocation
            default: to.Integer(Ber.Integer, HostServices); return; // sysServices
        }
    }

    private void WriteDevice(int column, int printer, BerWriter to)
    {
        switch (column)
        {
            case 1: to.Integer(Ber.Integer, printer); return; // hrDeviceIndex
            case 2: // hrDeviceType: hrDevicePrinter
                WriteDevicePrinter(to);
                return;
            case 3: to.Text(_printer.MakeAndModel, DescriptionOctets); return; // hrDeviceDescr
            case 4: WriteNobody(to); return; // hrDeviceID
            default: to.Integer(Ber.Integer, PrinterStatus.Device(_state, _reasons)); return; // hrDeviceStatus
        }
    }

    private void WritePrinter(int column, BerWriter to)
    {
        if (column == 1)
        {
            to.Integer(Ber.Integer, PrinterStatus.Printer(_state)); // hrPrinterStatus
            return;
        }

        // hrPrinterDetectedErrorState: readers older than the second octet look at one.
        int bits = PrinterStatus.DetectedErrors(_state, _reasons);
        int octets = (bits & 0xFF) != 0 ? 2 : 1;
        to.Octets.Octet(Ber.OctetString);
        to.Octets.Octet((byte)octets);
        to.Octets.Octet((byte)(bits >> 8));
        if (octets > 1)
        {
            to.Octets.Octet((byte)bits);
        }
    }

    private void WriteGeneral(int column, BerWriter to)
    {
        switch (column)
        {
            case 1: to.Integer(Ber.Counter32, 0); return; // prtGeneralConfigChanges: a peer takes another configuration by starting anew
            case 2: to.Integer(Ber.Integer, 1); return; // prtGeneralCurrentLocalization
            case 11: to.Integer(Ber.Integer, 1); return; // prtConsoleNumberOfDisplayLines
            case 12: to.Integer(Ber.Integer, TextOctets); return; // prtConsoleNumberOfDisplayChars
            default: to.Text(_printer.Name, NameOctets); return; // prtGeneralPrinterName
        }
    }

    private static void WriteLocalization(int column, BerWriter to)
    {
        switch (column)
        {
            case 2: to.Text(Language, TextOctets); return; // prtLocalizationLanguage
            case 3: to.Text("", TextOctets); return; // prtLocalizationCountry
            default: to.Integer(Ber.Integer, Utf8); return; // prtLocalizationCharacterSet
        }
    }

    /// <summary>
    /// Of whatever the device marks paper with, nothing is known but what the device reports. It is a row all the same: CUPS asks for the
    /// Printer's state only where there is one.
    /// </summary>
    private void WriteSupply(int column, BerWriter to)
    {
        switch (column)
        {
            case 4: to.Integer(Ber.Integer, Consumed); return; // prtMarkerSuppliesClass
            case 5: to.Integer(Ber.Integer, Unknown); return; // prtMarkerSuppliesType
            case 6: to.Text("Marker supply", TextOctets); return; // prtMarkerSuppliesDescription
            case 7: to.Integer(Ber.Integer, Unknown); return; // prtMarkerSuppliesSupplyUnit
            case 8: to.Integer(Ber.Integer, UnknownLevel); return; // prtMarkerSuppliesMaxCapacity
            case 9: to.Integer(Ber.Integer, Level()); return; // prtMarkerSuppliesLevel
            default: to.Integer(Ber.Integer, 0); return; // prtMarkerSuppliesMarkerIndex and -ColorantIndex: of none in particular
        }
    }

    private int Level()
    {
        return (_reasons & (PrinterReasons.MarkerSupplyEmpty | PrinterReasons.TonerEmpty)) != 0 ? 0
            : (_reasons & (PrinterReasons.MarkerSupplyLow | PrinterReasons.TonerLow)) != 0 ? SomeLeft : UnknownLevel;
    }

    private void WritePpmGeneral(int column, BerWriter to)
    {
        switch (column)
        {
            case 1: to.Text(Language, TextOctets); return; // ppmGeneralNaturalLanguage
            case 2: to.Integer(Ber.Gauge32, _printers.Length); return; // ppmGeneralNumberOfPrinters
            default: to.Integer(Ber.Gauge32, AllPorts()); return; // ppmGeneralNumberOfPorts
        }
    }

    private int AllPorts()
    {
        int ports = 0;
        for (int i = 1; i <= _printers.Length; i++)
        {
            ports += Ports(i);
        }

        return ports;
    }

    private void WritePpmPrinter(int column, int printer, BerWriter to)
    {
        switch (column)
        {
            case 2: to.Text(_printer.Name, NameOctets); return; // ppmPrinterName
            case 3: to.Text(_printer.DeviceId, Limits.DeviceIdOctets); return; // ppmPrinterIEEE1284DeviceId
            case 4: to.Integer(Ber.Gauge32, Ports(printer)); return; // ppmPrinterNumberOfPorts
            case 5: to.Integer(Ber.Integer, Ports(printer) > 0 ? 1 : 0); return; // ppmPrinterPreferredPortIndex
            case 6: to.Integer(Ber.Integer, printer); return; // ppmPrinterHrDeviceIndex
            case 7: to.Text(Community, TextOctets); return; // ppmPrinterSnmpCommunityName
            default: to.Integer(Ber.Integer, True); return; // ppmPrinterSnmpQueryEnabled
        }
    }

    private void WritePpmPort(int column, bool isRaw, BerWriter to)
    {
        switch (column)
        {
            case 2: to.Integer(Ber.Integer, True); return; // ppmPortEnabled
            case 3: to.Text(isRaw ? "raw" : "lpd", NameOctets); return; // ppmPortName
            case 4: to.Text(isRaw ? "" : _printers.Length == 1 ? "lp" : _printer.Name, TextOctets); return; // ppmPortServiceNameOrURI: for LPD, the queue
            case 5: to.Integer(Ber.Integer, isRaw ? Port9100 : LpdServer); return; // ppmPortProtocolType
            case 6: to.Integer(Ber.Integer, isRaw ? _printer.RawPort : _peer.LpdPort); return; // ppmPortProtocolTargetPort
            case 7: to.Integer(Ber.Integer, isRaw ? False : True); return; // ppmPortProtocolAltSourceEnabled: RFC 1179's source ports are not asked for
            case 8: to.Integer(Ber.Integer, 0); return; // ppmPortPrtChannelIndex: none
            default: to.Integer(Ber.Integer, False); return; // ppmPortLprByteCountEnabled: a length may be left out
        }
    }

    /// <summary>0.0: there is no number that a maker gave (RFC 2578 §2, zeroDotZero).</summary>
    private static void WriteNobody(BerWriter to)
    {
        to.Octets.Octet(Ber.ObjectIdentifier);
        to.Octets.Octet(1);
        to.Octets.Octet(0);
    }

    /// <summary>1.3.6.1.2.1.25.3.1.5, hrDevicePrinter: its first octets are those of hrDeviceEntry.</summary>
    private static void WriteDevicePrinter(BerWriter to)
    {
        const int Same = 7;
        int opened = to.Open(Ber.ObjectIdentifier);
        to.Octets.Octets(MibGroups.Names, MibGroups.Starts[MibGroups.HrDevice], Same);
        to.Octets.Octet(1);
        to.Octets.Octet(5);
        to.Close(opened);
    }
}
