using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>
/// The bounded number of sessions in front of everything, of which all but the first may have to be refused where memory is short (<see cref="Profile.HeapForOneMore"/>). Who finds it full is refused at once, but a session that only waits
/// for a next request gives way first, and so does one whose client says nothing or takes too long for its answer; and one session is never given to print data, so that a jammed printer cannot lock the peer.
/// </summary>
public sealed class Gate
{
    private readonly Session?[] _sessions;
    private readonly SessionParts _parts;
    private readonly IClock _clock;
    private readonly int _heapForOneMore;

    // There is one session, or no more than one that is sure.
    private readonly bool _isAlone;
    private readonly AutoResetEvent _freed = new AutoResetEvent(false);
    private int _data;
    private bool _isAwaited;

    /// <summary>Makes a gate for so many sessions.</summary>
    public Gate(SessionParts parts, IClock clock, int sessions)
    {
        _parts = parts;
        _clock = clock;
        _sessions = new Session?[sessions];
        _heapForOneMore = parts.Profile.HeapForOneMore;
        _isAlone = sessions == 1 || _heapForOneMore > 0;
    }

    /// <summary>How much memory is free; null where there is always enough.</summary>
    public IMemory? Memory { get; set; }

    /// <summary>Takes a session for a connection that asks.</summary>
    /// <returns>A session, or null when all are busy: refuse.</returns>
    public Session? Enter()
    {
        Session? session = TakeFree();
        if (session is not null)
        {
            return session;
        }

        // A client sees the end of its answer a moment before its session is free or idle, and may well connect anew in that moment.
        // One that gives way ends within moments of its link's closing. Both are waited for, and neither for long.
        // So is, where it has the only session, one that was opened ahead and says nothing yet: whoever opens two would be refused beside himself.
        // And so is one whose next request has come and is not read yet: it is neither idle nor silent.
        bool isDismissed = false;
        bool isGranted = false;
        long until = _clock.Milliseconds + Limits.GraceMilliseconds;
        long silentUntil = _isAlone ? _sessions[0]!.SilentUntil : 0;
        until = silentUntil > until ? silentUntil : until;
        _isAwaited = true;
        while (session is null)
        {
            if (!isDismissed)
            {
                isDismissed = DismissOne(out bool isBegun);
                if (isDismissed || (isBegun && !isGranted))
                {
                    isGranted = true;
                    until = _clock.Milliseconds + Limits.GiveWayMilliseconds;
                }
            }

            long left = until - _clock.Milliseconds;
            if (left <= 0)
            {
                break;
            }

            _freed.WaitOne((int)left, false);
            session = TakeFree();
        }

        _isAwaited = false;
        return session;
    }

    /// <summary>A session has become idle: it may be asked to give way.</summary>
    internal void Idle()
    {
        if (_isAwaited)
        {
            _freed.Set();
        }
    }

    /// <summary>Takes a place for a connection that brings print data. Never the last one.</summary>
    /// <returns>False when there is none; one that may be has been made to give way then, so asking again soon is worth it.</returns>
    public bool EnterForData()
    {
        lock (_sessions)
        {
            if (_data + 1 >= _sessions.Length)
            {
                return false;
            }

            if (_data + Taken() < _sessions.Length)
            {
                _data++;
                return true;
            }
        }

        DismissOne(out bool _);
        return false;
    }

    /// <summary>Gives the place back that <see cref="EnterForData"/> took.</summary>
    public void LeaveData()
    {
        lock (_sessions)
        {
            _data--;
        }

        _freed.Set();
    }

    /// <summary>Gives a session back.</summary>
    public void Leave(Session session)
    {
        lock (_sessions)
        {
            session.IsTaken = false;
            if (_heapForOneMore > 0 && session != _sessions[0])
            {
                Drop(session);
            }
        }

        _freed.Set();
    }

    /// <summary>Closes every connection, so that every session ends.</summary>
    public void CloseAll()
    {
        for (int i = 0; i < _sessions.Length; i++)
        {
            Session? session = _sessions[i];
            if (session is not null)
            {
                session.Dismiss();
            }
        }
    }

    private Session? TakeFree()
    {
        lock (_sessions)
        {
            // Print data holds no session object but counts against the same bound: sockets and memory are one pot.
            int taken = Taken();
            if (_data + taken >= _sessions.Length || (taken > 0 && !HasRoomForOneMore()))
            {
                return null;
            }

            for (int i = 0; i < _sessions.Length; i++)
            {
                Session? session = _sessions[i];
                if (session is null)
                {
                    session = new Session(_parts, this) { SilentPatience = _isAlone ? Limits.SilentAloneMilliseconds : Limits.SilentMilliseconds };
                    _sessions[i] = session;
                }

                if (!session.IsTaken)
                {
                    session.IsTaken = true;
                    return session;
                }
            }
        }

        return null;
    }

    /// <summary>Whether there is memory for a session beside the one that is always to be had: it must not take from that one what it needs for its answer.</summary>
    private bool HasRoomForOneMore()
    {
        return _heapForOneMore == 0 || Memory is null || Memory.Free() >= _heapForOneMore;
    }

    // Where memory is short a session that was one more gives its buffers back.
    private void Drop(Session session)
    {
        for (int i = 1; i < _sessions.Length; i++)
        {
            _sessions[i] = _sessions[i] == session ? null : _sessions[i];
        }
    }

    /// <summary>How many sessions are given away. Under the lock only.</summary>
    private int Taken()
    {
        int taken = 0;
        for (int i = 0; i < _sessions.Length; i++)
        {
            Session? session = _sessions[i];
            if (session is not null && session.IsTaken)
            {
                taken++;
            }
        }

        return taken;
    }

    /// <summary>Makes the session give way that has waited longest for a next request, or else one that is overdue.</summary>
    /// <param name="isBegun">Whether one that has its request, and is no more to be disturbed, may do so in a moment.</param>
    /// <returns>Whether one did.</returns>
    private bool DismissOne(out bool isBegun)
    {
        isBegun = false;
        Session? oldest = null;
        Session? overdue = null;
        long now = _clock.Milliseconds;
        lock (_sessions)
        {
            for (int i = 0; i < _sessions.Length; i++)
            {
                Session? session = _sessions[i];
                if (session is null || !session.IsTaken)
                {
                    continue;
                }

                if (session.IsBegun)
                {
                    isBegun = true;
                }
                else if (session.IsIdle)
                {
                    oldest = oldest is null || session.IdleSince < oldest.IdleSince ? session : oldest;
                }
                else if (session.IsOverdue(now))
                {
                    overdue = session;
                }
            }
        }

        oldest ??= overdue;
        return oldest is not null && oldest.GiveWay();
    }
}
