using System;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

public sealed class MultistatusWriterTests
{
    // A board's outgoing buffer, less room for a chunk's size and end.
    private const int BoardRoom = 2040;

    private static readonly XNamespace Dav = "DAV:";
    private static readonly byte[] Tag = Encoding.ASCII.GetBytes("1f-3a2");

    [Fact]
    public void AFileHasAllThatIsKnownOfIt()
    {
        Output output = new Output(BoardRoom, "", "/files/docs/");
        output.Entry("a b.txt", false, 1234567890123, 784111777, Tag, "text/plain");
        XElement response = Assert.Single(output.Document().Elements(Dav + "response"));
        Assert.Equal("/files/docs/a%20b.txt", response.Element(Dav + "href")!.Value);
        XElement prop = Assert.Single(response.Elements(Dav + "propstat")).Element(Dav + "prop")!;
        Assert.Equal("HTTP/1.1 200 OK", response.Element(Dav + "propstat")!.Element(Dav + "status")!.Value);
        Assert.Empty(prop.Element(Dav + "resourcetype")!.Nodes());
        Assert.Equal("1234567890123", prop.Element(Dav + "getcontentlength")!.Value);
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", prop.Element(Dav + "getlastmodified")!.Value);
        Assert.Equal("\"1f-3a2\"", prop.Element(Dav + "getetag")!.Value);
        Assert.Equal("text/plain", prop.Element(Dav + "getcontenttype")!.Value);
        Assert.Equal("a b.txt", prop.Element(Dav + "displayname")!.Value);
        Assert.Equal(6, prop.Elements().Count());
    }

    [Fact]
    public void ACollectionEndsWithASlashAndHasNoLength()
    {
        Output output = new Output(BoardRoom, "", "/files/docs/");
        output.Entry("", true, 0, 0, Tag.AsSpan(0, 0).ToArray(), "");
        output.Entry("sub", true, 0, 0, Tag.AsSpan(0, 0).ToArray(), "");
        XElement[] responses = output.Document().Elements(Dav + "response").ToArray();
        Assert.Equal(new[] { "/files/docs/", "/files/docs/sub/" }, responses.Select(r => r.Element(Dav + "href")!.Value));
        Assert.Equal(new[] { "docs", "sub" }, responses.Select(r => r.Descendants(Dav + "displayname").Single().Value));
        foreach (XElement response in responses)
        {
            XElement prop = Assert.Single(response.Elements(Dav + "propstat")).Element(Dav + "prop")!;
            Assert.Equal(Dav + "collection", Assert.Single(prop.Element(Dav + "resourcetype")!.Elements()).Name);
            Assert.Equal(2, prop.Elements().Count());
        }
    }

    [Fact]
    public void WhatIsNamedAndNotThereGets404()
    {
        Output output = new Output(BoardRoom, PropFindVectors.CadaverLs, "/files/");
        output.Entry("sub", true, 0, 0, Tag.AsSpan(0, 0).ToArray(), "");
        output.Entry("a", false, 0, 784111777, Tag, "");
        XElement[] responses = output.Document().Elements(Dav + "response").ToArray();
        Assert.Equal("resourcetype | getcontentlength getlastmodified executable checked-in checked-out", Describe(responses[0]));
        Assert.Equal("resourcetype getcontentlength getlastmodified | executable checked-in checked-out", Describe(responses[1]));
        Assert.Equal("http://apache.org/dav/props/", responses[1].Descendants().Single(e => e.Name.LocalName == "executable").Name.NamespaceName);
    }

    [Fact]
    public void WhenNothingThatIsNamedIsThereNoPropstatSays200()
    {
        Output output = new Output(BoardRoom, PropFindVectors.RcloneAbout, "/files/");
        output.Entry("a", false, 0, 0, Tag, "");
        Assert.Equal("| quota-available-bytes quota-used-bytes", Describe(output.Document().Element(Dav + "response")!));
    }

    [Fact]
    public void AnEmptyPropGetsAnEmptyPropstat()
    {
        Output output = new Output(BoardRoom, "<propfind xmlns='DAV:'><prop/></propfind>", "/files/");
        output.Entry("a", false, 0, 0, Tag, "");
        Assert.Equal("|", Describe(output.Document().Element(Dav + "response")!));
        Assert.Single(output.Document().Descendants(Dav + "propstat"));
    }

