using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>Uploads that can be cut (PROTOCOL): the fear is that something is sent twice, or that what was told to have arrived did not.</summary>
public sealed class CutUploadTests
{
    private static readonly byte[] Large = Enumerable.Range(0, 200000).Select(i => (byte)(i * 31 >> 3)).ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnUploadInPartsTakesItsPlaceAtTheLast(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "old");
        string id = Begin(peer, "a", "one ", 13);
        Assert.Equal("a = old", peer.Tree());
        Answer head = peer.Ask("HEAD", id);
        Assert.Equal(204, head.Status);
        Assert.Equal("4", head.Field("Upload-Offset"));
        Assert.Equal("?0", head.Field("Upload-Complete"));
        Assert.Equal("13", head.Field("Upload-Length"));
        Assert.Equal("no-store", head.Field("Cache-Control"));
        Answer part = Append(peer, id, 4, "two ", false);
        Assert.Equal(204, part.Status);
        Assert.Equal("?0", part.Field("Upload-Complete"));
        Assert.Equal("8", part.Field("Upload-Offset"));
        Assert.Equal("a = old", peer.Tree());
        Answer last = Append(peer, id, 8, "three", true);
        Assert.Equal(204, last.Status);
        Assert.Equal("?1", last.Field("Upload-Complete"));
        Assert.Equal("a = one two three", peer.Tree());
        Assert.Equal(peer.Ask("GET", "/files/a").Tag, last.Tag);
        Assert.Equal(0, peer.Fat.OpenFiles);

