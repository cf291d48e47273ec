using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>A store that fails at any call: an honest status, nothing lost, and the next request is served.</summary>
public sealed class StoreFaultTests
{
    private const string Destination = "Destination: /files/new\r\n";

    public static TheoryData<string, string, string, string, bool> Operations()
    {
        TheoryData<string, string, string, string, bool> data = new TheoryData<string, string, string, string, bool>();
        foreach (bool isFat in new[] { true, false })
        {
            data.Add("GET", "f", "", "", isFat);
            data.Add("GET", "f", "Range: bytes=1-1,0-0\r\n", "", isFat);
            data.Add("HEAD", "f", "", "", isFat);
            data.Add("GET", "d/", "", "", isFat);
            data.Add("PROPFIND", "d", "Depth: 1\r\n", "", isFat);
            data.Add("PUT", "f", "", "new content", isFat);
            data.Add("PUT", "new", "", "new content", isFat);
            data.Add("PUT", "f", "If-Match: *\r\n", "new content", isFat);
            data.Add("MKCOL", "new", "", "", isFat);
            data.Add("DELETE", "f", "", "", isFat);
            data.Add("DELETE", "d", "", "", isFat);
            data.Add("COPY", "f", Destination, "", isFat);
            data.Add("COPY", "d", Destination, "", isFat);
            data.Add("COPY", "f", "Destination: /files/g\r\n", "", isFat);
            data.Add("COPY", "d", "Destination: /files/e\r\n", "", isFat);
            data.Add("MOVE", "f", Destination, "", isFat);
            data.Add("MOVE", "d", Destination, "", isFat);
            data.Add("MOVE", "f", "Destination: /files/g\r\n", "", isFat);
            data.Add("MOVE", "d", "Destination: /files/e\r\n", "", isFat);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void AFailureAtAnyCallIsToldAndTheNextRequestIsServed(string method, string path, string fields, string content, bool isFat)
    {
        foreach (int fault in new[] { StoreStatus.Failed, StoreStatus.Absent, StoreStatus.Full, StoreStatus.Busy })
        {
            TestPeer counting = Peer(isFat);
            counting.Store.Reset();
            int success = counting.Ask(method, "/files/" + path, fields, content).Status;
            int calls = counting.Store.Calls;
            for (int at = 0; at < calls; at++)
            {
                TestPeer peer = Peer(isFat);
                string before = peer.Tree();
                peer.Store.Reset();
                peer.Store.FailAt = at;
                peer.Store.Status = fault;
                string what = method + " " + path + ", call " + at + " (" + fault + ")";
                string length = content.Length > 0 ? "Content-Length: " + content.Length + "\r\n" : "";
                ScriptLink link = peer.Link().Send(TestPeer.Request(method, "/files/" + path, fields + length) + content).End();
                List<Answer> answers = peer.Serve(link, method);
                string call = peer.Store.Log[at];
                what += " = " + call;
                peer.Store.Reset();
                Assert.True(answers.Count == 1, what);
                Answer answer = answers[0];
                Assert.True(answer.Status == success || !answer.IsWhole || IsHonest(answer, call.StartsWith("read", StringComparison.Ordinal) ? StoreStatus.Failed : fault), what + ": " + answer.Status);

                // Another client comes, and what could not be finished is.
                Assert.True(peer.Ask("GET", "/files/keep").Text == "kept", what);
                CheckEffect(method, path, answer, before, peer, what);
                Assert.True(peer.Ask("PUT", "/files/keep", "", "kept again").Status == 204, what);
                Assert.True(peer.Get("keep") == "kept again", what);

                // A PC sweeps what it could not delete a day later.
                Assert.True(peer.Leftovers().Count == 0 || (!isFat && call.Contains(".peer/u/", StringComparison.Ordinal)), what + ": " + string.Join(", ", peer.Leftovers()));
                Assert.True(peer.Fat.OpenFiles == 0, what);
                peer.Tree();
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAbsentCardIs503AndServiceComesBackWithIt(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        string before = peer.Tree();
        Pull(peer);
        foreach (string method in new[] { "GET", "HEAD", "PUT", "DELETE", "MKCOL", "COPY", "MOVE", "PROPFIND" })
        {
            Answer answer = peer.Ask(method, "/files/f", Destination + "Depth: 0\r\n".Substring(method == "PROPFIND" ? 0 : 10));
            Assert.Equal(503, answer.Status);
            Assert.NotNull(answer.Field("Retry-After"));
        }

        Assert.Equal(503, peer.Ask("GET", "/files/").Status);
        Assert.Contains("\"present\":false", peer.Ask("GET", "/.well-known/peerdevice").Text);
        Assert.Equal(200, peer.Ask("GET", "/").Status);
        PutBack(peer);
        peer.Clock.Advance(60000);
        Assert.Equal("file", peer.Get("f"));
        Assert.Equal(before, peer.Tree());
        peer.Put("f", "again");
        Assert.Equal("again", peer.Get("f"));
        Assert.Contains("\"present\":true", peer.Ask("GET", "/.well-known/peerdevice").Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACardPulledOutInTheMiddleOfAnUploadLosesTheUploadOnly(bool isFat)
    {
        for (int at = 0; at < 30000; at += 4999)
        {
            TestPeer peer = Peer(isFat);
            string before = peer.Tree();
            byte[] content = new byte[30000];
            ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/f", "Content-Length: 30000\r\n"))
                .Send(content.AsSpan(0, at).ToArray())
                .Then(() => Pull(peer))
                .Send(content.AsSpan(at).ToArray())
                .End();
            Assert.Equal(503, Assert.Single(peer.Serve(link, "PUT")).Status);
            PutBack(peer);
            peer.Clock.Advance(60000);
            Assert.Equal("file", peer.Get("f"));
            peer.Put("keep", "kept");
            Assert.Equal(before, peer.Tree());
            Assert.True(!isFat || peer.Leftovers().Count == 0);
        }
    }

    [Fact]
    public void ACardPulledOutWhileItIsReadBreaksTheAnswerOff()
    {
        TestPeer peer = new TestPeer();
        peer.Put("large", new string('x', 50000));
        peer.Put("small", "s");
        peer.Store.Reset();
        peer.Ask("GET", "/files/large");
        int reads = peer.Store.Calls;
        for (int at = 1; at < reads; at++)
        {
            peer.Store.Reset();
            peer.Store.FailAt = at;
            ScriptLink link = peer.Link().Send(TestPeer.Request("GET", "/files/large") + TestPeer.Request("GET", "/files/small")).End();
            Answer answer = peer.Serve(link)[0];
            Assert.True(!answer.IsWhole || answer.Status >= 500, at + ": " + answer.Status);
        }
    }

    [Fact]
    public void AnotherCardIsServedAsItIs()
    {
        TestPeer peer = Peer(true);
        string tag = peer.Ask("GET", "/files/f").Tag;
        TestPeer second = new TestPeer(true);
        second.Put("f", "none");
        peer.Fat.Pull();
        Assert.Equal(503, peer.Ask("GET", "/files/f").Status);
        peer.Fat.Insert(second.Medium.Copy());
        peer.Clock.Advance(60000);
        peer.Ask("GET", "/files/f");
        Answer answer = peer.Ask("GET", "/files/f", "If-None-Match: " + tag + "\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal("none", answer.Text);
        peer.Put("f", "here");
        Assert.Equal("f = here", peer.Tree());
    }

    [Fact]
    public void NoFileIsLeftToOpenIs503()
    {
        TestPeer peer = Peer(true);
        List<PeerDevice.Bytes.BlockSource> open = new List<PeerDevice.Bytes.BlockSource>();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(StoreStatus.Ok, peer.Fat.OpenRead("keep", new StoreEntry(), out PeerDevice.Bytes.BlockSource? content));
            open.Add(content!);
        }

        Assert.Equal(503, peer.Ask("GET", "/files/f").Status);
        int status = peer.Ask("PUT", "/files/f", "", "x").Status;
        Assert.True(status is 503 or 500, status.ToString());
        open.ForEach(content => content.Close());
        Assert.Equal("file", peer.Get("f"));
        peer.Put("f", "x");
    }

    private static bool IsHonest(Answer answer, int fault)
    {
        return answer.Status switch
        {
            207 => answer.IsWhole,
            500 => fault == StoreStatus.Failed,
            503 => fault is StoreStatus.Absent or StoreStatus.Busy or StoreStatus.Failed,
            507 => fault == StoreStatus.Full,
            _ => false,
        };
    }

    /// <summary>An error means that a file is as it was, a success that it is as it should be; never anything between.</summary>
    private static void CheckEffect(string method, string path, Answer answer, string before, TestPeer peer, string what)
    {
        string after = peer.Tree();
        if (method is "GET" or "HEAD" or "PROPFIND")
        {
            Assert.True(before == after, what);
            return;
        }

        HashSet<string> contents = new HashSet<string> { "file", "another", "1", "2", "3", "kept", "new content" };
        foreach (string line in after.Split('\n'))
        {
            int equals = line.IndexOf(" = ", StringComparison.Ordinal);
            Assert.True(equals < 0 || contents.Contains(line.Substring(equals + 3)), what + ": " + line);
        }

        Assert.Contains("keep = kept", after.Split('\n'));
        bool isFile = path is "f" or "new";
        if (answer.Status >= 400 && isFile && !what.Contains("/files/d", StringComparison.Ordinal))
        {
            Assert.True(before == after || IsDone(method, path, after), what + ": " + answer.Status + "\n" + after);
        }

        if (answer.Status < 300 && answer.Status != 207)
        {
            Assert.True(before != after, what);
        }
    }

    /// <summary>A change that took effect although an error was told: it may happen, when what failed came behind the change.</summary>
    private static bool IsDone(string method, string path, string after)
    {
        string[] lines = after.Split('\n');
        return method switch
        {
            "PUT" => lines.Contains(path + " = new content"),
            "DELETE" => !lines.Contains("f = file"),
            "MKCOL" => lines.Contains("new/"),
            "COPY" => lines.Contains("f = file"),
            _ => lines.Contains("new = file") || lines.Contains("g = file") || lines.Contains("f = file"),
        };
    }

    private static void Pull(TestPeer peer)
    {
        peer.Fat.Pull();
        peer.Plain.IsAbsent = true;
    }

    private static void PutBack(TestPeer peer)
    {
        peer.Fat.Insert();
        peer.Plain.IsAbsent = false;
    }

    private static TestPeer Peer(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("keep", "kept");
        peer.Put("f", "file");
        peer.Put("g", "another");
        peer.MakeCollection("d");
        peer.MakeCollection("d/sub");
        peer.Put("d/one", "1");
        peer.Put("d/sub/two", "2");
        peer.MakeCollection("e");
        peer.Put("e/three", "3");
        return peer;
    }

    [Fact]
    public void AnIndexThatCannotBeReadForGoodKeepsNobodyFromTheFiles()
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("f", "content");
        TestPeer again = new TestPeer(true, true, null, null, peer.Medium.Copy());
        again.Store.FailsNow = call => call.Contains(".peer/index", StringComparison.Ordinal);

        // First nobody knows whether a commit was interrupted, so nothing is told that may be half gone.
        Assert.Equal(500, again.Ask("GET", "/files/f").Status);
        for (int i = 0; i <= Limits.StoreTries; i++)
        {
            again.Clock.Advance(Limits.CommitPatience);
            again.Ask("GET", "/files/f");
        }

        Assert.Equal("content", again.Get("f"));
        Assert.Equal(500, again.Ask("PUT", "/files/f", "", "new").Status);
        again.Store.FailsNow = null;
        again.Clock.Advance(Limits.CommitPatience);
        again.Put("f", "new");
        Assert.Equal("new", again.Get("f"));
    }

    [Fact]
    public void AFileWhoseReplacementIsNotFinishedIsNeverListedAsMissing()
    {
        TestPeer peer = new TestPeer(true);
        peer.MakeCollection("d");
        peer.Put("d/f", "old");
        peer.Put("g", "other");
        peer.Store.FailsNow = call => call.StartsWith("move", StringComparison.Ordinal) && call.EndsWith(" to d/f", StringComparison.Ordinal);
        Assert.Equal(500, peer.Ask("PUT", "/files/d/f", "", "new").Status);
        foreach (string target in new[] { "/files/d", "/files/d/", "/files/d/f", "/files/" })
        {
            Assert.Equal(503, peer.Ask("PROPFIND", target, "Depth: 1\r\n").Status);
        }

        Assert.Equal(503, peer.Ask("GET", "/files/d/f").Status);
        Assert.Equal(503, peer.Ask("HEAD", "/files/d/F").Status);
        Assert.Equal(503, peer.Ask("DELETE", "/files/d/f").Status);
        Assert.Equal("other", peer.Get("g"));
        peer.Store.FailsNow = null;
        peer.Clock.Advance(Limits.CommitPatience);
        Assert.Equal("new", peer.Get("d/f"));
        Assert.Contains("/files/d/f<", peer.Ask("PROPFIND", "/files/d", "Depth: 1\r\n").Text);
    }
}
