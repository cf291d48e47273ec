using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerDevice.Clients;

/// <summary>What the web view changes: looked up on the card, or in the share, octet by octet.</summary>
internal static class ViewWritingChecks
{
    private const string Status = "document.querySelector('[role=status]').textContent";
    private const string Question = "document.querySelector('dialog')?.innerText";

    internal static void Run(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: {peer.Name}: files that were chosen arrive whole, with progress and rate", () => Chosen(browser, peer));
        score.Check($"browser: {peer.Name}: files and folders that were dropped arrive whole", () => Dropped(browser, peer));
        score.Check($"browser: {peer.Name}: a folder that was chosen arrives whole", () => ChosenFolder(browser, peer));
        score.Check($"browser: {peer.Name}: nothing is overwritten without asking", () => Conflict(browser, peer));
        score.Check($"browser: {peer.Name}: nor what came behind the page's back, however large the upload", () => Race(browser, peer));
        score.Check($"browser: {peer.Name}: an upload that is cancelled leaves nothing", () => Cancelled(browser, peer));
        score.Check($"browser: {peer.Name}: a new folder, by keyboard alone", () => NewFolder(browser, peer));
        score.Check($"browser: {peer.Name}: renaming a file and a folder, and not over another", () => Renamed(browser, peer));
        score.Check($"browser: {peer.Name}: deleting a file and a full folder, once it is confirmed", () => Deleted(browser, peer));
    }

