using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace PeerDevice.Clients;

/// <summary>Names and files that want to act in the browser of whoever looks at them.</summary>
internal static class ViewSafetyChecks
{
    private const string Evil = "<script>document.title='ran'; fetch('/files/hello.txt', {method: 'PUT', body: 'stolen'}); fetch('/files/stolen.txt', {method: 'PUT', body: 'stolen'})</script>"
        + "<img src=/files/none onerror=\"document.title='ran'\"><body onload=\"document.title='ran'\">evil";

    internal static void Run(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: {peer.Name}: names that look like markup, addresses or the other way round are only names", () => Names(browser, peer));
        foreach (string type in new[] { "html", "svg", "xml" })
        {
            score.Check($"browser: {peer.Name}: the script in a file of type {type} does not run, and can write nothing", () => File(browser, peer, "evil." + type));
        }

        score.Check($"browser: {peer.Name}: nobody shows the page of a collection within a page of theirs", () => Framed(browser, peer));
        score.Check($"browser: {peer.Name}: what a script that did run in a file's page could do", () => Sandboxed(browser, peer));
    }

    private static void Names(Browser browser, RunningPeer peer)
    {
        // A card has none of " * : < > ? |; a PC's share has everything but a slash.
        string[] names = peer.Name == "companion"
            ? ["<img src=x onerror=self.hit=1>", "\"><svg onload=self.hit=1>", "javascript:self.hit=1", "a&lt;b", "?q#f", "\u202Egpj.exe", "😀 100%25.txt", "it's `${self.hit=1}`"]
            : ["&lt;img src=x onerror=self.hit=1&gt;", "#f%2e&amp;+", "\u202Egpj.exe", "😀 100%25.txt", "it's `${self.hit=1}`"];
        using BrowserPage page = ViewWritingChecks.Ready(browser, peer);
        page.Choose(ViewWritingChecks.Input("Upload files"), [.. names.Select(name => ViewWritingChecks.File(peer, "hostile/" + name, Encoding.UTF8.GetBytes(name)))]);
        page.Until($"document.querySelector('[role=status]').textContent === '{names.Length} files uploaded.'");
        foreach (string name in names)
        {
            ViewWritingChecks.Stored(peer, name, Encoding.UTF8.GetBytes(name));
            Expect.Equal("true", page.Text($"[...document.querySelectorAll('tbody a:not(.get)')].some(a => a.textContent === {JsonSerializer.Serialize(name)})"), "that it is listed: " + name);
            string there = page.Text($"await fetch([...document.querySelectorAll('tbody a:not(.get)')].find(a => a.textContent === {JsonSerializer.Serialize(name)}).href).then(r => r.text())");
            Expect.Equal(name, there, "what its link leads to");
        }

        page.Press("Size");
        foreach (string name in names)
        {
            page.Press("Delete " + name);
            page.Press("Delete");
            page.Until($"document.querySelector('[role=status]').textContent === {JsonSerializer.Serialize(name + " is deleted.")}");
            ViewWritingChecks.Absent(peer, name);
        }

        // A folder whose name is markup, and the page within it.
        string folder = names[0];
        page.Press("New folder");
        page.Until("document.querySelector('dialog input')");
        page.Type(folder);
        page.Enter();
        page.Until($"!document.querySelector('dialog') && {BrowserPage.Button("Delete " + folder)}");
        page.Enter();
        page.Until("location.pathname !== '/files/' && document.querySelector('.bar')");
        Expect.Equal("Files / " + folder, page.Text("document.querySelector('h1').innerText"), "the heading");
        Expect.Equal(folder, page.Text("document.title"), "the title");
        Expect.Equal("undefined", page.Text("typeof self.hit"), "what a name did");
        Expect.Equal("0", page.Text("document.querySelectorAll('img,svg').length"), "the elements that a name made");
        ViewReadingChecks.Clean(page, peer);
        Directory.Delete(Path.Combine(peer.Folder, folder));
    }

    private static void File(Browser browser, RunningPeer peer, string name)
    {
        string content = name.EndsWith("html") ? Evil : "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><title>t</title><script>document.documentElement.setAttribute('id', 'ran'); "
            + "fetch('/files/stolen.txt', {method: 'PUT', body: 'stolen'})</script><text y=\"20\">evil</text></svg>";
        using (BrowserPage upload = ViewWritingChecks.Ready(browser, peer))
        {
            upload.Choose(ViewWritingChecks.Input("Upload files"), ViewWritingChecks.File(peer, name, Encoding.UTF8.GetBytes(content)));
            upload.Until("document.querySelector('[role=status]').textContent === '1 file uploaded.'");
        }

        using BrowserPage page = browser.Open();
        page.Go(peer.Files + name);
        Expect.Equal("evil", page.Text("document.documentElement.textContent.trim().slice(-4)"), "what is shown");
        Expect.Equal("null", page.Text("self.origin"), "its origin");
        Expect.True(page.Text("document.title") != "ran" && page.Text("document.documentElement.id") != "ran", "its script ran");
        ViewWritingChecks.Absent(peer, "stolen.txt");
        ViewWritingChecks.Stored(peer, Samples.SmallName, Samples.Small);
        Expect.True(!page.Asked.Any(url => url.Contains("stolen")), "it asked");
        System.IO.File.Delete(Path.Combine(peer.Folder, name));
    }

    // A page that is not ours, as a file has no origin of ours either: it frames a collection, to lay itself over its buttons, and a text, which it may.
    private static void Framed(Browser browser, RunningPeer peer)
    {
        System.IO.File.WriteAllText(Path.Combine(peer.Folder, "frames.html"), $"<iframe src=\"/files/docs/\"></iframe><iframe src=\"/files/{Samples.SmallName}\"></iframe>");
        using BrowserPage page = browser.Open();
        page.Go(peer.Files + "frames.html");
        string shown = page.Do("Page.getFrameTree").ToJsonString();
        Expect.True(!shown.Contains("/files/docs/"), $"the collection is shown: {shown}");
        Expect.True(page.Asked.Any(url => url.EndsWith("/files/docs/")), "it was not asked for");
        Expect.True(page.Complaints.Any(complaint => complaint.Contains("frame-ancestors")), $"the browser does not say that the policy forbade it: {string.Join(" ", page.Complaints)}");
        System.IO.File.Delete(Path.Combine(peer.Folder, "frames.html"));
    }

    // The sandbox of a browser keeps its scripts from running; were one to run all the same, it has no origin of ours.
    private static void Sandboxed(Browser browser, RunningPeer peer)
    {
        using BrowserPage page = browser.Open();
        page.Go(peer.Files + Samples.SmallName);
        Expect.Equal("null", page.Text("self.origin"), "the origin of a file");
        Expect.Equal("refused", page.Text("await fetch('/files/stolen.txt', {method: 'PUT', body: 'x'}).then(r => r.status, () => 'refused')"), "a PUT from there");
        Expect.Equal("refused", page.Text("await fetch('/files/').then(r => r.text(), () => 'refused')"), "a GET from there");
        ViewWritingChecks.Absent(peer, "stolen.txt");
    }
}
