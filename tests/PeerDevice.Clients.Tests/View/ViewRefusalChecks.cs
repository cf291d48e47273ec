namespace PeerDevice.Clients;

/// <summary>What the web view says and does when a peer refuses; the refusals are given in the peer's place.</summary>
internal static class ViewRefusalChecks
{
    private const string Line = "document.querySelector('.up li')?.innerText";
    private const string Status = "document.querySelector('[role=status]').textContent";

    internal static void Run(Scorecard score, Browser browser, RunningPeer peer)
    {
        score.Check($"browser: {peer.Name}: a busy peer is asked again when it said, and the upload arrives", () =>
        {
            using BrowserPage page = Refused(browser, peer, ("PUT", 503, "Not possible just now; try again in a moment."));
            page.Until($"{Line}?.includes('Trying again in 1 s.')");
            page.Until($"{Status} === '1 file uploaded.'");
            ViewWritingChecks.Stored(peer, "refused.txt", Samples.Small);
        });
        score.Check($"browser: {peer.Name}: a full card, a lock and a file too large are told in sentences, and can be tried again", () =>
        {
            foreach ((int status, string sentence, string shown) in new[]
            {
                (507, "There is no space left.", "There is no room left for it."),
                (423, "<xml/>", "Another program has it open or locked."),
                (413, "A file on this card has at most 4 GiB less one octet.", "A file on this card has at most 4 GiB less one octet."),
                (409, "x", "A folder, or a file in the place of its folder, has that name."),
            })
            {
                using BrowserPage page = Refused(browser, peer, ("PUT", status, sentence));
                page.Until($"{Line}?.includes('{shown}')");
                page.Until($"{Status} === '0 files uploaded, 1 not.'");
                ViewWritingChecks.Absent(peer, "refused.txt");
                page.Press("Try refused.txt again");
                page.Until($"{Status} === '1 file uploaded.'");
                ViewWritingChecks.Stored(peer, "refused.txt", Samples.Small);
                Expect.Equal("0", page.Text("document.querySelectorAll('.up li').length"), "the lines that are left of uploads");
                System.IO.File.Delete(System.IO.Path.Combine(peer.Folder, "refused.txt"));
            }
        });
        score.Check($"browser: {peer.Name}: a folder that could not be deleted whole is told of", () =>
        {
            using BrowserPage page = ViewWritingChecks.Ready(browser, peer);
            page.Intercept(true);
            page.Instead.Enqueue(("DELETE", 207, "<multistatus/>"));
            page.Press("Delete docs");
            page.Press("Delete");
            page.Until($"{Status}.includes('docs: Not all of it')");
            page.Instead.Enqueue(("DELETE", 423, "<error/>"));
            page.Press("Delete docs");
            page.Press("Delete");
            page.Until($"{Status}.includes('docs: Another program has it open')");
        });
    }

    private static BrowserPage Refused(Browser browser, RunningPeer peer, (string, int, string) instead)
    {
        System.IO.File.Delete(System.IO.Path.Combine(peer.Folder, "refused.txt"));
        BrowserPage page = ViewWritingChecks.Ready(browser, peer);
        page.Intercept(true);
        page.Instead.Enqueue(instead);
        page.Choose(ViewWritingChecks.Input("Upload files"), ViewWritingChecks.File(peer, "refused.txt", Samples.Small));
        return page;
    }
}
