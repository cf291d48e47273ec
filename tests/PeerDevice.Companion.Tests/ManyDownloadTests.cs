using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Companion.Tests;

/// <summary>The fears: a name in a Metalink document leads out of the folder; what is here is replaced unasked; a file of several places is not the one that was wanted.</summary>
public sealed class ManyDownloadTests : IDisposable
{
    private static readonly byte[] Content = Noise(700_001);

    private readonly TempFolder _temp = new();
    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AFileComesFromSeveralPlacesAndGetsItsName()
    {
        Assert.Equal(0, Act(new Origins(Content), static (files, to) => files.GetFromMany(["a/files/x", "b/files/x"], to + "/", force: false)));
        Assert.Equal(Content, File.ReadAllBytes(_temp["x"]));
        Assert.Equal(["x"], Names());

        // Once more: it is here already. Another content is not put in its place unasked.
        Assert.Equal(0, Act(new Origins(Content), static (files, to) => files.GetFromMany(["a/files/x", "b/files/x"], to + "/", force: false)));
        Assert.Contains("skipped", _said.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Act(new Origins(Noise(500)), static (files, to) => files.GetFromMany(["a/files/x", "b/files/x"], to + "/", force: false)));
        Assert.Equal(Content, File.ReadAllBytes(_temp["x"]));
        Assert.Equal(0, Act(new Origins(Noise(500)), static (files, to) => files.GetFromMany(["a/files/x", "b/files/x"], to + "/", force: true)));
        Assert.Equal(Noise(500), File.ReadAllBytes(_temp["x"]));
        Assert.Equal(["x"], Names());
    }

