using System;
using System.Collections.Generic;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>A PC's folder in memory: names as they are, times, versions, a Move that replaces, files that live on for their readers.</summary>
public sealed partial class PlainStore : IFileStore, IVolume
{
    private readonly VirtualClock _clock;
    private readonly object _gate = new object();
    private readonly Folder _root = new Folder();
    private long _version;

    /// <summary>An empty folder.</summary>
    public PlainStore(VirtualClock clock)
    {
        _clock = clock;
    }

    /// <summary>Whether there is nothing to serve from.</summary>
    public bool IsAbsent { get; set; }

    /// <inheritdoc/>
    public bool IsFat => false;

    /// <summary>What the disk can hold, in octets; 0 where nobody knows.</summary>
    public long Capacity { get; set; }

    /// <summary>Whether it keeps when what it holds came into being.</summary>
    public bool KeepsCreated { get; set; } = true;

    /// <summary>Puts a file there, with the collections above it.</summary>
    public void Put(string path, byte[] content)
    {
        lock (_gate)
        {
            string[] names = path.Split('/');
            Folder folder = _root;
            for (int i = 0; i < names.Length - 1; i++)
            {
                if (!folder.Members.TryGetValue(names[i], out Item? next))
                {
                    next = new Folder();
                    folder.Members[names[i]] = next;
                }

                folder = (Folder)next;
            }

            folder.Members[names[^1]] = new Document { Content = content, Created = _clock.UnixSeconds, Modified = _clock.UnixSeconds, Version = ++_version };
        }
    }

    /// <summary>The content of a file, or null.</summary>
    public byte[]? Get(string path)
    {
        lock (_gate)
        {
            return Locate(path, out _, out _, out Item? item) == StoreStatus.Ok && item is Document document ? document.Content : null;
        }
    }

    /// <summary>The paths of all files and collections, the reserved area included; collections end in '/'.</summary>
    public List<string> All()
    {
        lock (_gate)
        {
            List<string> all = new List<string>();
            Collect(_root, "", all);
            return all;
        }
    }

    /// <inheritdoc/>
    public bool Room(string path, out long available, out long used)
    {
        lock (_gate)
        {
            used = OctetsIn(_root);
            available = Capacity - used;
            return Capacity > 0 && Locate(path, out _, out _, out Item? item) == StoreStatus.Ok && item is Folder;
        }
    }

    /// <inheritdoc/>
    public string ReservedFor(string path)
    {
        return ".peer";
    }

    /// <inheritdoc/>
    public int Find(string path, StoreEntry entry)
    {
        lock (_gate)
        {
            int status = Locate(path, out _, out _, out Item? item);
            Fill(entry, item);
            return status;
        }
    }

