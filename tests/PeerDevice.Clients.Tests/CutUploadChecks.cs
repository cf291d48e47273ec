using System;
using System.IO;

namespace PeerDevice.Clients;

/// <summary>Uploads that can be cut, asked for by hand with curl, which knows nothing of them.</summary>
internal static class CutUploadChecks
{
    private const int Part = 1_234_567;

    internal static void Run(Scorecard score, RunningPeer peer)
    {
        byte[] content = Samples.Make(5, Bounds.LargeFile);
        string file = Path.Combine(peer.Top, "cut.bin");
        File.WriteAllBytes(file, content);
        score.Check($"{peer.Name}: uploads that can be cut are advertised", () =>
        {
            Expect.Equal("application/partial-upload", Answer.Curl("-X", "OPTIONS", peer.Files).With(200).Field("Accept-Patch"), "Accept-Patch");
            Expect.Contains("\"uploads\":", System.Text.Encoding.UTF8.GetString(Answer.Curl(Root(peer) + "/.well-known/peerdevice").With(200).Content), "what the peer says of itself");
        });
        score.Check($"{peer.Name}: curl stores a file in parts", () => InParts(peer, content));
        score.Check($"{peer.Name}: an upload of curl's that is cut goes on where it was cut", () => Cut(peer, content));
        score.Check($"{peer.Name}: an upload of the whole by curl is told where it can be continued", () =>
        {
            Outcome outcome = Tool.Run("curl", "-sS", "-v", "-H", "Upload-Complete: ?1", "-T", file, peer.Files + "told.bin").Well();
            Expect.Contains("< HTTP/1.1 104 Upload Resumption Supported", outcome.Errors, "curl's report");
            Expect.Contains("< HTTP/1.1 201", outcome.Errors, "curl's report");
            Expect.Same(content, File.ReadAllBytes(Path.Combine(peer.Folder, "told.bin")), "the file on the medium");
            Answer.Curl("-X", "DELETE", peer.Files + "told.bin").With(204);
        });
        score.Check($"{peer.Name}: of two writers the one who comes late is told 412, and nothing of either is mixed", () =>
        {
            Answer.Curl("-X", "PUT", "--data-binary", "old", peer.Files + "two.bin").With(201);
            string tag = Answer.Curl("-I", peer.Files + "two.bin").With(200).Field("ETag")!;
            string one = Begin(peer, "two.bin", "of the one", "-H", $"If-Match: {tag}");
            string two = Begin(peer, "two.bin", "of the other", "-H", $"If-Match: {tag}");
            Append(two, 12, "", true).With(204);
            Append(one, 10, "", true).With(412);
            Answer.Curl(peer.Files + "two.bin").With(200).Of("of the other"u8);
            Answer.Curl("-X", "DELETE", one).With(204);
            Answer.Curl("-I", one).With(404);
            Answer.Curl("-X", "DELETE", peer.Files + "two.bin").With(204);
        });
    }

    private static void InParts(RunningPeer peer, byte[] content)
    {
        Answer.Curl("-X", "PUT", "--data-binary", "old", peer.Files + "parts.bin").With(201);
        string upload = Begin(peer, "parts.bin", "", "-H", $"Upload-Length: {content.Length}");
        for (int at = 0; at < content.Length; at += Part)
        {
            int count = Math.Min(Part, content.Length - at);
            bool isLast = at + count == content.Length;
            Answer.Curl(peer.Files + "parts.bin").With(200).Of("old"u8);
            Answer wrong = Append(upload, at + 1, "x", false).With(409);
            Expect.Equal(at.ToString(), wrong.Field("Upload-Offset"), "the right offset");
            Append(upload, at, content.AsSpan(at, count), isLast).With(204);
        }

        Answer.Curl(peer.Files + "parts.bin").With(200).Of(content);
        Expect.Equal("?1", Answer.Curl("-I", upload).With(204).Field("Upload-Complete"), "Upload-Complete");
        Answer.Curl("-X", "DELETE", peer.Files + "parts.bin").With(204);
    }

    // curl promises more than it sends, and gives up when nothing has gone for a while: not by the time, in which a busy machine may have sent less than this.
    private static void Cut(RunningPeer peer, byte[] content)
    {
        string upload = Begin(peer, "cut.bin", "");
        Outcome outcome = Tool.Run(
            Bounds.Program, content[..Part], null, "curl", "-sS", "--speed-limit", "1", "--speed-time", "3", "--max-time", "50", "-X", "PATCH", "-T", "-", "-H", "Expect:", "-H", "Transfer-Encoding:", "-H", $"Content-Length: {content.Length}",
            "-H", "Content-Type: application/partial-upload", "-H", "Upload-Offset: 0", "-H", "Upload-Complete: ?1", upload);
        Expect.True(outcome.ExitCode != 0, "curl thinks that it stored the file");
        Answer.Curl(peer.Files + "cut.bin").With(404);
        Answer head = Answer.Curl("-I", upload).With(204);
        Expect.Equal(Part.ToString(), head.Field("Upload-Offset"), "what arrived");
        Expect.Equal("?0", head.Field("Upload-Complete"), "Upload-Complete");
        Append(upload, Part, content.AsSpan(Part), true).With(201);
        Answer.Curl(peer.Files + "cut.bin").With(200).Of(content);
        Expect.Same(content, File.ReadAllBytes(Path.Combine(peer.Folder, "cut.bin")), "the file on the medium");
        Answer.Curl("-X", "DELETE", peer.Files + "cut.bin").With(204);
    }

    private static string Begin(RunningPeer peer, string name, string content, params string[] more)
    {
        Answer begun = Answer.Curl(["-X", "PUT", "--data-binary", content, "-H", "Upload-Complete: ?0", .. more, peer.Files + name]).With(201);
        Expect.Equal(content.Length.ToString(), begun.Field("Upload-Offset"), "Upload-Offset");
        return Root(peer) + begun.Field("Location");
    }

    private static Answer Append(string upload, int offset, string content, bool isLast)
    {
        return Append(upload, offset, System.Text.Encoding.ASCII.GetBytes(content), isLast);
    }

    private static Answer Append(string upload, int offset, ReadOnlySpan<byte> content, bool isLast)
    {
        return Answer.Curl(
            content.ToArray(), "-X", "PATCH", "--data-binary", "@-", "-H", "Expect:", "-H", "Content-Type: application/partial-upload", "-H", $"Upload-Offset: {offset}",
            "-H", $"Upload-Complete: {(isLast ? "?1" : "?0")}", upload);
    }

    private static string Root(RunningPeer peer) => peer.Files[..peer.Files.IndexOf("/files/", StringComparison.Ordinal)];
}
