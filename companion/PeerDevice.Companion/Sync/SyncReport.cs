using System.Collections.Generic;
using System.Globalization;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Sync;

/// <summary>Says what a sync would do, and what it came to.</summary>
internal static class SyncReport
{
    /// <summary>Says what would be done with one path.</summary>
    public static void Would(SyncStep step, Teller teller)
    {
        string path = step.IsFolder ? step.Path + "/" : step.Path;
        string? line = step.Action switch
        {
            SyncAction.Store => $"would store {path}",
            SyncAction.Fetch => $"would fetch {path}",
            SyncAction.KeepBoth => $"would keep both of {path}: it changed on both sides",
            SyncAction.MakeHere => $"would make {path} here",
            SyncAction.MakeThere => path == "/" ? "would make the folder itself on the peer" : $"would make {path} on the peer",
            SyncAction.RemoveHere => $"would remove {path} here",
            SyncAction.RemoveThere => $"would remove {path} on the peer",
            _ => null,
        };
        if (line is not null)
        {
            teller.Say(line);
        }
        else if (step.Action == SyncAction.Stay)
        {
            SyncRun.Stay(step, teller);
        }
        else if (step.Action == SyncAction.Fail)
        {
            teller.Complain(step.Text);
        }
    }

    /// <summary>Says in one line what it came to.</summary>
    public static void Sum(List<SyncStep> steps, int leftAlone, SyncOptions options, Teller teller)
    {
        int Count(params SyncAction[] actions) => steps.FindAll(step => System.Array.IndexOf(actions, step.Action) >= 0 && !step.IsFolder).Count;
        string sum = string.Create(CultureInfo.InvariantCulture,
            $"{Count(SyncAction.Store)} to store, {Count(SyncAction.Fetch)} to fetch, {Count(SyncAction.RemoveHere, SyncAction.RemoveThere)} to remove, {Count(SyncAction.KeepBoth)} changed on both sides, {Count(SyncAction.Agree)} the same");
        if (leftAlone > 0)
        {
            sum += string.Create(CultureInfo.InvariantCulture, $"; {leftAlone} only {(options.Stores ? "on the peer" : "here")}, left alone");
        }

        teller.Say(options.IsDry
            ? $"dry run, nothing was done: {sum}"
            : teller.Failures == 0 ? $"done: {sum}" : string.Create(CultureInfo.InvariantCulture, $"not everything was synced ({teller.Failures} told above): {sum}"));
    }
}
