using System.Collections;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Status;
using PeerDevice.Wire.Ieee1284;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// The services of a peer as DNS-SD tells of them: those that it really gives, with the keys that the Bonjour Printing Specification 1.2 §9.2 and PWG 5100.14 §4.2 have for printers.
/// </summary>
public sealed class PeerOffers : IOfferWatch
{
    // Which way a driver takes where it can take several: the least number (Bonjour Printing Specification 1.2 §9.2.5).
    private const int IppPriority = 20;
    private const int RawPriority = 40;
    private const int LpdPriority = 60;

    private readonly PeerFacts _facts;
    private readonly Printers _printers;
    private readonly OwnLabel _host;
    private readonly string[]? _paths;
    private readonly string[] _known;
    private readonly ArrayList _printed = new ArrayList();
    private int _hostNumber;

    /// <summary>Makes the offers of a peer whose ports are open.</summary>
    /// <param name="facts">What it says of itself.</param>
    /// <param name="printers">Its Printers.</param>
    /// <param name="paths">The path of each Printer's IPP, as it stands in a URI; null where none is served.</param>
    /// <param name="host">The host's name.</param>
    /// <param name="label">The peer's name as DNS-SD has it, and that of a Printer with the same.</param>
    public PeerOffers(PeerFacts facts, Printers printers, string[]? paths, OwnLabel host, OwnLabel label)
    {
        _facts = facts;
        _printers = printers;
        _paths = paths;
        _host = host;
        _known = Text.Blanks(printers.Count);
        ArrayList all = new ArrayList();
        all.Add(new ServiceOffer(label, "_peerdevice._tcp", facts.HttpPort, Peer()));
        all.Add(new ServiceOffer(label, "_http._tcp", facts.HttpPort, Web("/")));
        all.Add(new ServiceOffer(label, "_webdav._tcp", facts.HttpPort, Web("/files/")));
        for (int i = 0; i < printers.Count && all.Count + 3 <= Limits.DnsServices; i++)
        {
            Printer printer = printers.At(i);
            OwnLabel own = printer.Name == facts.Name ? label : OwnLabel.Instance(printer.Name);
            printer.Label = own;
            if (paths is not null)
            {
                Add(all, i, new ServiceOffer(own, "_ipp._tcp", facts.HttpPort, new byte[1]) { Subtype = "_print" });
            }

            if (printer.RawPort != 0)
            {
                Add(all, i, new ServiceOffer(own, "_pdl-datastream._tcp", printer.RawPort, new byte[1]));
            }

            if (facts.LpdPort != 0)
            {
                Add(all, i, new ServiceOffer(own, "_printer._tcp", facts.LpdPort, new byte[1]));
            }
        }

        All = new ServiceOffer[all.Count];
        for (int i = 0; i < All.Length; i++)
        {
            All[i] = (ServiceOffer)all[i]!;
        }

        Refresh();
    }

    /// <summary>The offers.</summary>
    public ServiceOffer[] All { get; }

    /// <inheritdoc/>
    public bool Refresh()
    {
        bool isOther = _hostNumber != _host.Number;
        for (int i = 0; i < _known.Length; i++)
        {
            // The same texts while nothing changed: a comparison costs little, and makes none.
            Printer printer = _printers.At(i);
            isOther |= _known[i] != printer.DeviceId;
            _known[i] = printer.DeviceId;
        }

        if (!isOther)
        {
            return false;
        }

        _hostNumber = _host.Number;
        for (int i = 0; i < _printed.Count; i++)
        {
            OfferOf one = (OfferOf)_printed[i]!;
            one.Offer.Txt = Printed(one.Printer, one.Offer);
        }

        return true;
    }

    private void Add(ArrayList all, int printer, ServiceOffer offer)
    {
        all.Add(offer);
        _printed.Add(new OfferOf(printer, offer));
    }

    private byte[] Peer()
    {
        TxtWriter txt = new TxtWriter();
        txt.AddAlways("txtvers", "1");
        txt.Add("id", _facts.Id);
        txt.Add("kind", _facts.Kind);
        txt.Add("version", PeerFacts.Version);
        txt.Add("path", "/.well-known/peerdevice");
        return txt.ToData();
    }

    private static byte[] Web(string path)
    {
        TxtWriter txt = new TxtWriter();
        txt.AddAlways("txtvers", "1");
        txt.Add("path", path);
        return txt.ToData();
    }

    private byte[] Printed(int index, ServiceOffer offer)
    {
        Printer printer = _printers.At(index);
        bool isIpp = offer.Subtype.Length > 0;
        bool isLpd = !isIpp && offer.Port == _facts.LpdPort;
        string model = DeviceId.Model(printer.DeviceId);
        TxtWriter txt = new TxtWriter();
        txt.AddAlways("txtvers", "1");
        txt.AddAlways("qtotal", "1");
        if (isIpp)
        {
            txt.Add("rp", _printers.Count == 1 ? "ipp/print" : _paths![index].Substring(1));
        }
        else if (isLpd)
        {
            txt.Add("rp", _printers.Count == 1 ? Printers.UsualQueue : printer.Name);
        }

        txt.Add("ty", printer.MakeAndModel);
        txt.Add("product", model.Length > 0 ? "(" + model + ")" : "");
        txt.AddAlways("note", printer.Location);
        txt.Add("priority", (isIpp ? IppPriority : isLpd ? LpdPriority : RawPriority).ToString());
        txt.Add("adminurl", "http://" + _host.LocalName + (_facts.HttpPort == Limits.HttpPort ? "" : ":" + _facts.HttpPort.ToString()) + "/");
        txt.Add("pdl", Formats(printer.Language));
        if (isIpp)
        {
            ByteWriter uuid = new ByteWriter(new byte[PrinterUuid.Octets]);
            PrinterUuid.Write(uuid, _facts.Id, printer.Name, 0);
            txt.Add("UUID", Text.String(uuid.Buffer, 0, uuid.Position));
        }

        txt.Add("usb_MFG", DeviceId.Manufacturer(printer.DeviceId));
        txt.Add("usb_MDL", model);
        txt.Add("kind", printer.Language.Kind);
        txt.AddAlways("Transparent", "T");
        txt.AddAlways("Binary", "T");
        return txt.ToData();
    }

    private static string Formats(PrinterLanguage language)
    {
        string[] formats = language.Formats;
        string all = "";
        for (int i = 0; i < formats.Length; i++)
        {
            all += (i == 0 ? "" : ",") + formats[i];
        }

        return all.Length > 0 ? all : "application/octet-stream";
    }

    /// <summary>An offer, and the Printer that it is one of.</summary>
    private sealed class OfferOf
    {
        internal readonly int Printer;
        internal readonly ServiceOffer Offer;

        internal OfferOf(int printer, ServiceOffer offer)
        {
            Printer = printer;
            Offer = offer;
        }
    }
}
