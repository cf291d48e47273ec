using System.Collections;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>
/// How much of a card is used, and so how much is left of the size that its settings say it has: FAT under nanoFramework tells neither. The files are counted once
/// a mount, folder by folder and not before somebody asks; from then on each commit says what it added and took away. While the count is under way, or when it could
/// not be made, nothing is told (DESIGN, "Room on a card").
/// </summary>
public sealed class CardSpace : IVolume
{
    private const int Unknown = 0;
    private const int Counting = 1;
    private const int Known = 2;

    private readonly IFileStore _store;
    private readonly IClock _clock;
    private readonly long _size;
    private readonly object _gate = new object();
    private readonly ArrayList _left = new ArrayList();      // folders that are still to be counted, with all that is in them
    private int _state = Unknown;
    private int _round;              // another one each time what was counted is of no use any more
    private long _used;
    private long _notBefore;
    private string? _folder;         // that is being counted just now
    private bool _hasChanged;        // something in it was changed meanwhile
    private bool _isRunning;
    private bool _isStopped;
    private string _from = "";       // the commit that is under way
    private string _to = "";
    private int _commitRound;
    private bool _countsFrom;
    private bool _countsTo;

    /// <summary>The space of a card.</summary>
    /// <param name="store">The card.</param>
    /// <param name="size">What it holds in all, in octets, as its owner says.</param>
    /// <param name="clock">Time.</param>
    public CardSpace(IFileStore store, long size, IClock clock)
    {
        _store = store;
        _size = size;
        _clock = clock;
    }

    /// <summary>What has <see cref="Count"/> run, at once or on a thread of its own. Without one, who asks first counts.</summary>
    public ThreadStart? Begin { get; set; }

    /// <inheritdoc/>
    public bool Room(string path, out long available, out long used)
    {
        bool begins;
        lock (_gate)
        {
            begins = _state == Unknown && !_isRunning && !_isStopped && _clock.Milliseconds >= _notBefore;
            if (begins)
            {
                _state = Counting;
                _isRunning = true;
                _used = 0;
                _left.Clear();
                _left.Add("");
            }
        }

        if (begins)
        {
            Run();
        }

        lock (_gate)
        {
            used = _used;
            available = _size - _used;

            // More files than the card is said to hold: then nobody knows what it does hold.
            return _state == Known && available >= 0;
        }
    }

    /// <summary>Counts to the end, with a pause behind each folder, since others are to be served meanwhile. Gives up, for a while, where it cannot be done.</summary>
    public void Count()
    {
        int round = _round;
        bool isDone = false;
        int tries = 0;
        int folders = 0;
        try
        {
            while (Next(round))
            {
                folders++;
                FolderSum sum = new FolderSum(this, round, _folder!);
                int status = folders > Limits.CountedFolders ? StoreStatus.TooMany : _store.List(_folder!, sum);
                if (!Take(round, status, sum, ref tries))
                {
                    return;
                }

                _clock.Sleep(Limits.PollInterval);
            }

            isDone = true;
        }
        finally
        {
            End(round, isDone);
        }
    }

