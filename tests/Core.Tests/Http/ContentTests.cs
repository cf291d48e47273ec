using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

/// <summary>Content of a message: by its length, and chunked both ways.</summary>
public class ContentTests
{
    private const string Chunked = "5;name=\"a;b\"\r\nhello\r\n0006 ; x\r\n world\r\n1\r\n!\r\n00\r\nTrailer: x\r\n\r\n";
    private const string Next = "GET /next HTTP/1.1\r\n";

    [Fact]
    public void ChunkedContentIsTheSameHoweverItArrives()
    {
        byte[] message = Ascii.Octets(Chunked + Next);
        for (int piece = 1; piece <= message.Length; piece++)
        {
            for (int block = 1; block < 20; block++)
            {
                Assert.Equal("hello world!", ReadChunked(message, piece, block, false, out string behind));
                Assert.Equal(Next, behind);
                Assert.Equal("hello world!", ReadChunked(message, piece, block, true, out behind));
                Assert.Equal(Next, behind);
            }
        }
    }

    [Fact]
    public void ChunkedContentThatIsCutOffIsBrokenAndNotMalformed()
    {
        for (int length = 0; length < Chunked.Length; length++)
        {
            ChunkedSource chunks = Attach(Ascii.Octets(Chunked.Substring(0, length)), 7, false, out _);
            Assert.Equal(ByteSource.Broken, ReadAll(chunks, 16, out _));
            Assert.False(chunks.Malformed);
            Assert.False(chunks.Finished);
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("g\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("+1\r\na\r\n0\r\n\r\n")]
    [InlineData("0x1\r\na\r\n0\r\n\r\n")]
    [InlineData(" 1\r\na\r\n0\r\n\r\n")]
    [InlineData("1 \r\na\r\n0\r\n\r\n")]
    [InlineData("1 a\r\na\r\n0\r\n\r\n")]
    [InlineData("1\na\r\n0\r\n\r\n")]
    [InlineData("1\r\na\n0\r\n\r\n")]
    [InlineData("1;a\rb\r\na\r\n0\r\n\r\n")]
    [InlineData("1\r\nab\r\n0\r\n\r\n")]
    [InlineData("1\r\na0\r\n\r\n")]
    [InlineData("1\r\na\r\n0\r\n\n")]
    [InlineData("1\r\na\r\n0\n\r\n")]
    [InlineData("8000000000000000\r\n")]
    [InlineData("fffffffffffffffff\r\n")]
    [InlineData("10000000000000001\r\na\r\n0\r\n\r\n")]
    public void RefusesWrongFraming(string content)
    {
        for (int piece = 1; piece <= content.Length; piece++)
        {
            ChunkedSource chunks = Attach(Ascii.Octets(content), piece, false, out _);
            Assert.Equal(ByteSource.Broken, ReadAll(chunks, 16, out _));
            Assert.True(chunks.Malformed);
            Assert.Equal(ByteSource.Broken, chunks.Read(new byte[1], 0, 1));
        }
    }

    [Fact]
    public void RefusesLinesAndTrailersBeyondTheirBounds()
    {
        string longest = "1;" + new string('x', Limits.ChunkLine - 2);
        Assert.Equal(ByteSource.End, Outcome(longest + "\r\na\r\n0\r\n\r\n"));
        Assert.Equal(ByteSource.Broken, Outcome(longest + "x\r\na\r\n0\r\n\r\n"));
        Assert.Equal(ByteSource.Broken, Outcome(new string('0', Limits.ChunkLine + 1)));
        string trailer = "A: " + new string('x', 59) + "\r\n";
        string most = Repeat(trailer, Limits.Trailer / trailer.Length);
        Assert.Equal(Limits.Trailer, most.Length);
        Assert.Equal(ByteSource.End, Outcome("0\r\n" + most + "\r\n"));
        Assert.Equal(ByteSource.Broken, Outcome("0\r\n" + most + "B: y\r\n\r\n"));
        Assert.Equal(ByteSource.Broken, Outcome("0\r\nA: " + new string('x', 5000)));
    }

    [Fact]
    public void ContentOfKnownLengthEndsThereAndLeavesTheNextMessage()
    {
        for (int piece = 1; piece < 20; piece++)
        {
            var inner = new BufferedSource(new byte[64]);
            inner.Attach(new ScriptedSource(Ascii.Octets("hello" + Next), piece));
            inner.Fill();
            var content = new LengthSource();
            content.Attach(inner, 5);
            Assert.Equal(ByteSource.End, ReadAll(content, 3, out string read));
            Assert.Equal("hello", read);
            Assert.Equal(0, content.Remaining);
            ReadAll(inner, 64, out string behind);
            Assert.Equal(Next, behind);
        }
    }

    [Fact]
    public void ContentOfKnownLengthThatIsCutOffIsBroken()
    {
        var inner = new BufferedSource(new byte[64]);
        inner.Attach(new ScriptedSource(Ascii.Octets("hell"), 3));
        var content = new LengthSource();
        Assert.Equal(ByteSource.End, content.Read(new byte[1], 0, 1));
        content.Attach(inner, long.MaxValue);
        Assert.Equal(ByteSource.Broken, ReadAll(content, 16, out string read));
        Assert.Equal("hell", read);
        inner.Attach(new ScriptedSource(new byte[0], 3, ByteSource.TimedOut));
        Assert.Equal(ByteSource.TimedOut, content.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void WhatTheChunkedSinkWritesTheChunkedSourceReads()
    {
        for (int first = 0; first < 40; first++)
        {
            var wire = new CollectingSink();
            var sink = new ChunkedSink();
            sink.Attach(wire);
            byte[] content = Ascii.Octets("0123456789abcdefghijklmnopqrstuvwxyzABCD");
            Assert.True(sink.Write(content, 0, first));
            Assert.True(sink.Write(content, first, content.Length - first));
            Assert.True(sink.Finish());
            ChunkedSource chunks = Attach(wire.Taken, 9, false, out _);
            Assert.Equal(ByteSource.End, ReadAll(chunks, 7, out string read));
            Assert.Equal("0123456789abcdefghijklmnopqrstuvwxyzABCD", read);
            Assert.True(chunks.Finished);
        }
    }

    [Fact]
    public void ContentWithoutOctetsIsTheLastChunkAlone()
    {
        var wire = new CollectingSink();
        var sink = new ChunkedSink();
        sink.Attach(wire);
        Assert.True(sink.Finish());
        Assert.Equal(Ascii.Octets("0\r\n\r\n"), wire.Taken);
    }

    [Fact]
    public void TheChunkedSinkTellsWhenTheSinkBehindItFails()
    {
        for (int failsAt = 0; failsAt < 5; failsAt++)
        {
            var sink = new ChunkedSink();
            sink.Attach(new CollectingSink(failsAt));
            bool went = sink.Write(new byte[3], 0, 3);
            went = sink.Write(new byte[3], 0, 3) && went;
            Assert.False(sink.Finish() && went);
        }
    }

    private static string Repeat(string text, int times)
    {
        string all = "";
        for (; times > 0; times--)
        {
            all += text;
        }

        return all;
    }

    private static int Outcome(string content)
    {
        return ReadAll(Attach(Ascii.Octets(content), 50, false, out _), 16, out _);
    }

    private static ChunkedSource Attach(byte[] message, int piece, bool stutters, out BufferedSource inner)
    {
        inner = new BufferedSource(new byte[256]);
        inner.Attach(new ScriptedSource(message, piece, ByteSource.End, stutters));
        var chunks = new ChunkedSource();
        chunks.Attach(inner);
        return chunks;
    }

    private static string ReadChunked(byte[] message, int piece, int block, bool stutters, out string behind)
    {
        ChunkedSource chunks = Attach(message, piece, stutters, out BufferedSource inner);
        Assert.Equal(ByteSource.End, ReadAll(chunks, block, out string content));
        Assert.True(chunks.Finished);
        Assert.False(chunks.Malformed);
        ReadAll(inner, 64, out behind);
        return content;
    }

    private static int ReadAll(ByteSource source, int block, out string content)
    {
        byte[] all = new byte[4096];
        int length = 0;
        for (int reads = 0; reads < 100000; reads++)
        {
            int got = source.Read(all, length, Math.Min(block, all.Length - length));
            if (got == ByteSource.TimedOut)
            {
                continue;
            }

            if (got <= 0)
            {
                content = Text.String(all, 0, length);
                return got;
            }

            length += got;
        }

        throw new InvalidOperationException("The source never ends.");
    }
}
