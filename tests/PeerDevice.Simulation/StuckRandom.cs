using System;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>Chance that has failed: the same octet for ever.</summary>
public sealed class StuckRandom : IRandom
{
    private readonly byte _octet;

    /// <summary>Chance that is stuck at an octet.</summary>
    public StuckRandom(byte octet)
    {
        _octet = octet;
    }

    /// <inheritdoc/>
    public void Fill(byte[] octets)
    {
        Array.Fill(octets, _octet);
    }
}
