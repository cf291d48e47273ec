using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

public sealed class PropertyUpdateReaderTests
{
    private const string Litmus = "<x:removeset xmlns:x=\"http://webdav.org/neon/litmus/\"/>";

    [Theory]
    [InlineData(PropertyUpdateVectors.ReconstructedLitmusSet,
        "+<prop0 xmlns=\"http://example.com/neon/litmus/\">value0</prop0> +<prop1 xmlns=\"http://example.com/neon/litmus/\">value1</prop1>")]
    [InlineData(PropertyUpdateVectors.ReconstructedLitmusRemoveSet, "-" + Litmus + " +<removeset xmlns='http://webdav.org/neon/litmus/'>y</removeset>")]
    [InlineData(PropertyUpdateVectors.ReconstructedLitmusExtended, "+<high-unicode xmlns='http://webdav.org/neon/litmus/'>&#65536;</high-unicode>")]
    [InlineData(PropertyUpdateVectors.ReconstructedExplorer,
        "+<Z:Win32CreationTime xmlns:Z=\"urn:schemas-microsoft-com:\">Sat, 22 Nov 2025 08:00:00 GMT</Z:Win32CreationTime> "
        + "+<Z:Win32LastAccessTime xmlns:Z=\"urn:schemas-microsoft-com:\">Sat, 22 Nov 2025 08:00:00 GMT</Z:Win32LastAccessTime> "
        + "+<Z:Win32LastModifiedTime xmlns:Z=\"urn:schemas-microsoft-com:\">Sat, 22 Nov 2025 08:00:00 GMT</Z:Win32LastModifiedTime> "
        + "+<Z:Win32FileAttributes xmlns:Z=\"urn:schemas-microsoft-com:\">00000020</Z:Win32FileAttributes>")]
    [InlineData("<p:propertyupdate xmlns:p='DAV:'><p:set><p:prop><a/></p:prop></p:set></p:propertyupdate>", "+<a/>")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a/></prop></set></propertyupdate>", "+<a xmlns=\"DAV:\"/>")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a xmlns=''/></prop></set></propertyupdate>", "+<a xmlns=''/>")]
    [InlineData("<propertyupdate xmlns='DAV:' xmlns:q='u\"v&amp;w'><set><prop><q:a>in q:name</q:a></prop></set></propertyupdate>", "+<q:a xmlns:q=\"u&quot;v&amp;w\">in q:name</q:a>")]
    [InlineData("<propertyupdate xmlns='DAV:' xmlns:q='u' xmlns:r='v'><set><prop><a xmlns='w' r:b='1'><q:c/></a></prop></set></propertyupdate>",
        "+<a xmlns:q=\"u\" xmlns:r=\"v\" xmlns='w' r:b='1'><q:c/></a>")]
    [InlineData("<propertyupdate xmlns='DAV:' xmlns:q='u'><set xmlns:q='v'><prop><q:a xmlns:q='w'/></prop></set></propertyupdate>", "+<q:a xmlns:q='w'/>")]
    [InlineData("<propertyupdate xmlns='DAV:' xmlns:q='u'><set xmlns:q='v'><prop><q:a/></prop></set></propertyupdate>", "+<q:a xmlns:q=\"v\"/>")]
    [InlineData("<p:propertyupdate xmlns:p='DAV:' xmlns='u'><p:set><p:prop><p:a><b/></p:a></p:prop></p:set></p:propertyupdate>", "+<p:a xmlns:p=\"DAV:\" xmlns=\"u\"><b/></p:a>")]
    [InlineData("<p:propertyupdate xmlns:p='DAV:' xmlns='u'><p:set><p:prop><p:a>text</p:a></p:prop></p:set></p:propertyupdate>", "+<p:a xmlns:p=\"DAV:\">text</p:a>")]
    [InlineData("<p:propertyupdate xmlns:p='DAV:' xml:lang='de'><p:set><p:prop><a/><a xml:lang='fr'/></p:prop></p:set></p:propertyupdate>", "+<a xml:lang=\"de\"/> +<a xml:lang='fr'/>")]
    [InlineData("<p:propertyupdate xmlns:p='DAV:' xml:lang='de'><p:set xml:lang='en'><p:prop xml:lang=\"it\"><a/></p:prop></p:set><p:set><p:prop><a/></p:prop></p:set></p:propertyupdate>",
        "+<a xml:lang=\"it\"/> +<a xml:lang=\"de\"/>")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><xml:a/></prop></set><remove><prop><xml:a/></prop></remove></propertyupdate>", "+<xml:a/> -<xml:a/>")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a xmlns='u'><!-- kept --><![CDATA[<&>]]><?kept too?></a></prop></set></propertyupdate>",
        "+<a xmlns='u'><!-- kept --><![CDATA[<&>]]><?kept too?></a>")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><what/><prop><a xmlns='u'/></prop><ever><set><prop><b/></prop></set></ever></set><prop><c/></prop></propertyupdate>", "+<a xmlns='u'/>")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop/></set></propertyupdate>", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'><set/></propertyupdate>", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a/></prop></set><remove/></propertyupdate>", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a/></prop><prop><b/></prop></set></propertyupdate>", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'/>", "400")]
    [InlineData("<propertyupdate><set><prop><a/></prop></set></propertyupdate>", "400")]
    [InlineData("<propfind xmlns='DAV:'><set><prop><a/></prop></set></propfind>", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a/></prop></set></propertyupdate>x", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><q:a/></prop></set></propertyupdate>", "400")]
    [InlineData("<propertyupdate xmlns='DAV:'><set><prop><a>&who;</a></prop></set></propertyupdate>", "400")]
    [InlineData("<!DOCTYPE a [<!ENTITY who 'x'>]><propertyupdate xmlns='DAV:'><set><prop><a/></prop></set></propertyupdate>", "400")]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><propertyupdate xmlns='DAV:'><set><prop><a/></prop></set></propertyupdate>", "415")]
    [InlineData("", "400")]
    [InlineData(" ", "400")]
    public void ContentsAreUnderstoodAsTheyAreMeant(string content, string expected)
    {
        Assert.Equal(expected, Describe(new PropertyUpdateReader(), Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void ElementsWithinElementsAreKeptAsTheyAre()
    {
        string described = Describe(new PropertyUpdateReader(), Encoding.UTF8.GetBytes(PropertyUpdateVectors.Rfc4918Authors));
        Assert.Equal(
            "+<Z:Authors xmlns:Z=\"http://ns.example.com/standards/z39.50/\">\n        <Z:Author>Jim Whitehead</Z:Author>\n        <Z:Author>Roy Fielding</Z:Author>\n      </Z:Authors> "
            + "-<x:Copyright-Owner xmlns:x=\"http://ns.example.com/standards/z39.50/\"/>",
            described);
    }

    [Fact]
    public void EveryPrefixOfAValidContentIsRefusedAndLeavesNothingBehind()
    {
        PropertyUpdateReader reader = new PropertyUpdateReader();
        foreach (string vector in PropertyUpdateVectors.Valid)
        {
            byte[] body = Encoding.UTF8.GetBytes(vector.TrimEnd());
            string whole = Describe(reader, body);
            for (int length = 0; length < body.Length; length++)
            {
                Assert.Equal(400, reader.Read(body, 0, length));
                Assert.Equal(0, reader.Count);
            }

            Assert.Equal(whole, Describe(reader, body));
        }
    }

    [Fact]
    public void InstructionsEndAtTheirBounds()
    {
        PropertyUpdateReader reader = new PropertyUpdateReader();
        Assert.Equal(0, Read(reader, Many(Limits.PropertyInstructions, 1)));
        Assert.Equal(Limits.PropertyInstructions, reader.Count);
        Assert.Equal(413, Read(reader, Many(Limits.PropertyInstructions + 1, 1)));
        Assert.Equal(0, Read(reader, Many(1, Limits.PropertyOctets - 4)));
        Assert.Equal(413, Read(reader, Many(1, Limits.PropertyOctets - 3)));
    }

    [Fact]
    public void DepthEndsAtItsBound()
    {
        PropertyUpdateReader reader = new PropertyUpdateReader();
        Assert.Equal(0, Read(reader, Deep(Limits.XmlDepth - 3)));
        Assert.Equal(413, Read(reader, Deep(Limits.XmlDepth - 2)));
    }

    private static string Deep(int elements)
    {
        return "<propertyupdate xmlns='DAV:'><set><prop>" + new StringBuilder().Insert(0, "<a>", elements) + new StringBuilder().Insert(0, "</a>", elements) + "</prop></set></propertyupdate>";
    }

    private static string Many(int count, int nameLength)
    {
        return "<propertyupdate xmlns='DAV:'><set><prop>" + new StringBuilder().Insert(0, "<" + new string('n', nameLength) + "/>", count) + "</prop></set></propertyupdate>";
    }

    private static int Read(PropertyUpdateReader reader, string content)
    {
        byte[] body = Encoding.UTF8.GetBytes(content);
        return reader.Read(body, 0, body.Length);
    }

    private static string Describe(PropertyUpdateReader reader, byte[] body)
    {
        int status = reader.Read(body, 0, body.Length);
        if (status != 0)
        {
            return status.ToString();
        }

        // Twice, since an answer is written after the instructions were obeyed.
        string first = Instructions(reader);
        reader.Restart();
        Assert.Equal(first, Instructions(reader));
        return first;
    }

    private static string Instructions(PropertyUpdateReader reader)
    {
        StringBuilder description = new StringBuilder();
        int count = 0;
        while (reader.Next())
        {
            ByteWriter writer = new ByteWriter(new byte[4096]);
            if (reader.IsRemove)
            {
                reader.WriteName(writer);
            }
            else
            {
                reader.WriteElement(writer);
            }

            Assert.False(writer.Overflowed);
            description.Append(count == 0 ? "" : " ").Append(reader.IsRemove ? '-' : '+').Append(Encoding.UTF8.GetString(writer.Buffer, 0, writer.Position));
            count++;
        }

        Assert.Equal(reader.Count, count);
        return description.ToString();
    }
}
