using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>
/// Fetches a file from several hosts by <c>peer get</c> and by aria2c, in turn. Each host is a network namespace of its own with a line that the kernel shapes (tc tbf); all of them serve the same file. Needs root.
/// </summary>
internal sealed class FetchSpeed : IDisposable
{
    private const int Hosts = 4;
    private const int Octets = 1 << 30;
    private const double FullRate = 84;
    private const int Port = 8631;
    private const int FaultAfter = 2_000;
    private const double FourToOne = 3.93;
    private const double OfIdeal = 0.95;
    private const int StartMilliseconds = 60_000;

    private readonly string _home = Path.Combine(Path.GetTempPath(), $"peerdevice-fetch-{Environment.ProcessId}");
    private readonly string _prefix = $"pd{Environment.ProcessId}";
    private readonly List<Process> _servers = [];

    private bool _hasFailed;

    /// <summary>Runs all scenes and prints a table.</summary>
    /// <returns>0; 1 where a file was not brought right, or a figure is missed.</returns>
    internal static int Run(int rounds)
    {
        using FetchSpeed speed = new();
        speed.Prepare();
        Console.WriteLine("| scene | ideal, s | peer, s | of the ideal | aria2c, s | of the ideal | CPU s/GiB, peer | aria2c |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        double one = speed.Scene("one source", rounds, [FullRate], null, isCorrupt: false, 0);
        double goodput = Octets / one / FullRate;
        double Ideal(params double[] rates) => Octets / (goodput * rates.Sum());
        double left = (FaultAfter / 1000.0) + ((Octets - (goodput * 4 * FullRate * FaultAfter / 1000.0)) / (goodput * 3 * FullRate));
        double four = speed.Scene("four sources", rounds, [84, 84, 84, 84], null, false, Ideal(84, 84, 84, 84));
        speed.Demand(one / four >= FourToOne, string.Create(CultureInfo.InvariantCulture, $"four sources are {one / four:0.00} times one, {FourToOne} are asked"));
        speed.Scene("84, 84, 42 and 10 Mbit/s", rounds, [84, 84, 42, 10], null, false, Ideal(84, 84, 42, 10), OfIdeal);
        speed.Scene("one of four is killed at 2 s", rounds, [84, 84, 84, 84], "-KILL", false, left, OfIdeal);
        speed.Scene("one of four falls silent at 2 s", rounds, [84, 84, 84, 84], "-STOP", false, left, OfIdeal);
        speed.Scene("one of four gives wrong octets, with pieces", rounds, [84, 84, 84, 84], null, true, Ideal(84, 84, 84));
        return speed._hasFailed ? 1 : 0;
    }

    public void Dispose()
    {
        StopServers();
        for (int i = 0; i <= Hosts; i++)
        {
            Try("ip", "netns", "del", $"{_prefix}-{i}");
        }

        Directory.Delete(_home, recursive: true);
    }

    private void Prepare()
    {
        Directory.CreateDirectory(Path.Combine(_home, "good"));
        Directory.CreateDirectory(Path.Combine(_home, "bad"));
        Directory.CreateDirectory(Path.Combine(_home, "to"));
        byte[] content = new byte[Octets];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(Path.Combine(_home, "good", "file"), content);
        File.WriteAllText(Path.Combine(_home, "file.meta4"), Document(content));
        for (int i = 0; i < content.Length; i += 4096)
        {
            content[i] ^= 0x55;
        }

        File.WriteAllBytes(Path.Combine(_home, "bad", "file"), content);
        for (int i = 0; i <= Hosts; i++)
        {
            Do("ip", "netns", "add", $"{_prefix}-{i}");
            Do("ip", "-n", $"{_prefix}-{i}", "link", "set", "lo", "up");
        }

        for (int i = 1; i <= Hosts; i++)
        {
            Do("ip", "-n", $"{_prefix}-0", "link", "add", $"to{i}", "type", "veth", "peer", "name", "eth0", "netns", $"{_prefix}-{i}");
            Do("ip", "-n", $"{_prefix}-0", "addr", "add", $"10.77.{i}.1/24", "dev", $"to{i}");
            Do("ip", "-n", $"{_prefix}-{i}", "addr", "add", $"10.77.{i}.2/24", "dev", "eth0");
            Do("ip", "-n", $"{_prefix}-0", "link", "set", $"to{i}", "up");
            Do("ip", "-n", $"{_prefix}-{i}", "link", "set", "eth0", "up");
        }
    }

    /// <summary>Times one scene for both; a round of each follows one of the other.</summary>
    /// <returns>The median of the peer's rounds, in seconds.</returns>
    private double Scene(string name, int rounds, double[] rates, string? signal, bool isCorrupt, double ideal, double least = 0)
    {
        List<double> ours = [], theirs = [], ourUse = [], theirUse = [];
        for (int round = 0; round < rounds; round++)
        {
            foreach (bool isOurs in (bool[])[round % 2 == 0, round % 2 != 0])
            {
                StartServers(rates, isCorrupt);
                (double seconds, double use) = Fetch(isOurs, rates.Length, signal, isCorrupt);
                StopServers();
                (isOurs ? ours : theirs).Add(seconds);
                (isOurs ? ourUse : theirUse).Add(use / (Octets / (double)(1 << 30)));
            }
        }

        double our = SpeedRun.Median(ours);
        double their = SpeedRun.Median(theirs);
        ideal = ideal == 0 ? Math.Min(our, their) : ideal;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {ideal:0.00} | {our:0.00} | {ideal / our:0.0%} | {their:0.00} | {ideal / their:0.0%} | {SpeedRun.Median(ourUse):0.00} | {SpeedRun.Median(theirUse):0.00} |"));
        Demand(ideal / our >= least, string.Create(CultureInfo.InvariantCulture, $"{name}: {least:0%} of the ideal are asked"));
        Demand(!isCorrupt || our <= their, $"{name}: aria2c is faster");
        Demand(SpeedRun.Median(ourUse) <= SpeedRun.Median(theirUse), $"{name}: aria2c takes less processor time");
        return our;
    }

    private void Demand(bool isMet, string words)
    {
        if (!isMet)
        {
            Console.WriteLine("missed: " + words);
            _hasFailed = true;
        }
    }

    private (double Seconds, double Use) Fetch(bool isOurs, int sources, string? signal, bool isCorrupt)
    {
        string to = Path.Combine(_home, "to", "file");
        File.Delete(to);
        string[] urls = [.. Enumerable.Range(1, sources).Select(i => Url(i))];
        string document = Path.Combine(_home, "file.meta4");
        string[] aria = ["aria2c", "--no-conf", "--file-allocation=none", "--async-dns=false", "--disable-ipv6=true", "-q", "-x1", "-s4", "-k1M", "-d", Path.Combine(_home, "to")];
        string[] peer = ["dotnet", Path.Combine(AppContext.BaseDirectory, "peer.dll"), "get"];
        string[] command = isOurs
            ? isCorrupt ? [.. peer, document, Path.Combine(_home, "to")] : [.. peer, urls[0], to, .. urls.Skip(1).SelectMany(static url => (string[])["--from", url])]
            : isCorrupt ? [.. aria, "-M", document] : [.. aria, "-o", "file", .. urls];

        using Process process = Start("ip", ["netns", "exec", $"{_prefix}-0", "bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>&1", "_", .. command]);
        if (signal is not null)
        {
            Thread.Sleep(FaultAfter);
            Do("kill", signal, _servers[^1].Id.ToString(CultureInfo.InvariantCulture));
        }

        string[] times = process.StandardError.ReadToEnd().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (!File.Exists(to) || !File.ReadAllBytes(to).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_home, "good", "file"))))
        {
            Console.Error.WriteLine($"{(isOurs ? "peer" : "aria2c")} did not bring the file.");
            _hasFailed |= isOurs;
        }

        double[] figures = [.. times.TakeLast(3).Select(static time => double.Parse(time, CultureInfo.InvariantCulture))];
        return (figures[0], figures[1] + figures[2]);
    }

    private void StartServers(double[] rates, bool isCorrupt)
    {
        for (int i = 1; i <= rates.Length; i++)
        {
            Try("tc", "-n", $"{_prefix}-{i}", "qdisc", "del", "dev", "eth0", "root");
            Do("tc", "-n", $"{_prefix}-{i}", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", string.Create(CultureInfo.InvariantCulture, $"{rates[i - 1]}mbit"), "burst", "32k", "latency", "50ms");

            // Companions, all of them: none has a worker that would outlive a signal.
            string folder = Path.Combine(_home, isCorrupt && i == rates.Length ? "bad" : "good");
            Process server = Start("ip", ["netns", "exec", $"{_prefix}-{i}", "dotnet", Path.Combine(AppContext.BaseDirectory, "peer.dll"), "up", "--share", folder, "--http", Port.ToString(CultureInfo.InvariantCulture), "--raw", "0", "--lpd", "none", "--snmp", "none", "--index", "none", "--name", $"h{i}"]);
            _servers.Add(server);
            ManualResetEventSlim ready = new();
            server.OutputDataReceived += (_, _) => ready.Set();
            server.ErrorDataReceived += static (_, _) => { };
            server.BeginOutputReadLine();
            server.BeginErrorReadLine();
            ready.Wait(StartMilliseconds);
        }
    }

    private void StopServers()
    {
        foreach (Process server in _servers)
        {
            if (!server.HasExited)
            {
                server.Kill(entireProcessTree: true);
                server.WaitForExit();
            }

            server.Dispose();
        }

        _servers.Clear();
    }

    private static string Url(int host) => string.Create(CultureInfo.InvariantCulture, $"http://10.77.{host}.2:{Port}/files/file");

    private static string Document(byte[] content)
    {
        StringBuilder text = new("<?xml version=\"1.0\"?><metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"file\"><size>");
        text.Append(CultureInfo.InvariantCulture, $"{content.Length}</size><pieces length=\"262144\" type=\"sha-256\">");
        for (int at = 0; at < content.Length; at += 262144)
        {
            text.Append("<hash>").Append(Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(at, Math.Min(262144, content.Length - at))))).Append("</hash>");
        }

        text.Append("</pieces>");
        for (int i = 1; i <= Hosts; i++)
        {
            text.Append("<url>").Append(Url(i)).Append("</url>");
        }

        return text.Append("</file></metalink>").ToString();
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static void Do(string program, params string[] arguments)
    {
        if (!Try(program, arguments))
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: is this root, on Linux?");
        }
    }

    private static bool Try(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
