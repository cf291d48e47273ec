using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace PeerDevice.Clients;

/// <summary>What the web view shows, with script and without, on a desk and on a phone.</summary>
internal static class ViewReadingChecks
{
    private const string Names = "[...document.querySelectorAll('tbody a:not(.get)')].map(a => a.textContent)";

    internal static void Run(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: {peer.Name}: without script the list is read, and leads down and up", () => WithoutScript(browser, peer));
        score.Check($"browser: {peer.Name}: with script the list has its controls, and nothing is fetched from elsewhere", () => WithScript(browser, peer));
        score.Check($"browser: {peer.Name}: the list is sorted by name, size and time, folders first", () => Sorted(browser, peer));
        score.Check($"browser: {peer.Name}: times are those of the reader's zone", () => Zone(browser, peer));
        score.Check($"browser: {peer.Name}: on a phone nothing is wider than the screen", () => OnAPhone(browser, peer));
        score.Check($"browser: {peer.Name}: the page of the peer leads to its files", () =>
        {
            using BrowserPage page = browser.Open();
            page.Go(peer.Root);
            page.Click("[...document.links].find(a => a.textContent === 'Files')");
            page.Until("location.pathname === '/files/' && document.querySelector('table')");
            Clean(page, peer);
        });
    }

    internal static void OfReadOnly(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: read-only {peer.Name}: reads, downloads and sorts, and has nothing to write with", () =>
        {
            using BrowserPage page = browser.Open();
            page.Go(peer.Files);
            page.Until("document.querySelector('.get')");
            Expect.Equal("Name,Size,Modified", page.Text("[...document.querySelectorAll('button')].map(b => b.textContent)"), "the buttons");
            Expect.Equal("0", page.Text("document.querySelectorAll('input').length"), "the number of inputs");
            string file = Path.Combine(peer.Top, "dropped.txt");
            File.WriteAllBytes(file, Samples.Small);
            page.Press("Size");
            Expect.Contains(Samples.LargeName, page.Text(Names), "the names");
            Clean(page, peer);
        });
    }

    /// <summary>Everything that was asked for came from this peer, and the browser found nothing to complain of.</summary>
    internal static void Clean(BrowserPage page, RunningPeer peer)
    {
        string[] elsewhere = [.. page.Asked.Where(url => !url.StartsWith(peer.Root, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && url != "about:blank")];
        Expect.True(elsewhere.Length == 0, "asked elsewhere: " + string.Join(" ", elsewhere));
        Expect.True(page.Complaints.Length == 0, string.Join(" ", page.Complaints));
    }

    private static void WithoutScript(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = browser.Open();
        page.Scripts(false);
        page.Go(peer.Files);
        Expect.Equal("0", page.Text("document.querySelectorAll('button,input').length"), "the number of controls");
        string names = page.Text(Names);
        foreach (string name in new[] { Samples.LargeName, Samples.SmallName, Samples.OddName, "docs/" })
        {
            Expect.Contains(name, names, "the names");
        }

        Expect.Contains("3.0 MiB", page.Text("[...document.querySelectorAll('tr')].map(r => r.innerText)"), "the sizes");
        page.Click("[...document.links].find(a => a.textContent === 'docs/')");
        page.Until("location.pathname === '/files/docs/' && document.readyState === 'complete'");
        page.Click("[...document.links].find(a => a.textContent === 'deep/')");
        page.Until("location.pathname === '/files/docs/deep/' && document.readyState === 'complete'");
        Expect.Equal("Files / docs / deep", page.Text("document.querySelector('h1').innerText"), "the way up");
        page.Click("[...document.querySelectorAll('h1 a')].find(a => a.textContent === 'docs')");
        page.Until("location.pathname === '/files/docs/' && document.readyState === 'complete'");
        page.Click("document.querySelector('h1 a')");
        page.Until("location.pathname === '/files/' && document.readyState === 'complete'");
        page.Click($"[...document.links].find(a => a.textContent === '{Samples.SmallName}')");
        page.Until("location.pathname === '/files/" + Samples.SmallName + "'");
        page.Until("document.body && document.body.innerText.includes('Hello from a peer.')");
        Clean(page, peer);
    }

    private static void WithScript(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = browser.Open();
        page.Go(peer.Files);
        foreach (string label in new[] { "Upload files", "Upload folder", "New folder", "Rename docs", "Delete docs", "Rename " + Samples.OddName, "Delete " + Samples.OddName })
        {
            page.Until(BrowserPage.Button(label));
        }

        // Whoever cannot see the page hears what each control is and does.
        Expect.Equal("", page.Text("[...document.querySelectorAll('button,input,a,progress')].filter(e => !(e.ariaLabel || e.textContent.trim().match(/\\w/))).map(e => e.outerHTML)"), "the controls without a name");
        Expect.Equal("1", page.Text("document.querySelectorAll('[role=status]').length"), "the number of live regions");
        Expect.Equal("2", page.Text("performance.getEntriesByType('resource').length + performance.getEntriesByType('navigation').length"), "the number of things fetched");
        Clean(page, peer);
    }

    private static void Sorted(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = browser.Open();
        page.Go(peer.Files);
        page.Until("document.querySelector('.bar')");
        Expect.Equal($"docs/,empty,{Samples.SmallName},{Samples.LargeName},{Samples.OddName}", page.Text(Names), "the names in order");
        page.Press("Size");
        Expect.Equal($"docs/,empty,{Samples.SmallName},{Samples.OddName},{Samples.LargeName}", page.Text(Names), "the names by size");
        page.Press("Size");
        Expect.Equal($"docs/,{Samples.LargeName}", page.Text(Names + ".slice(0, 2)"), "the names by size, largest first");
        Expect.Equal("none,descending,none", page.Text("[...document.querySelectorAll('th')].map(h => h.ariaSort)"), "what the heads say");
        page.Press("Modified");
        page.Press("Name");
        page.Press("Name");
        Expect.Equal($"docs/,{Samples.OddName}", page.Text(Names + ".slice(0, 2)"), "the names, last first");
    }

    private static void Zone(Browser browser, RunningPeer peer)
    {
        // A board learns a file's time when it is stored through it.
        using BrowserPage page = browser.Open();
        page.Go(peer.Files);
        Expect.Equal("201", page.Text("await fetch('timed.txt', {method: 'PUT', body: 'x'}).then(r => r.status)"), "the status of a PUT");
        page.Do("Emulation.setTimezoneOverride", new JsonObject { ["timezoneId"] = "Pacific/Kiritimati" });
        page.Do("Emulation.setLocaleOverride", new JsonObject { ["locale"] = "de-DE" });
        page.Scripts(false);
        page.Go(peer.Files);
        string row = "[...document.querySelectorAll('tbody tr')].find(r => r.innerText.includes('timed.txt')).cells[2].textContent";
        string utc = page.Text(row);
        page.Scripts(true);
        page.Go(peer.Files);
        page.Until("document.querySelector('.bar')");
        DateTime there = DateTime.ParseExact(utc.Trim(), "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture).AddHours(14);
        string shown = page.Text(row);
        Expect.Contains(there.ToString("dd.MM.yyyy"), shown, "the day there");
        Expect.Contains(there.ToString("HH:mm"), shown, "the time there");
    }

    private static void OnAPhone(Browser browser, RunningPeer peer)
    {
        string longName = new string('w', 120) + ".txt";
        File.WriteAllBytes(Path.Combine(peer.Folder, longName), Samples.Small);
        try
        {
            foreach (bool hasScript in new[] { true, false })
            {
                using BrowserPage page = browser.Open();
                page.Window(360, 740, true);
                page.Scripts(hasScript);
                page.Go(peer.Files);
                page.Until(hasScript ? "document.querySelector('.bar')" : "document.querySelector('table')");
                Expect.Equal("360 360", page.Text("innerWidth + ' ' + document.documentElement.scrollWidth"), "the width of the screen and of the page");
                Expect.Contains(longName, page.Text(Names), "the names");
                if (hasScript)
                {
                    Expect.Equal("true", page.Text("[...document.querySelectorAll('button,.get')].filter(b => b.offsetParent).every(b => b.getBoundingClientRect().right <= 360 && b.getBoundingClientRect().height >= 24)"), "that every button is on the screen and large enough for a thumb");
                    page.Press("Delete " + longName);
                    Expect.Equal("true", page.Text("document.querySelector('dialog').getBoundingClientRect().right <= 360 && document.documentElement.scrollWidth <= 360"), "that the question is on the screen");
                    page.Press("Cancel");
                }
            }
        }
        finally
        {
            File.Delete(Path.Combine(peer.Folder, longName));
        }
    }
}
