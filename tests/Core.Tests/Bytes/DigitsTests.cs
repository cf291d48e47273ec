using System.Globalization;
using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.Bytes;

public class DigitsTests
{
    [Fact]
    public void EveryPairIsThePlatformsOwn()
    {
        byte[] into = new byte[4];
        for (int value = 0; value < 256; value++)
        {
            Digits.Octet(value, into, 1);
            Assert.Equal(value.ToString("x2", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(into, 1, 2));
            if (value < 100)
            {
                Digits.Two(value, into, 2);
                Assert.Equal(value.ToString("00", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(into, 2, 2));
            }
        }

        Assert.Equal(0, into[0]);
    }

    [Fact]
    public void HexadecimalNumbersAreThePlatformsOwnAtEveryBit()
    {
        byte[] into = new byte[20];
        for (int bit = 0; bit < 64; bit++)
        {
            foreach (long value in new[] { 1L << bit, (1L << bit) - 1, ~(1L << bit), (1L << bit) | 1 })
            {
                int end = Digits.Hex(value, into, 3);
                Assert.Equal(value.ToString("x", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(into, 3, end - 3));
            }
        }
    }
}
