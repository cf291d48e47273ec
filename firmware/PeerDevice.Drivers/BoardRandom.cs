using System;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// Chance as far as a board has it: nanoFramework's generator, seeded from the hardware addresses, the time of day and the time since the start, and stirred
/// at each drawing by the moment at which it is asked. Hard to guess from afar, no more: the interpreter offers no generator made for secrets.
/// </summary>
public sealed class BoardRandom : IRandom
{
    private const int Spread = 31;
    private const int Word = 8;
    private const int HalfWord = 32;

    private readonly IClock _clock;
    private Random? _random;

    /// <summary>Chance of a board; nothing is drawn yet.</summary>
    public BoardRandom(IClock clock)
    {
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Fill(byte[] octets)
    {
        lock (this)
        {
            _random ??= new Random(Seed());
            _random.NextBytes(octets);
            int moment = (int)_clock.Milliseconds ^ (int)DateTime.UtcNow.Ticks;
            long both = ((long)moment << HalfWord) | (uint)moment;
            int at = 0;
            for (; at + Word <= octets.Length; at += Word)
            {
                Array.Copy(BitConverter.GetBytes(BitConverter.ToInt64(octets, at) ^ both), 0, octets, at, Word);
            }

            for (; at < octets.Length; at++)
            {
                octets[at] ^= (byte)(moment >> ((at & 3) * 8));
            }
        }
    }

    private int Seed()
    {
        int seed = (int)_clock.Milliseconds ^ (int)DateTime.UtcNow.Ticks ^ new Random().Next();

        // A board without its network yet draws from its clock alone.
        string address = BoardNetwork.HardwareAddress();
        for (int i = 0; i < address.Length; i++)
        {
            seed = (seed * Spread) + address[i];
        }

        return seed;
    }
}
