using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

/// <summary>A reader that remembers a request knows another by it only where a new reader reads the same, but for request-id and names.</summary>
public class IppMemoryTests
{
    private const int RequestId = 4;

    public static IEnumerable<TheoryDataRow<string>> Valid() => IppVectorTests.Folder.Rows("valid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void ARequestWithOtherNamesIsKnownAgain(string name)
    {
        if (Vectors.IsResponse(name))
        {
            return;
        }

        byte[] message = IppVectorTests.Folder.Read("valid", name);
        (IppReader reader, BufferedSource source) = Remember(message);
        if (!reader.IsAsRemembered && source.Start > Limits.IppKept)
        {
            Assert.False(Read(reader, source, message));
            return;
        }

        Assert.True(Read(reader, source, message));
        Assert.Equal(Document(message), source.Start);
        foreach (string job in new[] { "j", "another job", new string('j', IppSyntax.Name) })
        {
            foreach (string document in new[] { "d", "another/document.txt" })
            {
                byte[] other = Rename(Rename(message, "job-name", job), "document-name", document);
                BinaryPrimitives.WriteInt32BigEndian(other.AsSpan(RequestId), 0x01020304);
                Assert.True(Read(reader, source, other));
                IppReader second = IppForm.Read(other, true, out int answer, out BufferedSource whole);
                Assert.Equal(IppReader.Complete, answer);
                Assert.Equal((second.Version, second.Operation, 0x01020304, whole.Start), (reader.Version, reader.Operation, reader.RequestId, source.Start));
                Assert.Equal(Said(second, Find(second, "job-name")), Said(reader, reader.Remembered(0)));
                Assert.Equal(Said(second, Find(second, "document-name")), Said(reader, reader.Remembered(1)));
                Assert.Equal(-1, Find(reader, "attributes-charset"));
            }
        }
    }

    /// <summary>Each octet that is another, and each end that is missing, makes it another request, or one that a new reader reads in the same way.</summary>
    [Fact]
    public void ARequestThatDiffersInAnyOctetIsReadAnew()
    {
        byte[] message = IppVectorTests.Folder.Read("valid", "ipptool-2.4.2-Print-Job");
        int end = Document(message);
        (IppReader reader, BufferedSource source) = Remember(message);
        int known = 0;
        for (int i = 0; i < end; i++)
        {
            foreach (int bits in new[] { 1, 0x20, 0x80, 0xFF })
            {
                byte[] other = (byte[])message.Clone();
                other[i] ^= (byte)bits;
                bool isKnown = Read(reader, source, other, out int answer);
                known += isKnown ? 1 : 0;
                IppReader second = IppForm.Read(other, true, out int expected, out BufferedSource whole);
                Assert.Equal(expected, answer);
                Assert.Equal((second.Version, second.Operation, second.RequestId), (reader.Version, reader.Operation, reader.RequestId));
                if (answer == IppReader.Complete)
                {
                    Assert.Equal(whole.Start, source.Start);
                    Assert.Equal(isKnown ? Said(second, Find(second, "job-name")) : IppForm.Describe(second), isKnown ? Said(reader, reader.Remembered(0)) : IppForm.Describe(reader));
                }
            }

            Assert.False(Read(reader, source, message.AsSpan(0, i).ToArray(), out int short_));
            Assert.Equal(IppReader.Refused, short_);
        }

        // The names' fourteen octets, and the request-id's four but for what makes it negative.
        Assert.Equal((4 * 14) + (4 * 4) - 2, known);
        Assert.True(Read(reader, source, message));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void WhatComesInPiecesIsReadAsIfItWereNew(int piece)
    {
        byte[] message = IppVectorTests.Folder.Read("valid", "ipptool-2.4.2-Print-Job");
        (IppReader reader, BufferedSource source) = Remember(message);
        source.Attach(new ScriptedSource(message, piece));
        reader.BeginRequest(source);
        Assert.Equal(IppReader.Complete, reader.Read());
        Assert.False(reader.IsAsRemembered);
        Assert.Equal(IppForm.Describe(IppForm.Read(message, true, out _, out _)), IppForm.Describe(reader));
    }

    [Fact]
    public void ARefusedRequestIsNotRemembered()
    {
        byte[] message = IppVectorTests.Folder.Read("valid", "ipptool-2.4.2-Print-Job");
        (IppReader reader, BufferedSource source) = Remember(message);
        Assert.False(Read(reader, source, message.AsSpan(0, 40).ToArray(), out _));
        reader.Remember(-1, -1);
        Assert.False(Read(reader, source, message));
    }

    private static (IppReader Reader, BufferedSource Source) Remember(byte[] message)
    {
        IppReader reader = IppForm.Read(message, true, out int answer, out BufferedSource source);
        Assert.Equal(IppReader.Complete, answer);
        Assert.False(reader.IsAsRemembered);
        reader.Remember(Find(reader, "job-name"), Find(reader, "document-name"));
        return (reader, source);
    }

    private static bool Read(IppReader reader, BufferedSource source, byte[] message)
    {
        bool isKnown = Read(reader, source, message, out int answer);
        Assert.Equal(IppReader.Complete, answer);
        return isKnown;
    }

    private static bool Read(IppReader reader, BufferedSource source, byte[] message, out int answer)
    {
        source.Attach(new ScriptedSource(message, int.MaxValue));
        reader.BeginRequest(source);
        answer = reader.Read();
        return reader.IsAsRemembered;
    }

    private static int Find(IppReader reader, string name) => reader.Find(0, name);

    private static string Said(IppReader reader, int at) => reader.String(at);

    private static int Document(byte[] message)
    {
        IppForm.Read(message, true, out _, out BufferedSource source);
        return source.Start;
    }

    private static byte[] Rename(byte[] message, string attribute, string name)
    {
        IppReader reader = IppForm.Read(message, true, out _, out _);
        int at = Find(reader, attribute);
        if (at < 0 || reader.Tag(at) != IppTag.Name)
        {
            return (byte[])message.Clone();
        }

        byte[] octets = Encoding.UTF8.GetBytes(name);
        return [.. message.AsSpan(0, reader.Start(at) - 2), (byte)(octets.Length >> 8), (byte)octets.Length, .. octets, .. message.AsSpan(reader.End(at))];
    }
}
