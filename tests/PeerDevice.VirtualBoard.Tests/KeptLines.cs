using System.Collections.Generic;
using PeerDevice.Board;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>An indicator that keeps what it was told.</summary>
internal sealed class KeptLines : IIndicator
{
    internal List<string> Lines { get; } = [];

    public bool CanFlash => false;

    public void Show(int condition)
    {
    }

    public void Report(string line)
    {
        Lines.Add(line);
    }

    public void Flash()
    {
    }
}
