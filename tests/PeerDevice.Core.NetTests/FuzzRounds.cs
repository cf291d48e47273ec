using System;
using System.Globalization;

namespace PeerDevice.Tests;

/// <summary>The rounds of a fuzz test: each has chance of its own, by a seed that a failure tells. PEER_FUZZ_SEED replays one, PEER_FUZZ_COUNT sets how many.</summary>
internal static class FuzzRounds
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="seed">That of the first; each further one has the next.</param>
    /// <param name="usual">How many, where nobody says otherwise.</param>
    /// <param name="round">One of them.</param>
    /// <returns>How many there were.</returns>
    public static int Run(int seed, int usual, Action<Random> round)
    {
        string? replay = Environment.GetEnvironmentVariable("PEER_FUZZ_SEED");
        string? count = Environment.GetEnvironmentVariable("PEER_FUZZ_COUNT");
        int first = replay is null ? seed : int.Parse(replay, CultureInfo.InvariantCulture);
        int rounds = count is not null ? int.Parse(count, CultureInfo.InvariantCulture) : replay is null ? usual : 1;
        for (int i = 0; i < rounds; i++)
        {
            try
            {
                round(new Random(first + i));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Replay with PEER_FUZZ_SEED={first + i}: {e.Message}", e);
            }
        }

        return rounds;
    }
}
