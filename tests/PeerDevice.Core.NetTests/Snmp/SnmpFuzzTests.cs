using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Services.Snmp;
using PeerDevice.Services.Status;
using PeerDevice.Simulation;
using PeerDevice.Wire.Snmp;

namespace PeerDevice.Tests.Snmp;

/// <summary>Seeded: a failure names the seed, PEER_FUZZ_SEED runs that one alone, PEER_FUZZ_COUNT another number of rounds.</summary>
public sealed class SnmpFuzzTests
{
    private const int Seed = 1157;
    private const int Rounds = 5_000;

    private readonly SnmpAgent _agent = new(new PeerFacts { Name = "desk", Kind = "board", LpdPort = 515 }, [new StagedPrinter(), new StagedPrinter { RawPort = 0 }], new VirtualClock());

    /// <summary>Messages bent at random, and octets at random: no answer, or one that is well-formed, bounded and the request's own.</summary>
    [Fact]
    public void NoOctetsMakeTheAgentThrowOrAnswerOutOfTurn()
    {
        byte[][] all = [.. SnmpAgentTests.Vectors("answered").Concat(SnmpAgentTests.Vectors("unanswered")).Select(row => SnmpAgentTests.Vector(row.Data.Item1, row.Data.Item2))];
        int answered = 0;
        Run(random =>
        {
            byte[] octets = Bend(random, all[random.Next(all.Length)]);

            // What stands behind the request in the reused buffer must not matter.
            byte[] buffer = new byte[octets.Length + 40];
            random.NextBytes(buffer);
            octets.CopyTo(buffer, 0);
            int length = _agent.Answer(buffer, octets.Length);
            byte[] answer = _agent.Response[..length];
            Assert.Equal(length, _agent.Answer(octets, octets.Length));
            Assert.Equal(answer, _agent.Response[..length]);
            if (length > 0)
            {
                answered++;
                SnmpMessage said = SnmpMessage.Decode(answer);
                SnmpMessage asked = SnmpMessage.Decode(octets);
                Assert.Equal((asked.Version, "public", SnmpMessage.Response, asked.Id), (said.Version, said.Community, said.Pdu, said.Id));
            }
        });
        Assert.True(answered > 0 || Environment.GetEnvironmentVariable("PEER_FUZZ_SEED") is not null, "no message was answered: the fuzz tests nothing");
    }

    /// <summary>What follows any name is what a list of all names says, compared number by number.</summary>
    [Fact]
    public void WhatFollowsANameIsTheNextOfAll()
    {
        List<string> all = Walk();
        Run(random =>
        {
            string name = MakeName(random, all);
            string? expected = all.FirstOrDefault(one => SnmpMessage.Compare(one, name) > 0);
            SnmpBinding next = Assert.Single(Ask(SnmpMessage.Ask(1, SnmpMessage.Next, name)).Bindings);
            Assert.True((expected ?? name) == next.Name && (next.Tag == Ber.EndOfMibView) == expected is null, $"behind {name} comes {next.Name}, not {expected}");
            SnmpBinding got = Assert.Single(Ask(SnmpMessage.Ask(1, SnmpMessage.Get, name)).Bindings);
            Assert.True(all.Contains(name) == got.Tag is not (Ber.NoSuchObject or Ber.NoSuchInstance), $"{name} is told to be there, or not, wrongly");
        });
    }

    /// <summary>Each of many variables in a round of GetBulk is what GetNext would have said.</summary>
    [Fact]
    public void BulkIsWhatNextSaysAgainAndAgain()
    {
        List<string> all = Walk();
        Run(random =>
        {
            string[] names = Enumerable.Range(0, random.Next(1, 5)).Select(_ => MakeName(random, all)).ToArray();
            int single = random.Next(0, names.Length + 1);
            int rounds = random.Next(0, 12);
            byte[] octets = Answer(SnmpMessage.Ask(1, SnmpMessage.Bulk, names) with { First = single, Second = rounds });
            SnmpMessage bulk = SnmpMessage.Decode(octets);
            List<string> expected = names[..single].Select(name => Following(all, name)).ToList();
            string[] at = names[single..];
            for (int i = 0; i < rounds && at.Length > 0; i++)
            {
                string[] next = at.Select(name => Following(all, name)).ToArray();
                bool isOver = at.All(name => SnmpMessage.Compare(name, all[^1]) >= 0);
                expected.AddRange(next);
                at = next;
                if (isOver)
                {
                    break;
                }
            }

            string[] got = bulk.Bindings.Select(one => one.Name).ToArray();
            Assert.True(got.SequenceEqual(expected.Take(got.Length)), $"{string.Join(' ', names)}, {single}, {rounds}: {string.Join(' ', got)}");

            // Fewer only where no more fits: no variable here takes more than a few dozen octets.
            Assert.True(got.Length == expected.Count || octets.Length > Limits.SnmpOctets - 100, $"{got.Length} of {expected.Count} in {octets.Length} octets");
        });
    }

    private static string Following(List<string> all, string name)
    {
        return all.FirstOrDefault(one => SnmpMessage.Compare(one, name) > 0) ?? name;
    }

    private static string MakeName(Random random, List<string> all)
    {
        List<uint> numbers = [.. SnmpMessage.Numbers(all[random.Next(all.Count)])];
        for (int changes = random.Next(0, 3); changes > 0; changes--)
        {
            uint number = random.Next(4) == 0 ? (uint)random.NextInt64(0, 0x1_0000_0000) : random.Next(2) == 0 ? (uint)random.Next(20000) : (uint)random.Next(12);
            int at = random.Next(2, numbers.Count);
            switch (random.Next(4))
            {
                case 0: numbers[at] = number; break;
                case 1: numbers.Insert(at, number); break;
                case 2: numbers.RemoveRange(at, numbers.Count - at); numbers.Add(number); break;
                default: numbers.Add(number); break;
            }
        }

        if (random.Next(4) == 0 && numbers[^1] > 0)
        {
            numbers[^1]--;
        }

        return string.Join('.', numbers);
    }

    private static byte[] Bend(Random random, byte[] octets)
    {
        List<byte> bent = [.. octets];
        for (int changes = random.Next(0, 4); changes > 0; changes--)
        {
            int at = random.Next(bent.Count);
            switch (random.Next(5))
            {
                case 0: bent[at] = (byte)random.Next(256); break;
                case 1: bent[at] = (byte)(bent[at] + random.Next(-2, 3)); break;
                case 2: bent.Insert(at, (byte)random.Next(256)); break;
                case 3: bent.RemoveAt(at); break;
                default: bent[at] = (byte)random.Next(0x80, 0x86); break;
            }
        }

        return [.. bent];
    }

    private static void Run(Action<Random> round)
    {
        FuzzRounds.Run(Seed, Rounds, round);
    }

    private List<string> Walk()
    {
        List<string> all = [];
        for (string name = "1.3"; ;)
        {
            SnmpBinding next = Assert.Single(Ask(SnmpMessage.Ask(1, SnmpMessage.Next, name)).Bindings);
            if (next.Tag == Ber.EndOfMibView)
            {
                return all;
            }

            name = next.Name;
            all.Add(name);
        }
    }

    private SnmpMessage Ask(SnmpMessage request)
    {
        return SnmpMessage.Decode(Answer(request));
    }

    private byte[] Answer(SnmpMessage request)
    {
        byte[] octets = request.Encode();
        return _agent.Response[.._agent.Answer(octets, octets.Length)];
    }
}
