using System;
using System.IO;

namespace PeerDevice.Clients;

/// <summary>The web view in Chromium: peers and browser stand in one network namespace, from which nothing leads out.</summary>
internal static class BrowserChecks
{
    internal static void Run(Scorecard score)
    {
        string space = $"pd{Environment.ProcessId}web";
        Browser? browser = null;
        try
        {
            score.Check("browser: Chromium in a namespace of its own", () =>
            {
                Tool.Run("ip", "netns", "add", space).Well();
                Tool.Run("ip", "-n", space, "link", "set", "lo", "up").Well();
                browser = new Browser(space);
                browser.Ask("Browser.getVersion");
            });
            if (browser is null)
            {
                return;
            }

            string[] within = ["ip", "netns", "exec", space];
            With(score, "board", () => RunningPeer.Board(16, Samples.Fill, within), peer => All(score, browser, peer));
            With(score, "companion", () => RunningPeer.Companion(Samples.Fill, within), peer => All(score, browser, peer));
            With(score, "board with one session", () => RunningPeer.Board(4, Samples.Fill, within), peer => ViewWritingChecks.OnOneSession(score, browser, peer));
            With(score, "board that prints text", () => RunningPeer.Board(16, PrintsText, within), peer => ViewPrintingChecks.OfText(score, browser, peer));
            With(score, "read-only board", () => RunningPeer.Board(16, ReadOnly, within), peer => ViewReadingChecks.OfReadOnly(score, browser, peer));
            With(score, "read-only companion", () => RunningPeer.ReadOnlyCompanion(Samples.Fill, within), peer => ViewReadingChecks.OfReadOnly(score, browser, peer));
        }
        finally
        {
            browser?.Dispose();
            Tool.Run("ip", "netns", "delete", space);
        }
    }

    private static void All(Scorecard score, Browser browser, RunningPeer peer)
    {
        ViewReadingChecks.Run(score, browser, peer);
        ViewWritingChecks.Run(score, browser, peer);
        ViewPrintingChecks.Run(score, browser, peer);
        ViewRefusalChecks.Run(score, browser, peer);
        ViewSafetyChecks.Run(score, browser, peer);
    }

    private static void With(Scorecard score, string kind, Func<RunningPeer> start, Action<RunningPeer> checks)
    {
        RunningPeer? started = null;
        score.Check($"browser: the {kind} starts", () => started = start());
        if (started is not null)
        {
            using RunningPeer peer = started;
            checks(peer);
        }
    }

    private static void PrintsText(string folder)
    {
        Samples.Fill(folder);
        File.WriteAllText(Path.Combine(folder, "peer.cfg"), "name = Text board\nprinter-language = text\n");
    }

    private static void ReadOnly(string folder)
    {
        Samples.Fill(folder);
        File.WriteAllText(Path.Combine(folder, "peer.cfg"), "writable = no\n");
    }
}
