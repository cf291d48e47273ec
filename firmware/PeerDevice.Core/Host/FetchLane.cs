using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// The thread of a fetch that is at one source at a time: asks it for ranges as the plan has them (RFC 9110 §14), believes nothing of its answers that it can look at, and has what came stored.
/// </summary>
internal sealed partial class FetchLane
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
