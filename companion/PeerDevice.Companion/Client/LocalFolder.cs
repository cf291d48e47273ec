using System;
using System.Collections.Generic;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Client;

/// <summary>
/// A folder of this PC that a command reads from or writes to, by the same store that a peer shares with: nothing outside it is
/// touched, through links neither. Paths are relative to it, with '/' between names.
/// </summary>
internal sealed class LocalFolder : IDisposable
{
    /// <summary>Where files stand that are on their way here, out of sight of whoever lists the folder.</summary>
    public const string OnTheWay = FolderStore.Reserved + "/s";

    private readonly FolderStore _store;

    public LocalFolder(string folder, bool writable)
    {
        try
        {
            if (writable)
            {
                Directory.CreateDirectory(folder);
            }

            _store = new FolderStore(folder, writable, durable: false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailure($"the folder {Names.Shown(folder)} cannot be used: is it there, and may you use it?");
        }
    }

    /// <summary>The store that it is.</summary>
    public IFileStore Store => _store;

    /// <summary>Where a path is, for people.</summary>
    public string Shown(string path) => Path.Combine(_store.FullPath, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>What stands at a path; null when nothing does.</summary>
    public StoreEntry? Find(string path)
    {
        StoreEntry entry = new();
        int status = _store.Find(path, entry);
        if (status is StoreStatus.NotFound or StoreStatus.NoParent)
        {
            return null;
        }

        Check(status, path);
        return entry;
    }

    /// <summary>Opens a file.</summary>
    public BlockSource Read(string path, StoreEntry entry)
    {
        Check(_store.OpenRead(path, entry, out BlockSource? content), path);
        return content!;
    }

    /// <summary>Opens a file for writing at its end; with <paramref name="anew"/>, one that was there is gone.</summary>
    public FolderWriter Write(string path, bool anew)
    {
        if (anew)
        {
            Delete(path);
        }

        Check(_store.Create(path, append: !anew, out FileWriter? writer), path);
        return (FolderWriter)writer!;
    }

    /// <summary>Takes a file away if it is there.</summary>
    public void Delete(string path)
    {
        int status = _store.Delete(path);
        if (status is not (StoreStatus.NotFound or StoreStatus.NoParent))
        {
            Check(status, path);
        }
    }

    /// <summary>Takes away what was on its way and did not come, and the area it stood in, unless somebody else uses it.</summary>
    public void TidyUp()
    {
        Collector left = new();
        if (_store.List(OnTheWay, left) == StoreStatus.Ok)
        {
            left.Members.ForEach(member => _store.Delete(OnTheWay + "/" + member.Name));
        }

        // What has members stays.
        _store.Delete(OnTheWay);
        _store.Delete(FolderStore.Reserved);
    }

    /// <summary>Gives a file its name, in place of one that had it.</summary>
    public void Move(string from, string to) => Check(_store.Move(from, to), to);

    /// <summary>Makes a folder unless it is there.</summary>
    public void MakeFolder(string path)
    {
        int status = path.Length == 0 ? StoreStatus.Ok : _store.MakeCollection(path);
        if (status != StoreStatus.Exists)
        {
            Check(status, path);
        }
        else if (Find(path) is { IsCollection: false })
        {
            throw new CommandFailure($"{Names.Shown(Shown(path))} is a file and should be a folder: move it away.");
        }
    }

    /// <summary>The members of a folder by name, and the names of those that are links, devices or cannot be named to a peer.</summary>
    public List<(string Name, bool IsFolder)> List(string path, out List<string> left)
    {
        Collector collector = new();
        Check(_store.List(path, collector), path);
        HashSet<string> shown = new(StringComparer.Ordinal);
        foreach ((string name, _) in collector.Members)
        {
            shown.Add(name);
        }

        left = [];
        try
        {
            foreach (string full in Directory.EnumerateFileSystemEntries(Shown(path)))
            {
                string name = Path.GetFileName(full);
                if (!shown.Contains(name) && name != FolderStore.Reserved)
                {
                    left.Add(name);
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Only for saying what was left out; what there is to do stands in the list.
        }

        collector.Members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return collector.Members;
    }

    public void Dispose() => _store.Dispose();

    /// <summary>Turns a store's status into its sentence.</summary>
    public void Check(int status, string path)
    {
        string what = Names.Shown(Shown(path));
        string? sentence = status switch
        {
            StoreStatus.Ok => null,
            StoreStatus.Denied => $"{what} may not be used: it is a link or a device, or belongs to somebody else.",
            StoreStatus.Full => $"the disk is full at {what}: make room and start again, what has arrived is kept.",
            StoreStatus.BadName => $"{what} cannot be a name here: choose another with the last argument.",
            StoreStatus.NotFound or StoreStatus.NoParent => $"{what} is not there: look at its name.",
            StoreStatus.WrongKind or StoreStatus.Exists => $"{what} is in the way: move it away, or choose another place.",
            StoreStatus.NotEmpty => $"{what} is not empty: look at what is in it.",
            StoreStatus.Busy => $"{what} is in use: close it and try again.",
            _ => $"{what} could not be read or written: look at the disk.",
        };
        if (sentence is not null)
        {
            throw new CommandFailure(sentence, isFinal: status == StoreStatus.Full);
        }
    }

    private sealed class Collector : MemberVisitor
    {
        public List<(string Name, bool IsFolder)> Members { get; } = [];

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            Members.Add((name, entry.IsCollection));
            return true;
        }
    }
}
