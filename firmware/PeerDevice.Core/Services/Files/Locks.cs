using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// The write locks of a peer (RFC 4918 §6, §7) in a table of fixed size, in memory only: a restart ends them all. Locks end by themselves; whoever
/// asks sees none that has ended. Any number of threads may ask at once. What the answers mean on the wire is for <see cref="FileShare"/>.
/// </summary>
public sealed class Locks
{
    /// <summary>The lock is in force.</summary>
    public const int Granted = 0;

    /// <summary>Another lock excludes it.</summary>
    public const int Excluded = 1;

    /// <summary>The table is full.</summary>
    public const int Full = 2;

    /// <summary>A write that was let past the locks is taking effect there; it ends soon.</summary>
    public const int Writing = 3;

    private const int MillisecondsPerSecond = 1000;
    private static readonly HeldLock[] None = new HeldLock[0];

    private readonly object _gate = new object();
    private readonly IClock _clock;
    private readonly LockTokens _tokens;
    private readonly bool _folds;
    private readonly HeldLock[] _held;     // the first _count of them are in force; behind them is nothing
    private int _count;
    private PendingWrite? _firstWrite;

    /// <summary>An empty table.</summary>
    /// <param name="places">How many locks there may be at once (<see cref="Profile.Locks"/>).</param>
    /// <param name="folds">Whether names that differ only in case name one file.</param>
    /// <param name="clock">When locks end.</param>
    /// <param name="random">What tokens are drawn from.</param>
    public Locks(int places, bool folds, IClock clock, IRandom random)
    {
        _held = new HeldLock[places];
        _folds = folds;
        _clock = clock;
        _tokens = new LockTokens(random);
    }

    /// <summary>How many locks are in the table. Those that have ended and that nobody asked about since are among them.</summary>
    public int Count => _count;

    /// <summary>Grants a lock (RFC 4918 §9.10).</summary>
    /// <param name="path">The lock root.</param>
    /// <param name="isShared">Whether it is a shared one.</param>
    /// <param name="isDeep">Whether it covers what is below the root.</param>
    /// <param name="seconds">How long, if it is not refreshed.</param>
    /// <param name="owner">What to tell of its owner.</param>
    /// <param name="taken">The lock, when it is granted.</param>
    /// <returns>One of the constants.</returns>
    public int Take(string path, bool isShared, bool isDeep, int seconds, byte[] owner, out HeldLock? taken)
    {
        taken = null;
        lock (_gate)
        {
            long now = Sweep();
            for (int i = 0; i < _count; i++)
            {
                if (Excludes(_held[i], path, isShared, isDeep))
                {
                    return Excluded;
                }
            }

            if (_count == _held.Length)
            {
                return Full;
            }

            if (_firstWrite is not null && IsWrittenTo(path, isDeep))
            {
                return Writing;
            }

            taken = new HeldLock(path, isShared, isDeep, _tokens.Draw(), owner);
            taken.Until = now + ((long)seconds * MillisecondsPerSecond);
            _held[_count] = taken;
            _count++;
            return Granted;
        }
    }

    /// <summary>The locks because of which <see cref="Take"/> would answer <see cref="Excluded"/>.</summary>
    public HeldLock[] Excluding(string path, bool isShared, bool isDeep)
    {
        lock (_gate)
        {
            Sweep();
            bool[] counts = new bool[_count];
            for (int i = 0; i < _count; i++)
            {
                counts[i] = Excludes(_held[i], path, isShared, isDeep);
            }

            return Chosen(counts);
        }
    }

    /// <summary>Gives the lock that covers a path and whose token was submitted a new time (RFC 4918 §9.10.2).</summary>
    /// <returns>The lock, or null when there is none such.</returns>
    public HeldLock? Refresh(string path, SubmittedTokens submitted, int seconds)
    {
        lock (_gate)
        {
            long now = Sweep();
            for (int i = 0; i < _count; i++)
            {
                if (Covers(_held[i], path) && submitted.Has(_held[i]))
                {
                    _held[i].Until = now + ((long)seconds * MillisecondsPerSecond);
                    return _held[i];
                }
            }

            return null;
        }
    }

    /// <summary>Takes a lock away (RFC 4918 §9.11).</summary>
    /// <returns>Whether there was a lock with that token that covers the path; nothing is changed otherwise.</returns>
    public bool Release(string path, byte[] buffer, int start, int end)
    {
        lock (_gate)
        {
            Sweep();
            int place = Find(buffer, start, end);
            if (place < 0 || !Covers(_held[place], path))
            {
                return false;
            }

            RemoveAt(place);
            return true;
        }
    }

