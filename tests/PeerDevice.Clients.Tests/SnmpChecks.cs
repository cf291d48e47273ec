using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>The printer's state as Net-SNMP's programs are told it.</summary>
internal static class SnmpChecks
{
    internal const string PrinterStatus = ".1.3.6.1.2.1.25.3.5.1.1.1";

    private const string Idle = "3";
    private const string Printing = "4";
    private const string UpTime = ".1.3.6.1.2.1.1.3.0 ";
    private const int FewestVariables = 48;

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: has an SNMP agent", () => Expect.True(peer.SnmpPort > 0, "the ready line names no SNMP port"));
        score.Check($"{peer.Name}: snmpget is told the state, in v1 and in v2c", () =>
        {
            // What others had printed may still be on its way.
            Await(peer, Idle);
            Expect.Equal(Idle, State(peer, "-v1"), "hrPrinterStatus");
            Expect.Equal(Idle, State(peer, "-v2c"), "hrPrinterStatus");
        });
        score.Check($"{peer.Name}: snmpget of what Windows' port monitor asks", () =>
            Expect.Equal(
                "2 3 \"00 \"",
                string.Join(' ', Ask(peer, "snmpget", "-v1", "-Oqv", ".1.3.6.1.2.1.25.3.2.1.5.1", PrinterStatus, ".1.3.6.1.2.1.25.3.5.1.2.1").Well().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
                "hrDeviceStatus, hrPrinterStatus, hrPrinterDetectedErrorState"));
        score.Check($"{peer.Name}: snmpwalk and snmpbulkwalk find the same, and come to its end", () =>
        {
            string[] walked = Walk(peer, "snmpwalk", "-v1");
            Expect.True(walked.Length >= FewestVariables, $"{walked.Length} variables");
            foreach (string[] other in (string[][])[Walk(peer, "snmpwalk", "-v2c"), Walk(peer, "snmpbulkwalk", "-v2c"), Walk(peer, "snmpbulkwalk", "-v2c", "-Cr1"), Walk(peer, "snmpbulkwalk", "-v2c", "-Cr200")])
            {
                Expect.Equal(string.Join('\n', walked), string.Join('\n', other), "what was found");
            }
        });
        score.Check($"{peer.Name}: snmpgetnext and snmpbulkget go on from any name", () =>
        {
            Expect.Equal(".1.3.6.1.2.1.25.3.2.1.1.1 = INTEGER: 1", Ask(peer, "snmpgetnext", "-v2c", "-On", ".1.3.6.1.2.1.2").Well().Text.Trim(), "what follows");
            string[] lines = Ask(peer, "snmpbulkget", "-v2c", "-On", "-Cn1", "-Cr3", ".1.3.6.1.2.1.1.6", ".1.3.6.1.2.1.43.11.1.1.8").Well().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Expect.Equal(4, lines.Length, "the number of variables");
        });
        score.Check($"{peer.Name}: nothing is set by snmpset", () =>
        {
            string before = Ask(peer, "snmpget", "-v2c", "-Oqv", ".1.3.6.1.2.1.1.6.0").Well().Text;
            Outcome second = Ask(peer, "snmpset", "-v2c", ".1.3.6.1.2.1.1.6.0", "s", "elsewhere");
            Expect.True(second.ExitCode != 0 && second.Errors.Contains("noAccess", StringComparison.Ordinal), second.Errors);
            Outcome first = Ask(peer, "snmpset", "-v1", ".1.3.6.1.2.1.1.6.0", "s", "elsewhere");
            Expect.True(first.ExitCode != 0 && first.Errors.Contains("noSuchName", StringComparison.Ordinal), first.Errors);
            Expect.Equal(before, Ask(peer, "snmpget", "-v2c", "-Oqv", ".1.3.6.1.2.1.1.6.0").Well().Text, "sysLocation");
        });
        score.Check($"{peer.Name}: another community gets no answer", () =>
        {
            Outcome outcome = Tool.Run("snmpget", "-v2c", "-c", "private", "-r0", "-t2", At(peer), PrinterStatus);
            Expect.True(outcome.ExitCode != 0 && outcome.Errors.StartsWith("Timeout", StringComparison.Ordinal), $"it was told {outcome.Text} {outcome.Errors}");
        });
        score.Check($"{peer.Name}: snmpget is told that it prints while it does", () => Follow(peer));
    }

    private static void Follow(RunningPeer peer)
    {
        using Process nc = Tool.Start("nc", ["-N", "-w", "50", peer.Address, peer.RawPort.ToString(CultureInfo.InvariantCulture)], null);
        try
        {
            nc.StandardInput.BaseStream.Write(Samples.Document, 0, 1000);
            nc.StandardInput.BaseStream.Flush();
            Await(peer, Printing);
            nc.StandardInput.Close();
            Expect.True(nc.WaitForExit(Bounds.Program), "nc did not end");
            Await(peer, Idle);
        }
        finally
        {
            if (!nc.HasExited)
            {
                nc.Kill();
                nc.WaitForExit();
            }
        }
    }

    private static void Await(RunningPeer peer, string state) =>
        Expect.Becomes(() => State(peer, "-v2c") == state, () => $"hrPrinterStatus did not become {state}", Bounds.Answer);

    private static string State(RunningPeer peer, string version)
    {
        return Ask(peer, "snmpget", version, "-Oqv", PrinterStatus).Well().Text.Trim();
    }

    /// <summary>The lines of a walk but that of the time, which passes.</summary>
    private static string[] Walk(RunningPeer peer, string program, string version, params string[] more)
    {
        return Ask(peer, program, version, ["-On", .. more, ".1"]).Well().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith('.') && !line.StartsWith(UpTime, StringComparison.Ordinal) && !line.Contains("No more variables", StringComparison.Ordinal)).ToArray();
    }

    private static Outcome Ask(RunningPeer peer, string program, string version, params string[] more)
    {
        // The options come before the address, the names behind it.
        string[] options = [.. more.TakeWhile(word => word.StartsWith('-'))];
        return Tool.Run(program, [version, "-c", "public", "-r2", "-t10", .. options, At(peer), .. more.Skip(options.Length)]);
    }

    private static string At(RunningPeer peer)
    {
        return $"udp:{peer.Address}:{peer.SnmpPort.ToString(CultureInfo.InvariantCulture)}";
    }
}
