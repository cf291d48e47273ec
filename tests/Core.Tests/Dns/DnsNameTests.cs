using System;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Dns;

/// <summary>Names: as text, compared, made; whatever stands in them.</summary>
public sealed class DnsNameTests
{
    [Theory]
    [InlineData("desk.local", "desk.local")]
    [InlineData("desk.local.", "desk.local")]
    [InlineData(".", ".")]
    [InlineData("a\\.b.local", "a\\.b.local")]
    [InlineData("a\\\\.local", "a\\\\.local")]
    [InlineData("a\"b.local", "a\\\"b.local")]
    [InlineData("\\065\\007\\255.local", "A\\007\\255.local")]
    [InlineData("Müller €𝄞._ipp._tcp.local", "Müller €𝄞._ipp._tcp.local")]
    [InlineData("\\194\\133.\\195\\188", "\\194\\133.ü")]
    [InlineData("a b;c(d)@$.x", "a b;c(d)@$.x")]
    public void ATextIsANameAndATextAgain(string typed, string told)
    {
        byte[] name = DnsText.Name(typed);
        Assert.NotEmpty(name);
        ByteWriter text = new ByteWriter(new byte[100]);
        Assert.True(DnsText.Write(text, name, 0, name.Length));
        Assert.Equal(told, Encoding.UTF8.GetString(text.Buffer, 0, text.Position));
        Assert.Equal(name, DnsText.Name(told));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a\\")]
    [InlineData("a\\25")]
    [InlineData("a\\2x5")]
    [InlineData("a\\256")]
    public void WhatIsNoNameIsNone(string typed)
    {
        Assert.Empty(DnsText.Name(typed));
    }

    [Fact]
    public void ALabelHas63OctetsAndAName255()
    {
        string label = new string('x', 63);
        Assert.Equal(65, DnsText.Name(label).Length);
        Assert.Empty(DnsText.Name(label + "x"));
        Assert.Empty(DnsText.Name(new string('ü', 32)));
        string longest = label + "." + label + "." + label + "." + new string('y', 61);
        Assert.Equal(255, DnsText.Name(longest).Length);
        Assert.Empty(DnsText.Name(longest + "y"));
        Assert.Empty(DnsText.Name(new string('x', 5000)));
        string digits = "";
        for (int i = 0; i < 61; i++)
        {
            digits += "\\001";
        }

        string controls = digits + "\\001\\001";
        byte[] name = DnsText.Name(controls + "." + controls + "." + controls + "." + digits);
        Assert.Equal(255, name.Length);
        ByteWriter text = new ByteWriter(new byte[Limits.DnsTextOctets]);
        Assert.True(DnsText.Write(text, name, 0, name.Length));
        Assert.False(text.Overflowed);

        byte[] local = DnsText.Name("local");
        Assert.Equal(71, DnsName.Child(label, local).Length);
        Assert.Empty(DnsName.Child(label + "x", local));
        Assert.Empty(DnsName.Child("", local));
        Assert.Empty(DnsName.Child("xx", DnsText.Name(label + "." + label + "." + label + "." + new string('y', 59))));
        Assert.Equal(DnsText.Name("a\\.b.local"), DnsName.Child("a.b", local));
    }

    [Theory]
    [InlineData("desk.local", "DESK.Local", true)]
    [InlineData("a-long-label-of-a-host.local", "A-Long-Label-Of-A-Host.LOCAL", true)]
    [InlineData("a-long-label-of-a-host.local", "a-long-label-of-a-hosu.local", false)]
    [InlineData("a[.local", "a{.local", false)]
    [InlineData("ü.local", "Ü.local", false)]
    [InlineData("a.b.local", "a\\.b.local", false)]
    [InlineData("local", "desk.local", false)]
    [InlineData("desk.local", "desk", false)]
    public void OnlyTheCaseOfAsciiLettersMeansNothing(string one, string other, bool areSame)
    {
        byte[] first = DnsText.Name(one);
        byte[] second = DnsText.Name(other);
        Assert.Equal(areSame, DnsName.AreSame(first, 0, first.Length, second, 0, second.Length));
        Assert.Equal(areSame, DnsName.AreSame(second, 0, second.Length, first, 0, first.Length));
    }

    /// <summary>The fear: questions that are longer here than they came run over those behind them, where both stand in one array.</summary>
    [Fact]
    public void AQuestionIsNotWrittenOverTheNextOne()
    {
        // More labels than are remembered, and two questions that point at the last of them.
        ByteWriter query = new ByteWriter(new byte[200]);
        byte[] head = { 0, 1, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0 };
        query.Octets(head, 0, head.Length);
        for (int i = 0; i < Limits.DnsSuffixes + 3; i++)
        {
            query.Octet(1);
            query.Octet((byte)('a' + (i % 26)));
        }

        byte[] end = { 0, 0, 1, 0, 1 };
        int pointed = query.Position - 4;
        query.Octets(end, 0, end.Length);
        byte[] pointer = { 0xC0, (byte)pointed, 0, 1, 0, 1 };
        query.Octets(pointer, 0, pointer.Length);
        query.Octets(pointer, 0, pointer.Length);
        DnsReader reader = new DnsReader();
        Assert.True(reader.Read(query.Buffer, query.Position));
        Assert.True(new DnsWriter(new byte[200]).BeginLegacy(reader));
        Assert.False(new DnsWriter(query.Buffer).BeginLegacy(reader));
    }

    /// <summary>The answers to a querier who is no mDNS one: its ID and questions, no cache-flush, ten seconds, a target that is not compressed.</summary>
    [Fact]
    public void ALegacyResponseHasWhatAnOldResolverUnderstands()
    {
        byte[] instance = DnsText.Name("desk._ipp._tcp.local");
        byte[] query = { 0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, (byte)'d', (byte)'e', (byte)'s', (byte)'k', 5, (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', 0, 0, 255, 0x80, 1 };
        DnsReader reader = new DnsReader();
        Assert.True(reader.Read(query, query.Length));
        DnsWriter writer = new DnsWriter(new byte[200]);
        Assert.True(writer.BeginLegacy(reader));
        int before = writer.Length;
        Assert.True(writer.Service(DnsType.Answer, instance, 631, DnsText.Name("desk.local"), 120));
        Assert.Equal(before + instance.Length - 7 + 2 + 10 + 6 + 12, writer.Length);
        writer.Truncate();
        Assert.True(reader.Read(writer.Buffer, writer.Length));
        Assert.True(reader.IsWhole());
        Assert.Equal(0x1234, reader.Id);
        Assert.True(reader.IsResponse);
        Assert.True(reader.IsTruncated);
        Assert.True(reader.NextQuestion());
        Assert.Equal(DnsType.Any, reader.Type);
        Assert.False(reader.HasClassBit);
        Assert.True(reader.NextRecord());
        Assert.False(reader.HasClassBit);
        Assert.Equal(Limits.DnsLegacySeconds, reader.TimeToLive);

        DnsWriter small = new DnsWriter(new byte[20]);
        Assert.True(reader.Read(query, query.Length));
        Assert.False(small.BeginLegacy(reader));
        Assert.Equal(12, small.Length);
        Assert.True(reader.Read(query, query.Length - 1));
        Assert.False(writer.BeginLegacy(reader));

        // In the array that it stands in, as in another.
        byte[] shared = new byte[200];
        Array.Copy(query, 0, shared, 0, query.Length);
        DnsWriter over = new DnsWriter(shared);
        Assert.True(reader.Read(shared, query.Length));
        Assert.True(over.BeginLegacy(reader));
        Assert.Equal(query.Length, over.Length);

        // The next one is not a legacy one.
        writer.BeginResponse();
        Assert.True(writer.Address(DnsType.Answer, instance, 1, 120));
        Assert.True(reader.Read(writer.Buffer, writer.Length));
        Assert.True(reader.NextRecord());
        Assert.True(reader.HasClassBit);
        Assert.Equal(120, reader.TimeToLive);
    }

    [Fact]
    public void AFilterHasRoomForSoManyNamesAndNoMore()
    {
        QuestionFilter filter = new QuestionFilter(Limits.DnsKnownNames);
        for (int i = 0; i < Limits.DnsKnownNames; i++)
        {
            Assert.True(filter.Add(DnsText.Name("host-" + i.ToString() + ".local")));
        }

        Assert.False(filter.Add(DnsText.Name("one-more.local")));
        Assert.False(new QuestionFilter(Limits.DnsKnownNames).Add(Array.Empty<byte>()));
        DnsWriter writer = new DnsWriter(new byte[100]);
        writer.BeginQuery();
        Assert.True(writer.IsEmpty);
        Assert.True(writer.Question(DnsText.Name("host-" + (Limits.DnsKnownNames - 1).ToString() + ".local"), DnsType.A, false));
        Assert.False(writer.IsEmpty);
        Assert.True(filter.HasQuestion(writer.Buffer, writer.Length));
    }

    /// <summary>Reverse names begin alike, may be cut short by a pointer anywhere, and are asked for all day: ours are found however they are written, others' are not.</summary>
    [Theory]
    [InlineData("1.0.77.10.in-addr.arpa", "0.77.10.in-addr.arpa")]
    [InlineData("1.0.77.10.in-addr.arpa", "77.10.in-addr.arpa")]
    [InlineData("1.0.77.10.in-addr.arpa", "in-addr.arpa")]
    [InlineData("10.0.77.10.in-addr.arpa", "0.77.10.in-addr.arpa")]
    [InlineData("a.local", "local")]
    [InlineData("ü.local", "local")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa", "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa")]
    [InlineData("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa", "7.7.d.f.ip6.arpa")]
    public void AFilterFindsShortLabelsHoweverTheyAreWritten(string own, string first)
    {
        QuestionFilter filter = new QuestionFilter(Limits.DnsKnownNames);
        string[] known = { own, "2.0.77.10.in-addr.arpa", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa" };
        foreach (string name in known)
        {
            Assert.True(filter.Add(DnsText.Name(name)));
        }

        // In full; behind a name that it ends with, so that it is written with a pointer; and in capitals.
        DnsWriter writer = new DnsWriter(new byte[300]);
        writer.BeginQuery();
        Assert.True(writer.Question(DnsText.Name(own), DnsType.Ptr, false));
        Assert.True(filter.HasQuestion(writer.Buffer, writer.Length));
        Assert.Equal(0, filter.Find(writer.Buffer, 12, writer.Length));
        writer.BeginQuery();
        Assert.True(writer.Question(DnsText.Name(first), DnsType.Ptr, false));
        Assert.False(filter.HasQuestion(writer.Buffer, writer.Length));
        int behind = writer.Length;
        Assert.True(writer.Question(DnsText.Name(own), DnsType.Ptr, false));
        Assert.True(writer.Length - behind < DnsText.Name(own).Length);
        Assert.True(filter.HasQuestion(writer.Buffer, writer.Length));
        Assert.Equal(0, filter.Find(writer.Buffer, behind, writer.Length));
        writer.BeginQuery();
        Assert.True(writer.Question(DnsText.Name(own.ToUpperInvariant().Replace('Ü', 'ü')), DnsType.Ptr, false));
        Assert.True(filter.HasQuestion(writer.Buffer, writer.Length));

        // One octet is another: the last of the name, the first, one in the middle.
        byte[] name2 = DnsText.Name(own);
        foreach (int at in new[] { 1, (name2.Length / 2) | 1, name2.Length - 2 })
        {
            byte[] other = (byte[])name2.Clone();
            other[at] ^= 0x11;
            writer.BeginQuery();
            Assert.True(writer.Question(other, DnsType.Ptr, false));
            Assert.False(filter.HasQuestion(writer.Buffer, writer.Length));
            Assert.Equal(-1, filter.Find(writer.Buffer, 12, writer.Length));
        }
    }

    /// <summary>Responses are looked at only where the label of a name of ours is in them; and hostile ones that are all lengths of it are looked at as well.</summary>
    [Fact]
    public void ARecordIsFoundWhereItsLabelIsAndOctetsThatLookLikeItAreNoMatter()
    {
        QuestionFilter filter = new QuestionFilter(Limits.DnsKnownNames);
        Assert.True(filter.Add(DnsText.Name("meter.local")));
        Assert.True(filter.Add(DnsText.Name("Front Desk._ipp._tcp.local")));
        filter.EndSought();
        Assert.True(filter.Add(DnsText.Name("1.0.77.10.in-addr.arpa")));
        filter.EndUnique();
        Assert.True(filter.Add(DnsText.Name("_ipp._tcp.local")));
        DnsWriter writer = new DnsWriter(new byte[1400]);
        byte[] filled = new byte[600];
        Array.Fill(filled, (byte)5);
        foreach (string name in new[] { "METER.local", "front desk._ipp._tcp.local" })
        {
            writer.BeginResponse();
            Assert.True(writer.Pointer(DnsType.Answer, DnsText.Name("_ipp._tcp.local"), DnsText.Name("other._ipp._tcp.local"), false, 4500));
            Assert.True(writer.Octets(DnsType.Answer, DnsText.Name("other._ipp._tcp.local"), DnsType.Txt, filled, 4500));
            Assert.False(filter.HasRecord(writer.Buffer, writer.Length));
            Assert.True(writer.Address(DnsType.Additional, DnsText.Name(name), 1, 120));
            Assert.True(filter.HasRecord(writer.Buffer, writer.Length));
        }

        writer.BeginResponse();
        Assert.True(writer.Pointer(DnsType.Answer, DnsText.Name("1.0.77.10.in-addr.arpa"), DnsText.Name("other.local"), true, 120));
        Assert.False(filter.HasRecord(writer.Buffer, writer.Length));
        Assert.True(writer.Pointer(DnsType.Answer, DnsText.Name("1.0.77.10.in-addr.arpa"), DnsText.Name("meter.local"), true, 120));
        Assert.True(filter.HasRecord(writer.Buffer, writer.Length));
    }

    /// <summary>Of several hundred names more than the writer remembers, each is still right.</summary>
    [Fact]
    public void AMessageOfManyNamesIsRightBeyondWhatIsRemembered()
    {
        DnsWriter writer = new DnsWriter(new byte[Limits.DnsOctets]);
        writer.BeginResponse();
        int count = 0;
        while (writer.Address(DnsType.Answer, DnsText.Name("host-" + count.ToString() + ".room-" + count.ToString() + ".local"), count, 120))
        {
            count++;
        }

        Assert.InRange(count, 256, 512);
        DnsReader reader = new DnsReader();
        Assert.True(reader.Read(writer.Buffer, writer.Length));
        Assert.True(reader.IsWhole());
        for (int i = 0; i < count; i++)
        {
            Assert.True(reader.NextRecord());
            Assert.True(DnsName.Is(reader.Buffer, reader.NameStart, reader.End, DnsText.Name("host-" + i.ToString() + ".room-" + i.ToString() + ".local")));
            Assert.Equal(i, reader.Address);
        }

        Assert.False(reader.NextRecord());
    }
}
