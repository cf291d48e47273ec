using System;
using System.IO;
using System.Text;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion;

/// <summary>The command <c>peer</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            SpeakUnicode();
        }

        return CommandLine.Run(arguments, Console.Out, Console.Error);
    }

    /// <summary>Windows' console begins in a code page of the last century, which has no letters for most names.</summary>
    private static void SpeakUnicode()
    {
        try
        {
            Console.OutputEncoding = Encoding.UTF8;
        }
        catch (IOException)
        {
            // No console to speak of.
        }
    }
}
