using PeerDevice.Bytes;

namespace PeerDevice.Services.Settings;

/// <summary>
/// The value of <c>address</c>: <c>dhcp</c>, or <c>192.168.1.5/24 gateway 192.168.1.1 dns 192.168.1.1</c>,
/// of which the gateway and the name server may be left out.
/// </summary>
internal static class AddressSetting
{
    private const string Malformed = "address must be dhcp, or read like 192.168.1.5/24 gateway 192.168.1.1; it is left as it was";

    /// <summary>Sets the address, all of it or nothing.</summary>
    /// <returns>Null, or what is wrong with the value.</returns>
    internal static string? Set(string word, PeerSettings settings)
    {
        if (word == "dhcp")
        {
            settings.Address = "";
            settings.SubnetMask = "";
            settings.Gateway = "";
            settings.NameServer = "";
            return null;
        }

        string[] parts = word.Split(' ', '\t');
        int slash = parts[0].IndexOf('/');
        if (slash < 0)
        {
            return Malformed;
        }

        long address = Ipv4.Read(parts[0], 0, slash);
        int bits = PrefixBits(parts[0], slash + 1);
        if (address < 0 || bits < 0 || !IsHost(address, bits))
        {
            return Malformed;
        }

        string gateway = "";
        string nameServer = "";
        int at = NextPart(parts, 1);
        while (at < parts.Length)
        {
            int valueAt = NextPart(parts, at + 1);
            if (valueAt >= parts.Length || Ipv4.Read(parts[valueAt]) < 0)
            {
                return Malformed;
            }

            if (parts[at] == "gateway" && gateway.Length == 0)
            {
                // A gateway that is not on the link cannot be reached (RFC 1122 §3.3.1.1).
                if (((Ipv4.Read(parts[valueAt]) ^ address) & Ipv4.Mask(bits)) != 0)
                {
                    return "the gateway is not within the address's own network; the address is left as it was";
                }

                gateway = parts[valueAt];
            }
            else if (parts[at] == "dns" && nameServer.Length == 0)
            {
                nameServer = parts[valueAt];
            }
            else
            {
                return Malformed;
            }

            at = NextPart(parts, valueAt + 1);
        }

        settings.Address = Ipv4.Text(address);
        settings.SubnetMask = Ipv4.Text(Ipv4.Mask(bits));
        settings.Gateway = gateway;
        settings.NameServer = nameServer;
        return null;
    }

    /// <summary>The next part that is not empty: several blanks are as good as one.</summary>
    private static int NextPart(string[] parts, int from)
    {
        while (from < parts.Length && parts[from].Length == 0)
        {
            from++;
        }

        return from;
    }

    private static int PrefixBits(string text, int start)
    {
        int bits = 0;
        if (start >= text.Length || text.Length - start > 2)
        {
            return -1;
        }

        for (int i = start; i < text.Length; i++)
        {
            if (text[i] < '0' || text[i] > '9')
            {
                return -1;
            }

            bits = (bits * 10) + (text[i] - '0');
        }

        return bits >= 1 && bits <= 30 ? bits : -1;
    }

    /// <summary>Whether an address can be one host's: not loopback, multicast or reserved, and neither the network's own number nor its broadcast.</summary>
    private static bool IsHost(long address, int bits)
    {
        long first = address >> 24;
        long host = address & ~Ipv4.Mask(bits) & 0xFFFFFFFFL;
        return first != 0 && first != 127 && first < 224 && host != 0 && host != (~Ipv4.Mask(bits) & 0xFFFFFFFFL);
    }
}
