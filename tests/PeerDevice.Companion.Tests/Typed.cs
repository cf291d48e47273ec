using System.IO;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>A command as somebody types it.</summary>
internal static class Typed
{
    /// <summary>Runs it.</summary>
    /// <param name="words">The command and what follows it.</param>
    /// <param name="said">What it said.</param>
    /// <param name="complained">What it complained of.</param>
    /// <returns>What it ended with.</returns>
    internal static int Run(string[] words, out string said, out string complained)
    {
        StringWriter saying = new();
        StringWriter complaining = new();
        int code = CommandLine.Run(words, saying, complaining);
        said = saying.ToString();
        complained = complaining.ToString();
        return code;
    }
}
