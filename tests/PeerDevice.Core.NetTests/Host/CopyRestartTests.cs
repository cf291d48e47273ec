using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PeerDevice.Board;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: who was told that a copy is under way asks after a restart, and nobody knows of it.</summary>
public sealed partial class CopyRestartTests
{
    private static readonly string From = "Source: http://" + Neighbourhood.At(0) + "/files/d/\r\n";

    [Fact]
    public void ACutOfPowerAtAnyWriteEndsNoCopyThatWasPromised()
    {
        TestPeer source = Source();
        int promised = 0;
        for (int cut = 1; ; cut++)
        {
            TestPeer target = new(medium: new(400, 2048));
            Neighbourhood office = new(source, target);
            target.Medium.CutAt = target.Medium.Steps + cut;
            string state = Start(target, "");
            bool wasCut = target.Medium.IsCut;
            TestPeer later = new(medium: target.Medium.Copy());
            office.Add(later);
            bool isLeft = GoOn(later);
            promised += isLeft ? 1 : 0;
            if (state.Length > 0 && wasCut)
            {
                // What had come to its end is forgotten, as ever.
                Answer told = later.Ask("GET", state);
                Assert.True(isLeft ? told.Text.EndsWith("success: Created\n", StringComparison.Ordinal) : told.Status == 404, $"cut {cut}: {told.Text}");
                Assert.Equal("alpha beta gamma", later.Get("p/a.txt") + " " + later.Get("p/b.txt") + " " + later.Get("p/sub/c.txt"));
            }

            Assert.False(new TestPeer(medium: later.Medium.Copy()).Neighbours.Files.Jobs!.Load());
            Assert.True(FatCheck.Examine(later.Medium).IsSound, $"cut {cut}");
            if (!wasCut)
            {
                Assert.True(promised > 10);
                return;
            }
        }
    }

    [Theory]
    [InlineData("", "success: Created")]
    [InlineData("Overwrite: F\r\n", "success: Created")]
    [InlineData("If-None-Match: *\r\n", "failure: ")]
    public void AnOrderlyEndIsNoEndOfACopyEither(string fields, string end)
    {
        TestPeer later = BrokenOff(fields, out string state);
        CopyJobs jobs = later.Neighbours.Files.Jobs!;
        Assert.True(jobs.Load());
        Assert.DoesNotContain("success", later.Ask("GET", state).Text, StringComparison.Ordinal);
        jobs.Run();
        Assert.Contains(end, later.Ask("GET", state).Text, StringComparison.Ordinal);
        Assert.Equal(end[0] == 's' ? "gamma" : null, later.Get("p/sub/c.txt"));
        Assert.False(new TestPeer(medium: later.Medium.Copy()).Neighbours.Files.Jobs!.Load());
    }

    [Theory]
    [InlineData(5, "success: Created")]
    [InlineData(1000, "failure: ")]
    public void ASourceThatTakesLongerToStartIsWaitedForAWhile(int tries, string end)
    {
        TestPeer later = BrokenOff("", out string state);
        Func<string, int, PeerDevice.Board.Link?> reach = later.Network.Elsewhere!;
        int tried = 0;
        later.Network.Elsewhere = (host, port) => tried++ < tries ? null : reach(host, port);
        Assert.True(GoOn(later));
        Assert.Contains(end, later.Ask("GET", state).Text, StringComparison.Ordinal);
        Assert.InRange(later.Clock.Milliseconds / 1000, 0, (Limits.CopyTries + 1) * Limits.CopyAgain / 1000);
    }

    [Fact]
    public void ACopyThatIsGivenUpAfterARestartDoesNotComeBack()
    {
        TestPeer later = BrokenOff("", out string state);
        CopyJobs jobs = later.Neighbours.Files.Jobs!;
        Assert.True(jobs.Load());
        Assert.Equal(204, later.Ask("DELETE", state).Status);

        // It was told that it is given up: a cut of power in this moment does not bring it back.
        Assert.False(new TestPeer(medium: later.Medium.Copy()).Neighbours.Files.Jobs!.Load());
        jobs.Run();
        Assert.Null(later.Get("p/sub/c.txt"));
        Assert.False(new TestPeer(medium: later.Medium.Copy()).Neighbours.Files.Jobs!.Load());
    }

    [Fact]
    public void ACardThatComesAfterTheStartHasItsCopiesGoOn()
    {
        TestPeer later = BrokenOff("", out string state);
        CopyJobs jobs = later.Neighbours.Files.Jobs!;
        int found = 0;
        jobs.Found = () => found++;
        later.Store.Status = StoreStatus.Absent;
        later.Store.FailsNow = static _ => true;
        jobs.Tend();
        Assert.Equal(503, later.Ask("GET", state).Status);
        Assert.Equal(0, found);
        later.Store.FailsNow = null;
        Assert.Equal(200, later.Ask("GET", state).Status);
        Assert.Equal(1, found);
        jobs.Run();
        Assert.EndsWith("success: Created\n", later.Ask("GET", state).Text, StringComparison.Ordinal);
        Assert.Equal(1, found);
    }

