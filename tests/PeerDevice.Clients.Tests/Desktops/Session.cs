using System;
using System.Diagnostics;
using System.IO;

namespace PeerDevice.Clients.Desktops;

/// <summary>A desktop session without a screen: a bus of its own, by which gio reaches GNOME's file daemons.</summary>
internal sealed class Session : IDisposable
{
    private readonly Process _bus;
    private readonly string[] _environment;

    /// <summary>Starts the bus; the daemons start when they are asked for.</summary>
    /// <param name="folder">The home of who sits there.</param>
    internal Session(string folder)
    {
        Directory.CreateDirectory(folder);
        Runtime = Path.Combine(folder, "run");
        Directory.CreateDirectory(Runtime);
        Tool.Run("chmod", "700", Runtime).Well();
        string address = "unix:path=" + Path.Combine(Runtime, "bus");

        // The monitors of cameras, phones and disks are of no use here.
        _environment = [$"HOME={folder}", $"XDG_RUNTIME_DIR={Runtime}", $"DBUS_SESSION_BUS_ADDRESS={address}", "GVFS_REMOTE_VOLUME_MONITOR_IGNORE=1", "GIO_USE_VFS=gvfs"];
        _bus = Tool.Start("env", [.. _environment, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address", "--address", address], folder);
        _bus.StandardInput.Close();
        _bus.ErrorDataReceived += (_, _) => { };
        _bus.BeginErrorReadLine();
        string? said = _bus.StandardOutput.ReadLine();
        if (said is null)
        {
            Dispose();
            throw new CheckFailure("dbus-daemon did not say its address");
        }
    }

    /// <summary>Where the session's sockets are, and what gvfs mounts for programs that know files only.</summary>
    internal string Runtime { get; }

    /// <summary>Runs a program of the session.</summary>
    internal Outcome Run(string program, params string[] arguments)
    {
        return Pipe(null, program, arguments);
    }

    /// <summary>The same, with something on its standard input.</summary>
    internal Outcome Pipe(byte[]? input, string program, params string[] arguments)
    {
        return Tool.Run(Bounds.Tree, input, null, "env", [.. _environment, program, .. arguments]);
    }

    public void Dispose()
    {
        if (!_bus.HasExited)
        {
            // The daemons end with their bus.
            _bus.Kill();
            _bus.WaitForExit();
        }

        _bus.Dispose();
    }
}
