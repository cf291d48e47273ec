using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Tests;

/// <summary>What is packed is unpacked to its last octet, or it is told that it cannot be.</summary>
public sealed class UnpackerTests
{
    private static readonly byte[] Document = Enumerable.Range(0, 3000).Select(i => (byte)((i * 7) ^ (i >> 4))).ToArray();

    public static TheoryData<string, string> Codings => new() { { "gzip", "gzip" }, { "deflate", "raw" }, { "deflate", "zlib" } };

    [Theory]
    [MemberData(nameof(Codings))]
    public void WhatIsPackedComesOutAsItWas(string coding, string frame)
    {
        foreach (byte[] document in new[] { Document, Document[..1], [], new byte[1000000] })
        {
            foreach (CompressionLevel level in Enum.GetValues<CompressionLevel>())
            {
                (byte[] got, int end) = Read(coding, Pack(document, frame, level), 0, 777);
                Assert.Equal(ByteSource.End, end);
                Assert.Equal(document, got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void ItMayComeAnOctetAtATime(string coding, string frame)
    {
        (byte[] got, int end) = Read(coding, Pack(Document, frame), 0, 1);
        Assert.Equal(ByteSource.End, end);
        Assert.Equal(Document, got);
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void AnEndThatComesTooSoonIsToldWhereverItComes(string coding, string frame)
    {
        byte[] packed = Pack(Document, frame);
        for (int cut = 1; cut < packed.Length; cut++)
        {
            (byte[] got, int end) = Read(coding, packed[..cut], 0, 100);
            Assert.True(end == ByteSource.Broken, $"cut at {cut} of {packed.Length}: {end}");
            Assert.Equal(Document[..got.Length], got);
        }

        // Nothing at all is nothing.
        Assert.Equal(ByteSource.End, Read(coding, [], 0, 100).End);
    }

    [Fact]
    public void TheProgramItselfIsToldToNoticeIt()
    {
        Assert.Contains("\"System.IO.Compression.UseStrictValidation\": true", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "peer.runtimeconfig.json")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void HowTheSenderFailedIsPassedOn(string coding, string frame)
    {
        byte[] packed = Pack(Document, frame);
        foreach (int failure in new[] { ByteSource.Broken, ByteSource.TimedOut })
        {
            for (int cut = 0; cut < packed.Length; cut += 97)
            {
                Assert.Equal(failure, Read(coding, packed[..cut], failure, 100).End);
            }
        }
    }

    [Fact]
    public void WhatIsNotPackedIsBroken()
    {
        Assert.Equal(ByteSource.Broken, Read("gzip", Document, 0, 100).End);
        Assert.Equal(ByteSource.Broken, Read("gzip", Pack(Document, "zlib"), 0, 100).End);
        Assert.Equal(ByteSource.Broken, Read("deflate", [0x78, 0x9C, 0xFF, 0xFF], 0, 100).End);
        Assert.Equal(ByteSource.Broken, Read("deflate", [0xFF, 0xFF, 0xFF], 0, 100).End);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "zlib")]
    public void AWrongOctetIsNoticedByTheChecksum(string coding, string frame)
    {
        byte[] packed = Pack(Document, frame);
        packed[^1] ^= 1;
        Assert.Equal(ByteSource.Broken, Read(coding, packed, 0, 100).End);
    }

    private static byte[] Pack(byte[] document, string frame, CompressionLevel level = CompressionLevel.Optimal)
    {
        MemoryStream packed = new();
        using (Stream packing = frame == "gzip" ? new GZipStream(packed, level, true) : frame == "zlib" ? new ZLibStream(packed, level, true) : new DeflateStream(packed, level, true))
        {
            packing.Write(document);
        }

        return packed.ToArray();
    }

    private static (byte[] Got, int End) Read(string coding, byte[] packed, int end, int piece)
    {
        ByteSource source = new PcUnpacker().Open(coding, new Pieces(packed, piece, end));
        MemoryStream all = new();
        byte[] block = new byte[1000];
        int got = source.Read(block, 0, block.Length);
        while (got > 0)
        {
            all.Write(block, 0, got);
            got = source.Read(block, 0, block.Length);
        }

        return (all.ToArray(), got);
    }

    private sealed class Pieces(byte[] octets, int piece, int end) : ByteSource
    {
        private int _at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int some = Math.Min(Math.Min(piece, count), octets.Length - _at);
            Array.Copy(octets, _at, buffer, offset, some);
            _at += some;
            return some > 0 ? some : end;
        }
    }
}