        // Whoever missed the answer learns that there was one.
        head = peer.Ask("HEAD", id);
        Assert.Equal("?1", head.Field("Upload-Complete"));
        Assert.Equal("13", head.Field("Upload-Offset"));
        Answer again = Append(peer, id, 13, "", true);
        Assert.Equal(410, again.Status);
        Assert.Contains("completed-upload", again.Text, StringComparison.Ordinal);
        Assert.Equal("?1", again.Field("Upload-Complete"));
        again = Append(peer, id, 13, "more", true);
        Assert.Equal(400, again.Status);
        Assert.Contains("inconsistent-upload-length", again.Text, StringComparison.Ordinal);
        Assert.Equal("a = one two three", peer.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AWholePutThatMayBeCutIsAPut(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        foreach (int length in new[] { 0, 1, 511, 512, 513, 65536, 200000 })
        {
            byte[] content = Large.AsSpan(0, length).ToArray();
            List<Answer> answers = peer.Serve(peer.Link().Send(TestPeer.Request("PUT", "/files/of" + length, $"Upload-Complete: ?1\r\nContent-Length: {length}\r\n")).Send(content).End(), "PUT");
            Assert.Equal(104, answers[0].Status);
            Assert.StartsWith("/uploads/", answers[0].Field("Location"), StringComparison.Ordinal);
            Assert.Equal(201, answers[1].Status);
            Assert.Equal("?1", answers[1].Field("Upload-Complete"));
            Assert.Equal(content, peer.Ask("GET", "/files/of" + length).Content);
        }

        Assert.Equal(0, peer.Fat.OpenFiles);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void WhatArrivedBeforeACutAtAnyOctetIsNotSentAgain(bool isFat, bool breaks)
    {
        const string Content = "new0123456789";
        foreach (bool isWhole in new[] { false, true })
        {
            TestPeer peer = new TestPeer(isFat);
            peer.Put("a", "old");
            string before = "a = old";
            string head = TestPeer.Request("PUT", "/files/a", $"Upload-Complete: {(isWhole ? "?1" : "?0")}\r\nUpload-Length: 13\r\nContent-Length: 13\r\n");
            string request = head + Content;
            for (int cut = 0; cut < request.Length; cut++)
            {
                ScriptLink link = peer.Link().Send(request.Substring(0, cut));
                List<Answer> answers = peer.Serve(breaks ? link.Break() : link.End(), "PUT");
                Assert.True(answers.Count == 0 == cut < head.Length, "cut at " + cut);
                Assert.Equal(before, peer.Tree());
                if (answers.Count == 0)
                {
                    continue;
                }

                string id = answers[0].Field("Location")!;
                int arrived = cut - head.Length;
                Assert.Equal(arrived.ToString(CultureInfo.InvariantCulture), peer.Ask("HEAD", id).Field("Upload-Offset"));

                // Cut again, one octet later, and then to its end.
                if (arrived + 1 < Content.Length)
                {
                    string rest = Patch(id, arrived, true, Content.Length - arrived) + Content.Substring(arrived, 1);
                    peer.Serve(breaks ? peer.Link().Send(rest).Break() : peer.Link().Send(rest).End(), "PATCH");
                    arrived++;
                    Assert.Equal(arrived.ToString(CultureInfo.InvariantCulture), peer.Ask("HEAD", id).Field("Upload-Offset"));
                }

                Assert.Equal(204, Append(peer, id, arrived, Content.Substring(arrived), true).Status);
                Assert.Equal("a = " + Content, peer.Tree());
                peer.Put("a", "old");
                Assert.Equal(204, peer.Ask("DELETE", id).Status);
                Assert.Empty(peer.Leftovers());
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALargeUploadThatIsCutAgainAndAgainSendsEachOctetOnce(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        Random chance = new Random(20261122);
        string id = Begin(peer, "a", "", Large.Length);
        int at = 0;
        while (true)
        {
            int left = Large.Length - at;
            int cut = chance.Next(1, 60000);
            ScriptLink link = peer.Link().Send(Patch(id, at, true, left)).Send(Large.AsSpan(at, Math.Min(cut, left)).ToArray());
            link.Fragment = chance.Next(100, 70000);
            List<Answer> answers = peer.Serve(cut < left ? link.Break() : link.End(), "PATCH");
            if (cut >= left)
            {
                Assert.Equal(201, Assert.Single(answers).Status);
                break;
            }

            at += cut;
            Assert.Equal(at.ToString(CultureInfo.InvariantCulture), peer.Ask("HEAD", id).Field("Upload-Offset"));
        }

        Assert.Equal(Large, peer.Ask("GET", "/files/a").Content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnUploadOutlivesARestart(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        string id = Begin(peer, "a", Encoding.Latin1.GetString(Large, 0, 70000), -1);
        TestPeer next = Restarted(peer, peer);
        Answer head = next.Ask("HEAD", id);
        Assert.Equal("70000", head.Field("Upload-Offset"));
        Assert.Null(head.Field("Upload-Length"));
        Assert.Equal(201, Append(next, id, 70000, Encoding.Latin1.GetString(Large, 70000, 130000), true).Status);
        Assert.Equal(Large, next.Ask("GET", "/files/a").Content);
        Assert.Equal("?1", next.Ask("HEAD", id).Field("Upload-Complete"));

        // Complete is complete after another, as long as what it became stands there.
        next = Restarted(next, peer);
        Assert.Equal("?1", next.Ask("HEAD", id).Field("Upload-Complete"));
        next = Restarted(next, peer);
        next.Put("a", "other");
        Assert.Equal(404, next.Ask("HEAD", id).Status);
        Assert.Empty(peer.Leftovers());
    }

    [Fact]
    public void AnOffsetThatDoesNotMatchIsToldTheRightOne()
    {
        TestPeer peer = new TestPeer();
        string id = Begin(peer, "a", "four", 8);
        foreach (long wrong in new[] { 0, 3, 5, 999999999999999 })
        {
            Answer answer = Append(peer, id, wrong, "more", false);
            Assert.Equal(409, answer.Status);
            Assert.Equal("4", answer.Field("Upload-Offset"));
            Assert.Equal("application/problem+json", answer.Field("Content-Type"));
            Assert.Contains($"\"expected-offset\":4,\"provided-offset\":{wrong}", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal("4", peer.Ask("HEAD", id).Field("Upload-Offset"));
    }

    [Theory]
    [InlineData("Upload-Complete: ?0\r\nUpload-Length: 3\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?1\r\nUpload-Length: 5\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?1\r\nUpload-Length: 3\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?0\r\nUpload-Length: -1\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?0\r\nUpload-Length: 1234567890123456\r\n", "four", 400)]
    [InlineData("Upload-Complete: 0\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?2\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?0;;;\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?0\r\nUpload-Length: 8;\r\n", "four", 400)]
    [InlineData("Upload-Complete: \r\n", "four", 400)]
    [InlineData("Upload-Complete: ?0\r\nUpload-Length: 4294967296\r\n", "four", 413)]
    [InlineData("Upload-Complete: ?0\r\nContent-Range: bytes 0-3/8\r\n", "four", 400)]
    [InlineData("Upload-Complete: ?0\r\nContent-Encoding: gzip\r\n", "four", 415)]
    [InlineData("Upload-Complete: ?0\r\nIf-Match: \"other\"\r\n", "four", 412)]
    [InlineData("Upload-Complete: ?0\r\nIf-None-Match: *\r\n", "four", 412)]
    public void AnUploadThatMakesNoSenseDoesNotBegin(string fields, string content, int status)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "old");
        Answer answer = peer.Ask("PUT", "/files/a", fields, content);
        Assert.Equal(status, answer.Status);
        Assert.Equal("a = old", peer.Tree());
        Assert.Empty(peer.Leftovers());
    }

    [Theory]
    [InlineData("sub", 405)]
    [InlineData("sub/", 405)]
    [InlineData("none/a", 409)]
    [InlineData(".peer/u/x", 404)]
    [InlineData("..%2fx", 400)]
    [InlineData("x%3Ay", 403)]
    public void ATargetIsCheckedAsAPutsIs(string target, int status)
    {
        TestPeer peer = new TestPeer();
        peer.MakeCollection("sub");
        Assert.Equal(status, peer.Ask("PUT", "/files/" + target, "Upload-Complete: ?0\r\n", "x").Status);
        Assert.Empty(peer.Leftovers());
    }

    [Theory, InlineData("?0"), InlineData("?1")]
    public void OnAPcAPartThatCannotFitIsRefusedBeforeItIsSentAndItsUploadGoesOn(string isLast)
    {
        TestPeer peer = new TestPeer(false);
        string upload = Begin(peer, "a", "four", -1);
        peer.Plain.Capacity = 2_000_000;
        ScriptLink link = peer.Link().Send(TestPeer.Request("PATCH", upload, "Content-Type: application/partial-upload\r\nUpload-Offset: 4\r\nUpload-Complete: " + isLast + "\r\nContent-Length: 3000000\r\nExpect: 100-continue\r\n")).Await("HTTP/1.1 ").End();
        Assert.Equal(507, peer.Serve(link, "PATCH")[0].Status);
        Assert.Equal("4", peer.Ask("HEAD", upload).Field("Upload-Offset"));
        Assert.Equal(201, Append(peer, upload, 4, "teen", true).Status);
        Assert.Equal("fourteen", peer.Get("a"));
    }

    [Theory]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: ?0\r\n", 415)]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: ?0\r\nContent-Type: text/plain\r\n", 415)]
    [InlineData("Upload-Complete: ?0\r\nContent-Type: application/partial-upload\r\n", 400)]
    [InlineData("Upload-Offset: 4\r\nContent-Type: application/partial-upload\r\n", 400)]
    [InlineData("Upload-Offset: -4\r\nUpload-Complete: ?0\r\nContent-Type: application/partial-upload\r\n", 400)]
    [InlineData("Upload-Offset: 4.0\r\nUpload-Complete: ?0\r\nContent-Type: application/partial-upload\r\n", 400)]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: 1\r\nContent-Type: application/partial-upload\r\n", 400)]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: ?0\r\nUpload-Length: 9\r\nContent-Type: application/partial-upload\r\n", 400)]
    [InlineData("Upload-Offset: 4\r\nUpload-Complete: ?1\r\nContent-Type: application/partial-upload\r\n", 400)]
    public void APatchThatMakesNoSenseChangesNothing(string fields, int status)
    {
        TestPeer peer = new TestPeer();
        string id = Begin(peer, "a", "four", 8);
        Assert.Equal(status, peer.Ask("PATCH", id, fields, "x").Status);
        Assert.Equal("4", peer.Ask("HEAD", id).Field("Upload-Offset"));
        Assert.Equal("", peer.Tree());
    }

    [Fact]
    public void MoreThanWasAnnouncedEndsTheUpload()
    {
        TestPeer peer = new TestPeer();
        string id = Begin(peer, "a", "four", 8);
        string request = TestPeer.Request("PATCH", id, "Upload-Offset: 4\r\nUpload-Complete: ?0\r\nContent-Type: application/partial-upload\r\nTransfer-Encoding: chunked\r\n");
        Answer answer = Assert.Single(peer.Serve(peer.Link().Send(request + "5\r\nabcde\r\n0\r\n\r\n").End(), "PATCH"));
        Assert.Equal(400, answer.Status);
        Assert.Equal(404, peer.Ask("HEAD", id).Status);
        Assert.Empty(peer.Leftovers());
    }

    [Theory]
    [InlineData("/uploads/")]
    [InlineData("/uploads/x")]
    [InlineData("/uploads/00000000000000000000000000000000")]
    [InlineData("/uploads/0000000000000000000000000000000/")]
    [InlineData("/uploads/..%2f..%2f.peer%2fu%2f0000000000000")]
    [InlineData("/uploads/../files/a")]
    [InlineData("/uploads/U0000000.A")]
    public void AnIdentifierThatIsNoneLeadsNowhere(string target)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "old");
        foreach (string method in new[] { "HEAD", "PATCH", "DELETE" })
        {
            string fields = method == "PATCH" ? "Upload-Offset: 0\r\nUpload-Complete: ?1\r\nContent-Type: application/partial-upload\r\n" : "";
            Assert.InRange(peer.Ask(method, target, fields, "").Status, 400, 404);
        }

        Assert.Equal("a = old", peer.Tree());
    }

    [Fact]
    public void OnlyWhoMayWriteComesNearAnUpload()
    {
        TestPeer peer = new TestPeer();
        string id = Begin(peer, "a", "four", 8);
        string fields = "Upload-Offset: 4\r\nUpload-Complete: ?1\r\nContent-Type: application/partial-upload\r\n";
        Assert.Equal(403, peer.Ask("PATCH", id, fields + "Origin: http://elsewhere\r\n", "more").Status);
        Assert.Equal(403, peer.Ask("DELETE", id, "Origin: http://elsewhere\r\n").Status);
        ScriptLink link = peer.Link().Send(TestPeer.Request("HEAD", id)).End();
        link.OnLink = false;
        Assert.Equal(403, Assert.Single(peer.Serve(link, "HEAD")).Status);
        Assert.Equal(405, peer.Ask("GET", id).Status);
        Assert.Equal(405, peer.Ask("PUT", id, "", "x").Status);
        Assert.Equal("4", peer.Ask("HEAD", id).Field("Upload-Offset"));
        TestPeer reading = new TestPeer(true, false);
        Assert.Equal(403, reading.Ask("PUT", "/files/a", "Upload-Complete: ?0\r\n", "x").Status);
        Assert.Equal(403, reading.Ask("HEAD", "/uploads/00000000000000000000000000000000").Status);
        Assert.Null(reading.Ask("OPTIONS", "/files/").Field("Accept-Patch"));
        Assert.DoesNotContain("uploads", reading.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ItIsAdvertised()
    {
        TestPeer peer = new TestPeer();
        Answer options = peer.Ask("OPTIONS", "/files/x");
        Assert.Equal("application/partial-upload", options.Field("Accept-Patch"));
        Assert.Equal("max-age=172800, max-size=4294967295", options.Field("Upload-Limit"));
        Assert.Contains("\"uploads\":8,\"uploadIdle\":172800", peer.Ask("GET", "/.well-known/peerdevice").Text, StringComparison.Ordinal);
        Assert.Equal("max-age=172800", new TestPeer(false).Ask("OPTIONS", "/files/x").Field("Upload-Limit"));
        Assert.Equal("application/partial-upload", peer.Ask("OPTIONS", "/uploads/00000000000000000000000000000000").Field("Accept-Patch"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADeletedUploadIsGoneAndItsRoomIsBack(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        string id = Begin(peer, "a", "four", 8);
        Assert.Equal(204, peer.Ask("DELETE", id).Status);
        Assert.Equal(404, peer.Ask("HEAD", id).Status);
        Assert.Equal(404, peer.Ask("DELETE", id).Status);
        Assert.Equal(404, Append(peer, id, 4, "more", true).Status);
        Assert.Empty(peer.Leftovers());
        Assert.Equal(404, Restarted(peer, peer).Ask("HEAD", id).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfTwoWritersOneWinsWholeAndTheOtherIsTold(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "old");
        string tag = peer.Ask("GET", "/files/a").Tag;
        string one = Begin(peer, "a", "from one", 8, $"If-Match: {tag}\r\n");
        string two = Begin(peer, "a", "from two", 8, $"If-Match: {tag}\r\n");
        Assert.Equal(204, Append(peer, two, 8, "", true).Status);
        Answer late = Append(peer, one, 8, "", true);
        Assert.Equal(412, late.Status);
        Assert.Equal("a = from two", peer.Tree());

        // Nothing of it has to be sent again once its client knows better.
        tag = peer.Ask("GET", "/files/a").Tag;
        Assert.Equal(412, Append(peer, one, 8, "", true, "If-Match: \"another\"\r\n").Status);
        Assert.Equal(204, Append(peer, one, 8, "", true, $"If-Match: {tag}\r\n").Status);
        Assert.Equal("a = from one", peer.Tree());

        string fresh = Begin(peer, "b", "fresh", 5, "If-None-Match: *\r\n");
        peer.Put("b", "there");
        Assert.Equal(412, Append(peer, fresh, 5, "", true).Status);
        Assert.Equal("there", peer.Get("b"));
        Assert.Equal(204, peer.Ask("DELETE", fresh).Status);
    }

    [Fact]
    public void ThereAreNoMoreUploadsThanTheProfileBearsAndIdleOnesGiveWay()
    {
        TestPeer peer = new TestPeer();
        List<string> ids = [];
        for (int i = 0; i < peer.Profile.Uploads; i++)
        {
            ids.Add(Begin(peer, "of" + i, "x", 2));
            peer.Clock.Advance(1000);
        }

        Answer refused = peer.Ask("PUT", "/files/b", "Upload-Complete: ?0\r\n", "x");
        Assert.Equal(503, refused.Status);
        Assert.NotNull(refused.Field("Retry-After"));

        // One that brings the whole is a PUT then.
        Assert.Equal(201, peer.Ask("PUT", "/files/b", "Upload-Complete: ?1\r\n", "x").Status);
        peer.Clock.Advance((Limits.UploadYield - 1) * 1000L);
        peer.Ask("HEAD", ids[0]);
        ids.Add(Begin(peer, "c", "x", 2));
        Assert.Equal(204, peer.Ask("HEAD", ids[0]).Status);
        Assert.Equal(404, peer.Ask("HEAD", ids[1]).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAbandonedUploadIsSweptAndALiveOneIsNot(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        string idle = Begin(peer, "a", "four", 8);
        string live = Begin(peer, "b", "four", 8);
        peer.Clock.Advance((Limits.UploadIdle - 60) * 1000L);
        Assert.Equal(204, peer.Ask("HEAD", live).Status);
        TestPeer first = peer;
        peer = Restarted(peer, first);
        Assert.Equal(204, Append(peer, live, 4, "x", false).Status);
        peer.Clock.Advance(120000);
        peer.Ask("GET", "/");
        Assert.Equal(2, first.Leftovers().Count);
        Assert.Equal(404, peer.Ask("HEAD", idle).Status);
        Assert.Equal("5", peer.Ask("HEAD", live).Field("Upload-Offset"));
    }

    [Fact]
    public void AFullCardKeepsTheOldContentAndGetsItsRoomBack()
    {
        TestPeer peer = new TestPeer(medium: new FatMedium(200, 512));
        peer.Put("a", "old");
        List<Answer> answers = peer.Serve(peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Upload-Complete: ?1\r\nContent-Length: 200000\r\n")).Send(Large).End(), "PUT");
        Assert.Equal(507, answers[^1].Status);
        Assert.Equal(404, peer.Ask("HEAD", answers[0].Field("Location")!).Status);
        Assert.Equal("a = old", peer.Tree());
        Assert.Empty(peer.Leftovers());
        string id = Begin(peer, "a", Encoding.Latin1.GetString(Large, 0, 40000), -1);
        Assert.Equal(507, Append(peer, id, 40000, Encoding.Latin1.GetString(Large, 40000, 160000), true).Status);
        Assert.Equal("a = old", peer.Tree());
        Assert.Empty(peer.Leftovers());
        peer.Put("a", new string('n', 70000));
        Assert.Equal(0, peer.Fat.OpenFiles);
    }

    /// <summary>Another peer, later, over the store of the first one.</summary>
    private static TestPeer Restarted(TestPeer before, TestPeer first)
    {
        bool isFat = first.Store.IsFat;
        TestPeer next = new TestPeer(isFat, inFront: isFat ? new FatStore(first.Medium) : first.Plain, medium: first.Medium);
        next.Clock.Advance(before.Clock.Milliseconds);

        // Recovers, as a start does; what listens is not needed, and whoever looks at the printer meanwhile lets no time fly.
        next.Clock.StandsStill = true;
        Assert.True(next.Peer.Start());
        next.Peer.Stop();
        next.Clock.StandsStill = false;
        return next;
    }

    private static string Begin(TestPeer peer, string target, string content, long length, string fields = "")
    {
        string said = length >= 0 ? $"Upload-Length: {length}\r\n" : "";
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/" + target, $"{fields}Upload-Complete: ?0\r\n{said}Content-Length: {content.Length}\r\n") + content).End();
        List<Answer> answers = peer.Serve(link, "PUT");
        Assert.Equal(2, answers.Count);
        Assert.Equal(104, answers[0].Status);
        Assert.Equal(201, answers[1].Status);
        Assert.Equal(content.Length.ToString(CultureInfo.InvariantCulture), answers[1].Field("Upload-Offset"));
        Assert.Equal("?0", answers[1].Field("Upload-Complete"));
        Assert.Equal(answers[0].Field("Location"), answers[1].Field("Location"));
        Assert.Equal(answers[0].Field("Upload-Limit"), answers[1].Field("Upload-Limit"));
        return answers[0].Field("Location")!;
    }

    private static Answer Append(TestPeer peer, string id, long offset, string content, bool isLast, string fields = "")
    {
        return Assert.Single(peer.Serve(peer.Link().Send(Patch(id, offset, isLast, content.Length, fields) + content).End(), "PATCH"));
    }

    private static string Patch(string id, long offset, bool isLast, int length, string fields = "")
    {
        return TestPeer.Request(
            "PATCH",
            id,
            $"{fields}Content-Type: application/partial-upload\r\nUpload-Offset: {offset}\r\nUpload-Complete: {(isLast ? "?1" : "?0")}\r\nContent-Length: {length}\r\n");
    }
}
