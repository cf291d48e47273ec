using System;
using System.Linq;
using System.Text;
using System.Threading;
using PeerDevice.Services.Mirrors;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fears: what a peer fetches from several at once is a mixture, is wrong since one lies, ends with one that dies, or leaves its parts behind.</summary>
public sealed class GatherTests
{
    private const int Octets = (int)Limits.GatherOctets + 77_777;
    private static readonly byte[] Content = Enumerable.Range(0, Octets).Select(i => (byte)(33 + ((i * 31 >> 3) % 90))).ToArray();

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "first dies")]
    [InlineData(false, "first dies")]
    [InlineData(true, "other dies")]
    [InlineData(true, "other lies")]
    [InlineData(false, "other lies")]
    [InlineData(true, "first changes")]
    [InlineData(true, "other knows no ranges")]
    public void AFileComesFromSeveralAtOnceWholeAndRight(bool isFat, string fault)
    {
        TestPeer target = new(isFat, medium: isFat ? Card() : null);
        Neighbourhood office = Office(target);
        int gets = 0;
        office.Together = fault.Length == 0 ? new Barrier(2) : null;
        office.Bend = (index, line, answer, link) =>
        {
            if (!line.StartsWith("GET ", StringComparison.Ordinal))
            {
                return false;
            }

            gets++;
            int bad = fault.StartsWith("first", StringComparison.Ordinal) ? 0 : 1;
            if (index != bad || fault.Length == 0)
            {
                return false;
            }

            if (fault.EndsWith("dies", StringComparison.Ordinal))
            {
                office.Gone.Add(bad);
                link.Send(answer[..Math.Min(answer.Length, 100_000)]).Break();
                return true;
            }

            if (fault == "first changes" && gets > 1)
            {
                link.Send("HTTP/1.1 200 OK\r\nETag: \"new\"\r\nContent-Length: 3\r\n\r\nnew").End();
                return true;
            }

            if (fault == "other knows no ranges")
            {
                link.Send(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nETag: \"else\"\r\nContent-Length: {Octets}\r\n\r\n")).Send(Content).End();
                return true;
            }

            answer[^1] ^= (byte)(fault == "other lies" ? 1 : 0);
            return false;
        };
        Answer copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n"));
        Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);
        Assert.Equal(Content, target.Ask("GET", "/files/b.bin").Content);
        Assert.Empty(target.Leftovers());
        if (fault.Length == 0)
        {
            // Both had something to do, and nobody all of it.
            Assert.InRange(office.Served(0), Limits.FetchStintOctets, Octets);
            Assert.InRange(office.Served(1), Limits.FetchStintOctets, Octets);
        }
    }

    [Fact]
    public void WhatNobodyGivesRightIsNotThereNorAnythingOfIt()
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(target);
        target.Put("b.bin", "MINE");
        office.Bend = (_, line, answer, _) =>
        {
            answer[^1] ^= (byte)(line.StartsWith("GET ", StringComparison.Ordinal) ? 1 : 0);
            return false;
        };
        Answer copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n"));
        Assert.Contains("failure: ", copied.Text, StringComparison.Ordinal);
        Assert.Equal("MINE", target.Get("b.bin"));
        Assert.Empty(target.Leftovers());
        office.Bend = null;
        office.Asked.Clear();
        copied = InTime(target, () => target.Ask("COPY", "/files/b.bin", "Source: http://" + Neighbourhood.At(0) + "/files/a.bin\r\n"));
        Assert.EndsWith("success: Created\n", copied.Text, StringComparison.Ordinal);

        // Who lied alone is not asked for the next one.
        Assert.DoesNotContain(office.Asked, asked => asked.StartsWith(Neighbourhood.At(1) + " ", StringComparison.Ordinal));
    }

    [Fact]
    public void AMirrorGathersAndLeavesItsSourceInPeace()
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(new TestPeer(medium: Card()), target);
        office[2].Put("again.bin", Encoding.Latin1.GetString(Content));
        Know(office, 2, "again.bin");
        office.Together = new Barrier(2);
        Follow(office, target);
        Assert.Equal(Content, target.Ask("GET", "/files/p/a.bin").Content);
        Assert.InRange(office.Served(0), 0, 10_000);
        Assert.True(office.Served(1) > Limits.FetchStintOctets && office.Served(2) > Limits.FetchStintOctets);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(18)]
    [InlineData(42)]
    [InlineData(66)]
    [InlineData(84)]
    [InlineData(97)]
    public void ACutOfPowerWhileItComesFromSeveralLeavesNothingOfItBehind(int percent)
    {
        TestPeer target = new(medium: Card());
        Neighbourhood office = Office(target);
        int before = target.Medium.Steps;
        Follow(office, target);
        long steps = target.Medium.Steps - before;

        // How two threads take turns is another each time, so how many steps it takes is not quite the same.
        target = new TestPeer(medium: Card());
        office.Add(target);
        Assert.Equal(204, target.Ask("COPY", "/files/p/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/d/\r\n").Status);
        target.Medium.CutAt = target.Medium.Steps + (int)(steps * percent / 100);
        try
        {
            InTime(target, () => Round(target));
        }
        catch (Exception fault) when (fault is PowerCut || target.Medium.IsCut)
        {
            // What it was told by a card without power is nothing to go by.
        }

        TestPeer later = new(medium: target.Medium.Copy());
        office.Add(later);
        InTime(later, () => Round(later));
        Assert.Equal(Content, later.Ask("GET", "/files/p/a.bin").Content);
        Assert.Empty(later.Leftovers());
        Assert.Equal("p/a.bin", string.Join(' ', later.Tree().Split('\n').Where(line => line.Contains(" = ", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(" = ", StringComparison.Ordinal)])));
    }

    private static FatMedium Card() => new(40_000, 512);

    /// <summary>One who has the content as a.bin and d/a.bin, another who has it elsewhere, and more.</summary>
    private static Neighbourhood Office(params TestPeer[] more)
    {
        Neighbourhood office = new(new TestPeer(medium: Card()), new TestPeer(medium: Card()));
        string text = Encoding.Latin1.GetString(Content);
        office[0].MakeCollection("d");
        office[0].Put("a.bin", text);
        office[0].Put("d/a.bin", text);
        Know(office, 0, "d/a.bin");
        office[1].Put("elsewhere.bin", text);
        Know(office, 1, "elsewhere.bin");
        foreach (TestPeer peer in more)
        {
            office.Add(peer);
        }

        return office;
    }

    private static void Know(Neighbourhood office, int index, string path)
    {
        Assert.NotNull(office[index].Ask("HEAD", "/files/" + path, "Want-Repr-Digest: peerdevice-tree-1=1\r\n").Field("Repr-Digest"));
    }

    private static void Follow(Neighbourhood office, TestPeer peer)
    {
        Assert.Equal(204, peer.Ask("COPY", "/files/p/", "Follow: ?1\r\nSource: http://" + Neighbourhood.At(0) + "/files/d/\r\n").Status);
        InTime(peer, () => Round(peer));
    }

    private static bool Round(TestPeer peer)
    {
        Mirrors mirrors = peer.Peer.Parts.Files.Mirrors!;
        Assert.True(mirrors.Load());
        Mirror mirror = Assert.IsType<Mirror>(mirrors.Of("p"));
        mirrors.Round(mirror);
        Assert.Equal("", mirror.Trouble);
        return true;
    }

    // Whoever waits for another thread lets no time fly for it.
    private static T InTime<T>(TestPeer peer, Func<T> act)
    {
        peer.Clock.StandsStill = true;
        using Timer pump = new(_ => peer.Clock.Advance(1), null, 0, 1);
        try
        {
            return act();
        }
        finally
        {
            peer.Clock.StandsStill = false;
        }
    }
}
