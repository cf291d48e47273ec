using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>The fear: a service is told with a key that is missing, wrong, or no longer true, and a driver is chosen by it (Bonjour Printing Specification 1.2 §9.2, PWG 5100.14 §4.2).</summary>
public sealed class PeerOffersTests
{
    private const string Id = "2b54b1e0-8f5e-4c19-9a53-0123456789ab";

    private readonly VirtualClock _clock = new();
    private readonly OwnLabel _host = OwnLabel.Host("desk");

    [Fact]
    public void APeerWithoutAPrinterTellsOfItselfAndItsFiles()
    {
        PeerOffers offers = Offers([]);
        Assert.Equal(["_peerdevice._tcp", "_http._tcp", "_webdav._tcp"], offers.All.Select(TypeOf));
        Assert.All(offers.All, static one => Assert.Equal(8080, one.Port));
        Assert.Equal(["txtvers=1", "id=" + Id, "kind=board", "version=" + PeerFacts.Version, "path=/.well-known/peerdevice"], Keys(offers, "_peerdevice._tcp"));
        Assert.Equal(["txtvers=1", "path=/"], Keys(offers, "_http._tcp"));
        Assert.Equal(["txtvers=1", "path=/files/"], Keys(offers, "_webdav._tcp"));
    }

    [Fact]
    public void APrinterIsToldOfByEachWayThatLeadsToIt()
    {
        Printer printer = PrinterOf("Till", "escpos-80", "MFG:EPSON;MDL:TM-T88V;CMD:ESC/POS;", "by the door", 9100);
        PeerOffers offers = Offers([printer], "/ipp/print");
        Assert.Equal(["_ipp._tcp", "_pdl-datastream._tcp", "_printer._tcp"], offers.All.Skip(3).Select(TypeOf));
        Assert.Equal([8080, 9100, 515], offers.All.Skip(3).Select(static one => one.Port));
        Assert.Equal(["_print", "", ""], offers.All.Skip(3).Select(static one => one.Subtype));
        string[] common =
        [
            "product=(TM-T88V)", "note=by the door", "adminurl=http://desk.local:8080/", "pdl=application/octet-stream,text/plain", "usb_MFG=EPSON", "usb_MDL=TM-T88V", "kind=receipt", "Transparent=T", "Binary=T",
        ];
        string[] ipp = Keys(offers, "_ipp._tcp");
        string uuid = Assert.Single(ipp, static key => key.StartsWith("UUID=", StringComparison.Ordinal));
        Assert.True(Guid.TryParse(uuid["UUID=".Length..], out _), uuid);
        Assert.Equal(["txtvers=1", "qtotal=1", "rp=ipp/print", "ty=EPSON TM-T88V", common[0], common[1], "priority=20", .. common[2..4], uuid, .. common[4..]], ipp);
        Assert.Equal(["txtvers=1", "qtotal=1", "ty=EPSON TM-T88V", common[0], common[1], "priority=40", .. common[2..]], Keys(offers, "_pdl-datastream._tcp"));
        Assert.Equal(["txtvers=1", "qtotal=1", "rp=lp", "ty=EPSON TM-T88V", common[0], common[1], "priority=60", .. common[2..]], Keys(offers, "_printer._tcp"));
    }

    [Fact]
    public void OfSeveralPrintersEachHasItsQueueAndItsName()
    {
        Printer[] printers = [PrinterOf("Till", "escpos-58", "", "", 0), PrinterOf("Label", "zpl", "", "", 0)];
        PeerOffers offers = Offers(printers, "/ipp/print/Till", "/ipp/print/Label");
        ServiceOffer[] ipp = offers.All.Where(static one => TypeOf(one) == "_ipp._tcp").ToArray();
        Assert.Equal(["Till", "Label"], ipp.Select(static one => one.Label.Text));
        Assert.Equal(["rp=ipp/print/Till", "rp=ipp/print/Label"], ipp.Select(static one => Read(one.Txt)[2]));
        Assert.Contains("kind=receipt", Read(ipp[0].Txt));
        Assert.Contains("kind=label", Read(ipp[1].Txt));
        Assert.Equal(["rp=Till", "rp=Label"], offers.All.Where(static one => TypeOf(one) == "_printer._tcp").Select(static one => Read(one.Txt)[2]));
        Assert.DoesNotContain(offers.All, static one => TypeOf(one) == "_pdl-datastream._tcp");
    }

