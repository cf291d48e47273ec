using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>What a person prints and cancels on the page of the peer: looked up on the paper, octet by octet.</summary>
internal static class ViewPrintingChecks
{
    private const int CreateJob = 0x05;
    private const int EnablePrinter = 0x22;
    private const int DisablePrinter = 0x23;
    private const string Status = "document.querySelector('[role=status]').textContent";
    private const string Rows = "[...document.querySelectorAll('section tbody tr')].map(row => row.innerText).join('|')";

    // An operation of another client: its number, and the name of a job where it takes one; answers the status.
    private const string Operation =
        "((operation, name) => { const text = new TextEncoder(); const octets = [2, 0, 0, operation, 0, 0, 0, 1, 1];"
        + "const put = (tag, key, value) => octets.push(tag, 0, key.length, ...text.encode(key), 0, value.length, ...text.encode(value));"
        + "put(0x47, 'attributes-charset', 'utf-8'); put(0x48, 'attributes-natural-language', 'en'); put(0x45, 'printer-uri', location.origin + '/ipp/print');"
        + "if (name) { put(0x42, 'job-name', name); } octets.push(3);"
        + "return fetch('/ipp/print', {method: 'POST', headers: {'Content-Type': 'application/ipp'}, body: new Uint8Array(octets)}).then(r => r.arrayBuffer()).then(b => new DataView(b).getUint16(2)); })";

    internal static void Run(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: {peer.Name}: files that were chosen are printed whole, one after the other, and stand in the history", () => Chosen(browser, peer));
        score.Check($"browser: {peer.Name}: a file that was dropped is printed, a folder is not", () => Dropped(browser, peer));
        score.Check($"browser: {peer.Name}: a program's document is printed only when that is confirmed", () => OfAProgram(browser, peer));
        score.Check($"browser: {peer.Name}: another's job is seen waiting, and canceled", () => Canceled(browser, peer));
        score.Check($"browser: {peer.Name}: a printer that takes nothing says so, and takes the file when it is tried again", () => Refused(browser, peer));
        score.Check($"browser: {peer.Name}: without script the printer and its history are read", () =>
        {
            using BrowserPage page = browser.Open();
            page.Scripts(false);
            page.Go(peer.Root);
            Expect.Equal("0", page.Text("document.querySelectorAll('button,input').length"), "the number of controls");
            Expect.Contains("idle", page.Text("document.querySelector('section p').textContent"), "what is told of the printer");
            Expect.Contains("notes.txt", page.Text(Rows), "the history");
        });
    }

    /// <summary>Of a printer that prints text.</summary>
    internal static void OfText(Scorecard score, Browser browser, RunningPeer peer) =>
        score.Check($"browser: {peer.Name}: the status sheet is printed by a button where text is printed", () =>
        {
            using BrowserPage page = Ready(browser, peer);
            page.Press("Print status");
            page.Until($"{Status} === '1 file sent to the printer.'");
            Wait(() => Encoding.UTF8.GetString(Paper(peer)).Contains("Text board", StringComparison.Ordinal));
            Expect.Contains("http://", Encoding.UTF8.GetString(Paper(peer)), "what was printed");
            page.Go(peer.Root);
            page.Until("document.querySelector('section .bar')");
            Expect.Contains("Status page", page.Text(Rows), "the history");
            ViewReadingChecks.Clean(page, peer);
        });

    private static BrowserPage Ready(Browser browser, RunningPeer peer)
    {
        BrowserPage page = browser.Open();
        page.Go(peer.Root);
        page.Until("document.querySelector('section .bar')");
        return page;
    }

    private static void Chosen(Browser browser, RunningPeer peer)
    {
        byte[] before = Paper(peer);
        byte[] text = Encoding.ASCII.GetBytes("one line\nand another\n");
        using BrowserPage page = Ready(browser, peer);
        Expect.Equal("false", page.Text("[...document.querySelectorAll('button')].some(button => button.textContent === 'Print status')"), "a button that prints text on a printer of which nobody knows that it does");
        page.Choose(ViewWritingChecks.Input("Print files"), ViewWritingChecks.File(peer, "notes.txt", text), ViewWritingChecks.File(peer, "Plan <b> & ü.prn", Samples.Document));
        page.Until($"{Status} === '2 files sent to the printer.'");
        Printed(peer, [.. before, .. text, .. Samples.Document]);
        page.Go(peer.Root);
        page.Until("document.querySelector('section .bar')");
        string rows = page.Text(Rows);
        Expect.Contains("notes.txt", rows, "the history");
        Expect.Contains("Plan <b> & ü.prn", rows, "the history");
        Expect.Contains("browser", rows, "who printed it");
        Expect.Contains("printed", rows, "what became of it");
        Expect.Equal("0", page.Text("document.querySelectorAll('section b').length"), "the markup made of a name");
        ViewReadingChecks.Clean(page, peer);
    }

