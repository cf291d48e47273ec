using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Files;

/// <summary>How the card's driver and FatFs go about things where there is more than one way.</summary>
internal readonly record struct Manners(bool TakesRoomFirst, bool SplitsLongNames)
{
    public static readonly Manners[] All = [new(false, false), new(true, false), new(false, true), new(true, true)];

    public void Apply(FatStore store)
    {
        store.TakesRoomFirst = TakesRoomFirst;
        store.SplitsLongNames = SplitsLongNames;
    }
}

/// <summary>One mount of a FAT volume by the real index and commits, and what a client would see of it.</summary>
internal sealed class FatWorld
{
    public FatWorld(FatMedium card, Func<IFileStore, IFileStore>? around = null, int entries = 16, long now = 1_800_000_000)
    {
        Card = card;
        Clock = new VirtualClock(now);
        Fat = new FatStore(card);
        Store = around is null ? Fat : around(Fat);
        Index = new FileIndex(Store, entries, Random, entries, Limits.Tags);
        Commits = new Commits(Store, Index, Clock);
    }

    public FatMedium Card { get; }

    public VirtualClock Clock { get; }

    // One for all mounts, so that no two draw the same.
    private static readonly SeededRandom Random = new(4918);

    public FatStore Fat { get; }

    public IFileStore Store { get; }

    public FileIndex Index { get; }

    public Commits Commits { get; }

    public static string Text(char letter, int length) => new(letter, length);

    public static FatWorld Mounted(FatMedium card, Manners manners = default, int entries = 16)
    {
        FatWorld world = new(card, null, entries);
        manners.Apply(world.Fat);
        Assert.Equal(StoreStatus.Ok, world.Commits.Recover());
        return world;
    }

    /// <summary>PUT, as the share does it.</summary>
    public int Put(string path, string content)
    {
        int status = Commits.Stage(path, out string staged);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        status = Store.Create(staged, false, out FileWriter? writer);
        if (status == StoreStatus.Ok)
        {
            byte[] octets = Encoding.ASCII.GetBytes(content);
            for (int at = 0; at < octets.Length && status == StoreStatus.Ok; at += 1024)
            {
                status = writer!.Write(octets, at, Math.Min(1024, octets.Length - at)) ? StoreStatus.Ok : writer.Status;
            }

            int closed = writer!.Close(true);
            status = status == StoreStatus.Ok ? closed : status;
        }

        if (status == StoreStatus.Ok)
        {
            status = Commits.Replace(staged, path);
        }

        if (status != StoreStatus.Ok)
        {
            Commits.Abandon(staged);
        }

        return status;
    }

    public string Tag(string path)
    {
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, Fat.Find(path, entry));
        byte[] tag = new byte[Limits.TagOctets];
        Index.Facts(path, entry, tag, out int length);
        Assert.InRange(length, 5, Limits.TagOctets);
        return Encoding.ASCII.GetString(tag, 0, length);
    }

    public long Modified(string path)
    {
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, Fat.Find(path, entry));
        Index.Facts(path, entry, new byte[Limits.TagOctets], out int _);
        return entry.Modified;
    }

    public string? Read(string path)
    {
        StoreEntry entry = new();
        int status = Fat.OpenRead(path, entry, out BlockSource? content);
        if (status is StoreStatus.NotFound or StoreStatus.NoParent)
        {
            return null;
        }

        Assert.Equal(StoreStatus.Ok, status);
        byte[] octets = new byte[content!.Length];
        int at = 0;
        while (at < octets.Length)
        {
            int got = content.ReadAt(at, octets, at, octets.Length - at);
            if (got <= 0)
            {
                content.Close();
                return "unreadable";
            }

            at += got;
        }

        content.Close();
        return Encoding.ASCII.GetString(octets);
    }

    /// <summary>Every file outside the reserved area with its content, in one line.</summary>
    public string Picture()
    {
        return string.Join("; ", Files("").Order().Select(f => f + "=" + Short(Read(f))));
    }

    public IEnumerable<string> Files(string folder)
    {
        Names names = new();
        Fat.List(folder, names);
        foreach ((string name, bool isFolder) in names.All)
        {
            string path = folder.Length == 0 ? name : folder + "/" + name;
            if (path is ".peer" or "clog.bin")
            {
                continue;
            }

            if (!isFolder)
            {
                yield return path;
            }

            foreach (string member in isFolder ? Files(path) : [])
            {
                yield return member;
            }
        }
    }

    private static string Short(string? content)
    {
        return content is null ? "none"
            : content.Length == 0 ? "empty"
            : content.All(c => c == content[0]) ? $"{content[0]}{content.Length}"
            : "MIXED " + content;
    }

    private sealed class Names : MemberVisitor
    {
        public List<(string, bool)> All { get; } = [];

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            All.Add((name, entry.IsCollection));
            return true;
        }
    }
}
