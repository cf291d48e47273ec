using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using PeerDevice.Host;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>A service whose thread has ended is noticed by its name, and one that runs, or was stopped, is not.</summary>
public sealed class EndedTests
{
    [Fact]
    public void EachServiceThatEndsIsNoticed()
    {
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), static test =>
        {
            test.Settings.Discovery = true;
            test.Network.Ether = new MemoryEther(test.Clock);
        });
        Peer running = peer.Test.Peer;
        Assert.Equal("", running.Ended());
        Thread dead = new Thread(static () => { });
        dead.Start();
        dead.Join();
        foreach ((string field, string name) in new[] { ("_httpThread", "HTTP"), ("_ippThread", "IPP"), ("_rawThreads", "raw"), ("_printThreads", "printing"), ("_lpdThread", "LPD"), ("_snmpThread", "SNMP"), ("_dnsThread", "mDNS"), ("_roundsThread", "peers"), ("_mirrorThread", "mirrors") })
        {
            object owner = new object[] { running, running.Parts.Office!, peer.Test.Neighbours }.Single(one => one.GetType().GetField(field, BindingFlags.Instance | BindingFlags.NonPublic) is not null);
            FieldInfo info = owner.GetType().GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!;
            object? before = info.GetValue(owner);
            if (before is Thread?[] threads)
            {
                Thread? first = threads[0];
                threads[0] = dead;
                Assert.Equal(name, running.Ended());
                threads[0] = first;
            }
            else
            {
                info.SetValue(owner, dead);
                Assert.Equal(name, running.Ended());
                info.SetValue(owner, before);
            }
        }

        Assert.Equal("", running.Ended());
    }

    [Fact]
    public void APortThatClosedByItselfEndsItsThreadAndNothingElse()
    {
        MemoryEther? ether = null;
        using RunningPeer peer = new RunningPeer(Profile.SixteenSockets(), test =>
        {
            test.Settings.Discovery = true;
            test.Network.Ether = ether = new MemoryEther(test.Clock);
        });
        ether!.CloseAll();
        Thread speaking = (Thread)typeof(Peer).GetField("_dnsThread", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(peer.Test.Peer)!;
        peer.Until(() => !speaking.IsAlive, 50);
        Assert.Equal("", peer.Test.Peer.Ended());
    }
}
