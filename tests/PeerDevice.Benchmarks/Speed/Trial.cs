using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>One thing that is measured of each contender.</summary>
/// <param name="Key">How it is asked for on the command line.</param>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Unit">The unit of its figure.</param>
/// <param name="MoreIsBetter">Whether a larger figure is the better one.</param>
/// <param name="Run">Measures it once.</param>
internal sealed record Trial(string Key, string Name, string Unit, bool MoreIsBetter, Func<Contender, double> Run)
{
    private const long Mebibyte = 1024 * 1024;
    private const long Large = 256 * Mebibyte;
    private const int Small = 4096;
    private const int SmallCount = 1000;
    private const int Members = 10_000;

    // A trial of a tenth of a second measures who was woken on which processor.
    private const double ShortestSeconds = 2;

    private const string FourProperties =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\"><D:prop><D:resourcetype/><D:getcontentlength/><D:getlastmodified/><D:getetag/></D:prop></D:propfind>";

    private static readonly byte[] Block = MakeBlock();

    /// <summary>All that is measured, in the order of the report.</summary>
    internal static IReadOnlyList<Trial> All { get; } =
    [
        new("get", "GET 256 MiB", "MiB/s", true, GetLarge),
        new("cpu", "processor time of GET", "s/GiB", false, ProcessorOfGet),
        new("put", "PUT 256 MiB, answered", "MiB/s", true, contender => PutLarge(contender, false)),
        new("put-synced", "PUT 256 MiB, on the medium", "MiB/s", true, contender => PutLarge(contender, true)),
        new("wrk", "wrk, 64 connections, GET 4 KiB", "requests/s", true, Wrk),
        new("propfind", "PROPFIND of 10,000 members, four named properties", "ms", false, PropFind),
        new("get-small", "GET 4 KiB, one connection", "requests/s", true, GetSmall),
        new("put-small", "PUT 4 KiB, one connection, answered", "requests/s", true, contender => PutSmall(contender, false)),
        new("put-small-synced", "PUT 4 KiB, one connection, on the medium", "requests/s", true, contender => PutSmall(contender, true)),
        new("resident", "memory afterwards", "MiB", false, contender => contender.Use.ResidentOctets / (double)Mebibyte),
        new("peak", "memory at most", "MiB", false, contender => contender.Use.PeakOctets / (double)Mebibyte),
    ];

    /// <summary>Lays out the files that the trials ask for.</summary>
    internal static void Prepare(string folder)
    {
        using FileStream large = File.Create(Path.Combine(folder, "large.bin"));
        for (long written = 0; written < Large; written += Block.Length)
        {
            large.Write(Block);
        }

        File.WriteAllBytes(Path.Combine(folder, "small.bin"), Block[..Small]);
        string many = Directory.CreateDirectory(Path.Combine(folder, "many")).FullName;
        for (int i = 0; i < Members; i++)
        {
            File.WriteAllBytes(Path.Combine(many, $"member-{i:00000}.txt"), Block[..(i % 200)]);
        }
    }

    private static byte[] MakeBlock()
    {
        byte[] block = new byte[Mebibyte];
        new Random(1).NextBytes(block);
        return block;
    }

    private static double GetLarge(Contender contender)
    {
        using RawClient client = new(contender.Port);
        long start = Stopwatch.GetTimestamp();
        long length = 0;
        while (Seconds(start) < ShortestSeconds)
        {
            length += client.Get(contender.Prefix + "large.bin");
        }

        return length / (double)Mebibyte / Seconds(start);
    }

    private static double ProcessorOfGet(Contender contender)
    {
        using RawClient client = new(contender.Port);
        double before = contender.Use.CpuSeconds;
        long moved = 0;
        while (moved < 4 * Large)
        {
            moved += client.Get(contender.Prefix + "large.bin");
        }

        return (contender.Use.CpuSeconds - before) / (moved / (1024.0 * Mebibyte));
    }

    private static double PutLarge(Contender contender, bool sync)
    {
        const string Name = "put.bin";
        using RawClient client = new(contender.Port);
        long start = Stopwatch.GetTimestamp();
        client.Put(contender.Prefix + Name, Block, Large);
        if (sync)
        {
            Sync(contender, Name);
        }

        double rate = Large / (double)Mebibyte / Seconds(start);

        // What one contender left to be written must not be written during the next one's turn.
        Sync(contender, Name);
        File.Delete(Path.Combine(contender.Folder, Name));
        return rate;
    }

    private static double Wrk(Contender contender)
    {
        ProcessStartInfo start = new("wrk", ["-t2", "-c64", "-d4s", $"http://127.0.0.1:{contender.Port}{contender.Prefix}small.bin"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string report = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] lines = report.Split('\n', StringSplitOptions.TrimEntries);
        if (lines.FirstOrDefault(line => line.StartsWith("Non-2xx", StringComparison.Ordinal) || line.StartsWith("Socket errors", StringComparison.Ordinal)) is { } fault)
        {
            throw new IOException($"{contender.Name}: {fault}");
        }

        const string Field = "Requests/sec:";
        return double.Parse(lines.First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..], CultureInfo.InvariantCulture);
    }

    private static double GetSmall(Contender contender)
    {
        using RawClient client = new(contender.Port);
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        while (Seconds(start) < ShortestSeconds)
        {
            for (int i = 0; i < SmallCount; i++)
            {
                client.Get(contender.Prefix + "small.bin");
            }

            count += SmallCount;
        }

        return count / Seconds(start);
    }

    private static double PropFind(Contender contender)
    {
        using RawClient client = new(contender.Port);
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        while (Seconds(start) < ShortestSeconds)
        {
            client.PropFind(contender.Prefix + "many/", FourProperties);
            count++;
        }

        return Seconds(start) * 1000 / count;
    }

    private static double PutSmall(Contender contender, bool sync)
    {
        byte[] content = Block[..Small];
        using RawClient client = new(contender.Port);
        double seconds = 0;
        long count = 0;
        while (seconds < ShortestSeconds)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < SmallCount; i++)
            {
                string name = $"put-{i}.bin";
                client.Put(contender.Prefix + name, content, Small);
                if (sync)
                {
                    Sync(contender, name);
                }
            }

            seconds += Seconds(start);
            count += SmallCount;
            for (int i = 0; i < SmallCount; i++)
            {
                File.Delete(Path.Combine(contender.Folder, $"put-{i}.bin"));
            }
        }

        return count / seconds;
    }

    /// <summary>Waits until a stored file and its name are on the medium, as the durable peer does; costs next to nothing where the server saw to it before it answered.</summary>
    private static void Sync(Contender contender, string name)
    {
        using (FileStream file = File.Open(Path.Combine(contender.Folder, name), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        // .NET opens no directory.
        int folder = Open(contender.Folder, 0);
        if (folder < 0 || SyncNames(folder) != 0)
        {
            throw new IOException($"{contender.Folder} could not be synced.");
        }

        Close(folder);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int SyncNames(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    private static double Seconds(long start)
    {
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
