using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The requests that are counted, each on a connection that has served others before.</summary>
internal static class Scenarios
{
    /// <summary>What a browser's head is made of here: 337 octets with the request line and the empty line.</summary>
    private const int BrowserHeadOctets = 337;

    private const int Repeats = 3;
    private const int Mebibyte = 1024 * 1024;
    private const int KibibytesOfMebibyte = 1024;
    private const int Members = 100;

    private static readonly byte[] NoContent = [];

    /// <summary>Lays out the card.</summary>
    internal static void Prepare(string card)
    {
        File.WriteAllBytes(Path.Combine(card, "note.txt"), new byte[200]);
        File.WriteAllBytes(Path.Combine(card, "memo.txt"), new byte[200]);
        File.WriteAllBytes(Path.Combine(card, "one.bin"), new byte[Mebibyte]);
        File.WriteAllBytes(Path.Combine(card, "two.bin"), new byte[2 * Mebibyte]);
        Directory.CreateDirectory(Path.Combine(card, "empty"));
        Directory.CreateDirectory(Path.Combine(card, "many"));
        for (int i = 0; i < Members; i++)
        {
            File.WriteAllBytes(Path.Combine(card, "many", $"member{i:D3}.txt"), new byte[i]);
        }
    }

    /// <summary>Runs every scenario on a board.</summary>
    internal static IReadOnlyList<Scenario> Run(RunningBoard board)
    {
        using BoardClient client = new(board.Http);
        string host = board.Http.ToString();
        (string found, Count small) = Steady(client, Browser("GET", "/files/note.txt", host, string.Empty), NoContent, 200);
        Count another = Steady(client, Browser("GET", "/files/memo.txt", host, string.Empty), NoContent, 200, Browser("GET", "/files/note.txt", host, string.Empty)).Count;
        string tag = Tag(found);
        Count unchanged = Steady(client, Browser("GET", "/files/note.txt", host, $"If-None-Match: {tag}\r\n"), NoContent, 304).Count;
        Count missing = Steady(client, Browser("GET", "/files/none.txt", host, string.Empty), NoContent, 404).Count;
        Count one = Steady(client, Browser("GET", "/files/one.bin", host, string.Empty), NoContent, 200).Count;
        Count two = Steady(client, Browser("GET", "/files/two.bin", host, string.Empty), NoContent, 200).Count;
        Count putOne = Put(client, host, Mebibyte);
        Count putTwo = Put(client, host, 2 * Mebibyte);
        Count none = PropFind(client, host, "/files/empty/");
        Count many = PropFind(client, host, "/files/many/");
        Count printOne = Print(board, Mebibyte);
        Count printTwo = Print(board, 2 * Mebibyte);
        return
        [
            new("get", "GET of 200 octets", small, null, 1, 4000, 4000, 2048),
            new("get-another", "the same of another file than before", another, null, 1, 0, 0, 0),
            new("304", "the same, not modified", unchanged, null, 1, 3000, 3000, 0),
            new("404", "GET of nothing", missing, null, 1, 3000, 3000, 0),
            new("get-content", "GET, each KiB of content", two, one, KibibytesOfMebibyte, 15, 15, 0),
            new("put-content", "PUT, each KiB of content", putTwo, putOne, KibibytesOfMebibyte, 15, 15, 0),
            new("print-content", "raw print, each KiB", printTwo, printOne, KibibytesOfMebibyte, 15, 15, 0),
            new("propfind", $"PROPFIND, each of {Members} members", many, null, Members, 2000, 3050, 0),
            new("put", "PUT of 1 MiB, all of it", putOne, null, 1, 0, 0, 0),
            new("get-mebibyte", "GET of 1 MiB, all of it", one, null, 1, 0, 0, 0),
            new("propfind-empty", "PROPFIND of an empty collection", none, null, 1, 0, 0, 0),
        ];
    }

    private static Count Put(BoardClient client, string host, int length)
    {
        string head = Browser("PUT", "/files/put.bin", host, FormattableString.Invariant($"Content-Length: {length}\r\n"));
        byte[] content = new byte[length];

        // The first makes the file, the next ones replace it.
        client.Ask(head, content, 201);
        Count count = client.Ask(head, content, 204).Count!;
        client.Ask(Browser("DELETE", "/files/put.bin", host, string.Empty), NoContent, 204);
        return count;
    }

    private static Count PropFind(BoardClient client, string host, string target)
    {
        const string Body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\"><D:prop><D:resourcetype/><D:getcontentlength/><D:getlastmodified/><D:getetag/><D:displayname/></D:prop></D:propfind>";
        string head = Browser("PROPFIND", target, host, FormattableString.Invariant($"Depth: 1\r\nContent-Type: application/xml\r\nContent-Length: {Body.Length}\r\n"));
        return Steady(client, head, Encoding.ASCII.GetBytes(Body), 207).Count;
    }

    private static Count Print(RunningBoard board, int length)
    {
        byte[] content = new byte[length];
        BoardClient.Print(board.Raw, content);
        return BoardClient.Print(board.Raw, content);
    }

    /// <summary>Asks until it is warm, then several times more, and demands that each costs the same.</summary>
    private static (string Head, Count Count) Steady(BoardClient client, string head, byte[] content, int status, string? between = null)
    {
        client.Ask(head, content, status);
        client.Ask(head, content, status);
        string answer = string.Empty;
        Count? count = null;
        for (int i = 0; i < Repeats; i++)
        {
            // A second passes each time, so that what is made once a second is made, and counted, for every request.
            Probe.Now = Probe.Now.AddSeconds(1);
            if (between is not null)
            {
                client.Ask(between, content, status);
            }

            (answer, Count? again) = client.Ask(head, content, status);
            if (count is not null && (count.Il != again!.Il || count.Octets != again.Octets))
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Not the same twice: {count.Il} and {again.Il} IL instructions, {count.Octets} and {again.Octets} octets for {head[..head.IndexOf('\r')]}."));
            }

            count = again;
        }

        return (answer, count!);
    }

    private static string Browser(string method, string target, string host, string more)
    {
        string head = $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n";

        // What the scenario adds stands behind the browser's own fields; the rest up to the length is one more field.
        string padded = head + "X: " + new string('x', Math.Max(0, BrowserHeadOctets - head.Length - "X: \r\n\r\n".Length)) + "\r\n";
        return padded + more + "\r\n";
    }

    private static string Tag(string head)
    {
        const string Field = "ETag: ";
        int start = head.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return head[start..head.IndexOf('\r', start)];
    }
}
