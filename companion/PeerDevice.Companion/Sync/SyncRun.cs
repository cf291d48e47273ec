using System;
using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Sync;

/// <summary>
/// Does what a plan says, step by step; one that fails is told, and the rest goes on. Nothing is overwritten or deleted that is not, at that moment,
/// what the plan saw: on the peer by a condition on its entity tag (RFC 9110 §13.1), here by its version.
/// </summary>
internal sealed class SyncRun(SyncSides sides, SyncState state, Teller teller, IClock clock, SyncOptions options)
{
    private readonly Upload _upload = new(sides.Peer, teller, force: false);
    private readonly Download _download = new(sides.Peer, sides.Folder, teller, force: true);
    private readonly List<string> _failedFolders = [];

    /// <summary>How many files went to the peer.</summary>
    public int Stored { get; private set; }

    /// <summary>How many came here.</summary>
    public int Fetched { get; private set; }

    /// <summary>How many files and folders were removed on either side.</summary>
    public int Removed { get; private set; }

    /// <summary>Does all steps.</summary>
    public void All(List<SyncStep> steps)
    {
        foreach (SyncStep step in steps)
        {
            if (_failedFolders.Exists(folder => step.Path.StartsWith(folder, StringComparison.Ordinal)))
            {
                continue; // the folder that it belongs in is not there, and that is told
            }

            try
            {
                Do(step);
            }
            catch (CommandFailure failure) when (!failure.IsFinal)
            {
                teller.Complain(failure.Message);
                if (step.Action is SyncAction.MakeHere or SyncAction.MakeThere)
                {
                    _failedFolders.Add(step.Path + "/");
                }
            }
        }
    }

    private void Do(SyncStep step)
    {
        switch (step.Action)
        {
            case SyncAction.Agree:
                Agree(step);
                break;
            case SyncAction.Forget:
                state.Forget(step.Path);
                break;
            case SyncAction.Store:
                Store(step.Path, step.There);
                break;
            case SyncAction.Fetch:
                Fetch(step.Path, step.Here);
                break;
            case SyncAction.KeepBoth:
                KeepBoth(step);
                break;
            case SyncAction.MakeHere:
                sides.Folder.MakeFolder(step.Path);
                Made(step, "here");
                break;
            case SyncAction.MakeThere:
                _upload.MakeFolder(sides.On(step.Path));
                Made(step, "on the peer");
                break;
            case SyncAction.RemoveHere:
                RemoveHere(step);
                break;
            case SyncAction.RemoveThere:
                RemoveThere(step);
                break;
            case SyncAction.Stay:
                Stay(step, teller);
                break;
            default:
                teller.Complain(step.Text);
                break;
        }
    }

    /// <summary>Says that something stays on one side.</summary>
    public static void Stay(SyncStep step, Teller teller)
    {
        (string gone, string there) = step.Here is null ? ("here", "on the peer") : ("on the peer", "here");
        teller.Say($"kept {step.Path}{(step.IsFolder ? "/" : "")} {there}: it was deleted {gone}, and --delete is not given");
    }

    private void Made(SyncStep step, string where)
    {
        if (step.Path.Length > 0)
        {
            state.Remember(step.Path, SyncRecord.Folder);
        }

        teller.Say(step.Path.Length > 0 ? $"made {step.Path}/ {where}" : $"made {sides.On("")}/ {where}");
    }

    private void Agree(SyncStep step)
    {
        SyncNode here = step.Here!;
        SyncNode there = step.There!;
        state.Remember(step.Path, step.IsFolder ? SyncRecord.Folder : new SyncRecord(false, here.Length, step.Text, Settled(here.Version, here.Modified), there.Tag, there.Modified));
    }

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

    private void RemoveHere(SyncStep step)
    {
        if (!step.IsFolder)
        {
            CheckHere(step.Path, step.Here);
        }

        sides.Folder.Delete(step.Path);
        Gone(step, "here");
    }

    private void RemoveThere(SyncStep step)
    {
        string on = sides.On(step.Path);
        if (step.IsFolder && sides.Peer.List(on).Count > 0)
        {
            // DELETE takes a folder with all that is in it (RFC 4918 §9.6.1), and what came meanwhile nobody deleted.
            throw new CommandFailure($"{on} has something new in it and stays: run the command again.");
        }

        int status = sides.Peer.Ask("DELETE", step.IsFolder ? on + "/" : on, client =>
        {
            if (!step.IsFolder)
            {
                (string field, string value) = ConditionOn(on, step.There);
                client.Field(field, value);
            }
        });
        if (status == 412)
        {
            sides.Peer.Client.Finish();
            throw new CommandFailure($"{on} changed while this ran and stays: run the command again.");
        }

        if (status != 404)
        {
            sides.Peer.Expect(status == 207 ? 423 : status, on);
        }

        sides.Peer.Client.Finish();
        Gone(step, "on the peer");
    }

    private void Gone(SyncStep step, string where)
    {
        state.Forget(step.Path);
        Removed++;
        teller.Say($"removed {step.Path}{(step.IsFolder ? "/" : "")} {where}");
    }

    /// <summary>
    /// A version to go by, or 0: a file that was written this very moment may be written again in the same tick of the file system's
    /// clock, so its content is looked at once more at the next sync.
    /// </summary>
    private long Settled(long version, long modified) => clock.UnixSeconds - modified > DesktopLimits.SyncSettled ? version : 0;
}