    /// <inheritdoc/>
    public int OpenRead(string path, StoreEntry entry, out BlockSource? content)
    {
        lock (_gate)
        {
            content = null;
            int status = Locate(path, out _, out _, out Item? item);
            Fill(entry, item);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (item is not Document document)
            {
                return StoreStatus.WrongKind;
            }

            content = new Content(document.Content);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Create(string path, bool append, out FileWriter? writer)
    {
        lock (_gate)
        {
            writer = null;
            int status = Locate(path, out Folder? folder, out string name, out Item? item);
            if (status == StoreStatus.NoParent && path.StartsWith(".peer/", StringComparison.Ordinal))
            {
                MakeAbove(path);
                status = Locate(path, out folder, out name, out item);
            }

            if (status == StoreStatus.Ok && (!append || item is Folder))
            {
                return append ? StoreStatus.WrongKind : StoreStatus.Exists;
            }

            if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
            {
                return status;
            }

            Document document = item as Document ?? new Document { Created = _clock.UnixSeconds };
            folder!.Members[name] = document;
            writer = new Writer(this, document);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Delete(string path)
    {
        lock (_gate)
        {
            int status = Locate(path, out Folder? folder, out string name, out Item? item);
            if (status != StoreStatus.Ok || folder is null)
            {
                return status == StoreStatus.Ok ? StoreStatus.Denied : status;
            }

            if (item is Folder { Members.Count: > 0 })
            {
                return StoreStatus.NotEmpty;
            }

            folder.Members.Remove(name);
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int Move(string from, string to)
    {
        lock (_gate)
        {
            int status = Locate(from, out Folder? fromFolder, out string fromName, out Item? item);
            if (status != StoreStatus.Ok || fromFolder is null)
            {
                return status == StoreStatus.Ok ? StoreStatus.Denied : status;
            }

            status = Locate(to, out Folder? toFolder, out string toName, out Item? there);
            if (status == StoreStatus.Ok && (item is Folder || there is Folder))
            {
                return there is Folder && item is not Folder ? StoreStatus.WrongKind : StoreStatus.Exists;
            }

            if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
            {
                return status;
            }

            if (to.StartsWith(from + "/", StringComparison.Ordinal))
            {
                return StoreStatus.Denied;
            }

            fromFolder.Members.Remove(fromName);
            toFolder!.Members[toName] = item!;
            return StoreStatus.Ok;
        }
    }

    /// <inheritdoc/>
    public int MakeCollection(string path)
    {
        lock (_gate)
        {
            int status = Locate(path, out Folder? folder, out string name, out _);
            if (status == StoreStatus.NotFound)
            {
                folder!.Members[name] = new Folder { Created = _clock.UnixSeconds };
                return StoreStatus.Ok;
            }

            return status == StoreStatus.Ok ? StoreStatus.Exists : status;
        }
    }

    /// <inheritdoc/>
    public int List(string path, MemberVisitor visitor)
    {
        List<KeyValuePair<string, Item>> members;
        lock (_gate)
        {
            int status = Locate(path, out _, out _, out Item? item);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            if (item is not Folder folder)
            {
                return StoreStatus.WrongKind;
            }

            members = new List<KeyValuePair<string, Item>>(folder.Members);
        }

        StoreEntry entry = new StoreEntry();
        foreach (KeyValuePair<string, Item> member in members)
        {
            Fill(entry, member.Value);
            if (!visitor.Visit(member.Key, entry))
            {
                break;
            }
        }

        return StoreStatus.Ok;
    }

    private static void Collect(Folder folder, string prefix, List<string> all)
    {
        foreach (KeyValuePair<string, Item> member in folder.Members)
        {
            if (member.Value is Folder inner)
            {
                all.Add(prefix + member.Key + "/");
                Collect(inner, prefix + member.Key + "/", all);
            }
            else
            {
                all.Add(prefix + member.Key);
            }
        }
    }

    private static long OctetsIn(Folder folder)
    {
        long octets = 0;
        foreach (Item member in folder.Members.Values)
        {
            octets += member is Folder inner ? OctetsIn(inner) : ((Document)member).Content.Length;
        }

        return octets;
    }

    private void Fill(StoreEntry entry, Item? item)
    {
        Document? document = item as Document;
        entry.IsCollection = item is Folder;
        entry.Length = document is null ? 0 : document.Content.Length;
        entry.Modified = document is null ? 0 : document.Modified;
        entry.Created = item is null || !KeepsCreated ? 0 : item.Created;
        entry.Version = document is null ? 0 : document.Version;
    }

    private int Locate(string path, out Folder? folder, out string name, out Item? item)
    {
        folder = null;
        name = "";
        item = _root;
        if (IsAbsent)
        {
            item = null;
            return StoreStatus.Absent;
        }

        if (path.Length == 0)
        {
            return StoreStatus.Ok;
        }

        foreach (string next in path.Split('/'))
        {
            if (item is not Folder inner)
            {
                item = null;
                return StoreStatus.NoParent;
            }

            if (System.Text.Encoding.UTF8.GetByteCount(next) > Limits.NameOctets)
            {
                item = null;
                return StoreStatus.BadName;
            }

            folder = inner;
            name = next;
            inner.Members.TryGetValue(next, out item);
        }

        return item is null ? StoreStatus.NotFound : StoreStatus.Ok;
    }

    private void MakeAbove(string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            MakeCollection(path.Substring(0, slash));
        }
    }

    private abstract class Item
    {
        public long Created;
    }

    private sealed class Folder : Item
    {
        public SortedDictionary<string, Item> Members { get; } = new SortedDictionary<string, Item>(StringComparer.Ordinal);
    }

    private sealed class Document : Item
    {
        public byte[] Content = Array.Empty<byte>();
        public long Modified;
        public long Version;
    }
}
