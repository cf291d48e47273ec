using System;
using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

public class IppVectorTests
{
    internal static readonly VectorFolder Folder = new("ipp", ".ipp");

    public static IEnumerable<TheoryDataRow<string>> Valid() => Folder.Rows("valid");

    public static IEnumerable<TheoryDataRow<string>> Invalid() => Folder.Rows("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void AMessageReadsAsASecondReaderReadsItAndItsDocumentIsLeft(string name)
    {
        byte[] message = Folder.Read("valid", name);
        bool isRequest = !Vectors.IsResponse(name);
        IppReader reader = IppForm.Read(message, isRequest, out int answer, out BufferedSource source);
        Assert.Equal(IppReader.Complete, answer);
        Assert.Equal(0, reader.Refusal);
        if (isRequest)
        {
            Assert.Equal(SecondOpinion.Of(message, out int document), IppForm.Describe(reader));
            Assert.Equal(document, source.Start);
        }
        else
        {
            Assert.Equal(message.Length, source.Start);
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void EveryPrefixOfTheAttributesIsNoMessage(string name)
    {
        byte[] message = Folder.Read("valid", name);
        bool isRequest = !Vectors.IsResponse(name);
        IppForm.Read(message, isRequest, out _, out BufferedSource whole);
        for (int length = 0; length < whole.Start; length++)
        {
            byte[] prefix = message.AsSpan(0, length).ToArray();
            IppReader reader = IppForm.Read(prefix, isRequest, out int answer, out BufferedSource source);
            Assert.Equal(IppReader.Refused, answer);
            Assert.Equal(IppStatus.BadRequest, reader.Refusal);
            Assert.Equal(0, source.Start);
            IppForm.Read(prefix, isRequest, out answer, out _, last: ByteSource.Broken);
            Assert.Equal(ByteSource.Broken, answer);
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void AMessageArrivesInPiecesOfAnySizeWithPausesBetween(string name)
    {
        byte[] message = Folder.Read("valid", name);
        bool isRequest = !Vectors.IsResponse(name);
        string whole = IppForm.Describe(IppForm.Read(message, isRequest, out _, out BufferedSource source));
        int document = source.Start;
        for (int piece = 1; piece < 70; piece += 3)
        {
            source = new BufferedSource(new byte[IppForm.Room]);
            source.Attach(new ScriptedSource(message, piece, ByteSource.End, stutters: true));
            IppReader reader = new(1024, 256);
            if (isRequest)
            {
                reader.BeginRequest(source);
            }
            else
            {
                reader.BeginResponse(source);
            }

            int answer;
            while ((answer = reader.Read()) == ByteSource.TimedOut)
            {
            }

            Assert.Equal(IppReader.Complete, answer);
            Assert.Equal(whole, IppForm.Describe(reader));
            Assert.Equal(message.AsSpan(document).ToArray(), Rest(source));
            Assert.Equal(whole, IppForm.Describe(reader));
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void WhatIsReadAndWrittenAgainIsTheSameToTheOctet(string name)
    {
        byte[] message = Folder.Read("valid", name);
        IppReader reader = IppForm.Read(message, !Vectors.IsResponse(name), out _, out BufferedSource source);
        Assert.Equal(message.AsSpan(0, source.Start).ToArray(), IppForm.Write(reader));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void EveryAttributeIsFoundByItsNameAndNoOther(string name)
    {
        IppReader reader = IppForm.Read(Folder.Read("valid", name), !Vectors.IsResponse(name), out _, out _);
        for (int group = 0; group < reader.Groups; group++)
        {
            HashSet<string> seen = [];
            for (int i = reader.FirstOf(group); i < reader.FirstOf(group + 1); i++)
            {
                int at = reader.Attribute(i);
                string one = Text.String(reader.Buffer, reader.NameStart(at), reader.NameEnd(at));
                Assert.True(seen.Add(one));
                Assert.Equal(at, reader.Find(group, one));
                Assert.Equal(-1, reader.Find(group, one[..^1] + "~"));
                Assert.Equal(-1, reader.Find(group, "~" + one[1..]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void AnInvalidRequestIsRefusedWithTheStatusThatItsNameSays(string name)
    {
        byte[] message = Folder.Read("invalid", name);
        int expected = int.Parse(name.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        Assert.Null(SecondOpinion.Of(message, out _));
        for (int piece = 1; piece <= message.Length + 1; piece++)
        {
            IppReader reader = IppForm.Read(message, true, out int answer, out BufferedSource source, piece);
            Assert.Equal(IppReader.Refused, answer);
            Assert.Equal(expected, reader.Refusal);
            Assert.Equal(0, reader.Groups);
            Assert.Equal(0, source.Start);
            Assert.Equal(-1, reader.Find(reader.Group(IppTag.OperationGroup), "attributes-charset"));
            Assert.Equal(IppReader.Refused, reader.Read());
            Assert.Equal(expected, reader.Refusal);
        }
    }

    private static byte[] Rest(BufferedSource source)
    {
        List<byte> rest = [];
        byte[] block = new byte[16];
        while (true)
        {
            int got = source.Read(block, 0, block.Length);
            if (got == ByteSource.TimedOut)
            {
                continue;
            }

            if (got <= 0)
            {
                return rest.ToArray();
            }

            rest.AddRange(block.AsSpan(0, got));
        }
    }
}
