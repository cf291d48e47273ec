using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>This PC's network, by blocking sockets: a thread per connection, and no machinery between it and the system.</summary>
/// <param name="bind">
/// The address to listen on; null for all of them, IPv6 and IPv4. Who is then served is the engine's question: those on our own links.
/// </param>
public sealed class PcNetwork(IPAddress? bind = null) : INetwork
{
    private readonly OwnAddresses _addresses = new();

    /// <inheritdoc/>
    public IListener? Listen(int port)
    {
        if (bind is not null)
        {
            return TryListen(bind, port);
        }

        return (Socket.OSSupportsIPv6 ? TryListen(IPAddress.IPv6Any, port) : null) ?? TryListen(IPAddress.Any, port);
    }

    /// <inheritdoc/>
    public Link? Connect(string host, int port, int patienceMilliseconds) => Connect(host, port, patienceMilliseconds, out _);

    /// <inheritdoc/>
    public IDatagrams? OpenDatagrams(int port)
    {
        if (bind is not null)
        {
            return TryOpen(bind, port);
        }

        return (Socket.OSSupportsIPv6 ? TryOpen(IPAddress.IPv6Any, port) : null) ?? TryOpen(IPAddress.Any, port);
    }

    /// <inheritdoc/>
    public IMulticast? OpenMulticast() => SocketMulticast.Open(bind, _addresses);

    /// <inheritdoc/>
    public bool IsOurAddress(string address)
    {
        ReadOnlySpan<char> text = address;
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
        {
            text = text[1..^1]; // as in a URI (RFC 3986 §3.2.2)
        }

        // .NET also takes "127.1", "0177.0.0.1" and "2130706433" for an address; in a Host field they are none.
        return IPAddress.TryParse(text, out IPAddress? parsed)
            && (parsed.AddressFamily != AddressFamily.InterNetwork || text.SequenceEqual(parsed.ToString()))
            && _addresses.Contains(parsed);
    }

    /// <inheritdoc/>
    public bool IsOnLink(string address) => IPAddress.TryParse(address, out IPAddress? parsed) && _addresses.IsOnLink(parsed);

    /// <summary>Opens a connection, and otherwise says why not in words that go on after the host's name.</summary>
    internal Link? Connect(string host, int port, int patience, out string problem) =>
        OpenSocket(host, port, patience, out problem) is { } socket ? new SocketLink(socket, _addresses) : null;

    /// <summary>Opens a connected, blocking socket.</summary>
    internal static Socket? OpenSocket(string host, int port, int patience, out string problem)
    {
        problem = "has no address";
        try
        {
            // One address after the other; a name's first may be one nobody listens on ("localhost" is ::1 as well).
            foreach (IPAddress address in IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : Dns.GetHostAddresses(host))
            {
                Socket? socket = TryConnect(address, port, patience, out problem);
                if (socket is not null)
                {
                    return socket;
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            problem = "is not a name that this network knows";
        }

        return null;
    }

    private SocketListener? TryListen(IPAddress address, int port)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (OperatingSystem.IsWindows())
            {
                socket.ExclusiveAddressUse = true;
            }

            // Elsewhere .NET asks for SO_REUSEADDR by itself; its ReuseAddress option would be SO_REUSEPORT as well, by which
            // two peers could hold one port and share its callers.
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(DesktopLimits.Backlog);
            return new SocketListener(socket, _addresses);
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }

    private SocketDatagrams? TryOpen(IPAddress address, int port)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            if (OperatingSystem.IsWindows())
            {
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            return new SocketDatagrams(socket, _addresses);
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }

    private static Socket? TryConnect(IPAddress address, int port, int patience, out string problem)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

        // Closing it is the one way to end a blocking connect that works everywhere and leaves the socket blocking.
        using Timer end = new(static state => ((Socket)state!).Dispose(), socket, patience, Timeout.Infinite);
        try
        {
            socket.Connect(address, port);
            if (!end.Change(Timeout.Infinite, Timeout.Infinite) || !socket.Connected)
            {
                throw new SocketException((int)SocketError.TimedOut);
            }

            problem = "";
            return socket;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            problem = failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? "refuses the connection: is a peer running there, and is the port right?"
                : failure is SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable }
                    ? "cannot be reached from this network"
                    : "does not answer: is it on, and on this network?";
            return null;
        }
    }
}
