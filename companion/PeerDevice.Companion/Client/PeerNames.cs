using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Peers by name, wherever an address stands: <c>hub</c> is the peer, <c>hub:/photos/</c> a place in its files. What has a port, a scheme or is an address is one already.
/// </summary>
/// <param name="office">Who is here.</param>
internal sealed class PeerNames(IOffice office)
{
    // Null is a host of that name, which is no peer.
    private readonly Dictionary<string, FoundPeer?> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The address that a text means: itself, where it names no peer.</summary>
    /// <exception cref="CommandFailure">It names a peer, and nobody is called that.</exception>
    public string Address(string text)
    {
        if (Split(text) is not var (name, place, isCertain))
        {
            return text;
        }

        return Find(name, isCertain) is { } peer ? peer.Authority + place : text;
    }

    /// <summary>What the peer is called that a text names; null where it names none.</summary>
    /// <exception cref="CommandFailure">It names a peer, and nobody is called that.</exception>
    public string? NameOf(string text) => Split(text) is var (name, _, isCertain) ? Find(name, isCertain)?.Name : null;

    /// <summary>The same where a folder of this PC may stand too: only what has a colon behind its name, and is no folder here, is a peer's.</summary>
    public string Side(string text) => Split(text) is (_, _, true) && !System.IO.Path.Exists(text) ? Address(text) : text;

    /// <summary>The same of a document that a printer is to have: what names a peer's file is the URL by which the printer fetches it.</summary>
    public string Document(string text) => Side(text) is { } at && at != text ? PeerAddress.Read(at).Url : text;

    /// <summary>
    /// The name in a text, and what stands behind the authority in its address; null where it has none. A name with a colon behind it can only be a peer's; one without may be a host's.
    /// </summary>
    internal static (string Name, string Place, bool IsCertain)? Split(string text)
    {
        int slash = text.IndexOf('/');
        string front = slash < 0 ? text : text[..slash];
        if (front.Length > 1 && front[^1] == ':')
        {
            // "http:" of a URL; a drive of Windows has one letter, and no peer has.
            bool isUrl = slash >= 0 && slash + 1 < text.Length && text[slash + 1] == '/';
            bool isDrive = front.Length == 2 && OperatingSystem.IsWindows();
            string below = slash < 0 ? "" : text[(slash + 1)..];
            return isUrl || isDrive ? null : (front[..^1], PeerAddress.Files + below, true);
        }

        bool isHost = front.Length == 0 || front.AsSpan().IndexOfAny(".:[]\\~") >= 0 || front == "localhost" || front == "-";
        return isHost ? null : (front, slash < 0 ? "" : text[slash..], false);
    }

    /// <summary>The texts that are most like a name, at most three: those that differ in a few letters, begin with it or have it in them.</summary>
    internal static List<string> Like(string name, IEnumerable<string> names)
    {
        string wanted = name.ToUpperInvariant();
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(one => (Name: one, Far: Distance(wanted, one.ToUpperInvariant())))
            .Where(one => one.Far <= Math.Max(wanted.Length / 3, 1) || one.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static one => one.Far)
            .ThenBy(static one => one.Name, StringComparer.Ordinal)
            .Take(DesktopLimits.Suggestions)
            .Select(static one => one.Name)];
    }

    /// <summary>How many letters must be put in, left out, changed, or exchanged with the next to make one text of another.</summary>
    internal static int Distance(string one, string other)
    {
        int[,] far = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            far[i, 0] = i;
        }

        for (int j = 0; j <= other.Length; j++)
        {
            far[0, j] = j;
        }

        for (int i = 1; i <= one.Length; i++)
        {
            for (int j = 1; j <= other.Length; j++)
            {
                int change = one[i - 1] == other[j - 1] ? 0 : 1;
                int least = Math.Min(Math.Min(far[i - 1, j], far[i, j - 1]) + 1, far[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    least = Math.Min(least, far[i - 2, j - 2] + 1);
                }

                far[i, j] = least;
            }
        }

        return far[one.Length, other.Length];
    }

    /// <summary>Whether this network knows a host of that name.</summary>
    internal static bool IsHost(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name).Length > 0;
        }
        catch (Exception problem) when (problem is SocketException or ArgumentException)
        {
            return false;
        }
    }

    private FoundPeer? Find(string name, bool isCertain)
    {
        if (_known.TryGetValue(name, out FoundPeer? known))
        {
            return known;
        }

        List<FoundPeer> here = office.Look(name);
        List<FoundPeer> found = here.FindAll(one => one.IsHere && one.IsCalled(name));
        if (found.Count > 1)
        {
            found = found.FindAll(one => one.Name == name) is { Count: 1 } exact ? exact : found;
        }

        if (found.Count > 1)
        {
            throw new CommandFailure($"{found.Count} peers are called {name}: write the address of one, {string.Join(" or ", found.Select(static one => one.Authority))}.");
        }

        if (found.Count == 1)
        {
            _known[name] = found[0];
            return found[0];
        }

        if (!isCertain && IsHost(name))
        {
            _known[name] = null;
            return null;
        }

        List<string> like = Like(name, here.Select(static one => one.Name));
        throw new CommandFailure(like.Count > 0 ? $"no peer here is called {name}: did you mean {string.Join(" or ", like)}?"
            : here.Count > 0 ? $"no peer here is called {name}: see `peer ls` for those that are."
            : $"no peer is called {name}, and none was heard: is it on, and on this PC's network? An address with its port, host:8631, is asked without being heard.");
    }
}
