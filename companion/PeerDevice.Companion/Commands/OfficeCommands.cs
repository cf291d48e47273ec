using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO.Enumeration;
using System.Linq;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary>The commands about all peers at once.</summary>
internal sealed class OfficeCommands(Teller teller, INetwork network, IClock clock, IOffice office)
{
    private const string Nobody = "no peer was heard: are they on, and on this PC's network?";

    internal static readonly string[] Head = ["NAME", "KIND", "PRINTER", "SPACE", "ADDRESS"];

    /// <summary><c>peer ls</c> of nothing: the office.</summary>
    public void List()
    {
        List<OfficeLine> lines = new OfficeView(network, clock, office).Look();
        Show(Head, lines.ConvertAll(static line => line.Cells));
    }

    /// <summary><c>peer who</c>: who is here, who was, and how that is known; nobody is asked for more.</summary>
    public void Who()
    {
        Show(["NAME", "ID", "KIND", "SEEN", "HOW", "ADDRESS"], office.Look(null).ConvertAll(static one => new[]
        {
            OfficeLine.Short(one.Name),
            one.Id.Length > 0 ? one.Id : "-",
            one.Kind.Length > 0 ? one.Kind : "-",
            one.Seen < 2 ? "now" : Ago(one.Seen),
            one.IsThisPc ? "this PC" : !one.IsHere ? "gone" : one.Hops == 0 ? "heard" : "told by others",
            one.Authority,
        }));
    }

    /// <summary><c>peer find</c>: files and folders of all peers by name.</summary>
    /// <param name="name">What is in the name, in whatever case; with * or ? the whole name.</param>
    public void Find(string name)
    {
        List<FoundPeer> here = office.Look(null).FindAll(static one => one.IsHere);
        if (here.Count == 0)
        {
            throw new CommandFailure(Nobody);
        }

        object gate = new();
        int hits = 0;
        Parallel.ForEach(here, new ParallelOptions { MaxDegreeOfParallelism = DesktopLimits.AskedAtOnce }, peer =>
        {
            try
            {
                FindOn(peer, name, line =>
                {
                    lock (gate)
                    {
                        hits++;
                        teller.Say(line);
                    }
                });
            }
            catch (CommandFailure failure)
            {
                lock (gate)
                {
                    teller.Complain($"not all of {peer.Name} was looked through: {failure.Message}");
                }
            }
        });
        if (hits == 0)
        {
            throw new CommandFailure($"no file of {here.Count} peer{(here.Count == 1 ? "" : "s")} is called {name}.");
        }
    }

    internal static bool IsHit(string wanted, string name) =>
        wanted.AsSpan().IndexOfAny('*', '?') >= 0 ? FileSystemName.MatchesSimpleExpression(wanted, name) : name.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    private static string Ago(long seconds) => seconds < 120 ? Number(seconds) + " s ago" : seconds < 7200 ? Number(seconds / 60) + " min ago" : Number(seconds / 3600) + " h ago";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void FindOn(FoundPeer peer, string wanted, Action<string> tell)
    {
        using RemotePeer remote = new(new PeerAddress(peer.Host, peer.Port, PeerAddress.Files), network, clock);
        remote.Client.Patience = DesktopLimits.OfficePatience;
        Queue<(string Path, int Depth)> folders = new([(PeerAddress.Files, 0)]);
        int looked = 0;
        while (folders.TryDequeue(out (string Path, int Depth) folder))
        {
            if (++looked > DesktopLimits.FoundFolders)
            {
                throw new CommandFailure($"it has more than {DesktopLimits.FoundFolders} folders.");
            }

            foreach (RemoteEntry entry in remote.List(folder.Path))
            {
                if (IsHit(wanted, entry.Name))
                {
                    tell($"{peer.Name}:/{entry.Path[PeerAddress.Files.Length..]}{(entry.IsCollection ? "/" : entry.Length < 0 ? "" : "  " + Measure.Of(entry.Length))}");
                }

                if (entry.IsCollection && folder.Depth < DesktopLimits.TreeDepth && Names.Objection(entry.Name) is null)
                {
                    folders.Enqueue((entry.Path, folder.Depth + 1));
                }
            }
        }
    }

    private void Show(string[] head, List<string[]> rows)
    {
        if (rows.Count == 0)
        {
            teller.Say(Nobody);
            return;
        }

        foreach (string line in Columns.Lines([head, .. rows]))
        {
            teller.Say(line);
        }
    }
}
