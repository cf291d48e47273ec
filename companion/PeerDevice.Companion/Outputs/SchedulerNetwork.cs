using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Outputs;

/// <summary>The way to this PC's print scheduler: its socket in the file system, or its port on loopback.</summary>
/// <param name="place">The path of a socket, or HOST:PORT, or HOST.</param>
internal sealed class SchedulerNetwork(string place) : INetwork
{
    private const int IppPort = 631;

    private readonly OwnAddresses _addresses = new();

    /// <summary>Where the scheduler is: where the environment says (CUPS_SERVER, as for all of CUPS' programs), or else where systems put its socket.</summary>
    public static string Place()
    {
        if (Environment.GetEnvironmentVariable("CUPS_SERVER") is { Length: > 0 } said)
        {
            return said;
        }

        foreach (string path in (ReadOnlySpan<string>)["/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd"])
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return "localhost";
    }

    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        Socket? socket = place.StartsWith('/') ? OpenPath() : OpenPort(patienceMilliseconds);
        return socket is null ? null : new SocketLink(socket, _addresses);
    }

    public IListener? Listen(int port) => null;

    public IDatagrams? OpenDatagrams(int port) => null;

    public IMulticast? OpenMulticast() => null;

    public bool IsOurAddress(string address) => false;

    public bool IsOnLink(string address) => false;

    private Socket? OpenPath()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(place));
            return socket;
        }
        catch (Exception problem) when (problem is SocketException or ArgumentException or IOException)
        {
            socket.Dispose();
            return null;
        }
    }

    private Socket? OpenPort(int patience)
    {
        bool hasPort = place.LastIndexOf(':') is var colon && colon > place.LastIndexOf(']') && ushort.TryParse(place.AsSpan(colon + 1), out _);
        string host = (hasPort ? place[..colon] : place).Trim('[', ']');
        return PcNetwork.OpenSocket(host, hasPort ? ushort.Parse(place.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture) : IppPort, patience, out _);
    }
}
