namespace PeerDevice.Tests.Host;

/// <summary>Names are kept as they were sent; on a card, capital and small letters are one and the spelling stays that of who wrote last.</summary>
public sealed class NameTests
{
    private const string Composed = "/files/Gr%C3%BC%C3%9Fe%20%C3%A9";
    private const string Decomposed = "/files/Gru%CC%88%C3%9Fe%20e%CC%81";
    private const string Author = "<propertyupdate xmlns='DAV:'><set><prop><author xmlns='urn:x'>anna</author></prop></set></propertyupdate>";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALetterWithItsAccentAndALetterAndAnAccentAreTwoNames(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        Assert.Equal(201, peer.Ask("PUT", Composed, "", "composed").Status);
        Assert.Equal(404, peer.Ask("GET", Decomposed).Status);
        Assert.Equal(201, peer.Ask("PUT", Decomposed, "If-None-Match: *\r\n", "decomposed").Status);
        Assert.Equal("composed", peer.Ask("GET", Composed).Text);
        Assert.Equal("decomposed", peer.Ask("GET", Decomposed).Text);
        foreach (string listing in new[] { peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text, peer.Ask("GET", "/files/").Text })
        {
            Assert.Contains(Composed.Substring("/files/".Length) + "<", listing.Replace("\">", "<", System.StringComparison.Ordinal));
            Assert.Contains(Decomposed.Substring("/files/".Length) + "<", listing.Replace("\">", "<", System.StringComparison.Ordinal));
        }

        Assert.Equal(201, peer.Ask("MOVE", Composed, "Destination: /files/e%CC%81\r\nOverwrite: F\r\n").Status);
        Assert.Equal(201, peer.Ask("MOVE", Decomposed, "Destination: /files/%C3%A9\r\nOverwrite: F\r\n").Status);
        Assert.Equal("composed", peer.Ask("GET", "/files/e%CC%81").Text);
        Assert.Equal("decomposed", peer.Ask("GET", "/files/%C3%A9").Text);
    }

    [Theory]
    [InlineData(true, 234)]
    [InlineData(false, 255)]
    public void ALongNameIsKeptAndAnOctetMoreIsRefused(bool isFat, int most)
    {
        TestPeer peer = new TestPeer(isFat);
        string name = string.Concat(System.Linq.Enumerable.Repeat("%C3%A9", (most - 1) / 2)) + (most % 2 == 0 ? "nn" : "n");
        Assert.Equal(201, peer.Ask("PUT", "/files/" + name, "", "long").Status);
        Assert.Equal("long", peer.Ask("GET", "/files/" + name).Text);
        Assert.Contains("/files/" + name + "</D:href>", peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);
        Assert.Equal(414, peer.Ask("PUT", "/files/" + name + "n", "", "too long").Status);
        Assert.Equal(414, peer.Ask("MOVE", "/files/" + name, "Destination: /files/" + name + "n\r\n").Status);
        Assert.Equal("long", peer.Ask("GET", "/files/" + name).Text);
    }

