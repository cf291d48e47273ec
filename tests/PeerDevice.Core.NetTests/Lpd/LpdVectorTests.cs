using System;
using System.Collections.Generic;
using PeerDevice.Bytes;

namespace PeerDevice.Tests.Lpd;

public class LpdVectorTests
{
    internal static readonly VectorFolder Folder = new("lpd", ".lpd");

    public static IEnumerable<TheoryDataRow<string>> Valid() => Folder.Rows("valid");

    public static IEnumerable<TheoryDataRow<string>> Incomplete() => Folder.Rows("incomplete");

    public static IEnumerable<TheoryDataRow<string>> Invalid() => Folder.Rows("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void AConversationReadsAsASecondReaderReadsItHoweverItArrives(string name)
    {
        byte[] octets = Folder.Read("valid", name);
        string expected = LpdSecondOpinion.Of(octets);
        Assert.EndsWith(LpdForm.Ended, expected);
        for (int piece = 1; piece < 80; piece += 3)
        {
            Assert.Equal(expected, LpdForm.Read(octets, piece, stutters: true));
        }
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void EveryPrefixIsCutOrEndsBetweenTwoThings(string name)
    {
        byte[] octets = Folder.Read("valid", name);
        string whole = LpdForm.Read(octets);
        for (int length = 0; length < octets.Length; length++)
        {
            byte[] prefix = octets.AsSpan(0, length).ToArray();
            string told = LpdForm.Read(prefix);
            Assert.Equal(LpdSecondOpinion.Of(prefix), told);
            string end = told.EndsWith(LpdForm.Cut, StringComparison.Ordinal) ? LpdForm.Cut : LpdForm.Ended;
            Assert.EndsWith(end, told);
            Assert.StartsWith(told[..^end.Length].TrimEnd('\n'), whole, StringComparison.Ordinal);
            Assert.EndsWith(LpdForm.Cut, LpdForm.Read(prefix, last: ByteSource.Broken));
        }
    }

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void WhatBreaksOffIsNotRefusedAndNotMore(string name)
    {
        byte[] octets = Folder.Read("incomplete", name);
        string told = LpdForm.Read(octets);
        Assert.Equal(LpdSecondOpinion.Of(octets), told);

        // A job that misses a file ends between two lines; that it is not whole is no matter of reading.
        Assert.EndsWith(name.Contains("-job-", StringComparison.Ordinal) ? LpdForm.Ended : LpdForm.Cut, told);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void WhatIsInvalidIsRefusedHoweverItArrives(string name)
    {
        byte[] octets = Folder.Read("invalid", name);
        string expected = LpdSecondOpinion.Of(octets);
        bool isData = name.Contains("-data-", StringComparison.Ordinal);
        Assert.EndsWith(isData ? LpdForm.Cut : LpdForm.Refused, expected);
        for (int piece = 1; piece < 80; piece += 3)
        {
            Assert.Equal(expected, LpdForm.Read(octets, piece, stutters: true));
        }
    }
}
