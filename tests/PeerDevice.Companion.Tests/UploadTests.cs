using System;
using System.IO;
using System.Text;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;
using static PeerDevice.Companion.Tests.ScriptedServer;

namespace PeerDevice.Companion.Tests;

/// <summary>What is stored is stored whole or said not to be.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void WhatIsThereAlreadyTheSameIsSkippedAndTold()
    {
        _temp.Text("file", "hallo");
        ScriptedServer server = new(request => request.Method == "PUT" ? Text(412, "") : Text(200, "hallo"));
        Assert.Equal(0, Put(server));
        Assert.Contains("skipped", _said.ToString(), StringComparison.Ordinal);
        Assert.Equal("*", server.Requests[0]["If-None-Match"]);
    }

    [Theory, InlineData("hallO"), InlineData("hall"), InlineData("hallo!")]
    public void WhatIsThereAndDiffersIsNoSuccess(string there)
    {
        _temp.Text("file", "hallo");
        Assert.Equal(1, Put(new ScriptedServer(request => request.Method == "PUT" ? Text(412, "") : Text(200, there))));
        Assert.Contains("--force", _complained.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(400), InlineData(403), InlineData(404), InlineData(409), InlineData(413), InlineData(423), InlineData(500), InlineData(507), InlineData(301)]
    public void ARefusalIsOneSentenceAndNotZero(int status)
    {
        _temp.Text("file", "hallo");
        Assert.Equal(1, Put(new ScriptedServer(_ => Text(status, "whatever"))));
        Assert.Single(_complained.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void ALargeFileIsOfferedBeforeItIsSent()
    {
        File.WriteAllBytes(_temp["file"], new byte[DesktopLimits.ExpectFrom]);
        ScriptedServer server = new(_ => Text(507, ""));
        Assert.Equal(1, Put(server));
        Assert.Equal("100-continue", server.Requests[0]["Expect"]);
        Assert.Empty(server.Requests[0].Body);
    }

    [Fact]
    public void AConnectionClosedUnderOurHandsIsReplacedOnce()
    {
        _temp.Text("one", "1");
        _temp.Text("two", "2");
        ScriptedServer server = new(request => request.OnConnection == 1 ? Text(201, "") : Raw("") with { EndAfter = 0 });
        Teller teller = new(_said, _complained);
        new FileCommands(teller, server, new VirtualClock(), new FakeOffice()).Put([_temp["one"], _temp["two"]], "server/files/", force: true);
        Assert.Equal(0, teller.ExitCode);
        Assert.Equal(2, server.Connections);
        Assert.Equal("2", Encoding.UTF8.GetString(server.Requests[^1].Body));
    }

    [Fact]
    public void AServerThatEndsWithoutAnAnswerIsNoSuccess()
    {
        _temp.Text("file", "hallo");
        Assert.Equal(1, Put(new ScriptedServer(_ => Raw("") with { EndAfter = 0 })));
    }

    private int Put(ScriptedServer server)
    {
        Teller teller = new(_said, _complained);
        try
        {
            new FileCommands(teller, server, new VirtualClock(), new FakeOffice()).Put([_temp["file"]], "server/files/", force: false);
        }
        catch (CommandFailure failure)
        {
            teller.Complain(failure.Message);
        }

        return teller.ExitCode;
    }
}
