using System;
using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Sync;

/// <content>Files that go from one side to the other.</content>
internal sealed partial class SyncRun
{
    private void Store(string path, SyncNode? there)
    {
        string on = sides.On(path);
        StoreEntry entry = new();
        BlockSource source = sides.Folder.Read(path, entry);
        try
        {
            using Teller.Track track = teller.Follow(PeerAddress.NameOf(path), source.Length);
            string hash = sides.HashOf(source);
            _upload.Condition = ConditionOn(on, there);
            int status = _upload.Send(sides.Folder, path, source, on, track);
            string tag = SyncSides.TagOf(sides.Peer.Client);
            long modified = SyncSides.ModifiedOf(sides.Peer.Client);
            sides.Peer.Client.Finish();
            if (status == 412)
            {
                throw new CommandFailure(there is null
                    ? $"{on} came to be while this ran, or the peer takes its name for another's: nothing is replaced; run the command again."
                    : $"{on} changed while this ran: nothing is replaced; run the command again.");
            }

            if (status is < 200 or >= 300)
            {
                throw sides.Peer.Refusal(status, on);
            }

            bool isStill = sides.Folder.Find(path) is { } after && after.Version == entry.Version && after.Length == entry.Length;

            // Of a file that changed under the transfer nobody can say what the peer has: no hash, so the next run stores it again.
            state.Remember(path, new SyncRecord(false, source.Length, isStill ? hash : "", isStill ? Settled(entry.Version, entry.Modified) : 0, tag, modified));
            if (!isStill)
            {
                throw new CommandFailure($"{sides.Folder.Shown(path)} changed while it was sent: run the command again.");
            }

            Stored++;
            teller.Say($"stored {path}");
        }
        finally
        {
            source.Close();
        }
    }

    /// <summary>What must hold on the peer for a file to be stored or removed (RFC 9110 §13.1).</summary>
    private (string Field, string Value) ConditionOn(string on, SyncNode? there)
    {
        if (there is null)
        {
            return ("If-None-Match: ", "*");
        }

        if (there.Tag.Length > 0)
        {
            return ("If-Match: ", there.Tag);
        }

        return there.Modified > 0
            ? ("If-Unmodified-Since: ", DateTimeOffset.FromUnixTimeSeconds(there.Modified).ToString("r", CultureInfo.InvariantCulture))
            : throw new CommandFailure($"{on} has neither entity tag nor time, so a change of somebody else could be lost: it is left as it is.");
    }

    private void Fetch(string path, SyncNode? here)
    {
        (string part, string hash, string tag, long modified) = Receive(path);
        CheckHere(path, here);
        Place(part, path, hash, tag, modified);
        Fetched++;
        teller.Say($"fetched {path}");
    }

    /// <summary>Brings a file of the peer into the reserved area here, where nobody takes it for one of the folder's.</summary>
    private (string Part, string Hash, string Tag, long Modified) Receive(string path)
    {
        string part = LocalFolder.OnTheWay + "/" + SyncState.NameOf(path);
        RemoteEntry entry = new(sides.On(path), false, -1, null);
        using Teller.Track track = teller.Follow(PeerAddress.NameOf(path), -1);
        if (PartNote.Read(sides.Folder, part + PartNote.Suffix) is null)
        {
            sides.Folder.Delete(part); // nobody can say what it is a part of
        }

        _download.Receive(entry, part, track);
        long modified = _download.Modified is { } moment ? Math.Max(new DateTimeOffset(moment).ToUnixTimeSeconds(), 0) : 0;
        return (part, sides.HashHere(part), _download.Tag, modified);
    }

    private void Place(string part, string path, string hash, string tag, long modified)
    {
        sides.Folder.Move(part, path);
        sides.Folder.Delete(part + PartNote.Suffix);
        StoreEntry now = sides.Folder.Find(path) ?? throw new CommandFailure($"{sides.Folder.Shown(path)} went away as soon as it was here: run the command again.");
        state.Remember(path, new SyncRecord(false, now.Length, hash, Settled(now.Version, now.Modified), tag, modified));
    }

    /// <summary>Refuses when what stands here is not what the plan saw.</summary>
    private void CheckHere(string path, SyncNode? here)
    {
        StoreEntry? now = sides.Folder.Find(path);
        if (now is null ? here is not null : here is null || here.Version != now.Version || here.Length != now.Length || now.IsCollection != here.IsFolder)
        {
            throw new CommandFailure($"{sides.Folder.Shown(path)} changed while this ran, or this PC takes its name for another's: nothing is replaced; run the command again.");
        }
    }

    private void KeepBoth(SyncStep step)
    {
        string path = step.Path;
        if (!options.Fetches)
        {
            KeepTheirs(step);
            return;
        }

        (string part, string hash, string tag, long modified) = Receive(path);
        CheckHere(path, step.Here);
        string mine = ConflictName.For(path, Environment.MachineName, clock.UnixSeconds, IsTaken);
        sides.Folder.Move(path, mine);
        Place(part, path, hash, tag, modified);
        Fetched++;
        teller.Say($"kept both of {path}: it changed on both sides; the peer's has that name now, and what was here is {mine}");
        if (options.Stores)
        {
            Store(mine, null);
        }
    }

    /// <summary>The peer's version gets another name on the peer, and ours its own.</summary>
    private void KeepTheirs(SyncStep step)
    {
        string on = sides.On(step.Path);
        string theirs = ConflictName.For(step.Path, sides.Peer.Client.Authority, clock.UnixSeconds, IsTaken);
        int status = sides.Peer.Ask("COPY", on, client =>
        {
            client.FieldPath("Destination: ", sides.On(theirs));
            client.Field("Overwrite: ", "F"); // RFC 4918 §10.6
        });
        sides.Peer.Expect(status, on);
        sides.Peer.Client.Finish();
        teller.Say($"kept both of {step.Path}: it changed on both sides; the peer's is {theirs} there");
        Store(step.Path, step.There);
    }

    private bool IsTaken(string path) => sides.Folder.Find(path) is not null || sides.Peer.Find(sides.On(path)) is not null;
}
