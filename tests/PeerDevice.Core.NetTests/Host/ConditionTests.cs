using System.Linq;
using PeerDevice.Simulation;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Host;

/// <summary>Conditional requests (RFC 9110 §13) against a card and against a PC's folder.</summary>
public sealed class ConditionTests
{
    private const string Other = "\"another\"";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ATagThatIsKnownAlreadyNeedsNoContent(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "alpha");
        string tag = peer.Ask("GET", "/files/a").Tag;
        foreach (string list in new[] { tag, "W/" + tag, Other + ", " + tag, tag + "," + Other, "W/" + Other + " ,\t" + tag, "*", ", " + tag + " ,," })
        {
            foreach (string method in new[] { "GET", "HEAD" })
            {
                Answer answer = peer.Ask(method, "/files/a", "If-None-Match: " + list + "\r\n");
                Assert.True(answer.Status == 304, list);
                Assert.Equal(tag, answer.Tag);
                Assert.Null(answer.Field("Content-Type"));
            }

            Assert.Equal(412, peer.Ask("DELETE", "/files/a", "If-None-Match: " + list + "\r\n").Status);
        }

        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-None-Match: " + Other + "\r\n").Status);
        Assert.Equal(404, peer.Ask("GET", "/files/none", "If-None-Match: *\r\n").Status);

        // A list in two lines is refused, rather than half of it obeyed.
        Assert.Equal(400, peer.Ask("GET", "/files/a", "If-None-Match: " + Other + "\r\nIf-None-Match: " + tag + "\r\n").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AConditionOnAnotherTagFails(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "alpha");
        string tag = peer.Ask("GET", "/files/a").Tag;

        // RFC 9110 §13.1.1: strong comparison, so a weak tag never matches.
        foreach (string list in new[] { Other, "W/" + tag, Other + ", W/" + tag })
        {
            Assert.Equal(412, peer.Ask("GET", "/files/a", "If-Match: " + list + "\r\n").Status);
            Assert.Equal(412, peer.Ask("PUT", "/files/a", "If-Match: " + list + "\r\n", "beta").Status);
            Assert.Equal(412, peer.Ask("DELETE", "/files/a", "If-Match: " + list + "\r\n").Status);
            Assert.Equal(412, peer.Ask("MOVE", "/files/a", "Destination: /files/b\r\nIf-Match: " + list + "\r\n").Status);
        }

        Assert.Equal(412, peer.Ask("PUT", "/files/none", "If-Match: *\r\n", "beta").Status);
        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-Match: " + Other + ", " + tag + "\r\n").Status);
        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-Match: *\r\n").Status);
        Assert.Equal("a = alpha", peer.Tree());
    }

