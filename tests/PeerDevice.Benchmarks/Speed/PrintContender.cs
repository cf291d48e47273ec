using System.Diagnostics;
using System.IO;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>Somebody who prints into a sink that takes everything at once: by raw data, by IPP, or by both.</summary>
internal abstract class PrintContender : Contender
{
    /// <summary>Where print data goes that is nothing else; 0 where it takes none.</summary>
    internal virtual int RawPort => 0;

    /// <summary>Where its IPP is.</summary>
    internal virtual int IppPort => Port;

    /// <summary>The document format by which it takes any octets by IPP; empty where it has no IPP.</summary>
    internal virtual string IppFormat => string.Empty;
}

/// <summary>The companion without a spool: what arrives goes to the output device.</summary>
internal sealed class CompanionPrintContender(string device) : PrintContender
{
    private readonly int _httpPort = FreePort();

    internal override string Name => "companion";

    internal override string Prefix => string.Empty;

    // Its last service to listen, so the one that is waited for.
    internal override int RawPort => Port;

    internal override int IppPort => _httpPort;

    internal override string IppFormat => "application/octet-stream";

    protected override ProcessStartInfo Command(string home)
    {
        return CompanionContender.Peer("up", "--share", Folder, "--bind", "127.0.0.1", "--http", $"{_httpPort}", "--raw", $"{Port}", "--printer", device, "--name", "speed", "--index", "none");
    }
}

/// <summary>Debian's p910nd, which copies what it gets into a device.</summary>
internal sealed class P910ndContender : PrintContender
{
    // It has no others: "2" stands for this one.
    private const int OnlyPort = 9102;

    internal override string Name => "p910nd";

    internal override string Prefix => string.Empty;

    internal override int RawPort => OnlyPort;

    protected override int ChoosePort()
    {
        return OnlyPort;
    }

    protected override ProcessStartInfo Command(string home)
    {
        return new ProcessStartInfo("p910nd", ["-d", "-f", "/dev/null", "-i", "127.0.0.1", "2"]);
    }
}

/// <summary>CUPS' ippeveprinter, which keeps each document in a file.</summary>
internal sealed class IppEveContender : PrintContender
{
    internal override string Name => "ippeveprinter";

    internal override string Prefix => string.Empty;

    internal override string IppFormat => "application/pdf";

    protected override ProcessStartInfo Command(string home)
    {
        return new ProcessStartInfo("ippeveprinter", ["-p", $"{Port}", "-f", IppFormat, "-c", "/bin/true", "-d", Path.Combine(home, "files"), "speed"]);
    }
}
