using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Sync;

/// <summary>Lists all that is below a folder, on either side. What cannot be listed is told and marked, never taken for gone.</summary>
internal static class Trees
{
    /// <summary>Lists a folder of this PC.</summary>
    public static SyncNode Here(LocalFolder folder, Teller teller)
    {
        SyncNode top = new() { IsFolder = true };
        Fill(folder, teller, "", top, 0);
        return top;
    }

    /// <summary>Lists a folder of a peer.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="root">The decoded path of the folder, with '/' at its end.</param>
    /// <param name="teller">Told of what cannot be listed.</param>
    public static SyncNode There(RemotePeer peer, string root, Teller teller)
    {
        SyncNode top = new() { IsFolder = true };
        Fill(peer, teller, root, "", top, 0);
        return top;
    }

    private static void Fill(LocalFolder folder, Teller teller, string path, SyncNode node, int depth)
    {
        if (!MayEnter(teller, folder.Shown(path), node, depth))
        {
            return;
        }

        try
        {
            List<(string Name, bool IsFolder)> members = folder.List(path, out List<string> left);
            foreach ((string name, _) in members)
            {
                if (folder.Find(SyncNode.Join(path, name)) is { } entry)
                {
                    node.Members[name] = new SyncNode { IsFolder = entry.IsCollection, Length = entry.Length, Version = entry.Version, Modified = entry.Modified };
                }
            }

            foreach (string name in left)
            {
                node.LeftOut.Add(name);
                teller.Complain($"left out {folder.Shown(SyncNode.Join(path, name))}: it is a link or a device, or has a name no peer takes.");
            }
        }
        catch (CommandFailure failure)
        {
            node.IsUnknown = true;
            teller.Complain(failure.Message);
            return;
        }

        foreach ((string name, SyncNode member) in node.Members)
        {
            if (member.IsFolder)
            {
                Fill(folder, teller, SyncNode.Join(path, name), member, depth + 1);
            }
        }
    }

    private static void Fill(RemotePeer peer, Teller teller, string root, string path, SyncNode node, int depth)
    {
        if (!MayEnter(teller, root + path, node, depth))
        {
            return;
        }

        try
        {
            foreach (RemoteEntry entry in peer.List(root + path))
            {
                if (Names.Objection(entry.Name) is { } objection)
                {
                    node.LeftOut.Add(entry.Name);
                    teller.Complain($"left out {entry.Path}: {objection}.");
                    continue;
                }

                node.Members[entry.Name] = new SyncNode
                {
                    IsFolder = entry.IsCollection,
                    Length = entry.Length,
                    Tag = entry.Tag,
                    Modified = Math.Max(entry.Modified?.ToUnixTimeSeconds() ?? 0, 0),
                };
            }
        }
        catch (CommandFailure failure) when (!failure.IsFinal && depth > 0)
        {
            node.IsUnknown = true;
            teller.Complain(failure.Message);
            return;
        }

        foreach ((string name, SyncNode member) in node.Members)
        {
            if (member.IsFolder)
            {
                Fill(peer, teller, root, SyncNode.Join(path, name), member, depth + 1);
            }
        }
    }

    private static bool MayEnter(Teller teller, string shown, SyncNode node, int depth)
    {
        if (depth < DesktopLimits.TreeDepth)
        {
            return true;
        }

        node.IsUnknown = true;
        teller.Complain($"left out what is in {shown}: it lies deeper than {DesktopLimits.TreeDepth} folders.");
        return false;
    }
}