    [Theory]
    [InlineData("If-Match: x\r\n")]
    [InlineData("If-Match: \"x\r\n")]
    [InlineData("If-None-Match: \"x\" \"y\"\r\n")]
    [InlineData("If-None-Match: w/\"x\"\r\n")]
    [InlineData("If-Match: *, \"x\"\r\n")]
    public void AMalformedTagIsRefused(string field)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        Assert.Equal(400, peer.Ask("GET", "/files/a", field).Status);
        Assert.Equal(400, peer.Ask("DELETE", "/files/a", field).Status);
        Assert.Equal("alpha", peer.Get("a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DatesAreComparedWhenTheTimeIsKnown(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Clock.Advance(5000);
        long stored = peer.Clock.UnixSeconds;
        peer.Put("a", "alpha");
        peer.Clock.Advance(60000);
        string modified = Assert.IsType<string>(peer.Ask("GET", "/files/a").Field("Last-Modified"));
        Assert.Equal(Date(stored), modified);
        Assert.Equal(304, peer.Ask("GET", "/files/a", "If-Modified-Since: " + modified + "\r\n").Status);
        Assert.Equal(304, peer.Ask("HEAD", "/files/a", "If-Modified-Since: " + Date(stored + 10) + "\r\n").Status);
        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-Modified-Since: " + Date(stored - 1) + "\r\n").Status);
        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-Modified-Since: yesterday\r\n").Status);
        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-Unmodified-Since: " + modified + "\r\n").Status);
        Assert.Equal(412, peer.Ask("GET", "/files/a", "If-Unmodified-Since: " + Date(stored - 1) + "\r\n").Status);
        Assert.Equal(412, peer.Ask("PUT", "/files/a", "If-Unmodified-Since: " + Date(stored - 1) + "\r\n", "x").Status);
        Assert.Equal(412, peer.Ask("DELETE", "/files/a", "If-Unmodified-Since: " + Date(stored - 1) + "\r\n").Status);

        // §13.2.2: a tag counts before a date.
        Assert.Equal(200, peer.Ask("GET", "/files/a", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + modified + "\r\n").Status);
    }

    [Fact]
    public void WithoutTheTimeThereAreNoDatesAndConditionsOnThemAreVoid()
    {
        TestPeer peer = new TestPeer();
        peer.Clock.UnixSeconds = 0;
        peer.Put("a", "alpha");
        Answer answer = peer.Ask("GET", "/files/a", "If-Modified-Since: " + Date(TestPeer.Now) + "\r\nIf-Unmodified-Since: " + Date(1) + "\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Field("Date"));
        Assert.Null(answer.Field("Last-Modified"));
        Assert.NotNull(answer.Field("ETag"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("MKCOL")]
    [InlineData("MOVE")]
    [InlineData("COPY")]
    public void AConditionOnALockThatNobodyHoldsIsFalse(string method)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        string more = "If: (<urn:uuid:0>)\r\nDestination: /files/b\r\n";
        Assert.Equal(412, peer.Ask(method, method == "MKCOL" ? "/files/c" : "/files/a", more, method == "PUT" ? "beta" : "").Status);
        Assert.EndsWith("alpha", peer.Ask("GET", "/files/a").Text);
        Assert.Equal(404, peer.Ask("GET", "/files/b").Status);
        Assert.Equal(404, peer.Ask("GET", "/files/c/").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoAsksAgainIsToldOfWhatAnotherDidMeanwhile(bool isFat)
    {
        // The very same head on one connection is known again; what it asks for may be another all the same.
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "alpha");
        string ask = TestPeer.Request("GET", "/files/a");
        ScriptLink link = peer.Link().Send(ask).Await("alpha")
            .Send(ask)
            .Then(() => Assert.Equal(204, peer.Ask("PUT", "/files/a", "", "gamma").Status))
            .Send(ask).Await("gamma")
            .Then(() => Assert.Equal(204, peer.Ask("DELETE", "/files/a").Status))
            .Send(ask)
            .Send(TestPeer.Request("GET", "/files/b")).Send(ask).End();
        System.Collections.Generic.List<Answer> answers = peer.Serve(link);
        Assert.Equal(new[] { 200, 200, 200, 404, 404, 404 }, answers.ConvertAll(answer => answer.Status));
        Assert.Equal(answers[0].Tag, answers[1].Tag);
        Assert.NotEqual(answers[1].Tag, answers[2].Tag);
        Assert.Equal("gamma", answers[2].Text);
    }

    [Fact]
    public void WhoAsksAgainWhetherItChangedIsToldWhenItDidAndWhenTheCardIsOut()
    {
        // The outcome of a condition is remembered with the tag it was for; it must not outlive either.
        TestPeer peer = new TestPeer();
        peer.Put("a", "alpha");
        string ask = TestPeer.Request("GET", "/files/a", "If-None-Match: " + peer.Ask("GET", "/files/a").Tag + "\r\n");
        ScriptLink link = peer.Link().Send(ask).Send(ask).Then(() => peer.Put("b", "beta")).Send(ask)
            .Then(() => peer.Put("a", "alpha")).Send(ask).Await("alpha").Send(ask)
            .Then(peer.Fat.Pull).Send(ask)
            .Then(() => { peer.Fat.Insert(); peer.Ask("GET", "/files/"); peer.Clock.Advance(60000); }).Send(ask).End();
        System.Collections.Generic.List<Answer> answers = peer.Serve(link);
        Assert.Equal(new[] { 304, 304, 304, 200, 200, 503, 200 }, answers.ConvertAll(answer => answer.Status));
        Assert.Equal(answers[0].Tag, answers[2].Tag);
        Assert.NotEqual(answers[2].Tag, answers[3].Tag);
        Assert.Equal(answers[3].Tag, answers[4].Tag);
        Assert.Equal(answers[3].Field("Last-Modified"), answers[4].Field("Last-Modified"));
        Assert.NotNull(answers[4].Field("Last-Modified"));
        Assert.NotEqual(answers[4].Tag, answers[6].Tag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryChangeGivesAnotherTag(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        System.Collections.Generic.HashSet<string> tags = new System.Collections.Generic.HashSet<string>();
        for (int i = 0; i < 20; i++)
        {
            Answer put = peer.Ask("PUT", "/files/a", "", i % 2 == 0 ? "alpha" : "other");
            Assert.True(tags.Add(put.Tag), "tag again at " + i);
            Assert.Equal(put.Tag, peer.Ask("GET", "/files/a").Tag);
        }

        peer.Ask("DELETE", "/files/a");
        Assert.True(tags.Add(peer.Ask("PUT", "/files/a", "", "alpha").Tag));
        peer.Put("b", "alpha");
        string moved = peer.Ask("GET", "/files/b").Tag;
        Assert.Equal(204, peer.Ask("MOVE", "/files/b", "Destination: /files/a\r\n").Status);
        Assert.True(tags.Add(peer.Ask("GET", "/files/a").Tag) || moved == peer.Ask("GET", "/files/a").Tag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfTwoWritersWithOneTagOneWins(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "alpha");
        string tag = peer.Ask("GET", "/files/a").Tag;
        int second = 0;
        ScriptLink first = peer.Link()
            .Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 5\r\nIf-Match: " + tag + "\r\n") + "fir")
            .Then(() => second = peer.Ask("PUT", "/files/a", "If-Match: " + tag + "\r\n", "second").Status)
            .Send("st")
            .Send(TestPeer.Request("GET", "/files/a"))
            .End();
        Assert.Equal(new[] { 412, 200 }, peer.Serve(first, "PUT").Select(answer => answer.Status));
        Assert.Equal(204, second);
        Assert.Equal("second", peer.Get("a"));
        Assert.Empty(peer.Leftovers());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfTwoWhoCreateOneWins(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        ScriptLink first = peer.Link()
            .Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 5\r\nIf-None-Match: *\r\n") + "fir")
            .Then(() => Assert.Equal(201, peer.Ask("PUT", "/files/a", "If-None-Match: *\r\n", "second").Status))
            .Send("st")
            .End();
        Assert.Equal(412, Assert.Single(peer.Serve(first, "PUT")).Status);
        Assert.Equal("a = second", peer.Tree());
        Assert.Empty(peer.Leftovers());
    }

    [Theory]
    [InlineData(true, "MOVE", false)]
    [InlineData(true, "MOVE", true)]
    [InlineData(true, "COPY", false)]
    [InlineData(true, "COPY", true)]
    [InlineData(false, "MOVE", false)]
    [InlineData(false, "MOVE", true)]
    [InlineData(false, "COPY", false)]
    [InlineData(false, "COPY", true)]
    public void WhatBecameAnotherSinceItWasAskedForIsNeitherMovedNorCopied(bool isFat, string method, bool isOver)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "alpha");
        if (isOver)
        {
            peer.Put("b", "old");
        }

        string tag = peer.Ask("GET", "/files/a").Tag;
        bool hasCome = false;
        peer.Store.Before = call =>
        {
            // The destination is looked at when the condition on the source has held.
            if (!hasCome && call == "find b")
            {
                hasCome = true;
                Assert.Equal(204, peer.Ask("PUT", "/files/a", "If-Match: " + tag + "\r\n", "another's").Status);
            }
        };
        Assert.Equal(412, peer.Ask(method, "/files/a", "Destination: /files/b\r\nIf-Match: " + tag + "\r\n").Status);
        Assert.True(hasCome);
        Assert.Equal("another's", peer.Get("a"));
        Assert.Equal(isOver ? "old" : null, peer.Get("b"));
        Assert.Empty(peer.Leftovers());

        // Who makes no condition gets what is there.
        Assert.Equal(isOver ? 204 : 201, peer.Ask(method, "/files/a", "Destination: /files/b\r\n").Status);
        Assert.Equal("another's", peer.Get("b"));
    }

    private static string Date(long unix)
    {
        ByteWriter writer = new ByteWriter(new byte[29]);
        HttpDate.Write(writer, unix);
        return Ascii.Written(writer);
    }
}
