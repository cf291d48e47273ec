using System;
using System.Globalization;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Companion.Sync;

namespace PeerDevice.Companion.Adapters;

/// <summary>A note in a file of a PC.</summary>
internal sealed class FileNote(string path) : INote
{
    /// <summary>Where the notes of the user's peers are: by their port, since two peers of one PC have two. Nowhere, an empty text, for one that takes any port: it would have that of all such.</summary>
    internal static string Place(string name, int port) => port == 0 ? "" : Path.Combine(Path.GetDirectoryName(SyncState.DefaultFolder)!, string.Create(CultureInfo.InvariantCulture, $"{name}-{port}"));

    public int Read(byte[] into)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public bool Write(byte[] octets, int count)
    {
        string fresh = path + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream file = File.Create(fresh))
            {
                file.Write(octets, 0, count);
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Forget(fresh);
            return false;
        }
    }

    // Each process has another, which nobody would ever take away.
    private static void Forget(string fresh)
    {
        try
        {
            File.Delete(fresh);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What could not be made need not go.
        }
    }
}
