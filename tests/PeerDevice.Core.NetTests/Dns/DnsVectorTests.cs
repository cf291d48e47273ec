using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Dns;

public class DnsVectorTests
{
    internal static readonly VectorFolder Folder = new("dns", ".dns");

    public static IEnumerable<TheoryDataRow<string>> Valid() => Folder.Rows("valid");

    public static IEnumerable<TheoryDataRow<string>> Incomplete() => Folder.Rows("incomplete");

    public static IEnumerable<TheoryDataRow<string>> Invalid() => Folder.Rows("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void AMessageReadsAsASecondReaderReadsIt(string name)
    {
        byte[] octets = Folder.Read("valid", name);
        string expected = DnsSecondOpinion.Of(octets);
        Assert.EndsWith(DnsForm.Whole, expected);
        Assert.Equal(expected, DnsForm.Read(octets));
        Assert.Equal(expected, DnsForm.Read([.. octets, .. octets], octets.Length));
    }

    /// <summary>In a reused buffer the rest of the same message stands behind the octets received, and is not read.</summary>
    [Theory]
    [MemberData(nameof(Valid))]
    public void NoPrefixIsWhole(string name)
    {
        byte[] octets = Folder.Read("valid", name);
        string whole = DnsForm.Read(octets);
        for (int length = 0; length < octets.Length; length++)
        {
            string told = DnsForm.Read(octets, length);
            Assert.Equal(DnsSecondOpinion.Of(octets[..length]), told);
            Assert.EndsWith(length < 12 ? DnsForm.NoMessage : DnsForm.Malformed, told);
            Assert.StartsWith(length < 12 ? "" : told[..^DnsForm.Malformed.Length], whole, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void WhatBreaksOffIsReadThatFarAndMalformed(string name)
    {
        byte[] octets = Folder.Read("incomplete", name);
        string told = DnsForm.Read(octets);
        Assert.Equal(DnsSecondOpinion.Of(octets), told);
        Assert.EndsWith(octets.Length < 12 ? DnsForm.NoMessage : DnsForm.Malformed, told);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void WhatIsInvalidIsRefused(string name)
    {
        byte[] octets = Folder.Read("invalid", name);
        string told = DnsForm.Read(octets);
        Assert.Equal(DnsSecondOpinion.Of(octets), told);
        Assert.EndsWith(name.Contains("-no-message-", StringComparison.Ordinal) ? DnsForm.NoMessage : DnsForm.Malformed, told);
    }

    /// <summary>The first look says yes where a question's name is known, whatever the case of its letters, and no where none is.</summary>
    [Theory]
    [MemberData(nameof(Valid))]
    public void TheFirstLookFindsEachQuestionAndNoOther(string name)
    {
        byte[] octets = Folder.Read("valid", name);
        DnsReader reader = new();
        Assert.True(reader.Read(octets, octets.Length));
        QuestionFilter all = new(Limits.DnsKnownNames);
        while (reader.NextQuestion())
        {
            byte[] known = Known(reader);
            bool isRoot = known.Length == 1;
            QuestionFilter filter = new(Limits.DnsKnownNames);
            Assert.Equal(!isRoot, filter.Add(known));
            Assert.Equal(!reader.IsResponse && !isRoot, filter.HasQuestion(octets, octets.Length));
            LooksAlikeWithRoomBehind(filter, octets);
            byte[] other = isRoot ? DnsText.Name("x") : [.. known[..^2], (byte)(known[^2] ^ 1), 0];
            filter.Clear();
            Assert.True(filter.Add(other));
            Assert.False(filter.HasQuestion(octets, octets.Length));
            LooksAlikeWithRoomBehind(filter, octets);
        }

        foreach (string one in new[] { "_peerdevice._tcp.local", "hub.local", "x.local", "_udp.local" })
        {
            Assert.True(all.Add(DnsText.Name(one)));
        }

        Assert.False(all.HasQuestion(octets, octets.Length));
        LooksAlikeWithRoomBehind(all, octets);
    }

    /// <summary>What is none of our business costs no memory.</summary>
    [Theory]
    [MemberData(nameof(Valid))]
    public void ALookAndAReadingAllocateNothing(string name)
    {
        byte[] octets = Folder.Read("valid", name);
        QuestionFilter filter = new(Limits.DnsKnownNames);
        Assert.True(filter.Add(DnsText.Name("_peerdevice._tcp.local")));
        DnsReader reader = new();
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isAsked = filter.HasQuestion(octets, octets.Length);
            bool isWhole = reader.Read(octets, octets.Length) && reader.IsWhole();
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.False(isAsked);
            Assert.True(isWhole);
            Assert.True(i == 0 || taken == 0, $"{taken} octets");
        }
    }

    /// <summary>Nor does what is malformed: who sends it again and again has nothing collected.</summary>
    [Theory]
    [MemberData(nameof(Invalid))]
    [MemberData(nameof(Incomplete))]
    public void WhatIsMalformedAllocatesNothing(string name)
    {
        byte[] octets = Folder.Read(Folder.Names("invalid").Contains(name) ? "invalid" : "incomplete", name);
        byte[] roomy = Roomy.Of(octets);
        QuestionFilter filter = new(Limits.DnsKnownNames);
        Assert.True(filter.Add(DnsText.Name("_peerdevice._tcp.local")));
        DnsReader reader = new();
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            filter.HasQuestion(octets, octets.Length);
            filter.Look(roomy, octets.Length);
            bool isWhole = reader.Read(octets, octets.Length) && reader.IsWhole();
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.False(isWhole);
            Assert.True(i == 0 || taken == 0, $"{taken} octets");
        }
    }

    /// <summary>Wherever a label's length leads to, nothing is read behind the buffer, and what stands between message and buffer's end says nothing.</summary>
    [Fact]
    public void NoLengthLeadsBehindTheBuffer()
    {
        byte[] tail = DnsText.Name("_tcp.local");
        QuestionFilter filter = new(Limits.DnsKnownNames);
        Assert.True(filter.Add(DnsText.Name("_peerdevice._tcp.local")));
        filter.SetBeside(DnsText.Name("_peerdevice._tcp.local"));
        for (int length = 0; length <= byte.MaxValue; length++)
        {
            for (int room = 0; room < 2 * byte.MaxValue; room++)
            {
                // One question, which begins as late as one can.
                byte[] buffer = new byte[DnsType.HeaderOctets + 1 + DnsType.QuestionOctets + room];
                buffer[5] = 1;
                int at = DnsType.HeaderOctets;
                buffer[at] = (byte)length;
                at += length + 1;
                tail.AsSpan(0, Math.Clamp(buffer.Length - at, 0, tail.Length)).CopyTo(buffer.AsSpan(Math.Min(at, buffer.Length)));
                Assert.Equal(QuestionFilter.Nobody, filter.Look(buffer, buffer.Length - room));
            }
        }
    }

    private static void LooksAlikeWithRoomBehind(QuestionFilter filter, byte[] octets)
    {
        Assert.Equal(filter.Look(octets, octets.Length), filter.Look(Roomy.Of(octets), octets.Length));
    }

    private static byte[] Known(DnsReader reader)
    {
        byte[] known = new byte[Limits.DnsNameOctets];
        int length = DnsName.Copy(reader.Buffer, reader.NameStart, reader.End, known, 0);
        return known[..length];
    }
}
