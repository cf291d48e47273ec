using System;
using System.IO;
using System.Linq;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary>`peer put` of a large file over connections that are cut, against this PC's own peer: no octet that arrived is sent again.</summary>
[Collection("upload notes")]
public sealed class CutUploadTests : IDisposable
{
    private const int Length = 9 * 1024 * 1024;

    private readonly TempFolder _temp = new();
    private readonly byte[] _content = new byte[Length];
    private readonly LocalPeer _peer;
    private readonly string _notes = UploadNote.Folder;
    private string _said = "";
    private string _complained = "";

    public CutUploadTests()
    {
        UploadNote.Folder = _temp["notes"];
        new Random(20261122).NextBytes(_content);
        File.WriteAllBytes(_temp["big"], _content);
        _peer = Up(true);
    }

    public void Dispose()
    {
        UploadNote.Folder = _notes;
        _peer.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 3_000_000 })]
    [InlineData(new long[] { 700, 701, 5_000_000, 200_000, 999 })]
    [InlineData(new long[] { 1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000 })]
    public void NoOctetThatArrivedIsSentAgain(long[] cuts)
    {
        // The first connection asks what the peer takes; it is cut behind that too.
        using CuttingProxy proxy = new(_peer.HttpPort, cuts);
        Assert.Equal(0, Put(proxy.Port, "big"));
        Assert.Equal(_content, File.ReadAllBytes(_temp["share/big"]));
        Assert.Equal(Length, proxy.Content);
        Assert.Equal(0, proxy.CutsLeft);
        Assert.Empty(Directory.GetFiles(_temp["notes"]));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-3)]
    [InlineData(-4)]
    public void AnAnswerThatIsLostIsAskedForAgain(long cut)
    {
        // Of what the peer answers (what it is; the upload; its end) the last so many are passed on, and then one is not.
        using CuttingProxy proxy = new(_peer.HttpPort, cut);
        int code = Put(proxy.Port, "big");
        if (code != 0)
        {
            // Lost before anything was known of an upload: the sentence says so, and the next run does it.
            Assert.Single(_complained.TrimEnd().Split('\n'));
            Assert.Equal(0, Put(proxy.Port, "big"));
        }

        Assert.Equal(_content, File.ReadAllBytes(_temp["share/big"]));
        Assert.Equal(Length, proxy.Content);
    }

    [Fact]
    public void RunAgainTheCommandGoesOnWhereTheLastRunWasCut()
    {
        // A peer that is away for longer than a run waits.
        long[] cuts = [5_000_000, .. Enumerable.Repeat(100L, 40)];
        using (CuttingProxy proxy = new(_peer.HttpPort, cuts))
        {
            Assert.Equal(1, Put(proxy.Port, "big"));
            Assert.Contains("run the command again to go on", _complained, StringComparison.Ordinal);
            Assert.InRange(proxy.Content, 4_900_000, 5_000_000);
            Assert.Single(Directory.GetFiles(_temp["notes"]));
            long first = proxy.Content;
            while (Put(proxy.Port, "big") != 0)
            {
                Assert.Equal(first, proxy.Content);
            }

            Assert.Contains($"continued /files/big at {first}", _said, StringComparison.Ordinal);
            Assert.Equal(Length, proxy.Content);
        }

        Assert.Equal(_content, File.ReadAllBytes(_temp["share/big"]));
    }

    [Fact]
    public void AFileThatChangedMeanwhileIsNotContinuedWithAnothersBeginning()
    {
        using CuttingProxy proxy = new(_peer.HttpPort, [5_000_000, .. Enumerable.Repeat(100L, 40)]);
        Assert.Equal(1, Put(proxy.Port, "big"));
        _content[17] ^= 1;
        File.WriteAllBytes(_temp["big"], _content);
        bool isAway = true;
        while (Put(proxy.Port, "big") != 0)
        {
            Assert.True(isAway, _complained);
            isAway = proxy.CutsLeft > 0;
        }

        Assert.DoesNotContain("continued", _said, StringComparison.Ordinal);
        Assert.Equal(_content, File.ReadAllBytes(_temp["share/big"]));
    }

    [Fact]
    public void AFolderWithLargeFilesGoesThroughCutsToo()
    {
        Directory.CreateDirectory(_temp["many/sub"]);
        File.WriteAllText(_temp["many/small"], "small");
        File.Copy(_temp["big"], _temp["many/sub/big"]);
        File.Copy(_temp["big"], _temp["many/zwei"]);
        using CuttingProxy proxy = new(_peer.HttpPort, 4_000_000, 6_000_000, 3_000_000);
        Assert.Equal(0, Put(proxy.Port, "many"));
        Assert.Equal(_content, File.ReadAllBytes(_temp["share/many/sub/big"]));
        Assert.Equal(_content, File.ReadAllBytes(_temp["share/many/zwei"]));
        Assert.Equal((2L * Length) + 5, proxy.Content);
    }

    [Fact]
    public void WhatIsThereAlreadyIsNotReplacedNorSent()
    {
        _temp.Text("share/big", "there");
        using CuttingProxy proxy = new(_peer.HttpPort);
        Assert.Equal(1, Put(proxy.Port, "big"));
        Assert.Contains("--force", _complained, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Content);
        Assert.Equal("there", File.ReadAllText(_temp["share/big"]));
        Assert.Equal(0, Put(proxy.Port, "big", "--force"));
        Assert.Equal(_content, File.ReadAllBytes(_temp["share/big"]));
    }

    [Fact]
    public void AServerThatDoesNotSayItTakesPartsGetsTheWhole()
    {
        byte[] content = new byte[DesktopLimits.CutFrom];
        File.WriteAllBytes(_temp["file"], content);
        ScriptedServer server = new(request => request.Method == "PUT" ? ScriptedServer.Text(201, "") : ScriptedServer.Text(404, ""));
        Teller teller = new(new StringWriter(), new StringWriter());
        new FileCommands(teller, server, new VirtualClock(), new FakeOffice()).Put([_temp["file"]], "server/files/", force: true);
        Assert.Equal(0, teller.ExitCode);
        ScriptedServer.Request put = Assert.Single(server.Requests, request => request.Method == "PUT");
        Assert.Null(put["Upload-Complete"]);
        Assert.Equal(content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), put["Content-Length"]);
    }

    [Fact]
    public void AnUploadOutlivesTheCompanionThatTookIt()
    {
        long[] cuts = [5_000_000, .. Enumerable.Repeat(100L, 40)];
        int port = _peer.HttpPort;
        using (CuttingProxy proxy = new(port, cuts))
        {
            Assert.Equal(1, Put(proxy.Port, "big"));
        }

        _peer.Dispose();
        using LocalPeer again = Up(true);
        string note = Directory.GetFiles(_temp["notes"]).Single();
        string resource = File.ReadAllLines(note)[1];
        using System.Net.Http.HttpClient client = new();
        using System.Net.Http.HttpRequestMessage head = new(System.Net.Http.HttpMethod.Head, $"http://127.0.0.1:{again.HttpPort}{resource}");
        using System.Net.Http.HttpResponseMessage answer = client.Send(head, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
        Assert.InRange(long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), System.Globalization.CultureInfo.InvariantCulture), 4_900_000, 5_000_000);
    }

    private LocalPeer Up(bool isWritable) => LocalPeer.Start(
        new LocalPeerPlan { Shares = [_temp.Folder("share")], Writable = isWritable, Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, Durable = false },
        new SilentIndicator());

    // The clock of a test does not wait, so that a run gives up as soon as it may.
    private int Put(int port, string name, params string[] words)
    {
        StringWriter said = new();
        StringWriter complained = new();
        Teller teller = new(said, complained);
        try
        {
            new FileCommands(teller, new Adapters.PcNetwork(), new VirtualClock(), new FakeOffice()).Put([_temp[name]], FormattableString.Invariant($"127.0.0.1:{port}/files/"), words.Contains("--force"));
        }
        catch (CommandFailure failure)
        {
            teller.Complain(failure.Message);
        }

        _said = said.ToString();
        _complained = complained.ToString();
        return teller.ExitCode;
    }
}
