using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PeerDevice.Tests.Lpd;

/// <summary>
/// Conversations bent at random, and octets at random, each read by the engine and by <see cref="LpdSecondOpinion"/>. A failure prints the seed of its round;
/// PEER_FUZZ_SEED runs that round alone, PEER_FUZZ_COUNT another number of rounds.
/// </summary>
public class LpdFuzzTests
{
    private const int Seed = 1179;
    private const int Rounds = 20000;

    private static readonly byte[][] All =
    [
        .. LpdVectorTests.Folder.Names("valid").Select(name => LpdVectorTests.Folder.Read("valid", name)),
        .. LpdVectorTests.Folder.Names("invalid").Select(name => LpdVectorTests.Folder.Read("invalid", name)),
    ];

    private static readonly byte[][] Bits =
    [
        "\n"u8.ToArray(), "\0"u8.ToArray(), " "u8.ToArray(), "\r"u8.ToArray(), "\u0001\n"u8.ToArray(), "\u00025 cfA001x\nHost\n\0"u8.ToArray(), "\u00033 dfA001x\nabc\0"u8.ToArray(),
        "fdfA001x\n"u8.ToArray(), "Nname\n"u8.ToArray(), "ä"u8.ToArray(), [0xE4], [0x9F], "2147483647"u8.ToArray(), "9"u8.ToArray(), new byte[600], Encoding.ASCII.GetBytes(new string('x', 600)),
    ];

    [Fact]
    public void NoOctetsMakeTheReadersThrowLoopOrDisagreeWithTheSecondOpinion()
    {
        Dictionary<string, int> ends = new() { [LpdForm.Ended] = 0, [LpdForm.Cut] = 0, [LpdForm.Refused] = 0 };
        int rounds = FuzzRounds.Run(Seed, Rounds, random =>
        {
            byte[] octets = random.Next(50) == 0 ? Noise(random) : Bend(random, All[random.Next(All.Length)]);
            string expected = LpdSecondOpinion.Of(octets);
            Assert.Equal(expected, LpdForm.Read(octets, random.Next(1, 200)));
            ends[ends.Keys.Single(end => expected.EndsWith(end, StringComparison.Ordinal))]++;
        });

        // Bent, and each end is met: otherwise only one of them would be compared.
        Assert.True(rounds < Rounds || ends.Values.All(times => times > rounds / 20), string.Join(", ", ends));
    }

    private static byte[] Bend(Random random, byte[] octets)
    {
        List<byte> bent = [.. octets];
        for (int changes = random.Next(0, 4); changes > 0; changes--)
        {
            int at = random.Next(bent.Count + 1);
            int left = bent.Count - at;
            switch (random.Next(5))
            {
                case 0:
                    bent.InsertRange(at, Bits[random.Next(Bits.Length)]);
                    break;
                case 1 when left > 0:
                    bent[at] = (byte)random.Next(256);
                    break;
                case 2 when left > 0:
                    bent.RemoveRange(at, Math.Min(random.Next(1, 20), left));
                    break;
                case 3 when left > 0:
                    bent.InsertRange(random.Next(bent.Count + 1), bent.GetRange(at, Math.Min(random.Next(1, 80), left)));
                    break;
                case 4 when left > 0:
                    // A digit more or less moves the end of a file.
                    bent[at] = (byte)(bent[at] + random.Next(-2, 3));
                    break;
                default:
                    break;
            }
        }

        return bent.ToArray();
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(1000)];
        random.NextBytes(noise);
        return noise;
    }
}
