using PeerDevice.Bytes;

namespace PeerDevice.Tests.Bytes;

public class OctetsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(5, 0)]
    public void OneOctetThatDiffersAnywhereIsSeen(int start, int otherStart)
    {
        foreach (int count in new[] { 1, 7, 8, 9, 63, 64, 65, 327, 328, 329, 391, 600 })
        {
            byte[] one = new byte[start + count];
            byte[] other = new byte[otherStart + count];
            for (int i = 0; i < count; i++)
            {
                one[start + i] = (byte)(i * 7);
                other[otherStart + i] = (byte)(i * 7);
            }

            Assert.True(Octets.AreSame(one, start, other, otherStart, count));
            for (int i = 0; i < count; i++)
            {
                other[otherStart + i] ^= 0x20;
                Assert.False(Octets.AreSame(one, start, other, otherStart, count), count + " octets, at " + i);
                other[otherStart + i] ^= 0x20;
            }
        }
    }
}
