using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Snmp;

namespace PeerDevice.Tests.Snmp;

/// <summary>BER as SNMP has it: what is written is read again, and what does not fit fails and stays failed.</summary>
public sealed class BerTests
{
    [Theory]
    [InlineData(0L, new byte[] { 2, 1, 0 })]
    [InlineData(127L, new byte[] { 2, 1, 0x7F })]
    [InlineData(128L, new byte[] { 2, 2, 0, 0x80 })]
    [InlineData(-1L, new byte[] { 2, 1, 0xFF })]
    [InlineData(-128L, new byte[] { 2, 1, 0x80 })]
    [InlineData(-129L, new byte[] { 2, 2, 0xFF, 0x7F })]
    [InlineData(256L, new byte[] { 2, 2, 1, 0 })]
    [InlineData(2147483647L, new byte[] { 2, 4, 0x7F, 0xFF, 0xFF, 0xFF })]
    [InlineData(-2147483648L, new byte[] { 2, 4, 0x80, 0, 0, 0 })]
    [InlineData(4294967295L, new byte[] { 2, 5, 0, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void ANumberTakesAsFewOctetsAsHoldIt(long value, byte[] expected)
    {
        BerWriter writer = new BerWriter(new ByteWriter(new byte[16]));
        writer.Integer(Ber.Integer, value);
        Assert.Equal(expected, writer.Octets.Buffer.AsSpan(0, writer.Octets.Position).ToArray());
        if (value == (int)value)
        {
            BerReader reader = new BerReader();
            reader.Attach(expected, 0, expected.Length);
            Assert.Equal((int)value, reader.Integer());
            Assert.True(reader.IsAtEnd);
            Assert.False(reader.HasFailed);
        }
    }

    [Theory]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 2, 0 })]
    [InlineData(new byte[] { 2, 1 })]
    [InlineData(new byte[] { 3, 1, 0 })]
    [InlineData(new byte[] { 2, 5, 0, 0, 0, 0, 1 })]
    [InlineData(new byte[] { 2, 0x80, 1, 0, 0 })]
    [InlineData(new byte[] { 2, 0x85, 0, 0, 0, 0, 1, 7 })]
    [InlineData(new byte[] { 2, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 7 })]
    [InlineData(new byte[] { 2, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, 7 })]
    [InlineData(new byte[] { 2, 0x82, 0 })]
    [InlineData(new byte[] { 2, 0xFF, 1 })]
    [InlineData(new byte[0])]
    public void WhatIsNoNumberFailsAndNothingIsReadAfterIt(byte[] octets)
    {
        byte[] more = new byte[octets.Length + 3];
        octets.CopyTo(more, 0);
        BerReader reader = new BerReader();
        reader.Attach(more, 0, octets.Length);
        Assert.Equal(0, reader.Integer());
        Assert.True(reader.HasFailed);
        Assert.True(reader.IsAtEnd);
        Assert.Equal(0, reader.Integer());
        Assert.Equal(0, reader.Skip(Ber.OctetString));
        reader.SkipAny();
        Assert.Equal(0, reader.Peek());
        Assert.True(reader.Position <= octets.Length);
    }

    [Theory]
    [InlineData(new byte[] { 2, 1, 5 })]
    [InlineData(new byte[] { 2, 0x81, 1, 5 })]
    [InlineData(new byte[] { 2, 0x82, 0, 1, 5 })]
    [InlineData(new byte[] { 2, 0x84, 0, 0, 0, 1, 5 })]
    [InlineData(new byte[] { 2, 0x84, 0, 0, 0, 2, 0, 5 })]
    public void ALengthMayTakeMoreOctetsThanItNeeds(byte[] octets)
    {
        BerReader reader = new BerReader();
        reader.Attach(octets, 0, octets.Length);
        Assert.Equal(5, reader.Integer());
        Assert.False(reader.HasFailed);
    }

    [Fact]
    public void WhatIsEnteredMustBeReadWholeAndReachesNoFurther()
    {
        byte[] octets = { 0x30, 3, 2, 1, 5, 2, 1, 6 };
        BerReader reader = new BerReader();
        reader.Attach(octets, 0, octets.Length);
        int outer = reader.Enter(Ber.Sequence);
        Assert.Equal(5, reader.Integer());
        Assert.True(reader.IsAtEnd);
        reader.Leave(outer);
        Assert.Equal(6, reader.Integer());
        Assert.False(reader.HasFailed);

        reader.Attach(octets, 0, octets.Length);
        reader.Leave(reader.Enter(Ber.Sequence));
        Assert.True(reader.HasFailed);

        reader.Attach(new byte[] { 0x30, 2, 2, 1, 5 }, 0, 5);
        reader.Enter(Ber.Sequence);
        reader.Integer();
        Assert.True(reader.HasFailed);
    }

    [Fact]
    public void TextIsCutBetweenTwoCharacters()
    {
        ByteWriter octets = new ByteWriter(new byte[64]);
        BerWriter writer = new BerWriter(octets);
        writer.Text("aü€𝄞", 9);
        Assert.Equal(new byte[] { 4, 0x82, 0, 6, (byte)'a', 0xC3, 0xBC, 0xE2, 0x82, 0xAC }, octets.Buffer.AsSpan(0, octets.Position).ToArray());
        octets.Reset();
        writer.Text("aü€𝄞", 10);
        Assert.Equal(14, octets.Position);
        octets.Reset();
        writer.Text("aü", 2);
        Assert.Equal(new byte[] { 4, 0x82, 0, 1, (byte)'a' }, octets.Buffer.AsSpan(0, octets.Position).ToArray());
    }

    [Fact]
    public void WhatDoesNotFitOverflowsAndWritesNothingBeyond()
    {
        for (int room = 0; room < 12; room++)
        {
            ByteWriter octets = new ByteWriter(new byte[room]);
            BerWriter writer = new BerWriter(octets);
            int opened = writer.Open(Ber.Sequence);
            writer.Integer(Ber.Integer, 1234567);
            writer.Text("abc", 2);
            writer.Empty(Ber.Null);
            writer.Close(opened);
            Assert.True(octets.Overflowed);
            Assert.True(octets.Position <= room);
        }
    }
}
