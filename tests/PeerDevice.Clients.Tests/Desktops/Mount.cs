using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

namespace PeerDevice.Clients.Desktops;

/// <summary>A peer mounted as a folder of this machine, in the room's own mount namespace. Unmounted with its <c>using</c>.</summary>
internal sealed class Mount : IDisposable
{
    private readonly Process? _inFront;

    private Mount(string folder, Process? inFront)
    {
        Folder = folder;
        _inFront = inFront;
    }

    /// <summary>Where it is mounted.</summary>
    internal string Folder { get; }

    /// <summary>davfs2 with locks, sending at once; 256 KiB are read ahead.</summary>
    internal static Mount Davfs(RunningPeer peer)
    {
        string folder = Empty(peer, "davfs");
        string settings = Path.Combine(peer.Top, "davfs2.conf");
        File.WriteAllText(settings, "ask_auth 0\nuse_locks 1\ndelay_upload 0\nbuf_size 256\n");
        Tool.Run("mount.davfs", "-o", $"conf={settings}", peer.Files, folder).Well();
        return new Mount(folder, null).Up();
    }

    /// <summary>
    /// rclone's mount; what is written goes to a cache on the disk, and from there to the peer when nobody has touched the file for a while. Without that while
    /// rclone 1.60 breaks off its own upload when the file is renamed during it, and forgets that the peer may have all of it under the old name.
    /// </summary>
    internal static Mount Rclone(RunningPeer peer)
    {
        string folder = Empty(peer, "rclone");
        string cache = Path.Combine(peer.Top, "rclone-cache");
        Process rclone = Tool.Start("rclone", ["mount", ":webdav:", folder, .. RcloneChecks.Common(peer), "--vfs-cache-mode", "writes", "--vfs-write-back", "3s", "--dir-cache-time", "1s", "--cache-dir", cache], null);
        rclone.StandardInput.Close();
        rclone.OutputDataReceived += (_, _) => { };
        rclone.ErrorDataReceived += (_, _) => { };
        rclone.BeginOutputReadLine();
        rclone.BeginErrorReadLine();
        return new Mount(folder, rclone).Up();
    }

    /// <summary>Unmounts as people do, and expects that the daemon behind it ends.</summary>
    internal void Unmount()
    {
        Tool.Run("umount", Folder).Well();
        if (_inFront is not null)
        {
            Expect.True(_inFront.WaitForExit(Bounds.Stop), "the mount's process did not end with it");
        }
    }

    public void Dispose()
    {
        if (IsUp())
        {
            // Lazily: a check has failed, and what is busy ends with the room.
            Tool.Run("umount", "-l", Folder);
        }

        if (_inFront is { HasExited: false })
        {
            _inFront.Kill();
            _inFront.WaitForExit();
        }

        _inFront?.Dispose();
    }

    private static string Empty(RunningPeer peer, string name)
    {
        string folder = Path.Combine(peer.Top, "mounted-" + name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private Mount Up()
    {
        long start = Stopwatch.GetTimestamp();
        while (!IsUp())
        {
            if (Stopwatch.GetElapsedTime(start) > Bounds.Mounted || _inFront is { HasExited: true })
            {
                Dispose();
                throw new CheckFailure($"it is not mounted after {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
            }

            Thread.Sleep(50);
        }

        return this;
    }

    // proc(5): the fifth word of a line of mountinfo is the mount point.
    private bool IsUp()
    {
        return File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ')[4] == Folder);
    }
}
