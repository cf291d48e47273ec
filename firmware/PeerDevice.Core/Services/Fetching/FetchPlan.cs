using PeerDevice.Bytes;

namespace PeerDevice.Services.Fetching;

/// <summary>
/// Deals out a content among its sources, so that the slowest never makes the whole wait. It begins as one run; a source that has nothing to do takes the end of the run that
/// would be the last to be done, so much of it that both are done at the same time. What is too little to be divided is raced for. A pure state machine: it is given the time, and
/// whoever has threads calls it under one lock.
/// </summary>
public sealed class FetchPlan
{
    private readonly FetchSource[] _sources;
    private readonly FetchRun[] _runs;
    private readonly long _unit;
    private readonly long _leastStint;
    private readonly bool _mayJoin;

    /// <summary>A plan without a content yet.</summary>
    /// <param name="sources">Who has it.</param>
    /// <param name="runs">How many runs there may be.</param>
    /// <param name="unit">Runs begin at multiples of so many octets: those of a piece, where pieces are verified.</param>
    /// <param name="leastStint">Octets that are asked for at least, where there are as many.</param>
    /// <param name="mayJoin">Whether two runs that stand one behind the other may become one: where they are in one file.</param>
    public FetchPlan(FetchSource[] sources, int runs, long unit, long leastStint, bool mayJoin)
    {
        _sources = sources;
        _runs = new FetchRun[runs];
        _unit = unit < 1 ? 1 : unit;
        _leastStint = leastStint;
        _mayJoin = mayJoin;
    }

    /// <summary>Octets of the whole; -1 while nobody knows: then it is one run without an end.</summary>
    public long Length { get; private set; } = -1;

    /// <summary>Octets that are asked for where they are a share of what is missing, however slow a source is; no more than the least where an answer costs next to nothing.</summary>
    public long MostStint { get; set; }

    /// <summary>How many runs there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether only one source may be at work: what several gave together was wrong.</summary>
    public bool IsSolo { get; set; }

    /// <summary>Whether all is there.</summary>
    public bool IsDone => Length >= 0 && Missing() == 0;

    /// <summary>A run, in the order of their octets.</summary>
    public FetchRun At(int index)
    {
        return _runs[index];
    }

    /// <summary>Begins: with one run of all, or, where a record knows better, with its runs and then this.</summary>
    public void Begin(long length)
    {
        Length = length;
        if (Count == 0)
        {
            Add(0, new FetchRun { End = length < 0 ? long.MaxValue : length });
        }
    }

    /// <summary>Says how long the whole is, when a source has said so.</summary>
    public void Learn(long length)
    {
        Length = length;
        FetchRun last = _runs[Count - 1];
        if (last.End > length)
        {
            last.End = length;
        }
    }

    /// <summary>Takes up a run of a record. They come in the order of their octets, and without gaps.</summary>
    /// <returns>False where it does not fit behind the last one, or there is no room.</returns>
    public bool Recall(int slot, long first, long sure, long end)
    {
        long from = Count == 0 ? 0 : _runs[Count - 1].End;
        if (Count == _runs.Length || slot < 0 || slot >= _runs.Length || first != from || sure < first || end <= first || sure > end || (first % _unit) != 0)
        {
            return false;
        }

        // A unit that is another by now leaves some of a piece behind: it is fetched again.
        sure = sure == end ? sure : sure - (sure % _unit);
        sure = sure < first ? first : sure;
        Add(Count, new FetchRun { Slot = slot, First = first, Sure = sure, Durable = sure, Next = sure, Reserved = sure, End = end });
        return true;
    }

    /// <summary>Believes of a run no more than what its file has.</summary>
    public void Clamp(FetchRun run, long has)
    {
        if (has < run.Sure)
        {
            long sure = has - (has % _unit);
            sure = sure < run.First ? run.First : sure;
            run.Sure = sure;
            run.Durable = sure;
            run.Next = sure;
            run.Reserved = sure;
        }
    }

    /// <summary>Notes what is sure now: to be written down once the medium has it.</summary>
    public void Mark()
    {
        for (int i = 0; i < Count; i++)
        {
            _runs[i].Durable = _runs[i].Sure;
        }
    }

    /// <summary>Forgets all that is there.</summary>
    public void Clear()
    {
        for (int i = 0; i < Count; i++)
        {
            // Who is at it finds that it is nobody's.
            _runs[i].Owner = FetchRun.Nobody;
            _runs[i].Rival = FetchRun.Nobody;
        }

        Count = 0;
    }

