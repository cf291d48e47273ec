using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Host;

/// <summary>
/// Fetches one content by HTTP from one source or many at once, into a store: what each does a <see cref="FetchPlan"/> says. How far it is stands beside it on the store, so that the same order goes on after anything.
/// The content is what its digests say, where any are known, or it is not there.
/// </summary>
/// <remarks>The caller's thread sees to it; each source has a thread of its own. From where may be fetched is the network's to say.</remarks>
public sealed partial class Fetcher
{
    private readonly IFileStore _store;
    private readonly IDigests? _digests;
    private readonly Profile _profile;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);
    private readonly FetchLane[] _lanes;
    private readonly FetchRecord _record;
    private bool _isDurable;
    private int _storeStatus = StoreStatus.Ok;
    private int _running;
    private int _apart;
    private long _notedAt;
    private long _told;
    private bool _isNoteDue;
    private byte[]? _said; // the SHA-256 that a source named, where nobody better said anything

    /// <summary>What fetches one order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="store">Where the content goes.</param>
    /// <param name="network">The network, as far as may be fetched over it.</param>
    /// <param name="clock">The time.</param>
    /// <param name="digests">SHA-256, where there is one.</param>
    /// <param name="profile">What this peer can bear.</param>
    public Fetcher(FetchOrder order, IFileStore store, INetwork network, IClock clock, IDigests? digests, Profile profile)
    {
        Order = order;
        Network = network;
        Clock = clock;
        _store = store;
        _digests = digests;
        _profile = profile;
        HeadOctets = profile.HeadOctets;
        bool isChecked = order.Pieces is not null && order.Pieces.Fits(order.Length) && (order.Pieces.Kind == PieceList.TreeNodes || digests is not null);
        Pieces = isChecked ? order.Pieces : null;
        long unit = isChecked ? order.Pieces!.Octets : store.IsFat ? Limits.UploadWrite : Limits.FetchUnit;
        Plan = new FetchPlan(order.Sources, profile.FetchRuns, unit, store.IsFat ? Limits.FetchBoardStint : Limits.FetchStintOctets, !store.IsFat) { MostStint = store.IsFat ? Limits.FetchBoardStintMost : 0 };
        int lanes = order.Sources.Length < profile.FetchLanes ? order.Sources.Length : profile.FetchLanes;
        _lanes = new FetchLane[lanes];
        for (int i = 0; i < lanes; i++)
        {
            _lanes[i] = new FetchLane(this, new byte[profile.FetchOctets], store.IsFat ? Limits.FetchBoardGather : Limits.FetchGather);
        }

        Files = new FetchFiles(store, order.Path, profile.FetchRuns, lanes == 0 ? new byte[Limits.IndexBlock] : _lanes[0].Block);
        if (digests is null && order.TreeTag is not null && Pieces is null)
        {
            // A SHA-256 that becomes known on the way is no matter here, and each octet need not be read once more.
            Files.Check = new WholeCheck(null);
        }

        _record = new FetchRecord(store, order.Path);
    }

    /// <summary>What is fetched.</summary>
    public FetchOrder Order { get; }

    /// <summary>Octets that are there, while it runs.</summary>
    public long Done
    {
        get
        {
            lock (Plan)
            {
                return Plan.Stored();
            }
        }
    }

    /// <summary>Octets of the whole, as soon as that is known; -1 before.</summary>
    public long Length
    {
        get
        {
            lock (Plan)
            {
                return Plan.Length;
            }
        }
    }

    /// <summary>Octets that come before it is noted again how far it is; 0 for what is usual on such a store.</summary>
    public long NoteOctets { get; set; }

    /// <summary>Who looks on, each time that this looks itself; null where nobody does.</summary>
    public IFetchWatch? Watch { get; set; }

    internal INetwork Network { get; }

    internal IClock Clock { get; }

    internal FetchPlan Plan { get; }

    internal FetchFiles Files { get; }

    internal PieceList? Pieces { get; }

    internal int HeadOctets { get; }

    /// <summary>Whether nobody shall fetch any more: it is done, stopped, or in vain.</summary>
    internal bool IsEnding { get; private set; }

    /// <summary>Whether a source has another version than what has come.</summary>
    internal bool HasChanged { get; set; }

    /// <summary>Whether the content is longer than it may be.</summary>
    internal bool IsTooLong { get; set; }

    /// <summary>Whether the whole, or each piece, is looked at, so that no mixture of versions passes.</summary>
    internal bool IsVerified => Pieces is not null || Order.TreeTag is not null || (_digests is not null && (Order.Sha256 ?? _said) is not null);

    private bool IsStopped { get; set; }

    /// <summary>Fetches. Once.</summary>
    /// <returns>One of <see cref="FetchOutcome"/>.</returns>
    public int Run()
    {
        _isDurable = Order.IsDurable;
        Recall();
        while (true)
        {
            Work();

            // What came since the last look is told too: who was full by it counts by how much.
            IsWatched();
            Order.Done = Done;
            int outcome = Look();
            if (outcome == FetchOutcome.Wrong && Pieces is null && TryApart())
            {
                continue;
            }

            bool isKept = Order.Done > 0 && outcome != FetchOutcome.Wrong && outcome != FetchOutcome.Changed && outcome != FetchOutcome.TooLong;
            if (outcome == FetchOutcome.Ok)
            {
                Finish(ref outcome);
            }
            else if (isKept)
            {
                Note();
                Files.Close(_isDurable);
            }
            else
            {
                Discard();
            }

            Order.StoreStatus = Files.Status != StoreStatus.Ok ? Files.Status : _storeStatus;
            return outcome;
        }
    }

    /// <summary>Ends it, from any thread; what has come is kept.</summary>
    public void Stop()
    {
        IsStopped = true;
        End();
    }

    /// <summary>Something happened that whoever waits must know.</summary>
    internal void Wake()
    {
        _wake.Set();
    }

    /// <summary>All others that are at a run need not go on: it is whole, or is begun anew.</summary>
    internal void BreakOthers(FetchRun run, FetchLane but)
    {
        for (int i = 0; i < _lanes.Length; i++)
        {
            if (_lanes[i] != but && _lanes[i].Run == run)
            {
                _lanes[i].Break();
            }
        }
    }

    private void End()
    {
        IsEnding = true;
        BreakAll();
        Wake();
    }

    private void BreakAll()
    {
        for (int i = 0; i < _lanes.Length; i++)
        {
            _lanes[i].Break();
        }
    }

    // Lets the lanes work until all is there, or nothing more is to be had.
    private void Work()
    {
        IsEnding = IsStopped;
        _running = _lanes.Length;
        for (int i = 0; i < _lanes.Length; i++)
        {
            _lanes[i].Start();
        }

        try
        {
            See(NoteOctets > 0 ? NoteOctets : _store.IsFat ? ShareOf(Length) : Limits.FetchNote);
        }
        finally
        {
            End();
            while (IsRunning())
            {
                // One may have connected anew just when all were ended.
                Clock.Await(_wake, Limits.FetchLook);
                BreakAll();
            }
        }
    }

    // What a cut may cost of a content on a card. Who fetches to one knows beforehand how long it is (RemotePull); where nobody does, it is the least to the end.
    private static long ShareOf(long length)
    {
        long share = length / Limits.FetchBoardNotes;
        return share < Limits.FetchBoardNoteLeast ? Limits.FetchBoardNoteLeast : share > Limits.FetchBoardNote ? Limits.FetchBoardNote : share;
    }

    private void See(long noteOctets)
    {
        while (!IsEnding)
        {
            bool isOver;
            bool isDue;
            lock (Plan)
            {
                isOver = Plan.IsDone || !Plan.HasSource() || Files.Status != StoreStatus.Ok || IsTooLong;
                isDue = _isNoteDue || Plan.Stored() - _notedAt >= noteOctets;
            }

            if (isOver)
            {
                End();
            }
            else if (!IsWatched())
            {
                Stop();
            }
            else if (isDue)
            {
                Note();
            }
            else
            {
                Clock.Await(_wake, Limits.FetchWake);
            }
        }
    }

    // Tells who looks on how much came since; what was given up of it is not told of twice.
    private bool IsWatched()
    {
        long done = Watch is null ? 0 : Done;
        long more = done - _told;
        _told = more > 0 ? done : _told;
        return Watch is null || Watch.Moved(more <= 0 ? 0 : more > int.MaxValue ? int.MaxValue : (int)more);
    }

    /// <summary>A lane has ended.</summary>
    internal void Left()
    {
        lock (_lanes)
        {
            _running--;
        }

        Wake();
    }

    private bool IsRunning()
    {
        lock (_lanes)
        {
            return _running > 0;
        }
    }
}
