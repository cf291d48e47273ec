using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Sync;

/// <summary>
/// Does what a plan says, step by step; one that fails is told, and the rest goes on. Nothing is overwritten or deleted that is not, at that moment,
/// what the plan saw: on the peer by a condition on its entity tag (RFC 9110 §13.1), here by its version.
/// </summary>
internal sealed partial class SyncRun(SyncSides sides, SyncState state, Teller teller, IClock clock, SyncOptions options)
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
