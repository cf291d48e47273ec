using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.Host;

/// <summary>What a PC knows of its files, as its index would.</summary>
internal sealed class Known : IContents
{
    private readonly List<(string Path, long Version, byte[] Tree, byte[] Sha)> _files = new();

    public void Note(TestPeer peer, string path)
    {
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, peer.Store.OpenRead(path, entry, out BlockSource? content));
        byte[] octets = new byte[entry.Length];
        Assert.Equal(octets.Length, content!.ReadAt(0, octets, 0, octets.Length));
        content.Close();
        TreeTag tag = new();
        tag.Append(octets, 0, octets.Length);
        _files.Add((path, entry.Version, tag.End(), SHA256.HashData(octets)));
    }

    public string? Find(int kind, byte[] digest, int index)
    {
        List<(string Path, long Version, byte[] Tree, byte[] Sha)> all = _files.FindAll(f => (kind == ContentKind.Tree ? f.Tree : f.Sha).AsSpan().SequenceEqual(digest));
        return index < all.Count ? all[index].Path : null;
    }

    public bool Tell(string path, StoreEntry entry, int kind, byte[] into)
    {
        foreach ((string Path, long Version, byte[] Tree, byte[] Sha) file in _files)
        {
            if (file.Path == path && file.Version == entry.Version)
            {
                (kind == ContentKind.Tree ? file.Tree : file.Sha).CopyTo(into, 0);
                return true;
            }
        }

        return false;
    }
}
