using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>Compares the companion with other people's servers: every trial on each in turn, several rounds, medians and ratios.</summary>
internal static class SpeedRun
{
    private const int DefaultRounds = 5;

    /// <summary>Runs the trials asked for and prints a table.</summary>
    /// <param name="arguments"><c>--rounds N</c>, <c>--only KEY[,KEY…]</c> (<c>print</c> for printing, <c>fetch</c> for fetching from several hosts, which needs root), <c>--folder DIR</c> (where the files stand).</param>
    internal static int Run(string[] arguments)
    {
        int rounds = DefaultRounds;
        string folder = Path.GetTempPath();
        bool fetchesOnly = false;
        IReadOnlyList<Trial> trials = Trial.All;
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            switch (arguments[i])
            {
                case "--rounds":
                    rounds = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
                    break;
                case "--folder":
                    folder = arguments[i + 1];
                    break;
                case "--only":
                    string[] keys = arguments[i + 1].Split(',');
                    fetchesOnly = keys is ["fetch"];
                    trials = [.. Trial.All.Where(trial => keys.Contains(trial.Key))];
                    break;
                default:
                    Console.Error.WriteLine($"speed does not know {arguments[i]}.");
                    return 2;
            }
        }

        if (fetchesOnly)
        {
            return FetchSpeed.Run(rounds);
        }

        bool printsToo = trials.Count == Trial.All.Count;
        if (trials.Count == 0)
        {
            return PrintSpeed.Run(rounds);
        }

        string home = Path.Combine(folder, $"peerdevice-speed-{Environment.ProcessId}");
        Contender[] contenders = [new CompanionContender(true), new CompanionContender(false), new NginxContender(), new LighttpdContender()];
        try
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                contenders[i].Start(Path.Combine(home, $"{i}"));
                Trial.Prepare(contenders[i].Folder);
            }

            Print(trials, contenders, Measure(trials, contenders, rounds));
        }
        finally
        {
            foreach (Contender contender in contenders)
            {
                contender.Dispose();
            }

            if (Directory.Exists(home))
            {
                Directory.Delete(home, recursive: true);
            }
        }

        return printsToo ? PrintSpeed.Run(rounds) : 0;
    }

    /// <summary>The figures of each trial, contender and round.</summary>
    private static double[][][] Measure(IReadOnlyList<Trial> trials, Contender[] contenders, int rounds)
    {
        double[][][] figures = new double[trials.Count][][];
        for (int t = 0; t < trials.Count; t++)
        {
            Console.Error.WriteLine(trials[t].Name);
            figures[t] = [.. contenders.Select(_ => new double[rounds])];

            // The first round warms everything up and counts for nobody. In each the first turn is another's, since one who follows
            // finds the machine as the one before left it.
            for (int round = -1; round < rounds; round++)
            {
                for (int turn = 0; turn < contenders.Length; turn++)
                {
                    int c = (turn + round + 1) % contenders.Length;
                    double figure = trials[t].Run(contenders[c]);
                    if (round >= 0)
                    {
                        figures[t][c][round] = figure;
                    }
                }
            }
        }

        return figures;
    }

    private static void Print(IReadOnlyList<Trial> trials, Contender[] contenders, double[][][] figures)
    {
        StringBuilder table = new();
        table.Append("| | unit |").AppendJoin(string.Empty, contenders.Select(contender => $" {contender.Name} |")).Append(" to nginx | to lighttpd |\n");
        table.Append("|---|---|").AppendJoin(string.Empty, contenders.Select(_ => "---|")).Append("---|---|\n");
        for (int t = 0; t < trials.Count; t++)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {trials[t].Name} | {trials[t].Unit} |");
            for (int c = 0; c < contenders.Length; c++)
            {
                table.Append(CultureInfo.InvariantCulture, $" {Figure(Median(figures[t][c]))} |");
            }

            // Equal durability: where the others' files were waited for, ours is the durable peer; elsewhere nobody waits for the medium.
            double[] ours = figures[t][trials[t].Key.EndsWith("synced", StringComparison.Ordinal) ? 0 : 1];
            table.Append(CultureInfo.InvariantCulture, $" {Ratio(trials[t], ours, figures[t][2])} | {Ratio(trials[t], ours, figures[t][3])} |\n");
        }

        Console.Write(table);
    }

    /// <summary>The middle one of some figures.</summary>
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The median of the rounds' ratios, with the lowest and the highest: both of a ratio ran within seconds of each other.</summary>
    private static string Ratio(Trial trial, double[] ours, double[] theirs)
    {
        double[] ratios = [.. ours.Zip(theirs, (our, their) => trial.MoreIsBetter ? our / their : their / our)];
        return string.Create(CultureInfo.InvariantCulture, $"{Median(ratios):0.00} ({ratios.Min():0.00}–{ratios.Max():0.00})");
    }

    private static string Figure(double value)
    {
        return value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
    }
}
