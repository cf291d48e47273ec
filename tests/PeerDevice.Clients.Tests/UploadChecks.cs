using System;
using System.IO;
using System.Linq;

namespace PeerDevice.Clients;

/// <summary>Storing with curl: by length and by chunks, with and without waiting for 100, and under conditions.</summary>
internal static class UploadChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        string large = Path.Combine(peer.Top, "upload.bin");
        byte[] content = Samples.Make(3, Bounds.LargeFile);
        File.WriteAllBytes(large, content);

        score.Check($"{peer.Name}: curl stores a new file", () =>
        {
            Answer.Curl("-T", large, peer.Files + "new.bin").With(201);
            Stored(peer, "new.bin", content);
        });
        score.Check($"{peer.Name}: curl stores it again", () =>
        {
            Answer.Curl("-X", "PUT", "--data-binary", "short", peer.Files + "new.bin").With(204);
            Stored(peer, "new.bin", "short"u8);
        });
        score.Check($"{peer.Name}: curl stores an empty file", () =>
        {
            Answer.Curl("-X", "PUT", "-H", "Content-Length: 0", peer.Files + "none.bin").With(201);
            Stored(peer, "none.bin", []);
        });
        score.Check($"{peer.Name}: curl stores by chunks", () =>
        {
            Answer.Curl(content, "-T", "-", "-H", "Expect:", peer.Files + "chunks.bin").With(201);
            Stored(peer, "chunks.bin", content);
        });
        score.Check($"{peer.Name}: curl stores by chunks as Finder does", () =>
        {
            Answer.Curl(content, "-T", "-", "-H", $"X-Expected-Entity-Length: {content.Length}", peer.Files + "finder.bin").With(201);
            Stored(peer, "finder.bin", content);
        });
        score.Check($"{peer.Name}: an upload that waits for 100 is told to go on", () => Continue(peer, large, content));
        score.Check($"{peer.Name}: an upload that will be refused is not told to go on", () =>
        {
            Outcome outcome = Tool.Run("curl", "-sS", "-v", "-o", "/dev/null", "--expect100-timeout", "20", "-H", "Expect: 100-continue", "-H", "If-None-Match: *", "-T", large, peer.Files + Samples.SmallName);
            Expect.Contains("< HTTP/1.1 412", outcome.Errors, "curl's report");
            Expect.True(!outcome.Errors.Contains("< HTTP/1.1 100", StringComparison.Ordinal), "it was told to go on");
            Stored(peer, Samples.SmallName, Samples.Small);
        });
        score.Check($"{peer.Name}: If-Match with an old tag gets 412 and changes nothing", () =>
        {
            string tag = Answer.Curl("-I", peer.Files + "chunks.bin").With(200).Field("ETag")!;
            Answer.Curl("-X", "PUT", "--data-binary", "second", "-H", $"If-Match: {tag}", peer.Files + "chunks.bin").With(204);
            Answer.Curl("-X", "PUT", "--data-binary", "third", "-H", $"If-Match: {tag}", peer.Files + "chunks.bin").With(412);
            Stored(peer, "chunks.bin", "second"u8);
        });
        score.Check($"{peer.Name}: another content has another tag, of the same length too", () =>
        {
            string? one = Tag(peer, "tagged", "one");
            string? two = Tag(peer, "tagged", "two");
            Expect.True(one is not null && two is not null && one != two, $"the tags are {one} and {two}");
        });
        score.Check($"{peer.Name}: an upload that is cut off changes nothing", () => CutOff(peer, content));
        score.Check($"{peer.Name}: a PUT without its collection gets 409", () => Answer.Curl("-X", "PUT", "--data-binary", "x", peer.Files + "not/there.txt").With(409));
        score.Check($"{peer.Name}: a PUT onto a collection is refused", () => Expect.True(Answer.Curl("-X", "PUT", "--data-binary", "x", peer.Files + "docs/").Status is 405 or 409, "it was not refused"));
        score.Check($"{peer.Name}: curl deletes what it stored", () =>
        {
            foreach (string name in new[] { "new.bin", "none.bin", "chunks.bin", "finder.bin", "waited.bin", "tagged" })
            {
                Answer.Curl("-X", "DELETE", peer.Files + name).With(204);
                Answer.Curl(peer.Files + name).With(404);
                Expect.True(!File.Exists(Path.Combine(peer.Folder, name)), $"{name} is still there");
            }
        });
    }

    private static void Stored(RunningPeer peer, string name, ReadOnlySpan<byte> content)
    {
        Expect.Same(content, File.ReadAllBytes(Path.Combine(peer.Folder, name)), "the file on the medium");
        Answer.Curl(peer.Files + name).With(200).Of(content);
    }

    private static void Continue(RunningPeer peer, string file, byte[] content)
    {
        Outcome outcome = Tool.Run("curl", "-sS", "-v", "--expect100-timeout", "20", "-H", "Expect: 100-continue", "-T", file, peer.Files + "waited.bin").Well();
        int go = outcome.Errors.IndexOf("< HTTP/1.1 100", StringComparison.Ordinal);
        int done = outcome.Errors.IndexOf("< HTTP/1.1 201", StringComparison.Ordinal);
        Expect.True(go >= 0 && done > go, $"no 100 before 201: {Expect.Short(outcome.Errors)}");
        Stored(peer, "waited.bin", content);
    }

    private static string? Tag(RunningPeer peer, string name, string content)
    {
        Answer.Curl("-X", "PUT", "--data-binary", content, peer.Files + name);
        return Answer.Curl("-I", peer.Files + name).With(200).Field("ETag");
    }

    // curl promises more than it sends, and is given up on by its own time limit.
    private static void CutOff(RunningPeer peer, byte[] content)
    {
        byte[] part = content.Take(100_000).ToArray();
        Outcome outcome = Tool.Run(Bounds.Program, part, null, "curl", "-sS", "--max-time", "3", "-T", "-", "-H", "Expect:", "-H", "Transfer-Encoding:", "-H", $"Content-Length: {content.Length}", peer.Files + Samples.SmallName);
        Expect.True(outcome.ExitCode != 0, "curl thinks that it stored the file");
        Stored(peer, Samples.SmallName, Samples.Small);
        Answer.Curl("--no-keepalive", peer.Files + Samples.SmallName).With(200).Of(Samples.Small);
    }
}