    [Fact]
    public void WhatMayNotBeChangedAnyMoreIsNotChanged()
    {
        TestPeer later = BrokenOff("", out string state, isWritable: false);
        Assert.True(GoOn(later));
        Assert.Contains("failure: The peer was started again, and nothing may be changed", later.Ask("GET", state).Text, StringComparison.Ordinal);
        Assert.Null(later.Get("p/sub/c.txt"));
    }

    [Fact]
    public void ACopyThatWasWholeAsThePeerEndedIsOver()
    {
        TestPeer source = Source();
        TestPeer target = new();
        Neighbourhood office = new(source, target);
        office.Bend = (_, line, _, link) =>
        {
            // It ends when the last octet is on its way: what is told decides what is left.
            if (line == "GET /files/d/sub/c.txt")
            {
                target.Peer.Stop();
                link.Send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngamma");
            }

            return line == "GET /files/d/sub/c.txt";
        };
        string text = target.Ask("COPY", "/files/p/", From).Text;
        bool isLeft = new TestPeer(medium: target.Medium.Copy()).Neighbours.Files.Jobs!.Load();
        Assert.NotEqual(text.EndsWith("success: Created\n", StringComparison.Ordinal), isLeft);
    }

    [Fact]
    public void WhatIsNoRecordIsDeletedAndHarmsNoOther()
    {
        TestPeer source = Source();
        TestPeer target = new();
        Neighbourhood office = new(source, target);
        string state = Stop(office, target, "");
        string folder = target.Store.ReservedFor("") + CopyRecord.Folder;
        foreach (string name in (string[])["00000000", "notes", "FFFFFFFF"])
        {
            Assert.Equal(StoreStatus.Ok, target.Store.Create(folder + "/" + name, false, out FileWriter? writer));
            Assert.True(writer!.Write(new byte[40], 0, 40));
            Assert.Equal(StoreStatus.Ok, writer.Close(true));
        }

        TestPeer later = new(medium: target.Medium.Copy());
        office.Add(later);
        Assert.True(GoOn(later));
        Assert.EndsWith("success: Created\n", later.Ask("GET", state).Text, StringComparison.Ordinal);
        Assert.Equal(StoreStatus.NotFound, later.Store.Find(folder + "/notes", new StoreEntry()));
        Assert.Equal(StoreStatus.NotFound, later.Store.Find(folder + "/00000000", new StoreEntry()));
    }

    [Fact]
    public void ADamagedRecordIsNone()
    {
        byte[] octets = new CopyRecord { Id = "0123456789ABCDEF0123456789ABCDEF", From = "http://a/", To = "b", IsDeep = true }.Write();
        CopyRecord read = CopyRecord.Read(octets)!;
        Assert.Equal(("0123456789ABCDEF0123456789ABCDEF", "http://a/", "b", true, false), (read.Id, read.From, read.To, read.IsDeep, read.KeepsOthers));
        for (int i = 0; i < octets.Length; i++)
        {
            Assert.Null(CopyRecord.Read(octets[..i]));
            byte[] bent = [.. octets];
            bent[i] ^= 0x10;
            Assert.Null(CopyRecord.Read(bent));
        }
    }

    private static TestPeer Source()
    {
        TestPeer source = new();
        source.MakeCollection("d");
        source.MakeCollection("d/sub");
        source.Put("d/a.txt", "alpha");
        source.Put("d/b.txt", "beta");
        source.Put("d/sub/c.txt", "gamma");
        return source;
    }

    // A peer that starts again after a copy that was under way.
    private static TestPeer BrokenOff(string fields, out string state, bool isWritable = true)
    {
        TestPeer target = new();
        Neighbourhood office = new(Source(), target);
        state = Stop(office, target, fields);
        TestPeer later = new(isWritable: isWritable, medium: target.Medium.Copy());
        office.Add(later);
        return later;
    }

    private static bool GoOn(TestPeer peer)
    {
        CopyJobs jobs = peer.Neighbours.Files.Jobs!;
        bool isLeft = jobs.Load();
        jobs.Run();
        return isLeft;
    }

    // Asks for a copy; the state that was promised, empty where none was.
    private static string Start(TestPeer peer, string fields)
    {
        ScriptLink link = peer.Link().Send(TestPeer.Request("COPY", "/files/p/", From + fields)).End();
        try
        {
            peer.Serve(link, "COPY");
        }
        catch (Exception fault) when (fault is PowerCut || peer.Medium.IsCut)
        {
            // What was told before counts.
        }

        return Promise().Match(Encoding.Latin1.GetString(link.Received)).Groups[1].Value;
    }

    // The peer ends while the second file is asked for.
    private static string Stop(Neighbourhood office, TestPeer peer, string fields)
    {
        office.Bend = (_, line, _, link) =>
        {
            if (line != "GET /files/d/b.txt")
            {
                return false;
            }

            peer.Peer.Stop();
            link.Break();
            return true;
        };
        string state = Start(peer, fields);
        office.Bend = null;
        Assert.NotEqual("", state);
        return state;
    }

    [GeneratedRegex("Location: (/copies/[0-9A-F]+)\r\n")]
    private static partial Regex Promise();
}
