using System.IO;
using PeerDevice.Bytes;

namespace PeerDevice.Tests;

/// <summary>A sink that keeps what it takes and fails at the write of choice.</summary>
internal sealed class CollectingSink : ByteSink
{
    private readonly MemoryStream _taken = new();
    private readonly int _failsAt;
    private int _writes;

    /// <param name="failsAt">Which write fails, counted from 0; negative for none.</param>
    public CollectingSink(int failsAt = -1)
    {
        _failsAt = failsAt;
    }

    /// <summary>What it has taken.</summary>
    public byte[] Taken => _taken.ToArray();

    /// <summary>How many writes there were.</summary>
    public int Writes => _writes;

    public override bool Write(byte[] buffer, int offset, int count)
    {
        if (_writes++ == _failsAt)
        {
            return false;
        }

        _taken.Write(buffer, offset, count);
        return true;
    }
}
