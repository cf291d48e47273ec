using System;
using System.IO;
using System.Threading;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary>Folders of companions that follow each other over real sockets, so that a file spreads without its first holder.</summary>
public sealed class MirrorCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AFileSpreadsFromPeerToPeerAndOutlivesItsFirstHolder()
    {
        byte[] content = new byte[1_000_003];
        new Random(9).NextBytes(content);
        File.WriteAllBytes(Path.Combine(_temp.Folder("first/photos/deep"), "a b.jpg"), content);
        LocalPeer first = Up("first");
        _temp.Folder("second");
        using LocalPeer second = Up("second", $"photos={At(first)}/files/photos/");
        Eventually(() => File.Exists(_temp["second/photos/deep/a b.jpg"]));
        first.Dispose();

        _temp.Folder("third");
        using LocalPeer third = LocalPeer.Start(Plan("third") with { Writable = true }, new SilentIndicator());
        Assert.Equal(0, Peer("mirror", $"{At(second)}/files/photos/", $"{At(third)}/files/pictures"));
        Eventually(() => File.Exists(_temp["third/pictures/deep/a b.jpg"]));
        Assert.Equal(content, File.ReadAllBytes(_temp["third/pictures/deep/a b.jpg"]));
        Assert.Equal(0, Peer("mirror", "--stop", $"{At(third)}/files/pictures"));
        Assert.Equal(1, Peer("mirror", "--stop", $"{At(third)}/files/pictures"));
        Assert.Equal(1, Peer("mirror", $"{At(second)}/files/nothing", $"{At(third)}/files/pictures"));
        Assert.Equal(1, Peer("mirror", $"{At(third)}/files/pictures", $"{At(second)}/files/x"));
    }

    [Fact]
    public void AMirrorOfAReadOnlyShareLetsNobodyElseWrite()
    {
        _temp.Text("first/x/a.txt", "A");
        using LocalPeer first = Up("first");
        _temp.Folder("second");
        using LocalPeer second = Up("second", $"x={At(first)}/files/x");
        Eventually(() => File.Exists(_temp["second/x/a.txt"]));
        Assert.Equal(1, Peer("put", _temp["first/x/a.txt"], $"{At(second)}/files/b.txt"));
        Assert.False(File.Exists(_temp["second/b.txt"]));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData(".peer/t")]
    [InlineData("share/.peer")]
    public void AFolderOutsideTheShareOrInThePeersOwnAreaFollowsNothing(string folder)
    {
        _temp.Folder("first");
        Assert.Throws<CommandFailure>(() => Up("first", folder + "=127.0.0.1:9/files/x/").Dispose());
    }

    [Theory]
    [InlineData("x=hub:/photos/", "hub is a peer's name")]
    [InlineData("x=hub:", "hub is a peer's name")]
    [InlineData("x=http://hub/photos/../..", "'.' or '..'")]
    [InlineData("x=ftp://hub/photos/", "is not an address of a peer")]
    [InlineData("x", "write FOLDER=ADDRESS")]
    public void WhatCannotBeFollowedIsToldAtTheStart(string mirror, string told)
    {
        _temp.Folder("first");
        Assert.Contains(told, Assert.Throws<CommandFailure>(() => Up("first", mirror).Dispose()).Message, StringComparison.Ordinal);
    }

    /// <summary>The fear: a folder is said to follow a peer wherever that is, and follows an address; or a name is not sent at all.</summary>
    [Theory]
    [InlineData("Büro 1:/photos/", "Büro 1", "?1;peer=%\"B%c3%bcro 1\"", "follows Büro 1:/photos, wherever Büro 1 is")]
    [InlineData("http://10.77.0.2:8631/files/photos/", "Büro 1", "?1;peer=%\"B%c3%bcro 1\"", "follows 10.77.0.2:8631/files/photos, as long as it has that address")]
    [InlineData("http://10.77.0.2:8631/files/photos/", null, "?1", "follows 10.77.0.2:8631/files/photos, as long as it has that address")]
    public void WhoIsNamedIsAskedForByNameAndWhatBecameOfItIsSaid(string kept, string? name, string sent, string told)
    {
        string report = "{\"id\":\"01\",\"name\":\"to\",\"kind\":\"board\",\"services\":{\"http\":80},\"limits\":{\"copies\":1},\"mirrors\":[{\"to\":\"x\",\"from\":\"" + kept + "\"}]}";
        ScriptedServer server = new(request => request.Method == "COPY" ? ScriptedServer.Text(204, "") : ScriptedServer.Text(200, report));
        using StringWriter said = new();
        Teller teller = new(said, said);
        new FileCommands(teller, server, new VirtualClock(), new FakeOffice()).Mirror("10.77.0.2:8631/files/photos", "10.77.0.3/files/x", stops: false, name);
        Assert.Equal(sent, server.Requests.Find(static one => one.Method == "COPY")!["Follow"]);
        Assert.Contains(told, said.ToString(), StringComparison.Ordinal);
    }

    private static int Peer(params string[] arguments) => CommandLine.Run(arguments, TextWriter.Null, TextWriter.Null);

    private static string At(LocalPeer peer) => FormattableString.Invariant($"127.0.0.1:{peer.HttpPort}");

    private LocalPeer Up(string share, params string[] mirrors) => LocalPeer.Start(Plan(share) with { Mirrors = mirrors }, new SilentIndicator());

    private LocalPeerPlan Plan(string share) => new()
    {
        Shares = [_temp[share]],
        Name = share,
        Bind = "127.0.0.1",
        HttpPort = 0,
        RawPort = 0,
        LpdPort = PeerSettings.NoPort,
        SnmpPort = PeerSettings.NoPort,
        Durable = false,
    };

    // Only for a test that would otherwise hang: nothing is measured by it.
    private static void Eventually(Func<bool> isSo)
    {
        DateTime despair = DateTime.UtcNow.AddSeconds(120);
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < despair, "It never came to pass.");
            Thread.Sleep(10);
        }
    }
}
