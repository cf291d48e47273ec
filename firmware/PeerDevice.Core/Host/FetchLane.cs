using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// The thread of a fetch that is at one source at a time: asks it for ranges as the plan has them (RFC 9110 §14), believes nothing of its answers that it can look at, and has what came stored.
/// </summary>
internal sealed class FetchLane
{
    private readonly Fetcher _fetcher;
    private readonly FetchPlan _plan;
    private readonly IClock _clock;
    private readonly HttpUri _uri = new HttpUri();
    private readonly LaneStore _storing;
    private readonly PullPace _pace = new PullPace();
    private readonly byte[] _block;
    private readonly int _patience;
    private HttpClient? _client;
    private int _source;
    private long _outdone;
    private long _unseen; // milliseconds that it was waited for since it was looked how fast it is
    private long _came;   // octets that came in them
    private long _now;
    private int _ending;
    private bool _isStoring;

    /// <summary>A lane.</summary>
    /// <param name="fetcher">Whose it is.</param>
    /// <param name="block">Its buffer.</param>
    /// <param name="patience">Milliseconds for which what comes is gathered there, at most.</param>
    public FetchLane(Fetcher fetcher, byte[] block, int patience)
    {
        _fetcher = fetcher;
        _plan = fetcher.Plan;
        _clock = fetcher.Clock;
        _storing = new LaneStore(fetcher, this);
        _block = block;
        _patience = patience;
    }

    /// <summary>Its buffer.</summary>
    public byte[] Block => _block;

    /// <summary>The run that it is at.</summary>
    public FetchRun? Run { get; private set; }

    private FetchSource It => _fetcher.Order.Sources[_source];

    /// <summary>Begins.</summary>
    public void Start()
    {
        new Thread(Work).Start();
    }

    /// <summary>Ends its connection, from another thread.</summary>
    public void Break()
    {
        _client?.Close();
    }

    private void Work()
    {
        while (!_fetcher.IsEnding)
        {
            lock (_plan)
            {
                _source = _plan.TakeSource(_clock.Milliseconds);
            }

            if (_source < 0)
            {
                _clock.Sleep(Limits.FetchLook);
            }
            else
            {
                ServeSafely();
            }
        }

        _client?.Close();
        _fetcher.Left();
    }

    private void ServeSafely()
    {
        try
        {
            Serve();
        }
        catch (Exception fault)
        {
            // A board whose memory is short, for one: the source is as good as any other, later. A store that throws is none to go on with.
            if (_isStoring)
            {
                _fetcher.Files.Fail();
            }

            Fail(fault.Message, 0);
        }

        _isStoring = false;

        lock (_plan)
        {
            if (Run is not null)
            {
                _plan.Undo(Run);
                _plan.Leave(Run, _source);
                Run = null;
            }

            It.IsBusy = false;
        }

        _fetcher.Wake();
    }

    // Is at a source until it fails, or there is nothing more.
    private void Serve()
    {
        if (_uri.Read(It.Uri) != HttpUri.Ok)
        {
            Drop("That is no address that is fetched from.");
            return;
        }

        if (It.Host.Length > 0)
        {
            _uri.Reach(It.Host);
        }

        Connect();
        bool isGood = true;
        while (isGood && !_fetcher.IsEnding)
        {
            FetchRun? run;
            long from = 0;
            long until = 0;
            lock (_plan)
            {
                long now = _clock.Milliseconds;
                run = _plan.Assign(_source, now);
                if (run is not null)
                {
                    from = It.IsWhole ? 0 : run.Next;
                    until = Stint(run, now);
                }
            }

            if (run is null)
            {
                isGood = !It.IsWhole;
                _clock.Sleep(Limits.FetchLook);
                continue;
            }

            Run = run;
            isGood = Fetch(run, from, until);
            Run = null;
            lock (_plan)
            {
                _plan.Leave(run, _source);
            }
        }

        _client?.Close();
    }

    private void Connect()
    {
        _client?.Close();
        _outdone = 0;
        _unseen = 0;
        _came = 0;
        _client = new HttpClient(_fetcher.Network, _clock, _uri.Host, _uri.Port, _fetcher.HeadOctets) { Patience = Limits.FetchPatience };
    }

