using System;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: where memory is short a board takes in more than it can bear, a service ends, or a client is left without a word.</summary>
public sealed class ShortMemoryTests
{
    [Fact]
    public void ASessionBesideAnotherIsLetInOnlyWhereThereIsHeapForIt()
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        Heap heap = new Heap { Octets = profile.HeapForOneMore - 1 };
        using ManualResetEventSlim release = new ManualResetEventSlim();
        using RunningPeer peer = new RunningPeer(
            profile,
            test =>
            {
                test.Put("held", "held content");
                test.Put("a", "alpha");
            },
            memory: heap);
        MemoryLink busy = peer.Hold("held", release);
        Answer refused = peer.Receive(peer.Ask("GET", "/files/a"), 1);
        Assert.Equal(503, refused.Status);
        Assert.NotNull(refused.Field("Retry-After"));

        heap.Octets = profile.HeapForOneMore;
        Assert.Equal("alpha", peer.Receive(peer.Ask("GET", "/files/a", "Connection: close\r\n"), 1).Text);

        // What it had is given back, or the first would be short of it the next time.
        peer.Until(() => Sessions(peer) == 1);
        release.Set();
        Assert.Equal("held content", peer.Receive(busy).Text);
        Assert.Empty(peer.Test.Indicator.Lines);
    }

    [Fact]
    public void WhoeverFindsNoMemoryForAnAnswerIsToldToAskAgain()
    {
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        peer.Put("a", "alpha");
        bool isShort = true;
        peer.Store.Before = _ => Throw(isShort);
        Answer answer = peer.Ask("GET", "/files/a");
        Assert.Equal(503, answer.Status);
        Assert.NotNull(answer.Field("Retry-After"));
        Assert.True(answer.SaysClose);
        isShort = false;
        Assert.Equal("alpha", peer.Get("a"));
    }

    // A connection that is closed over octets that nobody read is reset, and the reset overtakes the answer (RFC 9112 §9.6).
    [Fact]
    public void WhoeverFindsNoMemoryForWhatHeSendsIsReadToTheEndSoThatHeSeesTheAnswer()
    {
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        peer.Store.Before = _ => throw new OutOfMemoryException();
        const int Length = 20000;
        string head = TestPeer.Request("PUT", "/files/a", "Content-Length: " + Length + "\r\n");
        ScriptLink link = peer.Link().Send(head).Send(new byte[Length]).End();
        Assert.Equal(503, Assert.Single(peer.Serve(link, "PUT")).Status);
        Assert.Equal(head.Length + Length, link.Consumed);
    }

    [Fact]
    public void WhereNotEvenTheFaultCanBeToldItsPlaceIsGivenBackAndEveryServiceGoesOn()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSocketsSmallHeap(), test => test.Put("a", "alpha"));
        peer.Test.Indicator.Fault = new OutOfMemoryException();
        peer.Test.Store.Before = _ => throw new InvalidOperationException("a fault of ours");
        for (int i = 0; i < 5; i++)
        {
            Assert.NotEqual(200, EndOf(peer));
        }

        peer.Test.Store.Before = null;
        Assert.Equal("alpha", peer.Receive(peer.Ask("GET", "/files/a"), 1).Text);
        Assert.Equal("", peer.Test.Peer.Ended());
        peer.Test.Indicator.Fault = null;
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    public void APeerIsFoundByItsNameOnlyWhereThatLeavesHeapForWhoComesAndSaysSo(int more, bool isFound)
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        MemoryEther? ether = null;
        using RunningPeer peer = new RunningPeer(
            profile,
            test =>
            {
                test.Settings.Discovery = true;
                ether = new MemoryEther(test.Clock);
                test.Network.Ether = ether;
            },
            memory: new Heap { Octets = profile.HeapForDiscovery + more });
        if (isFound)
        {
            peer.Until(() => ether!.Sent.Count > 0, Limits.PollInterval);
        }

        string page = peer.Receive(peer.Ask("GET", "/"), 1).Text;
        Assert.Equal(isFound, !page.Contains("not found by its name", StringComparison.Ordinal));
        Assert.Equal(isFound, ether!.Sent.Count > 0);
    }

    // The fear: a content of which nobody said how long it is takes a sixth of the memory of a board with little.
    [Theory]
    [InlineData("PROPFIND", "<D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>", false, 207)]
    [InlineData("PROPFIND", "<D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>", true, 207)]
    [InlineData("PROPPATCH", "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><a/></D:prop></D:set></D:propertyupdate>", true, 207)]
    [InlineData("LOCK", "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>", true, 200)]
    public void WhereMemoryIsShortLessOfAnXmlContentIsRead(string method, string content, bool isChunked, int status)
    {
        Profile profile = Profile.SixteenSocketsSmallHeap();
        Assert.True(profile.XmlOctets < Limits.XmlBody);
        for (int more = 0; more <= 1; more++)
        {
            TestPeer peer = new TestPeer(profile: profile);
            peer.Put("a", "alpha");
            string body = content.PadRight(profile.XmlOctets + more);
            string framed = isChunked ? body.Length.ToString("x") + "\r\n" + body + "\r\n0\r\n\r\n" : body;
            string fields = "Depth: 0\r\n" + (isChunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + body.Length + "\r\n");
            Answer answer = Assert.Single(peer.Serve(peer.Link().Send(TestPeer.Request(method, "/files/a", fields) + framed).End(), method));
            Assert.Equal(more == 0 ? status : 413, answer.Status);
        }
    }

    // The fear: each time that memory runs out while properties are read or written a file stays open, of the five that a board can have open, or half of one stays on the card until the next mount.
    [Theory]
    [InlineData("PROPFIND", "read ")]
    [InlineData("PROPPATCH", "read ")]
    [InlineData("PROPPATCH", "write ")]
    [InlineData("PROPPATCH", "find ")]
    [InlineData("DELETE", "read ")]
    public void WhereMemoryRunsOutOverPropertiesNoFileStaysOpenOrIsLeft(string method, string when)
    {
        const string Update = "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><a>value</a></D:prop></D:set></D:propertyupdate>";
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        peer.Put("a", "alpha");
        Assert.Equal(207, peer.Ask("PROPPATCH", "/files/a", "", Update).Status);
        int failed = 0;
        for (int i = 0; i < 2 * Limits.CardFiles; i++)
        {
            peer.Store.Before = what =>
            {
                if (what.StartsWith(when, StringComparison.Ordinal) && (what.Contains("/p/", StringComparison.Ordinal) || what.Contains("/u/", StringComparison.Ordinal)))
                {
                    failed++;
                    throw new OutOfMemoryException();
                }
            };
            peer.Store.Log.Clear();
            Answer answer = peer.Ask(method, "/files/a", "Depth: 0\r\n", method == "PROPPATCH" ? Update : "");
            Assert.True(answer.Status == 503, answer.Status + ": " + string.Join(", ", peer.Store.Log));
            peer.Store.Before = null;
        }

        Assert.True(failed >= 2 * Limits.CardFiles);
        Assert.Equal("alpha", peer.Get("a"));
        Assert.Empty(peer.Leftovers());
        Assert.Contains("<a>value</a>", peer.Ask("PROPFIND", "/files/a", "Depth: 0\r\n").Text, StringComparison.Ordinal);
    }

    // The fear: what read a question stands in the heap while it is answered, when all of that is wanted.
    [Fact]
    public void WhatReadAnXmlContentIsGivenUpBeforeItIsAnswered()
    {
        const int Little = 400;
        byte[] question = Encoding.UTF8.GetBytes("<D:propfind xmlns:D=\"DAV:\"><D:prop><D:getetag/><D:other/></D:prop></D:propfind>");
        PropFindReader wanted = new PropFindReader();
        Assert.Equal(0, wanted.Read(question, 0, question.Length));
        Assert.InRange(new HeapWeight().Of(wanted), 1, Little);

        byte[] update = Encoding.UTF8.GetBytes("<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><a>value</a></D:prop></D:set></D:propertyupdate>");
        PropertyUpdateReader reader = new PropertyUpdateReader();
        Assert.Equal(0, reader.Read(update, 0, update.Length));
        DeadProperties set = new DeadProperties(Limits.PropertiesOctets);
        Assert.InRange(new HeapWeight().Of(set), 1, Little);
        PropertyChange change = new PropertyChange(reader);
        Assert.True(change.Apply(set));
        Assert.InRange(new HeapWeight().Of(change), 1, Little + update.Length);
        Assert.InRange(new HeapWeight().Of(set), 1, Little);

        // And is there again for who writes the answer.
        reader.Restart();
        Assert.True(reader.Next() && reader.Is("a") && !reader.Next());
    }

    [Fact]
    public void WhereEvenTheEndOfAConnectionFindsNoMemoryItsPlaceIsGivenBack()
    {
        TestPeer peer = new TestPeer();
        Gate gate = new Gate(peer.Peer.Parts, peer.Clock, 1);
        for (int i = 0; i < 3; i++)
        {
            Session? session = gate.Enter();
            Assert.NotNull(session);
            session.Serve(new Stubborn(peer.Link().Send(TestPeer.Request("OPTIONS", "*")).End()));
        }
    }

    [Fact]
    public void WhatABoardGoesWithoutForWantOfMemoryIsOnItsPage()
    {
        TestPeer peer = new TestPeer(profile: Profile.SixteenSocketsSmallHeap());
        Assert.Contains("it does without IPP, LPD, SNMP", peer.Ask("GET", "/").Text, StringComparison.Ordinal);
        Assert.Contains("for want of memory: IPP, LPD, SNMP", peer.Ask("GET", "/status").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("does without", new TestPeer().Ask("GET", "/").Text, StringComparison.Ordinal);
    }

    private static int EndOf(RunningPeer peer)
    {
        MemoryLink link = peer.Ask("GET", "/files/a");
        return peer.EndOf(link, 1);
    }

    private static void Throw(bool isShort)
    {
        if (isShort)
        {
            throw new OutOfMemoryException();
        }
    }

    private static int Sessions(RunningPeer peer)
    {
        return new HeapWeight().Count(peer.Test.Peer, "Session");
    }

    /// <summary>A connection that cannot be closed at first.</summary>
    private sealed class Stubborn(Link inner) : Link
    {
        private int _tries = 2;

        public override ByteSource Source => inner.Source;

        public override ByteSink Sink => inner.Sink;

        public override bool IsOnLink => inner.IsOnLink;

        public override string LocalAddress => inner.LocalAddress;

        public override string RemoteAddress => inner.RemoteAddress;

        public override void SetReadPatience(int milliseconds)
        {
            inner.SetReadPatience(milliseconds);
        }

        public override void FinishSending()
        {
            inner.FinishSending();
        }

        public override void Close()
        {
            if (_tries-- > 0)
            {
                throw new OutOfMemoryException();
            }

            inner.Close();
        }
    }

    private sealed class Heap : IMemory
    {
        internal int Octets { get; set; }

        public int Free()
        {
            return Octets;
        }
    }
}
