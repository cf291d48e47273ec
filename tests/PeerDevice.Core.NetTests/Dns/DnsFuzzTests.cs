using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Dns;

/// <summary>
/// Messages bent at random, and octets at random, each read by the engine and by <see cref="DnsSecondOpinion"/>; and messages made at random. A failure prints the seed of
/// its round; PEER_FUZZ_SEED runs that round alone, PEER_FUZZ_COUNT another number of rounds.
/// </summary>
public class DnsFuzzTests
{
    private const int Seed = 6762;
    private const int Rounds = 10_000;

    private static readonly Regex Asked = new(@"^\? (_ipp\._tcp\.local|a) \d+ \d+( unicast)?$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static readonly Regex AskedOfCommon = new(@"^\? (_ipp\._tcp\.local|a\.b\.c\.local) \d+ \d+( unicast)?$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static readonly Regex ToldOfIpp = new(@"^[anx] _ipp\._tcp\.local \d+ ", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static readonly Regex Told = new(@"^[anx] (_ipp\._tcp\.local|a) \d+ ", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static readonly string[] Labels = ["_ipp", "_tcp", "local", "desk", "Müller \"EG\" 2.Stock", "_http", "a", "DESK", "\u0001\\", new('x', 63)];

    private static readonly byte[][] All =
    [
        .. DnsVectorTests.Folder.Names("valid").Select(name => DnsVectorTests.Folder.Read("valid", name)),
        .. DnsVectorTests.Folder.Names("invalid").Select(name => DnsVectorTests.Folder.Read("invalid", name)),
    ];

    [Fact]
    public void NoOctetsMakeTheReadersThrowLoopOrDisagreeWithTheSecondOpinion()
    {
        Dictionary<string, int> ends = new() { [DnsForm.Whole] = 0, [DnsForm.Malformed] = 0, [DnsForm.NoMessage] = 0 };
        QuestionFilter filter = new(Limits.DnsKnownNames);
        filter.Add(DnsText.Name("_ipp._tcp.local"));
        filter.Add(DnsText.Name("a"));

        // The same without a name that is short all over, which makes every short one be looked at closely; and one that is sought by its first label.
        QuestionFilter common = new(Limits.DnsKnownNames);
        common.Add(DnsText.Name("_ipp._tcp.local"));
        common.Add(DnsText.Name("a.b.c.local"));
        QuestionFilter sought = new(Limits.DnsKnownNames);
        sought.Add(DnsText.Name("_ipp._tcp.local"));
        sought.EndSought();
        sought.EndUnique();
        int found = 0;
        int rounds = Run(random =>
        {
            byte[] octets = random.Next(50) == 0 ? Noise(random) : Bend(random, All[random.Next(All.Length)]);
            byte[] buffer = new byte[octets.Length + 40];
            random.NextBytes(buffer);
            octets.CopyTo(buffer, 0);
            string expected = DnsSecondOpinion.Of(octets);
            Assert.Equal(expected, DnsForm.Read(buffer, octets.Length));
            ends[ends.Keys.Single(end => expected.EndsWith(end, StringComparison.Ordinal))]++;

            // Of a whole message the first look knows as much as the reader, and where there is room behind it, as a port has it, it goes about it otherwise; of none does it throw there.
            byte[] roomy = Roomy.Of(octets);
            int[] looks = [filter.Look(roomy, octets.Length), common.Look(roomy, octets.Length), sought.Look(roomy, octets.Length)];
            bool isAsked = filter.HasQuestion(buffer, octets.Length);
            if (expected.EndsWith(DnsForm.Whole, StringComparison.Ordinal))
            {
                bool holds = expected.StartsWith("query", StringComparison.Ordinal) && Asked.IsMatch(expected);
                Assert.Equal(holds, isAsked);
                Assert.Equal(expected.StartsWith("query", StringComparison.Ordinal) && AskedOfCommon.IsMatch(expected), common.HasQuestion(buffer, octets.Length));
                bool tells = expected.StartsWith("response", StringComparison.Ordinal) && !expected.Contains("\n? ", StringComparison.Ordinal) && Told.IsMatch(expected);
                filter.EndUnique();
                Assert.Equal(tells, filter.HasRecord(buffer, octets.Length));
                Assert.Equal(tells && ToldOfIpp.IsMatch(expected), sought.HasRecord(buffer, octets.Length));
                Assert.Equal([filter.Look(octets, octets.Length), common.Look(octets, octets.Length), sought.Look(octets, octets.Length)], looks);
                found += holds ? 1 : 0;
            }
        });

        // Bent, and each end is met: otherwise only one of them would be compared.
        Assert.True(rounds < Rounds || (ends.Values.All(times => times > rounds / 50) && found > rounds / 100), string.Join(", ", ends) + ", found " + found);
    }

    [Fact]
    public void WhatIsWrittenIsReadAgainAndWhatDoesNotFitIsNotThere()
    {
        int refused = 0;
        int rounds = Run(random =>
        {
            byte[] buffer = new byte[random.Next(12, 700)];
            random.NextBytes(buffer);
            DnsWriter writer = new(buffer);
            bool isQuery = random.Next(2) == 0;
            if (isQuery)
            {
                writer.BeginQuery();
            }
            else
            {
                writer.BeginResponse();
            }

            List<string> expected = [isQuery ? "query 0" : "response 0"];
            for (int i = random.Next(4); i > 0; i--)
            {
                byte[] name = MakeName(random);
                bool wantsUnicast = random.Next(2) == 0;
                int length = writer.Length;
                if (writer.Question(name, DnsType.Any, wantsUnicast))
                {
                    expected.Add($"? {Text(name)} 255 1{(wantsUnicast ? " unicast" : "")}");
                }
                else
                {
                    Assert.Equal(length, writer.Length);
                }
            }

            for (int section = 0; section < 3; section++)
            {
                for (int i = random.Next(6); i > 0; i--)
                {
                    int length = writer.Length;
                    if (MakeRecord(random, writer, section, out string line))
                    {
                        expected.Add(line);
                    }
                    else
                    {
                        refused++;
                        Assert.Equal(length, writer.Length);
                    }
                }
            }

            if (random.Next(4) == 0)
            {
                writer.Truncate();
                expected[0] += " truncated";
            }

            expected.Add(DnsForm.Whole);
            byte[] message = buffer[..writer.Length];
            Assert.Equal(string.Join('\n', expected), DnsSecondOpinion.Of(message));
            Assert.Equal(string.Join('\n', expected), DnsForm.Read(message));
        });
        Assert.True(rounds < Rounds || refused > rounds / 10, $"{refused} did not fit");
    }

    private static bool MakeRecord(Random random, DnsWriter writer, int section, out string line)
    {
        byte[] name = MakeName(random);
        byte[] other = MakeName(random);
        int seconds = random.Next(5) == 0 ? 0 : random.Next();
        string front = $"{"anx"[section]} {Text(name)} ";
        switch (random.Next(6))
        {
            case 0:
                long address = random.NextInt64(0x1_0000_0000);
                line = $"{front}1 1 flush {seconds} {address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";
                return writer.Address(section, name, address, seconds);
            case 1:
                bool isUnique = random.Next(2) == 0;
                line = $"{front}12 1{(isUnique ? " flush" : "")} {seconds} {Text(other)}";
                return writer.Pointer(section, name, other, isUnique, seconds);
            case 2:
                int port = random.Next(0x10000);
                line = $"{front}33 1 flush {seconds} 0 0 {port} {Text(other)}";
                return writer.Service(section, name, port, other, seconds);
            case 3:
                line = $"{front}16 1 flush {seconds} rp=6970702F7072696E74 Color note=";
                return writer.Octets(section, name, DnsType.Txt, "\u000crp=ipp/print\u0005Color\u0005note="u8.ToArray(), seconds);
            case 4:
                int[] types = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(256)).ToArray();
                line = $"{front}47 1 flush {seconds} {Text(name)}{string.Concat(types.Distinct().Order().Select(type => " " + type))}";
                return writer.Negative(section, name, types, seconds);
            default:
                byte[] octets = new byte[16];
                random.NextBytes(octets);
                line = $"{front}28 1 flush {seconds} {Convert.ToHexString(octets)}";
                return writer.Octets(section, name, DnsType.Aaaa, octets, seconds);
        }
    }

    private static byte[] MakeName(Random random)
    {
        byte[] name = [0];
        for (int i = random.Next(5); i > 0; i--)
        {
            byte[] longer = DnsName.Child(Labels[random.Next(Labels.Length)], name);
            name = longer.Length == 0 ? name : longer;
        }

        return name;
    }

    private static string Text(byte[] known)
    {
        List<byte[]> labels = [];
        for (int at = 0; known[at] != 0; at += known[at] + 1)
        {
            labels.Add(known[(at + 1)..(at + 1 + known[at])]);
        }

        return DnsSecondOpinion.Text(labels);
    }

    private static byte[] Bend(Random random, byte[] octets)
    {
        List<byte> bent = [.. octets];
        for (int changes = random.Next(0, 4); changes > 0 && bent.Count > 0; changes--)
        {
            int at = random.Next(bent.Count);
            switch (random.Next(7))
            {
                case 0: bent[at] = (byte)random.Next(256); break;
                case 1: bent[at] = (byte)(bent[at] + random.Next(-2, 3)); break;
                case 2: bent.Insert(at, (byte)random.Next(256)); break;
                case 3: bent.RemoveAt(at); break;
                case 4: bent[at] ^= 0x20; break;
                case 5: bent.InsertRange(at, [0xC0, (byte)random.Next(0, 80)]); break;
                default:
                    // A pointer in place of what was there keeps the rest where it stands.
                    bent[at] = 0xC0;
                    bent[Math.Min(at + 1, bent.Count - 1)] = (byte)random.Next(0, 80);
                    break;
            }
        }

        return [.. bent];
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        if (noise.Length >= 12 && random.Next(2) == 0)
        {
            noise[2] = 0;
            noise[3] = 0;
        }

        return noise;
    }

    private static int Run(Action<Random> round)
    {
        return FuzzRounds.Run(Seed, Rounds, round);
    }
}