    /// <summary>Brings one answer of a run, and goes on with the run while it is this source's.</summary>
    /// <returns>False when the source is not to be asked for more now.</returns>
    private bool Fetch(FetchRun run, long from, long until)
    {
        while (true)
        {
            if (!Ask(from, until, out long end))
            {
                return false;
            }

            long at = It.IsWhole ? 0 : from;
            if (!Take(run, at, end))
            {
                return false;
            }

            lock (_plan)
            {
                long now = _clock.Milliseconds;
                if (!run.IsOf(_source) || run.Left == 0 || _fetcher.IsEnding)
                {
                    return true;
                }

                from = run.Next;
                until = Stint(run, now);
            }
        }
    }

    // How far the run is asked for now. Under the plan's lock.
    private long Stint(FetchRun run, long now)
    {
        long until = _plan.Stint(run, _source, now);
        run.Asked = run.Owner == _source ? until : run.Asked;
        return until;
    }

    /// <summary>Asks for a range, through redirects (RFC 9110 §15.4), and looks at the answer's head.</summary>
    /// <returns>Whether what was asked for comes now; otherwise the source was told of as one that failed.</returns>
    private bool Ask(long from, long until, out long end)
    {
        end = until;
        for (int hop = 0; ; hop++)
        {
            HttpClient client = _client!;
            bool isUnknown = until == long.MaxValue;
            client.StartTarget("GET", _uri.Target);
            client.Field("Accept-Encoding: ", "identity");
            if (!It.IsWhole)
            {
                long last = isUnknown ? from + Limits.FetchBoardStint - 1 : until - 1;
                client.Field("Range: ", "bytes=" + from.ToString() + "-" + last.ToString());
                if (It.Validator.Length > 0)
                {
                    client.Field("If-Range: ", It.Validator);
                }
            }

            int outcome = client.Ask();
            if (outcome != HttpClient.Ok)
            {
                if (outcome == HttpClient.Malformed || outcome == HttpClient.TooLong)
                {
                    return Drop("Its answer makes no sense.");
                }

                return Fail(outcome == HttpClient.Unreachable ? "It cannot be reached." : outcome == HttpClient.Silent ? "It does not answer." : "It broke off.", 0);
            }

            int status = client.Response.Status;
            if (client.Response.IsRedirect)
            {
                string location = client.Value(Field.Location);
                if (hop == Limits.PullRedirects || _uri.Resolve(location) != HttpUri.Ok)
                {
                    return Drop("It leads on too often, or to nowhere.");
                }

                Connect();
                continue;
            }

            return status == 206 ? TakePart(from, until, out end) : status == 200 ? TakeWhole(from, out end) : TakeRefusal(status);
        }
    }

    private bool TakeRefusal(int status)
    {
        HttpClient client = _client!;
        string retry = client.Value(Field.RetryAfter);
        client.Close();
        if (status == 416 && client.Line("content-range", 0) == "bytes */0")
        {
            return Learn(0) && false;
        }

        if (status != 503 && status != 429 && status != 500 && status != 502 && status != 504)
        {
            return Drop("It answers " + status.ToString() + ".");
        }

        long seconds = 0;
        for (int i = 0; i < retry.Length && seconds < Limits.FetchRetryAfter; i++)
        {
            seconds = retry[i] >= '0' && retry[i] <= '9' ? (seconds * 10) + (retry[i] - '0') : 0;
        }

        return seconds * 1000 > Limits.FetchRetryAfter ? Drop("It is busy for long.") : Fail("It is busy.", seconds * 1000);
    }

    // RFC 9110 §15.3.7
    private bool TakePart(long from, long until, out long end)
    {
        HttpClient client = _client!;
        ResponseReader response = client.Response;
        end = until;
        bool isPart = ContentRange.Read(client.Value(Field.ContentRange), out long first, out long last, out long complete)
            && first == from && (until == long.MaxValue || last < until) && !It.IsWhole
            && (response.ContentLength < 0 || response.ContentLength == last - first + 1)
            && !response.Has(Field.ContentEncoding) && !response.EndsWithConnection;
        if (!isPart)
        {
            return Drop("It gives another part than it was asked for.");
        }

        end = last + 1;
        return IsSame(false) && Learn(complete);
    }

    // A server may ignore ranges (RFC 9110 §14.2), and does where the version is another (§13.1.5).
    private bool TakeWhole(long from, out long end)
    {
        HttpClient client = _client!;
        ResponseReader response = client.Response;
        end = long.MaxValue;
        if (response.Has(Field.ContentEncoding))
        {
            return Drop("It comes in a content coding.");
        }

        if (response.EndsWithConnection)
        {
            return Drop("Nobody sees where it ends.");
        }

        if (!IsSame(true))
        {
            return false;
        }

        long length = response.HasBody ? response.ContentLength : 0;
        if (length >= 0 && !Learn(length))
        {
            return false;
        }

        bool wasWhole = It.IsWhole;
        lock (_plan)
        {
            It.IsWhole = true;
        }

        end = length < 0 ? long.MaxValue : length;
        if (from > 0 && !wasWhole)
        {
            // Others may have ranges; if none has, it is asked again for all of it.
            client.Close();
            return false;
        }

        return true;
    }

