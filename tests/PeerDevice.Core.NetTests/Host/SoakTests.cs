using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>Tests that look at the process's memory, which is why no other runs beside them.</summary>
[CollectionDefinition(nameof(AloneInMemory), DisableParallelization = true)]
public sealed class AloneInMemory
{
}

/// <summary>
/// The fear: a peer that has served an office for a month has lost a file, told a wrong octet, kept a file open or grown. Eight clients send
/// a hundred thousand requests between them while calls to the store fail, connections break and the card is pulled out and put back.
/// Each client knows what may stand where it writes: after an acknowledgement one content, after an error the old one or the new.
/// </summary>
[Collection(nameof(AloneInMemory))]
public sealed class SoakTests
{
    private const int Clients = 8;
    private const int Requests = 100_000;
    private const int Stretches = 10;

    // Everything at rest after a stretch. What the runtime and the test runner keep varies by one or two MiB; a leak of one small object
    // a request would come to more than this.
    private const long GrowthOctets = 4 * 1024 * 1024;

    private const int StoreFaultEvery = 400;
    // How often a card is asked for that was put back: the first to ask may be told of the card that was out.
    private const int Patience = 5;

    private const int CardClusters = 8192;
    private const int ClusterOctets = 512;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void AMonthOfFaultsLosesNothingAndGrowsNothing(bool isFat, int seed)
    {
        FatMedium medium = new FatMedium(CardClusters, ClusterOctets) { KeepsTrail = false };
        TestPeer peer = new TestPeer(isFat, true, null, null, medium);
        if (isFat)
        {
            // Every cluster of the card in memory once, so that its own size is settled.
            Assert.Equal(201, peer.Ask("PUT", "/files/fill", "", new byte[(CardClusters - 200) * ClusterOctets]).Status);
            Assert.Equal(204, peer.Ask("DELETE", "/files/fill").Status);
        }

        peer.Store.KeepsLog = false;
        peer.Store.Status = StoreStatus.Failed;
        Random faults = new Random(seed);
        SoakHand hand = new SoakHand(isFat ? peer.Fat : null);
        List<SoakClient> clients = new List<SoakClient>();
        for (int client = 0; client < Clients; client++)
        {
            peer.MakeCollection("c" + client);
            clients.Add(new SoakClient(peer, hand, client, seed));
        }

        long settled = 0;
        for (int stretch = 1; stretch <= Stretches; stretch++)
        {
            peer.Store.FailsNow = _ => faults.Next(StoreFaultEvery) == 0;
            List<Thread> threads = clients.ConvertAll(client => new Thread(() => client.Live(Requests / Clients / Stretches)));
            threads.ForEach(thread => thread.Start());
            Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(5)), "A client still waits: seed " + seed));
            peer.Store.FailsNow = null;
            peer.Fat.Insert();
            AllAreContent(clients, seed);
            long held = GC.GetTotalMemory(true);
            settled = stretch == 2 ? held : settled;
            Assert.True(stretch <= 2 || held < settled + GrowthOctets, "It grew from " + settled + " to " + held + " octets: seed " + seed);
        }

        // Time for whatever is swept late; a card that was pulled out last of all says so; then every client finds what it was told.
        peer.Clock.Advance(24 * 3600 * 1000L);
        int asked = 0;
        while (peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n").Status == 503)
        {
            Assert.True(++asked < Patience, "The card is in, and the peer goes on to say that it is not: seed " + seed);
        }

        clients.ForEach(client => client.Audit());
        AllAreContent(clients, seed);
        Assert.Equal(Requests, clients.Sum(client => client.Sent));
        Assert.True(clients.Sum(client => client.Acknowledged) > Requests * 3 / 4, "Too little was done: " + clients.Sum(client => client.Acknowledged));
        Assert.True(clients.Sum(client => client.Refused) > Clients, "Hardly any fault was met.");
        Assert.Equal(0, peer.Fat.OpenFiles);
        Assert.Empty(peer.Fat.WrongFacts);
        Assert.True(!isFat || peer.Fat.Recalled > 0, "No length was ever told from memory.");
        Assert.Empty(peer.Leftovers());
        if (isFat)
        {
            FatReport report = FatCheck.Examine(peer.Medium);
            Assert.True(report.IsSound, "seed " + seed + ": " + report);
        }
    }

    private static void AllAreContent(List<SoakClient> clients, int seed)
    {
        string faults = string.Concat(clients.Select(client => client.Fault));
        Assert.True(faults.Length == 0, "seed " + seed + ":\n" + faults);
    }
}
