using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>printer-icons (PWG 5100.13) leads to icons that are there, that are PNG (ISO/IEC 15948), and that are this drawing.</summary>
public sealed class PrinterIconTests
{
    private static readonly string[] Drawing =
    [
        "................",
        "....KKKKKKKK....",
        "....KWWWWWWK....",
        "....KWGGGGWK....",
        "....KWWWWWWK....",
        "..KKKKKKKKKKKK..",
        ".KGGGGGGGGGGGGK.",
        ".KGGGGGGGGGGWGK.",
        ".KGGGGGGGGGGGGK.",
        ".KGKKKKKKKKKKGK.",
        ".KGKWWWWWWWWKGK.",
        ".KKKWGGGGGGWKKK.",
        "...KWWWWWWWWK...",
        "...KWGGGGWWWK...",
        "...KWWWWWWWWK...",
        "...KKKKKKKKKK...",
    ];

    [Fact]
    public void EachIconIsThereAndIsTheDrawing()
    {
        TestPeer peer = new();
        IppReply printer = IppCall.To(Operation.GetPrinterAttributes).With(w => w.Keyword("requested-attributes", "printer-icons")).Ask(peer);
        List<string> icons = printer.Values(IppTag.PrinterGroup, "printer-icons");
        Assert.Equal(IppTag.Uri, printer.Syntax["printer-icons"]);
        Assert.Equal(3, icons.Count);
        int[] sizes = [48, 128, 512];
        for (int i = 0; i < 3; i++)
        {
            Assert.StartsWith("http://desk:8631/", icons[i], StringComparison.Ordinal);
            Answer answer = peer.Ask("GET", icons[i]["http://desk:8631".Length..]);
            Assert.Equal(200, answer.Status);
            Assert.Equal("image/png", answer.Field("Content-Type"));
            Assert.Contains("immutable", answer.Field("Cache-Control"), StringComparison.Ordinal);
            (int width, string[] rows) = Read(answer.Content);
            Assert.Equal(sizes[i], width);
            Assert.Equal(Enumerable.Range(0, width).Select(y => string.Concat(Drawing[y * 16 / width].SelectMany(c => Enumerable.Repeat(c, width / 16)))), rows);
        }
    }

    [Fact]
    public void ItIsServedLikeAnythingThatNeverChanges()
    {
        TestPeer peer = new();
        const string Path = "/.well-known/peerdevice/printer-1-48.png";
        Answer whole = peer.Ask("GET", Path);
        Answer head = peer.Ask("HEAD", Path);
        Assert.Equal((200, 0), (head.Status, head.Content.Length));
        Assert.Equal(whole.Field("Content-Length"), head.Field("Content-Length"));
        Assert.Equal(304, peer.Ask("GET", Path, "If-None-Match: " + whole.Field("ETag") + "\r\n").Status);
        Assert.Equal(405, peer.Ask("PUT", Path).Status);
        Assert.Equal(404, peer.Ask("GET", "/.well-known/peerdevice/printer-1-49.png").Status);
        Assert.Equal(404, peer.Ask("GET", "/.well-known/peerdevice/printer-1-").Status);
    }

    /// <summary>Reads a PNG of two bits a dot with a palette, checksums and all.</summary>
    private static (int Width, string[] Rows) Read(byte[] png)
    {
        Assert.Equal(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, png[..8]);
        Dictionary<string, byte[]> chunks = new();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add(Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            Assert.Equal(Crc32.Of(0, png, at + 4, length + 4), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            at += length + 12;
        }

        Assert.Equal(new[] { "IHDR", "PLTE", "tRNS", "IDAT", "IEND" }, chunks.Keys);
        int width = BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]);
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4)));
        Assert.Equal(new byte[] { 2, 3, 0, 0, 0 }, chunks["IHDR"][8..]);
        Assert.Equal(12, chunks["PLTE"].Length);
        using ZLibStream packed = new(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        string[] rows = new string[width];
        byte[] row = new byte[width / 4];
        byte[] read = new byte[row.Length + 1];
        for (int y = 0; y < width; y++)
        {
            packed.ReadExactly(read);
            Assert.Contains(read[0], new byte[] { 0, 2 });
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = (byte)(read[i + 1] + (read[0] == 2 ? row[i] : 0));
            }

            rows[y] = string.Concat(row.SelectMany(b => new[] { b >> 6, (b >> 4) & 3, (b >> 2) & 3, b & 3 }).Select(c => ".KWG"[c]));
        }

        Assert.Equal(-1, packed.ReadByte());
        return (width, rows);
    }
}
