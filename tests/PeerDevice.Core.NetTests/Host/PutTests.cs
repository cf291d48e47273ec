using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>PUT (RFC 9110 §9.3.4): whole or not at all.</summary>
public sealed class PutTests
{
    private static readonly byte[] Large = Enumerable.Range(0, 70000).Select(i => (byte)(i * 31 >> 3)).ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ContentOfKnownLengthIsStoredAsItIs(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        foreach (int length in new[] { 0, 1, 511, 512, 513, 2048, 8191, 8192, 8193, 70000 })
        {
            byte[] content = Large.AsSpan(0, length).ToArray();
            string path = "/files/of" + length;
            Answer put = peer.Ask("PUT", path, "", content);
            Assert.Equal(201, put.Status);
            Answer get = peer.Ask("GET", path);
            Assert.Equal(content, get.Content);
            Assert.Equal(put.Tag, get.Tag);
            Assert.Equal(204, peer.Ask("PUT", path, "", content).Status);
        }

        Assert.Empty(peer.Leftovers());
        Assert.Equal(0, peer.Fat.OpenFiles);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChunkedContentIsStoredAsItIs(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Transfer-Encoding: chunked\r\nX-Expected-Entity-Length: 70000\r\n"));
        for (int at = 0, size = 1; at < Large.Length; at += size, size = Math.Min(size * 3, Large.Length - at))
        {
            link.Send(size.ToString("X") + (at % 2 == 0 ? ";a=\"b\"" : "") + "\r\n").Send(Large.AsSpan(at, size).ToArray()).Send("\r\n");
        }

        Assert.Equal(201, Assert.Single(peer.Serve(link.Send("0\r\nTrailer: x\r\n\r\n").End(), "PUT")).Status);
        Assert.Equal(Large, peer.Ask("GET", "/files/a").Content);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void ContentThatIsCutAtAnyOctetTakesNoEffect(bool isFat, bool isChunked)
    {
        string content = isChunked ? "3\r\nnew\r\nA;x\r\n0123456789\r\n0\r\nT: t\r\n\r\n" : "new0123456789";
        string head = TestPeer.Request("PUT", "/files/a", isChunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 13\r\n");
        string request = head + content;
        foreach (bool breaks in new[] { false, true })
        {
            TestPeer peer = new TestPeer(isFat);
            peer.Put("a", "old");
            for (int cut = 0; cut < request.Length; cut++)
            {
                ScriptLink link = peer.Link().Send(request.Substring(0, cut));
                Answer? answer = peer.Serve(breaks ? link.Break() : link.End(), "PUT").SingleOrDefault();
                Assert.True(answer is null || answer.Status == 400, "cut at " + cut);
                Assert.True(answer is null == cut < head.Length, "cut at " + cut);
                Assert.Equal("a = old", peer.Tree());
                Assert.Empty(peer.Leftovers());
            }

            Assert.Equal(204, Assert.Single(peer.Serve(peer.Link().Send(request).End(), "PUT")).Status);
            Assert.Equal("a = new0123456789", peer.Tree());
        }
    }

    [Theory]
    [InlineData("Content-Range: bytes 0-2/10\r\n", 400)]
    [InlineData("Content-Range: bytes */10\r\n", 400)]
    [InlineData("Content-Encoding: gzip\r\n", 415)]
    public void APartOrACodingIsNotTakenForTheWhole(string field, int status)
    {
        TestPeer peer = new TestPeer();
        peer.Put("a", "old");
        Assert.Equal(status, peer.Ask("PUT", "/files/a", field, "new").Status);
        Assert.Equal("a = old", peer.Tree());
    }

    [Fact]
    public void ALengthBeyondFatIsRefusedBeforeItsContent()
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("a", "old");
        peer.Store.Reset();
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 4294967296\r\nExpect: 100-continue\r\n")).Await("HTTP/1.1 4").End();
        Assert.Equal(413, Assert.Single(peer.Serve(link, "PUT")).Status);
        link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Transfer-Encoding: chunked\r\nX-Expected-Entity-Length: 4294967296\r\nExpect: 100-continue\r\n")).Await("HTTP/1.1 4").End();
        Assert.Equal(413, Assert.Single(peer.Serve(link, "PUT")).Status);
        Assert.Empty(peer.Store.Log);
        Assert.Equal("a = old", peer.Tree());
    }

    [Theory]
    [InlineData("Content-Length: {0}\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nX-Expected-Entity-Length: {0}\r\n")]
    [InlineData("Content-Length: {0}\r\nUpload-Complete: ?1\r\n")]
    [InlineData("Content-Length: 5\r\nUpload-Complete: ?0\r\nUpload-Length: {0}\r\n")]
    public void OnAPcWhatCannotFitIsRefusedBeforeItsContent(string fields)
    {
        const int Room = 2_000_000;
        TestPeer peer = new TestPeer(false);
        peer.MakeCollection("sub");
        peer.Put("sub/a", "old");
        peer.Plain.Capacity = Room + 3;
        foreach (long octets in new[] { Room + 1, 999_999_999_999_999 })
        {
            Assert.Equal(507, Told(peer, fields, octets));
            Assert.Empty(peer.Leftovers());
        }

        // What fits is asked for; what is small is not asked about.
        Assert.InRange(Told(peer, fields, Room), 100, 104);
        peer.Plain.Capacity = 3;
        Assert.InRange(Told(peer, fields, Limits.RoomOctets - 1), 100, 104);
        Assert.Equal("old", peer.Get("sub/a"));
    }

    private static int Told(TestPeer peer, string fields, long octets)
    {
        string head = string.Format(CultureInfo.InvariantCulture, fields, octets);
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/sub/a", head + "Expect: 100-continue\r\n")).Await("HTTP/1.1 ").End();
        return peer.Serve(link, "PUT")[0].Status;
    }

    [Fact]
    public void AnExpectedLengthThatMakesNoSenseIsNoMatter()
    {
        TestPeer peer = new TestPeer(true);
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Transfer-Encoding: chunked\r\nX-Expected-Entity-Length: many\r\n") + "1\r\nx\r\n0\r\n\r\n").End();
        Assert.Equal(201, Assert.Single(peer.Serve(link, "PUT")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APutOntoACollectionOrBelowAFileIsRefused(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.MakeCollection("sub");
        peer.Put("a", "alpha");
        string before = peer.Tree();
        Assert.Equal(405, peer.Ask("PUT", "/files/sub", "", "x").Status);
        Assert.Equal(405, peer.Ask("PUT", "/files/sub/", "", "x").Status);
        Assert.Equal(405, peer.Ask("PUT", "/files/new/", "", "x").Status);
        Assert.Equal(405, peer.Ask("PUT", "/files/", "", "x").Status);
        Assert.Equal(409, peer.Ask("PUT", "/files/none/x", "", "x").Status);
        Assert.Equal(409, peer.Ask("PUT", "/files/a/x", "", "x").Status);
        Assert.Equal(before, peer.Tree());
        Assert.Empty(peer.Leftovers());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BetweenTwoReadsOfOneConnectionAnotherMayReplaceTheFile(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Ask("PUT", "/files/a", "", Large);
        byte[] other = Large.Reverse().ToArray();

        int status = 0;
        ScriptLink reader = peer.Link().Send(TestPeer.Request("GET", "/files/a"))
            .Then(() => status = peer.Ask("PUT", "/files/a", "", other).Status)
            .Send(TestPeer.Request("GET", "/files/a")).End();
        System.Collections.Generic.List<Answer> answers = peer.Serve(reader);
        Assert.Equal(204, status);
        Assert.Equal(Large, answers[0].Content);
        Assert.Equal(other, answers[1].Content);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACardThatIsFullKeepsTheOldContentAndSays507(bool takesRoomFirst)
    {
        TestPeer peer = new TestPeer(true);
        peer.Fat.TakesRoomFirst = takesRoomFirst;
        peer.Put("a", "old");
        byte[] tooMuch = new byte[(peer.Medium.FreeClusters * 512) + 1];
        int free = peer.Medium.FreeClusters;
        for (int i = 0; i < 3; i++)
        {
            Answer answer = peer.Ask("PUT", "/files/a", "", tooMuch);
            Assert.Equal(507, answer.Status);
            Assert.Equal("old", peer.Get("a"));
            Assert.Empty(peer.Leftovers());
            Assert.InRange(peer.Medium.FreeClusters, free - 2, free);
        }

        Assert.Equal(204, peer.Ask("PUT", "/files/a", "", "new").Status);
        Assert.Equal("new", peer.Get("a"));
        FatReport report = FatCheck.Examine(peer.Medium);
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(0, report.LostClusters);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AStoreThatFillsAtAnyOctetKeepsTheOldContent(bool isFat)
    {
        byte[] content = Large.AsSpan(0, 20000).ToArray();
        for (int room = 0; room < 21000; room += 997)
        {
            VirtualClock clock = new VirtualClock(TestPeer.Now);
            FullStore full = new FullStore(isFat ? new FatStore(new FatMedium()) : new PlainStore(clock), 100000);
            TestPeer peer = new TestPeer(isFat, true, null, full);
            peer.Put("a", "old");
            full.Room = room;
            int status = peer.Ask("PUT", "/files/a", "", content).Status;
            full.Room = 100000;
            Assert.True(status is 507 or 204, room + ": " + status);
            Assert.Equal(status == 507 ? Encoding.ASCII.GetBytes("old") : content, peer.Ask("GET", "/files/a").Content);
            Assert.Equal(204, peer.Ask("PUT", "/files/a", "", "new").Status);
            Assert.Equal("new", peer.Get("a"));
        }
    }
}
