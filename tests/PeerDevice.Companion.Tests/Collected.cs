using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Tests;

/// <summary>What tests ask of any store.</summary>
internal static class Collected
{
    public static List<string> Names(this IFileStore store, string path)
    {
        Listing names = new();
        Assert.Equal(StoreStatus.Ok, store.List(path, names));
        names.All.Sort(StringComparer.Ordinal);
        return names.All;
    }

    public static string Text(this IFileStore store, string path)
    {
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, store.OpenRead(path, entry, out BlockSource? content));
        byte[] all = new byte[entry.Length];
        Assert.Equal(all.Length, all.Length == 0 ? 0 : content!.ReadAt(0, all, 0, all.Length));
        content!.Close();
        return Encoding.UTF8.GetString(all);
    }

    public static void Put(this IFileStore store, string path, string text)
    {
        Assert.Equal(StoreStatus.Ok, store.Create(path, append: false, out FileWriter? writer));
        byte[] octets = Encoding.UTF8.GetBytes(text);
        Assert.True(writer!.Write(octets, 0, octets.Length));
        Assert.Equal(StoreStatus.Ok, writer.Close(durable: true));
    }

    public static StoreEntry Entry(this IFileStore store, string path)
    {
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, store.Find(path, entry));
        return entry;
    }

    private sealed class Listing : MemberVisitor
    {
        public List<string> All { get; } = [];

        public override bool NeedsFacts => true;

        public override bool Visit(string name, StoreEntry entry)
        {
            All.Add(name + (entry.IsCollection ? "/" : ""));
            return true;
        }
    }
}
