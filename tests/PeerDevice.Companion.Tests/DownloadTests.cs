using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <summary>What was cut goes on, what changed starts anew, and no server writes where it should not.</summary>
public sealed partial class DownloadTests : IDisposable
{
    private static readonly byte[] Content = Noise(10_007, 1);
    private static readonly byte[] Changed = Noise(9_001, 2);

    private readonly TempFolder _temp = new();
    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AFileArrivesWithItsTime()
    {
        FileServer server = new(Content, "\"one\"");
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(new DateTime(2026, 3, 1, 12, 0, 0), File.GetLastWriteTimeUtc(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(4095), InlineData(4096), InlineData(10_005), InlineData(10_006)]
    public void WhatIsCutGoesOnByItself(int cut)
    {
        FileServer server = new(Content, "\"one\"") { CutFirst = cut };
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
        Assert.Equal(cut == 0 ? null : $"bytes={cut}-", server.Last["Range"]);
        Assert.Equal(cut == 0 ? null : "\"one\"", server.Last["If-Range"]);
    }

    [Theory, InlineData(1), InlineData(4096), InlineData(10_006)]
    public void WhatIsCutGoesOnAtTheNextRun(int cut)
    {
        FileServer server = new(Content, "\"one\"") { CutFirst = cut };
        server.Network.ConnectionsLeft = 1;
        Assert.Equal(1, Get(server.Network));
        Assert.Equal(["file.part", "file.part.tag"], Names());
        Assert.Equal(cut, new FileInfo(_temp["file.part"]).Length);

        server.Network.ConnectionsLeft = int.MaxValue;
        Assert.Equal(0, Get(server.Network));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
        Assert.Equal($"bytes={cut}-", server.Last["Range"]);
    }

    [Theory, InlineData(1), InlineData(4096), InlineData(9_500), InlineData(10_006)]
    public void WhatChangedMeanwhileStartsAnewAndIsNeverAMixture(int cut)
    {
        FileServer server = new(Content, "\"one\"") { CutFirst = cut };
        server.Network.ConnectionsLeft = 1;
        Assert.Equal(1, Get(server.Network));
        FileServer later = new(Changed, "\"two\"");
        Assert.Equal(0, Get(later.Network));
        Assert.Equal("\"one\"", later.Last["If-Range"]);
        Assert.Equal(Changed, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Fact]
    public void APartThatIsAllThereIsCheckedAndGetsItsName()
    {
        FileServer server = new(Content, "\"one\"");
        WritePart(Content, "\"one\"", Content.Length);
        Assert.Equal(0, Get(server.Network));
        Assert.Equal($"bytes={Content.Length - 1}-", server.Last["Range"]);
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    [Theory, InlineData(0), InlineData(100)]
    public void WhatIsWhatItsSenderSaysIsTaken(int have)
    {
        if (have > 0)
        {
            WritePart(Content[..have], "\"one\"", Content.Length);
        }

        string field = "Repr-Digest: sha-256=:" + Convert.ToBase64String(SHA256.HashData(Content)) + ":";
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Content.Length)
            : request["Range"] is null ? Octets(200, Content, "ETag: \"one\"", field)
            : Octets(206, Content[have..], "ETag: \"one\"", field, string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {have}-{Content.Length - 1}/{Content.Length}")));
        Assert.Equal(0, Get(server));
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }

    [Fact]
    public void ARangeBeyondTheEndStartsAnew()
    {
        WritePart(Content[..9_500], "\"one\"", Content.Length);
        ScriptedServer server = new(request => request.Method == "PROPFIND" ? Listed("/files/file", Changed.Length)
            : request["Range"] is null ? Octets(200, Changed, "ETag: \"two\"") : Text(416, "", "Content-Range: bytes */9001"));
        Assert.Equal(0, Get(server));
        Assert.Equal(Changed, File.ReadAllBytes(_temp["file"]));
    }

    [Theory, InlineData("W/\"weak\""), InlineData("")]
    public void WithoutAStrongTagNothingIsGoneOnWith(string tag)
    {
        FileServer server = new(Content, tag) { CutFirst = 500 };
        Assert.Equal(1, Get(server.Network));
        Assert.Contains("does not say which version it has", _complained.ToString(), StringComparison.Ordinal);
        Assert.Empty(Names());
        Assert.Equal(0, Get(server.Network));
        Assert.Null(server.Last["Range"]);
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
    }

    // A run that is killed leaves what no other run may go on with, and what must not be in its way either.
    [Fact]
    public void WhatAKilledRunLeftWithoutATagIsBegunAnew()
    {
        WritePart(Content[..100], "", Content.Length);
        FileServer server = new(Content, "");
        Assert.Equal(0, Get(server.Network));
        Assert.Null(server.Last["Range"]);
        Assert.Equal(Content, File.ReadAllBytes(_temp["file"]));
        Assert.Equal(["file"], Names());
    }

    private static byte[] Noise(int count, int seed)
    {
        byte[] noise = new byte[count];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static string Response(string href, long length, string tag = "") => string.Create(CultureInfo.InvariantCulture,
        $"<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{(length < 0 ? "<D:collection/>" : "")}</D:resourcetype>"
        + $"{(length < 0 ? "" : $"<D:getcontentlength>{length}</D:getcontentlength><D:getlastmodified>Sun, 01 Mar 2026 12:00:00 GMT</D:getlastmodified>")}{(tag.Length == 0 ? "" : $"<D:getetag>{tag}</D:getetag>")}</D:prop>"
        + $"<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>");

    private static Reply Listing(string responses) => Text(207, $"<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">{responses}</D:multistatus>");

    private static Reply Listed(string href, long length, string tag = "") => Listing(Response(href, length, tag));

    private int Get(ScriptedServer server, string address = "server/files/file", string? to = null, bool force = false, IClock? clock = null)
    {
        Teller teller = new(_said, _complained);
        try
        {
            new FileCommands(teller, server, clock ?? new VirtualClock(), new FakeOffice()).Get(address, to ?? _temp["file"], force);
        }
        catch (CommandFailure failure)
        {
            teller.Complain(failure.Message);
        }

        return teller.ExitCode;
    }

    private string[] Names(string? folder = null)
    {
        string[] names = Directory.GetFileSystemEntries(folder ?? _temp.Path);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Path.GetFileName(names[i]);
        }

        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private void WritePart(byte[] content, string tag, long length)
    {
        File.WriteAllBytes(_temp["file.part"], content);
        File.WriteAllText(_temp["file.part.tag"], string.Create(CultureInfo.InvariantCulture, $"peerdevice part 1\nserver/files/file\n{tag}\n{length}\n"), new UTF8Encoding(false));
    }

    /// <summary>A server of one file, right in all it does, that cuts its first answer.</summary>
    private sealed class FileServer
    {
        private readonly byte[] _content;
        private readonly string _tag;
        private bool _hasCut;

        public FileServer(byte[] content, string tag)
        {
            _content = content;
            _tag = tag;
            Network = new ScriptedServer(Answer);
        }

        public ScriptedServer Network { get; }

        public int CutFirst { get; init; } = -1;

        public Request Last { get; private set; } = null!;

        private Reply Answer(Request request)
        {
            if (request.Method == "PROPFIND")
            {
                return Listed("/files/file", _content.Length);
            }

            Last = request;
            string[] fields = ["Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT", .. _tag.Length > 0 ? (string[])["ETag: " + _tag] : []];
            int from = request["Range"] is { } range && request["If-Range"] == _tag
                ? int.Parse(range.AsSpan("bytes=".Length, range.Length - "bytes=-".Length), CultureInfo.InvariantCulture)
                : 0;
            Reply reply = from > 0
                ? Octets(206, _content[from..], [.. fields, string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{_content.Length - 1}/{_content.Length}")])
                : Octets(200, _content, fields);
            if (CutFirst < 0 || _hasCut)
            {
                return reply;
            }

            _hasCut = true;
            return reply with { EndAfter = reply.All.Length - _content.Length + CutFirst };
        }
    }
}
