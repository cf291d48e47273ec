using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class RangeReaderTests
{
    // The examples of RFC 9110 §14.1.2 are for a representation of 10,000 octets.
    [Theory]
    [InlineData("bytes=0-499", 10000, "0-499")]
    [InlineData("bytes=500-999", 10000, "500-999")]
    [InlineData("bytes=-500", 10000, "9500-9999")]
    [InlineData("bytes=9500-", 10000, "9500-9999")]
    [InlineData("bytes=0-0,-1", 10000, "0-0,9999-9999")]
    [InlineData("bytes= 0-999, 4500-5499, -1000", 10000, "0-999,4500-5499,9000-9999")]
    [InlineData("bytes=500-600,601-999", 10000, "500-600,601-999")]
    [InlineData("bytes=500-700,601-999", 10000, "500-700,601-999")]
    [InlineData("Bytes=0-", 5, "0-4")]
    [InlineData("bytes=2-99999", 5, "2-4")]
    [InlineData("bytes=-99999", 5, "0-4")]
    [InlineData("bytes=2-99999999999999999999999999", 5, "2-4")]
    [InlineData("bytes=-99999999999999999999999999", 5, "0-4")]
    [InlineData("bytes=99-,1-2", 5, "1-2")]
    [InlineData("bytes=,1-2,,", 5, "1-2")]
    [InlineData("bytes=0-9223372036854775807", long.MaxValue, "0-9223372036854775806")]
    public void ServesWhatIsAskedFor(string value, long length, string ranges)
    {
        Assert.Equal(RangeReader.Satisfiable, Read(value, length, out string read));
        Assert.Equal(ranges, read);
    }

    [Theory]
    [InlineData("bytes=5-", 5)]
    [InlineData("bytes=5-9", 5)]
    [InlineData("bytes=-0", 5)]
    [InlineData("bytes=9-,7-8", 5)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=99999999999999999999999999-", 5)]
    public void CannotServeWhatLiesBehindTheEnd(string value, long length)
    {
        Assert.Equal(RangeReader.Unsatisfiable, Read(value, length, out string read));
        Assert.Equal("", read);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("bytes", 5)]
    [InlineData("bytes=", 5)]
    [InlineData("bytes=,", 5)]
    [InlineData("bytes 0-1", 5)]
    [InlineData("lines=0-1", 5)]
    [InlineData("bytes=1", 5)]
    [InlineData("bytes=-", 5)]
    [InlineData("bytes=2-1", 5)]
    [InlineData("bytes=a-b", 5)]
    [InlineData("bytes=1-b", 5)]
    [InlineData("bytes=--1", 5)]
    [InlineData("bytes=+1-2", 5)]
    [InlineData("bytes=1 -2", 5)]
    [InlineData("bytes=1-2-3", 5)]
    [InlineData("bytes=1-2;3-4", 5)]
    [InlineData("bytes=1-2,x", 5)]
    [InlineData("bytes=0-,0-", 5)]
    [InlineData("bytes=0-4,4-4", 5)]
    [InlineData("bytes=-1", 0)]
    public void IgnoresWhatIsNoRangeOfBytesOrAsksForMoreThanThereIs(string value, long length)
    {
        Assert.Equal(RangeReader.None, Read(value, length, out string read));
        Assert.Equal("", read);
    }

    [Fact]
    public void IgnoresMoreRangesThanItsBound()
    {
        var set = new StringBuilder("bytes=0-0");
        for (int i = 1; i < Limits.Ranges; i++)
        {
            set.Append(',').Append(2 * i).Append('-').Append(2 * i);
        }

        Assert.Equal(RangeReader.Satisfiable, Read(set.ToString(), 10000, out _));
        set.Append(",-1");
        Assert.Equal(RangeReader.None, Read(set.ToString(), 10000, out _));
    }

    private static int Read(string value, long length, out string ranges)
    {
        byte[] octets = Ascii.Octets(value);
        var r = new RangeReader();
        int answer = r.Read(octets, 0, octets.Length, length);
        ranges = "";
        for (int i = 0; i < r.Count; i++)
        {
            ranges += (i == 0 ? "" : ",") + r.First(i) + "-" + r.Last(i);
        }

        return answer;
    }
}
