using System;
using System.IO;
using System.Threading;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Demo;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Tests;

/// <summary>The whole story, with two boards made of software and a PC: what was put on one is printed by the other, copied to it and mirrored, and the first is unplugged.</summary>
public sealed class StoryTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void EveryByteIsRightWhenTheFirstHolderIsUnplugged()
    {
        byte[] letter = new byte[70_001];
        new Random(12).NextBytes(letter);
        File.WriteAllBytes(Path.Combine(_temp.Folder("here"), "a letter.bin"), letter);
        using BoardProcess two = BoardProcess.Start(_temp.Folder("card-two"), _temp.Folder("paper"), "two", static _ => { });
        _temp.Folder("share");
        LocalPeer pc;
        using (BoardProcess one = BoardProcess.Start(_temp.Folder("card-one"), _temp.Folder("no-paper"), "one", static _ => { }))
        {
            Assert.Equal(0, Peer("mkdir", $"{one.Authority}/files/docs"));
            Assert.Equal(0, Peer("put", _temp["here/a letter.bin"], $"{one.Authority}/files/docs/"));
            Assert.Equal(IppStatus.SuccessfulOk, Print(two.Authority, $"http://{one.Authority}/files/docs/a%20letter.bin"));
            Assert.Equal(0, Peer("cp", $"{one.Authority}/files/docs", $"{two.Authority}/files/"));
            Assert.Equal(letter, File.ReadAllBytes(_temp["card-two/docs/a letter.bin"]));
            pc = LocalPeer.Start(
                new LocalPeerPlan { Shares = [_temp["share"]], Name = "third", Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = PeerSettings.NoPort, SnmpPort = PeerSettings.NoPort, Durable = false, Mirrors = [$"docs={one.Authority}/files/docs/"] },
                new SilentIndicator());
            Eventually(() => File.Exists(_temp["share/docs/a letter.bin"]));
        }

        using (pc)
        {
            // The first holder is gone; the second follows the third.
            string third = FormattableString.Invariant($"127.0.0.1:{pc.HttpPort}/files/docs/");
            Assert.Equal(0, Peer("mirror", third, $"{two.Authority}/files/again"));
            Eventually(() => File.Exists(_temp["card-two/again/a letter.bin"]));
            Assert.Equal(0, Peer("get", $"{two.Authority}/files/again/a letter.bin", _temp["got"]));
            Assert.Equal(letter, File.ReadAllBytes(_temp["got"]));
            Assert.Equal(letter, File.ReadAllBytes(_temp["share/docs/a letter.bin"]));

            // It has another name until it is whole.
            Eventually(() => Directory.GetFiles(_temp["paper"], "*.prn").Length > 0);
            Assert.Equal(letter, File.ReadAllBytes(Assert.Single(Directory.GetFiles(_temp["paper"]))));
        }
    }

    private static int Print(string board, string document)
    {
        string[] at = board.Split(':');
        IppClient client = new(new PcNetwork(), new PcClock(), at[0], int.Parse(at[1], System.Globalization.CultureInfo.InvariantCulture), "/ipp/print", $"ipp://{board}/ipp/print", new IppClient.Bounds(8192, 100, 10));
        client.Begin(Operation.PrintUri).Uri("document-uri", document);
        Assert.True(client.Ask());
        return client.Status;
    }

    private static int Peer(params string[] arguments) => CommandLine.Run(arguments, TextWriter.Null, TextWriter.Null);

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
