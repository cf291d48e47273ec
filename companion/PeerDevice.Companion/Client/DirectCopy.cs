using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Companion.Commands;
using PeerDevice.Host;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Has a peer fetch from another by itself (PROTOCOL, "Third-party copies"): nothing moves through this PC. It looks on, and when it loses the connection it asks what came of it.
/// </summary>
internal sealed class DirectCopy(PeerAddress source, RemotePeer to, Teller teller, IClock clock, bool force)
{
    private const string Octets = "Stripe Bytes Transferred:";
    private const string Success = "success:";
    private const string Failure = "failure:";
    private long _octets;
    private int _lines; // since octets came last

    /// <summary>Has something copied.</summary>
    /// <param name="entry">What, on the source.</param>
    /// <param name="target">Where to, on the other peer.</param>
    /// <param name="why">Why the other peer does not do that itself: then nothing has happened.</param>
    /// <exception cref="CommandFailure">It did not succeed.</exception>
    public bool Try(RemoteEntry entry, string target, out string why)
    {
        why = "";
        if (PeerReport.Find(to) is not { Copies: > 0 })
        {
            why = $"{to.Client.Authority} does not fetch by itself";
            return false;
        }

        string uri = "http://" + Authority(source) + PeerAddress.Encode(entry.Path) + (entry.IsCollection ? "/" : "");
        int status = to.Ask("COPY", entry.IsCollection ? target + "/" : target, client =>
        {
            client.Field("Source: ", uri);
            client.Field("Overwrite: ", force ? "T" : "F"); // RFC 4918 §10.6
        });
        if (status is 403 or 405 or 501 or 502)
        {
            // It cannot reach the source, or may not; this PC could.
            to.Client.Finish();
            why = $"{to.Client.Authority} cannot fetch it itself ({status.ToString(CultureInfo.InvariantCulture)})";
            return false;
        }

        to.Expect(status, target);
        if (status != 202)
        {
            to.Client.Finish();
            throw new CommandFailure($"{to.Client.Authority} answers {status} to a copy: look there what came of it.");
        }

        string state = to.Client.Value(Field.Location);
        using Teller.Track track = teller.Follow(entry.Name, entry.Length);
        string? end = Watch(track) ?? Ask(state, track);
        if (!end.StartsWith(Success, StringComparison.Ordinal))
        {
            throw new CommandFailure($"{to.Client.Authority} could not copy it: {Names.Shown(end[Failure.Length..].Trim())}");
        }

        teller.Say($"{entry.Path} -> {target}");
        return true;
    }

    /// <summary>Reads what is told of a copy, to its end or to that of the connection.</summary>
    /// <returns>The line that it ended with; null where that did not come.</returns>
    private string? Watch(Teller.Track track)
    {
        try
        {
            using StreamReader lines = new(new BodyStream(to.Client.Body));
            while (ReadLine(lines) is { } line)
            {
                _lines++;
                if (_lines > DesktopLimits.CopyLines)
                {
                    to.Client.Close();
                    return null;
                }

                if (line.StartsWith(Success, StringComparison.Ordinal) || line.StartsWith(Failure, StringComparison.Ordinal))
                {
                    to.Client.Finish();
                    return line;
                }

                if (line.Trim().StartsWith(Octets, StringComparison.Ordinal) && long.TryParse(line.AsSpan(line.IndexOf(':') + 1), CultureInfo.InvariantCulture, out long octets))
                {
                    _lines = octets > _octets ? 0 : _lines;
                    _octets = octets;
                    track.At(octets);
                }
            }

            to.Client.Finish();
        }
        catch (CommandFailure)
        {
            to.Client.Close(); // the copy goes on without us
        }

        return null;
    }

    /// <summary>Reads a line, of a longer one its front; null at the end.</summary>
    internal static string? ReadLine(TextReader lines)
    {
        StringBuilder line = new();
        int c = lines.Read();
        if (c < 0)
        {
            return null;
        }

        for (; c is not ('\n' or < 0); c = lines.Read())
        {
            if (line.Length < DesktopLimits.CopyLine)
            {
                line.Append((char)c);
            }
        }

        return line.ToString().TrimEnd('\r');
    }

    // The peer may be busy with the very copy: it is asked for as long as the copy could take.
    private string Ask(string state, Teller.Track track)
    {
        if (!state.StartsWith('/'))
        {
            throw new CommandFailure($"the connection to {to.Client.Authority} was lost, and it did not say where to ask: look there what came of it.");
        }

        for (int lost = 0; lost < DesktopLimits.CopyLost && _lines <= DesktopLimits.CopyLines;)
        {
            clock.Sleep(DesktopLimits.CopyLook);
            to.Client.StartTarget("GET", state);
            bool isHeard = to.Client.Ask() == HttpClient.Ok;
            int status = isHeard ? to.Client.Response.Status : 503;
            if (status == 404)
            {
                to.Client.Finish();
                break;
            }

            int before = _lines;
            string? end = status == 200 ? Watch(track) : null;
            if (end is not null)
            {
                return end;
            }

            // Who says nothing is not heard either, whatever its status says.
            lost = status == 200 && _lines != before ? 0 : lost + 1;
            to.Client.Close();
        }

        throw new CommandFailure($"{to.Client.Authority} was lost in the middle of the copy: look there what came of it, and try again.");
    }

    /// <summary>The source as the other peer can reach it: a name that only this PC may know is told by its address.</summary>
    internal static string Authority(PeerAddress at)
    {
        string host = at.Host;
        if (!IPAddress.TryParse(host, out _) && (!host.Contains('.') || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                IPAddress[] addresses = Dns.GetHostAddresses(host);
                host = (addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault())?.ToString() ?? host;
            }
            catch (SocketException)
            {
                // Then by its name.
            }
        }

        return at.Port == Limits.HttpPort ? PeerAddress.Bracketed(host) : PeerAddress.AuthorityOf(host, at.Port);
    }
}
