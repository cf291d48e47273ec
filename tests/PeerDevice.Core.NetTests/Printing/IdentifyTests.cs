using System.Linq;
using System.Text;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>Identify-Printer (PWG 5100.13) does what is advertised: it flashes the light, prints a page, and neither where there is nothing to do it with.</summary>
public sealed class IdentifyTests
{
    [Fact]
    public void WhereThereIsALightItFlashes()
    {
        TestPeer peer = Peer(true, false);
        Assert.Equal(new[] { "flash" }, Told(peer, "identify-actions-supported"));
        Assert.Equal(new[] { "flash" }, Told(peer, "identify-actions-default"));
        Assert.Equal(IppStatus.SuccessfulOk, Identify(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, Identify(peer, "flash").Status);
        Assert.Equal(2, peer.Indicator.Flashed);
        Assert.Empty(peer.Output.Documents);
    }

    [Fact]
    public void WhereTextIsPrintedAPageSaysWhoItIs()
    {
        TestPeer peer = Peer(false, true);
        Assert.Equal(new[] { "display" }, Told(peer, "identify-actions-supported"));
        Assert.Equal(new[] { "display" }, Told(peer, "identify-actions-default"));
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.IdentifyPrinter).With(w => w.Text("message", "Hello, World!")).Ask(peer).Status);
        string page = Encoding.ASCII.GetString(Assert.Single(peer.Output.Documents));
        Assert.Equal("desk\r\nGeneric Text Only\r\nipp://desk:8631/ipp/print\r\nHello, World!\r\n\f", page);
        Assert.Equal(0, peer.Indicator.Flashed);
        IppReply jobs = IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", "completed")).With(w => w.Keyword("requested-attributes", "all")).Ask(peer);
        Assert.Equal("Identify-Printer", jobs.OfJob("job-name"));
        Assert.Equal("9", jobs.OfJob("job-state"));
    }

    [Fact]
    public void WhatIsAskedForIsDoneAndNoMore()
    {
        TestPeer peer = Peer(true, true);
        Assert.Equal(new[] { "flash", "display" }, Told(peer, "identify-actions-supported"));
        Assert.Equal(IppStatus.SuccessfulOk, Identify(peer).Status);
        Assert.Equal((1, 0), (peer.Indicator.Flashed, peer.Output.Documents.Count));
        Assert.Equal(IppStatus.SuccessfulOk, Identify(peer, "display").Status);
        Assert.Equal((1, 1), (peer.Indicator.Flashed, peer.Output.Documents.Count));
        Assert.Equal(IppStatus.SuccessfulOk, Identify(peer, "display", "flash").Status);
        Assert.Equal((2, 2), (peer.Indicator.Flashed, peer.Output.Documents.Count));
    }

    [Fact]
    public void WhatIsNotThereIsToldAndTheDefaultIsDone()
    {
        TestPeer peer = Peer(true, true);
        IppReply reply = Identify(peer, "sound", "display", "speak");
        Assert.Equal(IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes, reply.Status);
        Assert.Equal(new[] { "sound", "speak" }, reply.Values(IppTag.UnsupportedGroup, "identify-actions"));
        Assert.Equal((0, 1), (peer.Indicator.Flashed, peer.Output.Documents.Count));
        Assert.Equal(IppStatus.SuccessfulOkIgnoredOrSubstitutedAttributes, Identify(peer, "sound").Status);
        Assert.Equal((1, 1), (peer.Indicator.Flashed, peer.Output.Documents.Count));
        TestPeer dark = Peer(false, true);
        Assert.Equal(new[] { "flash" }, Identify(dark, "flash").Values(IppTag.UnsupportedGroup, "identify-actions"));
        Assert.Single(dark.Output.Documents);
    }

    [Fact]
    public void WhereThereIsNeitherItIsNotThere()
    {
        TestPeer peer = Peer(false, false);
        Assert.Equal(IppStatus.OperationNotSupported, Identify(peer).Status);
        Assert.Empty(Told(peer, "identify-actions-supported"));
        Assert.Empty(Told(peer, "identify-actions-default"));
        Assert.DoesNotContain("60", Told(peer, "operations-supported"));
        Assert.Contains("60", Told(Peer(true, false), "operations-supported"));
        Assert.Contains("60", Told(Peer(false, true), "operations-supported"));
    }

    [Fact]
    public void APageThatWouldHaveToWaitIsRefused()
    {
        TestPeer peer = Peer(true, true);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PausePrinter).Ask(peer).Status);
        Assert.Equal(IppStatus.Busy, Identify(peer, "display", "flash").Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.ResumePrinter).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.CreateJob).Ask(peer).Status);
        Assert.Equal(IppStatus.Busy, Identify(peer, "display").Status);
        Assert.Equal(0, peer.Indicator.Flashed);
        Assert.Equal(IppStatus.SuccessfulOk, Identify(peer, "flash").Status);
        Assert.Empty(peer.Output.Documents);

        TestPeer spooling = Peer(true, true, true);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.To(Operation.PausePrinter).Ask(spooling).Status);
        Assert.Equal(IppStatus.SuccessfulOk, Identify(spooling, "display").Status);
        Assert.Equal(new[] { "1" }, Told(spooling, "queued-job-count"));
    }

    private static TestPeer Peer(bool hasLight, bool printsText, bool hasSpool = false)
    {
        PrinterLanguage? language = printsText ? DeviceLanguages.Make(new PeerSettings { PrinterLanguage = PlainTextLanguage.Word }, out _) : null;
        TestPeer peer = new(hasSpool: hasSpool, language: language);
        peer.Indicator.CanFlash = hasLight;
        return peer;
    }

    private static IppReply Identify(TestPeer peer, params string[] actions)
    {
        return IppCall.To(Operation.IdentifyPrinter).With(w =>
        {
            foreach (string action in actions)
            {
                w.Keyword(action == actions[0] ? "identify-actions" : IppWriter.More, action);
            }
        }).Ask(peer);
    }

    private static string[] Told(TestPeer peer, string attribute)
    {
        return IppCall.To(Operation.GetPrinterAttributes).Ask(peer).Values(IppTag.PrinterGroup, attribute).ToArray();
    }
}
