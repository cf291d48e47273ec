using System;
using System.Text;
using PeerDevice.Tests.Dav;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Tests.Xml;

public sealed class XmlReaderTests
{
    [Theory]
    [InlineData("<a/>", "({}a )")]
    [InlineData("<a></a >", "({}a )")]
    [InlineData("<a\n\tb = '1'\r\nc=\"<\"/>", null)]
    [InlineData("<a b='>' c=\"'\"/>", "({}a )")]
    [InlineData("\uFEFF<a/>", "({}a )")]
    [InlineData(" \r\n<a>x<b/>y</a>\n", "({}a 'x' ({}b ) 'y' )")]
    [InlineData("<?xml version='1.0'?><a/>", "({}a )")]
    [InlineData("<?xml version=\"1.1\" encoding='UTF-8' standalone='yes' ?>\n<a/>", "({}a )")]
    [InlineData("<?xml version='1.0' encoding=\"us-ascii\"?><a/>", "({}a )")]
    [InlineData("<!-- x --><a><!-- - <b> --></a><!---->", "({}a )")]
    [InlineData("<?p?><a><?p q?x??></a><?p ?>", "({}a )")]
    [InlineData("<a><![CDATA[<b>&x;]]]]></a>", "({}a '<b>&x;]]' )")]
    [InlineData("<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;</a>", "({}a '&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;' )")]
    [InlineData("<été·x/>", "({}été·x )")]
    [InlineData("<a xmlns='u'><b/><c xmlns=''/></a>", "({u}a ({u}b ) ({}c ) )")]
    [InlineData("<p:a xmlns:p='u' xmlns='v'><b p:c='1' c='1'/></p:a>", "({u}a ({v}b ) )")]
    [InlineData("<p:a xmlns:p='u'><p:b xmlns:p='v'/><p:c/></p:a>", "({u}a ({v}b ) ({u}c ) )")]
    [InlineData("<xml:a xml:lang='en'/>", "({xml}a )")]
    [InlineData("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "({}a )")]
    [InlineData("<a xmlns='DAV:'/>", "({DAV:}a! )")]
    [InlineData("<a xmlns='D&#x41;V&#58;'/>", "({D&#x41;V&#58;}a! )")]
    [InlineData("<a xmlns='DAV'/>", "({DAV}a )")]
    [InlineData("<a xmlns='DAV: '/>", "({DAV: }a )")]
    [InlineData("<a xmlns='dav:'/>", "({dav:}a )")]
    public void DocumentsGiveTheirTokens(string document, string? tokens)
    {
        Assert.Equal(tokens ?? "400", Tokens(Encoding.UTF8.GetBytes(document)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a")]
    [InlineData("<a/>b")]
    [InlineData("<a/><b/>")]
    [InlineData("<a></b>")]
    [InlineData("<a></ab>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("</a>")]
    [InlineData("<a b/>")]
    [InlineData("<a b=c/>")]
    [InlineData("<a b='c'd='e'/>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>")]
    [InlineData("<a xmlns:p='u' xmlns:q='&#117;' p:b='1' q:b='2'/>")]
    [InlineData("<a xmlns='u' xmlns='u'/>")]
    [InlineData("<p:a/>")]
    [InlineData("<a p:b=''/>")]
    [InlineData("<a xmlns:p=''/>")]
    [InlineData("<a xmlns:xml='u'/>")]
    [InlineData("<a xmlns:xmlns='u'/>")]
    [InlineData("<a xmlns='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<xmlns:a/>")]
    [InlineData("<a:/>")]
    [InlineData("<:a/>")]
    [InlineData("<a:b:c xmlns:a='u'/>")]
    [InlineData("<1a/>")]
    [InlineData("<a&b/>")]
    [InlineData("< a/>")]
    [InlineData("<a / >")]
    [InlineData("<a>]]></a>")]
    [InlineData("<a>&nbsp;</a>")]
    [InlineData("<a>& </a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&#xFFFF;</a>")]
    [InlineData("<a>&#x110000;</a>")]
    [InlineData("<a>&#99999999999999999999999999999999999;</a>")]
    [InlineData("<a>&#x;</a>")]
    [InlineData("<a>&#1a;</a>")]
    [InlineData("<a>&#X41;</a>")]
    [InlineData("<a b='&x;'/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<a>\uFFFE</a>")]
    [InlineData("<a><!-- -- --></a>")]
    [InlineData("<a><!-></a>")]
    [InlineData("<![CDATA[]]><a/>")]
    [InlineData("<a><?xml version='1.0'?></a>")]
    [InlineData("<a><?XmL ?></a>")]
    [InlineData("<a><?p:q ?></a>")]
    [InlineData("<a><?p!?></a>")]
    [InlineData(" <?xml version='1.0'?><a/>")]
    [InlineData("<?xml?><a/>")]
    [InlineData("<?xml version='2.0'?><a/>")]
    [InlineData("<?xml encoding='utf-8' version='1.0'?><a/>")]
    [InlineData("<?xml version='1.0'encoding='utf-8'?><a/>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!doctype a><a/>")]
    public void MalformedDocumentsGet400(string document)
    {
        Assert.Equal("400", Tokens(Encoding.UTF8.GetBytes(document)));
    }

    [Fact]
    public void EntityBombsGoOffNowhere()
    {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE l [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++)
        {
            bomb.Append("<!ENTITY l").Append(i).Append(" \"");
            bomb.Insert(bomb.Length, "&l" + (i - 1) + ";", 10).Append("\">");
        }

        bomb.Append("]><l>&l9;</l>");
        Assert.Equal("400", Tokens(Encoding.UTF8.GetBytes(bomb.ToString())));
        Assert.Equal("400", Tokens(Encoding.UTF8.GetBytes("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>")));
        Assert.Equal("400", Tokens(Encoding.UTF8.GetBytes("<a>&e;</a>")));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xC1, 0xBF })]
    [InlineData(new byte[] { 0xE0, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xEF, 0xBF, 0xBF })]
    [InlineData(new byte[] { 0xF0, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0 })]
    public void OctetsThatAreNoCharactersGet400WhereverTheyStand(byte[] octets)
    {
        foreach (string around in new[] { "<a>|</a>", "<a b='|'/>", "<a|/>", " <|/>", "<a><!--|--></a>", "<a><![CDATA[|]]></a>", "<a><?p |?></a>", "<a xmlns='|'/>" })
        {
            byte[] document = Concat(Encoding.UTF8.GetBytes(around.Substring(0, around.IndexOf('|'))), octets, Encoding.UTF8.GetBytes(around.Substring(around.IndexOf('|') + 1)));
            Assert.Equal("400", Tokens(document));
        }
    }

    [Fact]
    public void EncodingsOtherThanUtf8Get415()
    {
        Assert.Equal("415", Tokens(Concat(new byte[] { 0xFF, 0xFE }, Encoding.Unicode.GetBytes("<a/>"))));
        Assert.Equal("415", Tokens(Concat(new byte[] { 0xFE, 0xFF }, Encoding.BigEndianUnicode.GetBytes("<a/>"))));
        Assert.Equal("415", Tokens(Encoding.Unicode.GetBytes("<a/>")));
        Assert.Equal("415", Tokens(Encoding.BigEndianUnicode.GetBytes("<a/>")));
        Assert.Equal("415", Tokens(Encoding.UTF8.GetBytes("<?xml version='1.0' encoding='iso-8859-1'?><a/>")));
        Assert.Equal("415", Tokens(Encoding.UTF8.GetBytes("<?xml version='1.0' encoding='UTF-16'?><a/>")));
    }

    [Fact]
    public void EachBoundIsReachedAndNotPassed()
    {
        Assert.Equal("(", Tokens(Nested(Limits.XmlDepth)).Substring(0, 1));
        Assert.Equal("413", Tokens(Nested(Limits.XmlDepth + 1)));
        Assert.Equal("413", Tokens(Nested(100_000)));
        Assert.Equal("413", Tokens(Encoding.UTF8.GetBytes(Repeat("<b>", 100_000))));
        Assert.Equal("({}a )", Tokens(Attributes(Limits.XmlAttributes)));
        Assert.Equal("413", Tokens(Attributes(Limits.XmlAttributes + 1)));
        Assert.Equal("(", Tokens(Declarations(Limits.XmlNamespaces / 4)).Substring(0, 1));
        Assert.Equal("413", Tokens(Declarations((Limits.XmlNamespaces / 4) + 1)));
    }

    [Fact]
    public void EveryPrefixOfAValidDocumentIsRefused()
    {
        foreach (string vector in PropFindVectors.Valid)
        {
            byte[] document = Encoding.UTF8.GetBytes(vector.TrimEnd());
            for (int length = 0; length < document.Length; length++)
            {
                Assert.Equal("400", Tokens(document.AsSpan(0, length).ToArray()));
            }
        }
    }

    [Fact]
    public void ADocumentIsReadWhereItStandsInTheBuffer()
    {
        byte[] buffer = Encoding.UTF8.GetBytes("<x><a>1</a></x></x>");
        XmlReader reader = new XmlReader();
        reader.Begin(buffer, 3, 11);
        Assert.Equal(XmlReader.StartElement, reader.Read());
        Assert.Equal(XmlReader.Text, reader.Read());
        Assert.Equal(6, reader.TextStart);
        Assert.Equal(XmlReader.EndElement, reader.Read());
        Assert.Equal(XmlReader.End, reader.Read());
        Assert.Equal(XmlReader.End, reader.Read());
    }

    [Fact]
    public void SkipPassesOverAllThatIsInAnElement()
    {
        byte[] buffer = Encoding.UTF8.GetBytes("<x><a>1<b><a/></b><![CDATA[</a>]]></a><c/></x>");
        XmlReader reader = new XmlReader();
        reader.Begin(buffer, 0, buffer.Length);
        reader.Read();
        reader.Read();
        Assert.True(reader.Is("a"));
        Assert.Equal(XmlReader.EndElement, reader.Skip());
        Assert.Equal(XmlReader.StartElement, reader.Read());
        Assert.True(reader.Is("c"));
        Assert.Equal(XmlReader.EndElement, reader.Skip());
        Assert.Equal(1, reader.Depth);
        Assert.Equal(XmlReader.EndElement, reader.Read());
        Assert.Equal(XmlReader.End, reader.Read());
    }

    /// <summary>The tokens of a document in one line, or the status it is refused with.</summary>
    internal static string Tokens(byte[] document)
    {
        XmlReader reader = new XmlReader();
        reader.Begin(document, 0, document.Length);
        StringBuilder tokens = new StringBuilder();
        for (int reads = 0; ; reads++)
        {
            Assert.True(reads <= document.Length + 1, "more tokens than octets");
            int token = reader.Read();
            if (token == XmlReader.Refused)
            {
                Assert.Equal(XmlReader.Refused, reader.Read());
                return reader.Refusal.ToString();
            }

            if (token == XmlReader.End)
            {
                return tokens.ToString().TrimEnd();
            }

            if (token == XmlReader.EndElement)
            {
                tokens.Append(") ");
            }
            else if (token == XmlReader.Text)
            {
                tokens.Append('\'').Append(Encoding.UTF8.GetString(document, reader.TextStart, reader.TextEnd - reader.TextStart)).Append("' ");
            }
            else
            {
                string space = reader.Namespace == XmlNamespaces.Xml ? "xml" : Encoding.UTF8.GetString(document, reader.NamespaceStart, reader.NamespaceEnd - reader.NamespaceStart);
                tokens.Append("({").Append(space).Append('}').Append(Encoding.UTF8.GetString(document, reader.NameStart, reader.NameEnd - reader.NameStart)).Append(reader.IsDav ? "! " : " ");
            }
        }
    }

    private static byte[] Nested(int depth)
    {
        return Encoding.UTF8.GetBytes(Repeat("<a>", depth) + Repeat("</a>", depth));
    }

    private static byte[] Attributes(int count)
    {
        StringBuilder document = new StringBuilder("<a");
        for (int i = 0; i < count; i++)
        {
            document.Append(" b").Append(i).Append("=''");
        }

        return Encoding.UTF8.GetBytes(document.Append("/>").ToString());
    }

    private static byte[] Declarations(int elements)
    {
        return Encoding.UTF8.GetBytes(Repeat("<a xmlns='u' xmlns:p='u' xmlns:q='u' xmlns:r='u'>", elements) + Repeat("</a>", elements));
    }

    private static string Repeat(string text, int times)
    {
        return new StringBuilder().Insert(0, text, times).ToString();
    }

    private static byte[] Concat(params byte[][] parts)
    {
        System.IO.MemoryStream all = new System.IO.MemoryStream();
        foreach (byte[] part in parts)
        {
            all.Write(part);
        }

        return all.ToArray();
    }
}
