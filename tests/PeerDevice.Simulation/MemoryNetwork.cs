using System;
using System.Collections.Generic;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>A network in memory: who listens on a port is reached by who connects to it, whatever host is named.</summary>
public sealed class MemoryNetwork : INetwork
{
    private const int FirstFreePort = 50000;

    private readonly VirtualClock _clock;
    private readonly Dictionary<int, Listener> _listeners = new Dictionary<int, Listener>();
    private readonly Dictionary<int, MemoryDatagrams> _datagrams = new Dictionary<int, MemoryDatagrams>();
    private int _nextPort = FirstFreePort;

    /// <summary>A network on which nobody listens.</summary>
    public MemoryNetwork(VirtualClock clock)
    {
        _clock = clock;
    }

    /// <summary>Addresses that are ours, besides loopback's.</summary>
    public HashSet<string> OurAddresses { get; } = new HashSet<string> { "10.77.0.1" };

    /// <summary>Octets that one direction of a link holds.</summary>
    public int Capacity { get; set; } = MemoryLink.Capacity;

    /// <summary>Whether who connects, or sends a datagram, is on one of our own links.</summary>
    public bool AcceptsOnLink { get; set; } = true;

    /// <inheritdoc/>
    public IListener? Listen(int port)
    {
        lock (_clock.Gate)
        {
            int wanted = port == 0 ? _nextPort++ : port;
            if (_listeners.ContainsKey(wanted))
            {
                return null;
            }

            Listener listener = new Listener(this, wanted);
            _listeners[wanted] = listener;
            return listener;
        }
    }

    /// <summary>Who answers at other hosts and ports, where somebody does; null where all there is is those who listen here.</summary>
    public Func<string, int, Link?>? Elsewhere { get; set; }

    /// <inheritdoc/>
    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        return Elsewhere is null ? Connect(port) : Elsewhere(host, port);
    }

    /// <summary>Connects; null when nobody listens.</summary>
    public MemoryLink? Connect(int port)
    {
        lock (_clock.Gate)
        {
            if (!_listeners.TryGetValue(port, out Listener? listener))
            {
                return null;
            }

            MemoryLink server = MemoryLink.Pair(_clock, Capacity);
            server.OnLink = AcceptsOnLink;
            listener.Arrived(server);
            return server.Other;
        }
    }

    /// <summary>The link that multicast DNS is heard on; null where its port cannot be had.</summary>
    public MemoryEther? Ether { get; set; }

    /// <inheritdoc/>
    public IMulticast? OpenMulticast()
    {
        foreach (string address in OurAddresses)
        {
            return Ether?.Open(address);
        }

        return null;
    }

    /// <inheritdoc/>
    IDatagrams? INetwork.OpenDatagrams(int port)
    {
        return OpenDatagrams(port);
    }

    /// <summary>Opens a UDP port; null when it is taken.</summary>
    public MemoryDatagrams? OpenDatagrams(int port)
    {
        lock (_clock.Gate)
        {
            int wanted = port == 0 ? _nextPort++ : port;
            if (_datagrams.ContainsKey(wanted))
            {
                return null;
            }

            MemoryDatagrams opened = new MemoryDatagrams(this, _clock.Gate, wanted);
            _datagrams[wanted] = opened;
            return opened;
        }
    }

    /// <summary>Takes a datagram to its port, as far as somebody is there. Under the gate only.</summary>
    internal bool Deliver(int from, int to, byte[] content)
    {
        return _datagrams.TryGetValue(to, out MemoryDatagrams? receiver) && receiver.Arrived(from, AcceptsOnLink, content);
    }

    /// <summary>Forgets a port that was closed. Under the gate only.</summary>
    internal void Forget(MemoryDatagrams closed)
    {
        _datagrams.Remove(closed.Port);
    }

    /// <summary>What addresses of our own links begin with, beside 10.77.</summary>
    public List<string> Prefixes { get; } = new List<string>();

    /// <inheritdoc/>
    public bool IsOurAddress(string address)
    {
        return address == "127.0.0.1" || OurAddresses.Contains(address);
    }

    /// <inheritdoc/>
    public bool IsOnLink(string address)
    {
        return address.StartsWith("10.77.", StringComparison.Ordinal) || address == "127.0.0.1" || Prefixes.Exists(prefix => address.StartsWith(prefix, StringComparison.Ordinal));
    }

    private sealed class Listener : IListener
    {
        private readonly MemoryNetwork _network;
        private readonly Queue<MemoryLink> _waiting = new Queue<MemoryLink>();

        public Listener(MemoryNetwork network, int port)
        {
            _network = network;
            Port = port;
        }

        public int Port { get; }

        public bool IsClosed { get; private set; }

        public Link? Accept()
        {
            object gate = _network._clock.Gate;
            lock (gate)
            {
                while (_waiting.Count == 0 && !IsClosed)
                {
                    Monitor.Wait(gate);
                }

                return _waiting.Count > 0 ? _waiting.Dequeue() : null;
            }
        }

        public bool Await(int milliseconds)
        {
            VirtualClock clock = _network._clock;
            lock (clock.Gate)
            {
                long until = clock.Milliseconds + milliseconds;
                while (_waiting.Count == 0 && !IsClosed && clock.Milliseconds < until)
                {
                    Monitor.Wait(clock.Gate);
                }

                return _waiting.Count > 0 || IsClosed;
            }
        }

        public void Close()
        {
            object gate = _network._clock.Gate;
            lock (gate)
            {
                IsClosed = true;
                _network._listeners.Remove(Port);
                while (_waiting.Count > 0)
                {
                    _waiting.Dequeue().Abort();
                }

                Monitor.PulseAll(gate);
            }
        }

        public void Arrived(MemoryLink link)
        {
            _waiting.Enqueue(link);
            Monitor.PulseAll(_network._clock.Gate);
        }
    }
}
