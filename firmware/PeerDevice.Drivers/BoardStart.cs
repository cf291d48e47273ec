using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Drivers.Usb;
using PeerDevice.Host;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;

namespace PeerDevice.Drivers;

/// <summary>
/// How a board starts: card, settings, network, time, output device, peer. The same for every board; the virtual board takes
/// the same steps and only puts its options over the settings in between.
/// </summary>
public sealed class BoardStart
{
    private readonly BoardParts _parts;
    private readonly SystemClock _clock = new SystemClock();
    private readonly NotedIndicator _indicator;
    private readonly CardStore _store;
    private readonly BoardFacts _facts;
    private AddressWatch? _address;

    /// <summary>Makes the start of a board; nothing is touched yet but its light.</summary>
    public BoardStart(BoardParts parts)
    {
        _parts = parts;
        _indicator = new NotedIndicator(new LightIndicator(parts.Pins.Light, parts.Pins.IsLightLitByLow), new LogRing(_clock));
        _store = new CardStore(parts.Card, _clock);
        _facts = new BoardFacts { Board = parts.Words };
        Settings = new PeerSettings { Discovery = true, IppPort = Limits.IppPort };
    }

    /// <summary>The settings: defaults, then what the card says, then what the caller changes before <see cref="Start"/>.</summary>
    public PeerSettings Settings { get; }

    /// <summary>The output device, once <see cref="MakeOutput"/> has been called; the caller may put another around it.</summary>
    public IOutputDevice? Output { get; set; }

    /// <summary>What the board's ground can bear.</summary>
    public Profile Profile => _parts.Profile;

    /// <summary>How the board shows its state.</summary>
    public IIndicator Indicator => _indicator;

    /// <summary>Reads <c>peer.cfg</c> from the card, or where that has none from internal flash. Without either the defaults stand.</summary>
    public void ReadSettings()
    {
        _indicator.Show(Condition.Starting);
        _indicator.Report(_parts.Words);
        SelfRestart.Tell(_indicator);

        // One octet more than is allowed, so that the reader sees that there is more.
        byte[] text = new byte[Limits.SettingsOctets + 1];
        string file = PeerSettings.FileName;
        int length = ReadCard(text);
        if (length < 0)
        {
            file = InternalFlash.Drive + file;
            length = InternalFlash.Read(PeerSettings.FileName, text);
        }

        SettingsReader.Read(text, 0, length, Settings);
        for (int i = 0; i < Settings.Problems.Length; i++)
        {
            Mend(file + ": " + Settings.Problems[i]);
        }
    }

    /// <summary>Tells of what makes no sense, wherever people look.</summary>
    private void Mend(string trouble)
    {
        _indicator.Report(trouble);
        _facts.Add(trouble);
    }

    /// <summary>Reads the card's settings; negative when there are none, or they could not be read.</summary>
    private int ReadCard(byte[] text)
    {
        int status = _store.OpenRead(PeerSettings.FileName, new StoreEntry(), out BlockSource? content);
        if (content is null)
        {
            if (status != StoreStatus.NotFound)
            {
                _indicator.Report(status == StoreStatus.Absent ? "there is no card" : "the settings could not be read");
            }

            return -1;
        }

        int length = 0;
        int got = 1;
        while (got > 0 && length < text.Length)
        {
            got = content.ReadAt(length, text, length, text.Length - length);
            length += got > 0 ? got : 0;
        }

        content.Close();
        if (got < 0)
        {
            _indicator.Report("the settings could not be read");
            return -1;
        }

        return length;
    }

