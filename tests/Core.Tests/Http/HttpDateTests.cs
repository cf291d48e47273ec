using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class HttpDateTests
{
    private const long Rfc9110Example = 784111777;

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public void ReadsTheThreeFormatsOfRfc9110(string date)
    {
        Assert.Equal(Rfc9110Example, Read(date));
    }

    [Fact]
    public void WritesTheExampleOfRfc9110()
    {
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", Write(Rfc9110Example));
    }

    [Theory]
    [InlineData(0, "Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData(951782400, "Tue, 29 Feb 2000 00:00:00 GMT")]
    [InlineData(1709251199, "Thu, 29 Feb 2024 23:59:59 GMT")]
    [InlineData(2147483648, "Tue, 19 Jan 2038 03:14:08 GMT")]
    [InlineData(4102444800, "Fri, 01 Jan 2100 00:00:00 GMT")]
    [InlineData(253402300799, "Fri, 31 Dec 9999 23:59:59 GMT")]
    public void WritesAndReadsTheEdgesOfTheCalendar(long moment, string date)
    {
        Assert.Equal(date, Write(moment));
        Assert.Equal(moment, Read(date));
    }

    [Fact]
    public void AgreesWithTheCalendarOfDotNetOnEveryDayForTwoCenturies()
    {
        for (long day = 0; day < 200 * 366; day++)
        {
            long moment = (day * 86400) + (day * 7919 % 86400);
            string expected = System.DateTimeOffset.FromUnixTimeSeconds(moment).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(expected, Write(moment));
            Assert.Equal(moment, Read(expected));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 31 Feb 1994 08:49:37 GMT")]
    [InlineData("Sun, 29 Feb 2023 08:49:37 GMT")]
    [InlineData("Sun, 00 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 24:00:00 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:60:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:61 GMT")]
    [InlineData("sun, 06 nov 1994 08:49:37 gmt")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT ")]
    [InlineData("Sun, +6 Nov 1994 08:49:37 GMT")]
    [InlineData("Xyz, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunnday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [InlineData("Sun Nov 06 08:49:37 94")]
    public void RefusesWhatIsNoDate(string date)
    {
        Assert.Equal(-1, Read(date));
    }

    [Fact]
    public void TakesAMomentBefore1970AsTheBeginning()
    {
        Assert.Equal(0, Read("Thu, 01 Jan 1601 00:00:00 GMT"));
        Assert.Equal(0, Read("Wed, 31 Dec 1969 23:59:59 GMT"));
    }

    [Fact]
    public void LeavesADateThatDoesNotFitOutWhole()
    {
        var w = new ByteWriter(new byte[HttpDate.Length - 1]);
        HttpDate.Write(w, Rfc9110Example);
        Assert.True(w.Overflowed);
        Assert.Equal(0, w.Position);
    }

    private static long Read(string date)
    {
        byte[] octets = Ascii.Octets(date);
        return HttpDate.Read(octets, 0, octets.Length);
    }

    private static string Write(long moment)
    {
        var w = new ByteWriter(new byte[64]);
        HttpDate.Write(w, moment);
        return Ascii.Written(w);
    }
}
