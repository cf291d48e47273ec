using System;
using System.Collections.Generic;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

public class IppWriterTests
{
    [Fact]
    public void EverySyntaxIsWrittenAsTheStandardSays()
    {
        Check("0101 0002 00000007", static w => w.Begin(0x0101, 2, 7));
        Check("02", static w => w.Group(IppTag.JobGroup));
        Check("03", static w => w.End());
        Check("21 0001 61 0004 FFFFFFFE", static w => w.Integer("a", -2));
        Check("23 0000 0004 00000003", static w => w.Enum(IppWriter.More, 3));
        Check("22 0001 61 0001 01", static w => w.Boolean("a", true));
        Check("22 0001 61 0001 00", static w => w.Boolean("a", false));
        Check("33 0001 61 0008 00000001 7FFFFFFF", static w => w.Range("a", 1, int.MaxValue));
        Check("32 0001 61 0009 00000258 0000012C 03", static w => w.Resolution("a", 600, 300, 3));
        Check("31 0001 61 000B 07E8 02 1D 17 3B 3A 00 2B 00 00", static w => w.DateTime("a", 1709251198));
        Check("44 0001 61 0004 6E6F6E65", static w => w.Keyword("a", "none"));
        Check("45 0001 61 0004 69707073", static w => w.Uri("a", "ipps"));
        Check("46 0001 61 0003 697070", static w => w.UriScheme("a", "ipp"));
        Check("47 0001 61 0005 7574662D38", static w => w.Charset("a", "utf-8"));
        Check("48 0001 61 0002 656E", static w => w.NaturalLanguage("a", "en"));
        Check("49 0001 61 0003 612F62", static w => w.MimeMediaType("a", "a/b"));
        Check("41 0001 61 0002 C3BC", static w => w.Text("a", "ü"));
        Check("42 0001 61 0000", static w => w.Name("a", ""));
        Check("35 0001 61 0008 0002 6465 0002 C3BC", static w => w.WithLanguage(IppTag.TextWithLanguage, "a", "de", "ü"));
        Check("30 0001 61 0002 0102", static w => w.Value(IppTag.OctetString, "a", [0, 1, 2, 3], 1, 3));
        Check("13 0001 61 0000", static w => w.OutOfBand(IppTag.NoValue, "a"));
        Check("10 0002 6262 0000", static w => w.Unsupported([(byte)'a', (byte)'b', (byte)'b', (byte)'a'], 1, 3));
        Check("34 0001 61 0000 4A 0000 0001 6D 21 0000 0004 00000001 37 0000 0000", static w =>
        {
            w.BeginCollection("a");
            w.Member("m");
            w.Integer(IppWriter.More, 1);
            w.EndCollection();
        });
        Check("44 0001 61 0001 78 44 0000 0002 7979 44 0000 0001 7A", static w => w.Keywords("a", "x,yy,z"));
        Check("45 0001 61 0006 6970703A2F2F", static w =>
        {
            w.Open(IppTag.Uri, "a", 10);
            w.To.Ascii("ipp:");
            w.To.Ascii("//");
            w.Close();
        });
    }

    [Fact]
    public void AMessageIsTheSameWhateverTheBufferAsLongAsItsLongestAttributeFits()
    {
        byte[] whole = Whole(4096, out int parts);
        Assert.Equal(0, parts);
        for (int room = 120; room < whole.Length; room++)
        {
            Assert.Equal(whole, Whole(room, out parts));
            Assert.True(parts > 0);
        }
    }

    [Fact]
    public void WhatFitsNowhereIsLeftOutWholeAndTold()
    {
        Parts parts = new(32);
        IppWriter writer = new(parts.To, parts);
        writer.Begin(0x0101, 0, 1);
        writer.Keyword("a", new string('k', 40));
        Assert.True(writer.Overflowed);
        writer.Text("b", new string('ü', 15));
        writer.Integer("c", 1);
        writer.WithLanguage(IppTag.NameWithLanguage, "d", "de", new string('x', 30));
        writer.Integer("e", 2);
        parts.FlushPart();
        Assert.Equal("01010000000000012100016300040000000121000165000400000002", Convert.ToHexString(parts.All.ToArray()));
        Assert.True(writer.Overflowed);
        writer.Begin(0x0101, 0, 1);
        Assert.False(writer.Overflowed);
    }

    [Fact]
    public void WithoutAPartSinkWhatIsFullStaysAsItIs()
    {
        ByteWriter to = new(new byte[16]);
        IppWriter writer = new(to, null);
        writer.Begin(0x0101, 0, 1);
        writer.Boolean("a", true);
        Assert.False(writer.Overflowed);
        writer.Boolean("b", true);
        Assert.True(writer.Overflowed);
        Assert.Equal(15, to.Position);
    }

    [Fact]
    public void ATextIsNotSentOnInVainWhereItJustFits()
    {
        // Three octets a character are reckoned with, and one is needed.
        ByteWriter to = new(new byte[16]);
        IppWriter writer = new(to, null);
        writer.Name("name", "1234567");
        Assert.False(writer.Overflowed);
        Assert.Equal(16, to.Position);
    }

