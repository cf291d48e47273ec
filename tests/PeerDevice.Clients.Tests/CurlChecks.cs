using System;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace PeerDevice.Clients;

/// <summary>Fetching with curl: whole, in part, in several parts, kept connections, the page and the description.</summary>
internal static class CurlChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        string large = peer.Files + Samples.LargeName;
        int size = Samples.Large.Length;

        score.Check($"{peer.Name}: curl fetches a file whole", () => Answer.Curl(large).With(200).Of(Samples.Large));
        score.Check($"{peer.Name}: curl fetches an empty file", () => Answer.Curl(peer.Files + "empty").With(200).Of([]));
        score.Check($"{peer.Name}: curl fetches a name with spaces, umlauts and signs", () => Answer.Curl(peer.Files + Uri.EscapeDataString(Samples.OddName)).With(200).Of(Samples.Small));
        score.Check($"{peer.Name}: curl fetches by HTTP/1.0", () => Answer.Curl("-0", peer.Files + Samples.SmallName).With(200).Of(Samples.Small));
        score.Check($"{peer.Name}: HEAD has the fields of GET and no content", () => Head(peer));
        score.Check($"{peer.Name}: curl fetches the first hundred octets", () => Range(large, "0-99", 0, 99));
        score.Check($"{peer.Name}: curl fetches from the middle", () => Range(large, "1000000-2000000", 1_000_000, 2_000_000));
        score.Check($"{peer.Name}: curl fetches one octet", () => Range(large, "4096-4096", 4096, 4096));
        score.Check($"{peer.Name}: curl fetches the last hundred octets", () => Range(large, "-100", size - 100, size - 1));
        score.Check($"{peer.Name}: curl fetches from a place to the end", () => Range(large, "3000000-", 3_000_000, size - 1));
        score.Check($"{peer.Name}: a range that goes beyond the end is cut there", () => Range(large, $"{size - 5}-{size + 5}", size - 5, size - 1));
        score.Check($"{peer.Name}: curl fetches several ranges at once", () => Ranges(large));
        score.Check($"{peer.Name}: a range behind the end gets 416 and the length", () =>
            Expect.Equal($"bytes */{size}", Answer.Curl("-r", $"{size}-", large).With(416).Field("Content-Range"), "Content-Range"));
        score.Check($"{peer.Name}: a range in words is passed over", () => Answer.Curl("-H", "Range: lines=1-2", large).With(200).Of(Samples.Large));
        score.Check($"{peer.Name}: curl keeps one connection for three requests", () =>
            Expect.Equal("100", Tool.Run("curl", "-sS", "-w", "%{num_connects}", "-o", "/dev/null", large, "-o", "/dev/null", peer.Files + Samples.SmallName, "-o", "/dev/null", peer.Files).Well().Text, "connections made per request"));
        score.Check($"{peer.Name}: 404 for what is not there", () => Answer.Curl(peer.Files + "nowhere").With(404));
        score.Check($"{peer.Name}: a collection answers with a page that names its members", () => Listing(peer));
        score.Check($"{peer.Name}: says what it is at /.well-known/peerdevice", () => Description(peer));
        score.Check($"{peer.Name}: OPTIONS names what it can do", () => Options(peer));
    }

    private static void Head(RunningPeer peer)
    {
        string large = peer.Files + Samples.LargeName;
        Answer get = Answer.Curl(large).With(200);
        Answer head = Answer.Curl("-I", large).With(200);
        foreach (string name in get.FieldNames.Union(head.FieldNames).Where(n => !n.Equals("Date", StringComparison.OrdinalIgnoreCase)))
        {
            Expect.Equal(get.Field(name), head.Field(name), name);
        }

        Expect.Equal(Samples.Large.Length.ToString(), head.Field("Content-Length"), "Content-Length");
        Expect.Equal("bytes", head.Field("Accept-Ranges"), "Accept-Ranges");
    }

    private static void Range(string url, string range, int first, int last)
    {
        Answer answer = Answer.Curl("-r", range, url).With(206).Of(Samples.Large.AsSpan(first, last - first + 1));
        Expect.Equal($"bytes {first}-{last}/{Samples.Large.Length}", answer.Field("Content-Range"), "Content-Range");
    }

    // RFC 9110 §14.6: each part has its own Content-Range.
    private static void Ranges(string url)
    {
        Answer answer = Answer.Curl("-r", "0-9,1000-1999,-5", url).With(206);
        string type = answer.Field("Content-Type") ?? string.Empty;
        Expect.True(type.StartsWith("multipart/byteranges; boundary=", StringComparison.Ordinal), $"Content-Type is {type}");
        string boundary = type[(type.IndexOf('=') + 1)..].Trim('"');
        string[] parts = Encoding.Latin1.GetString(answer.Content).Split("--" + boundary);
        Expect.Equal(5, parts.Length, "pieces between boundaries");
        Expect.Equal("--", parts[4].Trim(), "what follows the last boundary");
        (int First, int Last)[] asked = [(0, 9), (1000, 1999), (Samples.Large.Length - 5, Samples.Large.Length - 1)];
        for (int i = 0; i < asked.Length; i++)
        {
            int head = parts[i + 1].IndexOf("\r\n\r\n", StringComparison.Ordinal);
            Expect.True(head > 0, $"part {i} has no end of its fields");
            Expect.Contains($"Content-Range: bytes {asked[i].First}-{asked[i].Last}/{Samples.Large.Length}\r\n", parts[i + 1][..(head + 2)], $"the head of part {i}");
            byte[] content = Encoding.Latin1.GetBytes(parts[i + 1][(head + 4)..^2]);
            Expect.Same(Samples.Large.AsSpan(asked[i].First, asked[i].Last - asked[i].First + 1), content, $"part {i}");
        }
    }

    private static void Listing(RunningPeer peer)
    {
        Answer answer = Answer.Curl(peer.Files).With(200);
        string page = Encoding.UTF8.GetString(answer.Content);
        Expect.Contains("text/html", answer.Field("Content-Type") ?? string.Empty, "Content-Type");
        Expect.Contains("<!DOCTYPE html>", page, "the page");
        Expect.Contains($">{Samples.LargeName}</a>", page, "the page");
        Expect.Contains(">docs/</a>", page, "the page");
        Expect.Contains("&amp; 100% + #1.txt</a>", page, "the page");
        Expect.True(!page.Contains(".peer/", StringComparison.Ordinal), "the page shows the peer's own area");
    }

    private static void Description(RunningPeer peer)
    {
        using JsonDocument document = JsonDocument.Parse(Answer.Curl(peer.Root + ".well-known/peerdevice").With(200).Content);
        foreach (string key in new[] { "id", "name", "version", "kind", "services", "limits", "outputDevice", "store" })
        {
            Expect.True(document.RootElement.TryGetProperty(key, out _), $"{key} is missing");
        }

        Expect.True(document.RootElement.GetProperty("store").GetProperty("writable").GetBoolean(), "the store is not writable");
    }

    private static void Options(RunningPeer peer)
    {
        Answer answer = Answer.Curl("-X", "OPTIONS", peer.Files);
        Expect.True(answer.Status is 200 or 204, $"the status is {answer.Status}");
        Expect.True((answer.Field("DAV") ?? string.Empty).Split(',').Any(c => c.Trim() == "1"), $"DAV is {answer.Field("DAV")}");
        foreach (string method in new[] { "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "MKCOL", "COPY", "MOVE", "PROPFIND" })
        {
            Expect.Contains(method, answer.Field("Allow") ?? string.Empty, "Allow");
        }
    }
}
