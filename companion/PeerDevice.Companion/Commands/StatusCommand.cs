using System.Globalization;
using PeerDevice.Board;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer status</c>: what a peer says of itself.</summary>
internal static class StatusCommand
{
    public static void Run(Teller teller, INetwork network, IClock clock, string address, bool json)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = new(at, network, clock);
        PeerReport report = PeerReport.Of(peer);
        if (json)
        {
            teller.Say(report.Json.TrimEnd());
            return;
        }

        string port = at.Port.ToString(CultureInfo.InvariantCulture);
        string host = at.Host.Contains(':') ? $"[{at.Host}]" : at.Host;
        teller.Say($"{report.Name} ({report.Kind} {report.Id}, version {report.Version})");
        teller.Say($"  files    http://{host}:{port}{PeerAddress.Files} " + (report.HasStore ? report.IsWritable ? "(writable)" : "(read-only)" : "(the card is not there)"));
        teller.Say("  printer  " + (report.Device is null ? "none" : report.Device + (report.IsDeviceReady ? ", ready" : ", not ready")));
        if (report.RawPort > 0)
        {
            teller.Say(string.Create(CultureInfo.InvariantCulture, $"  raw      {host}:{report.RawPort}"));
        }

        teller.Say(string.Create(CultureInfo.InvariantCulture, $"  sessions {report.Sessions} at once"));
    }
}
