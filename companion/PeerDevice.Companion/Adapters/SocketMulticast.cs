using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>The port of multicast DNS on all interfaces of a PC: a socket for IPv4 and one for IPv6, beside those of Avahi, Bonjour or Windows.</summary>
internal sealed class SocketMulticast : IMulticast
{
    private const int Nothing = -1;
    internal const short Hops = 255; // RFC 6762 §11

    internal static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");
    internal static readonly IPAddress Group6 = IPAddress.Parse("ff02::fb");

    private readonly Socket? _ipv4;
    private readonly Socket? _ipv6;
    private readonly Socket _alarm;
    private readonly IPAddress? _bind;
    private readonly OwnAddresses _addresses;
    private readonly object _sending = new();
    private readonly Route _from = new();
    private int[] _indexes = [];
    private volatile bool _isClosed;

    private SocketMulticast(Socket? ipv4, Socket? ipv6, Socket alarm, IPAddress? bind, OwnAddresses addresses)
    {
        _ipv4 = ipv4;
        _ipv6 = ipv6;
        _alarm = alarm;
        _bind = bind;
        _addresses = addresses;
    }

    public bool IsClosed => _isClosed;

    public Segment?[] Segments { get; private set; } = [];

    /// <summary>Opens it; null when the port is held by somebody who does not share it.</summary>
    /// <param name="bind">The address to which a peer keeps; null for all interfaces.</param>
    /// <param name="addresses">Tells who is on a link.</param>
    internal static SocketMulticast? Open(IPAddress? bind, OwnAddresses addresses)
    {
        Socket? ipv4 = OpenSocket(AddressFamily.InterNetwork);
        Socket? ipv6 = Socket.OSSupportsIPv6 ? OpenSocket(AddressFamily.InterNetworkV6) : null;
        if (ipv4 is null && ipv6 is null)
        {
            return null;
        }

        // Closing a socket does not wake who waits for several: a datagram to this one does.
        Socket alarm = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        alarm.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new SocketMulticast(ipv4, ipv6, alarm, bind is null || bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any) ? null : bind, addresses);
    }

    public bool Refresh()
    {
        List<(int Index, Segment Segment)> found = [];
        try
        {
            foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
            {
                Add(card, found);
            }
        }
        catch (NetworkInformationException)
        {
            return false; // what was known stands
        }

        Segment?[] places = new Segment?[Math.Max(Segments.Length, found.Count)];
        int[] indexes = new int[DesktopLimits.Segments];
        bool isOther = false;

        // Who was there keeps its place; then the others take what is left.
        for (int i = 0; i < Segments.Length; i++)
        {
            if (Segments[i] is not { } old)
            {
                continue;
            }

            int at = found.FindIndex(one => one.Segment.Name == old.Name && one.Segment.IsIpv6 == old.IsIpv6 && one.Index == _indexes[i]);
            if (at >= 0)
            {
                bool isSame = IsSame(found[at].Segment, old);
                places[i] = isSame ? old : found[at].Segment;
                indexes[i] = found[at].Index;
                isOther |= !isSame;
                found.RemoveAt(at);
            }
            else
            {
                isOther = true;
            }
        }

        foreach ((int index, Segment segment) in found)
        {
            int place = Array.IndexOf(places, null);
            if (place < 0 || place >= DesktopLimits.Segments)
            {
                if (places.Length >= DesktopLimits.Segments)
                {
                    break;
                }

                place = places.Length;
                Array.Resize(ref places, place + 1);
            }

            if (Join(segment.IsIpv6, index))
            {
                places[place] = segment;
                indexes[place] = index;
                isOther = true;
            }
        }

        if (isOther)
        {
            _indexes = indexes;
            Segments = places;
        }

        return isOther;
    }

    public int Receive(byte[] buffer, int count, int patienceMilliseconds)
    {
        try
        {
            List<Socket> ready = [_alarm];
            if (_ipv4 is not null)
            {
                ready.Add(_ipv4);
            }

            if (_ipv6 is not null)
            {
                ready.Add(_ipv6);
            }

            Socket.Select(ready, null, null, patienceMilliseconds * 1000);
            if (_isClosed)
            {
                return Nothing;
            }

            return ready.Count == 0 || ready[0] == _alarm ? 0 : Take(ready[0], buffer, count);
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.MessageSize)
        {
            return 0; // longer than any message of mDNS may be
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return Nothing;
        }
    }

    public bool Sender(Route from)
    {
        from.CopyFrom(_from);
        return true;
    }

    public bool Send(byte[] buffer, int count, Route to)
    {
        if (to.Segment >= Segments.Length || Segments[to.Segment] is not { } segment)
        {
            return false;
        }

        try
        {
            int index = _indexes[to.Segment];
            Socket socket = (segment.IsIpv6 ? _ipv6 : _ipv4)!;
            lock (_sending)
            {
                IPEndPoint there;
                if (to.IsMulticast)
                {
                    socket.SetSocketOption(segment.IsIpv6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP, SocketOptionName.MulticastInterface, segment.IsIpv6 ? index : IPAddress.HostToNetworkOrder(index));
                    there = new IPEndPoint(segment.IsIpv6 ? Group6 : Group, Limits.DnsPort);
                }
                else
                {
                    IPAddress address = new(to.Address.AsSpan(0, to.AddressOctets));
                    if (address.IsIPv6LinkLocal)
                    {
                        address.ScopeId = index;
                    }

                    there = new IPEndPoint(address, to.Port);
                }

                return socket.SendTo(buffer.AsSpan(0, count), SocketFlags.None, there) == count;
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            using Socket hand = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            hand.SendTo([0], _alarm.LocalEndPoint!);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Then it is noticed when the patience ends.
        }

        _ipv4?.Dispose();
        _ipv6?.Dispose();
    }

    private static Socket? OpenSocket(AddressFamily family)
    {
        Socket? socket = null;
        try
        {
            bool isIpv6 = family == AddressFamily.InterNetworkV6;
            SocketOptionLevel level = isIpv6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;
            socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
            if (isIpv6)
            {
                socket.DualMode = false;
            }

            else
            {
                socket.EnableBroadcast = true;
            }

            socket.ExclusiveAddressUse = false;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.SetSocketOption(level, SocketOptionName.PacketInformation, true);
            socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, Hops);
            socket.Ttl = Hops;
            socket.MulticastLoopback = true; // another responder on this PC hears us
            socket.Bind(new IPEndPoint(isIpv6 ? IPAddress.IPv6Any : IPAddress.Any, Limits.DnsPort));
            return socket;
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }

    private static bool IsSame(Segment one, Segment other) =>
        one.Ipv4.AsSpan().SequenceEqual(other.Ipv4) && one.Ipv6.Length == other.Ipv6.Length && one.Ipv6.Zip(other.Ipv6).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private int Take(Socket socket, byte[] buffer, int count)
    {
        bool isIpv6 = socket == _ipv6;
        EndPoint sender = new IPEndPoint(isIpv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        SocketFlags flags = SocketFlags.None;
        int got = socket.ReceiveMessageFrom(buffer, 0, count, ref flags, ref sender, out IPPacketInformation to);
        IPEndPoint who = (IPEndPoint)sender;
        int place = Array.FindIndex(Segments, one => one is not null && one.IsIpv6 == isIpv6);
        while (place >= 0 && (_indexes[place] != to.Interface || Segments[place]?.IsIpv6 != isIpv6))
        {
            place = place + 1 < Segments.Length ? place + 1 : Nothing;
        }

        if (place < 0)
        {
            return 0; // an interface that is not ours to serve
        }

        who.Address.TryWriteBytes(_from.Address, out _from.AddressOctets);
        _from.Port = who.Port;
        _from.Segment = place;
        _from.IsMulticast = to.Address.Equals(isIpv6 ? Group6 : Group);

        // RFC 6762 §11: what was sent to the group came over the link, whatever its sender's prefix is.
        _from.IsOnLink = _from.IsMulticast || _addresses.IsOnLink(who.Address);
        return got;
    }

    private void Add(NetworkInterface card, List<(int Index, Segment Segment)> found)
    {
        if (card.OperationalStatus != OperationalStatus.Up || !card.SupportsMulticast || card.NetworkInterfaceType == NetworkInterfaceType.Loopback)
        {
            return;
        }

        IPInterfaceProperties properties = card.GetIPProperties();
        List<long> ipv4 = [];
        List<byte[]> ipv6 = [];
        bool isMeant = _bind is null;
        long broadcast = Nothing;
        foreach (UnicastIPAddressInformation one in properties.UnicastAddresses)
        {
            IPAddress address = OwnAddresses.Plain(one.Address);
            if (IPAddress.IsLoopback(address))
            {
                continue;
            }

            isMeant |= address.Equals(_bind);
            byte[] octets = address.GetAddressBytes();
            if (octets.Length == 4)
            {
                ipv4.Add(Ipv4.Of(octets, 0));
                broadcast = broadcast < 0 && one.IPv4Mask is { } mask ? Ipv4.Of(octets, 0) | (~Ipv4.Of(mask.GetAddressBytes(), 0) & uint.MaxValue) : broadcast;
            }
            else if (ipv6.Count < DesktopLimits.AddressesTold)
            {
                ipv6.Add(octets);
            }
        }

        if (!isMeant)
        {
            return;
        }

        if (_bind is not null)
        {
            // A peer that listens on one address tells no other.
            byte[] octets = _bind.GetAddressBytes();
            ipv4.RemoveAll(one => octets.Length != 4 || one != Ipv4.Of(octets, 0));
            ipv6.RemoveAll(one => !one.AsSpan().SequenceEqual(octets));
        }

        if (_ipv4 is not null && ipv4.Count > 0 && card.Supports(NetworkInterfaceComponent.IPv4))
        {
            found.Add((properties.GetIPv4Properties().Index, new Segment(card.Id, false, [.. ipv4], [.. ipv6]) { Broadcast = broadcast, Zone = ZoneOf(card, properties) }));
        }

        if (_ipv6 is not null && ipv6.Count > 0 && card.Supports(NetworkInterfaceComponent.IPv6))
        {
            found.Add((properties.GetIPv6Properties().Index, new Segment(card.Id, true, [.. ipv4], [.. ipv6]) { Zone = properties.GetIPv6Properties().Index }));
        }
    }

    private static int ZoneOf(NetworkInterface card, IPInterfaceProperties properties) => card.Supports(NetworkInterfaceComponent.IPv6) ? properties.GetIPv6Properties().Index : 0;

    private bool Join(bool isIpv6, int index)
    {
        try
        {
            if (isIpv6)
            {
                _ipv6!.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(Group6, index));
            }
            else
            {
                _ipv4!.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, index));
            }

            return true;
        }
        catch (SocketException problem)
        {
            // A link that went and came is joined still.
            return problem.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.InvalidArgument;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
