using PeerDevice.Bytes;

namespace PeerDevice.Tests.Bytes;

public class ByteWriterTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(7, "7")]
    [InlineData(10, "10")]
    [InlineData(-1, "-1")]
    [InlineData(-10, "-10")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void WritesNumbersInDigits(long value, string digits)
    {
        var w = new ByteWriter(new byte[32]);
        w.Number(value);
        Assert.Equal(digits, Ascii.Written(w));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(15, "f")]
    [InlineData(16, "10")]
    [InlineData(0xDEADBEEF, "deadbeef")]
    [InlineData(long.MaxValue, "7fffffffffffffff")]
    [InlineData(-1, "ffffffffffffffff")]
    public void WritesHexadecimal(long value, string digits)
    {
        var w = new ByteWriter(new byte[32]);
        w.Hex(value);
        Assert.Equal(digits, Ascii.Written(w));
    }

    [Fact]
    public void WritesWhatJustFitsAndLeavesOutWhatDoesNot()
    {
        var w = new ByteWriter(new byte[6]);
        w.Text("Grüß");
        Assert.False(w.Overflowed);
        Assert.Equal(0, w.Room);
        w.Octet((byte)'x');
        Assert.True(w.Overflowed);
        Assert.Equal("Grüß", Ascii.Written(w));

        w.Reset();
        Assert.False(w.Overflowed);
        w.Text("Grüße");
        Assert.True(w.Overflowed);
        Assert.Equal(0, w.Position);
    }

    [Fact]
    public void WritesALiteralInParts()
    {
        var w = new ByteWriter(new byte[6]);
        w.Ascii("abcdefgh", 2, 4);
        Assert.Equal("cdef", Ascii.Written(w));
        w.Ascii("abcdefgh", 6, 2);
        Assert.Equal("cdefgh", Ascii.Written(w));
        Assert.False(w.Overflowed);
        w.Ascii("abcdefgh", 0, 1);
        Assert.True(w.Overflowed);
        Assert.Equal("cdefgh", Ascii.Written(w));
    }

    [Fact]
    public void OverflowSticksUntilReset()
    {
        var w = new ByteWriter(new byte[3]);
        w.Number(1000);
        w.Hex(0x1000);
        w.Octets(new byte[4], 0, 4);
        w.Text("long");
        Assert.Equal(0, w.Position);
        w.Text("abc");
        Assert.Equal("abc", Ascii.Written(w));
        Assert.True(w.Overflowed);
        w.TwoDigits(10);
        w.Reset(1);
        Assert.False(w.Overflowed);
        w.TwoDigits(42);
        Assert.Equal("a42", Ascii.Written(w));
    }
}
