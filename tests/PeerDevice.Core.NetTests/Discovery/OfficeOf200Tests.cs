using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Discovery;

/// <summary>Two hundred peers on one link, each with responder, querier and directory, on a virtual clock: what all of them believe, and what it costs the link.</summary>
public sealed class OfficeOf200Tests(ITestOutputHelper output)
{
    private const int Seed = 20261129;
    private const long Minute = 60_000;

    // How long it takes and how many packets are stated in tests/README; the bounds have some room for another order of the same things.
    [Theory]
    [InlineData(200, 5, 5, 30, 60, 22_000)]
    [InlineData(60, 20, 10, 100, 90, 6_000)]
    public void EverybodyKnowsEverybodyInTime(int peers, int loss, int doubled, int delay, int seconds, int packets)
    {
        Office office = new(Seed + loss, loss, doubled, delay);
        office.SwitchOn(peers, 10_000);
        long agreed = office.RunUntilAgreed(seconds * 1000L);
        int said = office.Street.Said.Count;
        output.WriteLine($"{peers} peers, loss {loss} %: agreed {agreed / 1000.0:0.0} s after the last was switched on, {said} packets, {office.Street.Said.Count(static one => one.To is not null)} of them to one, {office.Street.Said.Sum(static one => (long)one.Content.Length) / 1024} KiB");
        Assert.InRange(said, peers, packets);
    }

    [Fact]
    public void WhoLeavesIsMissedByAllAndWhoComesIsKnownToAll()
    {
        const int peers = 60;
        Office office = new(Seed, 5, 5, 30);
        office.SwitchOn(peers, 10_000);
        office.RunUntilAgreed(2 * Minute);
        int before = office.Street.Said.Count;
        office.Street.Run(10 * Minute);
        output.WriteLine($"ten quiet minutes: {office.Street.Said.Count - before} packets");
        Assert.InRange(office.Street.Said.Count - before, 0, 6 * peers);
        Assert.Null(office.Disagreement());

        // Five say goodbye, five have another address, five come anew.
        before = office.Street.Said.Count;
        for (int i = 0; i < 5; i++)
        {
            office.Leave(i);
            office.Move(10 + i);
            office.Add();
        }

        long agreed = office.RunUntilAgreed(5 * Minute);
        output.WriteLine($"goodbye, moved, new: agreed after {agreed / 1000.0:0.0} s, {office.Street.Said.Count - before} packets");

        // Five have their cables pulled: nobody says anything, and they are believed for as long as RFC 6762 has it at most.
        before = office.Street.Said.Count;
        for (int i = 20; i < 25; i++)
        {
            office.Unplug(i);
        }

        agreed = office.RunUntilAgreed(80 * Minute);
        output.WriteLine($"unplugged: agreed after {agreed / 60_000.0:0.0} min, {office.Street.Said.Count - before} packets");
    }

    private sealed class Office
    {
        private readonly List<Member> _members = [];
        private readonly SeededRandom _chance;
        private readonly Random _order;
        private readonly int _seed;

        public Office(int seed, int loss, int doubled, int delay)
        {
            _seed = seed;
            _chance = new SeededRandom(seed);
            _order = new Random(seed);
            Street = new DnsStreet(seed) { Loss = loss, Doubled = doubled, Delay = delay };
        }

        public DnsStreet Street { get; }

        public void SwitchOn(int peers, int within)
        {
            long began = Street.Now;
            foreach (int when in Enumerable.Range(0, peers).Select(_ => _order.Next(within)).Order())
            {
                Street.Run(began + when - Street.Now);
                Add();
            }
        }

        // Every fiftieth would like a name that another has.
        public void Add() => _members.Add(new Member(Street, _members.Count + 1, _members.Count % 50 == 49 ? "peer 1" : "peer " + (_members.Count + 1), _chance));

        public void Leave(int member) => _members[member].House.Leave();

        public void Unplug(int member) => _members[member].House.Plug(false);

        public void Move(int member) => _members[member].House.Move(Resident.Street + 1000 + member);

        /// <returns>How many milliseconds it took.</returns>
        public long RunUntilAgreed(long most)
        {
            long began = Street.Now;
            string? disagreement = Disagreement();
            while (disagreement is not null)
            {
                Assert.True(Street.Now - began <= most, $"Replay with seed {_seed}: after {Street.Now - began} ms {disagreement}");
                Street.Run(most > Minute * 10 && Street.Now - began > Minute ? 10_000 : 200);
                disagreement = Disagreement();
            }

            return Street.Now - began;
        }

        /// <summary>What somebody believes that is not so; null where there is nothing.</summary>
        public string? Disagreement()
        {
            Dictionary<string, (long, int)> truth = [];
            foreach (Member one in _members.Where(static one => one.House.IsUp))
            {
                if (!truth.TryAdd(one.Name, (one.House.Address, one.Port)))
                {
                    return $"two are called {one.Name}.";
                }
            }

            foreach (Member one in _members.Where(static one => one.House.IsUp))
            {
                Dictionary<string, (long, int)> believed = one.Believed(Street.Now);
                if (believed.Count != truth.Count - 1)
                {
                    return $"{one.Name} knows {believed.Count} of {truth.Count - 1}, not {string.Join(", ", truth.Keys.Except(believed.Keys).Take(3))}, but {string.Join(", ", believed.Keys.Except(truth.Keys).Take(3))}.";
                }

                foreach ((string name, (long, int) where) in believed)
                {
                    if (!truth.TryGetValue(name, out (long, int) really) || really != where || name == one.Name)
                    {
                        return $"{one.Name} has {name} at {Ipv4.Text(where.Item1)}:{where.Item2}.";
                    }
                }
            }

            return null;
        }
    }

    private sealed class Member
    {
        private readonly OwnLabel _label;
        private readonly PeerDirectory _directory = new(Profile.SixteenSockets().Peers);

        public Member(DnsStreet street, int number, string name, SeededRandom chance)
        {
            _label = OwnLabel.Instance(name);
            Port = 1000 + number;
            TxtWriter txt = new();
            txt.Add("id", number.ToString("x8"));
            _directory.Own = _label;
            Responder responder = new(OwnLabel.Host(name), [new ServiceOffer(_label, "_peerdevice._tcp", Port, txt.ToData())], chance);
            Querier querier = new(_directory, new RecordCache(Profile.SixteenSockets().Peers * Limits.DnsRecordsOfPeer, number), chance, asksWidely: false);
            House = street.Add(Resident.Street + number, responder, querier);
        }

        public DnsHouse House { get; }

        public int Port { get; }

        public string Name => _label.Text;

        public Dictionary<string, (long Address, int Port)> Believed(long now)
        {
            Dictionary<string, (long, int)> believed = [];
            KnownPeer peer = new();
            for (int i = 0; _directory.Copy(i, peer, now); i++)
            {
                if (peer.IsHere)
                {
                    believed[peer.Name] = (peer.Address, peer.Port);
                }
            }

            return believed;
        }
    }
}
