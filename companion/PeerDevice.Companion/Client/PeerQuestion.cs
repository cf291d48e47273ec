using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Companion.Client;

/// <summary>
/// One question for all peers, by mDNS, of a command that ends soon (RFC 6762 §5.1): from a port of its own, so that whoever answers answers it alone. By the group, by broadcast, and
/// one by one where peers were before, since not every board hears the group.
/// </summary>
internal sealed class PeerQuestion : IDisposable
{
    private static readonly IPEndPoint Group = new(SocketMulticast.Group, Limits.DnsPort);

    private readonly List<(Socket Socket, IPEndPoint Group, IPEndPoint? Broadcast)> _links = [];
    private readonly List<Segment> _segments = [];
    private readonly PeerDirectory _directory = new(Profile.Desktop().Peers);
    private readonly Querier _querier;
    private readonly OwnAddresses _addresses = new();
    private readonly byte[] _buffer = new byte[Limits.DnsOctets];
    private readonly Route _from = new();

    private PeerQuestion()
    {
        _querier = new Querier(_directory, new RecordCache(Profile.Desktop().Peers * Limits.DnsRecordsOfPeer, 0), new PcRandom(), asksWidely: false) { TakesIpv6 = true };
        try
        {
            foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
            {
                Open(card);
            }
        }
        catch (NetworkInformationException)
        {
            // Then nobody is heard.
        }

        _querier.Change([.. _segments], Environment.TickCount64);
    }

    /// <summary>Asks, and waits for the answers.</summary>
    /// <param name="wanted">A name after which no more is waited for; null for all.</param>
    /// <param name="before">Where peers were before.</param>
    /// <param name="patience">Milliseconds to wait at most.</param>
    public static List<FoundPeer> Ask(string? wanted, IReadOnlyList<IPAddress> before, int patience)
    {
        using PeerQuestion question = new();
        return question.Run(wanted, before, patience);
    }

    public void Dispose()
    {
        foreach ((Socket socket, _, _) in _links)
        {
            socket.Dispose();
        }
    }

    private static byte[] Message()
    {
        DnsWriter message = new(new byte[Limits.DnsSaidOctets]);
        message.BeginQuery();
        message.Question(DnsText.Name(Querier.PeerService), DnsType.Ptr, false);
        return message.Buffer[..message.Length];
    }

    private static void Send(Socket socket, byte[] message, IPEndPoint to)
    {
        try
        {
            socket.SendTo(message, to);
        }
        catch (SocketException)
        {
            // A link that is just going: the others may do.
        }
    }

    private void Open(NetworkInterface card)
    {
        if (card.OperationalStatus != OperationalStatus.Up || card.NetworkInterfaceType == NetworkInterfaceType.Loopback)
        {
            return;
        }

        IPInterfaceProperties properties = card.GetIPProperties();
        foreach (UnicastIPAddressInformation one in properties.UnicastAddresses)
        {
            if (one.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one.Address))
            {
                Add(Open(one.Address, SocketOptionLevel.IP, BitConverter.ToInt32(one.Address.GetAddressBytes())), Group, new IPEndPoint(BroadcastOf(one), Limits.DnsPort), new Segment(card.Id, false, [], []));
            }
        }

        if (Socket.OSSupportsIPv6 && card.Supports(NetworkInterfaceComponent.IPv6) && properties.UnicastAddresses.Any(static one => one.Address.IsIPv6LinkLocal))
        {
            int zone = properties.GetIPv6Properties().Index;
            Add(Open(IPAddress.IPv6Any, SocketOptionLevel.IPv6, zone), new IPEndPoint(new IPAddress(SocketMulticast.Group6.GetAddressBytes(), zone), Limits.DnsPort), null, new Segment(card.Id, true, [], []) { Zone = zone });
        }
    }

    private void Add(Socket? socket, IPEndPoint group, IPEndPoint? broadcast, Segment segment)
    {
        if (socket is not null && _links.Count < DesktopLimits.Segments)
        {
            _links.Add((socket, group, broadcast));
            _segments.Add(segment);
        }
        else
        {
            socket?.Dispose();
        }
    }

    private static Socket? Open(IPAddress own, SocketOptionLevel level, int link)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(own.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (own.AddressFamily == AddressFamily.InterNetwork)
            {
                socket.EnableBroadcast = true;
            }

            socket.Bind(new IPEndPoint(own, 0));
            socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, SocketMulticast.Hops);
            socket.SetSocketOption(level, SocketOptionName.MulticastInterface, link);
            return socket;
        }
        catch (SocketException)
        {
            // The family is not there, there are too many files open, or the address has just gone: the other links may do.
            socket?.Dispose();
            return null;
        }
    }

    // The address by which all in a prefix are reached (RFC 919 §7).
    private static IPAddress BroadcastOf(UnicastIPAddressInformation one)
    {
        byte[] address = one.Address.GetAddressBytes();
        byte[] mask = one.IPv4Mask.GetAddressBytes();
        for (int i = 0; i < address.Length; i++)
        {
            address[i] |= (byte)~mask[i];
        }

        return new IPAddress(address);
    }

    private List<FoundPeer> Run(string? wanted, IReadOnlyList<IPAddress> before, int patience)
    {
        byte[] message = Message();
        long began = Environment.TickCount64;
        long now = began;
        int said = 0;
        while (_links.Count > 0 && now - began < patience && (wanted is null || !IsFound(wanted, now)))
        {
            // By the group, a little later in the other ways, and once more for what was lost.
            if (said == 0 || (said == 2 && now - began >= DesktopLimits.LookAgain))
            {
                _links.ForEach(link => Send(link.Socket, message, link.Group));
                said++;
            }

            if ((said == 1 && now - began >= DesktopLimits.LookWidely) || said == 3)
            {
                foreach ((Socket socket, _, IPEndPoint? broadcast) in _links)
                {
                    if (broadcast is null)
                    {
                        continue;
                    }

                    Send(socket, message, broadcast);
                    foreach (IPAddress address in before)
                    {
                        if (_addresses.IsOnLink(address) && address.AddressFamily == AddressFamily.InterNetwork)
                        {
                            Send(socket, message, new IPEndPoint(address, Limits.DnsPort));
                        }
                    }
                }

                said++;
            }

            Hear();
            now = Environment.TickCount64;
        }

        return FoundPeer.Of(_directory, now).FindAll(static one => one.IsHere);
    }

    private bool IsFound(string wanted, long now) => FoundPeer.Of(_directory, now).Exists(one => one.IsCalled(wanted));

    private void Hear()
    {
        List<Socket> ready = _links.ConvertAll(static link => link.Socket);
        Socket.Select(ready, null, null, DesktopLimits.LookStep * 1000);
        foreach (Socket socket in ready)
        {
            try
            {
                EndPoint sender = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
                int got = socket.ReceiveFrom(_buffer, ref sender);
                IPEndPoint who = (IPEndPoint)sender;
                who.Address.TryWriteBytes(_from.Address, out _from.AddressOctets);
                _from.Port = who.Port;
                _from.Segment = _links.FindIndex(link => link.Socket == socket);
                _from.IsOnLink = _addresses.IsOnLink(who.Address);
                _querier.Hear(_buffer, got, _from, Environment.TickCount64);
            }
            catch (SocketException)
            {
                // Longer than any message of mDNS, or word that somebody was not there.
            }
        }
    }
}
