using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>Folders that are gone after a check.</summary>
internal static class Temporary
{
    /// <summary>
    /// Removes a folder with all that is in it. Who was just ended may have children that are about to end too, and write there or have something mounted: those are waited for, a bounded time. What then is left lies among temporary files, and fails nothing.
    /// </summary>
    internal static void Remove(string folder)
    {
        long start = Stopwatch.GetTimestamp();
        while (!IsRemoved(folder) && Stopwatch.GetElapsedTime(start) < Bounds.Tidy)
        {
            Thread.Sleep(Bounds.Look);
        }
    }

    private static bool IsRemoved(string folder)
    {
        try
        {
            Directory.Delete(folder, true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // A member went meanwhile, or all of it.
            return !Directory.Exists(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
