using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using PeerDevice.Clients.Printing;

namespace PeerDevice.Clients.Discovery;

/// <summary>Everything of multicast DNS that a host hears, by tshark.</summary>
internal sealed class Capture : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"peerdevice-{Guid.NewGuid():N}.pcap");
    private readonly Process _process;

    internal Capture(string[] within)
    {
        _process = Tool.Start(within[0], [.. within.Skip(1), "dumpcap", "-q", "-i", "eth0", "-f", "udp port 5353", "-w", _file], null);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Expect.Becomes(() => File.Exists(_file) && new FileInfo(_file).Length > 0, static () => "tshark hears nothing");
    }

    /// <summary>Ends hearing.</summary>
    internal void End()
    {
        Tool.Run("kill", "-INT", _process.Id.ToString()).Well();
        Expect.True(_process.WaitForExit(Bounds.Stop), "tshark did not end");
    }

    /// <summary>How many packets there are for which something is so.</summary>
    internal int Count(string filter) => Tool.Run("tshark", "-r", _file, "-Y", filter, "-T", "fields", "-e", "frame.number").Well().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(true);
            _process.WaitForExit();
        }

        _process.Dispose();
        File.Delete(_file);
    }
}
