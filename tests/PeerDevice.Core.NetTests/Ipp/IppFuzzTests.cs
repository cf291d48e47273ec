using System;
using System.Collections.Generic;
using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Ipp;

/// <summary>
/// Requests bent at random, and octets at random, each read by the engine and by <see cref="SecondOpinion"/>. A failure prints the seed of its round;
/// PEER_FUZZ_SEED runs that round alone, PEER_FUZZ_COUNT another number of rounds.
/// </summary>
public class IppFuzzTests
{
    private const int Seed = 20261129;
    private const int Rounds = 20000;

    private static readonly List<byte[]> Valid = All("valid");
    private static readonly List<byte[]> Invalid = All("invalid");

    private static readonly byte[][] Bits =
    [
        [0x00], [0x01], [0x02], [0x03], [0x06], [0x0F], [0x00, 0x00], [0xFF, 0xFF], [0x7F, 0xFF], [0x80, 0x00], [0x34, 0, 0, 0, 0], [0x37, 0, 0, 0, 0],
        [0x4A, 0, 0, 0, 1, (byte)'m'], [0x21, 0, 0, 0, 4, 0, 0, 0, 1], [0x22, 0, 1, (byte)'b', 0, 1, 1], [0x13, 0, 1, (byte)'n', 0, 0], [0x44, 0, 0, 0, 1, (byte)'k'],
        [0x36, 0, 1, (byte)'l', 0, 7, 0, 2, (byte)'d', (byte)'e', 0, 1, (byte)'x'], [0x7F, 0, 1, (byte)'x', 0, 4, 0, 0, 0, 0x41], [0x02, 0x21, 0, 1, (byte)'c', 0, 4, 0, 0, 0, 1],
        [0x34, 0, 1, (byte)'c', 0, 0, 0x4A, 0, 0, 0, 1, (byte)'m', 0x34, 0, 0, 0, 0, 0x37, 0, 0, 0, 0, 0x37, 0, 0, 0, 0],
    ];

    [Fact]
    public void NoRequestMakesAReaderThrowLoopOrDisagreeWithTheSecondOpinion()
    {
        int taken = 0;
        int rounds = FuzzRounds.Run(Seed, Rounds, random => taken += One(random) ? 1 : 0);

        // Bent, and still good: otherwise only refusals would be compared.
        Assert.True(rounds < Rounds || (taken > rounds / 20 && taken < rounds / 2), $"{taken} of {rounds} were taken.");
    }

    private static List<byte[]> All(string kind)
    {
        List<byte[]> all = [];
        foreach (string name in IppVectorTests.Folder.Names(kind))
        {
            if (!Vectors.IsResponse(name))
            {
                all.Add(IppVectorTests.Folder.Read(kind, name));
            }
        }

        return all;
    }

    private static bool One(Random random)
    {
        List<byte[]> from = random.Next(4) == 0 ? Invalid : Valid;
        byte[] octets = random.Next(50) == 0 ? Noise(random) : Bend(random, from[random.Next(from.Count)]);
        IppReader reader = IppForm.Read(octets, true, out int answer, out BufferedSource source, random.Next(1, 200));
        string? opinion = SecondOpinion.Of(octets, out int document);
        if (answer == IppReader.Refused)
        {
            // Bounds of ours that the other reader does not have: so many attributes or groups.
            Assert.True(opinion is null || reader.Refusal == IppStatus.RequestEntityTooLarge);
            Assert.Contains(
                reader.Refusal,
                new[] { IppStatus.BadRequest, IppStatus.VersionNotSupported, IppStatus.CharsetNotSupported, IppStatus.RequestValueTooLong, IppStatus.RequestEntityTooLarge });
            return false;
        }

        Assert.Equal(IppReader.Complete, answer);
        Assert.Equal(opinion, IppForm.Describe(reader));
        Assert.Equal(document, source.Start);
        byte[] again = IppForm.Write(reader);
        IppReader second = IppForm.Read(again, true, out answer, out _);
        Assert.Equal(IppReader.Complete, answer);
        Assert.Equal(opinion, IppForm.Describe(second));

        // The same octets behind a response's header: less is demanded, so what was a request is read too.
        IppReader response = IppForm.Read(octets, false, out answer, out _);
        Assert.Equal(IppReader.Complete, answer);
        Assert.Equal(opinion, IppForm.Describe(response));
        return true;
    }

    private static byte[] Bend(Random random, byte[] octets)
    {
        List<byte> bent = [.. octets];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bent.Count + 1);
            int left = bent.Count - at;
            switch (random.Next(6))
            {
                case 0:
                    bent.InsertRange(at, Bits[random.Next(Bits.Length)]);
                    break;
                case 1 when bent.Count > 8 && FieldStart(random, bent) is int field and > 0:
                    bent.InsertRange(field, Bits[random.Next(Bits.Length)]);
                    break;
                case 2 when left > 0:
                    bent[at] = (byte)random.Next(256);
                    break;
                case 3 when left > 0:
                    bent.RemoveRange(at, Math.Min(random.Next(1, 20), left));
                    break;
                case 4 when left > 0:
                    bent.InsertRange(random.Next(bent.Count + 1), bent.GetRange(at, Math.Min(random.Next(1, 80), left)));
                    break;
                case 5 when left > 0:
                    bent[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    break;
            }
        }

        return bent.ToArray();
    }

    // Where some field begins, as far as a look at the lengths tells: what is put in there is taken for fields.
    private static int FieldStart(Random random, List<byte> octets)
    {
        List<int> starts = [];
        for (int at = 8; at < octets.Count && octets[at] != 3;)
        {
            starts.Add(at);
            if (octets[at] < 16)
            {
                at++;
                continue;
            }

            int value = at + 3 < octets.Count ? at + 3 + (octets[at + 1] << 8 | octets[at + 2]) : octets.Count;
            at = value + 1 < octets.Count ? value + 2 + (octets[value] << 8 | octets[value + 1]) : octets.Count;
        }

        return starts.Count == 0 ? 0 : starts[random.Next(starts.Count)];
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(300)];
        random.NextBytes(noise);
        return noise;
    }
}
