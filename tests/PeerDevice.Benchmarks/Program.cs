using System;
using System.Globalization;
using PeerDevice.Benchmarks.Cost;
using PeerDevice.Benchmarks.Speed;

namespace PeerDevice.Benchmarks;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        string what = arguments.Length > 0 ? arguments[0] : string.Empty;
        string[] rest = arguments.Length > 0 ? arguments[1..] : [];
        switch (what)
        {
            case "cost":
                // The board's own threads would keep this process.
                Environment.Exit(CostRun.Run(rest));
                return 0;
            case "speed":
                return SpeedRun.Run(rest);
            case PrintSpeed.Inside:
                return PrintSpeed.RunInside(int.Parse(rest[0], CultureInfo.InvariantCulture));
            default:
                Console.Error.WriteLine("usage: cost [--profile SCENARIO] [--check FILE] [--record FILE] [--image] | speed [--rounds N] [--only KEY,…] [--folder DIR]");
                return 2;
        }
    }
}
