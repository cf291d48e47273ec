using System.Collections.Generic;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;
using PeerDevice.Host;

namespace PeerDevice.Companion.Client;

/// <summary>Stores files and folders on a peer. What is there already stays unless it is to be replaced; the same content is no failure.</summary>
internal sealed class Upload(RemotePeer peer, Teller teller, bool force)
{
    private readonly byte[] _block = new byte[DesktopLimits.Step];

    /// <summary>What must hold on the peer for a file to be stored there (RFC 9110 §13.1), as a field's name with colon and space, and its value; no name for nothing.</summary>
    public (string Field, string Value) Condition { get; set; } = force ? ("", "") : ("If-None-Match: ", "*");

    /// <summary>Stores a file or folder; what fails in it is told, and the rest goes on.</summary>
    public void Store(LocalFolder folder, string from, string to, int depth = 0)
    {
        try
        {
            StoreEntry entry = folder.Find(from) ?? throw new CommandFailure($"{folder.Shown(from)} is not there: look at its name.");
            if (entry.IsCollection)
            {
                StoreFolder(folder, from, to, depth);
            }
            else
            {
                StoreFile(folder, from, to);
            }
        }
        catch (CommandFailure failure) when (!failure.IsFinal && depth > 0)
        {
            teller.Complain(failure.Message);
        }
    }

    /// <summary>Stores what a stream gives, whose length nobody knows: in chunks (RFC 9112 §7.1).</summary>
    public void StoreStream(Stream from, string to)
    {
        Begin(to, -1, expectsContinue: true);
        int got;
        while (!peer.Client.IsAnswered && (got = from.Read(_block, 0, _block.Length)) > 0)
        {
            if (!peer.Client.Content.Write(_block, 0, got))
            {
                break; // the peer may have said why
            }
        }

        peer.Check(peer.Client.Complete());
        peer.Expect(peer.Client.Response.Status, to);
        peer.Client.Finish();
        teller.Say($"- -> {to}");
    }

    /// <summary>Makes a folder unless it is there.</summary>
    public void MakeFolder(string path)
    {
        int status = peer.Ask("MKCOL", path.EndsWith('/') ? path : path + "/");
        peer.Client.Finish();
        if (status == 405 && peer.Find(path) is { IsCollection: true })
        {
            return; // RFC 4918 §9.3.1: 405 where something stands already
        }

        if (status is < 200 or >= 300)
        {
            throw peer.Refusal(status, path);
        }
    }

    private void StoreFolder(LocalFolder folder, string from, string to, int depth)
    {
        if (depth >= DesktopLimits.TreeDepth)
        {
            throw new CommandFailure($"{folder.Shown(from)} lies deeper than {DesktopLimits.TreeDepth} folders: store it by its own name.");
        }

        MakeFolder(to);
        List<(string Name, bool IsFolder)> members = folder.List(from, out List<string> left);
        foreach ((string name, _) in members)
        {
            Store(folder, from.Length == 0 ? name : from + "/" + name, PeerAddress.Join(to, name), depth + 1);
        }

        foreach (string name in left)
        {
            teller.Complain($"left out {folder.Shown(from.Length == 0 ? name : from + "/" + name)}: it is a link or a device, or has a name no peer takes.");
        }
    }

    private void StoreFile(LocalFolder folder, string from, string to)
    {
        StoreEntry entry = new();
        BlockSource source = folder.Read(from, entry);
        try
        {
            using Teller.Track track = teller.Follow(PeerAddress.NameOf(from), source.Length);
            int status = Send(folder, from, source, to, track);
            peer.Client.Finish();
            if (status == 412 && !force)
            {
                if (!IsThere(source, to))
                {
                    throw new CommandFailure($"{to} is there already and differs: use --force to replace it.");
                }

                teller.Skip(to, "it is there already, the same");
                return;
            }

            if (status is < 200 or >= 300)
            {
                throw peer.Refusal(status, to);
            }

            teller.Say($"{folder.Shown(from)} -> {to}");
        }
        finally
        {
            source.Close();
        }
    }

    /// <summary>Sends an opened file, under <see cref="Condition"/>.</summary>
    /// <returns>The status of the answer, whose head can still be read: whoever calls finishes it.</returns>
    public int Send(LocalFolder folder, string from, BlockSource source, string to, Teller.Track track)
    {
        if (source.Length >= DesktopLimits.CutFrom && peer.TakesParts())
        {
            int status = new CutUpload(peer, teller, Condition, _block).Send(folder, from, source, to, track);
            if (status >= 0)
            {
                return status;
            }
        }

        for (int attempt = 1; ; attempt++)
        {
            Begin(to, source.Length, source.Length >= DesktopLimits.ExpectFrom);
            long sent = 0;
            while (!peer.Client.IsAnswered && sent < source.Length)
            {
                long step = System.Math.Min(DesktopLimits.Step, source.Length - sent);
                long moved = peer.Client.Content.TransferFrom(source, sent, step, _block);
                sent += moved;
                track.At(sent);
                if (moved == step)
                {
                    continue;
                }

                if (source.ReadAt(sent, _block, 0, 1) != 1)
                {
                    peer.Client.Close();
                    throw new CommandFailure($"{folder.Shown(from)} became shorter while it was sent: run the command again.");
                }

                break; // the peer may have said why
            }

            bool wasKept = peer.Client.WasKept;
            int outcome = peer.Client.Complete();
            if (outcome == HttpClient.Broken && wasKept)
            {
                continue; // closed under our hands; the next one is a fresh connection
            }

            peer.Check(outcome);
            if (!peer.WaitIfBusy(attempt))
            {
                return peer.Client.Response.Status;
            }
        }
    }

    private void Begin(string to, long length, bool expectsContinue)
    {
        peer.Client.Start("PUT", to);
        if (Condition.Field.Length > 0)
        {
            peer.Client.Field(Condition.Field, Condition.Value);
        }

        peer.Check(peer.Client.Begin(length, expectsContinue));
    }

    private bool IsThere(BlockSource source, string to)
    {
        int status = peer.Ask("GET", to, static client => client.Field("Accept-Encoding: ", "identity"));
        bool isSame = status == 200
            && (peer.Client.Response.ContentLength < 0 || peer.Client.Response.ContentLength == source.Length)
            && Contents.AreEqual(source, peer.Client.Body);
        peer.Client.Finish();
        return isSame;
    }
}
