using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The requests that are counted, each on a connection that has served others before.</summary>
internal static class Scenarios
{
    /// <summary>What a browser's head is made of here: 337 octets with the request line and the empty line.</summary>
    private const int BrowserHeadOctets = 337;

    private const int WarmUps = 2;

    // A board does a few hundred thousand a second. Some three hundred records of the index are there when the other scenarios are through.
    private const int BootIl = 400_000;
    private const int Repeats = 3;
    private const int Mebibyte = 1024 * 1024;
    private const int KibibytesOfMebibyte = 1024;
    private const int Members = 100;
    private const int Fewer = 50;
    private const int SecondsBetweenMembers = 7;

    // So that the history of a Printer without a spool is full, as it is on any day but the first.
    private const int JobsBefore = 40;

    // All of it the class library's: "D:\\foreign\\member000.txt", its places in arrays, and "member000.txt". The image makes nothing of its own.
    private const int NameOctets = 48 + 24 + 36;

    // Datagrams of Net-SNMP and CUPS: tests/Vectors/snmp.
    private const string SnmpGet = "302C02010104067075626C6963A01F02045F7EB0810201000201003011300F060B2B060102011903050101010500";
    private const string SnmpGetThree = "304E02010104067075626C6963A04102040E8541B50201000201003033300F060B2B060102011903020105010500300F060B2B060102011903050101010500300F060B2B060102011903050102010500";
    private const string SnmpGetNext = "302A02010004067075626C6963A11D02010702010002010030123010060C2B060102012B0B01010701010500";

    private const string DavfsFields = "Depth: 0\r\nTimeout: Second-1800\r\n";

    private static readonly byte[] NoContent = [];

    /// <summary>Lays out the card.</summary>
    internal static void Prepare(string card)
    {
        File.WriteAllBytes(Path.Combine(card, "note.txt"), new byte[200]);
        File.WriteAllBytes(Path.Combine(card, "memo.txt"), new byte[200]);
        File.WriteAllBytes(Path.Combine(card, "data.txt"), new byte[200]);
        File.WriteAllBytes(Path.Combine(card, "one.bin"), new byte[Mebibyte]);
        File.WriteAllBytes(Path.Combine(card, "two.bin"), new byte[2 * Mebibyte]);
        Directory.CreateDirectory(Path.Combine(card, "empty"));
        LayOut(Path.Combine(card, "foreign"), Members);
        LayOut(Path.Combine(card, "shorter"), Fewer);
    }

