using System;
using System.Collections.Generic;
using System.IO;
using Code = PeerDevice.VirtualBoard.Manners.BoardIOException.IOExceptionErrorCode;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>
/// Who has which file open, and who may join him: nobody who does not ask for FileShare.ReadWrite himself, not even a second
/// reader. Collections can be locked against files being opened in them.
/// </summary>
internal static class OpenFiles
{
    private static readonly List<Entry> Entries = new List<Entry>();
    private static readonly List<string> Locked = new List<string>();

    internal static void Clear()
    {
        lock (Entries)
        {
            Entries.Clear();
            Locked.Clear();
        }
    }

    internal static object Add(string full, FileAccess access, FileShare share)
    {
        string name = full.ToUpperInvariant();
        lock (Entries)
        {
            foreach (string directory in Locked)
            {
                if (IsWithin(name, directory))
                {
                    throw new BoardIOException(Code.UnauthorizedAccess);
                }
            }

            foreach (Entry entry in Entries)
            {
                if (entry.Name == name && (share != FileShare.ReadWrite || ((int)entry.Share & (int)access) != (int)access))
                {
                    throw new BoardIOException(Code.UnauthorizedAccess);
                }
            }

            Entry added = new Entry(name, share);
            Entries.Add(added);
            return added;
        }
    }

    internal static object AddAlone(string full)
    {
        return Add(full, FileAccess.ReadWrite, FileShare.None);
    }

    internal static void Remove(object record)
    {
        lock (Entries)
        {
            Entries.Remove((Entry)record);
        }
    }

    internal static string Lock(string full)
    {
        string name = full.ToUpperInvariant();
        lock (Entries)
        {
            if (Locked.Contains(name) || Entries.Exists(entry => IsWithin(entry.Name, name)))
            {
                throw new BoardIOException(Code.UnauthorizedAccess);
            }

            Locked.Add(name);
            return name;
        }
    }

    internal static void Unlock(string name)
    {
        lock (Entries)
        {
            Locked.Remove(name);
        }
    }

    private static bool IsWithin(string path, string directory)
    {
        return path.StartsWith(directory, StringComparison.Ordinal)
            && (path.Length == directory.Length || path[directory.Length] == '\\');
    }

    private sealed class Entry
    {
        internal Entry(string name, FileShare share)
        {
            Name = name;
            Share = share;
        }

        internal string Name { get; }

        internal FileShare Share { get; }
    }
}
