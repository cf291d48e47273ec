using System;
using System.Collections.Generic;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>An indicator that keeps what it was told.</summary>
public sealed class SilentIndicator : IIndicator
{
    private readonly List<string> _lines = new List<string>();

    /// <summary>The condition that was shown last.</summary>
    public int Shown { get; private set; } = -1;

    /// <summary>What goes wrong when something is reported; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What was reported.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return _lines.ToArray();
            }
        }
    }

    /// <inheritdoc/>
    public bool CanFlash { get; set; }

    /// <summary>How often it flashed.</summary>
    public int Flashed { get; private set; }

    /// <inheritdoc/>
    public void Flash()
    {
        Flashed++;
    }

    /// <inheritdoc/>
    public void Show(int condition)
    {
        Shown = condition;
    }

    /// <inheritdoc/>
    public void Report(string line)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        lock (_lines)
        {
            _lines.Add(line);
        }
    }
}
