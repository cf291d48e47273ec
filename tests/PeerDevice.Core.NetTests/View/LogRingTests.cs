using System;
using System.Linq;
using System.Text;
using PeerDevice.Services.Status;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.View;

/// <summary>The log is bounded, whole and readable whatever is reported, and tells nobody off the network anything.</summary>
public sealed class LogRingTests
{
    private static string Text(LogRing log) => new UTF8Encoding(false, true).GetString(log.Lines());

    [Fact]
    public void TheOldestLinesGoAndWhatStaysIsWhole()
    {
        VirtualClock clock = new VirtualClock(0);
        LogRing log = new LogRing(clock, Limits.LogOctets);
        Assert.Equal("", Text(log));
        for (int i = 0; i < 1000; i++)
        {
            log.Note("line " + i + " " + new string('x', i % 50));
            clock.Advance(1000);
            string[] lines = Text(log).Split('\n');
            Assert.Equal("", lines[^1]);
            Assert.True(log.Lines().Length <= Limits.LogOctets);
            int[] numbers = lines[..^1].Select(line => int.Parse(line.Split(' ')[2])).ToArray();
            Assert.Equal(Enumerable.Range(i - numbers.Length + 1, numbers.Length), numbers);
            Assert.True(numbers.Length > 10 || numbers.Length == i + 1);
            Assert.All(lines[..^1], line => Assert.Equal(line.Split(' ')[2], line.Split(' ')[0]));
        }
    }

    [Fact]
    public void ALineIsCutBetweenCharactersAndCarriesNoControl()
    {
        for (int before = 0; before < 4; before++)
        {
            LogRing log = new LogRing(new VirtualClock(0), Limits.LogOctets);
            log.Note(new string('a', before) + string.Concat(Enumerable.Repeat("€", 200)));
            string line = Assert.Single(Text(log).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.InRange(Encoding.UTF8.GetByteCount(line), Limits.LogLine - 3, Limits.LogLine);
            Assert.EndsWith("€", line, StringComparison.Ordinal);
        }

        LogRing other = new LogRing(new VirtualClock(0), Limits.LogOctets);
        other.Note("a\nb\u001b[31m\u007f");
        Assert.Equal("0 a?b?[31m?\n", Text(other));
        other.Note("");
        Assert.Equal("0 a?b?[31m?\n0 \n", Text(other));
    }

    [Fact]
    public void WhatWasReportedIsServedAsText()
    {
        TestPeer peer = new TestPeer();
        peer.Peer.Parts.Status.Log!.Note("<b>hello</b> \u00e4");
        Answer answer = peer.Ask("GET", "/log");
        Assert.Equal(200, answer.Status);
        Assert.Equal("text/plain; charset=utf-8", answer.Field("Content-Type"));
        Assert.Equal("nosniff", answer.Field("X-Content-Type-Options"));
        Assert.Equal("no-store", answer.Field("Cache-Control"));
        Assert.Contains("<b>hello</b> \u00e4\n", Encoding.UTF8.GetString(answer.Content), StringComparison.Ordinal);
        Assert.Equal(405, peer.Ask("PUT", "/log", "", "x").Status);
    }

    [Fact]
    public void WhatIsReportedIsKeptAndStillShown()
    {
        TestPeer peer = new TestPeer();
        peer.Peer.Parts.Indicator.Report("the card is out");
        Assert.Equal(["the card is out"], peer.Indicator.Lines);
        Assert.Equal("0 the card is out\n", Text(peer.Peer.Parts.Status.Log!));
    }

    [Fact]
    public void AFullLogIsServedWhole()
    {
        TestPeer peer = new TestPeer();
        for (int i = 0; i < 500; i++)
        {
            peer.Peer.Parts.Status.Log!.Note("line " + i);
        }

        Answer answer = peer.Ask("GET", "/log");
        Assert.True(answer.Content.Length > Limits.LogOctets - Limits.LogLine);
        Assert.EndsWith("line 499\n", Encoding.UTF8.GetString(answer.Content), StringComparison.Ordinal);
    }
}
