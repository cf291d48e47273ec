using System;
using System.Text;
using System.Threading;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>Port 631, where clients of IPP go by themselves: the same peer as on the HTTP port, and no more of it.</summary>
public sealed class IppPortTests
{
    private const int Port = Limits.IppPort;

    [Fact]
    public void TheSamePrinterAnswersThere()
    {
        using RunningPeer peer = new(Profile.SixteenSockets(), test => test.Settings.IppPort = Port);
        byte[] ask = Convert.FromHexString("0200000B00000001" + "01" + Text("47", "attributes-charset", "utf-8") + Text("48", "attributes-natural-language", "en") + Text("45", "printer-uri", "ipp://desk/ipp/print") + Text("44", "requested-attributes", "printer-uri-supported") + "03");
        MemoryLink link = peer.Connect(Port);
        RunningPeer.Send(link, TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + ask.Length + "\r\n") + Encoding.Latin1.GetString(ask));
        Answer answer = peer.Receive(link);
        Assert.Equal(200, answer.Status);
        Assert.Contains("ipp://desk", answer.Text, StringComparison.Ordinal);
        Assert.Contains(",\"ipp\":631", peer.Receive(peer.Ask("GET", "/.well-known/peerdevice")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ItsConnectionsAreSessionsAsOthersAre()
    {
        using ManualResetEventSlim release = new(false);
        using RunningPeer peer = new(Profile.SixteenSockets(), test =>
        {
            test.Settings.IppPort = Port;
            test.Put("held", "held content");
        });
        int held = 0;
        peer.Test.Store.Before = call =>
        {
            if (call == "open held")
            {
                Interlocked.Increment(ref held);
                release.Wait();
            }
        };
        int sessions = peer.Test.Profile.Sessions;
        for (int i = 1; i <= sessions; i++)
        {
            RunningPeer.Send(peer.Connect(Port), TestPeer.Request("GET", "/files/held", ""));
            peer.Until(() => Volatile.Read(ref held) == i);
        }

        // All are busy: whoever comes is told so, at either port.
        Assert.Equal(503, peer.Receive(peer.Ask("GET", "/"), 10).Status);
        MemoryLink late = peer.Connect(Port);
        RunningPeer.Send(late, TestPeer.Request("GET", "/", ""));
        Assert.Equal(503, peer.Receive(late, 10).Status);
        release.Set();
    }

    [Fact]
    public void ABoardOfFourSocketsHasNone()
    {
        using RunningPeer peer = new(Profile.FourSockets(), test => test.Settings.IppPort = Port);
        Assert.Null(peer.Test.Network.Connect(Port));
        Assert.DoesNotContain("\"ipp\":", peer.Receive(peer.Ask("GET", "/.well-known/peerdevice")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereItIsNotWantedOrThePortIsTakenThePeerStartsWithoutIt()
    {
        using RunningPeer silent = new(Profile.SixteenSockets(), test => test.Settings.IppPort = PeerSettings.NoPort);
        Assert.Null(silent.Test.Network.Connect(Port));
        using RunningPeer taken = new(
            Profile.SixteenSockets(),
            test =>
            {
                test.Settings.IppPort = Port;
                test.Network.Listen(Port);
            });
        Assert.Equal(0, taken.Test.Peer.IppPort);
        Assert.Contains(taken.Test.Indicator.Lines, line => line.Contains("port 631", StringComparison.Ordinal));
    }

    [Fact]
    public void ItIsShutWithThePeer()
    {
        TestPeer test;
        using (RunningPeer peer = new(Profile.SixteenSockets(), test => test.Settings.IppPort = Port))
        {
            test = peer.Test;
            Assert.NotNull(test.Network.Connect(Port));
        }

        Assert.Null(test.Network.Connect(Port));
    }

    private static string Text(string tag, string name, string value) =>
        tag + name.Length.ToString("X4") + Convert.ToHexString(Encoding.ASCII.GetBytes(name)) + value.Length.ToString("X4") + Convert.ToHexString(Encoding.ASCII.GetBytes(value));
}
