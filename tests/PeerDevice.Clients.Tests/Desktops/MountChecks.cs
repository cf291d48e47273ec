using System;
using System.IO;

namespace PeerDevice.Clients.Desktops;

/// <summary>
/// What people do in a mounted folder, done in it and in a folder beside it: afterwards the two, and what the peer has, must be the same.
/// </summary>
internal sealed class MountChecks
{
    private readonly Scorecard _score;
    private readonly RunningPeer _peer;
    private readonly string _client;
    private readonly Func<RunningPeer, Mount> _mount;
    private readonly string _mirror;
    private Mount? _mounted;

    private MountChecks(Scorecard score, RunningPeer peer, string client, Func<RunningPeer, Mount> mount)
    {
        _score = score;
        _peer = peer;
        _client = client;
        _mount = mount;
        _mirror = Path.Combine(peer.Top, "mirror-" + client);
    }

    /// <param name="score">Where it is counted.</param>
    /// <param name="peer">An empty peer.</param>
    /// <param name="client">Who mounts.</param>
    /// <param name="mount">How.</param>
    /// <param name="longest">Octets of the longest name.</param>
    internal static void Run(Scorecard score, RunningPeer peer, string client, Func<RunningPeer, Mount> mount, int longest)
    {
        new MountChecks(score, peer, client, mount).All(longest);
    }

    private void All(int longest)
    {
        string tree = Path.Combine(_peer.Top, "tree-" + _client);
        Tree.Make(tree, longest);
        Directory.CreateDirectory(_mirror);
        try
        {
            Step("mounts", () => _mounted = _mount(_peer));
            if (_mounted is null)
            {
                return;
            }

            Done("copies a tree in", top => Tool.Run(Bounds.Tree, null, null, "cp", "-r", tree, Path.Combine(top, "tree")).Well());
            Done("edits large and small files in place", Edit);
            Done("appends, and cuts short", Resize);
            Done("renames files, onto others too", Rename);
            Done("saves as editors do: a new file beside, renamed onto the old", Save);
            Done("makes folders, renames and removes them", Folders);
            Done("removes the tree but for one folder", top =>
            {
                foreach (string member in Directory.GetFileSystemEntries(Path.Combine(top, "tree")))
                {
                    if (!member.EndsWith("renamed #%+&é", StringComparison.Ordinal))
                    {
                        Tool.Run(Bounds.Tree, null, null, "rm", "-r", member).Well();
                    }
                }
            });
            Done("copies a tree in again", top => Tool.Run(Bounds.Tree, null, null, "cp", "-r", tree, Path.Combine(top, "again")).Well());
            Step("unmounts", () => _mounted!.Unmount());
            Step("shows every name and octet when mounted again", () =>
            {
                Tree.Same(_mirror, _peer.Folder, "what the peer has");
                _mounted = _mount(_peer);
                Tree.Same(_mirror, _mounted.Folder, "what the mount shows");
                _mounted.Unmount();
            });
        }
        finally
        {
            _mounted?.Dispose();
        }
    }

    private void Step(string what, Action act)
    {
        _score.Check($"{_peer.Name}: {_client} {what}", act);
    }

    private void Done(string what, Action<string> act)
    {
        Step(what, () =>
        {
            act(_mirror);
            act(_mounted!.Folder);
            Tree.Becomes(_mirror, _peer.Folder, "what the peer has");
            Tree.Becomes(_mirror, _mounted.Folder, "what the mount shows");
        });
    }

    private static void Edit(string top)
    {
        foreach ((string name, int at) in new[] { ("tree/30 MiB.bin", 20_000_001), ("tree/1 MiB.bin", 0), ("tree/4096", 4095), ("tree/signs #%+&é.txt", 10) })
        {
            using FileStream file = new(Path.Combine(top, name), FileMode.Open, FileAccess.ReadWrite);
            file.Seek(at, SeekOrigin.Begin);
            file.Write(Samples.Make(901, at == 4095 ? 1 : 60));
        }
    }

    private static void Resize(string top)
    {
        using (FileStream grown = new(Path.Combine(top, "tree/empty"), FileMode.Append))
        {
            grown.Write(Samples.Make(902, 5000));
        }

        using (FileStream cut = new(Path.Combine(top, "tree/4097"), FileMode.Open))
        {
            cut.SetLength(7);
        }

        using FileStream emptied = new(Path.Combine(top, "tree/4095"), FileMode.Truncate);
    }

    private static void Rename(string top)
    {
        File.Move(Path.Combine(top, "tree/one octet"), Path.Combine(top, "tree/zwei é & #%+.txt"));
        File.Move(Path.Combine(top, "tree/1 MiB.bin"), Path.Combine(top, "tree/4096"), true);
        File.Move(Path.Combine(top, "tree/.hidden"), Path.Combine(top, "tree/d1/d2/shown"));
        File.Move(Path.Combine(top, "tree/Gru\u0308\u00dfe e\u0301"), Path.Combine(top, "tree/e\u0301"));
    }

    private static void Save(string top)
    {
        string file = Path.Combine(top, "tree/many & small/7 é.txt");
        for (int i = 0; i < 5; i++)
        {
            string beside = Path.Combine(top, "tree/many & small/.goutputstream-" + i);
            File.WriteAllBytes(beside, Samples.Make(903 + i, 20_000 + i));
            File.Move(beside, file, true);
        }

        // And the old one kept as a backup, as vim does.
        File.Move(file, file + "~", true);
        File.WriteAllBytes(file, Samples.Make(908, 333));
    }

    private static void Folders(string top)
    {
        Directory.CreateDirectory(Path.Combine(top, "tree/new folder/inner"));
        Directory.Delete(Path.Combine(top, "tree/new folder/inner"));
        Directory.Move(Path.Combine(top, "tree/new folder"), Path.Combine(top, "tree/nëw"));
        Directory.Move(Path.Combine(top, "tree/many & small"), Path.Combine(top, "tree/renamed #%+&é"));
        Directory.Delete(Path.Combine(top, "tree/d1/d2/d3"), true);
        Directory.Delete(Path.Combine(top, "tree/nëw"));
    }
}
