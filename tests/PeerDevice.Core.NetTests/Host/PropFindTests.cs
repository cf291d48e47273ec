using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using PeerDevice.Board;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>PROPFIND (RFC 4918 §9.1) from the request to what a client reads.</summary>
public sealed class PropFindTests
{
    private static readonly XNamespace Dav = "DAV:";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DepthSaysHowMuchIsAnswered(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        Assert.Equal(new[] { "/files/" }, Hrefs(peer.Ask("PROPFIND", "/files/", "Depth: 0\r\n")));
        Assert.Equal(new[] { "/files/", "/files/a.txt", "/files/sub/" }, Hrefs(peer.Ask("PROPFIND", "/files", "Depth: 1\r\n")));
        Assert.Equal(new[] { "/files/sub/", "/files/sub/b" }, Hrefs(peer.Ask("PROPFIND", "/files/sub", "Depth: 1\r\n")));
        Assert.Equal(new[] { "/files/a.txt" }, Hrefs(peer.Ask("PROPFIND", "/files/a.txt", "Depth: 1\r\n")));
        foreach (string field in new[] { "", "Depth: infinity\r\n", "Depth: Infinity\r\n" })
        {
            Answer answer = peer.Ask("PROPFIND", "/files/", field);
            Assert.Equal(403, answer.Status);
            Assert.Equal("propfind-finite-depth", XElement.Parse(answer.Text).Elements().Single().Name.LocalName);
        }

        Assert.Equal(400, peer.Ask("PROPFIND", "/files/", "Depth: 2\r\n").Status);
        Assert.Equal(400, peer.Ask("PROPFIND", "/files/", "Depth: \r\n").Status);
        Assert.Equal(404, peer.Ask("PROPFIND", "/files/none", "Depth: 0\r\n").Status);
        Assert.Equal(404, peer.Ask("PROPFIND", "/files/none/x", "Depth: 0\r\n").Status);
        Assert.Equal(404, peer.Ask("PROPFIND", "/files/a.txt/", "Depth: 0\r\n").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PropertiesAreThoseThatGetAnswersWith(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        Answer get = peer.Ask("GET", "/files/a.txt");
        XElement found = Multistatus(peer.Ask("PROPFIND", "/files/a.txt", "Depth: 0\r\n")).Descendants(Dav + "prop").First();
        Assert.Equal(get.Tag, found.Element(Dav + "getetag")!.Value);
        Assert.Equal(get.Field("Content-Length"), found.Element(Dav + "getcontentlength")!.Value);
        Assert.Equal(get.Field("Last-Modified"), found.Element(Dav + "getlastmodified")!.Value);
        Assert.Equal(get.Field("Content-Type"), found.Element(Dav + "getcontenttype")!.Value);
        Assert.Empty(found.Element(Dav + "resourcetype")!.Elements());
        XElement collection = Multistatus(peer.Ask("PROPFIND", "/files/sub", "Depth: 0\r\n")).Descendants(Dav + "prop").First();
        Assert.NotNull(collection.Element(Dav + "resourcetype")!.Element(Dav + "collection"));
        Assert.Null(collection.Element(Dav + "getetag"));
    }

    [Fact]
    public void ACreationDateIsTheFileSystemsOwnAndStandsInAllprop()
    {
        TestPeer peer = Peer(false);
        peer.Clock.Advance(3600_000);
        peer.Put("later.txt", "x");
        List<XElement> members = Multistatus(peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n")).Elements(Dav + "response").ToList();
        Assert.Equal("2025-11-22T08:26:40Z", Created(members, "/files/a.txt"));
        Assert.Equal("2025-11-22T08:26:40Z", Created(members, "/files/sub/"));
        Assert.Equal("2025-11-22T09:26:40Z", Created(members, "/files/later.txt"));
        Answer names = peer.Ask("PROPFIND", "/files/a.txt", "Depth: 0\r\n", "<propfind xmlns='DAV:'><propname/></propfind>");
        Assert.Contains("<D:creationdate/>", names.Text);

        peer.Plain.KeepsCreated = false;
        Assert.DoesNotContain("creationdate", peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);
        Assert.DoesNotContain("creationdate", Peer(true).Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);
        Assert.Equal("| creationdate", Sorted(Peer(true).Ask("PROPFIND", "/files/a.txt", "Depth: 0\r\n", "<propfind xmlns='DAV:'><prop><creationdate/></prop></propfind>")));
    }

    [Fact]
    public void QuotaIsOfCollectionsAndOnlyForWhoAsks()
    {
        const string Quota = "<propfind xmlns='DAV:'><prop><quota-available-bytes/><quota-used-bytes/></prop></propfind>";
        TestPeer peer = Peer(false);
        peer.Plain.Capacity = 5_000_000_000;
        Answer answer = peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n", Quota);
        foreach (XElement response in Multistatus(answer).Elements(Dav + "response"))
        {
            // RFC 4331 §3, §4: a file has none.
            bool isCollection = response.Element(Dav + "href")!.Value.EndsWith('/');
            Assert.Equal(isCollection ? "quota-available-bytes=4999999991 quota-used-bytes=9 |" : "| quota-available-bytes quota-used-bytes", Sorted(response));
        }

        // RFC 4331 §2: not with allprop; with propname, which asks for no value, they are named.
        peer.Store.Reset();
        Assert.DoesNotContain("quota", peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);
        Assert.DoesNotContain(peer.Store.Log, call => call.StartsWith("room", StringComparison.Ordinal));
        Assert.Contains("<D:quota-used-bytes/>", peer.Ask("PROPFIND", "/files/", "Depth: 0\r\n", "<propfind xmlns='DAV:'><propname/></propfind>").Text);
        Assert.Contains("quota-used-bytes=9", Sorted(peer.Ask("PROPFIND", "/files/sub", "Depth: 0\r\n", "<propfind xmlns='DAV:'><allprop/><include><quota-used-bytes/></include></propfind>")));

        // Nothing is made up where nobody knows, or not just now.
        peer.Store.FailsNow = call => call.StartsWith("room", StringComparison.Ordinal);
        Assert.Equal("| quota-available-bytes quota-used-bytes", Sorted(peer.Ask("PROPFIND", "/files/", "Depth: 0\r\n", Quota)));
        Assert.Equal("| quota-available-bytes quota-used-bytes", Sorted(Peer(true).Ask("PROPFIND", "/files/", "Depth: 0\r\n", Quota)));
    }

    [Fact]
    public void WhatIsAskedForAndNotThereIs404InItsPropstat()
    {
        TestPeer peer = Peer(true);
        Answer answer = peer.Ask("PROPFIND", "/files/a.txt", "Depth: 0\r\n", "<propfind xmlns='DAV:'><prop><getetag/><x xmlns='urn:y'/></prop></propfind>");
        List<XElement> propstats = Multistatus(answer).Descendants(Dav + "propstat").ToList();
        Assert.Equal(2, propstats.Count);
        Assert.Equal("HTTP/1.1 200 OK", propstats[0].Element(Dav + "status")!.Value);
        Assert.NotNull(propstats[0].Element(Dav + "prop")!.Element(Dav + "getetag"));
        Assert.Equal("HTTP/1.1 404 Not Found", propstats[1].Element(Dav + "status")!.Value);
        Assert.NotNull(propstats[1].Element(Dav + "prop")!.Element(XName.Get("x", "urn:y")));
    }

    [Theory]
    [InlineData("<propfind")]
    [InlineData("nonsense")]
    [InlineData("<!DOCTYPE x [<!ENTITY e \"e\">]><propfind xmlns='DAV:'><prop>&e;</prop></propfind>")]
    [InlineData("<propfind xmlns='DAV:'><prop><a></b></prop></propfind>")]
    [InlineData("<x xmlns='DAV:'/>")]
    public void BadXmlIsRefusedAndTheConnectionGoesOn(string body)
    {
        TestPeer peer = Peer(true);
        ScriptLink link = peer.Link()
            .Send(TestPeer.Request("PROPFIND", "/files/", "Depth: 1\r\nContent-Length: " + body.Length + "\r\n") + body)
            .Send(TestPeer.Request("GET", "/files/a.txt"))
            .End();
        List<Answer> answers = peer.Serve(link);
        Assert.Equal(new[] { 400, 200 }, answers.Select(answer => answer.Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABodyBeyondTheBoundIsRefused(bool isChunked)
    {
        string body = "<propfind xmlns='DAV:'><allprop/></propfind>" + new string(' ', Limits.XmlBody);
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = Peer(isFat);
            ScriptLink link = peer.Link().Send(isChunked
                ? TestPeer.Request("PROPFIND", "/files/", "Depth: 1\r\nTransfer-Encoding: chunked\r\n") + body.Length.ToString("x") + "\r\n" + body + "\r\n0\r\n\r\n"
                : TestPeer.Request("PROPFIND", "/files/", "Depth: 1\r\nContent-Length: " + body.Length + "\r\n") + body);
            Answer answer = Assert.Single(peer.Serve(link.End()));
            Assert.Equal(413, answer.Status);
            Assert.True(answer.SaysClose);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABodyOfExactlyTheBoundIsRead(bool isChunked)
    {
        string body = "<propfind xmlns='DAV:'><allprop/></propfind>".PadRight(Limits.XmlBody);
        TestPeer peer = Peer(true);
        ScriptLink link = peer.Link().Send(isChunked
            ? TestPeer.Request("PROPFIND", "/files/", "Depth: 1\r\nTransfer-Encoding: chunked\r\n") + body.Length.ToString("x") + "\r\n" + body + "\r\n0\r\n\r\n"
            : TestPeer.Request("PROPFIND", "/files/", "Depth: 1\r\nContent-Length: " + body.Length + "\r\n") + body);
        Assert.Equal(207, Assert.Single(peer.Serve(link.End())).Status);
    }

    [Fact]
    public void ALongListingOfLongNamesGoesThroughABoardsSmallBuffer()
    {
        // The plain store takes names of 255 octets where a card's paths end at 240; the buffers are a board's.
        TestPeer peer = new TestPeer(false, true, Profile.SixteenSockets());
        List<string> names = new List<string> { "/files/" };
        for (int i = 0; i < 120; i++)
        {
            string name = ((char)('a' + (i % 26))).ToString() + i + new string(i % 3 == 0 ? '&' : i % 3 == 1 ? '\u00e9' : 'n', i % 3 == 1 ? 125 : 250);
            peer.Plain.Put(name, new byte[i]);
            names.Add("/files/" + Uri.EscapeDataString(name));
        }

        Answer answer = peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n", "<propfind xmlns='DAV:'><prop><getcontentlength/><displayname/><getetag/><getlastmodified/><resourcetype/></prop></propfind>");
        Assert.Equal(
            names.Select(Uri.UnescapeDataString).OrderBy(name => name, StringComparer.Ordinal),
            Hrefs(answer).Select(Uri.UnescapeDataString).OrderBy(name => name, StringComparer.Ordinal));
        Answer page = peer.Ask("GET", "/files/");
        Assert.True(page.IsWhole);
        Assert.Contains("120 files", page.Text);
        Assert.EndsWith("</html>\n", page.Text);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("PROPFIND", true)]
    [InlineData("GET", false)]
    [InlineData("PROPFIND", false)]
    public void AListingThatFailsInItsMiddleIsVisiblyBrokenOff(string method, bool isFat)
    {
        TestPeer peer = new TestPeer(isFat, true, Profile.SixteenSockets());
        for (int i = 0; i < 60; i++)
        {
            peer.Put("file-with-a-name-" + i, "x");
        }

        peer.Store.Reset();
        Answer whole = peer.Ask(method, "/files/", "Depth: 1\r\n");
        Assert.True(whole.IsWhole);
        int calls = peer.Store.Calls;
        int broken = 0;
        for (int at = 0; at < calls; at++)
        {
            peer.Store.Reset();
            peer.Store.FailAt = at;
            ScriptLink link = peer.Link().Send(TestPeer.Request(method, "/files/", "Depth: 1\r\n") + TestPeer.Request("OPTIONS", "*")).End();
            List<Answer> answers = peer.Serve(link, method);
            if (answers[0].IsWhole)
            {
                // Nothing had gone yet: an honest status, and the connection goes on.
                Assert.True(answers[0].Status is 500 or 503, answers[0].Status.ToString());
                Assert.Equal(2, answers.Count);
            }
            else
            {
                broken++;
                Assert.Single(answers);
            }
        }

        Assert.InRange(broken, 20, calls);
    }

    [Fact]
    public void AFileThatGoesWhileItIsListedIsNoFault()
    {
        TestPeer peer = Peer(true);
        peer.Put("b.txt", "beta");
        Assert.Equal(3, Hrefs(peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n")).Count(href => href != "/files/"));
        Assert.Equal(StoreStatus.Ok, peer.Fat.Delete("b.txt"));
        Assert.Equal(2, Hrefs(peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n")).Count(href => href != "/files/"));
    }

    private static TestPeer Peer(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a.txt", "alpha");
        peer.MakeCollection("sub");
        peer.Put("sub/b", "beta");
        return peer;
    }

    private static XElement Multistatus(Answer answer)
    {
        Assert.Equal(207, answer.Status);
        Assert.True(answer.IsWhole);
        return XElement.Parse(answer.Text);
    }

    private static string Created(List<XElement> responses, string href)
    {
        return responses.Single(response => response.Element(Dav + "href")!.Value == href).Descendants(Dav + "creationdate").Single().Value;
    }

    private static string Sorted(Answer answer)
    {
        return Sorted(Assert.Single(Multistatus(answer).Elements(Dav + "response")));
    }

    // What is there with 200, "|", what is not with 404.
    private static string Sorted(XElement response)
    {
        List<string> there = new List<string>();
        List<string> missing = new List<string>();
        foreach (XElement propstat in response.Elements(Dav + "propstat"))
        {
            bool isThere = propstat.Element(Dav + "status")!.Value.Contains(" 200 ", StringComparison.Ordinal);
            foreach (XElement property in propstat.Element(Dav + "prop")!.Elements())
            {
                (isThere ? there : missing).Add(property.Name.LocalName + (property.Value.Length > 0 ? "=" + property.Value : ""));
            }
        }

        return (string.Join(' ', there.Order(StringComparer.Ordinal)) + " | " + string.Join(' ', missing.Order(StringComparer.Ordinal))).Trim();
    }

    private static List<string> Hrefs(Answer answer)
    {
        return Multistatus(answer).Elements(Dav + "response").Select(response => response.Element(Dav + "href")!.Value)
            .OrderBy(href => href, StringComparer.Ordinal).ToList();
    }
}
