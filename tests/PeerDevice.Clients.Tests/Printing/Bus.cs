using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace PeerDevice.Clients.Printing;

/// <summary>A system bus and an Avahi on it, for programs that do not start without them. In a room, where they reach nobody.</summary>
internal sealed class Bus(string top) : IDisposable
{
    private readonly List<Process> _processes = [];

    /// <summary>By which programs find it, as env(1) takes it.</summary>
    internal string Variable => "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + Socket;

    private string Socket => Path.Combine(top, "bus");

    /// <summary>What dbus-daemon is told, to be a system bus of whoever is here.</summary>
    internal static string Configuration(string socket) =>
        $"""
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
        <allow send_destination="*"/><allow receive_type="method_call"/><allow receive_type="signal"/><allow receive_type="method_return"/><allow receive_type="error"/>
        <allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/></policy></busconfig>
        """;

    internal void Start()
    {
        string bus = Path.Combine(top, "bus.conf");
        string avahi = Path.Combine(top, "avahi.conf");
        File.WriteAllText(bus, Configuration(Socket));
        File.WriteAllText(avahi, "[server]\nhost-name=room\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\npublish-workstation=no\n[wide-area]\nenable-wide-area=no\n");
        Launch("dbus-daemon", "--config-file=" + bus, "--nofork", "--nopidfile");
        Expect.Becomes(() => File.Exists(Socket), static () => "dbus-daemon does not listen");

        // Its folder is the machine's otherwise; no mount in here is seen outside.
        Directory.CreateDirectory("/run/avahi-daemon");
        Tool.Run("mount", "-t", "tmpfs", "none", "/run/avahi-daemon").Well();
        Tool.Run("chown", "avahi:avahi", "/run/avahi-daemon").Well();
        Launch("env", Variable, "avahi-daemon", "-f", avahi, "--no-chroot", "--no-rlimits", "--no-drop-root", "--no-proc-title");
        Expect.Becomes(() => File.Exists("/run/avahi-daemon/pid"), static () => "avahi-daemon does not run");
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.Kill(true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    // What they say is read, so that they do not stop when a pipe is full.
    private void Launch(string program, params string[] arguments)
    {
        Process process = Tool.Start(program, arguments, top);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }
}
