using System;
using System.Globalization;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

public class IppReaderTests
{
    [Fact]
    public void AsManyAttributesAsTheBoundAllowsAreReadAndNoMore()
    {
        // attributes-charset and attributes-natural-language are two of them.
        Assert.Equal(0, IppMessage.Refusal(Attributes(Limits.IppAttributes - 2)));
        Assert.Equal(IppStatus.RequestEntityTooLarge, IppMessage.Refusal(Attributes(Limits.IppAttributes - 1)));
    }

    [Fact]
    public void AnAttributeMayHaveAnyNumberOfValuesThatFits()
    {
        IppReader reader = IppMessage.Read(
            IppMessage.Request(static w =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    w.Integer(i == 0 ? "many" : IppWriter.More, i);
                }
            }),
            out int answer);
        Assert.Equal(IppReader.Complete, answer);
        int at = reader.Find(0, "many");
        for (int i = 0; i < 1000; i++, at = reader.Next(at))
        {
            Assert.Equal(i, reader.Integer(at, -1));
        }

        Assert.Equal(-1, at);
    }

    [Fact]
    public void AsManyGroupsAsTheBoundAllowsAreReadAndNoMore()
    {
        Assert.Equal(0, IppMessage.Refusal(Groups(Limits.IppGroups)));
        Assert.Equal(IppStatus.RequestEntityTooLarge, IppMessage.Refusal(Groups(Limits.IppGroups + 1)));
    }

    [Fact]
    public void AttributesThatFillTheBufferToTheLastOctetAreReadAndOneMoreIsNot()
    {
        byte[] message = IppMessage.Request(static w => w.Uri("printer-uri", "ipp://board.local/ipp/print"));
        Assert.Equal(0, IppMessage.Refusal(message, message.Length));
        Assert.Equal(IppStatus.RequestEntityTooLarge, IppMessage.Refusal(message, message.Length - 1));
    }

    [Theory]
    [InlineData(0x0100, 0)]
    [InlineData(0x0101, 0)]
    [InlineData(0x0109, 0)]
    [InlineData(0x0202, 0)]
    [InlineData(0x02FF, 0)]
    [InlineData(0x0000, IppStatus.VersionNotSupported)]
    [InlineData(0x0001, IppStatus.VersionNotSupported)]
    [InlineData(0x0300, IppStatus.VersionNotSupported)]
    [InlineData(0xFF01, IppStatus.VersionNotSupported)]
    public void OnlyTheMajorVersionDecides(int version, int refusal)
    {
        byte[] message = IppMessage.Request(static _ => { }, version);
        IppReader reader = IppMessage.Read(message, out _);
        Assert.Equal(refusal, reader.Refusal);
        Assert.Equal(version, reader.Version);
        Assert.Equal(1, reader.RequestId);
    }

    [Fact]
    public void TheHeaderIsKnownThoughTheMessageIsRefused()
    {
        byte[] message = IppMessage.Request(static w => w.Value(IppTag.Boolean, "b", [2], 0, 1));
        IppReader reader = IppMessage.Read(message, out int answer);
        Assert.Equal(IppReader.Refused, answer);
        Assert.Equal(Operation.PrintJob, reader.Operation);
        Assert.Equal(1, reader.RequestId);
    }

    [Fact]
    public void ACharsetIsKnownInAnyCase()
    {
        byte[] message = IppMessage.Request(static _ => { });
        int at = message.AsSpan().IndexOf("utf-8"u8);
        message[at] = (byte)'U';
        message[at + 2] = (byte)'F';
        Assert.Equal(0, IppMessage.Refusal(message));
    }

    [Fact]
    public void NamesOfAnyLengthAreFoundAndToldApart()
    {
        int[] lengths = [1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 128, 254, 255];
        IppReader reader = IppMessage.Read(
            IppMessage.Request(w =>
            {
                foreach (int length in lengths)
                {
                    w.Integer(IppMessage.Name(length), length);
                    w.Integer(IppMessage.Name(length, 'm'), -length);
                }
            }),
            out _);
        foreach (int length in lengths)
        {
            Assert.Equal(length, reader.Integer(reader.Find(0, IppMessage.Name(length)), 0));
            Assert.Equal(-length, reader.Integer(reader.Find(0, IppMessage.Name(length, 'm')), 0));
            Assert.Equal(-1, reader.Find(0, IppMessage.Name(length, 'o')));
        }

        Assert.Equal(-1, reader.Find(0, IppMessage.Name(256)));
        Assert.Equal(-1, reader.Find(0, ""));
    }

    [Fact]
    public void OfTwoAttributesOfANameTheFirstIsFound()
    {
        IppReader reader = IppMessage.Read(
            IppMessage.Request(static w =>
            {
                w.Integer("limit", 1);
                w.Integer("limit", 2);
            }),
            out _);
        Assert.Equal(1, reader.Integer(reader.Find(0, "limit"), 0));
    }

    [Fact]
    public void AValueOfAnotherSyntaxIsNotTakenForANumberOrTruth()
    {
        IppReader reader = IppMessage.Read(
            IppMessage.Request(static w =>
            {
                w.Keyword("copies", "four");
                w.Enum("finishings", 4);
                w.Integer("fidelity", 1);
            }),
            out _);
        Assert.Equal(7, reader.Integer(reader.Find(0, "copies"), 7));
        Assert.Equal(4, reader.Integer(reader.Find(0, "finishings"), 7));
        Assert.False(reader.Boolean(reader.Find(0, "fidelity"), false));
        Assert.True(reader.Boolean(-1, true));
        Assert.Equal(7, reader.Integer(-1, 7));
        Assert.Equal("", reader.String(-1));
        Assert.False(reader.Is(-1, ""));
        Assert.Equal(-1, reader.Member(reader.Find(0, "copies"), "four"));
        Assert.Equal(-1, reader.Member(-1, "four"));
        Assert.Equal(-1, reader.Find(-1, "copies"));
    }

    [Fact]
    public void ATextIsReadWithoutItsLanguage()
    {
        IppReader reader = IppMessage.Read(
            IppMessage.Request(static w =>
            {
                w.WithLanguage(IppTag.NameWithLanguage, "job-name", "de", "Über uns");
                w.WithLanguage(IppTag.TextWithLanguage, "empty", "de", "");
            }),
            out _);
        int at = reader.Find(0, "job-name");
        Assert.Equal("Über uns", reader.String(at));
        Assert.False(reader.Is(at, "ber uns"));
        Assert.Equal("", reader.String(reader.Find(0, "empty")));
        Assert.True(reader.Is(reader.Find(0, "empty"), ""));
    }

    [Fact]
    public void MembersAreFoundBehindMembersThatAreCollectionsThemselves()
    {
        IppReader reader = IppMessage.Read(
            IppMessage.Request(static w =>
            {
                w.BeginCollection("overrides");
                w.Member("pages");
                w.Range(IppWriter.More, 1, 1);
                w.Range(IppWriter.More, 3, 4);
                w.Member("media-col");
                w.BeginCollection(IppWriter.More);
                w.Member("sides");
                w.Keyword(IppWriter.More, "inner");
                w.EndCollection();
                w.BeginCollection(IppWriter.More);
                w.EndCollection();
                w.Member("sides");
                w.Keyword(IppWriter.More, "outer");
                w.EndCollection();
                w.BeginCollection(IppWriter.More);
                w.Member("sides");
                w.Keyword(IppWriter.More, "second");
                w.EndCollection();
                w.Keyword("sides", "none");
            }),
            out int answer);
        Assert.Equal(IppReader.Complete, answer);
        int first = reader.Find(0, "overrides");
        Assert.Equal("outer", reader.String(reader.Member(first, "sides")));
        int inner = reader.Member(first, "media-col");
        Assert.Equal("inner", reader.String(reader.Member(inner, "sides")));
        inner = reader.Next(inner);
        Assert.Equal(-1, reader.FirstMember(inner));
        Assert.Equal(-1, reader.Member(inner, "sides"));
        Assert.Equal(-1, reader.Next(inner));
        Assert.Equal(-1, reader.Member(first, "media-type"));
        int second = reader.Next(first);
        Assert.Equal("second", reader.String(reader.Member(second, "sides")));
        Assert.Equal(-1, reader.Next(second));
        Assert.Equal(reader.Find(0, "sides"), reader.AttributeEnd(first));
    }

    [Fact]
    public void AResponseMayHaveWhatNoRequestMay()
    {
        ByteWriter to = new(new byte[8192]);
        IppWriter writer = new(to, null);
        writer.Begin(0, IppStatus.VersionNotSupported, 0);
        writer.BeginOperation("en");
        writer.Text("status-message", new string('x', 2000));
        writer.Group(IppTag.UnsupportedGroup);
        writer.Group(IppTag.JobGroup);
        writer.Integer("job-id", 1);
        writer.Group(IppTag.JobGroup);
        writer.Integer("job-id", 2);
        writer.End();
        BufferedSource source = new(to.Buffer.AsSpan(0, to.Position).ToArray());
        source.Attach(new ScriptedSource(source.Buffer.AsSpan().ToArray(), 100));
        IppReader reader = new();
        reader.BeginResponse(source);
        Assert.Equal(IppReader.Complete, reader.Read());
        Assert.Equal(IppStatus.VersionNotSupported, reader.Status);
        Assert.Equal(4, reader.Groups);
        Assert.Equal(2, reader.Group(IppTag.JobGroup));
        Assert.Equal(2, reader.Integer(reader.Find(3, "job-id"), 0));
    }

    [Fact]
    public void AReaderThatRefusedReadsTheNextMessage()
    {
        BufferedSource source = new(new byte[512]);
        IppReader reader = new();
        source.Attach(new ScriptedSource([1, 1, 0], 1));
        reader.BeginRequest(source);
        Assert.Equal(IppReader.Refused, reader.Read());
        source.Attach(new ScriptedSource(IppMessage.Request(static w => w.Integer("job-id", 5)), 3));
        reader.BeginRequest(source);
        Assert.Equal(IppReader.Complete, reader.Read());
        Assert.Equal(0, reader.Refusal);
        Assert.Equal(5, reader.Integer(reader.Find(reader.Group(IppTag.OperationGroup), "job-id"), 0));
        Assert.Equal(IppReader.Complete, reader.Read());
    }

    private static byte[] Attributes(int count)
    {
        return IppMessage.Request(w =>
        {
            for (int i = 0; i < count; i++)
            {
                w.Integer(i.ToString(CultureInfo.InvariantCulture), i);
            }
        });
    }

    private static byte[] Groups(int count)
    {
        return IppMessage.Request(w =>
        {
            for (int i = 1; i < count; i++)
            {
                w.Group(IppTag.SubscriptionGroup);
            }
        });
    }
}
