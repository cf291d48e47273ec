using System;
using System.Collections.Generic;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Sync;

/// <summary>
/// Decides what is to be done so that both sides become the same: each is compared with what both had at the last sync. Only reads.
/// A file counts as changed when its length differs, or its version or tag does and its content as well.
/// </summary>
internal sealed class SyncPlan
{
    private readonly SyncOptions _options;
    private readonly SyncSides _sides;
    private readonly SyncState _state;
    private readonly SyncNames _names;
    private readonly Dictionary<string, List<string>> _known = new(StringComparer.Ordinal);

    /// <param name="options">What is asked for.</param>
    /// <param name="sides">The two folders, for comparing contents.</param>
    /// <param name="state">What they had in common.</param>
    /// <param name="names">What names the two can have.</param>
    public SyncPlan(SyncOptions options, SyncSides sides, SyncState state, SyncNames names)
    {
        _options = options;
        _sides = sides;
        _state = state;
        _names = names;
        foreach (string path in state.Records.Keys)
        {
            int cut = path.LastIndexOf('/');
            string parent = cut < 0 ? "" : path[..cut];
            if (!_known.TryGetValue(parent, out List<string>? members))
            {
                _known[parent] = members = [];
            }

            members.Add(path[(cut + 1)..]);
        }
    }

    /// <summary>How many things stand on one side only and were left alone, since only the other direction was asked for.</summary>
    public int LeftAlone { get; private set; }

    /// <summary>Plans for a folder with all that is in it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="here">What was listed here; null for nothing.</param>
    /// <param name="there">What was listed on the peer; null for nothing.</param>
    public List<SyncStep> Members(string path, SyncNode? here, SyncNode? there)
    {
        List<SyncStep> steps = [];
        if (here is { IsUnknown: true } || there is { IsUnknown: true })
        {
            return steps;
        }

        List<SyncPair> files = [];
        List<SyncPair> folders = [];
        foreach (string name in Union(path, here, there))
        {
            SyncNode? one = here?.Members.GetValueOrDefault(name);
            SyncNode? other = there?.Members.GetValueOrDefault(name);
            if (here?.LeftOut.Contains(name) == true || there?.LeftOut.Contains(name) == true)
            {
                continue; // told when it was listed
            }

            string full = SyncNode.Join(path, name);
            if (one is not null && other is not null && one.IsFolder != other.IsFolder)
            {
                steps.Add(new SyncStep(SyncAction.Fail, full, one, other, $"{full} is a file on one side and a folder on the other: rename one of them."));
                continue;
            }

            _state.Records.TryGetValue(full, out SyncRecord? record);
            bool isFolder = (one ?? other)?.IsFolder ?? record is { IsFolder: true };
            SyncPair pair = new(name, full, one, other, record is not null && record.IsFolder == isFolder ? record : null);
            (isFolder ? folders : files).Add(pair);
        }

        PlanFiles(path, files, folders, steps);
        foreach (SyncPair pair in folders)
        {
            if (!pair.IsBarred)
            {
                steps.AddRange(Folder(pair));
            }
        }

        return steps;
    }

    private void PlanFiles(string path, List<SyncPair> files, List<SyncPair> folders, List<SyncStep> steps)
    {
        foreach (SyncPair pair in files)
        {
            try
            {
                pair.AtHome = pair.StandingHere(_sides);
                pair.Abroad = pair.StandingThere(_sides, _options.IsQuick);
            }
            catch (CommandFailure failure) when (!failure.IsFinal)
            {
                Bar(pair, failure.Message, steps);
            }
        }

        List<(string Name, bool Here, bool There)> staying = [];
        foreach (SyncPair pair in files)
        {
            bool goes = _options.Deletes && ((pair.AtHome == Standing.Gone && pair.Abroad == Standing.Same) || (pair.Abroad == Standing.Gone && pair.AtHome == Standing.Same));
            if (!goes && !pair.IsBarred)
            {
                staying.Add((pair.Name, pair.Here is not null, pair.There is not null));
            }
        }

        foreach (SyncPair pair in folders)
        {
            staying.Add((pair.Name, pair.Here is not null, pair.There is not null));
        }

        Dictionary<string, string> barred = _names.Objections(path, staying);
        foreach (SyncPair pair in files)
        {
            Object(pair, barred, steps);
        }

        foreach (SyncPair pair in folders)
        {
            Object(pair, barred, steps);
        }

        // Deletions first: on a card that folds case, what is renamed from a to A is in its own way.
        List<SyncStep> rest = [];
        foreach (SyncPair pair in files)
        {
            if (!pair.IsBarred && Decide(pair) is { } step)
            {
                (step.Action is SyncAction.RemoveHere or SyncAction.RemoveThere ? steps : rest).Add(step);
            }
        }

        steps.AddRange(rest);
    }

    private static void Object(SyncPair pair, Dictionary<string, string> barred, List<SyncStep> steps)
    {
        if (barred.TryGetValue(pair.Name, out string? sentence))
        {
            Bar(pair, sentence.Length == 0 ? "" : $"left out {pair.Path}: {sentence}.", steps);
        }
    }

    private static void Bar(SyncPair pair, string sentence, List<SyncStep> steps)
    {
        pair.IsBarred = true;
        if (sentence.Length > 0)
        {
            steps.Add(new SyncStep(SyncAction.Fail, pair.Path, pair.Here, pair.There, sentence));
        }
    }

