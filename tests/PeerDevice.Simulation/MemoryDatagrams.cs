using System;
using System.Collections.Generic;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>A UDP port in memory. A test's own sends with <see cref="Send"/>; like a network it drops what nobody is there for, or has no room for.</summary>
public sealed class MemoryDatagrams : IDatagrams
{
    private const int Room = 64;

    private readonly MemoryNetwork _network;
    private readonly object _gate;
    private readonly Queue<(int From, bool IsOnLink, byte[] Content)> _waiting = new Queue<(int, bool, byte[])>();
    private int _sender;

    internal MemoryDatagrams(MemoryNetwork network, object gate, int port)
    {
        _network = network;
        _gate = gate;
        Port = port;
    }

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public bool IsOnLink { get; private set; }

    /// <summary>Sends a datagram to a port.</summary>
    /// <returns>Whether it arrived.</returns>
    public bool Send(int port, byte[] content)
    {
        lock (_gate)
        {
            return !IsClosed && _network.Deliver(Port, port, content);
        }
    }

    /// <summary>Waits for the next datagram.</summary>
    public byte[] Receive()
    {
        byte[] buffer = new byte[65536];
        int got = Receive(buffer, 0, buffer.Length);
        return got < 0 ? throw new InvalidOperationException("The port is closed.") : buffer[..got];
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !IsClosed)
            {
                Monitor.Wait(_gate);
            }

            if (IsClosed)
            {
                return -1;
            }

            (_sender, IsOnLink, byte[] content) = _waiting.Dequeue();
            int length = Math.Min(count, content.Length);
            Array.Copy(content, 0, buffer, offset, length);
            return length;
        }
    }

    /// <inheritdoc/>
    public bool Reply(byte[] buffer, int offset, int count)
    {
        return Send(_sender, buffer[offset..(offset + count)]);
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            IsClosed = true;
            _network.Forget(this);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Under the gate only.</summary>
    internal bool Arrived(int from, bool isOnLink, byte[] content)
    {
        if (_waiting.Count == Room)
        {
            return false;
        }

        _waiting.Enqueue((from, isOnLink, content));
        Monitor.PulseAll(_gate);
        return true;
    }
}
