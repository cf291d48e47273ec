using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Simulation;

/// <summary>A link in memory on which multicast DNS is heard, by all who have the port open, the sender too.</summary>
public sealed class MemoryEther
{
    private readonly VirtualClock _clock;
    private readonly List<MemoryMulticast> _ports = new List<MemoryMulticast>();
    private readonly List<byte[]> _sent = new List<byte[]>();

    /// <summary>A link with nobody on it.</summary>
    public MemoryEther(VirtualClock clock)
    {
        _clock = clock;
    }

    /// <summary>Every message that was sent, in order.</summary>
    public IReadOnlyList<byte[]> Sent
    {
        get
        {
            lock (_clock.Gate)
            {
                return _sent.ToArray();
            }
        }
    }

    /// <summary>Opens the port at an address of this link.</summary>
    public MemoryMulticast Open(string address)
    {
        lock (_clock.Gate)
        {
            MemoryMulticast port = new MemoryMulticast(this, _clock, Ipv4.Read(address));
            _ports.Add(port);
            return port;
        }
    }

    /// <summary>Closes every port, as a driver does that gives up.</summary>
    public void CloseAll()
    {
        MemoryMulticast[] ports;
        lock (_clock.Gate)
        {
            ports = _ports.ToArray();
        }

        foreach (MemoryMulticast port in ports)
        {
            port.Close();
        }
    }

    /// <summary>Takes a message to those it is for. Under the gate only.</summary>
    internal bool Deliver(MemoryMulticast sender, byte[] content, Route to)
    {
        _sent.Add(content);
        bool isHeard = false;
        foreach (MemoryMulticast port in _ports)
        {
            if (to.IsMulticast || port.Address == to.Ipv4)
            {
                isHeard |= port.Arrived(sender.Address, Limits.DnsPort, to.IsMulticast, content);
            }
        }

        return isHeard;
    }

    /// <summary>Forgets a port that was closed. Under the gate only.</summary>
    internal void Forget(MemoryMulticast closed)
    {
        _ports.Remove(closed);
    }
}
