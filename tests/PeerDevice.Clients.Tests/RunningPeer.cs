using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>A peer in a process of its own, over a folder of its own. Ends with its <c>using</c>, folder and all.</summary>
internal sealed partial class RunningPeer : IDisposable
{
    private const string Raw = "9100";
    private const string Lpd = "515";
    private const string Snmp = "161";

    /// <summary>Sockets of a board that opens HTTP alone, and has one session.</summary>
    internal const int FewSockets = 4;

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly ManualResetEventSlim _ready = new();

    private RunningPeer(string name, string top, Process process)
    {
        Name = name;
        Top = top;
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it is, for the names of checks: "board" or "companion".</summary>
    internal string Name { get; }

    /// <summary>A temporary folder that is this peer's alone.</summary>
    internal string Top { get; }

    /// <summary>The card, or the share.</summary>
    internal string Folder => Path.Combine(Top, "share");

    /// <summary>The file the output device writes into.</summary>
    internal string Paper => Path.Combine(Top, "paper");

    /// <summary>It listens on all addresses, and is asked by the loopback's: nothing here leaves this machine.</summary>
    internal string Address => "127.0.0.1";

    internal int HttpPort { get; private set; }

    /// <summary>0 when there is no raw intake.</summary>
    internal int RawPort { get; private set; }

    /// <summary>0 when there is no SNMP agent.</summary>
    internal int SnmpPort { get; private set; }

    /// <summary>The port of its LPD, which it says where it says what it is; 0 when there is none.</summary>
    internal int LpdPort()
    {
        Match match = Regex.Match(Tool.Run("curl", "-s", "--max-time", "20", Root + ".well-known/peerdevice").Well().Text, "\"lpd\":([0-9]+)");
        return match.Success ? int.Parse(match.Groups[1].Value) : 0;
    }

    internal string Files => $"http://{Address}:{HttpPort}/files/";

    internal string Root => $"http://{Address}:{HttpPort}/";

    /// <summary>Starts a virtual board with a card that <paramref name="fill"/> fills, and waits until it is ready. In a namespace of its own it is told of by multicast DNS, where it has sockets for that.</summary>
    internal static RunningPeer Board(int sockets, Action<string> fill, params string[] within)
    {
        return Start($"board of {sockets} sockets", Build.VirtualBoard, fill, within, top => ["--sd", Path.Combine(top, "share"), "--bind", "0.0.0.0", "--http", "0", "--printer", "file:" + Path.Combine(top, "paper"), "--sockets", sockets.ToString(), .. sockets > FewSockets ? (string[])["--raw", PortIn(within, Raw), "--lpd", PortIn(within, Lpd), "--snmp", PortIn(within, Snmp)] : [], .. sockets > FewSockets && within.Length > 0 ? (string[])["--discovery", "yes"] : []]);
    }

    /// <summary>The same of a board without PSRAM, which is asked for services that it has no memory for.</summary>
    internal static RunningPeer LeanBoard(Action<string> fill, params string[] within)
    {
        return Start("board without PSRAM", Build.VirtualBoard, fill, within, top => ["--sd", Path.Combine(top, "share"), "--bind", "0.0.0.0", "--http", "0", "--printer", "file:" + Path.Combine(top, "paper"), "--heap", "98304", "--raw", PortIn(within, Raw), "--lpd", PortIn(within, Lpd), "--snmp", PortIn(within, Snmp)]);
    }

    /// <summary>Starts a virtual board that is told of by multicast DNS, with options of its own, which are told its folder.</summary>
    internal static RunningPeer BoardWith(Func<string, string[]> options, params string[] within)
    {
        return Start("board", Build.VirtualBoard, static _ => { }, within, top => ["--sd", Path.Combine(top, "share"), "--bind", "0.0.0.0", "--http", "0", "--discovery", "yes", .. options(top)]);
    }

    /// <summary>Starts a companion over a folder that <paramref name="fill"/> fills, and waits until it is ready.</summary>
    internal static RunningPeer Companion(Action<string> fill, params string[] within)
    {
        return Start("companion", Build.Companion, fill, within, top => ["up", "--index", "none", .. Quiet(within), "--share", Path.Combine(top, "share"), "--writable", "--http", "0", "--raw", PortIn(within, Raw), "--lpd", PortIn(within, Lpd), "--snmp", PortIn(within, Snmp), "--printer", "file:" + Path.Combine(top, "paper")]);
    }

    /// <summary>Starts a companion with options of its own, which are told its folder.</summary>
    internal static RunningPeer CompanionWith(Func<string, string[]> options, params string[] within)
    {
        return Start("companion", Build.Companion, static _ => { }, within, top => ["up", "--index", "none", .. Quiet(within), "--share", Path.Combine(top, "share"), "--http", "0", "--raw", "0", "--lpd", "0", "--snmp", "0", .. options(top)]);
    }

    /// <summary>Starts a board of a name that is told of on the links of its namespace, with a card that <paramref name="fill"/> fills.</summary>
    internal static RunningPeer FoundBoard(string name, int sockets, string[] within, Action<string>? fill = null)
    {
        return Start($"board of {sockets} sockets", Build.VirtualBoard, fill ?? (static _ => { }), within, top => ["--sd", Path.Combine(top, "share"), "--name", name, "--bind", "0.0.0.0", "--http", "8080", .. sockets > FewSockets ? (string[])["--raw", Raw] : [], "--printer", "file:" + Path.Combine(top, "paper"), "--sockets", sockets.ToString(), "--discovery", "yes", "--guest", "no"]);
    }

    /// <summary>Starts a board that is told of beside another responder of its machine.</summary>
    internal static RunningPeer GuestBoard(string name, params string[] within)
    {
        return Start("board beside another responder", Build.VirtualBoard, static _ => { }, within, top => ["--sd", Path.Combine(top, "share"), "--name", name, "--bind", "0.0.0.0", "--http", "8080", "--discovery", "yes"]);
    }

    /// <summary>Starts a companion of a name, or called as its machine is, that is told of on the links of its namespace; with a folder of state that outlives it, or none.</summary>
    internal static RunningPeer FoundCompanion(string? name, string[] within, string? state = null)
    {
        return Start("companion", Build.Companion, static _ => { }, within, top => ["up", "--index", "none", "--share", Path.Combine(top, "share"), .. name is null ? (string[])[] : ["--name", name], "--raw", Raw, "--lpd", Lpd, "--printer", "file:" + Path.Combine(top, "paper")], state);
    }

    /// <summary>Starts a companion of a name that is told of on the links of its namespace, and reads its files so that it knows them by what they are.</summary>
    internal static RunningPeer IndexedCompanion(string name, Action<string> fill, string[] within)
    {
        return Start("companion", Build.Companion, fill, within, top => ["up", "--share", Path.Combine(top, "share"), "--name", name, "--raw", Raw, "--lpd", Lpd]);
    }

    /// <summary>Starts a companion whose share is only read.</summary>
    internal static RunningPeer ReadOnlyCompanion(Action<string> fill, params string[] within)
    {
        return Start("companion", Build.Companion, fill, within, top => ["up", "--index", "none", .. Quiet(within), "--share", Path.Combine(top, "share"), "--http", "0", "--raw", "0"]);
    }

    /// <summary>Asks it to end as a service would be asked, and expects it to end well.</summary>
    internal void Terminate()
    {
        Tool.Run("kill", "-TERM", _process.Id.ToString()).Well();
        Expect.True(_process.WaitForExit(Bounds.Stop), $"{Name} did not end within {Bounds.Stop.TotalSeconds} s of SIGTERM");
        Expect.Equal(0, _process.ExitCode, "its exit code after SIGTERM");
    }

    /// <summary>Ends it at once, as power that goes does.</summary>
    internal void CutPower()
    {
        _process.Kill(true);
        Expect.True(_process.WaitForExit(Bounds.Stop), $"{Name} did not end");
    }

    /// <summary>What the output device was given, from an octet on.</summary>
    internal byte[] OnPaper(int from = 0)
    {
        return File.Exists(Paper) ? File.ReadAllBytes(Paper)[from..] : [];
    }

    /// <summary>What it said, for the message of a failed check.</summary>
    internal string Said()
    {
        lock (_said)
        {
            return Expect.Short(_said.ToString());
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _ready.Dispose();
        Temporary.Remove(Top);
    }

    // In a namespace of its own it has the port that everybody asks; on this machine that may be somebody's.
    private static string PortIn(string[] within, string usual)
    {
        return within.Length > 0 ? usual : "0";
    }

    // Nothing is told on the networks of this machine.
    private static string[] Quiet(string[] within)
    {
        return within.Length > 0 ? [] : ["--no-discovery"];
    }

    private static RunningPeer Start(string name, string assembly, Action<string> fill, string[] within, Func<string, string[]> arguments, string? state = null)
    {
        Expect.True(File.Exists(assembly), $"{assembly} is not built");
        string top = Directory.CreateTempSubdirectory("peerdevice-").FullName;
        Directory.CreateDirectory(Path.Combine(top, "share"));
        fill(Path.Combine(top, "share"));

        // What a companion remembers over a restart is the check's, not this machine's.
        List<string> command = [.. within, "env", "XDG_STATE_HOME=" + (state ?? Path.Combine(top, "state")), "dotnet", assembly, .. arguments(top)];
        RunningPeer peer = new(name, top, Tool.Start(command[0], [.. command.Skip(1)], top));
        if (!peer._ready.Wait(Bounds.Ready) || peer.HttpPort == 0)
        {
            string said = peer.Said();
            peer.Dispose();
            throw new CheckFailure($"{name} did not say that it is ready: {said}");
        }

        return peer;
    }

    [GeneratedRegex(@"^ready http://\S+:(?<http>\d+)/(?: raw \S+:(?<raw>\d+))?(?: snmp \S+:(?<snmp>\d+))?")]
    private static partial Regex ReadyLine();

    private void Hear(string? line)
    {
        if (line is null)
        {
            _ready.Set();
            return;
        }

        lock (_said)
        {
            _said.Append(line).Append('\n');
        }

        Match match = ReadyLine().Match(line);
        if (match.Success && !_ready.IsSet)
        {
            HttpPort = int.Parse(match.Groups["http"].Value);
            RawPort = match.Groups["raw"].Success ? int.Parse(match.Groups["raw"].Value) : 0;
            SnmpPort = match.Groups["snmp"].Success ? int.Parse(match.Groups["snmp"].Value) : 0;
            _ready.Set();
        }
    }
}