    /// <summary>Octets that are missing.</summary>
    public long Missing()
    {
        long missing = 0;
        for (int i = 0; i < Count; i++)
        {
            missing += _runs[i].End - _runs[i].Sure;
        }

        return missing;
    }

    /// <summary>Octets that are stored, verified or not.</summary>
    public long Stored()
    {
        long stored = 0;
        for (int i = 0; i < Count; i++)
        {
            stored += _runs[i].Next - _runs[i].First;
        }

        return stored;
    }

    /// <summary>A source that nobody is at and that may be asked now; it is taken.</summary>
    /// <returns>Its number, or <see cref="FetchRun.Nobody"/>.</returns>
    public int TakeSource(long now)
    {
        int best = FetchRun.Nobody;
        bool isEnd = IsNobodyElse();
        int busy = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            FetchSource source = _sources[i];
            busy += source.IsBusy ? 1 : 0;
            if (IsFree(i, now) && (!source.IsLast || isEnd) && (best < 0 || source.Rank < _sources[best].Rank))
            {
                best = i;
            }
        }

        // While nobody has said how long it is, one asks; what comes from one alone, too.
        bool isOneOnly = IsSolo || Length < 0 || !HasRanges();
        if (best < 0 || (isOneOnly && busy > 0))
        {
            return FetchRun.Nobody;
        }

