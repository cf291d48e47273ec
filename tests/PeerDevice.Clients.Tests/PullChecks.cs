using System;
using System.IO;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients;

/// <summary>Print-URI by ipptool: the peer fetches a document from another peer and prints it, and what arrives at its device is what the other has, octet for octet.</summary>
internal static partial class PullChecks
{
    private const string DocumentName = "document.prn";

    // Where one that takes raw data would, by itself, take it.
    private const int RawPort = 9100;

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        RunningPeer? started = null;
        score.Check($"{peer.Name}: a second peer starts, to fetch from", () => started = RunningPeer.ReadOnlyCompanion(share =>
        {
            Samples.Fill(share);
            File.WriteAllBytes(Path.Combine(share, DocumentName), Samples.Document);
        }));
        if (started is null)
        {
            return;
        }

        using RunningPeer source = started;
        score.Check($"{peer.Name}: Print-URI prints what another peer has, identically", () =>
        {
            int before = peer.OnPaper().Length;
            Expect.Equal("successful-ok", Print(peer, source.Files + DocumentName, "successful-ok"), "its status");
            Expect.Same(Samples.Document, RawPrintChecks.OnPaper(peer, before, Samples.Document.Length), "what the output device was given");
        });
        score.Check($"{peer.Name}: Print-URI prints what stands under an odd name", () =>
        {
            int before = peer.OnPaper().Length;
            Print(peer, source.Files + Uri.EscapeDataString(Samples.OddName), "successful-ok");
            Expect.Same(Samples.Small, RawPrintChecks.OnPaper(peer, before, Samples.Small.Length), "what the output device was given");
        });
        if (peer.Name == "companion")
        {
            foreach (string coding in new[] { "gzip", "deflate" })
            {
                score.Check($"{peer.Name}: ipptool's document in {coding} is unpacked", () =>
                {
                    int before = peer.OnPaper().Length;
                    string document = Path.Combine(source.Folder, DocumentName);
                    Tool.Run(Bounds.Ipp, null, null, "ipptool", "-t", "-f", document, "-d", "filetype=application/octet-stream", $"ipp://{peer.Address}:{peer.HttpPort}/ipp/print", $"print-job-{coding}.test").Well();
                    Expect.Same(Samples.Document, RawPrintChecks.OnPaper(peer, before, Samples.Document.Length), "what the output device was given");
                });
            }
        }

        foreach ((string what, string uri, string status) in new[]
        {
            ("what is not there", source.Files + "nothing", "client-error-document-access-error"),
            ("what is empty", source.Files + "empty", "client-error-document-access-error"),
            ("what it has itself", peer.Files + Samples.SmallName, "client-error-document-access-error"),
            ("its own port of raw data", $"http://{peer.Address}:{(peer.RawPort > 0 ? peer.RawPort : RawPort)}/", "client-error-document-access-error"),
            ("a port that nobody listens on", "http://127.0.0.1:1024/", "client-error-document-access-error"),
            ("another scheme", "https://127.0.0.1/", "client-error-uri-scheme-not-supported"),
        })
        {
            score.Check($"{peer.Name}: Print-URI of {what} prints nothing", () =>
            {
                int before = peer.OnPaper().Length;
                Print(peer, uri, status);
                Expect.Equal(before, peer.OnPaper().Length, "octets on paper");
            });
        }
    }

    private static string Print(RunningPeer peer, string uri, string status)
    {
        string folder = Path.Combine(peer.Top, "pull");
        Directory.CreateDirectory(folder);
        string test = Path.Combine(folder, "print-uri.test");
        File.WriteAllText(test, $$"""
            {
                NAME "Print-URI"
                OPERATION Print-URI
                GROUP operation-attributes-tag
                ATTR charset attributes-charset utf-8
                ATTR naturalLanguage attributes-natural-language en
                ATTR uri printer-uri $uri
                ATTR name requesting-user-name $user
                ATTR mimeMediaType document-format application/octet-stream
                ATTR uri document-uri {{uri}}
                STATUS {{status}}
            }

            """);
        Outcome outcome = Tool.Run(Bounds.Ipp, null, folder, "ipptool", "-v", "-t", $"ipp://{peer.Address}:{peer.HttpPort}/ipp/print", test).Well();
        return StatusLine().Match(outcome.Text).Groups["status"].Value;
    }

    [GeneratedRegex(@"status-code = (?<status>[a-z-]+)")]
    private static partial Regex StatusLine();
}
