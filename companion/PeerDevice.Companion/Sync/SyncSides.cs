using System;
using System.Globalization;
using System.Security.Cryptography;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Host;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Sync;

/// <summary>The two folders of a sync, and what their files hold.</summary>
/// <param name="folder">The folder of this PC.</param>
/// <param name="peer">The peer.</param>
/// <param name="root">The decoded path of its folder, with '/' at its end.</param>
/// <param name="teller">Shows what is read.</param>
internal sealed class SyncSides(LocalFolder folder, RemotePeer peer, string root, Teller teller)
{
    private readonly byte[] _block = new byte[DesktopLimits.Step];

    /// <summary>The folder of this PC.</summary>
    public LocalFolder Folder => folder;

    /// <summary>The peer.</summary>
    public RemotePeer Peer => peer;

    /// <summary>Where a path is on the peer.</summary>
    public string On(string path) => path.Length == 0 ? root.TrimEnd('/') : root + path;

    /// <summary>SHA-256 of a file here.</summary>
    public string HashHere(string path)
    {
        StoreEntry entry = new();
        BlockSource source = folder.Read(path, entry);
        try
        {
            return HashOf(source);
        }
        finally
        {
            source.Close();
        }
    }

    /// <summary>SHA-256 of an opened file.</summary>
    public string HashOf(BlockSource source)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long at = 0;
        int got;
        while ((got = source.ReadAt(at, _block, 0, _block.Length)) > 0)
        {
            hash.AppendData(_block, 0, got);
            at += got;
        }

        return at == source.Length ? Convert.ToHexStringLower(hash.GetHashAndReset()) : throw new CommandFailure("a file could not be read to its end: look at the disk, and run the command again.");
    }

    /// <summary>
    /// SHA-256 of a file of the peer: all of it is read and nothing kept. It costs a transfer, so it is asked only where length and tag leave it open.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="now">What stood there while it was read: it may be newer than what was listed.</param>
    public string HashThere(string path, out SyncNode now)
    {
        string on = On(path);
        int status = peer.Ask("GET", on, static client => client.Field("Accept-Encoding: ", "identity"));
        if (status != 200)
        {
            peer.Expect(status, on);
            throw peer.Refusal(status, on);
        }

        ResponseReader head = peer.Client.Response;
        if (head.EndsWithConnection)
        {
            peer.Client.Close();
            throw new CommandFailure($"{on} comes without its length, so nobody can say whether it is whole: use a peer that tells.");
        }

        string tag = TagOf(peer.Client);
        long modified = ModifiedOf(peer.Client);
        using Teller.Track track = teller.Follow(PeerAddress.NameOf(path), head.IsChunked ? -1 : head.ContentLength);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long length = 0;
        int got;
        while ((got = peer.Client.Body.Read(_block, 0, _block.Length)) > 0)
        {
            hash.AppendData(_block, 0, got);
            length += got;
            track.At(length);
        }

        if (got != ByteSource.End)
        {
            peer.Client.Close();
            throw new CommandFailure($"{on} broke off after {length} octets: try again.");
        }

        peer.Client.Finish();
        now = new SyncNode { Length = length, Tag = tag, Modified = modified };
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The strong entity tag of a response; empty where it has none.</summary>
    public static string TagOf(HttpClient client) => client.Value(Field.ETag) is ['"', ..] tag ? tag : "";

    /// <summary>The Last-Modified of a response in seconds since 1970; 0 where it has none.</summary>
    public static long ModifiedOf(HttpClient client) =>
        DateTimeOffset.TryParse(client.Value(Field.LastModified), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? Math.Max(time.ToUnixTimeSeconds(), 0)
            : 0;
}
