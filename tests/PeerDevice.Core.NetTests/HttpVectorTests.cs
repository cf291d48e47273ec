using System;
using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests;

public class HttpVectorTests
{
    public static IEnumerable<TheoryDataRow<string>> Valid() => Vectors.Rows("valid");

    public static IEnumerable<TheoryDataRow<string>> Incomplete() => Vectors.Rows("incomplete");

    public static IEnumerable<TheoryDataRow<string>> Invalid() => Vectors.Rows("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void EveryPrefixOfAValidHeadIsIncompleteAndWhatStandsBehindItChangesNothing(string name)
    {
        byte[] message = Vectors.Read("valid", name);
        int headEnd = -1;
        for (int length = 0; length <= message.Length; length++)
        {
            // In a buffer of its own, so that a look behind the end would be seen as an exception.
            byte[] prefix = message.AsSpan(0, length).ToArray();
            int answer = Read(name, prefix, out int end, out _);
            if (headEnd < 0 && answer == HeadReader.Complete)
            {
                headEnd = length;
            }

            Assert.Equal(headEnd < 0 ? HeadReader.Incomplete : HeadReader.Complete, answer);
            if (headEnd >= 0)
            {
                Assert.Equal(headEnd, end);
            }
        }

        Assert.True(headEnd > 0);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void AValidMessageArrivesInPiecesOfAnySizeAndEndsWhereItEnds(string name)
    {
        byte[] message = Vectors.Read("valid", name);
        byte[] twice = new byte[message.Length * 2];
        message.CopyTo(twice, 0);
        message.CopyTo(twice, message.Length);
        string? first = null;
        for (int piece = 1; piece <= 64; piece++)
        {
            var source = new BufferedSource(new byte[2048]);
            source.Attach(new ScriptedSource(twice, piece));
            string one = ReadMessage(name, source, out bool toTheEnd);
            first ??= one;
            Assert.Equal(first, one);
            if (!toTheEnd)
            {
                Assert.Equal(first, ReadMessage(name, source, out _));
                Assert.Equal(ByteSource.End, source.Read(new byte[1], 0, 1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void WhatIsReadAndWrittenAgainReadsTheSame(string name)
    {
        byte[] message = Vectors.Read("valid", name);
        Assert.Equal(HeadReader.Complete, Read(name, message, out _, out string description, out byte[] again));
        Assert.Equal(HeadReader.Complete, Read(name, again, out int end, out string second, out _));
        Assert.Equal(description, second);
        Assert.Equal(again.Length, end);
    }

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void AnIncompleteHeadIsIncomplete(string name)
    {
        Assert.Equal(HeadReader.Incomplete, Read(name, Vectors.Read("incomplete", name), out _, out _));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void AnInvalidHeadIsRefusedWithTheStatusThatItsNameSays(string name)
    {
        byte[] message = Vectors.Read("invalid", name);
        int expected = int.Parse(name.Replace("Reconstructed-", "", StringComparison.Ordinal).AsSpan(0, 3), CultureInfo.InvariantCulture);
        int refusal;
        int answer;
        if (Vectors.IsResponse(name))
        {
            var r = new ResponseReader();
            answer = r.Read(message, 0, message.Length);
            refusal = r.Refusal;
        }
        else
        {
            var r = new RequestReader();
            answer = r.Read(message, 0, message.Length);
            refusal = r.Refusal;
        }

        Assert.Equal(HeadReader.Refused, answer);
        Assert.Equal(expected, refusal);

        // No prefix is taken either: what is wrong is never cut off and forgotten.
        for (int length = 0; length < message.Length; length++)
        {
            Assert.NotEqual(HeadReader.Complete, Read(name, message.AsSpan(0, length).ToArray(), out _, out _));
        }
    }

    private static string ReadMessage(string name, BufferedSource source, out bool toTheEnd)
    {
        string description;
        int answer;
        int headEnd;
        var request = new RequestReader();
        var response = new ResponseReader();
        HeadReader head = Vectors.IsResponse(name) ? response : request;
        while (true)
        {
            answer = head == response ? response.Read(source.Buffer, source.Start, source.End) : request.Read(source.Buffer, source.Start, source.End);
            if (answer != HeadReader.Incomplete)
            {
                description = head == response ? HeadForm.Describe(response, source.Buffer) : HeadForm.Describe(request, source.Buffer);
                headEnd = head.HeadEnd;
                break;
            }

            Assert.True(source.Fill() > 0);
        }

        Assert.Equal(HeadReader.Complete, answer);
        source.Start = headEnd;
        toTheEnd = head == response && response.EndsWithConnection;
        bool hasBody = head == response ? response.HasBody : request.HasBody;
        if (!hasBody)
        {
            return description;
        }

        ByteSource content = source;
        if (head.IsChunked)
        {
            var chunks = new ChunkedSource();
            chunks.Attach(source);
            content = chunks;
        }
        else if (!toTheEnd)
        {
            var known = new LengthSource();
            known.Attach(source, head.ContentLength);
            content = known;
        }

        byte[] block = new byte[512];
        long sum = 0;
        int got;
        while ((got = content.Read(block, 0, block.Length)) > 0)
        {
            for (int i = 0; i < got; i++)
            {
                sum = (sum * 31) + block[i];
            }
        }

        Assert.Equal(ByteSource.End, got);
        return description + "\n" + sum;
    }

    private static int Read(string name, byte[] message, out int headEnd, out string description)
    {
        return Read(name, message, out headEnd, out description, out _);
    }

    private static int Read(string name, byte[] message, out int headEnd, out string description, out byte[] again)
    {
        description = "";
        again = Array.Empty<byte>();
        int answer;
        if (Vectors.IsResponse(name))
        {
            var r = new ResponseReader();
            answer = r.Read(message, 0, message.Length);
            headEnd = r.HeadEnd;
            if (answer == HeadReader.Complete)
            {
                description = HeadForm.Describe(r, message);
                again = HeadForm.Write(r, message);
            }
        }
        else
        {
            var r = new RequestReader();
            answer = r.Read(message, 0, message.Length);
            headEnd = r.HeadEnd;
            if (answer == HeadReader.Complete)
            {
                description = HeadForm.Describe(r, message);
                again = HeadForm.Write(r, message);
            }
        }

        return answer;
    }
}
