using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Host;

/// <content>The octets of a run, as they come.</content>
internal sealed partial class FetchLane
{
    /// <summary>Stores what comes, up to an octet.</summary>
    /// <returns>False when the source failed.</returns>
    private bool Take(FetchRun run, long at, long end)
    {
        HttpClient client = _client!;
        ByteSource body = client.Body;
        _pace.Forgive();
        while (at < end)
        {
            int got = Gather(body, end - at, out bool isOver);
            _isStoring = true;
            int stored = got <= 0 ? LaneStore.GoesOn : _storing.Store(run, _source, at, _block, got, _now);
            _isStoring = false;
            at += got;
            if (stored != LaneStore.GoesOn && (stored == LaneStore.IsLost || (at < end && end != long.MaxValue)))
            {
                // The run is whole, or another's by now; what else comes is not wanted.
                client.Close();
                return stored == LaneStore.IsWhole || !It.IsDropped;
            }

            if (isOver)
            {
                bool isEnd = end == long.MaxValue && got >= 0 && _ending == ByteSource.End;
                if (isEnd)
                {
                    return Learn(at);
                }

                bool isWanted = run.IsOf(_source) && run.Left > 0 && !_fetcher.IsEnding;
                client.Close();
                return !isWanted || Fail(_ending == ByteSource.TimedOut ? "It fell silent." : _pace.IsLate || It.IsLast ? "It is too slow." : "It broke off.", 0);
            }

            if (end == long.MaxValue && at > _fetcher.Order.MostOctets)
            {
                _fetcher.IsTooLong = true;
                return Drop("It is longer than what is fetched.");
            }
        }

        client.Finish();
        return true;
    }

    // Reads until the block is full, the range at its end, or what came has waited long enough: each piece costs a write, and a look by everybody.
    private int Gather(ByteSource body, long most, out bool isOver)
    {
        IClock clock = _clock;
        byte[] block = _block;
        int want = most < block.Length ? (int)most : block.Length;
        int have = 0;
        long begun = clock.Milliseconds;
        long now;
        isOver = false;
        do
        {
            int got = body.Read(block, have, want - have);
            now = clock.Milliseconds;
            if (got <= 0)
            {
                _ending = got;
                isOver = true;
                break;
            }

            have += got;
        }
        while (have < want && now - begun < _patience);

        _now = now;
        _came += have;
        _unseen += now - begun;
        if (_unseen >= Limits.FetchStretch && IsTooSlow(now))
        {
            _ending = isOver ? _ending : ByteSource.Broken;
            isOver = true;
        }

        return have;
    }

    // A rate is one of a stretch, and what it leads to takes silence's time: to look for each block would cost a board as much as a tenth of all that it does for it.
    private bool IsTooSlow(long now)
    {
        // Bounded as every content is: a minute's octet holds nobody.
        bool isLate = _pace.Came(_came, _unseen);
        lock (_plan)
        {
            _outdone = _plan.IsOutdone(_source, now) ? _outdone + _unseen : 0;
            It.IsLast |= _outdone > Limits.SilenceMilliseconds;
        }

        _unseen = 0;
        _came = 0;
        return isLate || _outdone > Limits.SilenceMilliseconds;
    }
}
