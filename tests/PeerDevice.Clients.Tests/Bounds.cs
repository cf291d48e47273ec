using System;

namespace PeerDevice.Clients;

/// <summary>How long and how much, all in one place. Every wait ends.</summary>
internal static class Bounds
{
    /// <summary>For one outside program to end by itself.</summary>
    internal static readonly TimeSpan Program = TimeSpan.FromSeconds(120);

    /// <summary>For some gigabytes to go to a slow medium.</summary>
    internal static readonly TimeSpan Large = TimeSpan.FromSeconds(400);

    /// <summary>For litmus, which makes several hundred requests.</summary>
    internal static readonly TimeSpan Litmus = TimeSpan.FromSeconds(180);

    /// <summary>For one of ipptool's suites, which waits for jobs in seconds.</summary>
    internal static readonly TimeSpan Ipp = TimeSpan.FromSeconds(180);

    /// <summary>For a peer to say that it is ready: a debug build on two busy cores.</summary>
    internal static readonly TimeSpan Ready = TimeSpan.FromSeconds(60);

    /// <summary>For a peer to end after it was asked to.</summary>
    internal static readonly TimeSpan Stop = TimeSpan.FromSeconds(20);

    /// <summary>For a temporary folder to be gone.</summary>
    internal static readonly TimeSpan Tidy = TimeSpan.FromSeconds(10);

    /// <summary>For an answer to a datagram, of one that may give none.</summary>
    internal static readonly TimeSpan Datagram = TimeSpan.FromSeconds(2);

    /// <summary>For an answer on a plain socket, and for the end of a connection that a peer must not keep: half as long as it keeps an idle one.</summary>
    internal static readonly TimeSpan Answer = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For an answer in a crowd: a board has few control blocks, and a client whose SYN found none tries again after 1, 3, 7, 15, 31 s (RFC 6298 §5).
    /// </summary>
    internal static readonly TimeSpan Crowded = TimeSpan.FromSeconds(90);

    /// <summary>For a board that cannot join the group of mDNS to be found by its name, and to answer.</summary>
    internal static readonly TimeSpan Found = TimeSpan.FromSeconds(5);

    /// <summary>For an office to know of one that it left in good order (RFC 6762 §10.1 has one).</summary>
    internal static readonly TimeSpan Gone = TimeSpan.FromSeconds(3);

    /// <summary>For an office to know that one was unplugged, once somebody has asked for it twice in vain: ten seconds of doubt, and ten for an answer (RFC 6762 §10.5, §10.4).</summary>
    internal static readonly TimeSpan Unplugged = TimeSpan.FromSeconds(20);

    /// <summary>For an office to know of one whose cable is in again: a look each second at either end, and what a busy machine takes.</summary>
    internal static readonly TimeSpan Back = TimeSpan.FromSeconds(30);

    /// <summary>For all to know of all where half of all messages are lost: nine questions, each twice as long behind the last.</summary>
    internal static readonly TimeSpan Lossy = TimeSpan.FromSeconds(600);

    /// <summary>For peers to have asked each other what they are: one every five seconds.</summary>
    internal static readonly TimeSpan Acquainted = TimeSpan.FromSeconds(90);

    /// <summary>For all checks of mounts and file managers together.</summary>
    internal static readonly TimeSpan Desktops = TimeSpan.FromSeconds(900);

    /// <summary>For a mount to be there.</summary>
    internal static readonly TimeSpan Mounted = TimeSpan.FromSeconds(60);

    /// <summary>For a client to copy a whole tree of some 30 MiB.</summary>
    internal static readonly TimeSpan Tree = TimeSpan.FromSeconds(120);

    /// <summary>For what comes by and by to be there: what a mount sends behind one's back, or an office to know of somebody. Only a check that would fail anyhow takes so long.</summary>
    internal static readonly TimeSpan Settled = TimeSpan.FromSeconds(120);

    /// <summary>For the browser to answer, or for something to show on its page.</summary>
    internal static readonly TimeSpan Browser = TimeSpan.FromSeconds(60);

    /// <summary>How often a page is opened that must come whole each time.</summary>
    internal const int Visits = 20;

    /// <summary>Between two looks at the page.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Octets of the file that is fetched in parts.</summary>
    internal const int LargeFile = (3 * 1024 * 1024) + 12345;

    /// <summary>Octets of what is printed.</summary>
    internal const int Document = 300_007;

    /// <summary>Connections at once, as the issue of the gate asks.</summary>
    internal const int Crowd = 64;
}
