using System;
using System.Collections.Generic;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Tests.Fetching;

/// <summary>
/// Sources of one content on a virtual clock, millisecond by millisecond: each has a rate, an answer time and its vices. What they give is stored as a <see cref="FetchPlan"/> has it; nothing else is real.
/// </summary>
internal sealed class Office
{
    private readonly long _length;
    private readonly long _piece;
    private readonly byte[] _stored;
    private readonly List<Place> _places = [];
    private readonly List<long> _ends = [];

    public Office(long length, long piece, params Place[] places)
    {
        _length = length;
        _piece = piece;
        _stored = new byte[length];
        _places.AddRange(places);
        Sources = new FetchSource[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            Sources[i] = new FetchSource("http://" + i, i + 1);
        }

        Plan = new FetchPlan(Sources, 64, piece > 0 ? piece : 16384, 262144, true);
        Plan.Begin(length);
    }

    public FetchSource[] Sources { get; }

    public FetchPlan Plan { get; }

    /// <summary>When it was done, in milliseconds; -1 while it is not.</summary>
    public long Took { get; private set; } = -1;

    /// <summary>Octets that came, needed or not.</summary>
    public long Came { get; private set; }

    public static byte Octet(long at) => (byte)((at * 131) ^ (at >> 9));

    /// <summary>Lets it run for a time at most.</summary>
    public bool Run(long most)
    {
        for (long now = 0; now < most; now++)
        {
            for (int i = 0; i < _places.Count; i++)
            {
                Step(i, now);
            }

            if (Plan.IsDone)
            {
                Took = now;
                return true;
            }

            if (!Plan.HasSource())
            {
                return false;
            }
        }

        return false;
    }

    public bool IsRight()
    {
        for (long at = 0; at < _length; at++)
        {
            if (_stored[at] != Octet(at))
            {
                return false;
            }
        }

        return true;
    }

    private void Step(int i, long now)
    {
        Place place = _places[i];
        FetchSource source = Sources[i];
        if (place.Run is null)
        {
            if (source.IsDropped || source.RetryAt > now || (!source.IsBusy && !Take(i, now)))
            {
                return;
            }

            place.Run = Plan.Assign(i, now);
            if (place.Run is null)
            {
                return;
            }

            Begin(place, i, now);
        }

        if (now < place.AnswersAt)
        {
            return;
        }

        FetchRun run = place.Run;
        if (now >= place.DiesAt)
        {
            Plan.Fault(i, "dead", 0, now);
            End(place, i);
            return;
        }

        if (now >= place.SilentFrom)
        {
            // Whoever reads gives up after a while.
            if (now - Math.Max(place.SilentFrom, place.AnswersAt) > 30_000)
            {
                Plan.Fault(i, "silent", 0, now);
                End(place, i);
            }

            return;
        }

        place.Credit += place.Rate(now);
        long count = Math.Min((long)place.Credit, place.Until - place.At);
        if (count < Math.Min(4096, place.Until - place.At))
        {
            return;
        }

        place.Credit -= count;
        Came += count;
        bool goesOn = Store(run, i, place.At, (int)count, now);
        place.At += count;
        if (!goesOn || run.Left == 0)
        {
            // In the middle of an answer it costs a connection.
            place.Delay = place.At < place.Until ? 2 * place.Answer : place.Answer;
            End(place, i);
        }
        else if (place.At == place.Until)
        {
            Begin(place, i, now);
        }
    }

    private bool Take(int i, long now)
    {
        // The plan chooses; here each place has a thread of its own.
        int taken = Plan.TakeSource(now);
        bool isOurs = taken == i;
        if (taken >= 0 && !isOurs)
        {
            Sources[taken].IsBusy = false;
            isOurs = !Sources[i].IsDropped && Sources[i].RetryAt <= now && (!Plan.IsSolo || _places.TrueForAll(static place => place.Run is null));
        }

        Sources[i].IsBusy = isOurs;
        return isOurs;
    }

    private void Begin(Place place, int i, long now)
    {
        FetchRun run = place.Run!;
        place.At = run.Next;
        place.Until = Plan.Stint(run, i, now);
        run.Asked = run.Owner == i ? place.Until : run.Asked;
        place.AnswersAt = now + Math.Max(place.Answer, place.Delay) + place.FirstAnswer;
        place.Delay = 0;
        place.FirstAnswer = 0;
        place.Credit = 0;
    }

    private void End(Place place, int i)
    {
        Plan.Leave(place.Run!, i);
        place.Run = null;
        if (Sources[i].IsDropped || Sources[i].RetryAt > 0)
        {
            Sources[i].IsBusy = false;
        }
    }

    private bool Store(FetchRun run, int i, long at, int count, long now)
    {
        while (count > 0)
        {
            int part = count;
            if (_piece > 0)
            {
                run.Check ??= PieceCheck.For(new PieceList(PieceList.TreeNodes, _piece, new byte[32]), null);
                part = (int)Math.Min(part, at - (at % _piece) + _piece - at);
            }

            int fresh = Plan.Reserve(run, i, at, part, out int skip, now);
            if (fresh < 0)
            {
                return false;
            }

            for (int n = 0; n < fresh; n++)
            {
                long position = at + skip + n;
                _stored[position] = (byte)(Octet(position) ^ (_places[i].Lies(position) ? 0x55 : 0));
            }

            if (fresh > 0)
            {
                Plan.Keep(run);
                _ends.Add(run.Next);
            }

            if (_piece > 0 && fresh > 0 && (run.Next % _piece == 0 || run.Next == _length) && !Plan.Judge(run, IsPieceRight(run.Next)))
            {
                return false;
            }

            if (run.Left == 0)
            {
                return true;
            }

            at += part;
            count -= part;
        }

        return true;
    }

    private bool IsPieceRight(long end)
    {
        for (long at = (end - 1) - ((end - 1) % _piece); at < end; at++)
        {
            if (_stored[at] != Octet(at))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One source as it really is.</summary>
    internal sealed class Place
    {
        /// <summary>Octets a millisecond at a time.</summary>
        public Func<long, double> Rate { get; init; } = static _ => 1000;

        /// <summary>Milliseconds before an answer begins.</summary>
        public long Answer { get; init; } = 1;

        /// <summary>Milliseconds more before the first of all.</summary>
        public long FirstAnswer { get; set; }

        public long DiesAt { get; init; } = long.MaxValue;

        public long SilentFrom { get; init; } = long.MaxValue;

        public Func<long, bool> Lies { get; init; } = static _ => false;

        public FetchRun? Run { get; set; }

        public long At { get; set; }

        public long Until { get; set; }

        public long AnswersAt { get; set; }

        public long Delay { get; set; }

        public double Credit { get; set; }
    }
}
