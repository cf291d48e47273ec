using System;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a property that was acknowledged is gone, or is another resource's; or a PROPPATCH does half of what it was asked.</summary>
public sealed class PropPatchTests
{
    private static readonly XNamespace Dav = "DAV:";
    private static readonly XNamespace Own = "urn:own";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsSetIsFoundAgainAlsoAfterARestart(bool isFat)
    {
        TestPeer peer = new(isFat);
        peer.Put("f", "x");
        peer.MakeCollection("d");
        foreach (string path in new[] { "f", "d/", "" })
        {
            Assert.Equal("200 colour shape", Patch(peer, path, Set("colour", "red") + Set("shape", "round")));
            Assert.Equal("200 shape", Patch(peer, path, Remove("shape")));
            Assert.Equal("red", Value(peer, path, "colour"));
            Assert.Null(Value(peer, path, "shape"));
        }

        TestPeer next = Restarted(peer);
        Assert.Equal("red", Value(next, "f", "colour"));
        Assert.Equal("red", Value(next, "d/", "colour"));
        Assert.Equal("red", Value(next, "", "colour"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InstructionsAreObeyedInTheirOrder(bool isFat)
    {
        TestPeer peer = new(isFat);
        peer.Put("f", "x");
        Patch(peer, "f", Remove("a") + Set("a", "1"));
        Assert.Equal("1", Value(peer, "f", "a"));
        Patch(peer, "f", Set("a", "2") + Remove("a"));
        Assert.Null(Value(peer, "f", "a"));
        Patch(peer, "f", Set("a", "3") + Set("a", "4"));
        Assert.Equal("4", Value(peer, "f", "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AllIsDoneOrNothing(bool isFat)
    {
        TestPeer peer = new(isFat);
        peer.Put("f", "x");
        Patch(peer, "f", Set("a", "1"));
        Assert.Equal("403 getetag; 424 a b", Patch(peer, "f", Set("a", "2") + Remove("b") + "<D:set><D:prop><D:getetag>x</D:getetag></D:prop></D:set>"));
        Assert.Equal("1", Value(peer, "f", "a"));
        string large = new('v', Limits.PropertiesOctets);
        Assert.Equal("507 c; 424 a", Patch(peer, "f", Set("a", "2") + Set("c", large)));
        Assert.Equal("1", Value(peer, "f", "a"));
        Assert.Null(Value(peer, "f", "c"));
    }

    [Fact]
    public void ARefusalOfAProtectedPropertySaysSo()
    {
        TestPeer peer = new();
        peer.Put("f", "x");
        foreach (string name in new[] { "getetag", "displayname", "resourcetype", "creationdate", "lockdiscovery", "supportedlock", "getcontenttype", "getlastmodified", "getcontentlength", "quota-used-bytes", "quota-available-bytes" })
        {
            Answer answer = Ask(peer, "PROPPATCH", "f", "<D:remove><D:prop><D:" + name + "/></D:prop></D:remove>");
            Assert.Equal(207, answer.Status);
            XElement propstat = Assert.Single(XDocument.Parse(answer.Text).Descendants(Dav + "propstat"));
            Assert.Equal("HTTP/1.1 403 Forbidden", propstat.Element(Dav + "status")!.Value);
            Assert.NotNull(propstat.Element(Dav + "error")!.Element(Dav + "cannot-modify-protected-property"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PropertiesOfOneResourceEndAtTheirBounds(bool isFat)
    {
        TestPeer peer = new(isFat);
        peer.Put("f", "x");
        string half = string.Concat(Enumerable.Range(0, Limits.PropertiesOfOne / 2).Select(i => Set("a" + i, "")));
        string other = string.Concat(Enumerable.Range(0, Limits.PropertiesOfOne / 2).Select(i => Set("b" + i, "")));
        Assert.StartsWith("200", Patch(peer, "f", half));
        Assert.StartsWith("200", Patch(peer, "f", other));
        Assert.Equal("507 c", Patch(peer, "f", Set("c", "")));
        Assert.Equal("200 a0", Patch(peer, "f", Set("a0", "another")));
        Assert.Equal("another", Value(peer, "f", "a0"));
        Assert.Equal("200 a0 c", Patch(peer, "f", Remove("a0") + Set("c", "")));
    }

    [Fact]
    public void WindowsExplorersPropertiesAreKept()
    {
        TestPeer peer = new();
        peer.Put("f", "x");
        Answer answer = peer.Ask("PROPPATCH", "/files/f", "Content-Type: text/xml\r\n", PeerDevice.Tests.Dav.PropertyUpdateVectors.ReconstructedExplorer);
        Assert.Equal(207, answer.Status);
        Assert.Equal("00000020", Named(peer, "f", "Win32FileAttributes", "urn:schemas-microsoft-com:")?.Value);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("<D:propertyupdate xmlns:D='DAV:'>", 400)]
    [InlineData("<!DOCTYPE x><D:propertyupdate xmlns:D='DAV:'/>", 400)]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><a/>", 415)]
    public void WhatIsNoPropertyUpdateIsRefused(string content, int status)
    {
        TestPeer peer = new();
        peer.Put("f", "x");
        Assert.Equal(status, peer.Ask("PROPPATCH", "/files/f", "", content).Status);
    }

    [Fact]
    public void AnUpdateThatIsTooLongIsRefused()
    {
        TestPeer peer = new();
        peer.Put("f", "x");
        Assert.Equal(413, Ask(peer, "PROPPATCH", "f", Set("a", new string('v', Limits.XmlBody))).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoMayNotWriteOrWhoseConditionFailsChangesNothing(bool isFat)
    {
        TestPeer peer = new(isFat);
        Assert.Equal(404, Ask(peer, "PROPPATCH", "f", Set("a", "1")).Status);
        Assert.Equal(404, Ask(peer, "PROPPATCH", "no/f", Set("a", "1")).Status);
        Assert.Equal(404, Ask(peer, "PROPPATCH", ".peer", Set("a", "1")).Status);
        peer.Put("f", "x");
        Assert.Equal(412, peer.Ask("PROPPATCH", "/files/f", "If-Match: \"other\"\r\n", Update(Set("a", "1"))).Status);
        Assert.Equal(403, peer.Ask("PROPPATCH", "/files/f", "Origin: http://evil\r\n", Update(Set("a", "1"))).Status);
        Assert.Null(Value(peer, "f", "a"));
        TestPeer readOnly = new(isFat, false);
        Assert.Equal(403, Ask(readOnly, "PROPPATCH", "", Set("a", "1")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PropFindShowsDeadPropertiesWhereTheyAreAskedFor(bool isFat)
    {
        TestPeer peer = new(isFat);
        peer.Put("f", "x");
        peer.Put("g", "y");
        Patch(peer, "f", Set("a", "1") + Set("b", "<in xmlns=''>2</in>"));
        XElement[] all = Find(peer, "", "");
        Assert.Equal("2", Of(all, "/files/f").Descendants(Own + "b").Single().Element("in")!.Value);
        Assert.Single(Of(all, "/files/f").Elements(Dav + "propstat"));
        Assert.Empty(Of(all, "/files/g").Descendants(Own + "a"));

        XElement[] names = Find(peer, "", "<propname/>");
        Assert.Equal("", Of(names, "/files/f").Descendants(Own + "a").Single().Value);
        Assert.Empty(Of(names, "/files/g").Descendants(Own + "a"));

        XElement[] named = Find(peer, "", "<prop><a xmlns='urn:own'/><getetag/><c xmlns='urn:own'/></prop>");
        Assert.Equal("200 a getetag; 404 c", Describe(Of(named, "/files/f")));
        Assert.Equal("200 getetag; 404 a c", Describe(Of(named, "/files/g")));

        XElement[] more = Find(peer, "", "<allprop/><include><c xmlns='urn:own'/></include>");
        Assert.Contains("404 c", Describe(Of(more, "/files/f")));
        Assert.Single(Of(more, "/files/f").Descendants(Own + "a"));
    }

    [Fact]
    public void APropertyLargerThanABoardsBufferComesWhole()
    {
        TestPeer peer = new();
        peer.Put("f", "x");
        string large = string.Concat(Enumerable.Range(0, 600).Select(i => i + ","));
        Assert.Equal("200 a b", Patch(peer, "f", Set("a", large) + Set("b", "2")));
        Assert.Equal(large, Value(peer, "f", "a"));
        Assert.Equal("2", Value(peer, "f", "b"));
        Assert.Equal(large, Of(Find(peer, "", ""), "/files/f").Descendants(Own + "a").Single().Value);
    }

    [Fact]
    public void WhoHasNoPropertiesCostsNoLookAtTheCard()
    {
        TestPeer peer = new();
        peer.Put("f", "x");
        peer.Put("g", "x");
        Patch(peer, "f", Set("a", "1"));
        int before = peer.Store.Calls;
        peer.Get("g");
        int get = peer.Store.Calls - before;
        Find(peer, "g", "<prop><a xmlns='urn:own'/></prop>", "0");
        int find = peer.Store.Calls - before - get;
        TestPeer bare = new();
        bare.Put("g", "x");
        before = bare.Store.Calls;
        bare.Get("g");
        Assert.Equal(bare.Store.Calls - before, get);
        before = bare.Store.Calls;
        Find(bare, "g", "<prop><a xmlns='urn:own'/></prop>", "0");
        Assert.Equal(bare.Store.Calls - before, find);
    }

    internal static string Set(string name, string value) => "<D:set><D:prop><" + name + " xmlns='urn:own'>" + value + "</" + name + "></D:prop></D:set>";

    internal static string Remove(string name) => "<D:remove><D:prop><" + name + " xmlns='urn:own'/></D:prop></D:remove>";

    internal static string Update(string instructions) => "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propertyupdate xmlns:D='DAV:'>" + instructions + "</D:propertyupdate>";

    internal static Answer Ask(TestPeer peer, string method, string path, string instructions) => peer.Ask(method, "/files/" + path, "", Update(instructions));

    /// <summary>What came of a PROPPATCH: "200 a b; 424 c".</summary>
    internal static string Patch(TestPeer peer, string path, string instructions)
    {
        Answer answer = Ask(peer, "PROPPATCH", path, instructions);
        Assert.True(answer.Status == 207, answer.Status + " " + answer.Text);
        Assert.True(answer.IsWhole);
        XElement response = Assert.Single(XDocument.Parse(answer.Text).Descendants(Dav + "response"));
        Assert.Equal("/files/" + path, response.Element(Dav + "href")!.Value);
        return Describe(response);
    }

    /// <summary>The value of a property in our namespace; null when it is not there.</summary>
    internal static string? Value(TestPeer peer, string path, string name) => Named(peer, path, name, Own.NamespaceName)?.Value;

    private static TestPeer Restarted(TestPeer peer)
    {
        TestPeer next = peer.Store.IsFat
            ? new TestPeer(true, true, null, new FatStore(peer.Medium.Copy()))
            : new TestPeer(false, true, null, peer.Plain);
        Assert.True(next.Peer.Start());
        next.Peer.Stop();
        return next;
    }

    private static XElement? Named(TestPeer peer, string path, string name, string space)
    {
        XElement response = Assert.Single(Find(peer, path, "<prop><" + name + " xmlns='" + space + "'/></prop>", "0"));
        XElement propstat = Assert.Single(response.Elements(Dav + "propstat"));
        XElement found = propstat.Element(Dav + "prop")!.Elements().Single();
        Assert.Equal((XNamespace)space + name, found.Name);
        return propstat.Element(Dav + "status")!.Value.Contains("200", StringComparison.Ordinal) ? found : null;
    }

    internal static XElement[] Find(TestPeer peer, string path, string asked, string depth = "1")
    {
        string content = asked.Length == 0 ? "" : "<propfind xmlns='DAV:'>" + asked + "</propfind>";
        Answer answer = peer.Ask("PROPFIND", "/files/" + path, "Depth: " + depth + "\r\n", content);
        Assert.True(answer.Status == 207, path + ": " + answer.Status + " " + answer.Text);
        Assert.True(answer.IsWhole);
        return [.. XDocument.Parse(answer.Text).Descendants(Dav + "response")];
    }

    private static XElement Of(XElement[] responses, string href) => responses.Single(r => r.Element(Dav + "href")!.Value == href);

    private static string Describe(XElement response)
    {
        return string.Join("; ", response.Elements(Dav + "propstat").Select(p =>
            p.Element(Dav + "status")!.Value.Split(' ')[1] + " " + string.Join(" ", p.Element(Dav + "prop")!.Elements().Select(e => e.Name.LocalName).Order())));
    }
}
