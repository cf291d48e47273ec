using System;
using System.Collections.Generic;
using System.Globalization;
using static PeerDevice.Companion.Client.Shell;

namespace PeerDevice.Companion.Client;

/// <summary>One way in which a system mounts a peer's folder by its own means.</summary>
/// <param name="Program">The program that does it.</param>
/// <param name="Mount">The command, word by word.</param>
/// <param name="Unmount">The command that undoes it.</param>
/// <param name="TakesFolder">Whether it mounts where it is told; gio chooses the place itself.</param>
/// <param name="Note">What a user has to know; empty for nothing.</param>
internal sealed record MountWay(string Program, string[] Mount, string[] Unmount, bool TakesFolder, string Note = "")
{
    /// <summary>What davfs2 asks for before it does anything, though no peer wants it.</summary>
    public const string DavFs = "davfs2";

    /// <summary>The ways that this system has, the best one first.</summary>
    /// <param name="system">The system.</param>
    /// <param name="at">The peer and the folder on it.</param>
    /// <param name="where">The folder to mount at; on Windows a drive such as Z:.</param>
    /// <param name="isRoot">Whether the user may do everything.</param>
    /// <param name="has">Whether a program is there.</param>
    public static List<MountWay> All(Platform system, PeerAddress at, string where, bool isRoot, Func<string, bool> has)
    {
        string host = at.Host.Contains(':') ? $"[{at.Host}]" : at.Host;
        string authority = at.Port == Limits.HttpPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{at.Port}");
        string path = PeerAddress.Encode(at.Path.EndsWith('/') ? at.Path : at.Path + "/");
        string url = $"http://{authority}{path}";
        switch (system)
        {
            case Platform.Windows:
                // The form with a port; the web client service makes an HTTP path of it.
                string server = at.Host.Contains(':') ? at.Host.Replace(':', '-') + ".ipv6-literal.net" : at.Host;
                string share = $@"\\{server}{(at.Port == Limits.HttpPort ? "" : string.Create(CultureInfo.InvariantCulture, $"@{at.Port}"))}\DavWWWRoot{at.Path.TrimEnd('/').Replace('/', '\\')}";
                return [new("net", ["net", "use", where, share, "/persistent:no"], ["net", "use", where, "/delete"], true, "the service WebClient has to run: `net start webclient`")];
            case Platform.Mac:
                return [new("mount_webdav", ["mount_webdav", "-S", "-v", at.Name.Length > 0 ? at.Name : at.Host, url, where], ["umount", where], true)];
            default:
                List<MountWay> ways = [];
                string[] sudo = isRoot ? [] : ["sudo"];
                MountWay davfs = new(DavFs, [.. sudo, "mount", "-t", "davfs", url, where], [.. sudo, "umount", where], true, "it asks for a user and a password: a peer wants neither, leave both empty");
                MountWay rclone = new("rclone", ["rclone", "mount", ":webdav:", where, "--webdav-url", url, "--vfs-cache-mode", "writes", "--daemon"], ["fusermount3", "-u", where], true);
                if (has("mount.davfs") && isRoot)
                {
                    ways.Add(davfs);
                }

                if (has("rclone") && has("fusermount3"))
                {
                    ways.Add(rclone);
                }

                if (has("mount.davfs") && !isRoot)
                {
                    ways.Add(davfs);
                }

                if (has("gio"))
                {
                    string dav = $"dav://{authority}{path}";
                    ways.Add(new("gio", ["gio", "mount", dav], ["gio", "mount", "-u", dav], false, "it stands in the file manager then"));
                }

                return ways;
        }
    }
}