    /// <summary>Runs every scenario on a board.</summary>
    internal static IReadOnlyList<Scenario> Run(RunningBoard board)
    {
        using BoardClient client = new(board.Http);
        string host = board.Http.ToString();
        (string found, Count small) = Steady(client, Browser("GET", "/files/note.txt", host, string.Empty), NoContent, 200);
        Count another = Steady(client, Browser("GET", "/files/memo.txt", host, string.Empty), NoContent, 200, Browser("GET", "/files/note.txt", host, string.Empty)).Count;
        string tag = Value(found, "ETag");
        Count unchanged = Steady(client, Browser("GET", "/files/note.txt", host, $"If-None-Match: {tag}\r\n"), NoContent, 304).Count;
        Count missing = Steady(client, Browser("GET", "/files/none.txt", host, string.Empty), NoContent, 404).Count;
        Count one = Steady(client, Browser("GET", "/files/one.bin", host, string.Empty), NoContent, 200).Count;
        Count two = Steady(client, Browser("GET", "/files/two.bin", host, string.Empty), NoContent, 200).Count;
        Count putOne = Put(client, host, Mebibyte);
        Count putTwo = Put(client, host, 2 * Mebibyte);
        Count none = PropFind(client, host, "/files/empty/", Bodies.FiveProperties);
        Count first = client.Ask(PropFindHead("/files/foreign/", host, Bodies.FiveProperties), Octets(Bodies.FiveProperties), 207).Count!;
        Count foreign = PropFind(client, host, "/files/foreign/", Bodies.FiveProperties);
        Count fewer = PropFind(client, host, "/files/shorter/", Bodies.FiveProperties);
        Store(client, host, "/files/many/");
        Count many = PropFind(client, host, "/files/many/", Bodies.FiveProperties);
        Count manyAll = PropFind(client, host, "/files/many/", Bodies.AllProperties);
        Locked byExplorer = LockAndUnlock(client, target => Explorer("LOCK", target, host, "Timeout: Second-3600\r\n", Bodies.ExplorerLock), Bodies.ExplorerLock, host);
        Locked byDavfs = LockAndUnlock(client, target => Davfs("LOCK", target, host, DavfsFields, Bodies.DavfsLock), Bodies.DavfsLock, host);
        Locked byFinder = LockAndUnlock(client, target => Finder("LOCK", target, host, "Depth: 0\r\nTimeout: Second-600\r\n", Bodies.FinderLock), Bodies.FinderLock, host);
        Count refresh = Refresh(client, host);
        Count property = Twice(client, Explorer("PROPPATCH", Locked.Targets[0], host, string.Empty, Bodies.OneWin32Property), Bodies.OneWin32Property, 207);
        Count part = Part(client, host);
        Count printOne = Print(board, Mebibyte);
        Count printTwo = Print(board, 2 * Mebibyte);
        Count attributes = Steady(client, IppBodies.Head(host, IppBodies.GetPrinterAttributes), IppBodies.GetPrinterAttributes, 200).Count;
        Count header = PrintBySpool(client, host, 1).Taken;
        (Count Taken, Count Printed) spoolOne = PrintBySpool(client, host, Mebibyte);
        (Count Taken, Count Printed) spoolTwo = PrintBySpool(client, host, 2 * Mebibyte);
        Count snmp = Snmp(board, SnmpGet);
        Count snmpThree = Snmp(board, SnmpGetThree);
        Count snmpNext = Snmp(board, SnmpGetNext);
        return
        [
            new("get", "GET of 200 octets", small, null, 1, 4000, 4000, 2048),
            new("get-another", "the same of another file than before", another, null, 1, 0, 0, 0),
            new("304", "the same, not modified", unchanged, null, 1, 3000, 3000, 0),
            new("404", "GET of nothing", missing, null, 1, 3000, 3000, 0),
            new("get-content", "GET, each KiB of content", two, one, KibibytesOfMebibyte, 15, 15, 0),
            new("put-content", "PUT, each KiB of content", putTwo, putOne, KibibytesOfMebibyte, 15, 15, 0),
            new("print-content", "raw print, each KiB", printTwo, printOne, KibibytesOfMebibyte, 15, 15, 0),
            new("print-spool", "Print-Job through the spool, each KiB", spoolTwo.Taken + spoolTwo.Printed, spoolOne.Taken + spoolOne.Printed, KibibytesOfMebibyte, 25, 25, 0),
            new("ipp-attributes", "Get-Printer-Attributes as CUPS asks it", attributes, null, 1, 30000, 30000, 0),
            new("ipp-print", "Print-Job of one octet, until it is in the spool", header, null, 1, 8000, 24000, 0),
            new("propfind", $"PROPFIND of five properties, each of {Members} members", many, null, Members, 1500, 1500, 0),
            new("propfind-all", $"PROPFIND of all properties, each of {Members} members", manyAll, null, Members, 2000, 2000, 0),
            new("propfind-foreign", "five properties, each of a foreign card's members", foreign, null, Members, 1500, 1500, 0),
            new("propfind-further", $"the same, each beyond the first {Fewer}", foreign, fewer, Members - Fewer, 1500, 1500, NameOctets),
            new("propfind-first", "the same at the first look", first, null, Members, 0, 0, 0),
            new("lock", "LOCK as Explorer sends it, of one file after the other", byExplorer.Lock, null, 1, 6000, 6000, 0),
            new("lock-davfs", "LOCK as davfs2 sends it, of one file after the other", byDavfs.Lock, null, 1, 6000, 6000, 0),
            new("lock-finder", "LOCK as Finder sends it, of one file after the other", byFinder.Lock, null, 1, 6000, 6000, 0),
            new("lock-refresh", "LOCK that refreshes, as davfs2 sends it", refresh, null, 1, 6000, 6000, 0),
            new("unlock", "UNLOCK", byExplorer.Unlock, null, 1, 0, 0, 0),
            new("snmp", "SNMP GET of hrPrinterStatus", snmp, null, 1, 3000, 3000, 0),
            new("snmp-three", "SNMP GET of three, as Windows asks", snmpThree, null, 1, 0, 0, 0),
            new("snmp-next", "SNMP GETNEXT of a supply, as CUPS walks", snmpNext, null, 1, 0, 0, 0),
            new("put", "PUT of 1 MiB, all of it", putOne, null, 1, 0, 0, 0),
            new("get-mebibyte", "GET of 1 MiB, all of it", one, null, 1, 0, 0, 0),
            new("propfind-empty", "PROPFIND of an empty collection", none, null, 1, 0, 0, 0),
            new("proppatch", "PROPPATCH of one Win32 property", property, null, 1, 0, 0, 0),
            new("patch", "PATCH that appends 1 KiB to an upload", part, null, 1, 0, 0, 0),
        ];
    }