    /// <summary>A board whose only session serves the page still gets its script to the browser, and takes an upload.</summary>
    internal static void OnOneSession(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: {peer.Name}: the script comes each time, also to who never had it", () =>
        {
            using BrowserPage page = browser.Open();
            page.Do("Network.setCacheDisabled", new JsonObject { ["cacheDisabled"] = true });
            for (int i = 0; i < Bounds.Visits; i++)
            {
                page.Go(peer.Files + (i % 2 == 0 ? string.Empty : "docs/"));
                page.Until("document.querySelector('.bar')");
            }
        });
        score.Check($"browser: {peer.Name}: the page, its script, an upload and a download by one session", () =>
        {
            using BrowserPage page = Ready(browser, peer);
            page.Choose(Input("Upload files"), File(peer, "single.bin", Samples.Document));
            page.Until($"{Status} === '1 file uploaded.'");
            Stored(peer, "single.bin", Samples.Document);
            Expect.Equal(Samples.Document.Length.ToString(), page.Text("await fetch('single.bin').then(r => r.arrayBuffer()).then(b => b.byteLength)"), "the octets of the download");
            ViewReadingChecks.Clean(page, peer);
        });
    }

    internal static BrowserPage Ready(Browser browser, RunningPeer peer, string path = "")
    {
        BrowserPage page = browser.Open();
        page.Go(peer.Files + path);
        page.Until("document.querySelector('.bar')");
        return page;
    }

    internal static string Input(string label)
    {
        return $"document.querySelector('input[aria-label=\"{label}\"]')";
    }

    /// <summary>A file outside the share.</summary>
    internal static string File(RunningPeer peer, string name, byte[] content)
    {
        string path = Path.Combine(peer.Top, "outside", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    internal static void Stored(RunningPeer peer, string name, byte[] content)
    {
        string path = Path.Combine(peer.Folder, name);
        Expect.True(System.IO.File.Exists(path), $"{name} is not there");
        Expect.Same(content, System.IO.File.ReadAllBytes(path), name);
    }

    internal static void Absent(RunningPeer peer, string name)
    {
        Expect.True(!Path.Exists(Path.Combine(peer.Folder, name)), $"{name} is there");
    }

    private static void Chosen(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = Ready(browser, peer);
        page.Run("self.seen = []; new MutationObserver(() => { const bar = document.querySelector('.up progress'); if (bar) { self.seen.push(bar.value + ' ' + bar.parentNode.innerText); } }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true})");
        byte[] empty = [];
        page.Choose(Input("Upload files"), File(peer, "photo.jpg", Samples.Large), File(peer, "zero", empty), File(peer, "Brief 100% #1 & ümlaut+.txt", Samples.Small));
        page.Until($"{Status} === '3 files uploaded.'");
        Stored(peer, "photo.jpg", Samples.Large);
        Stored(peer, "zero", empty);
        Stored(peer, "Brief 100% #1 & ümlaut+.txt", Samples.Small);
        string seen = page.Text("self.seen.join('|')");
        Expect.Contains(" of 3.0 MiB, ", seen, "what was shown while it went");
        Expect.Contains("/s", seen, "what was shown while it went");
        Expect.Equal("0", page.Text("document.querySelectorAll('.up li').length"), "the lines that are left of uploads");
        page.Until(BrowserPage.Button("Rename Brief 100% #1 & ümlaut+.txt"));
        Expect.Contains("3.0 MiB", page.Text("[...document.querySelectorAll('tr')].find(r => r.innerText.includes('photo.jpg')).innerText"), "the line of the new file");
        ViewReadingChecks.Clean(page, peer);
    }

    private static void Dropped(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = Ready(browser, peer, "docs/");
        File(peer, "album/one.jpg", Samples.Document);
        File(peer, "album/inner/two #2.jpg", Samples.Small);
        Directory.CreateDirectory(Path.Combine(peer.Top, "outside/album/empty"));
        page.Drop(Path.Combine(peer.Top, "outside/album"), File(peer, "loose.bin", Samples.Large));
        page.Until($"{Status} === '3 files uploaded.'");
        Stored(peer, "docs/album/one.jpg", Samples.Document);
        Stored(peer, "docs/album/inner/two #2.jpg", Samples.Small);
        Stored(peer, "docs/loose.bin", Samples.Large);
        Expect.True(Directory.Exists(Path.Combine(peer.Folder, "docs/album/empty")), "the empty folder is not there");
        Expect.Equal("false", page.Text("document.body.classList.contains('drop')"), "that the page still waits for a drop");
        ViewReadingChecks.Clean(page, peer);
    }

    private static void ChosenFolder(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = Ready(browser, peer);
        File(peer, "chosen/a/b.txt", Samples.Small);
        File(peer, "chosen/c.txt", Samples.Small);
        page.Choose(Input("Upload folder"), Path.Combine(peer.Top, "outside/chosen"));
        page.Until($"{Status} === '2 files uploaded.'");
        Stored(peer, "chosen/a/b.txt", Samples.Small);
        Stored(peer, "chosen/c.txt", Samples.Small);
        page.Until(BrowserPage.Button("Delete chosen"));
    }

    private static void Conflict(Browser browser, RunningPeer peer)
    {
        byte[] other = Encoding.ASCII.GetBytes("another hello");
        string outside = File(peer, Samples.SmallName, other);
        string second = File(peer, "empty", other);
        using BrowserPage page = Ready(browser, peer);
        page.Choose(Input("Upload files"), outside);
        page.Until($"{Question}?.includes('{Samples.SmallName} is there already.')");
        page.Press("Skip");
        page.Until($"{Status} === '0 files uploaded.'");
        Stored(peer, Samples.SmallName, Samples.Small);
        page.Choose(Input("Upload files"), outside);
        page.Until(Question);
        page.Escape();
        page.Until($"!document.querySelector('dialog') && {Status} === '0 files uploaded.'");
        Stored(peer, Samples.SmallName, Samples.Small);
        page.Choose(Input("Upload files"), outside, second);
        page.Until(Question);
        page.Press("Replace all");
        page.Until($"{Status} === '2 files uploaded.'");
        Stored(peer, Samples.SmallName, other);
        Stored(peer, "empty", other);
        System.IO.File.WriteAllBytes(Path.Combine(peer.Folder, Samples.SmallName), Samples.Small);
        System.IO.File.WriteAllBytes(Path.Combine(peer.Folder, "empty"), []);
    }

    private static void Race(Browser browser, RunningPeer peer)
    {
        byte[] large = Samples.Make(7, 40 * 1024 * 1024);
        string outside = File(peer, "race.bin", large);
        using BrowserPage page = Ready(browser, peer);
        Expect.Equal("201", page.Text("await fetch('race.bin', {method: 'PUT', body: 'first'}).then(r => r.status)"), "the status of the rival's PUT");
        page.Choose(Input("Upload files"), outside);
        page.Until(Question);
        Stored(peer, "race.bin", "first"u8.ToArray());
        page.Press("Replace");
        page.Until($"{Status} === '1 file uploaded.'");
        Stored(peer, "race.bin", large);
        System.IO.File.Delete(outside);
        page.Press("Delete race.bin");
        page.Press("Delete");
        page.Until($"{Status} === 'race.bin is deleted.'");
    }

    private static void Cancelled(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = Ready(browser, peer);
        page.Uploads(200_000);
        page.Choose(Input("Upload files"), File(peer, "slow.bin", Samples.Large), File(peer, "never.bin", Samples.Large));
        page.Until("document.querySelector('.up small').textContent.includes('/s')");
        page.Press("Cancel all");
        page.Until($"{Status} === '0 files uploaded.'");
        page.Uploads(0);
        Absent(peer, "slow.bin");
        Absent(peer, "never.bin");
        Expect.Equal("0", page.Text("document.querySelectorAll('.up li').length"), "the lines that are left of uploads");
    }

    private static void NewFolder(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = Ready(browser, peer);
        page.Run(BrowserPage.Button("New folder") + ".focus()");
        page.Enter();
        page.Until("document.querySelector('dialog input') === document.activeElement");
        page.Enter();
        Expect.Equal("true", page.Text("!!document.querySelector('dialog')"), "that a name is asked for until there is one");
        page.Type("docs");
        page.Enter();
        page.Until($"{Question}?.includes('Something of that name is there already.')");
        page.Type("..");
        page.Enter();
        page.Until($"{Question}?.includes('A name here has none of')");
        page.Type("New & #1 ü");
        page.Enter();
        page.Until($"!document.querySelector('dialog') && {Status} === 'The folder New & #1 ü is there.'");
        Expect.True(Directory.Exists(Path.Combine(peer.Folder, "New & #1 ü")), "it is not there");
        page.Until("document.activeElement.textContent === 'New & #1 ü/'");
        page.Enter();
        page.Until("location.pathname === '/files/New%20&%20%231%20%C3%BC/' || location.pathname === '/files/New%20%26%20%231%20%C3%BC/'");
        page.Until("document.body && document.body.innerText.includes('Nothing is in here yet.')");
    }

    private static void Renamed(Browser browser, RunningPeer peer)
    {
        System.IO.File.WriteAllBytes(Path.Combine(peer.Folder, "before.txt"), Samples.Small);
        Directory.CreateDirectory(Path.Combine(peer.Folder, "Before/in"));
        using BrowserPage page = Ready(browser, peer);
        page.Press("Rename before.txt");
        page.Until("document.querySelector('dialog input')?.value === 'before.txt'");
        Expect.Equal("before", page.Text("document.activeElement.value.substring(document.activeElement.selectionStart, document.activeElement.selectionEnd)"), "what is selected");
        page.Run("document.activeElement.select()");
        page.Type(Samples.SmallName);
        page.Enter();
        page.Until($"{Question}?.includes('Something of that name is there already.')");
        Stored(peer, "before.txt", Samples.Small);
        page.Run("document.activeElement.select()");
        page.Type("aftér % &.txt");
        page.Enter();
        page.Until($"!document.querySelector('dialog') && {BrowserPage.Button("Rename aftér % &.txt")}");
        Stored(peer, "aftér % &.txt", Samples.Small);
        Absent(peer, "before.txt");
        page.Press("Rename Before");
        page.Until("document.querySelector('dialog input')");
        page.Run("document.activeElement.select()");
        page.Type("After");
        page.Enter();
        page.Until($"!document.querySelector('dialog') && {BrowserPage.Button("Rename After")}");
        Expect.True(Directory.Exists(Path.Combine(peer.Folder, "After/in")), "the folder was not renamed with what is in it");
        Absent(peer, "Before");
        ViewReadingChecks.Clean(page, peer);
    }

    private static void Deleted(Browser browser, RunningPeer peer)
    {
        System.IO.File.WriteAllBytes(Path.Combine(peer.Folder, "doomed.txt"), Samples.Small);
        Directory.CreateDirectory(Path.Combine(peer.Folder, "full/in"));
        System.IO.File.WriteAllBytes(Path.Combine(peer.Folder, "full/in/x"), Samples.Small);
        using BrowserPage page = Ready(browser, peer);
        page.Press("Delete doomed.txt");
        page.Until($"{Question}?.includes('doomed.txt will be gone for good.')");
        Expect.Equal("Cancel", page.Text("document.activeElement.textContent"), "what Enter would press");
        page.Escape();
        page.Until("!document.querySelector('dialog')");
        Stored(peer, "doomed.txt", Samples.Small);
        page.Press("Delete doomed.txt");
        page.Press("Delete");
        page.Until($"{Status} === 'doomed.txt is deleted.'");
        Absent(peer, "doomed.txt");
        page.Press("Delete full");
        page.Until($"{Question}?.includes('The folder full and everything in it')");
        page.Press("Delete");
        page.Until($"{Status} === 'full is deleted.'");
        Absent(peer, "full");
        Expect.Equal("false", page.Text("document.body.innerText.includes('doomed')"), "that it is still listed");
        ViewReadingChecks.Clean(page, peer);
    }
}