    [Fact]
    public void PropnameGetsTheNamesOfWhatIsThere()
    {
        Output output = new Output(BoardRoom, PropFindVectors.CadaverPropNames, "/files/");
        output.Entry("a", false, 7, 0, Tag, "text/plain");
        output.Entry("sub", true, 0, 0, Tag.AsSpan(0, 0).ToArray(), "");
        XElement[] responses = output.Document().Elements(Dav + "response").ToArray();
        Assert.Equal("resourcetype getcontentlength getetag getcontenttype displayname |", Describe(responses[0]));
        Assert.Equal("resourcetype displayname |", Describe(responses[1]));
        Assert.Empty(responses[0].Descendants(Dav + "prop").Single().Elements().Nodes());
    }

    [Fact]
    public void AllpropWithIncludeSaysWhatOfItIsNotThere()
    {
        Output output = new Output(BoardRoom, "<propfind xmlns='DAV:'><allprop/><include><getlastmodified/><lockdiscovery/></include></propfind>", "/files/");
        output.Entry("a", false, 7, 0, Tag, "");
        Assert.Equal("resourcetype getcontentlength getetag displayname | getlastmodified lockdiscovery", Describe(output.Document().Element(Dav + "response")!));
    }

    [Theory]
    [InlineData("<script>&amp;\"'.txt")]
    [InlineData("]]>")]
    [InlineData("&")]
    [InlineData("'")]
    [InlineData("%41%")]
    [InlineData("naïve 中文 😀.txt")]
    [InlineData("a;b=c?d#e:f@g,h$i+j!k*l(m)n~o_p-q")]
    public void AnyNameComesBackAsItIs(string name)
    {
        Output output = new Output(BoardRoom, "", "/files/");
        output.Entry(name, false, 1, 1, Tag, "");
        output.Entry(name, true, 1, 1, Tag, "");
        XElement[] responses = output.Document().Elements(Dav + "response").ToArray();
        Assert.Equal("/files/" + name, Uri.UnescapeDataString(responses[0].Element(Dav + "href")!.Value));
        Assert.Equal("/files/" + name + "/", Uri.UnescapeDataString(responses[1].Element(Dav + "href")!.Value));
        Assert.All(responses, r => Assert.Equal(name, r.Descendants(Dav + "displayname").Single().Value));
        Assert.All(responses, r => Assert.Matches("^[A-Za-z0-9/%._~!$&'()*+,;=:@-]*$", r.Element(Dav + "href")!.Value));
    }

