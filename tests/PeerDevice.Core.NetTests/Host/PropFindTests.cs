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

    private static List<string> Hrefs(Answer answer)
    {
        return Multistatus(answer).Elements(Dav + "response").Select(response => response.Element(Dav + "href")!.Value)
            .OrderBy(href => href, StringComparer.Ordinal).ToList();
    }
}
