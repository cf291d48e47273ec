using System;
using System.Diagnostics;
using System.IO;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>The companion, as it was built with this program.</summary>
internal sealed class CompanionContender(bool isDurable) : Contender
{
    internal override string Name => isDurable ? "companion" : "companion, not durable";

    internal override string Prefix => "/files/";

    protected override ProcessStartInfo Command(string home)
    {
        ProcessStartInfo start = Peer("up", "--share", Folder, "--writable", "--bind", "127.0.0.1", "--http", $"{Port}", "--raw", "0", "--name", "speed", "--index", "none");
        if (!isDurable)
        {
            start.ArgumentList.Add("--no-sync");
        }

        return start;
    }

    /// <summary>The command of the companion that was built with this program.</summary>
    internal static ProcessStartInfo Peer(params string[] arguments)
    {
        return new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "peer.dll"), .. arguments]);
    }
}
