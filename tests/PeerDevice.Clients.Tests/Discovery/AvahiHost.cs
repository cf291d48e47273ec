using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients.Discovery;

/// <summary>A host with a system bus and an Avahi of its own.</summary>
internal sealed class AvahiHost : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("peerdevice-avahi-").FullName;
    private readonly string[] _within;
    private readonly List<Process> _processes = [];

    /// <summary>Starts it on a host of an office.</summary>
    /// <param name="within">The words before a command that runs there.</param>
    /// <param name="name">The host's name.</param>
    /// <param name="services">What it tells of from the start: service types, each on a port of its own; none for a host that only looks.</param>
    internal AvahiHost(string[] within, string name, params string[] services)
    {
        _within = within;
        string bus = Path.Combine(_top, "bus.conf");
        string avahi = Path.Combine(_top, "avahi.conf");
        string told = Path.Combine(_top, "told.service");
        File.WriteAllText(bus, Bus.Configuration(Socket));
        File.WriteAllText(avahi, $"[server]\nhost-name={name}\nuse-ipv4=yes\nuse-ipv6=yes\nratelimit-interval-usec=1000000\nratelimit-burst=1000\n[publish]\npublish-workstation=no\npublish-hinfo=no\n[wide-area]\nenable-wide-area=no\n");
        string each = string.Concat(services.Select(static (type, i) => $"<service><type>{type}</type><port>{4000 + i}</port><txt-record>txtvers=1</txt-record><txt-record>path=/</txt-record></service>"));
        File.WriteAllText(told, $"<?xml version=\"1.0\" standalone='no'?><!DOCTYPE service-group SYSTEM \"avahi-service.dtd\"><service-group><name>{name}</name>{each}</service-group>");
        Launch("dbus-daemon", "--config-file=" + bus, "--nofork", "--nopidfile");
        Expect.Becomes(() => File.Exists(Socket), static () => "dbus-daemon does not listen");
        string copy = services.Length > 0 ? $"cp '{told}' /etc/avahi/services/;" : "";
        Launch("env", Variable, "unshare", "-m", "sh", "-c", $"mkdir -p /run/avahi-daemon; mount -t tmpfs none /run/avahi-daemon; chown avahi:avahi /run/avahi-daemon; mount -t tmpfs none /etc/avahi/services; {copy} exec avahi-daemon -f '{avahi}' --no-chroot --no-rlimits --no-drop-root --no-proc-title");
        Expect.Becomes(() => Ask("avahi-resolve", "-n", name + ".local").Text.Contains(name, StringComparison.OrdinalIgnoreCase), static () => "avahi-daemon does not run");
    }

    private string Socket => Path.Combine(_top, "bus");

    private string Variable => "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + Socket;

    /// <summary>Runs a program that asks this Avahi.</summary>
    internal Outcome Ask(string program, params string[] arguments) => Tool.Run(_within[0], [.. _within.Skip(1), "env", Variable, program, .. arguments]);

    /// <summary>Tells of a service until the host ends. Avahi's own browsers see it at once; here it is waited for until the name is Avahi's.</summary>
    internal void Publish(string name, string type, int port)
    {
        bool isHis = false;
        Process process = Start("env", Variable, "avahi-publish", "-s", name, type, port.ToString());
        void Hear(object sender, DataReceivedEventArgs line) => Volatile.Write(ref isHis, Volatile.Read(ref isHis) || line.Data?.Contains($"Established under name '{name}'", StringComparison.Ordinal) == true);
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        Expect.Becomes(() => Volatile.Read(ref isHis), () => $"Avahi has no service of the name {name}");
    }

    /// <summary>Begins to watch a service type.</summary>
    internal Watch Watch(string type) => new(Start("env", Variable, "avahi-browse", "-p", type));

    /// <summary>Ends Avahi in good order, which says goodbye.</summary>
    internal void Terminate()
    {
        Process avahi = _processes[1];
        Tool.Run("kill", "-TERM", avahi.Id.ToString()).Well();
        Expect.True(avahi.WaitForExit(Bounds.Stop), "avahi-daemon did not end");
    }

    public void Dispose()
    {
        for (int i = _processes.Count - 1; i >= 0; i--)
        {
            _processes[i].Kill(true);
            _processes[i].WaitForExit();
            _processes[i].Dispose();
        }

        Temporary.Remove(_top);
    }

    private Process Start(params string[] words)
    {
        Process process = Tool.Start(_within[0], [.. _within.Skip(1), .. words], _top);
        process.StandardInput.Close();
        return process;
    }

    private void Launch(params string[] words)
    {
        Process process = Start(words);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }
}
