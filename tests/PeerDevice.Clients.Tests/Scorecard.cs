using System;
using System.Diagnostics;

namespace PeerDevice.Clients;

/// <summary>A check found something else than it should have.</summary>
internal sealed class CheckFailure(string message) : Exception(message);

/// <summary>Counts checks and says how each went. Nothing is ever skipped: what cannot be checked has failed.</summary>
internal sealed class Scorecard
{
    internal int Passed { get; private set; }

    internal int Failed { get; private set; }

    /// <summary>Takes over what another counted.</summary>
    internal void Add(int passed, int failed)
    {
        Passed += passed;
        Failed += failed;
    }

    /// <summary>Makes one check; whatever it throws is its failure, and the next one is made.</summary>
    internal void Check(string name, Action check)
    {
        long start = Stopwatch.GetTimestamp();
        string? problem = null;
        try
        {
            check();
        }
        catch (CheckFailure failure)
        {
            problem = failure.Message;
        }
        catch (Exception failure)
        {
            problem = failure.ToString();
        }

        if (problem is null)
        {
            Passed++;
            Console.WriteLine($"ok    {name} ({Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms)");
            return;
        }

        Failed++;
        Console.WriteLine($"FAIL  {name}: {problem}");
    }
}
