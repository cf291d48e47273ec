using System;
using System.Globalization;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Tests.Dav;

public sealed class Rfc3339Tests
{
    [Fact]
    public void EveryDayOfFourCenturiesIsWrittenAsThePlatformWritesIt()
    {
        ByteWriter writer = new ByteWriter(new byte[20]);
        const long Day = 86400;
        for (long moment = 1; moment < 400 * 366 * Day; moment += Day + 61)
        {
            AssertWritten(writer, moment);
        }

        AssertWritten(writer, new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds());
        AssertWritten(writer, new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
    }

    [Fact]
    public void WhatIsNotKnownOrHasFiveDigitsForItsYearIsNotWritten()
    {
        Assert.False(Rfc3339.CanWrite(0));
        Assert.False(Rfc3339.CanWrite(-1));
        Assert.False(Rfc3339.CanWrite(long.MinValue));
        Assert.True(Rfc3339.CanWrite(1));
        Assert.True(Rfc3339.CanWrite(253402300799));
        Assert.False(Rfc3339.CanWrite(253402300800));
        Assert.False(Rfc3339.CanWrite(long.MaxValue));
    }

    [Fact]
    public void WithoutRoomItOverflows()
    {
        for (int room = 0; room < 20; room++)
        {
            ByteWriter writer = new ByteWriter(new byte[room]);
            Rfc3339.Write(writer, 1763800000);
            Assert.True(writer.Overflowed);
        }
    }

    private static void AssertWritten(ByteWriter writer, long moment)
    {
        writer.Reset(0);
        Rfc3339.Write(writer, moment);
        Assert.Equal(
            DateTimeOffset.FromUnixTimeSeconds(moment).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            System.Text.Encoding.ASCII.GetString(writer.Buffer, 0, writer.Position));
        Assert.False(writer.Overflowed);
    }
}
