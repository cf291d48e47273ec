using System;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace PeerDevice.Clients.Desktops;

/// <summary>rclone by its commands: copy, check, sync with deletions, moves on the peer, reading a part.</summary>
internal static class RcloneChecks
{
    /// <summary>
    /// What every rclone here is told: no settings of this machine's, a WebDAV server of no known make, to say at once what fails, and that
    /// two names that look the same are two: rclone alone would leave the second out.
    /// </summary>
    internal static string[] Common(RunningPeer peer)
    {
        return ["--config", "/dev/null", "--webdav-url", peer.Files, "--webdav-vendor", "other", "--retries", "1", "--no-unicode-normalization", "--transfers", "4", "--checkers", "4"];
    }

    internal static void Run(Scorecard score, RunningPeer peer, int longest, long cardSize)
    {
        string tree = Path.Combine(peer.Top, "rclone-tree");
        string back = Path.Combine(peer.Top, "rclone-back");
        string there = Path.Combine(peer.Folder, "tree");
        Tree.Make(tree, longest);
        void Rclone(params string[] words) => Tool.Run(Bounds.Tree, null, null, "rclone", [.. words, .. Common(peer)]).Well();
        void Step(string what, Action act) => score.Check($"{peer.Name}: rclone {what}", act);

        Step("copies a tree up", () =>
        {
            Rclone("copy", "--create-empty-src-dirs", tree, ":webdav:tree");
            Tree.Same(tree, there, "what the peer has");
        });
        Step("checks it, every octet", () => Rclone("check", "--download", tree, ":webdav:tree"));
        Step("copies it down", () =>
        {
            Rclone("copy", "--create-empty-src-dirs", ":webdav:tree", back);
            Tree.Same(tree, back, "what came back");
        });
        Step("syncs what was changed, added and deleted", () =>
        {
            File.Delete(Path.Combine(tree, "4095"));
            Directory.Delete(Path.Combine(tree, "d1/d2"), true);
            File.WriteAllBytes(Path.Combine(tree, "4096"), Samples.Make(601, 5000));
            File.Move(Path.Combine(tree, "文件 😀.txt"), Path.Combine(tree, "d1/😀 &.txt"));
            File.WriteAllBytes(Path.Combine(tree, "empty"), Samples.Make(602, 1));
            Directory.Delete(Path.Combine(tree, "empty folder"));
            Rclone("sync", "--create-empty-src-dirs", tree, ":webdav:tree");
            Tree.Same(tree, there, "what the peer has");
            Rclone("check", "--download", tree, ":webdav:tree");
        });
        Step("syncs back down what was changed on the peer", () =>
        {
            Rclone("sync", "--create-empty-src-dirs", ":webdav:tree", back);
            Tree.Same(tree, back, "what came back");
        });
        Step("moves a file, onto another too, and a folder", () =>
        {
            foreach ((string from, string to) in new[] { ("one octet", "moved & é"), ("1 MiB.bin", "4097"), ("many & small", "d1/few #%+") })
            {
                if (Directory.Exists(Path.Combine(tree, from)))
                {
                    Directory.Move(Path.Combine(tree, from), Path.Combine(tree, to));
                }
                else
                {
                    File.Move(Path.Combine(tree, from), Path.Combine(tree, to), true);
                }

                Rclone("moveto", ":webdav:tree/" + from, ":webdav:tree/" + to);
                Tree.Same(tree, there, $"what the peer has after the move to {to}");
            }
        });
        Step("copies on the peer", () =>
        {
            File.Copy(Path.Combine(tree, "30 MiB.bin"), Path.Combine(tree, "copy of 30 MiB"));
            Rclone("copyto", ":webdav:tree/30 MiB.bin", ":webdav:tree/copy of 30 MiB");
            Tree.Same(tree, there, "what the peer has");
        });
        Step("reads a part", () =>
        {
            byte[] whole = File.ReadAllBytes(Path.Combine(tree, "30 MiB.bin"));
            Outcome part = Tool.Run("rclone", ["cat", "--offset", "12345678", "--count", "100001", ":webdav:tree/30 MiB.bin", .. Common(peer)]).Well();
            Expect.Same(whole.AsSpan(12345678, 100001), part.Output, "the part");
        });
        Step("says how much room there is", () =>
        {
            using JsonDocument about = JsonDocument.Parse(Tool.Run("rclone", ["about", "--json", ":webdav:", .. Common(peer)]).Well().Text);
            long used = about.RootElement.GetProperty("used").GetInt64();
            long free = about.RootElement.GetProperty("free").GetInt64();
            Expect.True(used > 0 && free > 0, $"used {used}, free {free}");
            if (cardSize > 0)
            {
                // A board tells what it was told, less what it counts.
                long expected = new DirectoryInfo(peer.Folder).GetFiles("*", SearchOption.AllDirectories).Where(file => !file.FullName.Contains("/.peer/", StringComparison.Ordinal)).Sum(file => file.Length);
                Expect.Equal(expected, used, "what is used");
                Expect.Equal(cardSize, used + free, "the size of the card");
            }
        });
        Step("purges it", () =>
        {
            Rclone("purge", ":webdav:tree");
            Expect.True(!Directory.Exists(there), "the tree is still there");
        });
    }
}
