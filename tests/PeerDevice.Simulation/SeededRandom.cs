using System;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>Chance that a seed replays.</summary>
public sealed class SeededRandom : IRandom
{
    private readonly Random _random;

    /// <summary>Chance from a seed.</summary>
    public SeededRandom(int seed)
    {
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public void Fill(byte[] octets)
    {
        lock (_random)
        {
            _random.NextBytes(octets);
        }
    }
}
