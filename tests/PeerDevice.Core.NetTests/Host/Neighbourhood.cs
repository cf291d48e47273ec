using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>
/// Some peers on one link who know each other, all on one thread: who connects to another is served by it when he reads. What an answer comes to on its way a test may bend.
/// </summary>
internal sealed class Neighbourhood
{
    private const string Prefix = "10.77.0.";
    private const string Prefix6 = "fe80::7:";
    private const int First = 10;

    private readonly List<TestPeer> _peers = new();
    private readonly List<long> _served = new();
    private readonly HashSet<int> _met = new();

    public Neighbourhood(params TestPeer[] peers)
    {
        foreach (TestPeer peer in peers)
        {
            Add(peer);
        }
    }

    /// <summary>Whom each asked what, in order: "10.77.0.11 HEAD /…".</summary>
    public List<string> Asked { get; } = new();

    /// <summary>Peers that are unplugged.</summary>
    public HashSet<int> Gone { get; } = new();

    /// <summary>Whether a peer's link is one of our own; all are unless a test says otherwise.</summary>
    public Func<string, bool> IsOnLink { get; set; } = _ => true;

    /// <summary>What becomes of an answer on its way: by the peer that gives it, the request's first line and the link, which has nothing in its script yet. Null sends it as it is.</summary>
    public Func<int, string, byte[], ScriptLink, bool>? Bend { get; set; }

    /// <summary>Where a content comes from several: nobody answers his first GET before so many were asked, however a machine deals out its time.</summary>
    public Barrier? Together { get; set; }

    public TestPeer this[int index] => _peers[index];

    /// <summary>Lets somebody join whom all know and who knows all, but for those who are told of otherwise.</summary>
    public void Add(TestPeer peer, bool isIntroduced = true)
    {
        int index = _peers.Count;
        _peers.Add(peer);
        _served.Add(0);
        PeerDirectory directory = new(64) { OwnId = "p" + index.ToString(CultureInfo.InvariantCulture) };
        peer.Neighbours.Meet(directory);
        peer.Network.Elsewhere = (host, _) => Connect(peer, host);
        for (int i = 0; i < index && isIntroduced; i++)
        {
            Introduce(i, index);
            Introduce(index, i);
        }
    }

    /// <summary>Octets of content that a peer sent so far.</summary>
    public long Served(int index) => _served[index];

    public static string At(int index) => Prefix + (First + index).ToString(CultureInfo.InvariantCulture);

    /// <summary>The same of IPv6, of the link with the number 3 alone.</summary>
    public static string At6(int index) => Prefix6 + (First + index).ToString(CultureInfo.InvariantCulture) + "%3";

    /// <summary>Tells a peer of one at an address.</summary>
    public void Tell(int whom, string name, string address)
    {
        Assert.True(_peers[whom].Neighbours.Peers!.Told(new KnownPeer { Name = name, Id = name, Address = Ipv4.Read(address), Port = 80, IsHere = true }, 0, _peers[whom].Clock.Milliseconds));
    }

    /// <summary>Tells a peer of one that has an address of IPv6 alone.</summary>
    public void Tell6(int whom, int one)
    {
        _peers[whom].Network.Prefixes.Add(Prefix6);
        Assert.True(_peers[whom].Neighbours.Peers!.Told(new KnownPeer { Name = At6(one), Id = At6(one), Ipv6 = At6(one), Port = 80, IsHere = true }, 0, _peers[whom].Clock.Milliseconds));
    }

    private void Introduce(int one, int to)
    {
        Tell(to, "p" + one.ToString(CultureInfo.InvariantCulture), At(one));
    }

    private ScriptLink? Connect(TestPeer by, string host)
    {
        // A content that comes from several has a thread for each.
        lock (Asked)
        {
            return Connected(by, host);
        }
    }

    private ScriptLink? Connected(TestPeer by, string host)
    {
        int index = host.StartsWith(Prefix, StringComparison.Ordinal) ? int.Parse(host[Prefix.Length..], CultureInfo.InvariantCulture) - First
            : host.StartsWith(Prefix6, StringComparison.Ordinal) && host.EndsWith("%3", StringComparison.Ordinal) ? int.Parse(host[Prefix6.Length..^2], CultureInfo.InvariantCulture) - First : -1;
        if (index < 0 || index >= _peers.Count || Gone.Contains(index))
        {
            Asked.Add(host + " in vain");
            return null;
        }

        ScriptLink link = new(by.Clock) { Remote = host, OnLink = IsOnLink(host) };
        return link.Await("\r\n\r\n").Then(() =>
        {
            string request = Encoding.Latin1.GetString(link.Received);
            string line = request[..request.IndexOf(" HTTP/1.1\r\n", StringComparison.Ordinal)];
            bool isFirst;
            lock (Asked)
            {
                isFirst = line.StartsWith("GET ", StringComparison.Ordinal) && Together is not null && _met.Add(index);
            }

            // Long, since nothing depends on it but that a failure has an end.
            Assert.True(!isFirst || Together!.SignalAndWait(TimeSpan.FromMinutes(10)));
            byte[] answer = Answer(_peers[index], host, link.Received);
            lock (Asked)
            {
                Asked.Add(host + " " + line);
                _served[index] += line.StartsWith("GET ", StringComparison.Ordinal) ? answer.Length : 0;
                if (Bend is null || !Bend(index, line, answer, link))
                {
                    link.Send(answer).End();
                }
            }
        });
    }

    private static byte[] Answer(TestPeer peer, string host, byte[] request)
    {
        ScriptLink link = new(peer.Clock) { Local = host.Split('%')[0] };
        link.Send(request).End();
        new Session(peer.Peer.Parts, null).Serve(link);
        return link.Received;
    }
}
