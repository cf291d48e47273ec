using System;
using System.IO;
using System.Text;

namespace PeerDevice.Clients.Desktops;

/// <summary>cadaver by scripts, each line of which must succeed.</summary>
internal static class CadaverChecks
{
    internal static void Run(Scorecard score, RunningPeer peer, int longest)
    {
        string home = Path.Combine(peer.Top, "cadaver-home");
        string tree = Path.Combine(home, "tree");
        Tree.Make(tree, longest);
        void Step(string what, Action act) => score.Check($"{peer.Name}: cadaver {what}", act);

        Step("stores files of all sizes and fetches them", () =>
        {
            foreach (string name in new[] { "empty", "one octet", "4096", "1 MiB.bin", "30 MiB.bin", "signs #%+&é.txt" })
            {
                string back = Path.Combine(home, "back");
                Script(peer, $"put \"{Path.Combine(tree, name)}\" stored", $"get stored {back}", "delete stored");
                Expect.Same(File.ReadAllBytes(Path.Combine(tree, name)), File.ReadAllBytes(back), name);
                File.Delete(back);
            }
        });
        Step("makes, fills, lists, copies, moves and removes collections", () =>
        {
            string large = Path.Combine(tree, "1 MiB.bin");
            Script(peer, "mkcol shelf", "cd shelf", $"put \"{large}\" one.bin", "copy one.bin two.bin", "move two.bin three.bin", "mkcol inner", "cd ..");
            string said = Script(peer, "ls shelf", "copy shelf second", "move second third");
            Expect.Contains("one.bin", said, "what it lists");
            Expect.Contains("three.bin", said, "what it lists");
            Expect.Contains("inner", said, "what it lists");
            Expect.Same(File.ReadAllBytes(large), File.ReadAllBytes(Path.Combine(peer.Folder, "third/three.bin")), "the copy's copy");
            Tree.Same(Path.Combine(peer.Folder, "shelf"), Path.Combine(peer.Folder, "third"), "the copied collection");
            Script(peer, "rmcol third", "rmcol shelf/inner", "rmcol shelf");
            Expect.True(!Directory.Exists(Path.Combine(peer.Folder, "shelf")) && !Directory.Exists(Path.Combine(peer.Folder, "third")), "a removed collection is still there");
        });
        Step("edits with names that people give", () =>
        {
            foreach (string name in new[] { "Über uns & 100% + #1.txt", "e\u0301 and \u00e9", "文件 😀" })
            {
                Script(peer, $"put \"{Path.Combine(tree, "4097")}\" \"{name}\"", $"copy \"{name}\" \"2 {name}\"", $"move \"2 {name}\" \"3 {name}\"");
                Expect.Same(File.ReadAllBytes(Path.Combine(tree, "4097")), File.ReadAllBytes(Path.Combine(peer.Folder, "3 " + name)), name);
                Script(peer, $"delete \"{name}\"", $"delete \"3 {name}\"");
                Expect.True(!File.Exists(Path.Combine(peer.Folder, name)), $"{name} is still there");
            }
        });
    }

    /// <summary>Runs a script of which nothing may fail.</summary>
    /// <returns>What cadaver said.</returns>
    internal static string Script(RunningPeer peer, params string[] lines)
    {
        byte[] script = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\nquit\n");
        Outcome outcome = Tool.Run(Bounds.Tree, script, peer.Top, "env", "HOME=" + peer.Top, "cadaver", peer.Files).Well();
        string said = outcome.Text;
        foreach (string trouble in new[] { "failed", "Failed", "Could not", "not found", "Unrecognised", "not supported" })
        {
            Expect.True(!said.Contains(trouble, StringComparison.Ordinal), Expect.Short(said));
        }

        return said;
    }
}