    [Fact]
    public void OnACardPutUnderAnotherSpellingReplacesAndRenames()
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("a.txt", "one");
        string tag = peer.Ask("HEAD", "/files/A.TXT").Tag;
        Assert.Equal(412, peer.Ask("PUT", "/files/A.txt", "If-None-Match: *\r\n", "two").Status);
        Assert.Equal(204, peer.Ask("PUT", "/files/A.txt", "If-Match: " + tag + "\r\n", "two").Status);
        Assert.Equal("A.txt = two", peer.Tree());
        string listing = peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text;
        Assert.Contains("<D:href>/files/A.txt</D:href>", listing);
        Assert.DoesNotContain("/files/a.txt", listing);
    }

    [Fact]
    public void OnAPcTheTwoAreTwo()
    {
        TestPeer peer = new TestPeer(false);
        peer.Put("a.txt", "one");
        Assert.Equal(201, peer.Ask("PUT", "/files/A.txt", "If-None-Match: *\r\n", "two").Status);
        Assert.Equal("A.txt = two\na.txt = one", peer.Tree());
    }

    [Theory]
    [InlineData("letter.txt", "Letter.TXT")]
    [InlineData("A long name, and an %C3%A9.txt", "a LONG name, and an %C3%89.txt")]
    public void OnACardAMoveThatChangesOnlyCaseIsARenameAndOverwritesNothing(string from, string to)
    {
        from = from.Replace(" ", "%20", System.StringComparison.Ordinal);
        to = to.Replace(" ", "%20", System.StringComparison.Ordinal);
        TestPeer peer = new TestPeer(true);
        peer.Put(from, "one");
        Assert.Equal(207, peer.Ask("PROPPATCH", "/files/" + from, "", Author).Status);

        // Explorer renames with Overwrite: F; what stands at the destination is the very file.
        Assert.Equal(201, peer.Ask("MOVE", "/files/" + from, "Destination: /files/" + to + "\r\nOverwrite: F\r\n").Status);
        string listing = peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text;
        Assert.Contains("<D:href>/files/" + to + "</D:href>", listing);
        Assert.DoesNotContain("/files/" + from + "<", listing);
        Assert.Contains(">anna<", listing);
        Assert.Equal("one", peer.Get(from));
        Assert.Equal(403, peer.Ask("MOVE", "/files/" + to, "Destination: /files/" + to + "\r\n").Status);
        Assert.Equal(403, peer.Ask("COPY", "/files/" + to, "Destination: /files/" + from + "\r\n").Status);
        Assert.Single(peer.Tree().Split('\n'));
    }

    [Fact]
    public void OnACardACollectionIsFoundInAnySpellingAndKeepsItsOwn()
    {
        TestPeer peer = new TestPeer(true);
        peer.MakeCollection("Docs");
        peer.Put("DOCS/one.txt", "one");
        Assert.Equal(405, peer.Ask("MKCOL", "/files/docs").Status);
        Assert.Equal("one", peer.Get("docs/ONE.TXT"));
        Assert.Equal(207, peer.Ask("PROPFIND", "/files/docs/", "Depth: 1\r\n").Status);
        Assert.Contains("<D:href>/files/Docs/</D:href>", peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Text);

        // Another spelling of a collection would need two names for it at one time, or all of its members moved twice.
        Assert.Equal(403, peer.Ask("MOVE", "/files/Docs", "Destination: /files/docs\r\n").Status);
        Assert.Equal(403, peer.Ask("MOVE", "/files/Docs", "Destination: /files/DOCS/inner\r\n").Status);
        Assert.Equal(403, peer.Ask("MOVE", "/files/docs/one.txt", "Destination: /files/DOCS\r\n").Status);
        Assert.Equal("Docs/\nDocs/one.txt = one", peer.Tree());
    }

    [Fact]
    public void OnACardADeadPropertyIsFoundInAnySpelling()
    {
        TestPeer peer = new TestPeer(true);
        peer.Put("Letter.txt", "one");
        Assert.Equal(207, peer.Ask("PROPPATCH", "/files/LETTER.TXT", "", Author).Status);
        foreach (string name in new[] { "Letter.txt", "letter.txt", "LETTER.TXT" })
        {
            Assert.Contains(">anna<", peer.Ask("PROPFIND", "/files/" + name, "Depth: 0\r\n").Text);
        }

        Assert.Equal(204, peer.Ask("PUT", "/files/letter.TXT", "", "two").Status);
        Assert.Contains(">anna<", peer.Ask("PROPFIND", "/files/Letter.txt", "Depth: 0\r\n").Text);
    }

    [Theory]
    [InlineData("a%20b", "a b")]
    [InlineData("%23%25%26%2B%3B%3D", "#%&+;=")]
    [InlineData("100%2525", "100%25")]
    [InlineData("a+b", "a+b")]
    [InlineData("%F0%9F%98%80", "\U0001F600")]
    public void ANameIsDecodedOnceAndPlusIsPlus(string encoded, string name)
    {
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = new TestPeer(isFat);
            Assert.Equal(201, peer.Ask("PUT", "/files/" + encoded, "", "x").Status);
            Assert.Equal(name + " = x", peer.Tree());
        }
    }
}
