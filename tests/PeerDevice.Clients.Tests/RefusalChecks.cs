using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace PeerDevice.Clients;

/// <summary>What must be refused, sent by curl and nc; and the peer serves on.</summary>
internal static partial class RefusalChecks
{
    internal static void Run(Scorecard score, RunningPeer peer)
    {
        // A file beside the share, that no path may reach.
        File.WriteAllText(Path.Combine(peer.Top, "secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(peer.Folder, "link"), Path.Combine(peer.Top, "secret"));

        foreach (string path in new[]
        {
            "../secret", "%2e%2e/secret", "%2E%2E%2Fsecret", "docs/../../secret", "..%5csecret", "docs%5c..%5c..%5csecret", "%00", "a%00.txt", "%c0%ae%c0%ae/secret", "a%0d%0ab", "%zz", "%ff", ".peer/index", ".PEER/index", "link",
        })
        {
            score.Check($"{peer.Name}: refuses the path {path}", () =>
            {
                Answer answer = Answer.Curl("--path-as-is", peer.Files + path);
                Expect.True(answer.Status is 400 or 403 or 404, $"the status is {answer.Status}");
                Expect.True(!Encoding.UTF8.GetString(answer.Content).Contains("secret", StringComparison.Ordinal), "it leaks");
            });
        }

        score.Check($"{peer.Name}: stores nothing through a symbolic link", () =>
        {
            Answer answer = Answer.Curl("-X", "PUT", "--data-binary", "changed", peer.Files + "link");
            Expect.Equal("secret", File.ReadAllText(Path.Combine(peer.Top, "secret")), "what is outside the share");
            Expect.Equal(403, answer.Status, "the status");
            Expect.True(new FileInfo(Path.Combine(peer.Folder, "link")).LinkTarget is not null, "the link is gone");
        });
        File.Delete(Path.Combine(peer.Folder, "link"));

        score.Check($"{peer.Name}: a Host that is not ours gets 421", () => Answer.Curl("-H", "Host: www.example.com", peer.Files + Samples.SmallName).With(421));
        score.Check($"{peer.Name}: a PUT from a page elsewhere gets 403", () => Answer.Curl("-X", "PUT", "--data-binary", "x", "-H", "Origin: http://www.example.com", peer.Files + Samples.SmallName).With(403));
        score.Check($"{peer.Name}: a DELETE from a page elsewhere gets 403", () =>
        {
            Answer.Curl("-X", "DELETE", "-H", "Origin: http://www.example.com", peer.Files + Samples.SmallName).With(403);
            Answer.Curl(peer.Files + Samples.SmallName).With(200).Of(Samples.Small);
        });

        Raw(score, peer, "two different Content-Lengths", "PUT /files/x HTTP/1.1\r\nHost: {0}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400);
        Raw(score, peer, "Content-Length beside Transfer-Encoding", "PUT /files/x HTTP/1.1\r\nHost: {0}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        Raw(score, peer, "a bad chunk size", "PUT /files/x HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400);
        Raw(score, peer, "a bare LF", "GET /files/ HTTP/1.1\nHost: {0}\n\n", 400);
        Raw(score, peer, "a folded field", "GET /files/ HTTP/1.1\r\nHost: {0}\r\nA: b\r\n c\r\n\r\n", 400);
        Raw(score, peer, "a space before the colon", "GET /files/ HTTP/1.1\r\nHost : {0}\r\n\r\n", 400);
        Raw(score, peer, "no Host", "GET /files/ HTTP/1.1\r\n\r\n", 400);
        Raw(score, peer, "another major version", "GET /files/ HTTP/3.0\r\nHost: {0}\r\n\r\n", 505);
        Raw(score, peer, "a request line without end", "GET /" + new string('a', 40_000) + " HTTP/1.1\r\n", 414);
        Raw(score, peer, "fields without end", "GET / HTTP/1.1\r\nHost: {0}\r\nA: " + new string('a', 40_000) + "\r\n\r\n", 431);
        Raw(score, peer, "an unknown transfer coding", "PUT /files/x HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: gzip\r\n\r\n", 501);
        Raw(score, peer, "an unknown expectation", "PUT /files/x HTTP/1.1\r\nHost: {0}\r\nExpect: coffee\r\nContent-Length: 1\r\n\r\nx", 417);
        score.Check($"{peer.Name}: an unknown method gets 501 and the connection goes on", () =>
        {
            string host = $"Host: {peer.Address}:{peer.HttpPort}\r\n";
            string text = Talk(peer, $"BREW /files/ HTTP/1.1\r\n{host}Content-Length: 5\r\n\r\nGET /GET /files/{Samples.SmallName} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
            MatchCollection answers = AnswerLine().Matches(text);
            Expect.Equal(2, answers.Count, "the number of answers");
            Expect.Equal("501 200", $"{answers[0].Groups["status"].Value} {answers[1].Groups["status"].Value}", "what was answered");
        });
        score.Check($"{peer.Name}: serves on after all that", () =>
        {
            Expect.True(!File.Exists(Path.Combine(peer.Folder, "x")), "a refused PUT left a file");
            Answer.Curl(peer.Files + Samples.SmallName).With(200).Of(Samples.Small);
        });
    }

    [GeneratedRegex(@"HTTP/1\.1 (?<status>[1-5]\d\d) ")]
    private static partial Regex AnswerLine();

    private static void Raw(Scorecard score, RunningPeer peer, string what, string request, int status)
    {
        score.Check($"{peer.Name}: {what} gets {status} and the connection closed", () =>
        {
            string text = Talk(peer, request.Replace("{0}", $"{peer.Address}:{peer.HttpPort}"));
            Expect.True(text.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"the answer is {Expect.Short(text)}");
            Expect.Equal(1, AnswerLine().Count(text), "the number of answers");
        });
    }

    // nc ends when the peer closes. Its own patience is longer than that of the check, and a peer keeps an idle connection for longer than that:
    // so who does not close is found.
    private static string Talk(RunningPeer peer, string request)
    {
        return Tool.Run(Bounds.Answer, Encoding.ASCII.GetBytes(request), null, "nc", "-w", "300", peer.Address, peer.HttpPort.ToString()).Text;
    }
}