    [Theory]
    [InlineData("../escape"), InlineData("/escape"), InlineData("a/../../escape"), InlineData("a\\b"), InlineData(".peer/x"), InlineData("a//b"), InlineData("a\u0001")]
    public void ANameInADocumentNeverLeavesTheFolder(string name)
    {
        string to = _temp.Folder("to");
        string document = _temp.Text("doc.meta4", Document(name.Replace("\u0001", "&#10;", StringComparison.Ordinal), Content));
        Assert.Equal(1, Act(new Origins(Content), (files, _) => files.GetByMetalink(document, to, force: false)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(to));
        Assert.False(File.Exists(_temp["escape"]));
    }

    [Fact]
    public void ADocumentBringsItsFileIntoItsFolder()
    {
        string document = _temp.Text("doc.meta4", Document("sub/x", Content));
        Assert.Equal(0, Act(new Origins(Content), (files, to) => files.GetByMetalink(document, to, force: false)));
        Assert.Equal(Content, File.ReadAllBytes(_temp["sub/x"]));
    }

    [Fact]
    public void WhatIsNotWhatTheDocumentSaysIsNotThere()
    {
        string document = _temp.Text("doc.meta4", Document("x", Noise(700_001, 5)));
        Assert.Equal(1, Act(new Origins(Content), (files, to) => files.GetByMetalink(document, to, force: false)));
        Assert.Equal(["doc.meta4"], Names());
    }

    [Fact]
    public void ALargeFileGoesOnAtAPlaceThatItsPeerNames()
    {
        Origins origins = Large(out byte[] content, "Link: <http://b/other/y>; rel=duplicate; pri=1", "Link: <ftp://c/y>; rel=duplicate, <http://d/z>; rel=related");
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false)));
        Assert.Equal(content, File.ReadAllBytes(_temp["x"]));
        Assert.Equal(["x"], Names());
        Assert.Contains(origins.Requests, static request => request["Host"] == "b" && request.Target == "/other/y");
        Assert.DoesNotContain(origins.Requests, static request => request["Host"] is "c" or "d");

        // It is here already: nobody is asked for more than what it is.
        int asked = origins.Requests.Count;
        Assert.Equal(1, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false)));
        Assert.DoesNotContain(origins.Requests.Skip(asked), static request => request["Host"] == "b");
    }

    [Fact]
    public void TheLargeFilesOfAFolderComeFromWhoeverHasThemToo()
    {
        Origins origins = Large(out byte[] content);
        string named = "/.well-known/ni/sha-256/" + Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        origins.With("127.0.0.3:81", request => request.Target == named ? origins.Honest(request) : ScriptedServer.Text(404, ""));
        int given = 0;
        origins.With("a", request => request.Method == "PROPFIND" ? Listing(request, content.Length)
            : request.Target.EndsWith("/small", StringComparison.Ordinal) ? ScriptedServer.Octets(200, Noise(5), "ETag: \"s\"")
            : request.Method != "GET" ? Head(request, content)
            : given++ == 0 ? origins.Honest(request)
            : ScriptedServer.Text(404, ""));
        FakeOffice office = new(Here("127.0.0.3"));
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/d", to + "/", force: false), office));
        Assert.Equal(content, File.ReadAllBytes(_temp["d/x"]));
        Assert.Equal(Noise(5), File.ReadAllBytes(_temp["d/small"]));
        Assert.Contains(origins.Requests, static request => request["Host"] == "127.0.0.3:81" && request.Method == "GET");
        Assert.DoesNotContain(origins.Requests, static request => request.Method == "HEAD" && request.Target.EndsWith("/small", StringComparison.Ordinal));
        Assert.Equal(1, office.Looks);
        Assert.Equal(["small", "x"], Directory.EnumerateFileSystemEntries(_temp["d"]).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    // A folder with a small file and a large one.
    private static ScriptedServer.Reply Listing(ScriptedServer.Request request, int length)
    {
        string self = "<D:response><D:href>/files/d/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
        string Member(string name, int octets) => string.Create(CultureInfo.InvariantCulture, $"<D:response><D:href>/files/d/{name}</D:href><D:propstat><D:prop><D:resourcetype/><D:getcontentlength>{octets}</D:getcontentlength></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>");
        return ScriptedServer.Text(207, "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">" + self + (request["Depth"] == "1" ? Member("small", 5) + Member("x", length) : "") + "</D:multistatus>", "Content-Type: application/xml");
    }

    [Fact]
    public void WhoHasTheSameContentHereIsFoundByItsDigest()
    {
        Origins origins = Large(out byte[] content);
        string named = "/.well-known/ni/sha-256/" + Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        origins.With("127.0.0.3:81", request => request.Target == named ? origins.Honest(request) : ScriptedServer.Text(404, ""));
        origins.With("127.0.0.4:81", static _ => ScriptedServer.Text(404, ""));
        origins.With("127.0.0.5:81", static _ => ScriptedServer.Octets(200, new byte[5], "ETag: \"one\""));
        FakeOffice office = new(Here("127.0.0.3"), Here("127.0.0.4"), Here("127.0.0.5"), Here("127.0.0.6") with { IsHere = false }, Here("127.0.0.7") with { Hops = 1 });
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false), office));
        Assert.Equal(content, File.ReadAllBytes(_temp["x"]));
        Assert.Contains(origins.Requests, static request => request["Host"] == "127.0.0.3:81" && request.Method == "GET");
        Assert.DoesNotContain(origins.Requests, static request => request["Host"] is "127.0.0.4:81" or "127.0.0.5:81" && request.Method == "GET");
        Assert.DoesNotContain(origins.Requests, static request => request["Host"] is "127.0.0.6:81" or "127.0.0.7:81");
    }

    [Fact]
    public void APlaceThatHasAnotherContentSpoilsNothing()
    {
        Origins origins = Large(out byte[] content, "Link: <http://b/x>; rel=duplicate");
        byte[] other = Noise(content.Length, 9);
        origins.With("b", request => Origins.Part(request, other, "\"other\""));
        origins.With("a", request => request.Method == "GET" ? origins.Honest(request) : Head(request, content, "Link: <http://b/x>; rel=duplicate"));
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false)));
        Assert.Equal(content, File.ReadAllBytes(_temp["x"]));
    }

    // What a liar gave is known piece by piece, and not when all of it is there: the first peer gives hardly more than the file once.
    [Theory]
    [InlineData("/files/x.meta4", true)]
    [InlineData("http://elsewhere/files/x.meta4", false)]
    public void OfAPlaceThatLiesOnlyPiecesAreLostWhereThePeerTellsTheirDigests(string document, bool isTold)
    {
        long given = 0;
        Origins origins = Large(out byte[] content);
        byte[] other = Noise(content.Length, 2);
        origins.With("b", request => Origins.Part(request, other, "\"one\""));
        origins.With("a", request =>
        {
            if (request.Target.EndsWith(".meta4", StringComparison.Ordinal))
            {
                return ScriptedServer.Text(200, Document("x", content, Convert.ToHexStringLower(SHA256.HashData(content))));
            }

            if (request.Method != "GET")
            {
                return Head(request, content, "Link: <http://b/x>; rel=duplicate, <" + document + ">; rel=describedby; type=\"application/metalink4+xml\"");
            }

            (int first, int last) = Origins.Range(request, content.Length);
            Interlocked.Add(ref given, last - first + 1);
            return origins.Honest(request);
        });
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false)));
        Assert.Equal(content, File.ReadAllBytes(_temp["x"]));
        Assert.DoesNotContain(origins.Requests, static request => request["Host"] == "elsewhere");
        Assert.Equal(isTold, origins.Requests.Any(static request => request.Target.EndsWith(".meta4", StringComparison.Ordinal)));
        Assert.True(!isTold || given < content.Length * 5L / 4, $"{given} octets of {content.Length}");
    }

    [Theory]
    [InlineData(8 << 20, false)]
    [InlineData((8 << 20) - 1, true)]
    public void WithoutADigestOrOfASmallFileNobodyElseIsAsked(int length, bool hasDigest)
    {
        byte[] content = Noise(length);
        Origins origins = new(content);
        origins.With("a", request => request.Method == "GET" ? origins.Honest(request) : Head(request, content, hasDigest, "Link: <http://b/x>; rel=duplicate"));
        FakeOffice office = new(Here("127.0.0.3"));
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false), office));
        Assert.Equal(content, File.ReadAllBytes(_temp["x"]));
        Assert.Equal(0, office.Looks);
        Assert.All(origins.Requests, static request => Assert.Equal("a", request["Host"]));
    }

    [Fact]
    public void WhatCameFromSeveralGoesOnFromOne()
    {
        Origins origins = Large(out byte[] content, "Link: <http://b/x>; rel=duplicate");
        origins.With("b", static _ => ScriptedServer.Text(404, ""));
        Assert.Equal(1, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false)));
        Assert.Contains("x.part", Names());
        origins.With("a", request => request.Method == "GET" ? origins.Honest(request) : Head(request, content));
        int asked = origins.Requests.Count;
        Assert.Equal(0, Act(origins, static (files, to) => files.Get("a/files/x", to + "/", force: false)));
        Assert.Equal(content, File.ReadAllBytes(_temp["x"]));
        Assert.Equal(["x"], Names());
        Assert.DoesNotContain(origins.Requests.Skip(asked), static request => request.Method == "GET" && Origins.Range(request, 1).First == 0);
    }

    [Fact]
    public void NobodyIsToldThatItGoesOnWhereNoPlaceGivesTheRest()
    {
        Origins origins = new(Content);
        int asked = 0;
        origins.With("b", static _ => ScriptedServer.Text(404, ""));
        origins.With("a", request => asked++ > 0
            ? ScriptedServer.Octets(206, Content[..100], "ETag: \"one\"", $"Content-Range: bytes 0-99/{Content.Length}")
            : origins.Honest(request) with { EndAfter = 300_000 });
        Assert.Equal(1, Act(origins, static (files, to) => files.GetFromMany(["a/files/x", "b/files/x"], to + "/", force: false)));
        Assert.Contains("which are kept: none of its places gives the rest", _complained.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("goes on", _complained.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("x", Names());
    }

    [Theory]
    [InlineData(false, false, "run the command again, it goes on from there")]
    [InlineData(true, false, "try again, from the start")]
    [InlineData(true, true, "none of its places gives the rest")]
    [InlineData(false, true, "none of its places gives the rest")]
    public void WhatAnotherRunWillDoIsSaidAsItIs(bool isWhole, bool isOfNoUse, string words)
    {
        FetchSource lost = new("http://a/x", 1) { IsDropped = true, IsWhole = isWhole, IsOfNoUse = isOfNoUse, Trouble = "It broke off." };
        FetchSource wrong = new("http://b/x", 2) { IsDropped = true, IsOfNoUse = true, Trouble = "It answers 404." };
        string sentence = ManyDownload.Sentence("x", FetchOutcome.NoSource, new FetchOrder("x.part", [lost, wrong]) { Done = 5 });
        Assert.Contains(words, sentence, StringComparison.Ordinal);
        Assert.EndsWith("http://a/x: it broke off. http://b/x: it answers 404.", sentence, StringComparison.Ordinal);

        // As for who stopped it himself.
        sentence = ManyDownload.Sentence("x", FetchOutcome.Stopped, new FetchOrder("x.part", [lost, wrong]) { Done = 5 });
        Assert.Contains(isWhole || isOfNoUse ? "begins from the start" : "goes on from there", sentence, StringComparison.Ordinal);
    }

    /// <summary>A server of a large file that knows its digest, and dies when it has given a part of it.</summary>
    private static Origins Large(out byte[] content, params string[] links)
    {
        byte[] all = Noise(8 << 20);
        content = all;
        Origins origins = new(all);
        int given = 0;
        origins.With("a", request => request.Method != "GET" ? Head(request, all, links)
            : given++ == 0 ? origins.Honest(request)
            : ScriptedServer.Text(404, ""));
        return origins;
    }

    private static ScriptedServer.Reply Head(ScriptedServer.Request request, byte[] content, params string[] links) => Head(request, content, hasDigest: true, links);

    private static ScriptedServer.Reply Head(ScriptedServer.Request request, byte[] content, bool hasDigest, params string[] links) => request.Method != "HEAD"
        ? ScriptedServer.Text(405, "")
        : ScriptedServer.Raw(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\nETag: \"one\"\r\n")
            + (hasDigest ? "Repr-Digest: sha-256=:" + Convert.ToBase64String(SHA256.HashData(content)) + ":\r\n" : "")
            + string.Concat(links.Select(static link => link + "\r\n")) + "\r\n");

    private static FoundPeer Here(string host) => new("peer", "", "board", host, 81);

    private static string Document(string name, byte[] content, string sha = "") =>
        "<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='" + name + "'><size>" + content.Length + "</size>" + (sha.Length > 0 ? "<hash type='sha-256'>" + sha + "</hash>" : "") + "<pieces length='262144' type='sha-256'>"
        + string.Concat(content.Chunk(262144).Select(static piece => "<hash>" + Convert.ToHexStringLower(SHA256.HashData(piece)) + "</hash>"))
        + "</pieces><url>http://a/x</url><url>ftp://b/x</url><url>http://c/x</url></file></metalink>";

    private static byte[] Noise(int count, int seed = 1)
    {
        byte[] noise = new byte[count];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private string[] Names() => [.. Directory.EnumerateFileSystemEntries(_temp.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private int Act(Origins origins, Action<FileCommands, string> action, FakeOffice? office = null)
    {
        Teller teller = new(_said, _complained);
        try
        {
            // Long, since nothing depends on it but that a failure has an end.
            OtherPlaces elsewhere = new(origins, new PcClock(), office ?? new FakeOffice()) { AskedFrom = 0, Patience = 600_000 };
            action(new FileCommands(teller, origins, new PcClock(), new FakeOffice()) { Elsewhere = elsewhere }, _temp.Path);
        }
        catch (CommandFailure failure)
        {
            teller.Complain(failure.Message);
        }

        return teller.ExitCode;
    }
}
