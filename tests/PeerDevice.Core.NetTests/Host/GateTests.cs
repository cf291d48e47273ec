using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Bytes;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>The gate: at most so many sessions, an honest refusal beyond, and one kept for control.</summary>
public sealed class GateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void WhenAllSessionsAreBusyTheNextIsToldSoAtOnce(int sessions)
    {
        // A store that opens any number of files: a card opens five, and that is another matter.
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = new RunningPeer(
            Board(sessions),
            test =>
            {
                test.Put("held", "held content");
                test.Put("free", "free content");
            },
            false);
        int held = 0;
        peer.Test.Store.Before = call =>
        {
            if (call == "open held")
            {
                Interlocked.Increment(ref held);
                release.Wait();
            }
        };
        List<MemoryLink> busy = new List<MemoryLink>();
        for (int i = 0; i < sessions; i++)
        {
            busy.Add(peer.Ask("GET", "/files/held"));
            int wanted = i + 1;
            peer.Until(() => Volatile.Read(ref held) == wanted);
        }

        for (int i = 0; i < 5; i++)
        {
            MemoryLink late = peer.Ask("GET", "/files/free");
            Answer refused = peer.Receive(late, 10);
            Assert.Equal(503, refused.Status);
            Assert.NotNull(refused.Field("Retry-After"));
            Assert.True(refused.SaysClose);
            Assert.Equal(ByteSource.End, peer.EndOf(late, 10));
        }

        // A client that says nothing cannot keep the others from being told.
        MemoryLink silent = peer.Connect(80);
        Assert.Equal(503, peer.Receive(peer.Ask("GET", "/files/free"), 10).Status);
        Assert.Equal(503, peer.Receive(silent, 10).Status);

        release.Set();
        Assert.All(busy, link => Assert.Equal("held content", peer.Receive(link).Text));
        Assert.Equal("free content", peer.Receive(peer.Ask("GET", "/files/free"), 10).Text);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void TheConnectionThatHasBeenIdleLongestGivesWay()
    {
        using RunningPeer peer = new RunningPeer(Board(3), test => test.Put("a", "alpha"));
        List<MemoryLink> idle = new List<MemoryLink>();
        for (int i = 0; i < 3; i++)
        {
            MemoryLink link = peer.Ask("GET", "/files/a");
            Assert.Equal("alpha", peer.Receive(link).Text);
            idle.Add(link);

            // Its client has the answer a moment before its session waits for the next request.
            peer.Until(() => link.Awaits);
            peer.Test.Clock.Advance(10);
        }

        // The first one is used again, so it is the second that has waited longest.
        RunningPeer.Send(idle[0], TestPeer.Request("GET", "/files/a"));
        Assert.Equal("alpha", peer.Receive(idle[0]).Text);
        peer.Until(() => idle[0].Awaits);
        peer.Test.Clock.Advance(10);
        MemoryLink late = peer.Ask("GET", "/files/a");
        Assert.Equal("alpha", peer.Receive(late, 1).Text);
        Assert.Equal(ByteSource.End, peer.EndOf(idle[1]));
        foreach (MemoryLink link in new[] { idle[0], idle[2], late })
        {
            RunningPeer.Send(link, TestPeer.Request("GET", "/files/a"));
            Assert.Equal("alpha", peer.Receive(link).Text);
        }
    }

    [Fact]
    public void AConnectionThatSaysNothingGivesWayAndIsToldNothing()
    {
        using RunningPeer peer = new RunningPeer(Board(2), test => test.Put("a", "alpha"));
        MemoryLink first = peer.Connect(80);
        peer.Until(() => first.Awaits);
        peer.Test.Clock.Advance(1);
        MemoryLink second = peer.Connect(80);
        peer.Until(() => second.Awaits);

        // Before its time it is left alone: its request may be on the way.
        peer.Test.Clock.Advance(Limits.SilentMilliseconds / 2);
        Assert.Equal(503, peer.Receive(peer.Ask("GET", "/files/a"), 1).Status);
        peer.Test.Clock.Advance(Limits.SilentMilliseconds);
        Assert.Equal("alpha", peer.Receive(peer.Ask("GET", "/files/a", "Connection: close\r\n"), 1).Text);

        // One had to go; the other is still waited for.
        bool firstIsGone = first.Other.HasFinished;
        Assert.Equal(ByteSource.End, (firstIsGone ? first : second).Source.Read(new byte[1], 0, 1));
        MemoryLink kept = firstIsGone ? second : first;
        RunningPeer.Send(kept, TestPeer.Request("GET", "/files/a"));
        Assert.Equal("alpha", peer.Receive(kept).Text);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void WithOneSessionWhoComesBesideAConnectionThatWasOpenedAheadIsServed()
    {
        using RunningPeer peer = new RunningPeer(Board(1), test => test.Put("a", "alpha"));
        MemoryLink ahead = peer.Connect(80);
        peer.Until(() => ahead.Awaits);
        MemoryLink next = peer.Ask("GET", "/files/a");
        Assert.Equal("alpha", peer.Receive(next, 1).Text);
        Assert.Equal(ByteSource.End, ahead.Source.Read(new byte[1], 0, 1));

        // One that speaks while somebody waits is served first, and then gives way as any other.
        ahead = peer.Connect(80);
        peer.Until(() => ahead.Awaits, 1);
        next = peer.Ask("GET", "/files/a");
        RunningPeer.Send(ahead, TestPeer.Request("GET", "/files/a"));
        Assert.Equal("alpha", peer.Receive(ahead, 1).Text);
        Assert.Equal("alpha", peer.Receive(next, 1).Text);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    // On a busy machine a session may come late to what its client has asked.
    [Theory, InlineData(1, true), InlineData(1, false), InlineData(2, true), InlineData(2, false)]
    public void WhoseRequestHasComeButIsNotReadYetIsServedBeforeItGivesWay(int sessions, bool isFirst)
    {
        using RunningPeer peer = new RunningPeer(Board(sessions), test => test.Put("a", "alpha"), false);
        List<MemoryLink> asked = new List<MemoryLink>();
        for (int i = 0; i < sessions; i++)
        {
            MemoryLink link = peer.Connect(80);
            if (!isFirst)
            {
                RunningPeer.Send(link, TestPeer.Request("GET", "/files/a"));
                Assert.Equal("alpha", peer.Receive(link).Text);
            }

            peer.Until(() => link.Awaits);
            link.Other.IsStarved = true;
            RunningPeer.Send(link, TestPeer.Request("GET", "/files/a"));
            asked.Add(link);
        }

        peer.Test.Clock.Advance(Limits.SilentMilliseconds);
        MemoryLink next = peer.Ask("GET", "/files/a");
        peer.Until(() => asked.TrueForAll(link => link.Other.WasLookedAt));
        asked.ForEach(link => link.Other.IsStarved = false);
        Assert.All(asked, link => Assert.Equal("alpha", peer.Receive(link).Text));
        Assert.Equal("alpha", peer.Receive(next, 1).Text);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Theory]
    [InlineData("GET", "/files/large", "")]
    [InlineData("GET", "/files/many/", "")]
    [InlineData("PROPFIND", "/files/many/", "Depth: 1\r\n")]
    [InlineData("GET", "/files/large", "Range: bytes=0-99999,100000-199999\r\n")]
    public void AClientThatTakesNothingGivesWay(string method, string target, string fields)
    {
        using RunningPeer peer = new RunningPeer(Board(1), Large, false);
        MemoryLink slow = peer.Ask(method, target, fields);
        peer.Until(() => slow.IsFull);
        Assert.Equal(503, peer.Receive(peer.Ask("GET", "/files/a"), 1).Status);

        // As long as the slowest line would take for a slice, and no longer.
        peer.Test.Clock.Advance(Limits.SendMilliseconds - 1000);
        Assert.Equal(503, peer.Receive(peer.Ask("GET", "/files/a"), 1).Status);
        peer.Test.Clock.Advance(Limits.SliceOctets / Limits.SlowestOctetsPerMillisecond);
        Assert.Equal("alpha", peer.Receive(peer.Ask("GET", "/files/a"), 1).Text);
        peer.EndOf(slow);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void AClientOfASlowLineIsLeftInPeace()
    {
        using RunningPeer peer = new RunningPeer(Board(1), Large, false);
        MemoryLink slow = peer.Ask("GET", "/files/large", "Connection: close\r\n");
        byte[] block = new byte[12000];
        int got = 0;
        for (int i = 0; i < 25; i++)
        {
            // 1,200 octets a second, in gulps.
            peer.Until(() => slow.IsFull || got > 200000);
            Assert.Equal(503, peer.Receive(peer.Ask("GET", "/files/a"), 1).Status);
            peer.Test.Clock.Advance(10000);
            int taken = 0;
            while (taken < block.Length)
            {
                int part = slow.Source.Read(block, taken, block.Length - taken);
                Assert.True(part > 0);
                taken += part;
            }

            got += taken;
        }

        peer.Until(() => slow.Source.Read(block, 0, block.Length) is var part && (part > 0 ? (got += part) < 0 : part == ByteSource.End));
        Assert.InRange(got, LargeOctets, LargeOctets + 1000);
    }

    [Fact]
    public void ABusySessionNeverGivesWay()
    {
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = new RunningPeer(Board(2), test => test.Put("held", "held content"));
        MemoryLink busy = peer.Hold("held", release);
        for (int i = 0; i < 10; i++)
        {
            MemoryLink next = peer.Ask("OPTIONS", "*");
            Assert.Equal(200, peer.Receive(next, 1).Status);
        }

        release.Set();
        Assert.Equal("held content", peer.Receive(busy).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void AJammedPrinterLeavesASessionForControl(int sessions)
    {
        using RunningPeer peer = new RunningPeer(Board(sessions), test =>
        {
            test.Put("a", "alpha");
            test.Output.IsJammed = true;
        });
        List<MemoryLink> printing = new List<MemoryLink>();
        for (int i = 0; i < sessions + 2; i++)
        {
            MemoryLink raw = peer.Connect(9100);
            RunningPeer.Send(raw, "document " + i);
            raw.FinishSending();
            printing.Add(raw);
        }

        if (sessions > 1)
        {
            peer.Until(() => peer.Test.Output.Begins > 0, 10);
        }

        for (int i = 0; i < 3; i++)
        {
            MemoryLink link = peer.Ask("GET", "/.well-known/peerdevice", "Connection: close\r\n");
            Answer answer = peer.Receive(link, 1);
            Assert.Equal(200, answer.Status);
            Assert.Contains("\"ready\":false", answer.Text);
        }

        peer.Test.Output.IsJammed = false;
        if (sessions > 1)
        {
            Assert.All(printing, raw => Assert.Equal(ByteSource.End, peer.EndOf(raw, 100)));
            Assert.Equal(
                Enumerable.Range(0, sessions + 2).Select(i => "document " + i),
                peer.Test.Output.Documents.Select(System.Text.Encoding.ASCII.GetString));
        }
    }

    [Fact]
    public void PrintDataAndSessionsTogetherKeepTheBound()
    {
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = new RunningPeer(Board(3), test => test.Put("held", "held content"), false);
        int held = 0;
        peer.Test.Store.Before = call =>
        {
            if (call == "open held")
            {
                Interlocked.Increment(ref held);
                release.Wait();
            }
        };

        // The first session is given back while the second and the third are busy, and print data takes the place.
        MemoryLink first = peer.Ask("OPTIONS", "*");
        Assert.Equal(200, peer.Receive(first).Status);
        List<MemoryLink> busy = new List<MemoryLink> { peer.Ask("GET", "/files/held"), peer.Ask("GET", "/files/held") };
        peer.Until(() => Volatile.Read(ref held) == 2);
        peer.Test.Output.IsJammed = true;
        MemoryLink raw = peer.Connect(9100);
        RunningPeer.Send(raw, "a document");
        peer.Until(() => peer.Test.Output.Begins > 0, 10);
        Assert.Equal(ByteSource.End, peer.EndOf(first));
        Assert.Equal(503, peer.Receive(peer.Ask("OPTIONS", "*"), 10).Status);

        peer.Test.Output.IsJammed = false;
        raw.FinishSending();
        Assert.Equal(ByteSource.End, peer.EndOf(raw, 100));
        release.Set();
        Assert.All(busy, link => Assert.Equal("held content", peer.Receive(link).Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SixtyFourAtOnceAreAnsweredRightlyOrRefusedHonestly(bool hasSixteenSockets)
    {
        Profile profile = hasSixteenSockets ? Profile.SixteenSockets() : Profile.FourSockets();
        using RunningPeer peer = new RunningPeer(profile, test =>
        {
            for (int i = 0; i < 64; i++)
            {
                test.Put("file" + i, new string((char)('A' + (i % 26)), 3000 + i));
            }
        });
        MemoryLink[] links = new MemoryLink[64];
        Parallel.For(0, 64, i => links[i] = peer.Ask("GET", "/files/file" + i, i % 2 == 0 ? "Connection: close\r\n" : ""));
        int served = 0;
        for (int i = 0; i < 64; i++)
        {
            Answer answer = peer.Receive(links[i], 1);
            if (answer.Status == 200)
            {
                served++;
                Assert.Equal(new string((char)('A' + (i % 26)), 3000 + i), answer.Text);
            }
            else
            {
                Assert.Equal(503, answer.Status);
                Assert.NotNull(answer.Field("Retry-After"));
            }
        }

        Assert.InRange(served, 1, 64);
        Assert.Equal(3000, peer.Receive(peer.Ask("GET", "/files/file0"), 1).Content.Length);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void APortThatIsTakenIsSaid()
    {
        TestPeer test = new TestPeer();
        Assert.NotNull(test.Network.Listen(80));
        Assert.False(test.Peer.Start());
        Assert.Contains(test.Indicator.Lines, line => line.Contains("port is taken"));
    }

    [Fact]
    public void StoppingEndsEveryConnection()
    {
        RunningPeer peer = new RunningPeer(Board(3), test => test.Put("a", "alpha"));
        MemoryLink idle = peer.Ask("GET", "/files/a");
        peer.Receive(idle);
        MemoryLink inHead = peer.Connect(80);
        RunningPeer.Send(inHead, "GET /fi");
        MemoryLink raw = peer.Connect(9100);
        RunningPeer.Send(raw, "half a document");
        peer.Until(() => peer.Test.Output.Taken > 0, 10);
        peer.Dispose();
        Assert.Equal(ByteSource.End, peer.EndOf(idle));
        peer.EndOf(inHead);

        // It was not printed to its end, and the end of the connection must not say so.
        Assert.Equal(ByteSource.Broken, peer.EndOf(raw));
        Assert.Null(peer.Test.Network.Connect(80));
    }

    private const int LargeOctets = 400_000;

    // More than a link holds, as a file, as a page and as a multistatus.
    private static void Large(TestPeer test)
    {
        test.Put("a", "alpha");
        test.Put("large", new string('l', LargeOctets));
        test.MakeCollection("many");
        for (int i = 0; i < 900; i++)
        {
            test.Plain.Put("many/a member with a name that is long enough to fill a link " + i, []);
        }
    }

    private static Profile Board(int sessions)
    {
        Profile profile = Profile.SixteenSockets();
        profile.Sessions = sessions;
        return profile;
    }
}
