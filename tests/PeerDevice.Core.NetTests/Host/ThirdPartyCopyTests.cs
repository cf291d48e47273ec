using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Tests.Printing;

namespace PeerDevice.Tests.Host;

/// <summary>COPY with a Source: the target fetches, whole and under its own locks and conditions, or what stood there stands there still.</summary>
public sealed class ThirdPartyCopyTests
{
    private const string From = "Source: http://10.77.0.2:8631/files/a.pdf\r\n";
    private static readonly byte[] Page = Enumerable.Range(0, 30000).Select(i => (byte)(i * 31)).ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatAnotherHasIsFetchedWhole(bool isFat)
    {
        PullRoom room = Room(isFat);
        room.Peer.MakeCollection("inbox");
        room.Whole(Page);
        Answer answer = room.Peer.Ask("COPY", "/files/inbox/b.pdf", From);
        Assert.Equal(202, answer.Status);
        Assert.Equal("text/perf-marker-stream", answer.Field("Content-Type"));
        Assert.Matches("^(Perf Marker\n    Timestamp: 1763800000\n    Stripe Index: 0\n    Stripe Bytes Transferred: [0-9]+\n    Total Stripe Count: 1\nEnd\n)+success: Created\n$", answer.Text);
        Assert.Contains("Transferred: 30000\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/inbox/b.pdf").Content);
        Assert.Equal("10.77.0.2:8631", Assert.Single(room.Called));
        Assert.StartsWith("GET /files/a.pdf HTTP/1.1\r\nHost: 10.77.0.2:8631\r\nAccept-Encoding: identity\r\nWant-Repr-Digest: sha-256=1\r\n\r\n", PullRoom.Request(room.Links[0]), StringComparison.Ordinal);