    private static void Dropped(Browser browser, RunningPeer peer)
    {
        byte[] before = Paper(peer);
        ViewWritingChecks.File(peer, "dropped/inner.prn", Samples.Small);
        using BrowserPage page = Ready(browser, peer);
        page.Drop(Path.Combine(peer.Top, "outside/dropped"));
        page.Until($"{Status} === 'Folders are not printed, only files.'");
        page.Drop(ViewWritingChecks.File(peer, "loose.prn", Samples.Document));
        page.Until($"{Status} === '1 file sent to the printer.'");
        Printed(peer, [.. before, .. Samples.Document]);
        ViewReadingChecks.Clean(page, peer);
    }

    private static void OfAProgram(Browser browser, RunningPeer peer)
    {
        byte[] before = Paper(peer);
        using BrowserPage page = Ready(browser, peer);
        string path = ViewWritingChecks.File(peer, "letter.pdf", Samples.Small);
        page.Choose(ViewWritingChecks.Input("Print files"), path);
        page.Until("document.querySelector('dialog')?.innerText.includes('letter.pdf belongs to a program.')");
        page.Escape();
        page.Until($"{Status} === '0 files sent to the printer.'");
        Printed(peer, before);
        page.Choose(ViewWritingChecks.Input("Print files"), path);
        page.Press("Print it all the same");
        page.Until($"{Status} === '1 file sent to the printer.'");
        Printed(peer, [.. before, .. Samples.Small]);
    }

    private static void Canceled(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = Ready(browser, peer);
        Expect.Equal("0", page.Text($"await {Operation}({CreateJob}, 'doomed <i>')"), "the status of the other's Create-Job");
        page.Go(peer.Root);
        page.Until("document.querySelector('tr[data-live]')");
        Expect.Contains("doomed <i>", page.Text("document.querySelector('tr[data-live]').innerText"), "the job that waits");
        page.Press("Cancel doomed <i>");
        page.Until($"{Status} === 'doomed <i> is canceled.'");
        Expect.Equal("0", page.Text("document.querySelectorAll('tr[data-live]').length"), "the jobs that wait");
        Expect.Contains("canceled", page.Text("[...document.querySelectorAll('section tbody tr')].find(row => row.innerText.includes('doomed')).innerText"), "what became of it");
        ViewReadingChecks.Clean(page, peer);
    }

    private static void Refused(Browser browser, RunningPeer peer)
    {
        byte[] before = Paper(peer);
        using BrowserPage page = Ready(browser, peer);
        Expect.Equal("0", page.Text($"await {Operation}({DisablePrinter})"), "the status of Disable-Printer");
        page.Choose(ViewWritingChecks.Input("Print files"), ViewWritingChecks.File(peer, "later.prn", Samples.Small));
        page.Until("document.querySelector('.up .bad')");
        Expect.True(page.Text("document.querySelector('.up .bad').textContent").EndsWith('.'), "it says no sentence: " + page.Text("document.querySelector('.up .bad').textContent"));
        Printed(peer, before);
        page.Until("document.body.innerText.includes('It takes no jobs just now.')");
        Expect.Equal("0", page.Text($"await {Operation}({EnablePrinter})"), "the status of Enable-Printer");
        page.Press("Try again");
        page.Until($"{Status} === '1 file sent to the printer.'");
        Printed(peer, [.. before, .. Samples.Small]);
        ViewReadingChecks.Clean(page, peer);
    }

    private static byte[] Paper(RunningPeer peer)
    {
        return File.Exists(peer.Paper) ? File.ReadAllBytes(peer.Paper) : [];
    }

    // What is kept on a card first is acknowledged before it is on paper.
    private static void Printed(RunningPeer peer, byte[] expected)
    {
        Wait(() => Paper(peer).SequenceEqual(expected));
        Expect.Same(expected, Paper(peer), "what was printed");
    }

    private static void Wait(Func<bool> isSo)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSo() && Stopwatch.GetElapsedTime(start) < Bounds.Answer)
        {
            Thread.Sleep(Bounds.Look);
        }
    }
}
