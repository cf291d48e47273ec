using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Who reads which path, and which paths a commit is at. FAT cannot keep a deleted file for those who still read it, so a
/// commit waits for the readers of its path and readers wait for the commit, both a bounded time. Paths are known by
/// <see cref="PathKey"/>; an accidental match costs a needless wait.
/// </summary>
public sealed class Leases
{
    private readonly IClock _clock;
    private readonly object _gate = new object();
    private readonly int[] _readKeys = new int[Limits.Leases];
    private readonly bool[] _isRead = new bool[Limits.Leases];
    private readonly int[] _claims = new int[Limits.Claims];
    private readonly int[] _otherClaims = new int[Limits.Claims];
    private readonly bool[] _isClaimed = new bool[Limits.Claims];
    private int _claimCount;

    /// <summary>No leases and no claims.</summary>
    public Leases(IClock clock)
    {
        _clock = clock;
    }

    /// <summary>Takes a lease for reading.</summary>
    /// <returns>A number to give back; -1 when a commit kept the path, or readers all places, longer than <see cref="Limits.CommitPatience"/>.</returns>
    public int Take(int key)
    {
        int slot = TryTake(key);
        if (slot >= 0)
        {
            return slot;
        }

        long until = _clock.Milliseconds + Limits.CommitPatience;
        while (slot < 0 && _clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.PollInterval);
            slot = TryTake(key);
        }

        return slot;
    }

    /// <summary>Gives a lease back.</summary>
    public void Give(int slot)
    {
        _isRead[slot] = false;
    }

    /// <summary>Claims the paths of a commit, both or neither: no new readers from now, and none left when it answers.</summary>
    /// <returns>A number to give back; -1 after <see cref="Limits.CommitPatience"/>, and nothing is claimed then.</returns>
    public int Claim(int key, int otherKey)
    {
        long until = _clock.Milliseconds + Limits.CommitPatience;
        int slot = TryClaim(key, otherKey);
        while (slot < 0)
        {
            if (_clock.Milliseconds >= until)
            {
                return -1;
            }

            _clock.Sleep(Limits.PollInterval);
            slot = TryClaim(key, otherKey);
        }

        while (HasReaders(key, otherKey))
        {
            if (_clock.Milliseconds >= until)
            {
                Release(slot);
                return -1;
            }

            _clock.Sleep(Limits.PollInterval);
        }

        return slot;
    }

    /// <summary>Claims the paths of a commit if nobody has them or reads them now.</summary>
    /// <returns>A number to give back, or -1.</returns>
    public int ClaimNow(int key, int otherKey)
    {
        int slot = TryClaim(key, otherKey);
        if (slot >= 0 && HasReaders(key, otherKey))
        {
            Release(slot);
            return -1;
        }

        return slot;
    }

    /// <summary>Ends a claim.</summary>
    public void Release(int slot)
    {
        lock (_gate)
        {
            _isClaimed[slot] = false;
            _claimCount--;
        }
    }

    private int TryTake(int key)
    {
        lock (_gate)
        {
            if (_claimCount != 0 && MeetsClaim(key, key))
            {
                return -1;
            }

            for (int tries = 0, slot = key & (Limits.Leases - 1); tries < Limits.Leases; tries++, slot = (slot + 1) & (Limits.Leases - 1))
            {
                if (!_isRead[slot])
                {
                    _isRead[slot] = true;
                    _readKeys[slot] = key;
                    return slot;
                }
            }

            return -1;
        }
    }

    private int TryClaim(int key, int otherKey)
    {
        lock (_gate)
        {
            if (MeetsClaim(key, otherKey))
            {
                return -1;
            }

            for (int slot = 0; slot < Limits.Claims; slot++)
            {
                if (!_isClaimed[slot])
                {
                    _isClaimed[slot] = true;
                    _claims[slot] = key;
                    _otherClaims[slot] = otherKey;
                    _claimCount++;
                    return slot;
                }
            }

            return -1;
        }
    }

    private bool MeetsClaim(int key, int otherKey)
    {
        for (int i = 0; i < Limits.Claims; i++)
        {
            if (_isClaimed[i] && (Meet(_claims[i], key) || Meet(_claims[i], otherKey) || Meet(_otherClaims[i], key) || Meet(_otherClaims[i], otherKey)))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasReaders(int key, int otherKey)
    {
        lock (_gate)
        {
            for (int i = 0; i < Limits.Leases; i++)
            {
                if (_isRead[i] && (Meet(_readKeys[i], key) || Meet(_readKeys[i], otherKey)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static bool Meet(int one, int other)
    {
        return one == other || one == PathKey.Any || other == PathKey.Any;
    }
}
