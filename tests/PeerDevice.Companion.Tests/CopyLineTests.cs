using System.IO;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>The fear: a peer that tells of a copy without ever ending its line fills the memory of the PC.</summary>
public sealed class CopyLineTests
{
    [Fact]
    public void OfALineWithoutAnEndTheFrontIsKept()
    {
        using StringReader lines = new("one\r\n\n" + new string('a', 3 * DesktopLimits.CopyLine) + "\nlast");
        Assert.Equal("one", DirectCopy.ReadLine(lines));
        Assert.Equal("", DirectCopy.ReadLine(lines));
        Assert.Equal(new string('a', DesktopLimits.CopyLine), DirectCopy.ReadLine(lines));
        Assert.Equal("last", DirectCopy.ReadLine(lines));
        Assert.Null(DirectCopy.ReadLine(lines));
    }

    [Theory]
    [InlineData("Perf Marker\n    Stripe Bytes Transferred: 7\nEnd\n")]
    [InlineData("x\n")]
    [InlineData("")]
    public void APeerThatAlwaysAnswersAndNeverEndsIsGivenUp(string told)
    {
        ScriptedServer server = new(request => request.Target switch
        {
            "/.well-known/peerdevice" => ScriptedServer.Text(200, "{\"limits\":{\"copies\":2}}", "Content-Type: application/json"),
            "/copies/1" => ScriptedServer.Text(200, told),
            _ => ScriptedServer.Text(202, "", "Location: /copies/1"),
        });
        FakeClock clock = new();
        using RemotePeer to = new(PeerAddress.Read("10.0.0.2:8631/files/b"), server, clock);
        DirectCopy copy = new(PeerAddress.Read("10.0.0.1:8631/files/a"), to, new Teller(TextWriter.Null, TextWriter.Null), clock, force: false);
        CommandFailure failure = Assert.Throws<CommandFailure>(() => copy.Try(new RemoteEntry("/files/a", false, 9, null), "/files/b", out _));
        Assert.Contains("was lost in the middle of the copy", failure.Message);
        Assert.True(server.Requests.Count <= DesktopLimits.CopyLines + 3);
    }
}
