using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Sync;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer sync</c>: makes a folder of this PC and one of a peer the same.</summary>
internal static class SyncCommand
{
    /// <summary>Syncs.</summary>
    /// <param name="teller">Told of every file.</param>
    /// <param name="network">The network.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="one">The folder of this PC or the one of the peer.</param>
    /// <param name="other">The other of the two.</param>
    /// <param name="options">What is asked for.</param>
    public static void Run(Teller teller, INetwork network, IClock clock, string one, string other, SyncOptions options)
    {
        (string here, PeerAddress at) = Sort(one, other);
        string root = at.Path.EndsWith('/') ? at.Path : at.Path + "/";
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(here));
        bool isHere = Directory.Exists(full);
        if (File.Exists(full))
        {
            throw new CommandFailure($"{here} is a file, and sync takes folders: use `peer put`.");
        }

        if (!isHere && !options.Fetches)
        {
            throw new CommandFailure($"{here} is not there: look at its name.");
        }

        PeerReport? report = Report(at, network, clock, teller);
        using RemotePeer peer = new(at, network, clock) { Waits = teller.Await, Strangers = stranger => teller.Complain($"left out {stranger}: the peer lists it where it does not belong.") };
        RemoteEntry? entry = peer.Find(at.Path);
        if (entry is { IsCollection: false })
        {
            throw new CommandFailure($"{at} is a file, and sync takes folders: use `peer get` or `peer put`.");
        }

        if (entry is null && (!isHere || !options.Stores))
        {
            throw peer.Refusal(404, at.Path);
        }

        using SyncState state = SyncState.Open(options.StateFolder, full, at with { Path = root } + "", writes: !options.IsDry);
        bool isNew = options.Forgets || !isHere || entry is null || state.PeerId != (report?.Id ?? "");
        if (isNew)
        {
            // A folder that is not there, and another peer at the same address, say nothing about what was deleted.
            state.Begin(report?.Id ?? "");
        }

        // For a dry run of a folder that is not there, one that is: nothing is read from it, since nothing was listed in it.
        using LocalFolder folder = new(isHere || !options.IsDry ? full : Path.GetTempPath(), writable: !options.IsDry);
        SyncSides sides = new(folder, peer, root, teller);
        SyncNode? listedHere = isHere ? Trees.Here(folder, teller) : null;
        SyncNode? listedThere = entry is null ? null : Trees.There(peer, root, teller);
        Doubt(state, listedHere, "here");
        Doubt(state, listedThere, $"on {at}");
        bool isFat = report?.Kind is "board" or "virtual board";
        SyncPlan plan = new(options, sides, state, new SyncNames(report?.Name ?? at.Host, root, isFat));
        List<SyncStep> steps = [];
        teller.During(() =>
        {
            if (entry is null)
            {
                steps.Add(new SyncStep(SyncAction.MakeThere, "", listedHere, null));
            }

            steps.AddRange(plan.Members("", listedHere, listedThere));
            if (options.IsDry)
            {
                steps.ForEach(step => SyncReport.Would(step, teller));
                return;
            }

            SyncRun run = new(sides, state, teller, clock, options);
            run.All(steps);
        });
        SyncReport.Sum(steps, plan.LeftAlone, options, teller);
        if (!options.IsDry && teller.Failures == 0)
        {
            folder.TidyUp();
        }
    }

    private static PeerReport? Report(PeerAddress at, INetwork network, IClock clock, Teller teller)
    {
        using RemotePeer peer = new(at, network, clock) { Waits = teller.Await };
        try
        {
            return PeerReport.Of(peer);
        }
        catch (CommandFailure failure) when (!failure.IsFinal)
        {
            return null; // any WebDAV server will do
        }
    }

    /// <summary>Everything gone is rather another card, or a folder that is not mounted, than everything deleted.</summary>
    private static void Doubt(SyncState state, SyncNode? top, string where)
    {
        List<string> files = [.. state.Records.Where(static pair => !pair.Value.IsFolder).Select(static pair => pair.Key)];
        if (top is null || top.IsUnknown || files.Count < DesktopLimits.SyncAllGone || files.Exists(path => IsThere(top, path)))
        {
            return;
        }

        throw new CommandFailure($"none of the {files.Count} files that were {where} at the last sync is there: is it the right card or folder? With --forget it is taken for a new one.");
    }

    private static bool IsThere(SyncNode top, string path)
    {
        SyncNode? node = top;
        foreach (Range part in path.AsSpan().Split('/'))
        {
            if (node.IsUnknown)
            {
                return true;
            }

            if (!node.Members.TryGetValue(path[part], out node))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tells which of two arguments is the folder of this PC and which the peer's, in whatever order they come.</summary>
    internal static (string Here, PeerAddress There) Sort(string one, string other)
    {
        bool isFirst = IsPeer(one);
        if (isFirst == IsPeer(other))
        {
            throw new CommandFailure(isFirst
                ? $"'{one}' and '{other}' are both on peers: sync takes one folder of this PC; to copy from peer to peer use `peer cp`."
                : $"neither '{one}' nor '{other}' is a folder of a peer: write it as host:port/files/NAME.");
        }

        return isFirst ? (other, PeerAddress.Read(one)) : (one, PeerAddress.Read(other));
    }

    /// <summary>http://…, host:port…, or host/files…; what is a folder here, or is written as a path, is one of this PC.</summary>
    private static bool IsPeer(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            return true;
        }

        if (text.Length == 0 || text[0] is '.' or '/' or '\\' or '~' || Path.IsPathFullyQualified(text) || Directory.Exists(text))
        {
            return false;
        }

        int slash = text.IndexOf('/');
        string authority = slash < 0 ? text : text[..slash];
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon > 0 && ushort.TryParse(authority.AsSpan(colon + 1), out _);
        bool hasFiles = slash > 0 && (text[slash..] == "/files" || text[slash..].StartsWith(PeerAddress.Files, StringComparison.Ordinal));
        return hasPort || hasFiles || System.Net.IPAddress.TryParse(authority, out _);
    }
}
