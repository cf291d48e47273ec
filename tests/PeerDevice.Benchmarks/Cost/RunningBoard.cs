using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The instrumented virtual board, started as its command line starts it, on a thread of this process.</summary>
internal sealed partial class RunningBoard
{
    private const int StartMilliseconds = 300_000;

    private RunningBoard(IPEndPoint http, IPEndPoint raw, IPEndPoint snmp, Count start)
    {
        Boot = start;
        Http = http;
        Raw = raw;
        Snmp = snmp;
    }

    /// <summary>What its start cost, from the first instruction of the image until it was ready, on the thread that starts it.</summary>
    internal Count Boot { get; }

    /// <summary>Where it speaks HTTP.</summary>
    internal IPEndPoint Http { get; }

    /// <summary>Where it takes raw print data.</summary>
    internal IPEndPoint Raw { get; }

    /// <summary>Where it answers SNMP.</summary>
    internal IPEndPoint Snmp { get; }

    /// <summary>Where it takes print data by LPD, as it says where it says what it is.</summary>
    internal IPEndPoint Lpd()
    {
        using HttpClient client = new();
        string facts = client.GetStringAsync(new Uri($"http://{Http}/.well-known/peerdevice")).GetAwaiter().GetResult();
        Match match = LpdForm().Match(facts);
        return match.Success ? new IPEndPoint(Http.Address, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) : throw new IOException("The virtual board has no LPD.");
    }

    /// <summary>Starts the board over a card's folder; it runs until this process ends.</summary>
    internal static RunningBoard Start(ImageLoad image, string card, string printed)
    {
        string[] arguments = ["--sd", card, "--name", "meter", "--bind", "127.0.0.1", "--http", "0", "--raw", "0", "--lpd", "0", "--snmp", "0", "--printer", $"file:{printed}"];
        using ReadyLine ready = new(Console.Out);
        TextWriter console = Console.Out;
        Console.SetOut(ready);
        try
        {
            new Thread(() => Enter(image.Board, arguments)) { IsBackground = true }.Start();
            Match match = Form().Match(ready.Await(StartMilliseconds));
            return match.Success
                ? new RunningBoard(IPEndPoint.Parse(match.Groups[1].Value), IPEndPoint.Parse(match.Groups[2].Value), IPEndPoint.Parse(match.Groups[3].Value), ready.Boot)
                : throw new IOException("The virtual board did not say where it serves.");
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    private static void Enter(Assembly board, string[] arguments)
    {
        MethodInfo entry = board.EntryPoint ?? throw new InvalidOperationException("The virtual board has no entry point.");
        entry.Invoke(null, entry.GetParameters().Length == 0 ? null : [arguments]);
    }

    [GeneratedRegex(@"ready http://([^/]+)/ raw (\S+) snmp (\S+)")]
    private static partial Regex Form();

    [GeneratedRegex("\"lpd\":([0-9]+)")]
    private static partial Regex LpdForm();

    private sealed class ReadyLine(TextWriter console) : TextWriter
    {
        private readonly ManualResetEventSlim _said = new();
        private string _line = string.Empty;

        internal Count Boot { get; private set; } = Probe.Own.Snapshot();

        public override Encoding Encoding => console.Encoding;

        public override void Write(char value)
        {
        }

        public override void WriteLine(string? value)
        {
            if (value is not null && value.StartsWith("ready ", StringComparison.Ordinal))
            {
                _line = value;
                Boot = Probe.Own.Snapshot();
                _said.Set();
            }
        }

        internal string Await(int milliseconds)
        {
            _said.Wait(milliseconds);
            return _line;
        }
    }
}
