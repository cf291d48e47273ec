using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>What a process and its children have used, from /proc.</summary>
/// <param name="CpuSeconds">User and system time.</param>
/// <param name="ResidentOctets">Memory resident now.</param>
/// <param name="PeakOctets">The most that was ever resident; of several processes, the sum of their peaks.</param>
internal readonly record struct ProcessUse(double CpuSeconds, long ResidentOctets, long PeakOctets)
{
    // sysconf(_SC_CLK_TCK) is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    internal static ProcessUse Of(int process)
    {
        ProcessUse use = One(process);
        foreach (int child in Children(process))
        {
            ProcessUse other = Of(child);
            use = new ProcessUse(use.CpuSeconds + other.CpuSeconds, use.ResidentOctets + other.ResidentOctets, use.PeakOctets + other.PeakOctets);
        }

        return use;
    }

    private static int[] Children(int process)
    {
        string path = $"/proc/{process}/task/{process}/children";
        return File.Exists(path)
            ? [.. File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture))]
            : [];
    }

    private static ProcessUse One(int process)
    {
        // The second field, the program's name, is in brackets and may hold anything.
        string stat = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        return new ProcessUse(ticks / TicksPerSecond, Kibibytes(status, "VmRSS:") * 1024, Kibibytes(status, "VmHWM:") * 1024);
    }

    private static long Kibibytes(string[] status, string field)
    {
        string line = status.First(text => text.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..^2], CultureInfo.InvariantCulture);
    }
}
