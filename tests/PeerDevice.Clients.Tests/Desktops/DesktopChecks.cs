using System;
using System.IO;

namespace PeerDevice.Clients.Desktops;

/// <summary>What mounts and file managers do with a peer, of every kind. Runs in a <see cref="Room"/>.</summary>
internal static class DesktopChecks
{
    // Octets of a name: a file system of a PC has 255, a board's native side 258 for a whole path with its drive.
    private const int LongestOnPc = 255;
    private const int LongestOnBoard = 200;

    // davfs2 adds some octets to a name for its cache, and refuses what then is longer than the PC's file system allows.
    private const int LongestInDavfs = 240;

    private const long CardSize = 2_000_000_000;

    /// <returns>The exit code of the program inside.</returns>
    internal static int Run()
    {
        Scorecard score = new();
        bool isFurnished = false;
        score.Check("desktops: a room with a loopback, and FUSE in it", () =>
        {
            Room.Furnish();
            isFurnished = true;
        });
        score.Check("desktops: a changed octet, a lost name and another form of a name are noticed", Doubt);
        if (isFurnished)
        {
            Of(score, "companion", () => RunningPeer.Companion(Nothing), LongestOnPc, true, 0);
            Of(score, "board of 16 sockets", () => RunningPeer.Board(16, Settings), LongestOnBoard, true, CardSize);
            Of(score, "board of 4 sockets", () => RunningPeer.Board(4, Settings), LongestOnBoard, false, CardSize);
        }

        Console.WriteLine($"{score.Passed} passed, {score.Failed} failed");
        return score.Failed == 0 ? 0 : 1;
    }

    private static void Of(Scorecard score, string kind, Func<RunningPeer> start, int longest, bool mounts, long cardSize)
    {
        RunningPeer? started = null;
        score.Check($"desktops: {kind} starts", () => started = start());
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        RcloneChecks.Run(score, peer, longest, cardSize);
        CadaverChecks.Run(score, peer, longest);
        if (mounts)
        {
            Clear(peer);
            MountChecks.Run(score, peer, "rclone's mount", Mount.Rclone, longest);
            Clear(peer);
            MountChecks.Run(score, peer, "davfs2", Mount.Davfs, Math.Min(longest, LongestInDavfs));
            Clear(peer);
            GioChecks.Run(score, peer, longest);
        }

        score.Check($"desktops: {kind} ends cleanly on SIGTERM", peer.Terminate);
    }

    // Who tests the comparison? Each of these differences must fail it.
    private static void Doubt()
    {
        string top = Directory.CreateTempSubdirectory("peerdevice-doubt-").FullName;
        try
        {
            string one = Path.Combine(top, "one");
            string other = Path.Combine(top, "other");
            foreach (string change in new[] { "octet", "name", "form", "nothing" })
            {
                foreach (string tree in new[] { one, other })
                {
                    Directory.CreateDirectory(tree);
                    File.WriteAllText(Path.Combine(tree, "a\u00e9"), "content");
                }

                switch (change)
                {
                    case "octet": File.WriteAllText(Path.Combine(other, "a\u00e9"), "cOntent"); break;
                    case "name": File.Delete(Path.Combine(other, "a\u00e9")); break;
                    case "form": File.Move(Path.Combine(other, "a\u00e9"), Path.Combine(other, "ae\u0301")); break;
                }

                bool isNoticed = false;
                try
                {
                    Tree.Same(one, other, change);
                }
                catch (CheckFailure)
                {
                    isNoticed = true;
                }

                Expect.Equal(change != "nothing", isNoticed, $"whether it noticed: {change};");
                Directory.Delete(other, true);
            }
        }
        finally
        {
            Directory.Delete(top, true);
        }
    }

    private static void Nothing(string folder)
    {
    }

    private static void Settings(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "peer.cfg"), "card-size = 2 GB\n");
    }

    // Whatever a failed check left there is not the next one's.
    private static void Clear(RunningPeer peer)
    {
        foreach (FileSystemInfo member in new DirectoryInfo(peer.Folder).GetFileSystemInfos())
        {
            if (member.Name == ".peer")
            {
                continue;
            }

            if (member is DirectoryInfo folder)
            {
                folder.Delete(true);
            }
            else
            {
                member.Delete();
            }
        }
    }
}
