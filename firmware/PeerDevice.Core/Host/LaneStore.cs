using PeerDevice.Services.Fetching;

namespace PeerDevice.Host;

/// <summary>Stores what a lane of a fetch brings, as far as nobody else has brought it, and has each piece of it verified as it ends.</summary>
internal sealed class LaneStore
{
    private readonly Fetcher _fetcher;
    private readonly FetchLane _lane;
    private readonly FetchPlan _plan;

    /// <summary>For one lane.</summary>
    public LaneStore(Fetcher fetcher, FetchLane lane)
    {
        _fetcher = fetcher;
        _lane = lane;
        _plan = fetcher.Plan;
    }

    /// <summary>Stores octets of a run that stand at a position of the content, and verifies each piece that ends in them.</summary>
    /// <returns>Whether the run goes on with this source.</returns>
    public bool Store(FetchRun run, int source, long at, byte[] block, int count)
    {
        int offset = 0;
        lock (run)
        {
            while (count > 0)
            {
                PieceCheck? check = null;
                int part = count;
                if (_fetcher.Pieces is not null)
                {
                    run.Check = run.Check ?? _fetcher.NewCheck();
                    check = run.Check;
                    long pieceEnd = at - (at % _fetcher.Pieces.Octets) + _fetcher.Pieces.Octets;
                    part = pieceEnd - at < count ? (int)(pieceEnd - at) : count;
                }

                int fresh;
                int skip;
                lock (_plan)
                {
                    fresh = _plan.Reserve(run, source, at, part, out skip, _fetcher.Clock.Milliseconds);
                }

                if (fresh < 0 || (fresh > 0 && !Keep(run, check, block, offset + skip, fresh)))
                {
                    return false;
                }

                if (run.Left == 0)
                {
                    _fetcher.Files.End(run);
                    run.Check = null;
                    _fetcher.BreakOthers(run, _lane);
                    _fetcher.Wake();
                    return true;
                }

                at += part;
                offset += part;
                count -= part;
            }
        }

        return true;
    }

    private bool Keep(FetchRun run, PieceCheck? check, byte[] block, int offset, int count)
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

        check?.Append(block, offset, count);
        lock (_plan)
        {
            _plan.Keep(run);
        }

        if (check is null || (run.Next % check.Octets != 0 && run.Next != _plan.Length))
        {
            return true;
        }

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
