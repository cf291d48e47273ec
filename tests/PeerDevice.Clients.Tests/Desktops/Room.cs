using System;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace PeerDevice.Clients.Desktops;

/// <summary>
/// Namespaces of our own for the network, for mounts and for processes: the checks of desktops and of printing run in there, peers, clients and daemons together.
/// There is a loopback and nothing else to send to, no mount is seen outside, and whatever is still running when the checks end ends with them.
/// </summary>
internal static partial class Room
{
    /// <summary>The argument by which this program is told that it stands inside.</summary>
    internal const string Inside = "--inside";

    /// <summary>Runs this program again, inside, and takes over what it counts.</summary>
    /// <param name="score">The count.</param>
    /// <param name="part">The part of the checks that is run there.</param>
    internal static void Run(Scorecard score, string part)
    {
        int passed = 0;
        int failed = 0;
        score.Check($"{part}: the checks in namespaces of their own come to their end", () =>
        {
            string self = typeof(Room).Assembly.Location;
            using Process inside = Tool.Start("unshare", ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "dotnet", self, Inside, part], null);
            inside.StandardInput.Close();
            Task<string> errors = inside.StandardError.ReadToEndAsync();
            Task<bool> said = Task.Run(() => Relay(inside.StandardOutput, out passed, out failed));
            if (!inside.WaitForExit(Bounds.Desktops))
            {
                inside.Kill(true);
                inside.WaitForExit();
                throw new CheckFailure($"they did not end within {Bounds.Desktops.TotalSeconds} s");
            }

            Expect.True(said.Wait(Bounds.Answer) && said.Result, $"exit code {inside.ExitCode} and no count: {(errors.Wait(Bounds.Answer) ? Expect.Short(errors.Result) : "")}");
        });
        score.Add(passed, failed);
    }

    /// <summary>Brings up the loopback and puts empty folders over those of the machine that the clients' daemons write to.</summary>
    internal static void Furnish()
    {
        Tool.Run("ip", "link", "set", "lo", "up").Well();
        foreach (string folder in new[] { "/run/mount.davfs", "/var/cache/davfs2" })
        {
            Directory.CreateDirectory(folder);
            Tool.Run("mount", "-t", "tmpfs", "-o", "mode=1775", "none", folder).Well();
            Tool.Run("chgrp", "davfs2", folder).Well();
        }

        // Made where a container has none; the kernel may still refuse it.
        if (!File.Exists("/dev/fuse"))
        {
            Tool.Run("mknod", "-m", "666", "/dev/fuse", "c", "10", "229").Well();
        }

        Outcome opened = Tool.Run("dd", "if=/dev/fuse", "count=0", "status=none");
        Expect.True(opened.ExitCode == 0, $"FUSE is not to be had on this machine, so nothing can be mounted: {Expect.Short(opened.Errors)}");
    }

    [GeneratedRegex(@"^(?<passed>\d+) passed, (?<failed>\d+) failed$")]
    private static partial Regex Count();

    private static bool Relay(StreamReader from, out int passed, out int failed)
    {
        passed = 0;
        failed = 0;
        bool ended = false;
        while (from.ReadLine() is { } line)
        {
            Match count = Count().Match(line);
            if (!count.Success)
            {
                Console.WriteLine(line);
                continue;
            }

            passed = int.Parse(count.Groups["passed"].Value);
            failed = int.Parse(count.Groups["failed"].Value);
            ended = true;
        }

        return ended;
    }
}
