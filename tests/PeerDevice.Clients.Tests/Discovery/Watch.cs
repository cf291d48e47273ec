using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients.Discovery;

/// <summary>avahi-browse, left running: what came and went, and when.</summary>
internal sealed class Watch : IDisposable
{
    private readonly Process _process;
    private readonly List<(long When, string Line)> _lines = [];

    internal Watch(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            lock (_lines)
            {
                _lines.Add((Stopwatch.GetTimestamp(), line.Data ?? ""));
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits for a service to come or go.</summary>
    /// <param name="sign">"+" or "-".</param>
    /// <param name="instance">Its name, as avahi-browse writes it.</param>
    /// <param name="since">From when on.</param>
    /// <returns>How long after that.</returns>
    internal TimeSpan Await(string sign, string instance, long since)
    {
        (long When, string Line)? found = null;
        Expect.Becomes(
            () =>
            {
                lock (_lines)
                {
                    found = _lines.Where(line => line.When >= since && IsOf(line.Line, sign, instance)).Cast<(long, string)?>().FirstOrDefault();
                    return found is not null;
                }
            },
            () => $"{sign} {instance} was not seen");
        return Stopwatch.GetElapsedTime(since, found!.Value.When);
    }

    /// <summary>Whether a service has come or gone by now.</summary>
    internal bool Saw(string sign, string instance)
    {
        lock (_lines)
        {
            return _lines.Any(line => IsOf(line.Line, sign, instance));
        }
    }

    public void Dispose()
    {
        _process.Kill(true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool IsOf(string line, string sign, string instance) => line.StartsWith(sign + ";", StringComparison.Ordinal) && line.Contains($";{instance};", StringComparison.Ordinal);
}
