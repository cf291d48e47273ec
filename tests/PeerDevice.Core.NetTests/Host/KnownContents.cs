using System;
using System.Security.Cryptography;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.Host;

/// <summary>A PC that knows what all of its files are, or, where it is told so, no more of them than the SHA-256.</summary>
internal sealed class KnownContents(bool knowsTrees = true) : IContents
{
    private PlainStore? _store;

    public void Of(PlainStore store) => _store = store;

    public string? Find(int kind, byte[] digest, int index)
    {
        foreach (string path in _store!.All())
        {
            if (Digest(path, kind) is { } found && found.AsSpan().SequenceEqual(digest) && index-- == 0)
            {
                return path;
            }
        }

        return null;
    }

    public bool Tell(string path, StoreEntry entry, int kind, byte[] into)
    {
        byte[]? digest = Digest(path, kind);
        digest?.CopyTo(into, 0);
        return digest is not null;
    }

    private byte[]? Digest(string path, int kind)
    {
        if (path.EndsWith('/') || (kind == ContentKind.Tree && !knowsTrees))
        {
            return null;
        }

        byte[] content = _store!.Get(path)!;
        if (kind == ContentKind.Sha256)
        {
            return SHA256.HashData(content);
        }

        TreeTag tag = new();
        tag.Append(content, 0, content.Length);
        return tag.End();
    }
}