    [Fact]
    public void AConnectionThatEndsIsToldAndTheRestDoesNotThrow()
    {
        Parts parts = new(40) { Fails = true };
        IppWriter writer = new(parts.To, parts);
        writer.Begin(0x0101, 0, 1);
        writer.BeginOperation("en");
        Assert.True(writer.Failed);
        for (int i = 0; i < 100; i++)
        {
            writer.Integer("x", i);
        }

        parts.To.Reset();
        writer.Begin(0x0101, 0, 1);
        Assert.False(writer.Failed);
    }

    [Fact]
    public void AnAttributeIsCopiedWithAllItHoldsThroughABufferThatIsSmaller()
    {
        byte[] request = IppMessage.Request(static w =>
        {
            w.Integer("before", 1);
            WriteMedia(w);
            w.Integer("behind", 1);
        });
        IppReader reader = IppMessage.Read(request, out _);
        int at = reader.Find(0, "media-col");
        for (int room = 8; room < 64; room++)
        {
            Parts parts = new(room);
            IppWriter writer = new(parts.To, parts);
            writer.Copy(reader, at);
            parts.FlushPart();
            Assert.Equal(reader.Buffer.AsSpan(at, reader.Find(0, "behind") - at).ToArray(), parts.All.ToArray());
        }
    }

    [Fact]
    public void WhatWasWrittenBeforeIsWrittenAgainAsAWhole()
    {
        ByteWriter once = new ByteWriter(new byte[100]);
        new IppWriter(once, null).Integer("before", 1);
        byte[] written = once.Buffer.AsSpan(0, once.Position).ToArray();
        Assert.Equal("before".Length + IppWriter.EnumOctets, written.Length);
        Parts parts = new(written.Length + 4);
        IppWriter writer = new(parts.To, parts);
        writer.Written(written);
        writer.Written(written);
        parts.FlushPart();
        Assert.Equal((byte[])[.. written, .. written], parts.All.ToArray());
        Assert.False(writer.Overflowed);
        Parts few = new(written.Length - 1);
        writer = new(few.To, few);
        writer.Written(written);
        Assert.True(writer.Overflowed);
    }

    private static byte[] Whole(int room, out int count)
    {
        Parts parts = new(room);
        IppWriter w = new(parts.To, parts);
        w.Begin(0x0200, IppStatus.SuccessfulOk, 77);
        w.BeginOperation("en");
        w.Group(IppTag.PrinterGroup);
        w.Uri("printer-uri-supported", "ipp://board.local/ipp/print");
        w.Name("printer-name", "Drücker im Flur");
        w.Enum("printer-state", PrinterState.Idle);
        w.Keywords("ipp-versions-supported", "1.0,1.1,2.0");
        w.Range("copies-supported", 1, 99);
        w.Resolution("printer-resolution-default", 203, 203, 3);
        w.DateTime("printer-current-time", 1700000000);
        w.WithLanguage(IppTag.TextWithLanguage, "printer-info", "de", "Büro, Erdgeschoß");
        WriteMedia(w);
        w.Boolean("color-supported", false);
        w.OutOfBand(IppTag.NoValue, "printer-geo-location");
        w.Open(IppTag.Text, "printer-state-message", 40);
        w.To.Text("Papier fehlt seit ");
        w.To.Number(12);
        w.Close();
        w.End();
        Assert.False(w.Overflowed);
        count = parts.Count;
        parts.FlushPart();
        return parts.All.ToArray();
    }

    private static void WriteMedia(IppWriter w)
    {
        w.BeginCollection("media-col");
        w.Member("media-size");
        w.BeginCollection(IppWriter.More);
        w.Member("x-dimension");
        w.Integer(IppWriter.More, 21000);
        w.Member("y-dimension");
        w.Integer(IppWriter.More, 29700);
        w.EndCollection();
        w.EndCollection();
        w.BeginCollection(IppWriter.More);
        w.EndCollection();
    }

    private static void Check(string hex, Action<IppWriter> write)
    {
        string expected = hex.Replace(" ", "", StringComparison.Ordinal);
        ByteWriter to = new(new byte[expected.Length / 2]);
        IppWriter writer = new(to, null);
        write(writer);
        Assert.Equal(expected, IppMessage.Hex(to));
        Assert.False(writer.Overflowed);

        // With an octet less nothing of the last value is there.
        to = new ByteWriter(new byte[(expected.Length / 2) - 1]);
        writer = new IppWriter(to, null);
        write(writer);
        Assert.True(writer.Overflowed);
        Assert.StartsWith(IppMessage.Hex(to), expected, StringComparison.Ordinal);
    }

    /// <summary>Gathers what is sent on.</summary>
    private sealed class Parts(int room) : PartSink
    {
        public ByteWriter To { get; } = new(new byte[room]);

        public List<byte> All { get; } = [];

        public int Count { get; private set; }

        public bool Fails { get; init; }

        public override bool FlushPart()
        {
            Count++;
            All.AddRange(To.Buffer.AsSpan(0, To.Position));
            To.Reset();
            return !Fails;
        }
    }
}