    private SyncStep? Decide(SyncPair pair)
    {
        SyncStep Step(SyncAction action, string text = "") => new(action, pair.Path, pair.Here, pair.There, text);
        SyncStep? LeaveAlone()
        {
            LeftAlone++;
            return null;
        }

        switch (pair.AtHome, pair.Abroad)
        {
            case (Standing.Same, Standing.Same):
                return Step(SyncAction.Agree, pair.Record!.Hash);
            case (Standing.Changed, Standing.Changed):
                return Both(pair);
            case (Standing.Changed, Standing.Same):
                return _options.Stores ? Step(SyncAction.Store) : Step(SyncAction.Fail, $"{pair.Path} changed here and not on the peer, and stays so: a sync without --pull stores it.");
            case (Standing.Same, Standing.Changed):
                return _options.Fetches ? Step(SyncAction.Fetch) : Step(SyncAction.Fail, $"{pair.Path} changed on the peer and not here, and stays so: a sync without --push fetches it.");
            case (Standing.Changed, _):
                return _options.Stores ? Step(SyncAction.Store) : LeaveAlone();
            case (_, Standing.Changed):
                return _options.Fetches ? Step(SyncAction.Fetch) : LeaveAlone();
            case (Standing.Same, _):
                return !_options.Fetches ? Step(SyncAction.Store) : Step(_options.Deletes ? SyncAction.RemoveHere : SyncAction.Stay);
            case (_, Standing.Same):
                return !_options.Stores ? Step(SyncAction.Fetch) : Step(_options.Deletes ? SyncAction.RemoveThere : SyncAction.Stay);
            default:
                return Step(SyncAction.Forget);
        }
    }

    private SyncStep Both(SyncPair pair)
    {
        SyncNode here = pair.Here!;
        SyncNode there = pair.There!;
        if (there.Length < 0 || here.Length == there.Length)
        {
            try
            {
                if (_options.IsQuick && there.Length >= 0 && here.Modified == there.Modified && here.Modified != 0)
                {
                    return new SyncStep(SyncAction.Agree, pair.Path, here, there);
                }

                string hash = _sides.HashHere(pair.Path);
                string other = pair.HashThere ??= _sides.HashThere(pair.Path, out there);
                if (hash == other)
                {
                    return new SyncStep(SyncAction.Agree, pair.Path, here, there, hash);
                }
            }
            catch (CommandFailure failure) when (!failure.IsFinal)
            {
                return new SyncStep(SyncAction.Fail, pair.Path, here, there, failure.Message);
            }
        }

        return new SyncStep(SyncAction.KeepBoth, pair.Path, here, there);
    }

    private List<SyncStep> Folder(SyncPair pair)
    {
        if (pair.Here is { } here && pair.There is { } there)
        {
            return [new SyncStep(SyncAction.Agree, pair.Path, here, there), .. Members(pair.Path, here, there)];
        }

        if (pair.Here is null && pair.There is null)
        {
            return [.. Members(pair.Path, null, null), new SyncStep(SyncAction.Forget, pair.Path, null, null)];
        }

        bool isHere = pair.Here is not null;
        bool mayCopy = isHere ? _options.Stores : _options.Fetches;
        bool mayDelete = isHere ? _options.Fetches : _options.Stores;
        SyncStep make = new(isHere ? SyncAction.MakeThere : SyncAction.MakeHere, pair.Path, pair.Here, pair.There);
        if (pair.Record is null && !mayCopy)
        {
            LeftAlone++;
            return [];
        }

        List<SyncStep> members = Members(pair.Path, pair.Here, pair.There);
        bool isUnknown = (pair.Here ?? pair.There)!.IsUnknown;
        SyncAction copy = isHere ? SyncAction.Store : SyncAction.Fetch;
        if (pair.Record is null || !mayDelete || members.Exists(step => step.Action == copy || step.Action == make.Action))
        {
            // New; or something in it is; or one side alone decides.
            return mayCopy && !isUnknown ? [make, .. members] : members;
        }

        if (!_options.Deletes)
        {
            SyncStep stay = new(SyncAction.Stay, pair.Path, pair.Here, pair.There);
            return members.TrueForAll(static step => step.Action is SyncAction.Stay) ? [stay] : members;
        }

        SyncAction remove = isHere ? SyncAction.RemoveHere : SyncAction.RemoveThere;
        bool isEmptied = !isUnknown && (pair.Here ?? pair.There)!.LeftOut.Count == 0 && (pair.Here ?? pair.There)!.Members.Count == CountRemoved(pair.Path, members, remove);
        return isEmptied ? [.. members, new SyncStep(remove, pair.Path, pair.Here, pair.There)] : members;
    }

    /// <summary>How many direct members of a folder go.</summary>
    private static int CountRemoved(string path, List<SyncStep> steps, SyncAction remove) =>
        steps.FindAll(step => step.Action == remove && step.Path.LastIndexOf('/') == path.Length).Count;

    private SortedSet<string> Union(string path, SyncNode? here, SyncNode? there)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (IEnumerable<string>? some in (IEnumerable<string>?[])[here?.Members.Keys, there?.Members.Keys, _known.GetValueOrDefault(path)])
        {
            names.UnionWith(some ?? []);
        }

        return names;
    }
}
