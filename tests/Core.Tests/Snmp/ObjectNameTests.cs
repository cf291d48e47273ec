using System;
using PeerDevice.Wire.Snmp;

namespace PeerDevice.Tests.Snmp;

/// <summary>Names in their order, which is that of their numbers and not of their octets.</summary>
public sealed class ObjectNameTests
{
    [Theory]
    [InlineData(new byte[] { 0x2B })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x2B, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0x2B, 0x81, 0, 1 })]
    public void SubIdentifiersOfUpTo32BitsAreAName(byte[] name)
    {
        Assert.True(ObjectName.IsWellFormed(name, 0, name.Length));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x80, 1 })]
    [InlineData(new byte[] { 0x2B, 0x80, 0 })]
    [InlineData(new byte[] { 0x2B, 0x81 })]
    [InlineData(new byte[] { 0x2B, 0x90, 0x80, 0x80, 0x80, 0 })]
    [InlineData(new byte[] { 0x2B, 0x81, 0x80, 0x80, 0x80, 0x80, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    public void EverythingElseIsNone(byte[] name)
    {
        byte[] more = new byte[name.Length + 2];
        name.CopyTo(more, 0);
        Assert.False(ObjectName.IsWellFormed(more, 0, name.Length));
    }

    [Fact]
    public void ANameHas128SubIdentifiersAtMost()
    {
        Assert.True(ObjectName.IsWellFormed(new byte[Limits.SubIdentifiers - 1], 0, Limits.SubIdentifiers - 1));
        Assert.False(ObjectName.IsWellFormed(new byte[Limits.SubIdentifiers], 0, Limits.SubIdentifiers));
    }

    [Fact]
    public void TheOrderIsThatOfTheNumbers()
    {
        byte[][] ordered =
        {
            new byte[] { 1 },
            new byte[] { 0x2B },
            new byte[] { 0x2B, 0 },
            new byte[] { 0x2B, 0, 0 },
            new byte[] { 0x2B, 1 },
            new byte[] { 0x2B, 0x7F },
            new byte[] { 0x2B, 0x7F, 5 },
            new byte[] { 0x2B, 0x81, 0 },
            new byte[] { 0x2B, 0x81, 0, 0 },
            new byte[] { 0x2B, 0x81, 1 },
            new byte[] { 0x2B, 0xFF, 0x7F },
            new byte[] { 0x2B, 0x81, 0x80, 0 },
            new byte[] { 0x2B, 0x81, 0x80, 1 },
            new byte[] { 0x2B, 0xFF, 0xFF, 0x7F },
            new byte[] { 0x2B, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F },
            new byte[] { 0x2C },
        };
        for (int i = 0; i < ordered.Length; i++)
        {
            for (int j = 0; j < ordered.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), Math.Sign(ObjectName.Compare(ordered[i], 0, ordered[i].Length, ordered[j], 0, ordered[j].Length)));
                bool isPrefix = ordered[i].AsSpan().StartsWith(ordered[j]);
                int order = ObjectName.ComparePrefix(ordered[i], 0, ordered[i].Length, ordered[j], 0, ordered[j].Length);
                Assert.Equal(isPrefix ? 0 : i.CompareTo(j), Math.Sign(order));
            }
        }
    }
}