    [Fact]
    public void CharactersThatXmlCannotHoldDoNotSpoilTheDocument()
    {
        Output output = new Output(BoardRoom, "", "/files/");
        output.Entry("a\u0001b\uFFFEc\uFFFFd\uD800e\n", false, 1, 1, Tag, "");
        XElement response = output.Document().Element(Dav + "response")!;
        Assert.Equal("a?b\uFFFDc\uFFFDd\uFFFDe?", response.Descendants(Dav + "displayname").Single().Value);
        Assert.StartsWith("/files/a%01b", response.Element(Dav + "href")!.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(253402300800)]
    public void ATimeThatNoDateCanSayIsNotThere(long modified)
    {
        Output output = new Output(BoardRoom, PropFindVectors.Davfs2Ls, "/files/");
        output.Entry("a", false, 1, modified, Tag, "");
        Assert.Equal("resourcetype getcontentlength getetag | getlastmodified executable", Describe(output.Document().Element(Dav + "response")!));
    }

    [Fact]
    public void DatesOfManyDaysAreEachRight()
    {
        Output output = new Output(BoardRoom, PropFindVectors.Davfs2Ls, "/files/");
        long[] times = { 1, 59, 86399, 86400, 784111777, 784111778, 784080000, 784079999, 784166399, 784166400, 253402300799, 1 };
        foreach (long time in times)
        {
            output.Entry("a", false, 1, time, Tag, "");
        }

        Assert.Equal(times.Select(t => DateTimeOffset.FromUnixTimeSeconds(t).ToString("r", System.Globalization.CultureInfo.InvariantCulture)), output.Document().Descendants(Dav + "getlastmodified").Select(e => e.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1009)]
    [InlineData(99999)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue + 1L)]
    [InlineData(long.MaxValue)]
    public void LengthsAreEachRight(long length)
    {
        Output output = new Output(BoardRoom, PropFindVectors.Davfs2Ls, "/files/");
        output.Entry("a", false, length, 0, Tag, "");
        Assert.Equal(length.ToString(), output.Document().Descendants(Dav + "getcontentlength").Single().Value);
    }

    [Fact]
    public void AnySetOfPropertiesIsAnsweredWithThatSet()
    {
        for (int set = 0; set < 1 << DavProperty.Count; set++)
        {
            string names = "";
            for (int property = 0; property < DavProperty.Count; property++)
            {
                names += (set >> property & 1) == 0 ? "" : "<" + DavProperty.Name(property) + "/>";
            }

            Output output = new Output(BoardRoom, "<propfind xmlns='DAV:'><prop>" + names + "</prop></propfind>", "/files/");
            output.Entry("a", false, 1, 1, Tag, "text/plain");
            output.Entry("a", false, 1, 0, Tag.AsSpan(0, 0).ToArray(), "");
            output.Entry("b", true, 1, 1, Tag, "");
            foreach (XElement response in output.Document().Elements(Dav + "response"))
            {
                string[] answered = response.Descendants(Dav + "prop").Elements().Select(e => "<" + e.Name.LocalName + "/>").ToArray();
                Assert.Equal(names.Split('>').Where(n => n.Length > 0).Select(n => n + ">").OrderBy(n => n), answered.OrderBy(n => n));
            }
        }
    }

    [Fact]
    public void EveryPropertyIsFoundByItsLengthAndFirstLetter()
    {
        for (int property = 0; property < DavProperty.TreeTag; property++)
        {
            Assert.Equal(property, DavProperty.Like(DavProperty.Name(property).Length, (byte)DavProperty.Name(property)[0]));
        }
    }

    /// <summary>Each member is there once and whole, wherever the buffer happens to end.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(PropFindVectors.CadaverPropNames)]
    [InlineData(PropFindVectors.LitmusPropFindManyNamespaces)]
    [InlineData(PropFindVectors.ReconstructedOffice)]
    public void WhereTheBufferEndsMakesNoDifference(string content)
    {
        string whole = Many(1 << 20, content);
        for (int room = 1400; room < 1460; room++)
        {
            Assert.Equal(whole, Many(room, content));
        }
    }

    [Fact]
    public void TheLongestNamesFitThroughABoardsBuffer()
    {
        string content = "<propfind xmlns='DAV:'><prop><displayname/><getcontentlength/><getcontenttype/><getetag/><getlastmodified/><resourcetype/>"
            + "<" + new string('n', Limits.PropertyOctets - 4) + "/><x xmlns='" + new string('u', Limits.PropertyOctets - 1) + "'/></prop></propfind>";
        foreach (string name in new[] { new string('&', Limits.NameOctets), new string('中', Limits.NameOctets / 3), new string('"', Limits.NameOctets) })
        {
            Output output = new Output(BoardRoom, content, "/files/");
            output.Entry(name, false, long.MaxValue, 784111777, Encoding.ASCII.GetBytes(new string('f', 40)), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
            XElement response = output.Document().Element(Dav + "response")!;
            Assert.Equal(name, response.Descendants(Dav + "displayname").Single().Value);
            Assert.Equal(6, response.Elements(Dav + "propstat").First().Element(Dav + "prop")!.Elements().Count());
            Assert.Equal(2, response.Elements(Dav + "propstat").Last().Element(Dav + "prop")!.Elements().Count());
        }
    }

    [Fact]
    public void ABufferThatIsTooSmallIsToldByTwoRefusalsAndNothingWritten()
    {
        ByteWriter writer = new ByteWriter(new byte[64]);
        MultistatusWriter multistatus = new MultistatusWriter();
        PropFindReader wanted = new PropFindReader();
        wanted.Read(new byte[0], 0, 0);
        Assert.False(multistatus.Begin(writer));
        Assert.False(multistatus.Under(writer, "/" + new string('x', 64) + "/"));
        Assert.False(multistatus.Entry(writer, "a", false, 1, 1, Tag, Tag.Length, "", wanted));
        Assert.False(multistatus.Entry(writer, "a", false, 1, 1, Tag, Tag.Length, "", wanted));
        Assert.False(multistatus.StatusEntry(writer, new string('x', 64), false, 423));
        Assert.Equal(0, writer.Position);
        Assert.False(writer.Overflowed);
    }

    [Fact]
    public void ADocumentThatWasNotEndedLeavesNoTraceInTheNext()
    {
        byte[] small = new byte[700];
        ByteWriter writer = new ByteWriter(small);
        MultistatusWriter multistatus = new MultistatusWriter();
        PropFindReader wanted = new PropFindReader();
        wanted.Read(small, 0, 0);
        multistatus.Begin(writer);
        multistatus.Under(writer, "/files/");
        Assert.False(multistatus.Entry(writer, new string('&', 100), false, 1, 1, Tag, Tag.Length, "", wanted));
        writer.Reset();
        Assert.True(multistatus.Begin(writer));
        Assert.True(multistatus.Entry(writer, "b", false, 1, 1, Tag, Tag.Length, "", wanted));
        Assert.True(multistatus.End(writer));
        XElement response = Assert.Single(XElement.Parse(Encoding.UTF8.GetString(small, 0, writer.Position)).Elements(Dav + "response"));
        Assert.Equal("/files/b", response.Element(Dav + "href")!.Value);
    }

    [Fact]
    public void AStatusStandsInPlaceOfProperties()
    {
        Output output = new Output(BoardRoom, "", "/files/docs/");
        output.Status("sub/in use.txt", false, 423);
        output.Status("sub", true, 507);
        XElement[] responses = output.Document().Elements(Dav + "response").ToArray();
        Assert.Equal("/files/docs/sub/in%20use.txt", responses[0].Element(Dav + "href")!.Value);
        Assert.Equal("/files/docs/sub/", responses[1].Element(Dav + "href")!.Value);
        Assert.StartsWith("HTTP/1.1 423 ", responses[0].Element(Dav + "status")!.Value);
        Assert.Empty(responses[0].Elements(Dav + "propstat"));
    }

    [Fact]
    public void AnEntryAllocatesNothing()
    {
        byte[] body = Encoding.UTF8.GetBytes(PropFindVectors.CadaverLs);
        PropFindReader wanted = new PropFindReader();
        wanted.Read(body, 0, body.Length);
        ByteWriter writer = new ByteWriter(new byte[BoardRoom]);
        MultistatusWriter multistatus = new MultistatusWriter();
        multistatus.Begin(writer);
        multistatus.Under(writer, "/files/");
        int mark = writer.Position;
        long before = 0;
        for (int i = 0; i < 1000; i++)
        {
            // The first rounds let the runtime compile.
            before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            Assert.True(multistatus.Entry(writer, "a & b.txt", false, i, 784111777 + i, Tag, Tag.Length, "", wanted));
            writer.Reset(mark);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Many(int room, string content)
    {
        Output output = new Output(room, content, "/files/<docs>/");
        for (int i = 0; i < 20; i++)
        {
            output.Entry(new string('&', i * 5) + i, i % 3 == 0, i * 1000, i * 100000, Tag, "text/plain");
        }

        return output.Document().ToString();
    }

    private static string Describe(XElement response)
    {
        string there = "";
        string missing = "";
        foreach (XElement propstat in response.Elements(Dav + "propstat"))
        {
            string names = string.Join(" ", propstat.Element(Dav + "prop")!.Elements().Select(e => e.Name.LocalName));
            string status = propstat.Element(Dav + "status")!.Value;
            Assert.Contains(status, new[] { "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found" });
            there = status.Contains("200") ? names : there;
            missing = status.Contains("404") ? names : missing;
        }

        return (there + " | " + missing).Trim();
    }

    /// <summary>A caller as it should be: sends what is there whenever something does not fit, and begins with an empty buffer.</summary>
    private sealed class Output
    {
        private readonly System.IO.MemoryStream _sent = new System.IO.MemoryStream();
        private readonly MultistatusWriter _multistatus = new MultistatusWriter();
        private readonly PropFindReader _wanted = new PropFindReader();
        private readonly ByteWriter _writer;
        private bool _ended;

        internal Output(int room, string content, string parent)
        {
            _writer = new ByteWriter(new byte[room]);
            byte[] body = Encoding.UTF8.GetBytes(content);
            Assert.Equal(0, _wanted.Read(body, 0, body.Length));
            Until(() => _multistatus.Begin(_writer));
            Until(() => _multistatus.Under(_writer, parent));
        }

        internal void Entry(string name, bool isCollection, long length, long modified, byte[] tag, string contentType)
        {
            Until(() => _multistatus.Entry(_writer, name, isCollection, length, modified, tag, tag.Length, contentType, _wanted));
        }

        internal void Status(string name, bool isCollection, int status)
        {
            Until(() => _multistatus.StatusEntry(_writer, name, isCollection, status));
        }

        internal XElement Document()
        {
            if (!_ended)
            {
                _ended = true;
                Until(() => _multistatus.End(_writer));
                Send();
            }

            _sent.Position = 0;
            return XDocument.Load(_sent, LoadOptions.PreserveWhitespace).Root!;
        }

        private void Until(Func<bool> step)
        {
            for (int times = 0; !step(); times++)
            {
                Assert.False(_writer.Overflowed);
                Assert.True(_writer.Position > 0, "a piece does not fit in an empty buffer");
                Assert.True(times < 1000, "no end");
                Send();
            }
        }

        private void Send()
        {
            _sent.Write(_writer.Buffer, 0, _writer.Position);
            _writer.Reset();
        }
    }
}
