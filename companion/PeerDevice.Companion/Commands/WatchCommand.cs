using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using Spectre.Console;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer watch</c>: the office as it changes; on a terminal a table that stays in its place, elsewhere a line for each change.</summary>
internal sealed class WatchCommand(Teller teller, INetwork network, IClock clock, IOffice office)
{
    private readonly OfficeView _view = new(network, clock, office);

    /// <summary>Watches until Ctrl-C, or for a time.</summary>
    /// <param name="seconds">For how long; 0 without end.</param>
    public void Run(int seconds)
    {
        long until = seconds == 0 ? long.MaxValue : clock.Milliseconds + (seconds * 1000L);
        if (teller.Terminal is { } terminal)
        {
            terminal.Live(Table([])).Start(context => Look(until, lines =>
            {
                context.UpdateTarget(Table(lines));
                context.Refresh();
            }));
            return;
        }

        Dictionary<string, (string Name, string Said)> before = [];
        Look(until, lines => Tell(lines, before));
    }

    private static Table Table(List<OfficeLine> lines)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string head in OfficeCommands.Head)
        {
            table.AddColumn(head);
        }

        foreach (OfficeLine line in lines)
        {
            table.AddRow([.. line.Cells.Select(static cell => new Text(Names.Shown(cell)))]);
        }

        return table;
    }

    private void Look(long until, Action<List<OfficeLine>> show)
    {
        while (true)
        {
            show(_view.Look());
            if (clock.Milliseconds + DesktopLimits.WatchPause > until)
            {
                return;
            }

            clock.Sleep(DesktopLimits.WatchPause);
        }
    }

    private void Tell(List<OfficeLine> lines, Dictionary<string, (string Name, string Said)> before)
    {
        Dictionary<string, (string Name, string Said)> now = [];
        foreach (OfficeLine line in lines)
        {
            // Room changes with every file: by itself it is no news.
            string[] cells = line.Cells;
            string said = string.Join("  ", cells.Where((cell, i) => cell.Length > 0 && i != Array.IndexOf(OfficeCommands.Head, "SPACE")));
            string key = Key(line.Peer);
            now[key] = (line.Peer.Name, said);
            if (!before.TryGetValue(key, out (string Name, string Said) old))
            {
                teller.Say("+ " + said);
            }
            else if (old.Said != said)
            {
                teller.Say("* " + said);
            }
        }

        foreach (string gone in before.Where(one => !now.ContainsKey(one.Key)).Select(static one => one.Value.Name).Order(StringComparer.Ordinal))
        {
            teller.Say("- " + gone);
        }

        before.Clear();
        foreach ((string key, (string Name, string Said) line) in now)
        {
            before[key] = line;
        }
    }

    // Two may have one name, and one may come to have another address.
    private static string Key(FoundPeer peer) => peer.Id.Length > 0 ? peer.Id + "/" + peer.Name : peer.Authority;
}
