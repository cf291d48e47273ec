using System;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>What checks say when they do not find what they should.</summary>
internal static class Expect
{
    internal static void Equal<T>(T expected, T actual, string what)
    {
        if (!Equals(expected, actual))
        {
            throw new CheckFailure($"{what} is {actual}, not {expected}");
        }
    }

    internal static void True(bool condition, string problem)
    {
        if (!condition)
        {
            throw new CheckFailure(problem);
        }
    }

    /// <summary>Waits until something is so, a bounded time.</summary>
    internal static void Becomes(Func<bool> isSo, Func<string> problem, TimeSpan? bound = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(start) > (bound ?? Bounds.Settled))
            {
                throw new CheckFailure(problem());
            }

            Thread.Sleep(Bounds.Look);
        }
    }

    /// <summary>Looks again until nothing is missing any more, a bounded time: whoever is asked on a busy machine may answer when the program that asks has stopped listening.</summary>
    internal static void Comes(Action look, TimeSpan? bound = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                look();
                return;
            }
            catch (CheckFailure) when (Stopwatch.GetElapsedTime(start) < (bound ?? Bounds.Settled))
            {
                Thread.Sleep(Bounds.Look);
            }
        }
    }

    internal static void Contains(string part, string whole, string what)
    {
        True(whole.Contains(part, StringComparison.Ordinal), $"{what} lacks \"{part}\": {Short(whole)}");
    }

    internal static void Same(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        int same = expected.CommonPrefixLength(actual);
        if (same < expected.Length || same < actual.Length)
        {
            throw new CheckFailure($"{what} has {actual.Length} octets and differs from the {expected.Length} expected at {same}");
        }
    }

    internal static string Short(string text)
    {
        string line = text.Replace("\r", string.Empty).Replace('\n', '|');
        return line.Length <= 400 ? line : line[..400] + "…";
    }

    internal static string Short(byte[] octets)
    {
        return Short(Encoding.UTF8.GetString(octets));
    }
}
