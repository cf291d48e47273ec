using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PeerDevice.Clients;

/// <summary>
/// What CUPS' own backends find out by SNMP, in a network namespace of its own, since they ask port 161 and no other: <c>snmp</c>, which finds printers, and
/// <c>socket</c>, which prints and asks for supplies and state.
/// </summary>
internal static class CupsStateChecks
{
    private const string Backends = "/usr/lib/cups/backend/";
    private const string Ppd =
        "*PPD-Adobe: \"4.3\"\n*FormatVersion: \"4.3\"\n*FileVersion: \"1\"\n*LanguageVersion: English\n*LanguageEncoding: ISOLatin1\n*PCFileName: \"X.PPD\"\n"
        + "*Manufacturer: \"X\"\n*Product: \"(X)\"\n*ModelName: \"X\"\n*ShortNickName: \"X\"\n*NickName: \"X\"\n*PSVersion: \"(3010) 0\"\n*LanguageLevel: \"3\"\n*ColorDevice: False\n*FileSystem: False\n"
        + "*Throughput: \"1\"\n*OpenUI *PageSize/S: PickOne\n*DefaultPageSize: A4\n*PageSize A4/A4: \"x\"\n*CloseUI: *PageSize\n*OpenUI *PageRegion/S: PickOne\n*DefaultPageRegion: A4\n"
        + "*PageRegion A4/A4: \"x\"\n*CloseUI: *PageRegion\n*DefaultImageableArea: A4\n*ImageableArea A4/A4: \"0 0 595 842\"\n*DefaultPaperDimension: A4\n*PaperDimension A4/A4: \"595 842\"\n"
        + "*DefaultFont: Courier\n*Font Courier: Standard \"(1)\" Standard ROM\n";

    private static readonly string Space = $"pd{Environment.ProcessId}cups";

    internal static void Run(Scorecard score)
    {
        try
        {
            bool made = false;
            score.Check("cups: a namespace of its own", () =>
            {
                Tool.Run("ip", "netns", "add", Space).Well();
                Tool.Run("ip", "-n", Space, "link", "set", "lo", "up").Well();
                made = true;
            });
            if (made)
            {
                string[] within = ["ip", "netns", "exec", Space];
                Of(score, "board", () => RunningPeer.Board(16, Samples.Fill, within));
                Of(score, "companion", () => RunningPeer.Companion(Samples.Fill, within));
            }
        }
        finally
        {
            Tool.Run("ip", "netns", "delete", Space);
        }
    }

    private static void Of(Scorecard score, string kind, Func<RunningPeer> start)
    {
        RunningPeer? started = null;
        score.Check($"cups: the {kind} starts", () => started = start());
        if (started is null)
        {
            return;
        }

        using RunningPeer peer = started;
        score.Check($"cups: the backend snmp finds the printer of the {kind}", () =>
        {
            Outcome found = Backend(peer, "snmp", [], peer.Address).Well();
            Expect.True(found.Text.StartsWith($"network socket://{peer.Address} ", StringComparison.Ordinal), $"it found \"{found.Text}\" {found.Errors}");
        });
        score.Check($"cups: the backend socket prints on the {kind}, octet for octet, and is told its supplies and state", () =>
        {
            string ppd = Path.Combine(peer.Top, "x.ppd");
            string document = Path.Combine(peer.Top, "document");
            File.WriteAllText(ppd, Ppd);
            File.WriteAllBytes(document, Samples.Document);
            string uri = $"socket://{peer.Address}:{peer.RawPort.ToString(CultureInfo.InvariantCulture)}";
            Outcome printed = Backend(peer, "socket", [$"PPD={ppd}", $"DEVICE_URI={uri}", $"CUPS_CACHEDIR={peer.Top}"], "1", "somebody", "title", "1", "", document).Well();
            Expect.Same(Samples.Document, File.ReadAllBytes(peer.Paper), "what the output device was given");
            string[] said = printed.Errors.Split('\n');
            foreach (string line in (string[])["ATTR: marker-names='\"Marker supply\"'", "ATTR: marker-types=unknown", "ATTR: marker-levels=-1", "STATE: -media-empty-warning", "STATE: -media-jam-warning", "STATE: -door-open-report"])
            {
                Expect.True(said.Contains(line), $"CUPS was not told {line}: {printed.Errors}");
            }
        });
    }

    private static Outcome Backend(RunningPeer peer, string name, string[] environment, params string[] arguments)
    {
        return Tool.Run(Bounds.Program, null, peer.Top, "ip", ["netns", "exec", Space, "env", .. environment, Backends + name, .. arguments]);
    }
}