    /// <summary>Whether the answer is of the version that the source had before, and had for others.</summary>
    private bool IsSame(bool isWhole)
    {
        HttpClient client = _client!;
        string tag = client.StrongTag();
        string date = client.Value(Field.LastModified);

        // RFC 9110 §8.8.2.2: a date is as good as a tag once a second has passed.
        string validator = tag.Length > 0 ? tag : date.Length > 0 && date.Length <= Limits.PullTagOctets && date != client.Value(Field.Date) ? date : "";
        bool isOther = It.Validator.Length > 0 && validator != It.Validator && (isWhole || validator.Length > 0);
        if (isOther)
        {
            _fetcher.HasChanged = true;
            return Drop("It has changed.");
        }

        if (!IsRight(isWhole))
        {
            return Drop("It has another content.");
        }

        if (validator.Length == 0 && !_fetcher.IsVerified && !IsOneVersion(isWhole))
        {
            return false;
        }

        if (It.Validator.Length == 0 && validator.Length > 0)
        {
            It.Validator = validator;
            _fetcher.NoteSoon();
        }

        FetchOrder order = _fetcher.Order;
        if (order.Modified == 0 && date.Length > 0)
        {
            long modified = client.Date(Field.LastModified);
            order.Modified = modified < 0 ? 0 : modified;
        }

        if (order.Type.Length == 0)
        {
            order.Type = client.Value(Field.ContentType);
        }

        return true;
    }

    // Of a source that says neither by a tag nor by a date which version it has, and of a content that nothing is known of, only what one answer gives is of one version.
    private bool IsOneVersion(bool isWhole)
    {
        if (It.Octets > 0)
        {
            return Drop("It does not say which version it has.");
        }

        if (!isWhole)
        {
            // It is asked again, for all at once, if nobody has parts.
            lock (_plan)
            {
                It.IsWhole = true;
            }

            _client!.Close();
        }

        return isWhole;
    }

    // RFC 9530: what the source says that its content is.
    private bool IsRight(bool isWhole)
    {
        string? said = _client!.Line("repr-digest", 0) ?? (isWhole ? _client.Line("content-digest", 0) : null);
        if (said is null)
        {
            return true;
        }

        byte[] value = System.Text.Encoding.UTF8.GetBytes(said);
        byte[] digest = new byte[ReprDigest.Octets];
        if (ReprDigest.Sha256(value, 0, value.Length, digest) != ReprDigest.Found)
        {
            return true;
        }

        lock (_plan)
        {
            byte[]? should = _fetcher.Believe(digest);
            bool isRight = should is null || Octets.AreSame(should, 0, digest, 0, digest.Length);
            It.IsContrary = !isRight && _fetcher.Order.Sha256 is null;
            return isRight;
        }
    }

    // Takes what a source says of the length.
    private bool Learn(long length)
    {
        if (length > _fetcher.Order.MostOctets)
        {
            _fetcher.IsTooLong = true;
            return Drop("It is longer than what is fetched.");
        }

        bool isShorter;
        lock (_plan)
        {
            // Less than has come: who had no end said one now of another version.
            isShorter = _plan.Length < 0 && length < _plan.At(_plan.Count - 1).Next;
            if (_plan.Length < 0 && !isShorter)
            {
                _plan.Learn(length);
                _fetcher.NoteSoon();
            }
        }

        if (isShorter)
        {
            _fetcher.HasChanged = true;
            return Drop("It has changed.");
        }

        return _plan.Length == length || Drop("It has another length.");
    }

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

    private bool Drop(string trouble)
    {
        _client?.Close();
        lock (_plan)
        {
            _plan.Drop(_source, trouble);
        }

        _fetcher.Wake();
        return false;
    }

    private bool Fail(string trouble, long pause)
    {
        _client?.Close();
        if (!_fetcher.IsEnding)
        {
            lock (_plan)
            {
                _plan.Fault(_source, trouble, pause, _clock.Milliseconds);
            }
        }

        _fetcher.Wake();
        return false;
    }
}
