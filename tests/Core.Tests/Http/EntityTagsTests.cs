using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class EntityTagsTests
{
    [Theory]
    [InlineData("*", EntityTags.Any, EntityTags.Any)]
    [InlineData("\"xyzzy\"", EntityTags.Match, EntityTags.Match)]
    [InlineData("\"xyzzy\", \"r2d2xxxx\", \"c3piozzzz\"", EntityTags.Match, EntityTags.Match)]
    [InlineData("\"r2d2xxxx\", \"c3piozzzz\"", EntityTags.NoMatch, EntityTags.NoMatch)]
    [InlineData("W/\"xyzzy\"", EntityTags.NoMatch, EntityTags.Match)]
    [InlineData("W/\"r2d2xxxx\",W/\"xyzzy\"\t,\"c3piozzzz\"", EntityTags.NoMatch, EntityTags.Match)]
    [InlineData("W/\"xyzzy\", \"xyzzy\"", EntityTags.Match, EntityTags.Match)]
    [InlineData(",, \"xyzzy\" ,,", EntityTags.Match, EntityTags.Match)]
    [InlineData("\"a,b\", \"xyzzy\"", EntityTags.Match, EntityTags.Match)]
    [InlineData("\"\"", EntityTags.NoMatch, EntityTags.NoMatch)]
    [InlineData("\"XYZZY\"", EntityTags.NoMatch, EntityTags.NoMatch)]
    [InlineData("\"xyzz\"", EntityTags.NoMatch, EntityTags.NoMatch)]
    [InlineData("", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData(",", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("xyzzy", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("\"xyzzy", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("\"xyzzy\" \"b\"", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("\"xyzzy\"x", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("w/\"xyzzy\"", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("W/", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("W/xyzzy", EntityTags.Malformed, EntityTags.Malformed)]
    [InlineData("*, \"xyzzy\"", EntityTags.Malformed, EntityTags.Malformed)]
    public void ComparesAsRfc9110Section13Says(string value, int strong, int weak)
    {
        byte[] tag = Ascii.Octets("xyzzy and more");
        byte[] octets = Ascii.Octets("\"" + value + "\"");
        Assert.Equal(strong, EntityTags.Contains(octets, 1, octets.Length - 1, tag, 5, true));
        Assert.Equal(weak, EntityTags.Contains(octets, 1, octets.Length - 1, tag, 5, false));
    }

    [Fact]
    public void MatchesNothingWhereThereIsNoRepresentation()
    {
        byte[] octets = Ascii.Octets("\"\"");
        Assert.Equal(EntityTags.NoMatch, EntityTags.Contains(octets, 0, octets.Length, octets, -1, false));
        Assert.Equal(EntityTags.Match, EntityTags.Contains(octets, 0, octets.Length, octets, 0, false));
    }
}