    [Fact]
    public void APrinterThatSaysWhoItIsLaterIsToldOfAnew()
    {
        SimulatedOutput output = new(_clock);
        Printer printer = PrinterOf("Till", "raw", output, "", 0);
        PeerOffers offers = Offers([printer], "/ipp/print");
        string before = Keys(offers, "_ipp._tcp")[3];
        Assert.False(offers.Refresh());

        output.DeviceId = "MFG:HP;MDL:LaserJet 1018;CMD:PCL;";
        Look(printer);
        Assert.True(offers.Refresh());
        Assert.Equal("ty=HP LaserJet 1018", Keys(offers, "_ipp._tcp")[3]);
        Assert.NotEqual(before, Keys(offers, "_ipp._tcp")[3]);
        Assert.Contains("usb_MDL=LaserJet 1018", Keys(offers, "_printer._tcp"));
        Assert.False(offers.Refresh());

        // Pulled out it is still who it was, and another is another.
        output.DeviceId = "";
        Look(printer);
        Assert.False(offers.Refresh());
        Assert.Equal("HP LaserJet 1018", printer.MakeAndModel);
        output.DeviceId = "MFG:Brother;MDL:QL-700;CMD:RASTER;";
        Look(printer);
        Assert.True(offers.Refresh());
        Assert.Equal("ty=Brother QL-700", Keys(offers, "_ipp._tcp")[3]);
    }

    [Fact]
    public void TheResponderTellsAllWhatIsAnotherNow()
    {
        SimulatedOutput output = new(_clock);
        Printer printer = PrinterOf("Till", "raw", output, "", 0);
        PeerOffers offers = Offers([printer], "/ipp/print");
        DnsStreet street = new(1);
        street.Add(Resident.Street + 1, new Responder(_host, offers.All, new SeededRandom(1)) { Watch = offers });
        street.Run(2 * Limits.DnsOfferMilliseconds);
        long since = street.Now;
        street.Run(3 * Limits.DnsOfferMilliseconds);
        Assert.Empty(Resident.Said(street, since));

        output.DeviceId = "MFG:HP;MDL:LaserJet 1018;CMD:PCL;";
        Look(printer);
        since = street.Now;
        street.Run(3 * Limits.DnsOfferMilliseconds);
        string model = "usb_MDL=" + Convert.ToHexString("LaserJet 1018"u8);
        Assert.Contains(Resident.Said(street, since), said => said.To is null && said.Text.Contains(model, StringComparison.Ordinal));
    }

    [Fact]
    public void APrinterWithoutIppIsFoundByItsRawPortAlone()
    {
        PeerOffers offers = Offers([PrinterOf("Desk", "raw", "MFG:HP;MDL:LaserJet;", "", 9100)], null);
        Assert.Equal(["_peerdevice._tcp", "_http._tcp", "_webdav._tcp", "_pdl-datastream._tcp"], offers.All.Select(TypeOf).Where(type => type != "_printer._tcp"));
        Assert.Contains("usb_MDL=LaserJet", Keys(offers, "_pdl-datastream._tcp"));
    }

    private static void Look(Printer printer)
    {
        Assert.True(printer.BeginLook());
        printer.EndLook();
    }

    // Labels, each behind its length.
    private static string TypeOf(ServiceOffer offer) => string.Join('.', Read(offer.Type)[..2]);

    private static string[] Keys(PeerOffers offers, string type) => Read(Assert.Single(offers.All, one => TypeOf(one) == type).Txt);

    // RFC 6763 §6.1: texts, each behind its length.
    private static string[] Read(byte[] txt)
    {
        List<string> all = [];
        for (int at = 0; at < txt.Length; at += 1 + txt[at])
        {
            all.Add(System.Text.Encoding.UTF8.GetString(txt, at + 1, txt[at]));
        }

        return all.ToArray();
    }

    private PeerOffers Offers(Printer[] printers, params string[]? paths)
    {
        PeerFacts facts = new() { Id = Id, Name = "Desk", Kind = "board", HttpPort = 8080, LpdPort = 515 };
        return new PeerOffers(facts, new Printers(printers, null), paths, _host, OwnLabel.Instance("Desk"));
    }

    private Printer PrinterOf(string name, string language, string deviceId, string location, int rawPort) => PrinterOf(name, language, new SimulatedOutput(_clock) { DeviceId = deviceId }, location, rawPort);

    private Printer PrinterOf(string name, string language, SimulatedOutput output, string location, int rawPort)
    {
        PrinterLanguage spoken = DeviceLanguages.Make(new PeerSettings { PrinterLanguage = language }, out string problem);
        Assert.Equal("", problem);
        return new Printer(new PrinterSetup { Name = name, Location = location }, output, spoken, new JobNumbers(null, new SeededRandom(1)), null, _clock, Profile.SixteenSockets()) { RawPort = rawPort };
    }
}
