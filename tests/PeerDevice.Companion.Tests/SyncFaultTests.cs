using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Demo;
using PeerDevice.Companion.Sync;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary>A sync that is killed, cut off or raced loses nothing, and the next one finishes its work.</summary>
public sealed class SyncFaultTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly WatchedNetwork _network = new(new PcNetwork());
    private readonly LocalPeer _peer;
    private readonly string _at;
    private string _said = "";
    private string _complained = "";

    public SyncFaultTests()
    {
        _temp.Folder("there");
        _peer = LocalPeer.Start(new LocalPeerPlan { Shares = [_temp["there"]], Writable = true, Durable = false, Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, Name = "there" }, new SilentIndicator());
        _at = FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}/files/");
    }

    public void Dispose()
    {
        _peer.Dispose();
        _temp.Dispose();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void CutAtAnyMomentTheNextSyncFinishesAndNothingIsLost(bool isKilled)
    {
        bool isThrough = false;
        for (int cut = 1; !isThrough; cut++)
        {
            string scene = FormattableString.Invariant($"scene {cut}");
            Lay(scene);
            int calls = 0;
            _network.OnCall = _ =>
            {
                if (++calls == cut)
                {
                    _network.IsGone = true;
                    if (isKilled)
                    {
                        throw new Killed();
                    }
                }
            };

            int code = -1;
            try
            {
                code = Sync(scene, deletes: true);
            }
            catch (Killed)
            {
                // At once, in the middle of whatever it did.
            }

            isThrough = !_network.IsGone;
            Assert.Equal(isThrough ? 0 : isKilled ? -1 : 1, code);
            if (code == 1)
            {
                Assert.Contains("127.0.0.1", _complained, StringComparison.Ordinal);
            }

            _network.OnCall = static _ => { };
            _network.IsGone = false;
            AssertNothingHalf(scene);
            Assert.True(Sync(scene, deletes: true) == 0, $"cut {cut}: {_complained}");
            AssertOutcome(scene, cut);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void WhoWritesAtTheSameMomentIsNotOverwritten(bool isNew)
    {
        _temp.Text("one/here/a", "one");
        _temp.Folder("there/one");
        if (!isNew)
        {
            Assert.Equal(0, Sync("one"));
            _temp.Text("one/here/a", "mine");
        }

        _network.OnCall = line =>
        {
            if (line.StartsWith("PUT ", StringComparison.Ordinal))
            {
                _temp.Text("there/one/a", "a rival's");
            }
        };
        Assert.Equal(1, Sync("one"));
        Assert.Contains("nothing is replaced", _complained, StringComparison.Ordinal);
        Assert.Equal("a rival's", File.ReadAllText(_temp["there/one/a"]));
        _network.OnCall = static _ => { };
        Assert.Equal(0, Sync("one"));
        Assert.Equal(["a rival's", isNew ? "one" : "mine"], Texts("there/one"));
    }

    [Fact]
    public void WhatIsWrittenHereWhileItsNewVersionComesIsNotOverwritten()
    {
        _temp.Text("one/here/a", "one");
        _temp.Folder("there/one");
        Assert.Equal(0, Sync("one"));
        _temp.Text("there/one/a", "theirs");
        _network.OnCall = line =>
        {
            if (line.StartsWith("GET /files/one/a", StringComparison.Ordinal))
            {
                _temp.Text("one/here/a", "mine, late");
            }
        };
        Assert.Equal(1, Sync("one"));
        Assert.Equal("mine, late", File.ReadAllText(_temp["one/here/a"]));
        _network.OnCall = static _ => { };
        Assert.Equal(0, Sync("one"));
        Assert.Equal(["mine, late", "theirs"], Texts("one/here"));
        Assert.Equal(["mine, late", "theirs"], Texts("there/one"));
    }

    [Fact]
    public void WhatComesIntoAFolderThatIsBeingRemovedStays()
    {
        _temp.Text("one/here/docs/a", "one");
        _temp.Folder("there/one");
        Assert.Equal(0, Sync("one"));
        Directory.Delete(_temp["one/here/docs"], recursive: true);
        _network.OnCall = line =>
        {
            if (line.StartsWith("DELETE /files/one/docs/a", StringComparison.Ordinal))
            {
                _temp.Text("there/one/docs/new", "new");
            }
        };
        Assert.Equal(1, Sync("one", deletes: true));
        Assert.Equal("new", File.ReadAllText(_temp["there/one/docs/new"]));
        _network.OnCall = static _ => { };
        Assert.Equal(0, Sync("one", deletes: true));
        Assert.Equal("new", File.ReadAllText(_temp["one/here/docs/new"]));
    }

    [Fact]
    public void AStateThatIsCutOrDamagedCostsNoFile()
    {
        Lay("one");
        string state = Assert.Single(Directory.GetFiles(_temp["one/state"], "*.sync"));
        byte[] whole = File.ReadAllBytes(state);
        for (int length = 0; length < whole.Length; length += 23)
        {
            string scene = FormattableString.Invariant($"scene {length}");
            Lay(scene);
            state = Assert.Single(Directory.GetFiles(_temp[scene + "/state"], "*.sync"));
            byte[] some = File.ReadAllBytes(state);
            File.WriteAllBytes(state, length % 2 == 0 ? some[..Math.Min(length, some.Length)] : [.. some[..Math.Min(length, some.Length)], 0xFF, 0, .. some[Math.Min(length, some.Length)..]]);
            Assert.Equal(0, Sync(scene, deletes: true));
            List<string> texts = Texts("there/" + scene);
            Assert.Equal(Texts(scene + "/here"), texts);
            Assert.Superset(new HashSet<string> { "both, mine", "both, theirs", "changed here", "changed there", "new here", "new there" }, texts.ToHashSet());
        }
    }

    [Fact]
    public void TwoSyncsOfTheSameTwoDoNotMeet()
    {
        Lay("one");
        using SyncState held = SyncState.Open(_temp["one/state"], _temp["one/here"], _at + "one/", writes: true);
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Sync("one"));
        Assert.Contains("another sync", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnACardNamesThatItTakesForOneAreToldAndTheRestGoes()
    {
        using BoardProcess board = Board();
        _temp.Text("here/Read me", "one");
        _temp.Text("here/read ME", "two");
        _temp.Text("here/what?.txt", "no such name");
        _temp.Text("here/100% #1 + a&b é.txt", "odd");
        _temp.Text("here/" + string.Join('/', Enumerable.Range(1, 10)) + "/deep", "deep");
        _temp.Folder("here/empty");
        _temp.Text("card/theirs.txt", "theirs");
        List<string> before = Texts("card");
        Assert.Equal(1, Run(board, dry: true));
        Assert.Equal(before, Texts("card"));
        Assert.Contains("rename", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Run(board));
        Assert.Equal(2, _complained.TrimEnd().Split('\n').Length);
        Assert.Equal("theirs", File.ReadAllText(_temp["here/theirs.txt"]));
        Assert.Equal("odd", File.ReadAllText(_temp["card/100% #1 + a&b é.txt"]));
        Assert.Equal("deep", File.ReadAllText(_temp["card/" + string.Join('/', Enumerable.Range(1, 10)) + "/deep"]));
        Assert.True(Directory.Exists(_temp["card/empty"]));
        Assert.Single(Directory.GetFiles(_temp["card"]), static path => Path.GetFileName(path).Equals("read me", StringComparison.OrdinalIgnoreCase));
        Assert.False(File.Exists(_temp["here/READ ME"]));

        File.Delete(_temp["here/read ME"]);
        File.Delete(_temp["here/what?.txt"]);
        Assert.Equal(0, Run(board));

        // Another case is another name here and the same there: with deletions it is renamed.
        File.Move(_temp["here/Read me"], _temp["here/READ me"]);
        Assert.Equal(0, Run(board, deletes: true));
        Assert.Equal("one", File.ReadAllText(_temp["card/READ me"]));
        Assert.Single(Directory.GetFiles(_temp["here"]), static path => Path.GetFileName(path).Equals("read me", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void ABoardThatStartsAnewHasOtherTagsAndNothingIsMoved()
    {
        int port = OwnPort();
        using (BoardProcess board = Board(port))
        {
            _temp.Text("here/a", "one");
            _temp.Text("here/b", "one");
            Assert.Equal(0, Run(board));
        }

        using (BoardProcess board = Board(port))
        {
            Assert.Equal(0, Run(board));
            Assert.Contains("0 to store, 0 to fetch, 0 to remove, 0 changed on both sides, 2 the same", _said, StringComparison.Ordinal);
        }

        // While the card was in a PC: nothing but the content says that it is another one.
        File.WriteAllText(_temp["card/b"], "two");
        using (BoardProcess board = Board(port))
        {
            Assert.Equal(0, Run(board));
            Assert.Equal("two", File.ReadAllText(_temp["here/b"]));
            Assert.Equal("one", File.ReadAllText(_temp["here/a"]));
        }
    }

    // One that the system gives nobody who asks for any, as all other tests do (its own begin at 32768: ip(7), ip_local_port_range): while no board is there, it would be somebody's.
    private static int OwnPort()
    {
        for (int port = 20_000 + (Environment.ProcessId % 10_000); ; port++)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // It is somebody's.
            }
        }
    }

    private BoardProcess Board(int port = 0)
    {
        _temp.Folder("card");
        return BoardProcess.Start(_temp["card"], _temp.Folder("printed"), "card", static _ => { }, port);
    }

    private int Run(BoardProcess board, bool deletes = false, bool dry = false) =>
        Run(_temp["here"], board.Authority + "/files/", new SyncOptions { StateFolder = _temp["state"], Deletes = deletes, IsDry = dry });

    /// <summary>A pair that was the same once, and in which everything that may happen has happened since.</summary>
    private void Lay(string scene)
    {
        foreach (string name in (string[])["both", "changed here", "changed there", "deleted here", "deleted there/x", "same"])
        {
            _temp.Text($"{scene}/here/{name}", "one");
        }

        _temp.Folder("there/" + scene);
        Assert.Equal(0, Sync(scene));
        _temp.Text($"{scene}/here/both", "both, mine");
        _temp.Text($"there/{scene}/both", "both, theirs");
        _temp.Text($"{scene}/here/changed here", "changed here");
        _temp.Text($"there/{scene}/changed there", "changed there");
        File.Delete(_temp[$"{scene}/here/deleted here"]);
        Directory.Delete(_temp[$"there/{scene}/deleted there"], recursive: true);
        _temp.Text($"{scene}/here/new/new here", "new here");
        _temp.Text($"there/{scene}/new/new there", "new there");
    }

    /// <summary>Under its own name every file is what one of the two sides had.</summary>
    private void AssertNothingHalf(string scene)
    {
        HashSet<string> whole = ["one", "both, mine", "both, theirs", "changed here", "changed there", "new here", "new there"];
        Assert.Subset(whole, Texts(scene + "/here").ToHashSet());
        Assert.Subset(whole, Texts("there/" + scene).ToHashSet());
    }

    private void AssertOutcome(string scene, int cut)
    {
        List<string> here = Texts(scene + "/here");
        Assert.Equal(here, Texts("there/" + scene));
        Assert.True(here.Distinct().SequenceEqual(["both, mine", "both, theirs", "changed here", "changed there", "new here", "new there", "one"]), $"cut {cut}: {string.Join("; ", here)}");
        Assert.False(File.Exists(_temp[$"there/{scene}/deleted here"]) || Directory.Exists(_temp[$"{scene}/here/deleted there"]), $"cut {cut}");
        Assert.Equal("changed here", File.ReadAllText(_temp[$"there/{scene}/changed here"]));
        Assert.Equal("changed there", File.ReadAllText(_temp[$"{scene}/here/changed there"]));
        Assert.False(Directory.Exists(_temp[scene + "/here/.peer"]), $"cut {cut}");
    }

    private List<string> Texts(string top) =>
        [.. Directory.EnumerateFiles(_temp[top], "*", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(_temp[top], path).StartsWith(".peer", StringComparison.Ordinal)).Select(File.ReadAllText).Order(StringComparer.Ordinal)];

    private int Sync(string scene, bool deletes = false) =>
        Run(_temp[scene + "/here"], _at + scene, new SyncOptions { StateFolder = _temp[scene + "/state"], Deletes = deletes });

    private int Run(string here, string there, SyncOptions options)
    {
        StringWriter said = new();
        StringWriter complained = new();
        Teller teller = new(said, complained);
        int code;
        try
        {
            SyncCommand.Run(teller, _network, new PcClock(), here, there, options);
            code = teller.ExitCode;
        }
        catch (CommandFailure failure) when (!failure.Message.Contains("another sync", StringComparison.Ordinal))
        {
            complained.WriteLine(failure.Message);
            code = 1;
        }

        _said = said.ToString();
        _complained = complained.ToString();
        return code;
    }

    private sealed class Killed : Exception
    {
    }
}
