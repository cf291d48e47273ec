using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public sealed class StructuredItemTests
{
    [Theory]
    [InlineData("?1", StructuredItem.True)]
    [InlineData("?0;a", StructuredItem.False)]
    [InlineData("?1; *a=1;b=\"x;y\\\"\"", StructuredItem.True)]
    [InlineData("?1;", StructuredItem.Malformed)]
    [InlineData("?1;;a", StructuredItem.Malformed)]
    [InlineData("?1;a=", StructuredItem.Malformed)]
    [InlineData("?1;a=\"b", StructuredItem.Malformed)]
    [InlineData("?1;A", StructuredItem.Malformed)]
    [InlineData("?1;a,?1", StructuredItem.Malformed)]
    [InlineData("?1;a ?1", StructuredItem.Malformed)]
    [InlineData(";a", StructuredItem.Malformed)]
    public void ABooleanIsReadWithWhatStandsBehindIt(string value, int expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes("x" + value + "x");
        Assert.Equal(expected, StructuredItem.Boolean(octets, 1, octets.Length - 1));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("12;a=1", 12)]
    [InlineData("999999999999999;a", 999999999999999)]
    [InlineData("1234567890123456;a", StructuredItem.Malformed)]
    [InlineData("12;", StructuredItem.Malformed)]
    [InlineData(";a", StructuredItem.Malformed)]
    public void AWholeNumberIsReadWithWhatStandsBehindIt(string value, long expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes("1" + value + "1");
        Assert.Equal(expected, StructuredItem.Integer(octets, 1, octets.Length - 1));
    }
}
