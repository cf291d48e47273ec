using System;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion;

/// <summary>The command <c>peer</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => CommandLine.Run(arguments, Console.Out, Console.Error);
}
