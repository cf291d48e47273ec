using System;
using System.Collections.Generic;
using PeerDevice.Drivers;

namespace PeerDevice.VirtualBoard.Tests;

public sealed class BoardRandomTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(16)]
    public void EveryOctetIsDrawnAnew(int length)
    {
        BoardRandom random = new(new SystemClock());
        HashSet<byte>[] seen = new HashSet<byte>[length];
        for (int i = 0; i < 64; i++)
        {
            byte[] drawn = new byte[length];
            random.Fill(drawn);
            for (int j = 0; j < length; j++)
            {
                (seen[j] ??= []).Add(drawn[j]);
            }
        }

        // 64 drawings of 256 with fewer than 32 different ones: less than once in 10^12 runs.
        Assert.All(seen, octets => Assert.True(octets.Count >= 32));
    }
}
