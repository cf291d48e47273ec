using System;
using System.Collections.Generic;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Tests;

public sealed class LinkReaderTests
{
    [Theory]
    [InlineData("<http://b.example/f>; rel=duplicate", "http://b.example/f|duplicate|999999")]
    [InlineData("  <http://b.example/f>;rel=\"duplicate\";pri=1 ;geo=de", "http://b.example/f|duplicate|1")]
    [InlineData("<f.meta4> ; REL = \"DescribedBy\" ; TYPE = \"Application/Metalink4+xml\"", "f.meta4|describedby|999999")]
    [InlineData("<a>; rel=duplicate, <b,;>; rel=\"x duplicate y\"; pri=\"2\"", "a|duplicate|999999 b,;|x duplicate y|2")]
    [InlineData(", ,<a>,,<b>, ", "a||999999 b||999999")]
    [InlineData("<a>;;; rel=duplicate;", "a|duplicate|999999")]
    [InlineData("<a>; rel=first; rel=duplicate", "a|first|999999")]
    [InlineData("<a>; title=\"a, <c>; rel=duplicate\"; rel=x", "a|x|999999")]
    [InlineData("<a>; title=\"a \\\" b\\\\\"; rel=x", "a|x|999999")]
    [InlineData("<a>; rel; pri=7", "a||7")]
    [InlineData("<a>; rel=; pri=0", "a||999999")]
    [InlineData("<a>; pri=1000000", "a||999999")]
    [InlineData("<a>; pri=-1", "a||999999")]
    [InlineData("<a>; pri=99999999999999", "a||999999")]
    [InlineData("<>", "||999999")]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("<a", "")]
    [InlineData("<a>; title=\"", "")]
    [InlineData("<a>; title=\"\\", "")]
    [InlineData("<a>; rel=x y, <b>", "a|x|999999")]
    [InlineData("<a> b, <c>", "a||999999")]
    public void EachLinkIsReadUntilOneIsNone(string value, string expected)
    {
        List<string> links = [];
        LinkReader reader = new(value);
        while (reader.Next())
        {
            links.Add($"{reader.Uri}|{reader.Relations}|{reader.Priority}");
        }

        Assert.Equal(expected, string.Join(' ', links));
        Assert.False(reader.Next());
    }

    [Fact]
    public void ARelationIsOneOfTheWords()
    {
        LinkReader reader = new("<a>; rel=\"duplicates  duplicate\", <b>; rel=xduplicate");
        Assert.True(reader.Next());
        Assert.True(reader.Is(LinkReader.Duplicate));
        Assert.False(reader.Is("dup"));
        Assert.True(reader.Next());
        Assert.False(reader.Is(LinkReader.Duplicate));
    }

    [Fact]
    public void AnyTextComesToItsEnd()
    {
        const string Letters = "<>;,=\"\\ \tarelpri19";
        Random random = new(8288);
        for (int round = 0; round < 20_000; round++)
        {
            char[] text = new char[random.Next(40)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Letters[random.Next(Letters.Length)];
            }

            LinkReader reader = new(new string(text));
            int links = 0;
            while (reader.Next())
            {
                links++;
                Assert.True(links <= text.Length, new string(text));
            }
        }
    }
}
