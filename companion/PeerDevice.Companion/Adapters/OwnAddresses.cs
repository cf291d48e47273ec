using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PeerDevice.Companion.Adapters;

/// <summary>This PC's addresses and the prefixes on its links, read anew when they are old.</summary>
internal sealed class OwnAddresses
{
    private readonly object _lock = new();
    private List<(IPAddress Address, int Prefix)> _known = [];
    private long _readAt = long.MinValue;

    /// <summary>Whether an address is one of this PC's own.</summary>
    public bool Contains(IPAddress address)
    {
        address = Plain(address);
        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        foreach ((IPAddress own, _) in Known())
        {
            if (own.Equals(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an address is on one of this PC's links: within the prefix of an interface, or loopback.</summary>
    public bool IsOnLink(IPAddress address)
    {
        address = Plain(address);
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal)
        {
            return true;
        }

        foreach ((IPAddress own, int prefix) in Known())
        {
            if (own.AddressFamily == address.AddressFamily && SharePrefix(own, address, prefix))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An IPv4 address as such where it came mapped into IPv6 (RFC 4291 §2.5.5.2), and without a zone.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
    }

    /// <summary>Whether two addresses of one family agree in their first bits.</summary>
    internal static bool SharePrefix(IPAddress a, IPAddress b, int bits)
    {
        Span<byte> left = stackalloc byte[16];
        Span<byte> right = stackalloc byte[16];
        a.TryWriteBytes(left, out int length);
        b.TryWriteBytes(right, out _);
        bits = Math.Min(bits, length * 8);
        int whole = bits / 8;
        if (!left[..whole].SequenceEqual(right[..whole]))
        {
            return false;
        }

        int rest = bits % 8;
        return rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0;
    }

    private List<(IPAddress Address, int Prefix)> Known()
    {
        lock (_lock)
        {
            long now = Environment.TickCount64;
            if (_readAt == long.MinValue || now - _readAt > DesktopLimits.AddressesStand)
            {
                _known = ReadAll() ?? _known;
                _readAt = now;
            }

            return _known;
        }
    }

    private static List<(IPAddress Address, int Prefix)>? ReadAll()
    {
        try
        {
            List<(IPAddress, int)> all = [];
            foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
            {
                if (card.OperationalStatus is OperationalStatus.Down or OperationalStatus.NotPresent)
                {
                    continue;
                }

                foreach (UnicastIPAddressInformation address in card.GetIPProperties().UnicastAddresses)
                {
                    all.Add((Plain(address.Address), address.PrefixLength));
                }
            }

            return all;
        }
        catch (Exception problem) when (problem is NetworkInformationException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}