    /// <summary>Makes the output device that the settings ask for: the serial port, unless they say that it is on USB, or that there is none.</summary>
    public void MakeOutput()
    {
        if (Settings.Printer == PeerSettings.PrinterNone)
        {
            return;
        }

        if (Settings.Printer == PeerSettings.PrinterUsb)
        {
            MakeUsbOutput();
            return;
        }

        int stopPin = Settings.StopPin == PeerSettings.OfBoard ? _parts.Pins.SerialStop : Settings.StopPin;
        int readyPin = Settings.ReadyPin == PeerSettings.OfBoard ? _parts.Pins.SerialReady : Settings.ReadyPin;
        if (Settings.Handshake == PeerSettings.HandshakeWires && stopPin == StopLine.NoPin)
        {
            Mend(PeerSettings.FileName + ": a handshake by wires needs stop-pin; nothing holds the sender back");
            Settings.Handshake = PeerSettings.HandshakeNone;
        }

        _parts.Table.MapPrinter(_parts.Pins);
        Output = new SerialOutput(_parts.Pins.Serial, Settings, _clock, new StopLine(stopPin, Settings.StopsByHigh, readyPin));
    }

    private void MakeUsbOutput()
    {
        BoardPins pins = _parts.Pins;
        if (pins.UsbBus == BoardPins.None || pins.UsbSelect == BoardPins.None)
        {
            Mend(PeerSettings.FileName + ": printer = usb needs a USB host chip, for which this board has no pins; there is no printer");
            return;
        }

        _parts.Table.MapUsbHost(pins);
        UsbOutput output = new UsbOutput(pins.UsbBus, pins.UsbSelect, Settings, _store, _clock, _indicator);
        Output = output;
        new Thread(output.Watch).Start();
    }

    /// <summary>Brings the network up, has the time fetched, and starts the peer.</summary>
    /// <returns>The peer, or null when it could not open its port.</returns>
    public Peer? Start()
    {
        _address = new AddressWatch(Settings, BoardNetwork.HardwareAddress(), _clock, _indicator, _facts);
        _address.Start();
        if (!_clock.Follow(Settings.Ntp))
        {
            _indicator.Report("the time could not be asked for");
        }

        if (Settings.RawPort == PeerSettings.NoPort)
        {
            _parts.Profile.ServesRaw = false;
        }

        if (Settings.AsksForLpd && Settings.LpdPort != PeerSettings.NoPort && Output is not null && !_parts.Profile.ServesLpd)
        {
            Mend(PeerSettings.FileName + ": lpd needs more sockets than this board has; print by IPP");
        }

        Peer peer = new Peer(_parts.Profile, new Ground(_parts.Kind, _store, new BoardNetwork(_clock), _clock, new BoardRandom(_clock), _indicator, Outlets()) { Identity = BoardNetwork.HardwareAddress(), Facts = _facts }, Settings);
        return peer.Start() ? peer : null;
    }

    private Outlet[] Outlets()
    {
        if (Output is null)
        {
            return new Outlet[0];
        }

        PrinterLanguage language = DeviceLanguages.Make(Settings, out string problem);
        if (problem.Length > 0)
        {
            Mend(PeerSettings.FileName + ": " + problem);
        }

        return new Outlet[] { new Outlet("", Output, language) };
    }

    /// <summary>Looks at the peer's services, and starts the board again where one has ended or is stuck. To be called every <see cref="Limits.RestartMilliseconds"/>.</summary>
    public void Look(Peer peer)
    {
        string ended = peer.Ended();
        string stuck = peer.Stuck();
        if (ended.Length > 0)
        {
            SelfRestart.Now("the service " + ended + " had ended", _indicator);
        }
        else if (stuck.Length > 0)
        {
            SelfRestart.Now("the service " + stuck + " was stuck", _indicator);
        }
    }

    /// <summary>All of it in order, for an image: does not return while the board has power.</summary>
    public void Run()
    {
        ReadSettings();
        MakeOutput();
        Peer? peer = Start();
        while (peer is null)
        {
            // Ports may be short just after a reset; a board has nobody who would start it again.
            _clock.Sleep(Limits.RestartMilliseconds);
            peer = Start();
        }

        while (true)
        {
            _clock.Sleep(Limits.RestartMilliseconds);
            _address?.Step();
            Look(peer);
        }
    }
}
