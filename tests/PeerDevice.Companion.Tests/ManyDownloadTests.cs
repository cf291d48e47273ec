using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

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

    private static string Document(string name, byte[] content) =>
        "<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='" + name + "'><size>" + content.Length + "</size><pieces length='262144' type='sha-256'>"
        + string.Concat(content.Chunk(262144).Select(static piece => "<hash>" + Convert.ToHexStringLower(SHA256.HashData(piece)) + "</hash>"))
        + "</pieces><url>http://a/x</url><url>ftp://b/x</url><url>http://c/x</url></file></metalink>";

    private static byte[] Noise(int count, int seed = 1)
    {
        byte[] noise = new byte[count];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private string[] Names() => [.. Directory.EnumerateFileSystemEntries(_temp.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private int Act(Origins origins, Action<FileCommands, string> action)
    {
        Teller teller = new(_said, _complained);
        try
        {
            action(new FileCommands(teller, origins, new PcClock()), _temp.Path);
        }
        catch (CommandFailure failure)
        {
            teller.Complain(failure.Message);
        }

        return teller.ExitCode;
    }
}
