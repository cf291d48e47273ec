using System;
using System.Net.NetworkInformation;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers;

/// <summary>
/// The addresses of this board's interfaces and the prefixes that go with them: who is on our own links. Asked anew from time
/// to time, since an address may come from DHCP long after the start.
/// </summary>
internal sealed class OwnLinks
{
    private readonly IClock _clock;
    private long[] _addresses = new long[0];
    private long[] _masks = new long[0];
    private long _freshUntil;

    internal OwnLinks(IClock clock)
    {
        _clock = clock;
        _freshUntil = -1;
    }

    /// <summary>Whether an address is one of ours, or loopback.</summary>
    internal bool IsOurs(long address)
    {
        if (Ipv4.IsLoopback(address))
        {
            return true;
        }

        Refresh();
        long[] addresses = _addresses;
        for (int i = 0; i < addresses.Length; i++)
        {
            if (addresses[i] == address)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an address lies within the prefix of one of our interfaces, or is loopback.</summary>
    internal bool IsOnLink(long address)
    {
        if (Ipv4.IsLoopback(address))
        {
            return true;
        }

        Refresh();
        long[] addresses = _addresses;
        long[] masks = _masks;
        for (int i = 0; i < addresses.Length && i < masks.Length; i++)
        {
            if (((addresses[i] ^ address) & masks[i]) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first of our addresses that is one of the office's; -1 when there is none yet.</summary>
    internal long First()
    {
        Refresh();
        long[] addresses = _addresses;
        for (int i = 0; i < addresses.Length; i++)
        {
            if (addresses[i] > 0 && !Ipv4.IsLoopback(addresses[i]))
            {
                return addresses[i];
            }
        }

        return -1;
    }

    private void Refresh()
    {
        long now = _clock.Milliseconds;
        if (now < _freshUntil)
        {
            return;
        }

        _freshUntil = now + Limits.InterfaceMilliseconds;
        try
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            long[] addresses = new long[interfaces.Length];
            long[] masks = new long[interfaces.Length];
            for (int i = 0; i < interfaces.Length; i++)
            {
                long address = Ipv4.Read(interfaces[i].IPv4Address ?? "");
                long mask = Ipv4.Read(interfaces[i].IPv4SubnetMask ?? "");

                // An interface without an address or a mask has no link: nothing equals -1, and an empty mask would let everybody in.
                addresses[i] = address > 0 && mask > 0 ? address : -1;
                masks[i] = mask > 0 ? mask : 0xFFFFFFFFL;
            }

            _addresses = addresses;
            _masks = masks;
        }
        catch (Exception)
        {
            // What was known stands until the interfaces can be asked again.
            return;
        }
    }
}
