using System;
using System.Threading;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>One direction of a link in memory: bounded, so that who writes feels who does not read.</summary>
internal sealed class MemoryPipe : ByteSource
{
    private readonly VirtualClock _clock;
    private readonly byte[] _held;
    private int _first;
    private int _count;
    private int _readers;
    private int _writers;
    private bool _isFinished;
    private bool _isBroken;
    private bool _isStarved;
    private int _patience = int.MaxValue;

    internal MemoryPipe(VirtualClock clock, int capacity)
    {
        _clock = clock;
        _held = new byte[capacity];
    }

    /// <summary>Octets at most that one read gives: what a network does to a stream.</summary>
    internal int Fragment { get; set; } = int.MaxValue;

    /// <summary>Octets after which the pipe breaks; negative never.</summary>
    internal long BreakAt { get; set; } = -1;

    /// <summary>Octets that were written in all.</summary>
    internal long Passed { get; private set; }

    /// <summary>Whether the pipe was broken rather than ended.</summary>
    internal bool IsBroken
    {
        get
        {
            lock (_clock.Gate)
            {
                return _isBroken;
            }
        }
    }

    /// <summary>Whether there is something to read.</summary>
    internal bool HasMore
    {
        get
        {
            lock (_clock.Gate)
            {
                return _count > 0 || _isFinished || _isBroken;
            }
        }
    }

    /// <summary>Whether who reads is given nothing of what is there.</summary>
    internal bool IsStarved
    {
        get
        {
            lock (_clock.Gate)
            {
                return _isStarved;
            }
        }

        set
        {
            lock (_clock.Gate)
            {
                _isStarved = value;
                Monitor.PulseAll(_clock.Gate);
            }
        }
    }

    /// <summary>Whether a reader waits for octets.</summary>
    internal bool IsAwaited
    {
        get
        {
            lock (_clock.Gate)
            {
                return _readers > 0;
            }
        }
    }

    /// <summary>Whether a writer waits for room.</summary>
    internal bool IsFull
    {
        get
        {
            lock (_clock.Gate)
            {
                return _writers > 0;
            }
        }
    }

    /// <summary>Whether nothing more will be written.</summary>
    internal bool IsFinished
    {
        get
        {
            lock (_clock.Gate)
            {
                return _isFinished;
            }
        }
    }

    internal void SetPatience(int milliseconds)
    {
        lock (_clock.Gate)
        {
            _patience = milliseconds;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        lock (_clock.Gate)
        {
            long began = _clock.Milliseconds;
            while ((_count == 0 || _isStarved) && !_isFinished && !_isBroken)
            {
                if (_clock.Milliseconds - began >= _patience)
                {
                    return TimedOut;
                }

                _readers++;
                Monitor.Wait(_clock.Gate);
                _readers--;
            }

            if (_isBroken && _count == 0)
            {
                return Broken;
            }

            int got = Math.Min(Math.Min(_count, count), Fragment);
            for (int i = 0; i < got; i++)
            {
                buffer[offset + i] = _held[(_first + i) % _held.Length];
            }

            _first = (_first + got) % _held.Length;
            _count -= got;
            Monitor.PulseAll(_clock.Gate);
            return got;
        }
    }

    internal bool Write(byte[] buffer, int offset, int count)
    {
        lock (_clock.Gate)
        {
            int done = 0;
            while (done < count)
            {
                while (_count == _held.Length && !_isFinished && !_isBroken)
                {
                    _writers++;
                    Monitor.Wait(_clock.Gate);
                    _writers--;
                }

                if (_isFinished || _isBroken)
                {
                    return false;
                }

                int room = Math.Min(_held.Length - _count, count - done);
                if (BreakAt >= 0)
                {
                    room = (int)Math.Min(room, BreakAt - Passed);
                    if (room <= 0)
                    {
                        Break();
                        return false;
                    }
                }

                for (int i = 0; i < room; i++)
                {
                    _held[(_first + _count + i) % _held.Length] = buffer[offset + done + i];
                }

                _count += room;
                done += room;
                Passed += room;
                Monitor.PulseAll(_clock.Gate);
            }

            return true;
        }
    }

    /// <summary>Nothing more will be written; what is there can be read.</summary>
    internal void Finish()
    {
        lock (_clock.Gate)
        {
            _isFinished = true;
            Monitor.PulseAll(_clock.Gate);
        }
    }

    /// <summary>Nobody will read any more: who writes is told, what is there is gone.</summary>
    internal void Forsake()
    {
        lock (_clock.Gate)
        {
            _isFinished = true;
            _count = 0;
            Monitor.PulseAll(_clock.Gate);
        }
    }

    /// <summary>Breaks as a reset does: what is under way is lost.</summary>
    internal void Break()
    {
        lock (_clock.Gate)
        {
            _isBroken = true;
            _count = 0;
            Monitor.PulseAll(_clock.Gate);
        }
    }
}
