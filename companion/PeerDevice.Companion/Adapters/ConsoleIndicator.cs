using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>Tells what a peer does, a line each, on the stream for errors: the other one carries answers only.</summary>
/// <param name="writer">Where to; null for the console's error stream.</param>
public sealed class ConsoleIndicator(TextWriter? writer = null) : IIndicator
{
    private readonly TextWriter _writer = writer ?? Console.Error;
    private readonly object _lock = new();
    private int _shown = -1;

    /// <inheritdoc/>
    public void Show(int condition)
    {
        lock (_lock)
        {
            if (condition == _shown)
            {
                return;
            }

            bool wasDegraded = _shown == Condition.Degraded;
            _shown = condition;
            string? line = condition switch
            {
                Condition.Degraded => "serving, but something is missing: see `peer status`",
                Condition.Serving when wasDegraded => "serving, nothing is missing any more",
                _ => null,
            };
            if (line is not null)
            {
                _writer.WriteLine(line);
            }
        }
    }

    /// <summary>A PC has no light of ours.</summary>
    public bool CanFlash => false;

    /// <inheritdoc/>
    public void Flash()
    {
    }

    /// <inheritdoc/>
    public void Report(string line)
    {
        lock (_lock)
        {
            _writer.WriteLine(line);
        }
    }
}
