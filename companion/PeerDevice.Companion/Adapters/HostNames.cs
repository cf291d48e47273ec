using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PeerDevice.Companion.Adapters;

/// <summary>The names that an office's network knows this PC by. Nobody is asked: what the PC itself was told is enough, and no page elsewhere can change it.</summary>
internal static class HostNames
{
    /// <summary>This PC's names.</summary>
    internal static string[] Own()
    {
        try
        {
            return Of(Environment.MachineName, Dns.GetHostName(), IPGlobalProperties.GetIPGlobalProperties().DomainName);
        }
        catch (Exception problem) when (problem is SocketException or NetworkInformationException or PlatformNotSupportedException)
        {
            return Of(Environment.MachineName, "", "");
        }
    }

    /// <summary>Each name as it is, as multicast DNS has it (RFC 6762 §3), and in the PC's own domain.</summary>
    /// <param name="machine">The machine's name; on Windows cut to 15 characters, in capitals.</param>
    /// <param name="host">The host's name, with or without a domain.</param>
    /// <param name="domain">The domain the PC is in; may be empty, or "(none)" where Linux has none.</param>
    internal static string[] Of(string machine, string host, string domain)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string given in new[] { machine, host })
        {
            string name = given.TrimEnd('.');
            string first = name.Split('.')[0];
            if (first.Length == 0)
            {
                continue;
            }

            names.Add(name.ToLowerInvariant());
            names.Add(first.ToLowerInvariant());
            names.Add(first.ToLowerInvariant() + ".local");
            if (domain.Length > 0 && Uri.CheckHostName(domain) == UriHostNameType.Dns)
            {
                names.Add($"{first}.{domain.TrimEnd('.')}".ToLowerInvariant());
            }
        }

        return [.. names];
    }
}