    /// <summary>Takes a lock away that was just granted and is not to be.</summary>
    public void Withdraw(HeldLock granted)
    {
        lock (_gate)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_held[i] == granted)
                {
                    RemoveAt(i);
                    return;
                }
            }
        }
    }

    /// <summary>Whether a path is covered by the lock that a state token names (RFC 4918 §10.4.4).</summary>
    public bool IsLockedWith(string path, byte[] buffer, int start, int end)
    {
        lock (_gate)
        {
            Sweep();
            int place = Find(buffer, start, end);
            return place >= 0 && Covers(_held[place], path);
        }
    }

    /// <summary>
    /// The locks that forbid a write: those that cover what it touches and whose token was not submitted; of shared ones on one resource one token
    /// is enough.
    /// </summary>
    /// <param name="path">What is written.</param>
    /// <param name="isDeep">Whether all that is below it is written too (DELETE, MOVE, what a COPY overwrites).</param>
    /// <param name="isMembership">Whether a name is added to or taken from the collection above it (RFC 4918 §7.4).</param>
    /// <param name="submitted">The tokens of the request.</param>
    /// <returns>Nothing where it may go on.</returns>
    public HeldLock[] Forbidding(string path, bool isDeep, bool isMembership, SubmittedTokens submitted)
    {
        if (_count == 0)
        {
            return None;
        }

        lock (_gate)
        {
            return ForbiddingNow(path, isDeep, isMembership, submitted);
        }
    }

    /// <summary>As <see cref="Forbidding"/>; and where it may go on, no lock is granted on what it touches until <see cref="End"/>.</summary>
    public HeldLock[] Begin(PendingWrite write, string path, bool isDeep, bool isMembership, SubmittedTokens submitted)
    {
        lock (_gate)
        {
            HeldLock[] forbidding = _count == 0 ? None : ForbiddingNow(path, isDeep, isMembership, submitted);
            if (forbidding.Length == 0)
            {
                write.Path = path;
                write.IsDeep = isDeep;
                write.IsMembership = isMembership;
                write.IsUnderWay = true;
                write.Next = _firstWrite;
                _firstWrite = write;
            }

            return forbidding;
        }
    }

    /// <summary>Ends a write. Harmless when it was not begun.</summary>
    public void End(PendingWrite write)
    {
        if (!write.IsUnderWay)
        {
            return;
        }

        lock (_gate)
        {
            write.IsUnderWay = false;
            if (_firstWrite == write)
            {
                _firstWrite = write.Next;
                write.Next = null;
                return;
            }

            for (PendingWrite? before = _firstWrite; before is not null; before = before.Next)
            {
                if (before.Next == write)
                {
                    before.Next = write.Next;
                    write.Next = null;
                    return;
                }
            }
        }
    }

    /// <summary>The locks that a multistatus about a resource may have to show: those that cover it, and with members those on them too.</summary>
    public HeldLock[] Around(string path, bool withMembers)
    {
        if (_count == 0)
        {
            return None;
        }

        lock (_gate)
        {
            Sweep();
            bool[] counts = new bool[_count];
            for (int i = 0; i < _count; i++)
            {
                int levels = LockPaths.Levels(_held[i].Path, path, _folds);
                counts[i] = levels == 0 || (levels > 0 && _held[i].IsDeep) || (levels == -1 && withMembers);
            }

            return Chosen(counts);
        }
    }

    /// <summary>The locks whose root is a path or lies below it.</summary>
    public HeldLock[] Within(string path)
    {
        if (_count == 0)
        {
            return None;
        }

        lock (_gate)
        {
            Sweep();
            bool[] counts = new bool[_count];
            for (int i = 0; i < _count; i++)
            {
                int levels = LockPaths.Levels(_held[i].Path, path, _folds);
                counts[i] = levels <= 0 && levels != LockPaths.Apart;
            }

            return Chosen(counts);
        }
    }

    /// <summary>Whether a lock covers a path: it is the root, or lies below the root of a deep lock.</summary>
    public bool Covers(HeldLock held, string path)
    {
        int levels = LockPaths.Levels(held.Path, path, _folds);
        return levels == 0 || (levels > 0 && held.IsDeep);
    }

    /// <summary>Whether the root of a lock lies below a path, so that it is a member's lock.</summary>
    public bool IsBelow(HeldLock held, string path)
    {
        int levels = LockPaths.Levels(held.Path, path, _folds);
        return levels < 0 && levels != LockPaths.Apart;
    }

    /// <summary>Seconds until a lock ends: at least one, for a lock that is in force.</summary>
    public int SecondsLeft(HeldLock held)
    {
        long left = (held.Until - _clock.Milliseconds + MillisecondsPerSecond - 1) / MillisecondsPerSecond;
        return left < 1 ? 1 : (int)left;
    }

    private HeldLock[] ForbiddingNow(string path, bool isDeep, bool isMembership, SubmittedTokens submitted)
    {
        Sweep();
        bool[] counts = new bool[_count];
        for (int i = 0; i < _count; i++)
        {
            counts[i] = Forbids(_held[i], path, isDeep, isMembership, submitted);
        }

        return Chosen(counts);
    }

    private bool Forbids(HeldLock held, string path, bool isDeep, bool isMembership, SubmittedTokens submitted)
    {
        int levels = LockPaths.Levels(held.Path, path, _folds);
        if (levels == LockPaths.Apart)
        {
            return false;
        }

        bool touches = levels < 0 ? isDeep : levels == 0 || held.IsDeep || (levels == 1 && isMembership);
        if (!touches || submitted.Has(held))
        {
            return false;
        }

        return !held.IsShared || !HasOtherShare(held, levels, path, isDeep, isMembership, submitted);
    }

    // RFC 4918 §7: of several shared locks on a resource the token of one is enough; it must cover as much of what is written as the other does.
    private bool HasOtherShare(HeldLock held, int levels, string path, bool isDeep, bool isMembership, SubmittedTokens submitted)
    {
        for (int i = 0; i < _count; i++)
        {
            HeldLock other = _held[i];
            if (other == held || !other.IsShared || !submitted.Has(other))
            {
                continue;
            }

            if (levels < 0)
            {
                if (Covers(other, held.Path) && (other.IsDeep || !held.IsDeep))
                {
                    return true;
                }

                continue;
            }

            int otherLevels = LockPaths.Levels(other.Path, path, _folds);
            if (otherLevels < 0)
            {
                continue;
            }

            bool coversPath = otherLevels == 0 || other.IsDeep || !(levels == 0 || held.IsDeep);
            bool coversBelow = !isDeep || !held.IsDeep || other.IsDeep;
            bool coversAbove = !isMembership || levels == 0 || otherLevels == 1 || (otherLevels > 1 && other.IsDeep);
            if (coversPath && coversBelow && coversAbove)
            {
                return true;
            }
        }

        return false;
    }

    private bool Excludes(HeldLock held, string path, bool isShared, bool isDeep)
    {
        if (isShared && held.IsShared)
        {
            return false;
        }

        int levels = LockPaths.Levels(held.Path, path, _folds);
        return levels == 0 || (levels > 0 && held.IsDeep) || (levels < 0 && levels != LockPaths.Apart && isDeep);
    }

    private bool IsWrittenTo(string path, bool isDeep)
    {
        for (PendingWrite? write = _firstWrite; write is not null; write = write.Next)
        {
            int levels = LockPaths.Levels(path, write.Path, _folds);
            if (levels == 0 || (levels > 0 && (isDeep || (levels == 1 && write.IsMembership))) || (levels < 0 && levels != LockPaths.Apart && write.IsDeep))
            {
                return true;
            }
        }

        return false;
    }

    private int Find(byte[] buffer, int start, int end)
    {
        for (int i = 0; i < _count; i++)
        {
            byte[] token = _held[i].Token;
            if (token.Length == end - start && Octets.AreSame(buffer, start, token, 0, token.Length))
            {
                return i;
            }
        }

        return -1;
    }

    // What has ended goes before anything is looked at, so nobody ever meets it.
    private long Sweep()
    {
        long now = _clock.Milliseconds;
        for (int i = _count - 1; i >= 0; i--)
        {
            if (_held[i].Until <= now)
            {
                RemoveAt(i);
            }
        }

        return now;
    }

    private void RemoveAt(int place)
    {
        _count--;
        _held[place] = _held[_count];
        _held[_count] = null!;
    }

    private HeldLock[] Chosen(bool[] counts)
    {
        int chosen = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            chosen += counts[i] ? 1 : 0;
        }

        if (chosen == 0)
        {
            return None;
        }

        HeldLock[] locks = new HeldLock[chosen];
        for (int i = counts.Length - 1; i >= 0; i--)
        {
            if (counts[i])
            {
                chosen--;
                locks[chosen] = _held[i];
            }
        }

        return locks;
    }
}
