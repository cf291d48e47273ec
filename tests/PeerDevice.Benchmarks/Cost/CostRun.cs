using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>Counts what requests cost a board and holds them to their budgets.</summary>
internal static class CostRun
{
    /// <summary>Runs <c>cost</c>.</summary>
    /// <param name="arguments"><c>--profile SCENARIO</c>; <c>--check FILE</c> fails when the table in a file is not what was counted; <c>--record FILE</c> writes it there.</param>
    /// <returns>0 when every budget is kept and every member called is in the table.</returns>
    internal static int Run(string[] arguments)
    {
        Dictionary<string, string> options = [];
        for (int i = 0; i < arguments.Length; i += 2)
        {
            options[arguments[i]] = i + 1 < arguments.Length ? arguments[i + 1] : string.Empty;
        }

        IReadOnlyList<Scenario> scenarios = Measure(options.ContainsKey("--image"));
        if (options.TryGetValue("--profile", out string? key))
        {
            Scenario? chosen = scenarios.FirstOrDefault(scenario => scenario.Key == key);
            if (chosen is null)
            {
                Console.Error.WriteLine($"The scenarios are {string.Join(", ", scenarios.Select(scenario => scenario.Key))}.");
                return 2;
            }

            CostReport.Profile(chosen, Console.Out);
        }

        string table = CostReport.Table(scenarios);
        Console.Write(table);
        bool isGood = IsHonest(scenarios) & IsWithin(scenarios);
        if (options.TryGetValue("--record", out string? record))
        {
            CostRecord.Write(record, table);
        }

        if (options.TryGetValue("--check", out string? check) && !CostRecord.IsCurrent(check, table))
        {
            Console.Error.WriteLine($"The table in {check} is not what was counted: run cost --record {check}.");
            isGood = false;
        }

        return isGood ? 0 : 1;
    }

    /// <summary>Instruments the board, starts it over a card of its own and runs the scenarios.</summary>
    internal static IReadOnlyList<Scenario> Measure(bool showsImage = false)
    {
        string home = Directory.CreateTempSubdirectory("peerdevice-cost-").FullName;
        try
        {
            ImageLoad image = ImageLoad.Instrument(CostTable.Read());
            if (showsImage)
            {
                Console.WriteLine(string.Join('\n', image.Uncounted));
            }

            string card = Card(home, "card", string.Empty);
            RunningBoard first = RunningBoard.Start(image, card, Path.Combine(home, "printed"));
            IReadOnlyList<Scenario> scenarios = Scenarios.Run(first);

            // Others, since the first has its statics.
            RunningBoard plain = RunningBoard.Start(ImageLoad.Instrument(CostTable.Read()), Card(home, "plain", "spool = no\n"), Path.Combine(home, "plain-printed"));
            RunningBoard again = RunningBoard.Start(ImageLoad.Instrument(CostTable.Read()), card, Path.Combine(home, "again-printed"));
            RunningBoard empty = RunningBoard.Start(ImageLoad.Instrument(CostTable.Read()), Directory.CreateDirectory(Path.Combine(home, "empty")).FullName, Path.Combine(home, "empty-printed"));
            return [.. scenarios, .. Scenarios.RunWithoutSpool(plain), .. GatherCost.Run(ImageLoad.Instrument(CostTable.Read()), Card(home, "gathered", string.Empty)), .. UsbScenario.Run(image), .. FrontScenario.Run(image), .. FrontScenario.Looks(ImageLoad.Instrument(CostTable.Read()), Card(home, "look", "display = 128x64\n"), Path.Combine(home, "look-printed")), .. DiscoveryCost.Run(image), .. Scenarios.Boots(empty, first, again)];
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static string Card(string home, string name, string settings)
    {
        string card = Path.Combine(home, name);
        Directory.CreateDirectory(card);
        Scenarios.Prepare(card);
        if (settings.Length > 0)
        {
            File.WriteAllText(Path.Combine(card, "peer.cfg"), settings);
        }

        return card;
    }

    /// <summary>The members that a scenario called and that the table does not know.</summary>
    internal static IReadOnlyList<string> Unknown(IReadOnlyList<Scenario> scenarios)
    {
        SortedSet<string> members = new(StringComparer.Ordinal);
        foreach (Count count in scenarios.Select(scenario => scenario.Count))
        {
            for (int row = 0; row < count.RowCalls.Length && row < Probe.Rows.Count; row++)
            {
                if (count.RowCalls[row] > 0 && !Probe.Rows[row].IsKnown)
                {
                    members.Add(Probe.Rows[row].Member);
                }
            }
        }

        return [.. members];
    }

    private static bool IsHonest(IReadOnlyList<Scenario> scenarios)
    {
        IReadOnlyList<string> unknown = Unknown(scenarios);
        foreach (string member in unknown)
        {
            Console.Error.WriteLine($"nano-costs.csv does not know what {member} costs.");
        }

        return unknown.Count == 0;
    }

    private static bool IsWithin(IReadOnlyList<Scenario> scenarios)
    {
        foreach (Scenario scenario in scenarios.Where(scenario => !scenario.IsWithin))
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name} is over its budget."));
        }

        return scenarios.All(scenario => scenario.IsWithin);
    }
}