    /// <summary>What it costs a board to start, until it is ready.</summary>
    internal static IReadOnlyList<Scenario> Boots(RunningBoard empty, RunningBoard foreign, RunningBoard again)
    {
        return
        [
            new("boot-empty", "from the start to ready, an empty card", empty.Boot, null, 1, BootIl, BootIl, 0),
            new("boot", "the same, a card with files that it has not seen", foreign.Boot, null, 1, BootIl, BootIl, 0),
            new("boot-index", "the same, a card with an index and jobs", again.Boot, null, 1, BootIl, BootIl, 0),
        ];
    }

    /// <summary>Runs the scenarios of a board that keeps no jobs.</summary>
    internal static IReadOnlyList<Scenario> RunWithoutSpool(RunningBoard board)
    {
        using BoardClient client = new(board.Http);
        string host = board.Http.ToString();
        client.Ask(Browser("GET", "/files/note.txt", host, string.Empty), NoContent, 200);
        Count? count = null;
        for (int i = 0; i < JobsBefore; i++)
        {
            byte[] content = IppBodies.PrintJob(1, i);
            Count? again = client.Ask(IppBodies.Head(host, content, i), content, 200).Count;

            // Of the last the cheapest: where this machine is slow the board looks at its printer in between.
            count = i <= JobsBefore - Repeats || again!.Il < count!.Il ? again : count;
        }

        // Here, where nobody counts how long an index has become.
        Count fetchOne = Fetch(client, host, Mebibyte);
        Count fetchTwo = Fetch(client, host, 2 * Mebibyte);
        IPEndPoint lpd = board.Lpd();
        Count lpdHeader = PrintByLpd(lpd, 1);
        Count lpdOne = PrintByLpd(lpd, Mebibyte);
        Count lpdTwo = PrintByLpd(lpd, 2 * Mebibyte);
        return
        [
            new("fetch-content", "COPY from another peer, each KiB, its tree tag included", fetchTwo, fetchOne, KibibytesOfMebibyte, 20, 20, 0),
            new("ipp-print-direct", "Print-Job of one octet, straight to the device", count!, null, 1, 8000, 8000, 0),
            new("lpd", "LPD, a job of one octet, straight to the device", lpdHeader, null, 1, 0, 0, 0),
            new("lpd-content", "LPD, each KiB", lpdTwo, lpdOne, KibibytesOfMebibyte, 15, 16, 0),
        ];
    }

