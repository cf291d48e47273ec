using System;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>A note in memory, which counts how often it was written, and can fail.</summary>
public sealed class MemoryNote : INote
{
    /// <summary>What stands there.</summary>
    public byte[] Octets { get; set; } = [];

    /// <summary>How often it was written.</summary>
    public int Writings { get; private set; }

    /// <summary>Whether it can be neither read nor written.</summary>
    public bool Fails { get; set; }

    /// <inheritdoc/>
    public int Read(byte[] into)
    {
        int count = Fails ? 0 : Math.Min(into.Length, Octets.Length);
        Array.Copy(Octets, into, count);
        return count;
    }

    /// <inheritdoc/>
    public bool Write(byte[] octets, int count)
    {
        Writings++;
        if (Fails)
        {
            return false;
        }

        Octets = octets[..count];
        return true;
    }
}