        // What came of it is told to who lost the connection, too.
        string state = Assert.IsType<string>(answer.Field("Location"));
        Answer later = room.Peer.Ask("GET", state);
        Assert.EndsWith("Transferred: 30000\n    Total Stripe Count: 1\nEnd\nsuccess: Created\n", later.Text, StringComparison.Ordinal);
        Assert.Equal(204, room.Peer.Ask("DELETE", state).Status);
        Assert.Equal(404, room.Peer.Ask("GET", state).Status);
        Assert.Empty(room.Peer.Leftovers());
    }

    /// <summary>The fear: what cannot fit fills a PC's disk before that is seen, and whoever else stores something fails meanwhile.</summary>
    [Theory, InlineData(4096, true), InlineData(-1, false)]
    public void OnAPcWhatCannotFitIsNotFetched(int spare, bool isFetched)
    {
        byte[] large = new byte[Limits.RoomOctets + 77];
        PullRoom room = Room(false);
        room.Peer.MakeCollection("inbox");
        room.Peer.Put("inbox/b.pdf", "OLD");
        room.Peer.Plain.Capacity = large.Length + 3 + spare;
        room.Whole(large);
        room.Peer.Store.Reset();
        Answer answer = room.Peer.Ask("COPY", "/files/inbox/b.pdf", From);
        Assert.Equal(isFetched, answer.Text.EndsWith("success: Created\n", StringComparison.Ordinal));

        // One is the copy's own record.
        Assert.Equal(isFetched ? 2 : 1, room.Peer.Store.Log.Count(static call => call.StartsWith("create .peer/u", StringComparison.Ordinal)));
        Assert.Equal(isFetched ? large.Length : 3, room.Peer.Ask("GET", "/files/inbox/b.pdf").Content.Length);
        Assert.Empty(room.Peer.Leftovers());
    }

    [Fact]
    public void ACutIsGoneOnWithAtTheSameOctet()
    {
        PullRoom room = Room(true);
        room.Cut(Page, 9000);
        room.Rest(Page, 9000);
        Assert.EndsWith("success: Created\n", room.Peer.Ask("COPY", "/files/b.pdf", From).Text, StringComparison.Ordinal);
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/b.pdf").Content);
    }

    [Fact]
    public void AnEmptyFileIsAFile()
    {
        PullRoom room = Room(true);
        room.Whole([]);
        Assert.EndsWith("success: Created\n", room.Peer.Ask("COPY", "/files/b.pdf", From).Text, StringComparison.Ordinal);
        Assert.Equal("", room.Peer.Get("b.pdf"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatBreaksOffLeavesWhatStoodThere(bool isFat)
    {
        PullRoom room = Room(isFat);
        room.Peer.Put("b.pdf", "OLD");
        room.Cut(Page, 9000);
        room.Whole(Page, "ETag: \"v2\"\r\n");
        Answer answer = room.Peer.Ask("COPY", "/files/b.pdf", From);
        Assert.Equal(202, answer.Status);
        Assert.Contains("\nfailure: It was cut off, and its server does not go on with it", answer.Text, StringComparison.Ordinal);
        Assert.Equal("OLD", room.Peer.Get("b.pdf"));
        Assert.Contains("\nfailure: ", room.Peer.Ask("GET", answer.Field("Location")!).Text, StringComparison.Ordinal);
        Assert.Empty(room.Peer.Leftovers());
    }

    [Fact]
    public void APcLooksAtWhatItsServerSaysThatItIs()
    {
        PullRoom room = Room(false);
        string right = "ETag: \"v1\"\r\nRepr-Digest: sha-256=:" + Convert.ToBase64String(SHA256.HashData(Page)) + ":\r\n";
        room.Whole(Page, right);
        Assert.EndsWith("success: Created\n", room.Peer.Ask("COPY", "/files/b.pdf", From).Text, StringComparison.Ordinal);
        byte[] other = (byte[])Page.Clone();
        other[777] ^= 1;
        room.Whole(other, right);
        Assert.EndsWith("failure: Its content is not what its server says it is.\n", room.Peer.Ask("COPY", "/files/b.pdf", From).Text, StringComparison.Ordinal);
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/b.pdf").Content);
    }

    [Theory]
    [InlineData("Source: http://10.77.0.2:8631/a\r\nDestination: http://desk/files/b\r\n", 400)]
    [InlineData("Source: http://10.77.0.2:8631/a\r\nSource: http://10.77.0.2:8631/b\r\n", 400)]
    [InlineData("Source: http://10.77.0.2:8631/a\r\nDepth: 1\r\n", 400)]
    [InlineData("Source: http://10.77.0.2:8631/a\r\nOverwrite: perhaps\r\n", 400)]
    [InlineData("Source: ftp://10.77.0.2/a\r\n", 502)]
    [InlineData("Source: a.pdf\r\n", 502)]
    [InlineData("Source:\r\n", 502)]
    [InlineData("Source: http://10.77.0.2:9100/a\r\n", 403)]
    [InlineData("Source: http://10.77.0.2:22/a\r\n", 403)]
    [InlineData("Source: http://10.77.0.2:8631/a\r\nOrigin: http://elsewhere.example\r\n", 403)]
    public void WhatMakesNoSenseConnectsToNobody(string fields, int status)
    {
        PullRoom room = Room(true);
        Assert.Equal(status, room.Peer.Ask("COPY", "/files/b", fields).Status);
        Assert.Empty(room.Called);
        Assert.Equal("", room.Peer.Tree());
    }

    [Fact]
    public void AReadOnlyShareFetchesNothing()
    {
        TestPeer peer = new(isWritable: false);
        Assert.Equal(403, peer.Ask("COPY", "/files/b", From).Status);
        TestPeer alone = new(pull: PeerSettings.PullsNothing);
        Assert.Equal(403, alone.Ask("COPY", "/files/b", From).Status);
    }

    [Theory]
    [InlineData("", 0, 502)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 1, 502)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nabc", 1, 502)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 1, 502)]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", 1, 502)]
    public void WhatCannotBeHadIsToldAtOnce(string said, int links, int status)
    {
        PullRoom room = Room(true);
        if (links > 0)
        {
            room.Server().Send(said).End();
        }

        Assert.Equal(status, room.Peer.Ask("COPY", "/files/b", From).Status);
        Assert.Equal("", room.Peer.Tree());
    }

    [Fact]
    public void NobodyIsFetchedFromOffTheLinkNorByARedirect()
    {
        PullRoom room = Room(true);
        room.Server().OnLink = false;
        Assert.Equal(403, room.Peer.Ask("COPY", "/files/b", From).Status);
        Assert.Empty(room.Links[0].Received);
        room.Redirect("http://192.0.2.7:8631/x");
        room.Server().OnLink = false;
        Assert.Equal(403, room.Peer.Ask("COPY", "/files/b", From).Status);
        Assert.Empty(room.Links[2].Received);
        for (int i = 0; i < 20; i++)
        {
            room.Redirect("/again" + i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(502, room.Peer.Ask("COPY", "/files/b", From).Status);
        Assert.Equal(3 + Limits.PullRedirects + 1, room.Called.Count);
        Assert.Equal("", room.Peer.Tree());
    }

    [Fact]
    public void ConditionsAreAboutTheTarget()
    {
        PullRoom room = Room(true);
        room.Peer.Put("b", "OLD");
        string tag = room.Peer.Ask("HEAD", "/files/b").Tag;
        Assert.Equal(412, room.Peer.Ask("COPY", "/files/b", From + "Overwrite: F\r\n").Status);
        Assert.Equal(412, room.Peer.Ask("COPY", "/files/b", From + "If-None-Match: *\r\n").Status);
        Assert.Equal(412, room.Peer.Ask("COPY", "/files/b", From + "If-Match: \"other\"\r\n").Status);
        Assert.Equal(412, room.Peer.Ask("COPY", "/files/b", From + "If: ([\"other\"])\r\n").Status);
        Assert.Equal(409, room.Peer.Ask("COPY", "/files/nowhere/b", From).Status);
        Assert.Empty(room.Called);
        room.Whole(Page);
        Assert.EndsWith("success: Created\n", room.Peer.Ask("COPY", "/files/b", From + "If-Match: " + tag + "\r\n").Text, StringComparison.Ordinal);
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/b").Content);
    }

    [Fact]
    public void WhatChangesInTheMeantimeIsNotOverwritten()
    {
        PullRoom room = Room(true);
        room.Peer.Put("b", "OLD");
        string tag = room.Peer.Ask("HEAD", "/files/b").Tag;
        room.Peer.Network.Elsewhere = (_, _) =>
        {
            room.Peer.Put("b", "NEWER");
            return room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad");
        };
        Assert.Contains("\nfailure: ", room.Peer.Ask("COPY", "/files/b", From + "If-Match: " + tag + "\r\n").Text, StringComparison.Ordinal);
        Assert.Equal("NEWER", room.Peer.Get("b"));
    }

    [Fact]
    public void ALockHoldsAgainstAThirdPartyCopyAtItsBeginAndAtItsEnd()
    {
        PullRoom room = Room(true);
        room.Peer.Put("b", "OLD");
        string token = Lock(room.Peer, "/files/b");
        Assert.Equal(423, room.Peer.Ask("COPY", "/files/b", From).Status);
        Assert.Empty(room.Called);
        room.Whole(Page);
        Assert.EndsWith("success: Created\n", room.Peer.Ask("COPY", "/files/b", From + "If: (<" + token + ">)\r\n").Text, StringComparison.Ordinal);
        Assert.Equal(204, room.Peer.Ask("UNLOCK", "/files/b", "Lock-Token: <" + token + ">\r\n").Status);

        // One that comes while it is fetched.
        room.Peer.Network.Elsewhere = (_, _) =>
        {
            Lock(room.Peer, "/files/b");
            return room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad");
        };
        Assert.EndsWith("failure: The resource is in use just now.\n", room.Peer.Ask("COPY", "/files/b", From).Text, StringComparison.Ordinal);
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/b").Content);
        Assert.Empty(room.Peer.Leftovers());
    }

    [Fact]
    public void WhoAskedMayGo()
    {
        PullRoom room = Room(true);
        room.Whole(Page);
        ScriptLink client = room.Peer.Link().Send(TestPeer.Request("COPY", "/files/b", From)).End();
        client.GoneAfter = 0;
        room.Peer.Serve(client, "COPY");
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/b").Content);
    }

    [Fact]
    public void WhoLostTheConnectionAsksTheStatusForTheRest()
    {
        PullRoom room = Room(true);
        string state = "";
        Answer? meanwhile = null;
        ScriptLink? client = null;
        room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n").Send(Page[..20000]).Then(() =>
        {
            // The head and nothing else has come, and the client goes.
            string received = Encoding.Latin1.GetString(client!.Received);
            client.GoneAfter = client.Received.Length;
            state = received.Split("\r\nLocation: ")[1].Split("\r\n")[0];
            meanwhile = room.Peer.Ask("GET", state);
        }).Send(Page[20000..]);
        client = room.Peer.Link().Send(TestPeer.Request("COPY", "/files/b", From)).End();
        room.Peer.Serve(client, "COPY");
        Assert.Equal(200, meanwhile!.Status);
        Assert.Matches("Stripe Bytes Transferred: [0-9]+\n    Total Stripe Count: 1\nEnd\n$", meanwhile.Text);
        Assert.DoesNotContain("success", Encoding.Latin1.GetString(client.Received), StringComparison.Ordinal);
        Assert.EndsWith("Transferred: 30000\n    Total Stripe Count: 1\nEnd\nsuccess: Created\n", room.Peer.Ask("GET", state).Text, StringComparison.Ordinal);
        Assert.Equal(Page, room.Peer.Ask("GET", "/files/b").Content);
    }

    [Fact]
    public void ASlowCopyTellsEveryFewSecondsHowFarItIs()
    {
        PullRoom room = Room(true);
        ScriptLink server = room.Server().Send("HTTP/1.1 200 OK\r\nContent-Length: 30000\r\n\r\n");
        for (int at = 0; at < Page.Length; at += 3000)
        {
            server.Wait(2000).Send(Page[at..(at + 3000)]);
        }

        string text = room.Peer.Ask("COPY", "/files/b", From).Text;
        long[] moved = text.Split('\n').Where(static line => line.StartsWith("    Stripe Bytes Transferred: ", StringComparison.Ordinal))
            .Select(static line => long.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture)).ToArray();

        // Twenty seconds, a marker in five, and those of the beginning and the end.
        Assert.True(moved.Length is >= 4 and <= 6, string.Join(" ", moved));
        Assert.Equal(moved.Order(), moved);
        Assert.True(moved.Distinct().Count() >= 4, string.Join(' ', moved));
        Assert.EndsWith("success: Created\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACollectionComesWithAllThatIsInIt(bool isFat)
    {
        PullRoom room = Room(isFat);
        Serve(room, new()
        {
            ["/files/photos/"] = Listing("/files/photos/", "b.jpg", "a%20c.jpg", "more/", ".peer/"),
            ["/files/photos/more/"] = Listing("/files/photos/more/", "d.jpg"),
            ["/files/photos/b.jpg"] = "B",
            ["/files/photos/a%20c.jpg"] = "AC",
            ["/files/photos/more/d.jpg"] = "D",
        });
        Answer answer = room.Peer.Ask("COPY", "/files/pictures/", "Source: http://10.77.0.2:8631/files/photos/\r\n");
        Assert.EndsWith("success: Created\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal("pictures/\npictures/a c.jpg = AC\npictures/b.jpg = B\npictures/more/\npictures/more/d.jpg = D", room.Peer.Tree());
        Assert.Contains("Transferred: 4\n", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreMembersThanAPageComeAllAndOnce()
    {
        PullRoom room = Room(true);
        string[] names = Enumerable.Range(0, 3 * Limits.CopyPage).Select(i => "f" + ((i * 37) % 96).ToString("D2", CultureInfo.InvariantCulture)).ToArray();
        Dictionary<string, string> files = names.ToDictionary(n => "/files/photos/" + n, n => n);
        files["/files/photos/"] = Listing("/files/photos/", names);
        Serve(room, files);
        Assert.EndsWith("success: Created\n", room.Peer.Ask("COPY", "/files/p", "Source: http://10.77.0.2:8631/files/photos/\r\n").Text, StringComparison.Ordinal);
        Assert.Equal(names.Order().Select(n => "p/" + n + " = " + n).Prepend("p/"), room.Peer.Tree().Split('\n'));
        Assert.Equal(names.Length + 4, room.Called.Count);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..%2Fx")]
    [InlineData("%2e%2e")]
    [InlineData("a%00b")]
    [InlineData("a%5Cb")]
    [InlineData("http://10.77.0.9/files/photos/x")]
    [InlineData("deep/er/x")]
    [InlineData("")]
    public void WhatAListingNamesLeadsNowhereElse(string name)
    {
        PullRoom room = Room(true);
        room.Peer.Put("x", "MINE");
        Serve(room, new() { ["/files/photos/"] = Listing("/files/photos/", name) });
        string text = room.Peer.Ask("COPY", "/files/p", "Source: http://10.77.0.2:8631/files/photos/\r\n").Text;
        string tree = room.Peer.Tree();
        Assert.True(tree is "p/\nx = MINE" or "x = MINE", tree + text);
    }

    [Fact]
    public void ANameThatIsTooLongInOctetsIsToldBeforeItIsFetched()
    {
        // 110 letters of two octets each: what counts on a card, as in a request, are octets.
        PullRoom room = Room(true);
        string name = string.Concat(Enumerable.Repeat("%C3%A4", 110));
        Serve(room, new() { ["/files/photos/"] = Listing("/files/photos/", name), ["/files/photos/" + name] = "B" });
        Answer answer = room.Peer.Ask("COPY", "/files/" + new string('p', 30), "Source: http://10.77.0.2:8631/files/photos/\r\n");
        Assert.Contains("A file of that name cannot be kept here.", answer.Text, StringComparison.Ordinal);
        Assert.Single(room.Called);
    }

    [Fact]
    public void AnEndlessTreeComesToAnEnd()
    {
        PullRoom room = Room(false);
        room.Peer.Network.Elsewhere = (_, _) => Asked(room, path => "HTTP/1.1 207 Multi-Status\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunk(Listing(path, "a/")));
        string text = room.Peer.Ask("COPY", "/files/p", "Source: http://10.77.0.2:8631/\r\n").Text;
        Assert.Contains("failure: p/a/", text, StringComparison.Ordinal);
        Assert.Contains("It lies too deep.", text, StringComparison.Ordinal);
    }

    private static PullRoom Room(bool isFat)
    {
        return new PullRoom(isFat: isFat);
    }

    private static string Lock(TestPeer peer, string target)
    {
        Answer answer = peer.Ask("LOCK", target, "Content-Type: application/xml\r\n", "<lockinfo xmlns=\"DAV:\"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>");
        Assert.Equal(200, answer.Status);
        return answer.Field("Lock-Token")!.Trim('<', '>');
    }

    private static string Listing(string at, params string[] names)
    {
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">");
        foreach (string name in names.Prepend(""))
        {
            bool isCollection = name.Length == 0 || name.EndsWith('/');
            string href = name.StartsWith("http:", StringComparison.Ordinal) ? name : at + name;
            text.Append(CultureInfo.InvariantCulture, $"<D:response>\n<D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{(isCollection ? "<D:collection/>" : "")}</D:resourcetype>{(isCollection ? "" : "<D:getetag>\"1\"</D:getetag>")}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>");
        }

        return text.Append("</D:multistatus>\n").ToString();
    }

    private static ScriptLink Asked(PullRoom room, Func<string, string> answer)
    {
        ScriptLink link = new(room.Peer.Clock);
        return link.Await("HTTP/1.1\r\n").Then(() => link.Send(answer(PullRoom.Request(link).Split(' ')[1])).End());
    }

    private static string Chunk(string content)
    {
        return Encoding.UTF8.GetByteCount(content).ToString("x", CultureInfo.InvariantCulture) + "\r\n" + content + "\r\n0\r\n\r\n";
    }

    private static void Serve(PullRoom room, Dictionary<string, string> files)
    {
        room.Peer.Network.Elsewhere = (host, port) =>
        {
            room.Called.Add(host);
            return Asked(room, path => files.TryGetValue(path, out string? content)
                ? FormattableString.Invariant($"HTTP/1.1 {(path.EndsWith('/') ? "207 Multi-Status" : "200 OK")}\r\nContent-Length: {content.Length}\r\n\r\n{content}")
                : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        };
    }
}
