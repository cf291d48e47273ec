using PeerDevice.Services.Fetching;

namespace PeerDevice.Host;

/// <summary>Stores what a lane of a fetch brings, as far as nobody else has brought it, and has each piece of it verified as it ends.</summary>
internal sealed class LaneStore
{
    /// <summary>The run goes on with this source.</summary>
    public const int GoesOn = 0;

    /// <summary>The run has its last octet.</summary>
    public const int IsWhole = 1;

    /// <summary>The run is another's by now, begins anew, or could not be stored.</summary>
    public const int IsLost = 2;

    private readonly Fetcher _fetcher;
    private readonly FetchLane _lane;
    private readonly FetchPlan _plan;
    private readonly PieceList? _pieces;

    /// <summary>For one lane.</summary>
    public LaneStore(Fetcher fetcher, FetchLane lane)
    {
        _fetcher = fetcher;
        _lane = lane;
        _plan = fetcher.Plan;
        _pieces = fetcher.Pieces;
    }

    /// <summary>Stores octets of a run that stand at a position of the content, and verifies each piece that ends in them.</summary>
    /// <returns>What becomes of the run.</returns>
    public int Store(FetchRun run, int source, long at, byte[] block, int count, long now)
    {
        lock (run)
        {
            PieceList? pieces = _pieces;
            if (pieces is null)
            {
                return Store(run, source, at, block, 0, count, now);
            }

            int outcome = GoesOn;
            int offset = 0;
            while (offset < count && outcome == GoesOn)
            {
                run.Check = run.Check ?? _fetcher.NewCheck();
                long left = pieces.Octets - ((at + offset) % pieces.Octets);
                int part = left < count - offset ? (int)left : count - offset;
                outcome = Store(run, source, at + offset, block, offset, part, now);
                offset += part;
            }

            return outcome;
        }
    }

    // What ends at a piece's end, or before. A board comes here for each block of what it fetches.
    private int Store(FetchRun run, int source, long at, byte[] block, int offset, int count, long now)
    {
        int skip;
        int fresh;
        lock (_plan)
        {
            fresh = _plan.Reserve(run, source, at, count, out skip, now);
        }

        if (fresh < 0 || (fresh > 0 && !Keep(run, block, offset + skip, fresh)))
        {
            return IsLost;
        }

        if (run.Next < run.End)
        {
            return GoesOn;
        }

        _fetcher.Files.End(run);
        run.Check = null;
        _fetcher.BreakOthers(run, _lane);
        _fetcher.Wake();
        return IsWhole;
    }

    private bool Keep(FetchRun run, byte[] block, int offset, int count)
    {
        if (!_fetcher.Files.Write(run, block, offset, count))
        {
            lock (_plan)
            {
                _plan.Undo(run);
            }

            _fetcher.Wake();
            return false;
        }

        PieceCheck? check = run.Check;
        check?.Append(block, offset, count);
        lock (_plan)
        {
            _plan.Keep(run);
        }

        return check is null || (run.Next % check.Octets != 0 && run.Next != _plan.Length) || Judge(run, check);
    }

    private bool Judge(FetchRun run, PieceCheck check)
    {
        bool isRight = check.Ends((run.Next - 1) / check.Octets);
        bool goesOn;
        lock (_plan)
        {
            goesOn = _plan.Judge(run, isRight);
        }

        if (!isRight)
        {
            _fetcher.Files.Rewind(run);
            _fetcher.BreakOthers(run, _lane);
        }

        return goesOn;
    }
}
