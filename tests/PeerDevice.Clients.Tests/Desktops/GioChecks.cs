using System;
using System.IO;
using System.Linq;
using System.Text;

namespace PeerDevice.Clients.Desktops;

/// <summary>GNOME: gio and gvfs, which are what its Files program opens a peer with, and gvfs' folder for programs that know files only.</summary>
internal static class GioChecks
{
    internal static void Run(Scorecard score, RunningPeer peer, int longest)
    {
        string home = Path.Combine(peer.Top, "gio-home");
        string tree = Path.Combine(home, "tree");
        string there = Path.Combine(peer.Folder, "tree");
        string top = $"dav://{peer.Address}:{peer.HttpPort}/files/";
        using Session session = new(home);
        Tree.Make(tree, longest);
        string At(string path) => top + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        Outcome Gio(params string[] words) => session.Run("gio", words).Well();
        void Step(string what, Action act) => score.Check($"{peer.Name}: gio {what}", act);

        Step("mounts it", () => Gio("mount", top));
        Step("copies every file of a tree in", () =>
        {
            Up(tree, tree, "tree", At, Gio);
            Tree.Same(tree, there, "what the peer has");
        });
        Step("lists it, names and lengths", () => List(tree, At("tree"), Gio));
        Step("copies every file out", () =>
        {
            foreach (string file in Directory.GetFiles(tree, "*", SearchOption.AllDirectories))
            {
                string back = Path.Combine(home, "back");
                Gio("copy", At("tree/" + Path.GetRelativePath(tree, file)), back);
                Expect.Same(File.ReadAllBytes(file), File.ReadAllBytes(back), file);
            }
        });
        Step("overwrites a file, saves a pipe, reads into one", () =>
        {
            byte[] content = Samples.Make(701, 123_457);
            File.WriteAllBytes(Path.Combine(tree, "4096"), content);
            Gio("copy", Path.Combine(tree, "4096"), At("tree/4096"));
            File.WriteAllBytes(Path.Combine(tree, "4095"), content);
            session.Pipe(content, "gio", "save", At("tree/4095")).Well();
            Tree.Same(tree, there, "what the peer has");
            Expect.Same(content, Gio("cat", At("tree/4095")).Output, "what it reads");
        });
        Step("renames and moves files and folders", () =>
        {
            Gio("rename", At("tree/one octet"), "ein Oktett é #%+");
            File.Move(Path.Combine(tree, "one octet"), Path.Combine(tree, "ein Oktett é #%+"));
            Gio("move", At("tree/4097"), At("tree/d1/d2/"));
            File.Move(Path.Combine(tree, "4097"), Path.Combine(tree, "d1/d2/4097"));
            Gio("move", At("tree/4096"), At("tree/4095"));
            File.Move(Path.Combine(tree, "4096"), Path.Combine(tree, "4095"), true);
            Gio("rename", At("tree/many & small"), "wenige & kleine");
            Directory.Move(Path.Combine(tree, "many & small"), Path.Combine(tree, "wenige & kleine"));
            Tree.Same(tree, there, "what the peer has");
        });
        Step("removes files and folders", () =>
        {
            Gio("remove", At("tree/30 MiB.bin"), At("tree/.hidden"), At("tree/empty folder"));
            File.Delete(Path.Combine(tree, "30 MiB.bin"));
            File.Delete(Path.Combine(tree, ".hidden"));
            Directory.Delete(Path.Combine(tree, "empty folder"));
            Tree.Same(tree, there, "what the peer has");
        });
        Step("says why what cannot be done cannot", () =>
        {
            Expect.True(session.Run("gio", "remove", At("nothing")).ExitCode != 0, "it removed what is not there");
            Expect.True(session.Run("gio", "mkdir", At("tree")).ExitCode != 0, "it made a folder that is there");
            Expect.True(session.Run("gio", "copy", Path.Combine(tree, "empty"), At("nowhere/empty")).ExitCode != 0, "it copied into a folder that is not there");
        });
        Step("is a folder for programs that know files only", () => Folder(At("tree"), session, tree, there));
        Step("unmounts it", () => Gio("mount", "-u", top));
    }

    private static void Up(string tree, string folder, string to, Func<string, string> at, Func<string[], Outcome> gio)
    {
        gio(["mkdir", at(to)]);
        string[] files = Directory.GetFiles(folder);
        if (files.Length > 0)
        {
            gio(["copy", .. files, at(to) + "/"]);
        }

        foreach (string inner in Directory.GetDirectories(folder))
        {
            Up(tree, inner, to + "/" + Path.GetFileName(inner), at, gio);
        }
    }

    private static void List(string folder, string url, Func<string[], Outcome> gio)
    {
        string[] lines = gio(["list", "-h", "-l", url]).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] wanted = new DirectoryInfo(folder).GetFileSystemInfos()
            .Select(m => m is FileInfo file ? $"{m.Name}\t{file.Length}\t(regular)" : $"{m.Name}\t0\t(directory)").ToArray();
        string? missing = wanted.FirstOrDefault(w => !lines.Any(l => l.StartsWith(w, StringComparison.Ordinal)));
        Expect.True(missing is null, $"it lacks {missing}: {Expect.Short(Encoding.UTF8.GetBytes(string.Join('|', lines)))}");
        Expect.Equal(wanted.Length, lines.Length, "the members it lists");
    }

    // gvfs-fuse. Every file through it is a request to gvfsd-dav.
    private static void Folder(string url, Session session, string tree, string there)
    {
        // Where it is, gvfs tells: what it mounts begins at the uppermost collection that answers PROPFIND.
        const string Label = "local path: ";
        string? told = session.Run("gio", "info", url).Well().Text.Split('\n').FirstOrDefault(l => l.StartsWith(Label, StringComparison.Ordinal));
        Expect.True(told is not null, "gio tells no local path");
        string folder = told![Label.Length..];
        Tree.Same(tree, folder, "what the folder shows");
        session.Run("cp", "-r", Path.Combine(tree, "wenige & kleine"), Path.Combine(folder, "d1")).Well();
        Tool.Run("cp", "-r", Path.Combine(tree, "wenige & kleine"), Path.Combine(tree, "d1")).Well();
        session.Run("mv", Path.Combine(folder, "empty"), Path.Combine(folder, "leer é")).Well();
        File.Move(Path.Combine(tree, "empty"), Path.Combine(tree, "leer é"));
        session.Run("rm", "-r", Path.Combine(folder, "d1/d2")).Well();
        Directory.Delete(Path.Combine(tree, "d1/d2"), true);
        Tree.Becomes(tree, there, "what the peer has");
        Tree.Becomes(tree, folder, "what the folder shows");
    }
}