        _sources[best].IsBusy = true;
        return best;
    }

    /// <summary>Whether a source makes others wait who would do better by far: it is one of a few at work at a time, and nobody knows how long it would take. Then it is <see cref="FetchSource.IsLast"/>.</summary>
    public bool IsOutdone(int source, long now)
    {
        long mine = _sources[source].RateAt(now);
        bool isWaitedFor = false;
        long best = 0;
        for (int i = 0; i < _sources.Length && mine >= 0; i++)
        {
            FetchSource other = _sources[i];
            if (i != source && !other.IsDropped)
            {
                best = other.Best > best ? other.Best : best;
                isWaitedFor |= !other.IsLast && IsFree(i, now);
            }
        }

        return isWaitedFor && mine * Limits.SlowShare < best;
    }

    /// <summary>Whether any source is left.</summary>
    public bool HasSource()
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            if (!_sources[i].IsDropped)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives a source something to do.</summary>
    /// <returns>The run, of which it is the owner or the rival now; null when there is nothing for it, at the moment or at all.</returns>
    public FetchRun? Assign(int source, long now)
    {
        FetchRun? free = null;
        FetchRun? last = null;
        long latest = -1;
        for (int i = 0; i < Count; i++)
        {
            FetchRun run = _runs[i];
            if (run.Left == 0)
            {
                continue;
            }

            if (run.Owner == FetchRun.Nobody && run.Rival == FetchRun.Nobody)
            {
                free = free is null || run.Left > free.Left ? run : free;
            }
            else if (!run.IsOf(source))
            {
                long until = Time(run.End - run.Reserved, run.Owner == FetchRun.Nobody ? run.Rival : run.Owner, now);
                if (until > latest)
                {
                    latest = until;
                    last = run;
                }
            }
        }

        if (free is not null)
        {
            return Give(free, source, now);
        }

        if (last is null || _sources[source].IsWhole)
        {
            return null;
        }

        return Divide(last, source, now) ?? Race(last, source, latest, now);
    }

    /// <summary>Up to where a source is asked for a run: a few seconds' worth, and less towards the end, so that what is taken from it then has not been asked for.</summary>
    public long Stint(FetchRun run, int source, long now)
    {
        if (_sources[source].IsWhole || run.End == long.MaxValue)
        {
            return run.End;
        }

        long rate = _sources[source].RateAt(now);
        long stint = Missing() / Limits.FetchStints;
        stint = stint > MostStint ? MostStint : stint;
        stint = stint < _leastStint ? _leastStint : stint;
        if (rate > 0)
        {
            long time = Rest(now) / Limits.FetchStints;
            time = time > Limits.FetchStint ? Limits.FetchStint : time;
            stint = rate * time > stint ? rate * time : stint;
        }

        long until = run.Next + stint;
        until = until - (until % _unit) + _unit;
        return until > run.End || until < 0 ? run.End : until;
    }

    /// <summary>Reserves what of some octets that came is new, for being stored. Under the run's lock.</summary>
    /// <param name="run">The run they are of.</param>
    /// <param name="source">Who gave them.</param>
    /// <param name="position">Where the first of them stands in the content.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="skip">How many of the first are there already.</param>
    /// <param name="now">The clock's milliseconds.</param>
    /// <returns>How many behind those are to be stored; -1 when the run is not the source's any more, or begins anew further in front.</returns>
    public int Reserve(FetchRun run, int source, long position, int count, out int skip, long now)
    {
        skip = 0;
        long next = run.Next;
        if (!run.IsOf(source) || position > next)
        {
            return -1;
        }

        int fresh = count;
        if (position < next)
        {
            long behind = next - position;
            skip = behind > count ? count : (int)behind;
            fresh -= skip;
        }

        long left = run.End - next;
        fresh = fresh > left ? (int)left : fresh;
        run.Reserved = next + fresh;
        if (fresh > 0 && run.Giver != source)
        {
            run.Giver = run.Giver == FetchRun.Nobody ? source : FetchRun.Several;
        }

        _sources[source].Gave(count, fresh, now);
        return fresh;
    }

    /// <summary>What was reserved is stored.</summary>
    public void Keep(FetchRun run)
    {
        run.Next = run.Reserved;
        if (run.Check is null)
        {
            run.Sure = run.Next;
            run.Giver = FetchRun.Nobody;
        }
    }

    /// <summary>What was reserved could not be stored.</summary>
    public void Undo(FetchRun run)
    {
        run.Reserved = run.Next;
    }

    /// <summary>A piece of a run has ended, at its <see cref="FetchRun.Next"/>.</summary>
    /// <returns>Whether the run goes on with the sources that it has.</returns>
    public bool Judge(FetchRun run, bool isRight)
    {
        int giver = run.Giver;
        run.Giver = FetchRun.Nobody;
        if (isRight)
        {
            run.Sure = run.Next;
            run.IsSolo = false;
            return true;
        }

        run.Next = run.Sure;
        run.Reserved = run.Sure;
        run.Owner = FetchRun.Nobody;
        run.Rival = FetchRun.Nobody;
        run.IsSolo = true;
        if (giver >= 0)
        {
            Accuse(giver);
        }

        return false;
    }

    /// <summary>A source is done with a run, or gives it up.</summary>
    public void Leave(FetchRun run, int source)
    {
        if (run.Rival == source)
        {
            run.Rival = FetchRun.Nobody;
        }
        else if (run.Owner == source)
        {
            run.Owner = run.Rival;
            run.Rival = FetchRun.Nobody;
        }

        Join();
    }

    /// <summary>A source failed; it is asked again after a while, or, after too many times in a row, not at all.</summary>
    public void Fault(int source, string trouble, long pause, long now)
    {
        FetchSource it = _sources[source];
        it.Faults++;
        it.Cuts++;
        it.Trouble = trouble;
        if (it.Faults >= Limits.FetchFaults || it.Cuts > Limits.PullCuts + (it.Octets / Limits.PullOctetsPerCut))
        {
            it.IsDropped = true;
            return;
        }

        long wait = Limits.FetchPause << (it.Faults - 1);
        it.RetryAt = now + (wait > pause ? wait : pause);
    }

    /// <summary>A source gave what is not right.</summary>
    public void Accuse(int source)
    {
        _sources[source].IsLiar = true;
        Drop(source, "It gave what is not right.");
    }

    /// <summary>Asks again whoever was dropped for what another source said, which counts for nothing now.</summary>
    public void Forgive()
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            FetchSource it = _sources[i];
            it.IsDropped &= !it.IsContrary || it.IsLiar;
            it.IsContrary = false;
        }
    }

    /// <summary>A source is not asked again.</summary>
    public void Drop(int source, string trouble)
    {
        _sources[source].IsDropped = true;
        _sources[source].IsOfNoUse = true;
        _sources[source].Trouble = trouble;
    }

    /// <summary>How long all takes from now on, in milliseconds, if everybody goes on as before.</summary>
    public long Rest(long now)
    {
        long rate = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_sources[i].IsBusy)
            {
                long one = _sources[i].RateAt(now);
                rate += one > 0 ? one : 0;
            }
        }

        return Missing() / (rate > 0 ? rate : 1);
    }

    private FetchRun Give(FetchRun run, int source, long now)
    {
        run.Owner = source;
        run.Asked = run.Next;
        _sources[source].Begin(now);
        return run;
    }

    /// <summary>Takes the end of a run for another source.</summary>
    private FetchRun? Divide(FetchRun run, int source, long now)
    {
        if (Count == _runs.Length || run.End == long.MaxValue)
        {
            return null;
        }

        long theirs = _sources[run.Owner].RateAt(now);
        long mine = _sources[source].RateAt(now);

        // Who is not known yet counts as the other.
        theirs = theirs < 0 ? (mine > 0 ? mine : 1) : theirs;
        mine = mine < 0 ? (theirs > 0 ? theirs : 1) : mine;
        mine = mine == 0 ? 1 : mine;
        long left = run.End - run.Reserved;
        long share = (long)((double)left * mine / (mine + theirs));
        long cut = run.End - share;
        cut = cut - (cut % _unit) + (cut % _unit == 0 ? 0 : _unit);

        // What has been asked for comes anyhow: it is left to who asked, if that makes nobody wait.
        if (cut < run.Asked && run.Asked < run.End && (run.Asked - cut) <= theirs * Limits.FetchKnown)
        {
            cut = run.Asked;
        }

        // Whose rate is not known, or nothing, keeps a unit: who brings no more of it is raced for that.
        long least = run.Reserved - (run.Reserved % _unit) + _unit;
        cut = cut < least ? least : cut;
        if (cut >= run.End || cut <= run.First || run.End - cut < Limits.FetchLeast)
        {
            return null;
        }

        FetchRun taken = new FetchRun { Slot = FreeSlot(), First = cut, Sure = cut, Durable = cut, Next = cut, Reserved = cut, End = run.End };
        run.End = cut;
        Add(IndexOf(run) + 1, taken);
        return Give(taken, source, now);
    }

    private FetchRun? Race(FetchRun run, int source, long until, long now)
    {
        if (run.IsSolo || run.Rival != FetchRun.Nobody || run.End == long.MaxValue)
        {
            return null;
        }

        long mine = Time(run.Left, source, now) + Limits.FetchAnswer;
        if (mine >= until)
        {
            return null;
        }

        run.Rival = source;
        _sources[source].Begin(now);
        return run;
    }

    // How long a source takes for so many octets; who is not known yet is taken for as fast as the fastest.
    private long Time(long octets, int source, long now)
    {
        long rate = _sources[source].RateAt(now);
        for (int i = 0; rate < 0 && i < _sources.Length; i++)
        {
            long other = _sources[i].RateAt(now);
            rate = other > rate ? other : rate;
        }

        return rate <= 0 ? (rate < 0 ? octets : long.MaxValue) : octets / rate;
    }

    private bool IsFree(int index, long now)
    {
        FetchSource source = _sources[index];
        return !source.IsDropped && !source.IsBusy && source.RetryAt <= now && !(source.IsWhole && HasRanges());
    }

    // Whether all others are gone who are not the last to be asked.
    private bool IsNobodyElse()
    {
        bool isNobody = true;
        for (int i = 0; i < _sources.Length && isNobody; i++)
        {
            isNobody = _sources[i].IsDropped || _sources[i].IsLast;
        }

        return isNobody;
    }

    private bool HasRanges()
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            if (!_sources[i].IsDropped && !_sources[i].IsWhole)
            {
                return true;
            }
        }

        return false;
    }

    private int FreeSlot()
    {
        int slot = 0;
        bool isTaken = true;
        while (isTaken)
        {
            slot++;
            isTaken = false;
            for (int i = 0; i < Count; i++)
            {
                isTaken |= _runs[i].Slot == slot;
            }
        }

        return slot;
    }

    private int IndexOf(FetchRun run)
    {
        int index = 0;
        while (_runs[index] != run)
        {
            index++;
        }

        return index;
    }

    private void Add(int index, FetchRun run)
    {
        for (int i = Count; i > index; i--)
        {
            _runs[i] = _runs[i - 1];
        }

        _runs[index] = run;
        Count++;
    }

    // Runs that are whole and stand one behind the other become one, so that there is room for others.
    private void Join()
    {
        for (int i = 1; i < Count && _mayJoin;)
        {
            FetchRun before = _runs[i - 1];
            FetchRun run = _runs[i];
            bool isWhole = before.Sure == before.End && before.Owner == FetchRun.Nobody && before.Rival == FetchRun.Nobody;
            if (!isWhole || run.Owner != FetchRun.Nobody || run.Rival != FetchRun.Nobody || run.Sure != run.End)
            {
                i++;
                continue;
            }

            before.Durable = before.Durable == before.End ? run.Durable : before.Durable;
            before.End = run.End;
            before.Next = run.End;
            before.Reserved = run.End;
            before.Sure = run.End;
            Count--;
            for (int n = i; n < Count; n++)
            {
                _runs[n] = _runs[n + 1];
            }
        }
    }
}
