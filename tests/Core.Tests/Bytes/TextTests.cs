using System;
using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.Bytes;

public class TextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("999999999", 999999999)]
    [InlineData("9999999999", 9999999999)]
    [InlineData("4294967296", 4294967296)]
    [InlineData("00000000000000000000000000001", 1)]
    [InlineData("123456789x", -1)]
    [InlineData("12345678/", -1)]
    [InlineData("12345678:", -1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", -1)]
    [InlineData("18446744073709551617", -1)]
    [InlineData("", -1)]
    [InlineData("+1", -1)]
    [InlineData("-1", -1)]
    [InlineData("1 ", -1)]
    [InlineData("1.0", -1)]
    public void ReadsDigitsAndNothingElse(string text, long number)
    {
        byte[] octets = Ascii.Octets(text);
        Assert.Equal(number, Text.Number(octets, 0, octets.Length));
    }

    [Fact]
    public void TellsWellFormedUtf8AsDotNetDoes()
    {
        var strict = new UTF8Encoding(false, true);
        for (int first = 0; first < 256; first++)
        {
            for (int second = 0; second < 256; second++)
            {
                byte[] two = { (byte)first, (byte)second };
                Assert.Equal(IsValid(strict, two), Text.IsUtf8(two, 0, 2));
                byte[] three = { (byte)first, (byte)second, 0x80 };
                Assert.Equal(IsValid(strict, three), Text.IsUtf8(three, 0, 3));
                byte[] four = { (byte)first, (byte)second, 0xBF, 0x80 };
                Assert.Equal(IsValid(strict, four), Text.IsUtf8(four, 0, 4));
            }
        }
    }

    [Theory]
    [InlineData("\xC0\xAF")]
    [InlineData("\xE0\x80\xAF")]
    [InlineData("\xED\xA0\x80")]
    [InlineData("\xF4\x90\x80\x80")]
    [InlineData("\xE2\x82")]
    [InlineData("\xE2\x82g")]
    [InlineData("\x80")]
    public void RefusesOverlongSurrogateAndBrokenUtf8(string octets)
    {
        byte[] b = Ascii.Octets(octets);
        Assert.False(Text.IsUtf8(b, 0, b.Length));
    }

    [Fact]
    public void KnowsVisibleAsciiAtEveryPlaceOfEveryLength()
    {
        for (int length = 1; length < 26; length++)
        {
            for (int at = 0; at < length; at++)
            {
                for (int octet = 0; octet < 256; octet++)
                {
                    byte[] b = Ascii.Octets(" " + new string('~', length) + " ");
                    b[1 + at] = (byte)octet;
                    Assert.Equal(octet >= 0x21 && octet <= 0x7E, Text.AreVisible(b, 1, 1 + length));
                }
            }
        }

        Assert.True(Text.AreVisible(Ascii.Octets(" "), 1, 1));
    }

    [Fact]
    public void ComparesWithoutCase()
    {
        byte[] b = Ascii.Octets("xChunkedx");
        Assert.True(Text.EqualsIgnoreCase(b, 1, 8, "chunked"));
        Assert.False(Text.EqualsIgnoreCase(b, 0, 7, "chunked"));
        Assert.False(Text.EqualsIgnoreCase(b, 1, 7, "chunked"));

        // '[' and '{' differ by the bit that tells cases apart, and are no letters.
        Assert.False(Text.EqualsIgnoreCase(Ascii.Octets("["), 0, 1, "{"));
    }

    [Fact]
    public void TrimsBlanks()
    {
        byte[] b = Ascii.Octets(" \ta b\t ");
        Assert.Equal(2, Text.SkipBlanks(b, 0, b.Length));
        Assert.Equal(5, Text.TrimEnd(b, 2, b.Length));
        Assert.Equal(3, Text.SkipBlanks(Ascii.Octets("   "), 0, 3));
        Assert.Equal(0, Text.TrimEnd(Ascii.Octets("   "), 0, 3));
    }

    [Fact]
    public void ReadsHexadecimalDigitsInEitherCase()
    {
        for (int octet = 0; octet < 256; octet++)
        {
            int expected = Uri.IsHexDigit((char)octet) ? Uri.FromHex((char)octet) : -1;
            Assert.Equal(expected, Text.HexDigit((byte)octet));
        }
    }

    private static bool IsValid(UTF8Encoding strict, byte[] octets)
    {
        try
        {
            strict.GetCharCount(octets);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
