using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>What a peer stands on: the ports of one board or one PC, put together by its program.</summary>
public sealed class Ground
{
    /// <summary>Makes a ground.</summary>
    /// <param name="kind">What this is, for people: "board", "virtual board", "companion".</param>
    /// <param name="store">Where the files are.</param>
    /// <param name="network">The network.</param>
    /// <param name="clock">Time.</param>
    /// <param name="random">Chance.</param>
    /// <param name="indicator">How the peer shows its state. What it reports is kept in a log, in that of a <see cref="NotedIndicator"/> if it is one.</param>
    /// <param name="outlets">The output devices; none where there is none.</param>
    public Ground(string kind, IFileStore store, INetwork network, IClock clock, IRandom random, IIndicator indicator, Outlet[] outlets)
    {
        Kind = kind;
        Store = store;
        Network = network;
        Clock = clock;
        Random = random;
        NotedIndicator noted = indicator as NotedIndicator ?? new NotedIndicator(indicator, new LogRing(clock, Limits.LogOctets));
        Indicator = noted;
        Log = noted.Log;
        Outlets = outlets;
    }

    /// <summary>What this is, for people.</summary>
    public string Kind { get; }

    /// <summary>Where the files are.</summary>
    public IFileStore Store { get; }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <summary>Time.</summary>
    public IClock Clock { get; }

    /// <summary>Chance.</summary>
    public IRandom Random { get; }

    /// <summary>How the peer shows its state.</summary>
    public IIndicator Indicator { get; }

    /// <summary>The last lines of what happened.</summary>
    public LogRing Log { get; }

    /// <summary>What the ground says of itself to people: which board, its address, what makes no sense.</summary>
    public BoardFacts Facts { get; set; } = new BoardFacts();

    /// <summary>Rung when the state of a Printer has changed, for who shows it; null for nobody.</summary>
    public AutoResetEvent? Bell { get; set; }

    /// <summary>How much memory is free; null where there is always enough.</summary>
    public IMemory? Memory { get; set; }

    /// <summary>What an office asks of the Printers beyond print data, for the one peer that stands here; null where nothing of it is served.</summary>
    public IPrintOffice? Office { get; set; }

    /// <summary>Digests of content; null where there are none.</summary>
    public IDigests? Digests { get; set; }

    /// <summary>Who knows which file of a PC has a content; null where nobody does. A board asks its own index.</summary>
    public IContents? Contents { get; set; }

    /// <summary>Unpacks compressed documents; null where that cannot be done.</summary>
    public IUnpacker? Unpacker { get; set; }

    /// <summary>What no other device has, such as its hardware address in hexadecimal; empty where there is nothing.</summary>
    public string Identity { get; set; } = "";

    /// <summary>Where a PC keeps the numbers of names that others have too; null for nowhere. A board keeps them on its card.</summary>
    public INote? Names { get; set; }

    /// <summary>By what the peer looks for others and fetches from them, of this peer alone; null where it does neither.</summary>
    public INeighbours? Neighbours { get; set; }

    /// <summary>Where Jobs are kept on a PC; null for nowhere. A board keeps them on its card.</summary>
    public IFileStore? Spool { get; set; }

    /// <summary>The output devices; the first is the one that is meant where nobody says which.</summary>
    public Outlet[] Outlets { get; }
}
