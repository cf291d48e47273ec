using System;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers;

/// <summary>
/// The port of multicast DNS through nanoFramework's Socket, on the board's one link, over IPv4. Where the image cannot join a group, what comes by broadcast or to the board alone is heard.
/// </summary>
internal sealed class BoardMulticast : IMulticast
{
    private const int Nothing = -1;
    private const int MicrosecondsOfOne = 1000;

    // 224.0.0.251 (RFC 6762 §3).
    private const long Group = 0xE00000FB;
    private const int Hops = 255;

    private readonly Socket _socket;
    private readonly OwnLinks _own;
    private readonly EndPoint _anybody = new IPEndPoint(IPAddress.Any, 0);
    private readonly EndPoint _group = new IPEndPoint(new IPAddress(Ipv4.Octets(Group)), Limits.DnsPort);
    private Segment?[] _segments = new Segment?[1];
    private long _joined = Nothing;
    private byte[]? _kept;   // where a datagram was looked at that still lies in the socket
    private bool _isClosed;
    private bool _hasChanged;   // a cable went out or came in

    /// <summary>Makes a port of a socket that is not bound yet.</summary>
    internal BoardMulticast(Socket socket, OwnLinks own)
    {
        _socket = socket;
        _own = own;
        Ask(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, 1);
        Ask(SocketOptionLevel.Socket, SocketOptionName.Broadcast, 1);

        // RFC 6762 §11: so that who cares sees that it has passed no router.
        Ask(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, Hops);
        NetworkChange.NetworkAvailabilityChanged += LinkChanged;
    }

    public bool IsClosed => _isClosed;

    public Segment?[] Segments => _segments;

    public bool Refresh()
    {
        long address = _own.First();
        Segment? known = _segments[0];

        // RFC 6762 §8.3: who was out of the wire is told of again, also with the address of before; others may have taken it for gone, and it them.
        bool hasChanged = _hasChanged;
        _hasChanged = false;
        if (address == (known is null ? Nothing : known.Ipv4[0]) && (known is null || !hasChanged))
        {
            return false;
        }

        _segments = new Segment?[] { address > 0 ? new Segment("", false, new long[] { address }, new byte[0][]) { HearsGroup = Join(address) } : null };
        return true;
    }

    public int Receive(byte[] buffer, int count, int patienceMilliseconds)
    {
        try
        {
            if (_kept is not null)
            {
                // Nobody asked who sent the last: it goes.
                _socket.Receive(buffer, 0, count, SocketFlags.None);
            }

            if (!_socket.Poll(patienceMilliseconds * MicrosecondsOfOne, SelectMode.SelectRead))
            {
                _kept = null;
                return _isClosed ? Nothing : 0;
            }

            // The class library makes four objects for a sender, so it is asked of those datagrams alone that are somebody's business here; the others leave no trace on the heap.
            int got = _socket.Receive(buffer, 0, count, SocketFlags.Peek);
            _kept = buffer;
            return got;
        }
        catch (Exception)
        {
            _kept = null;
            Discard(buffer, count);
            return Nothing;
        }
    }

    public bool Sender(Route from)
    {
        try
        {
            byte[]? kept = _kept;
            _kept = null;
            if (kept is null)
            {
                return false;
            }

            // The runtime reads an end point here before it puts another in its place: it must not be null.
            EndPoint sender = _anybody;
            _socket.ReceiveFrom(kept, 0, kept.Length, SocketFlags.None, ref sender);
            IPEndPoint? who = sender as IPEndPoint;
            if (who is null)
            {
                return false;
            }

            byte[] octets = who.Address.GetAddressBytes();
            long address = octets.Length == 4 ? Ipv4.Of(octets, 0) : 0;
            from.Set(address, who.Port);
            from.Segment = 0;

            // Nothing here tells where it was sent to.
            from.IsMulticast = true;
            from.IsOnLink = _own.IsOnLink(address);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    public bool Send(byte[] buffer, int count, Route to)
    {
        try
        {
            EndPoint there = to.IsMulticast ? _group : new IPEndPoint(new IPAddress(Ipv4.Octets(to.Ipv4)), to.Port);
            return _socket.SendTo(buffer, 0, count, SocketFlags.None, there) == count;
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Close()
    {
        _isClosed = true;
        NetworkChange.NetworkAvailabilityChanged -= LinkChanged;
        try
        {
            _socket.Close();
        }
        catch (Exception)
        {
            return;
        }
    }

    // What cannot be looked at, as one that is longer than the buffer where a system minds that, is in nobody's way. Not without asking whether it is there: the fault may have taken it along, and to wait for another is to be deaf and dumb.
    private void Discard(byte[] buffer, int count)
    {
        try
        {
            if (_socket.Poll(0, SelectMode.SelectRead))
            {
                _socket.Receive(buffer, 0, count, SocketFlags.None);
            }
        }
        catch (Exception)
        {
            return;
        }
    }

    // On the runtime's own thread. Which of the two it was does not matter: what is said into a cable that is out, nobody hears.
    private void LinkChanged(object? sender, NetworkAvailabilityEventArgs change)
    {
        _hasChanged = true;
    }

    /// <summary>Joins the group on the interface of an address (RFC 1112 §7.1), and leaves it on that of the last.</summary>
    private bool Join(long address)
    {
        if (_joined > 0)
        {
            Ask(SocketOptionName.DropMembership, Membership(_joined));
        }

        _joined = address;
        Ask(SocketOptionName.MulticastInterface, Ipv4.Octets(address));
        return Ask(SocketOptionName.AddMembership, Membership(address));
    }

    private static byte[] Membership(long address)
    {
        byte[] both = new byte[8];
        Ipv4.Put(Group, both, 0);
        Ipv4.Put(address, both, 4);
        return both;
    }

    private bool Ask(SocketOptionName name, byte[] value)
    {
        try
        {
            _socket.SetSocketOption(SocketOptionLevel.IP, name, value);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private void Ask(SocketOptionLevel level, SocketOptionName name, int value)
    {
        try
        {
            _socket.SetSocketOption(level, name, value);
        }
        catch (Exception)
        {
            // An image that does not know it does without.
            return;
        }
    }
}
