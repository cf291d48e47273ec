using System;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers;

/// <summary>TCP and UDP over IPv4 through nanoFramework's Socket. IPv6 is off in the stock Ethernet images.</summary>
public sealed class BoardNetwork : INetwork
{
    private readonly OwnLinks _own;

    /// <summary>Makes the network of this board.</summary>
    public BoardNetwork(IClock clock)
    {
        _own = new OwnLinks(clock);
    }

    /// <summary>The addresses of the board's network hardware in hexadecimal, one behind the other; empty where it tells none.</summary>
    public static string HardwareAddress()
    {
        string text = "";
        try
        {
            // An image with Ethernet may have Wi-Fi too, in either order.
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < interfaces.Length; i++)
            {
                byte[] address = interfaces[i].PhysicalAddress;
                for (int j = 0; j < address.Length; j++)
                {
                    text += address[j].ToString("x2");
                }
            }
        }
        catch (Exception)
        {
            // Then its name alone tells it from others.
        }

        return text;
    }

    /// <inheritdoc/>
    public IListener? Listen(int port)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen(Limits.ListenBacklog);
            IPEndPoint? bound = socket.LocalEndPoint as IPEndPoint;
            return new SocketListener(socket, bound is null || bound.Port == 0 ? port : bound.Port, _own);
        }
        catch (Exception)
        {
            Shut(socket);
            return null;
        }
    }

    /// <inheritdoc/>
    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        Socket? socket = null;
        Timer? alarm = null;
        try
        {
            IPAddress? address = Resolve(host);
            if (address is null)
            {
                return null;
            }

            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

            // Connect has no timeout and waits for ever; closing the socket under it is what ends it.
            alarm = new Timer(CloseLate, socket, patienceMilliseconds, Timeout.Infinite);
            socket.Connect(new IPEndPoint(address, port));
            alarm.Dispose();
            return new SocketLink(socket, _own);
        }
        catch (Exception)
        {
            if (alarm is not null)
            {
                alarm.Dispose();
            }

            Shut(socket);
            return null;
        }
    }

    /// <inheritdoc/>
    public IDatagrams? OpenDatagrams(int port)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            IPEndPoint? bound = socket.LocalEndPoint as IPEndPoint;
            return new BoardDatagrams(socket, bound is null || bound.Port == 0 ? port : bound.Port, _own);
        }
        catch (Exception)
        {
            Shut(socket);
            return null;
        }
    }

    /// <inheritdoc/>
    public IMulticast? OpenMulticast()
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            BoardMulticast port = new BoardMulticast(socket, _own);
            socket.Bind(new IPEndPoint(IPAddress.Any, Limits.DnsPort));
            return port;
        }
        catch (Exception)
        {
            Shut(socket);
            return null;
        }
    }

    /// <inheritdoc/>
    public bool IsOurAddress(string address)
    {
        long number = Ipv4.Read(address);
        return number >= 0 && _own.IsOurs(number);
    }

    /// <inheritdoc/>
    public bool IsOnLink(string address)
    {
        long number = Ipv4.Read(address);
        return number >= 0 && _own.IsOnLink(number);
    }

    private static IPAddress? Resolve(string host)
    {
        if (Ipv4.Read(host) >= 0)
        {
            return IPAddress.Parse(host);
        }

        IPAddress[] addresses = Dns.GetHostEntry(host).AddressList;
        for (int i = 0; i < addresses.Length; i++)
        {
            if (addresses[i].AddressFamily == AddressFamily.InterNetwork)
            {
                return addresses[i];
            }
        }

        return null;
    }

    private static void CloseLate(object? state)
    {
        Shut(state as Socket);
    }

    private static void Shut(Socket? socket)
    {
        if (socket is null)
        {
            return;
        }

        try
        {
            socket.Close();
        }
        catch (Exception)
        {
            return;
        }
    }
}