    /// <summary>Ends a count that is under way, and lets none begin.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Drop();
        }
    }

    /// <summary>Forgets all that was counted: a mount began, or nobody knows what a commit has done.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _notBefore = 0;
            _from = "";
            _to = "";
            Drop();
        }
    }

    /// <summary>Says that a commit begins; one at a time.</summary>
    /// <param name="from">The file that may go from its place; empty where none does.</param>
    /// <param name="to">The file that may come, or be replaced.</param>
    public void BeginCommit(string from, string to)
    {
        lock (_gate)
        {
            _from = from;
            _to = to;
            _commitRound = _round;
            _countsFrom = IsCounted(from);
            _countsTo = IsCounted(to);
        }
    }

    /// <summary>Says how the commit ended: by so many octets more or less at its two paths.</summary>
    public void EndCommit(long addedFrom, long addedTo)
    {
        lock (_gate)
        {
            if (_commitRound == _round)
            {
                _used += _countsFrom ? addedFrom : 0;
                _used += _countsTo ? addedTo : 0;
            }

            _from = "";
            _to = "";
        }
    }

    private static bool IsIn(string path, string folder)
    {
        return path.Length > 0
            && (folder.Length == 0
                || (path.Length > folder.Length && path[folder.Length] == '/' && PathKey.SameFile(path.Substring(0, folder.Length), folder)));
    }

    private void Run()
    {
        bool hasBegun = false;
        try
        {
            if (Begin is null)
            {
                Count();
            }
            else
            {
                Begin();
            }

            hasBegun = true;
        }
        finally
        {
            if (!hasBegun)
            {
                // Short memory: no thread was to be had.
                lock (_gate)
                {
                    _isRunning = false;
                    Drop();
                }
            }
        }

        // Most cards are counted at once, and whoever asks for room asks once.
        long until = _clock.Milliseconds + Limits.CountPatience;
        while (_state == Counting && _clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.PollInterval);
        }
    }

    // Whether what happens at a path has to be added by hand. Otherwise the count comes to it, or sees that it has to come again.
    private bool IsCounted(string path)
    {
        if (_state == Unknown || path.Length == 0)
        {
            return false;
        }

        if (_state == Counting && PathKey.Of(path) == PathKey.Any)
        {
            // By its short name it may stand in a folder that was counted, or in one that was not.
            Drop();
            return false;
        }

        if (_folder is not null && IsIn(path, _folder))
        {
            _hasChanged = true;
            return false;
        }

        for (int i = 0; i < _left.Count; i++)
        {
            if (IsIn(path, (string)_left[i]!))
            {
                return false;
            }
        }

        return true;
    }

    private bool Next(int round)
    {
        lock (_gate)
        {
            _folder = null;
            if (_round != round || _state != Counting || _left.Count == 0)
            {
                return false;
            }

            int last = _left.Count - 1;
            _folder = (string)_left[last]!;
            _left.RemoveAt(last);
            _hasChanged = IsIn(_from, _folder) || IsIn(_to, _folder);
            return true;
        }
    }

    // A folder that was changed while it was counted is counted again.
    private bool Take(int round, int status, FolderSum sum, ref int tries)
    {
        lock (_gate)
        {
            string folder = _folder!;
            _folder = null;
            if (_round != round || sum.IsTooMuch)
            {
                return false;
            }

            if (_hasChanged)
            {
                tries++;
                _left.Add(folder);
                return tries <= Limits.StoreTries;
            }

            tries = 0;
            if (status == StoreStatus.NotFound || status == StoreStatus.NoParent)
            {
                // Deleted before it was its turn.
                return folder.Length > 0;
            }

            for (int i = 0; i < sum.Folders.Count; i++)
            {
                _left.Add(sum.Folders[i]!);
            }

            _used += sum.Octets;
            return status == StoreStatus.Ok && _left.Count <= Limits.CountedAhead;
        }
    }

    private void End(int round, bool isDone)
    {
        lock (_gate)
        {
            _isRunning = false;
            if (_round != round || _state != Counting)
            {
                return;
            }

            if (isDone)
            {
                _state = Known;
                return;
            }

            _notBefore = _clock.Milliseconds + Limits.CountRetry;
            Drop();
        }
    }

    private void Drop()
    {
        _round++;
        _state = Unknown;
        _folder = null;
        _left.Clear();
    }

    // The files of one folder, and the folders in it. The peer's own area is not the share's.
    private sealed class FolderSum : MemberVisitor
    {
        private readonly CardSpace _space;
        private readonly int _round;
        private readonly string _folder;

        internal FolderSum(CardSpace space, int round, string folder)
        {
            _space = space;
            _round = round;
            _folder = folder;
        }

        public override bool NeedsFacts
        {
            get { return true; }
        }

        internal long Octets { get; private set; }

        internal ArrayList Folders { get; } = new ArrayList();

        internal bool IsTooMuch { get; private set; }

        public override bool Visit(string name, StoreEntry entry)
        {
            if (!entry.IsCollection)
            {
                Octets += entry.Length;
                return _space._round == _round;
            }

            if (_folder.Length > 0 || !RequestTarget.IsReserved(name, true))
            {
                Folders.Add(_folder.Length == 0 ? name : _folder + "/" + name);
            }

            IsTooMuch = Folders.Count > Limits.CountedAhead;
            return !IsTooMuch;
        }
    }
}
