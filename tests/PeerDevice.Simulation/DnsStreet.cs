using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;

namespace PeerDevice.Simulation;

/// <summary>One message that was sent on a <see cref="DnsStreet"/>.</summary>
/// <param name="When">The street's milliseconds.</param>
/// <param name="From">Who sent it.</param>
/// <param name="To">To whom: null for all.</param>
/// <param name="Port">To which port.</param>
/// <param name="Content">The message.</param>
public sealed record DnsSaid(long When, long From, long? To, int Port, byte[] Content);

/// <summary>
/// A link with hosts that speak multicast DNS, without threads: what happens next is worked out, so a seed replays it. Messages may be lost, doubled and late.
/// </summary>
public sealed class DnsStreet
{
    private readonly Random _chance;
    private readonly List<DnsHouse> _houses = new List<DnsHouse>();
    private readonly PriorityQueue<(DnsHouse To, byte[] Content, Route From), (long When, long Order)> _onTheWay = new PriorityQueue<(DnsHouse, byte[], Route), (long, long)>();
    private readonly List<DnsSaid> _said = new List<DnsSaid>();
    private long _order;

    /// <summary>A street with nobody in it.</summary>
    public DnsStreet(int seed)
    {
        _chance = new Random(seed);
    }

    /// <summary>The time, in milliseconds.</summary>
    public long Now { get; private set; } = 1000;

    /// <summary>How many of a hundred messages are lost, for each who should hear them.</summary>
    public int Loss { get; set; }

    /// <summary>How many of a hundred messages come twice.</summary>
    public int Doubled { get; set; }

    /// <summary>The longest that a message is on its way, in milliseconds; the shortest is none. Messages overtake each other.</summary>
    public int Delay { get; set; } = 1;

    /// <summary>Every message that was sent, in order.</summary>
    public IReadOnlyList<DnsSaid> Said => _said;

    /// <summary>Those who live here.</summary>
    public IReadOnlyList<DnsHouse> Houses => _houses;

    /// <summary>Adds a host at an address, whose cable is in.</summary>
    public DnsHouse Add(long address, params IDnsSpeaker[] speakers)
    {
        DnsHouse house = new DnsHouse(this, _houses.Count, address, speakers);
        _houses.Add(house);
        house.Plug(true);
        return house;
    }

    /// <summary>Lets a stranger send a message to all, now.</summary>
    public void Say(long from, byte[] content, int port = Limits.DnsPort, bool isOnLink = true, bool isMulticast = true, long? to = null)
    {
        Route route = new Route { IsMulticast = isMulticast, IsOnLink = isOnLink };
        route.Set(from, port);
        foreach (DnsHouse house in _houses)
        {
            if (to is null || house.Address == to)
            {
                Post(house, content, route);
            }
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Run(long milliseconds)
    {
        foreach (DnsHouse house in _houses)
        {
            // Somebody may have asked something of it since.
            house.Look();
        }

        long until = Now + milliseconds;
        while (true)
        {
            long next = long.MaxValue;
            foreach (DnsHouse house in _houses)
            {
                next = Math.Min(next, house.Due);
            }

            if (_onTheWay.TryPeek(out _, out (long When, long Order) first) && first.When <= next)
            {
                if (first.When > until)
                {
                    break;
                }

                Now = Math.Max(Now, first.When);
                (DnsHouse to, byte[] content, Route from) = _onTheWay.Dequeue();
                to.Hear(content, from);
                continue;
            }

            if (next > until)
            {
                break;
            }

            Now = Math.Max(Now, next);
            foreach (DnsHouse house in _houses)
            {
                if (house.Due <= Now)
                {
                    house.Speak();
                }
            }
        }

        Now = until;
    }

    internal void Carry(DnsHouse from, byte[] content, Route to)
    {
        _said.Add(new DnsSaid(Now, from.Address, to.IsMulticast ? null : to.Ipv4, to.IsMulticast ? Limits.DnsPort : to.Port, content));
        Route route = new Route { IsMulticast = to.IsMulticast, IsOnLink = true };
        route.Set(from.Address, Limits.DnsPort);
        foreach (DnsHouse house in _houses)
        {
            if (to.IsMulticast || (house.Address == to.Ipv4 && to.Port == Limits.DnsPort))
            {
                Post(house, content, route);
            }
        }
    }

    private void Post(DnsHouse to, byte[] content, Route from)
    {
        if (_chance.Next(100) < Loss)
        {
            return;
        }

        for (int i = _chance.Next(100) < Doubled ? 2 : 1; i > 0; i--)
        {
            _onTheWay.Enqueue((to, content, from), (Now + _chance.Next(Delay + 1), _order++));
        }
    }
}
