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
        string program = Path.Combine(AppContext.BaseDirectory, "peer.dll");
        ProcessStartInfo start = new("dotnet", [program, "up", "--share", Folder, "--writable", "--bind", "127.0.0.1", "--http", $"{Port}", "--raw", "0", "--name", "speed"]);
        if (!isDurable)
        {
            start.ArgumentList.Add("--no-sync");
        }

        return start;
    }
}