    private static void LayOut(string folder, int members)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < members; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, Member(i)), new byte[i]);
        }
    }

    /// <summary>Prints through the spool, several times, so that both threads have the blocks that they borrow.</summary>
    private static (Count Taken, Count Printed) PrintBySpool(BoardClient client, string host, int length)
    {
        for (int i = 0; ; i++)
        {
            byte[] content = IppBodies.PrintJob(length, i);
            (Count? taken, Count? printed) = client.AskToPrint(IppBodies.Head(host, content, i), content, length);
            if (i == WarmUps)
            {
                return (taken!, printed!);
            }
        }
    }

    /// <summary>Asks until it is warm, then several times more, and demands that each costs the same.</summary>
    private static Count Snmp(RunningBoard board, string request)
    {
        byte[] octets = Convert.FromHexString(request);
        Count? count = null;
        for (int i = -WarmUps; i < Repeats; i++)
        {
            Count again = BoardClient.AskDatagram(board.Snmp, octets);
            Same(count, again, "SNMP " + request + "\r");
            count = i < 0 ? null : again;
        }

        return count!;
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

    /// <summary>Has the board fetch a file; the first makes it, the next one replaces it.</summary>
    private static Count Fetch(BoardClient client, string host, int length)
    {
        using FetchedFrom source = new(new byte[length]);
        string head = Browser("COPY", "/files/fetched.bin", host, $"Source: {source.Uri}\r\n");
        client.Ask(head, NoContent, 202);

        // A machine that is busy may give the content by smaller pieces: that only adds.
        Count least = client.Ask(head, NoContent, 202).Count!;
        for (int i = 1; i < Repeats; i++)
        {
            Count again = client.Ask(head, NoContent, 202).Count!;
            least = again.Il < least.Il ? again : least;
        }

        client.Ask(Browser("DELETE", "/files/fetched.bin", host, string.Empty), NoContent, 204);
        return least;
    }

    private static Count PropFind(BoardClient client, string host, string target, string body)
    {
        return Steady(client, PropFindHead(target, host, body), Octets(body), 207).Count;
    }

    private static string PropFindHead(string target, string host, string body)
    {
        return Browser("PROPFIND", target, host, FormattableString.Invariant($"Depth: 1\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n"));
    }

    /// <summary>Stores a collection's members through the peer, as a desktop does that copies a folder there.</summary>
    private static void Store(BoardClient client, string host, string collection)
    {
        client.Ask(Browser("MKCOL", collection, host, string.Empty), NoContent, 201);
        for (int i = 0; i < Members; i++)
        {
            Probe.Now = Probe.Now.AddSeconds(SecondsBetweenMembers);
            client.Ask(Browser("PUT", collection + Member(i), host, FormattableString.Invariant($"Content-Length: {i}\r\n")), new byte[i], 201);
        }
    }

    private static string Member(int i)
    {
        return FormattableString.Invariant($"member{i:D3}.txt");
    }

    /// <summary>
    /// Locks a file and unlocks it, again and again, each time another file than before: every request is another than the one before it,
    /// and of the locks no two are for one path.
    /// </summary>
    private static Locked LockAndUnlock(BoardClient client, Func<string, string> head, string body, string host)
    {
        Count? locked = null;
        Count? unlocked = null;
        for (int i = -WarmUps; i < Repeats; i++)
        {
            string target = Locked.Targets[(i + WarmUps) % Locked.Targets.Length];
            Probe.Now = Probe.Now.AddSeconds(1);
            (string answer, Count? count) = client.Ask(head(target), Octets(body), 200);
            Same(locked, count!, head(target));
            locked = i < 0 ? null : count;
            string unlock = Explorer("UNLOCK", target, host, $"Lock-Token: {Value(answer, "Lock-Token")}\r\n", null);
            count = client.Ask(unlock, NoContent, 204).Count;
            Same(unlocked, count!, unlock);
            unlocked = i < 0 ? null : count;
        }

        return new Locked(locked!, unlocked!);
    }

    /// <summary>Refreshes a lock, again and again, and reads the file in between as an editor does that saves now and then.</summary>
    private static Count Refresh(BoardClient client, string host)
    {
        string target = Locked.Targets[0];
        string answer = client.Ask(Davfs("LOCK", target, host, DavfsFields, Bodies.DavfsLock), Octets(Bodies.DavfsLock), 200).Head;
        string token = Value(answer, "Lock-Token");
        Count count = Steady(client, Davfs("LOCK", target, host, $"If: ({token})\r\nTimeout: Second-1800\r\n", null), NoContent, 200, Davfs("GET", target, host, string.Empty, null)).Count;
        client.Ask(Davfs("UNLOCK", target, host, $"Lock-Token: {token}\r\n", null), NoContent, 204);
        return count;
    }

    /// <summary>Begins an upload, appends to it and gives it up.</summary>
    private static Count Part(BoardClient client, string host)
    {
        const string Target = "/files/part.bin";
        byte[] content = new byte[1024];
        string begun = client.Ask(Browser("PUT", Target, host, "Upload-Complete: ?0\r\nContent-Length: 0\r\n"), NoContent, 201).Head;
        string upload = new Uri(new Uri($"http://{host}"), Value(begun, "Location")).AbsolutePath;
        Count? count = null;
        for (int at = 0; at < 2 * content.Length; at += content.Length)
        {
            string head = Browser("PATCH", upload, host, FormattableString.Invariant($"Content-Type: application/partial-upload\r\nUpload-Offset: {at}\r\nUpload-Complete: ?0\r\nContent-Length: {content.Length}\r\n"));
            count = client.Ask(head, content, 204).Count;
        }

        client.Ask(Browser("DELETE", upload, host, string.Empty), NoContent, 204);
        return count!;
    }

    /// <summary>What the second of two equal requests costs, where each leaves a record behind, so that no two cost quite the same.</summary>
    private static Count Twice(BoardClient client, string head, string body, int status)
    {
        client.Ask(head, Octets(body), status);
        return client.Ask(head, Octets(body), status).Count!;
    }

    private static Count PrintByLpd(IPEndPoint board, int length)
    {
        byte[] content = new byte[length];
        BoardClient.PrintByLpd(board, content);
        return BoardClient.PrintByLpd(board, content);
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
        for (int i = 0; i < WarmUps; i++)
        {
            client.Ask(head, content, status);
        }

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
            Same(count, again!, head);
            count = again;
        }

        return (answer, count!);
    }

    private static void Same(Count? count, Count again, string head)
    {
        if (count is not null && (count.Il != again.Il || count.Octets != again.Octets))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Not the same twice: {count.Il} and {again.Il} IL instructions, {count.Octets} and {again.Octets} octets for {head[..head.IndexOf('\r')]}."));
        }
    }

    private static byte[] Octets(string ascii)
    {
        return Encoding.ASCII.GetBytes(ascii);
    }

    private static string Browser(string method, string target, string host, string more)
    {
        string head = $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n";

        // What the scenario adds stands behind the browser's own fields; the rest up to the length is one more field.
        string padded = head + "X: " + new string('x', Math.Max(0, BrowserHeadOctets - head.Length - "X: \r\n\r\n".Length)) + "\r\n";
        return padded + more + "\r\n";
    }

    /// <summary>A request about the file that is there, in the words of Windows' own client.</summary>
    private static string Explorer(string method, string target, string host, string more, string? body)
    {
        string length = body is null ? string.Empty : FormattableString.Invariant($"Content-Type: text/xml; charset=\"utf-8\"\r\nContent-Length: {body.Length}\r\n");
        return $"{method} {target} HTTP/1.1\r\nCache-Control: no-cache\r\nConnection: Keep-Alive\r\nPragma: no-cache\r\nUser-Agent: Microsoft-WebDAV-MiniRedir/10.0.22631\r\ntranslate: f\r\n{more}{length}Host: {host}\r\n\r\n";
    }

    /// <summary>The same in macOS' words.</summary>
    private static string Finder(string method, string target, string host, string more, string body)
    {
        return FormattableString.Invariant($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n{more}Content-Type: text/xml; charset=utf-8\r\nUser-Agent: WebDAVFS/3.0.0 (03008000) Darwin/22.6.0 (x86_64)\r\nConnection: keep-alive\r\nContent-Length: {body.Length}\r\n\r\n");
    }

    /// <summary>The same in davfs2's words: tests/Vectors/http/valid/davfs2-1.6-lock.http.</summary>
    private static string Davfs(string method, string target, string host, string more, string? body)
    {
        string length = body is null ? string.Empty : FormattableString.Invariant($"Content-Length: {body.Length}\r\nContent-Type: application/xml\r\n");
        return $"{method} {target} HTTP/1.1\r\nUser-Agent: davfs2/1.6.1 neon/0.32.5\r\nConnection: TE\r\nTE: trailers\r\nHost: {host}\r\n{length}{more}\r\n";
    }

    private static string Value(string head, string field)
    {
        int start = head.IndexOf(field + ": ", StringComparison.Ordinal) + field.Length + 2;
        return head[start..head.IndexOf('\r', start)];
    }

    /// <summary>What locks cost, by what is done with them.</summary>
    private sealed record Locked(Count Lock, Count Unlock)
    {
        internal static readonly string[] Targets = ["/files/note.txt", "/files/memo.txt", "/files/data.txt"];
    }
}
