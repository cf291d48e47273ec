using System;
using System.Collections.Generic;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>The port of multicast DNS in memory, on one link. Like a network it drops what there is no room for.</summary>
public sealed class MemoryMulticast : IMulticast
{
    private const int Room = 64;

    private readonly MemoryEther _ether;
    private readonly VirtualClock _clock;
    private readonly Queue<(long From, int Port, bool IsMulticast, byte[] Content)> _waiting = new Queue<(long, int, bool, byte[])>();
    private (long Address, int Port, bool IsMulticast) _last;
    private bool _isOther;

    internal MemoryMulticast(MemoryEther ether, VirtualClock clock, long address)
    {
        _ether = ether;
        _clock = clock;
        Address = address;
        Segments = new Segment?[] { new Segment("eth0", false, new[] { address }, Array.Empty<byte[]>()) };
        _isOther = true;
    }

    /// <summary>The address on the link, its first number in the highest octet.</summary>
    public long Address { get; }

    /// <inheritdoc/>
    public bool IsClosed { get; private set; }

    /// <summary>Whether what is sent to the group is heard.</summary>
    public bool HearsGroup { get; set; } = true;

    /// <inheritdoc/>
    public Segment?[] Segments { get; private set; }

    /// <summary>Takes the cable out, or puts it in again.</summary>
    public void Plug(bool isIn)
    {
        lock (_clock.Gate)
        {
            Segments = new Segment?[] { isIn ? new Segment("eth0", false, new[] { Address }, Array.Empty<byte[]>()) { HearsGroup = HearsGroup } : null };
            _isOther = true;
        }
    }

    /// <inheritdoc/>
    public bool Refresh()
    {
        lock (_clock.Gate)
        {
            bool isOther = _isOther;
            _isOther = false;
            return isOther;
        }
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int count, int patienceMilliseconds)
    {
        lock (_clock.Gate)
        {
            long until = _clock.Milliseconds + patienceMilliseconds;
            while (_waiting.Count == 0 && !IsClosed && _clock.Milliseconds < until)
            {
                Monitor.Wait(_clock.Gate);
            }

            if (IsClosed)
            {
                return -1;
            }

            if (_waiting.Count == 0)
            {
                return 0;
            }

            (_last.Address, _last.Port, _last.IsMulticast, byte[] content) = _waiting.Dequeue();
            int length = Math.Min(count, content.Length);
            Array.Copy(content, 0, buffer, 0, length);
            return length;
        }
    }

    /// <inheritdoc/>
    public bool Sender(Route from)
    {
        from.Set(_last.Address, _last.Port);
        from.IsMulticast = _last.IsMulticast;
        from.Segment = 0;
        from.IsOnLink = true;
        return true;
    }

    /// <inheritdoc/>
    public bool Send(byte[] buffer, int count, Route to)
    {
        lock (_clock.Gate)
        {
            return !IsClosed && Segments[0] is not null && _ether.Deliver(this, buffer[..count], to);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_clock.Gate)
        {
            IsClosed = true;
            _ether.Forget(this);
            Monitor.PulseAll(_clock.Gate);
        }
    }

    /// <summary>Under the gate only.</summary>
    internal bool Arrived(long from, int port, bool isMulticast, byte[] content)
    {
        if (_waiting.Count == Room || Segments[0] is null || (isMulticast && !HearsGroup))
        {
            return false;
        }

        _waiting.Enqueue((from, port, isMulticast, content));
        Monitor.PulseAll(_clock.Gate);
        return true;
    }
}
