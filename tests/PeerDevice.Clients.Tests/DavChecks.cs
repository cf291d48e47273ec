using System;
using System.IO;
using System.Linq;

namespace PeerDevice.Clients;

/// <summary>WebDAV by curl and xmllint, by cadaver and by rclone.</summary>
internal static class DavChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        score.Check($"{peer.Name}: PROPFIND of a collection is well-formed and names every member", () => PropFind(peer));
        score.Check($"{peer.Name}: PROPFIND of a file says how long it is", () =>
            Expect.Equal(Samples.Large.Length.ToString(), XPath(peer, Samples.LargeName, "0", "string(//*[local-name()='getcontentlength'])"), "getcontentlength"));
        score.Check($"{peer.Name}: PROPFIND says what is not there with 404", () =>
        {
            string body = "<propfind xmlns='DAV:'><prop><getetag/><nothing xmlns='urn:x'/></prop></propfind>";
            Expect.Equal("HTTP/1.1 404 Not Found", XPath(peer, Samples.SmallName, "0", "string(//*[local-name()='nothing']/../../*[local-name()='status'])", body), "the status of an unknown property");
        });
        score.Check($"{peer.Name}: PROPFIND without end gets 403", () => Answer.Curl("-X", "PROPFIND", "-H", "Depth: infinity", peer.Files).With(403));
        score.Check($"{peer.Name}: PROPFIND with a document type gets 400", () =>
            Answer.Curl("-X", "PROPFIND", "-H", "Depth: 0", "--data-binary", "<!DOCTYPE a [<!ENTITY e 'x'>]><propfind xmlns='DAV:'><allprop/></propfind>", peer.Files).With(400));
        score.Check($"{peer.Name}: curl makes, copies, moves and deletes collections", () => Trees(peer));
        score.Check($"{peer.Name}: cadaver lists, stores, fetches and deletes", () => Cadaver(peer));
        score.Check($"{peer.Name}: rclone copies a tree up and finds it the same", () => Rclone(peer));
    }

    private static void PropFind(RunningPeer peer)
    {
        int members = Directory.EnumerateFileSystemEntries(peer.Folder).Count(m => Path.GetFileName(m) != ".peer");
        Expect.Equal((members + 1).ToString(), XPath(peer, string.Empty, "1", "count(/*[local-name()='multistatus']/*[local-name()='response'])"), "responses");
        Expect.Equal("/files/", XPath(peer, string.Empty, "0", "string(//*[local-name()='href'])"), "the collection's href");
        Expect.Equal("/files/docs/", XPath(peer, "docs/", "0", "string(//*[local-name()='href'])"), "the href of docs");
    }

    private static string XPath(RunningPeer peer, string path, string depth, string expression, string? body = null)
    {
        string[] content = body is null ? [] : ["--data-binary", body];
        Answer answer = Answer.Curl(["-X", "PROPFIND", "-H", $"Depth: {depth}", .. content, peer.Files + path]).With(207);
        Expect.Contains("xml", answer.Field("Content-Type") ?? string.Empty, "Content-Type");
        return Tool.Run(Bounds.Program, answer.Content, null, "xmllint", "--nonet", "--xpath", expression, "-").Well().Text.Trim();
    }

    private static void Trees(RunningPeer peer)
    {
        Answer.Curl("-X", "MKCOL", peer.Files + "tree/").With(201);
        Answer.Curl("-X", "MKCOL", peer.Files + "tree/").With(405);
        Answer.Curl("-X", "MKCOL", peer.Files + "no/tree/").With(409);
        Answer.Curl("-X", "PUT", "--data-binary", "leaf", peer.Files + "tree/leaf").With(201);
        Answer.Curl("-X", "COPY", "-H", $"Destination: {peer.Files}copy/", peer.Files + "tree/").With(201);
        Answer.Curl("-X", "COPY", "-H", $"Destination: {peer.Files}copy/", "-H", "Overwrite: F", peer.Files + "tree/").With(412);
        Answer.Curl("-X", "MOVE", "-H", "Destination: /files/moved/", peer.Files + "tree/").With(201);
        Answer.Curl(peer.Files + "tree/leaf").With(404);
        Answer.Curl(peer.Files + "copy/leaf").With(200).Of("leaf"u8);
        Answer.Curl(peer.Files + "moved/leaf").With(200).Of("leaf"u8);
        Answer.Curl("-X", "MOVE", "-H", $"Destination: {peer.Files}moved/inside/", peer.Files + "moved/").With(403);
        Answer.Curl("-X", "MOVE", "-H", "Destination: http://www.example.com/files/x", peer.Files + "moved/leaf").With(502);
        Answer.Curl("-X", "MOVE", "-H", "Destination: /files/../../x", peer.Files + "moved/leaf");
        Answer.Curl(peer.Files + "moved/leaf").With(200).Of("leaf"u8);
        Answer.Curl("-X", "DELETE", peer.Files + "copy/").With(204);
        Answer.Curl("-X", "DELETE", peer.Files + "moved/").With(204);
        Expect.True(!Directory.Exists(Path.Combine(peer.Folder, "copy")) && !Directory.Exists(Path.Combine(peer.Folder, "moved")), "a deleted collection is still there");
    }

    private static void Cadaver(RunningPeer peer)
    {
        string fetched = Path.Combine(peer.Top, "fetched");
        string file = Path.Combine(peer.Top, "cadaver.bin");
        File.WriteAllBytes(file, Samples.Document);
        string script = $"ls\nput {file} stored.bin\nget stored.bin {fetched}\nmkcol shelf\nmove stored.bin shelf/stored.bin\nls shelf\ndelete shelf/stored.bin\nrmcol shelf\nquit\n";
        Outcome outcome = Tool.Run(Bounds.Program, System.Text.Encoding.ASCII.GetBytes(script), peer.Top, "cadaver", peer.Files).Well();
        Expect.Contains(Samples.LargeName, outcome.Text, "what cadaver lists");
        Expect.True(!outcome.Text.Contains("failed", StringComparison.Ordinal), Expect.Short(outcome.Text));
        Expect.Same(Samples.Document, File.ReadAllBytes(fetched), "what cadaver fetched");
        Expect.True(!Directory.Exists(Path.Combine(peer.Folder, "shelf")), "the shelf is still there");
    }

    private static void Rclone(RunningPeer peer)
    {
        string tree = Path.Combine(peer.Top, "tree");
        Directory.CreateDirectory(Path.Combine(tree, "a b/ü"));
        for (int i = 0; i < 12; i++)
        {
            File.WriteAllBytes(Path.Combine(tree, i % 3 == 0 ? "." : i % 3 == 1 ? "a b" : "a b/ü", $"file {i} & more.bin"), Samples.Make(100 + i, i * 7777));
        }

        string[] common = ["--config", "/dev/null", "--webdav-url", peer.Files, "--retries", "2", "--low-level-retries", "3", "--transfers", "4", "--checkers", "2"];
        Tool.Run("rclone", ["copy", tree, ":webdav:rclone", .. common]).Well();
        Tool.Run("rclone", ["check", "--download", tree, ":webdav:rclone", .. common]).Well();
        Tool.Run("rclone", ["purge", ":webdav:rclone", .. common]).Well();
        Expect.True(!Directory.Exists(Path.Combine(peer.Folder, "rclone")), "the tree is still there");
    }
}
