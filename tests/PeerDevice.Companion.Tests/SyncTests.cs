using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Demo;
using PeerDevice.Simulation;

namespace PeerDevice.Companion.Tests;

/// <summary><c>peer sync</c> between a folder and this PC's own peer, as people type it: nothing lost, nothing overwritten, nothing deleted unasked.</summary>
public sealed class SyncTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly LocalPeer _peer;
    private readonly string _at;
    private string _said = "";
    private string _complained = "";

    public SyncTests()
    {
        _temp.Folder("here");
        _temp.Folder("there");
        _peer = Up();
        _at = FormattableString.Invariant($"127.0.0.1:{_peer.HttpPort}/files/");
    }

    public void Dispose()
    {
        _peer.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void WhatIsOnOneSideComesToTheOtherAndIsTheSame()
    {
        string deep = string.Join('/', Enumerable.Range(1, 10).Select(static i => $"level {i}"));
        _temp.Text($"here/{deep}/bottom.txt", "deep");
        _temp.Text("here/100% #1 + a&b é.txt", "odd");
        _temp.Text("there/docs/Größe?.txt", "theirs");
        _temp.Folder("here/empty");
        _temp.Folder("there/also/empty");
        byte[] noise = new byte[(DesktopLimits.Step * 5) + 3];
        new Random(7).NextBytes(noise);
        File.WriteAllBytes(_temp["there/large"], noise);
        File.SetLastWriteTimeUtc(_temp["there/large"], new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc));

        Assert.Equal(0, Sync());
        AssertAlike();
        Assert.Equal(noise, File.ReadAllBytes(_temp["here/large"]));
        Assert.Equal(new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc), File.GetLastWriteTimeUtc(_temp["here/large"]));
        Assert.True(Directory.Exists(_temp["there/empty"]) && Directory.Exists(_temp["here/also/empty"]));

        Assert.Equal(0, Sync());
        Assert.Contains("done: 0 to store, 0 to fetch, 0 to remove, 0 changed on both sides, 4 the same", _said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["here/.peer"]));
    }

    [Fact]
    public void TheOrderOfTheTwoDoesNotMatter()
    {
        _temp.Text("here/a", "a");
        Assert.Equal(0, Run("sync", "http://" + _at, _temp["here"], "--state", _temp["state"]));
        Assert.Equal("a", File.ReadAllText(_temp["there/a"]));
    }

    [Fact]
    public void AChangeGoesTheWayItWasMade()
    {
        Agree(("a", "one"), ("b", "one"), ("c", "one"));
        _temp.Text("here/a", "two");
        _temp.Text("there/b", "three");
        Assert.Equal(0, Sync());
        Assert.Equal("two", File.ReadAllText(_temp["there/a"]));
        Assert.Equal("three", File.ReadAllText(_temp["here/b"]));
        AssertAlike();
    }

    [Fact]
    public void AChangeOfTheSameLengthAndTimeIsSeen()
    {
        Agree(("a", "one"), ("b", "one"));
        DateTime time = File.GetLastWriteTimeUtc(_temp["here/a"]);
        _temp.Text("here/a", "two");
        File.SetLastWriteTimeUtc(_temp["here/a"], time);
        time = File.GetLastWriteTimeUtc(_temp["there/b"]);
        _temp.Text("there/b", "two");
        File.SetLastWriteTimeUtc(_temp["there/b"], time);
        Assert.Equal(0, Sync());
        Assert.Equal("two", File.ReadAllText(_temp["there/a"]));
        Assert.Equal("two", File.ReadAllText(_temp["here/b"]));
    }

    [Fact]
    public void WhatOnlyLooksChangedIsNotMovedAgain()
    {
        Agree(("a", "one"));
        File.SetLastWriteTimeUtc(_temp["here/a"], new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(_temp["there/a"], new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(0, Sync());
        Assert.Contains("0 to store, 0 to fetch", _said, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc), File.GetLastWriteTimeUtc(_temp["there/a"]));
    }

    [Fact]
    public void OfWhatChangedOnBothSidesBothAreKept()
    {
        Agree(("docs/letter.txt", "one"));
        _temp.Text("here/docs/letter.txt", "mine");
        _temp.Text("there/docs/letter.txt", "theirs!");
        Assert.Equal(0, Sync());
        Assert.Contains("changed on both sides", _said, StringComparison.Ordinal);
        AssertAlike();
        Assert.Equal("theirs!", File.ReadAllText(_temp["here/docs/letter.txt"]));
        string kept = Assert.Single(Directory.GetFiles(_temp["there/docs"], "letter (conflict from * *).txt"));
        Assert.Equal("mine", File.ReadAllText(kept));
        Assert.Equal(0, Sync());
        Assert.Equal(2, Directory.GetFiles(_temp["there/docs"]).Length);
    }

    [Fact]
    public void OfWhatIsOnBothSidesAtTheFirstSyncNothingIsLost()
    {
        _temp.Text("here/same", "same");
        _temp.Text("there/same", "same");
        _temp.Text("here/differs", "mine");
        _temp.Text("there/differs", "them");
        Assert.Equal(0, Sync());
        AssertAlike();
        Assert.Equal(["mine", "same", "them"], Directory.GetFiles(_temp["here"]).Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ADeletionIsPassedOnOnlyWhenItIsSaid()
    {
        Agree(("a", "one"), ("docs/b", "two"), ("docs/sub/c", "three"), ("other/d", "four"));
        File.Delete(_temp["here/a"]);
        Directory.Delete(_temp["here/docs"], recursive: true);
        File.Delete(_temp["there/other/d"]);
        Assert.Equal(0, Sync());
        Assert.Contains("kept docs/ on the peer", _said, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["there/a"]) && File.Exists(_temp["there/docs/sub/c"]) && File.Exists(_temp["here/other/d"]));
        Assert.False(File.Exists(_temp["here/a"]));

        Assert.Equal(0, Sync("--delete"));
        AssertAlike();
        Assert.Equal(["other/"], Tree("here"));
    }

    [Fact]
    public void WhatChangedIsNotDeleted()
    {
        Agree(("docs/a", "one"), ("docs/b", "one"), ("here", "one"));
        Directory.Delete(_temp["here/docs"], recursive: true);
        _temp.Text("there/docs/a", "changed");
        _temp.Text("there/docs/new", "new");
        File.Delete(_temp["there/here"]);
        _temp.Text("here/here", "changed");
        Assert.Equal(0, Sync("--delete"));
        AssertAlike();
        Assert.Equal(["docs/", "docs/a", "docs/new", "here"], Tree("here"));
    }

    [Fact]
    public void ADryRunSaysItAllAndDoesNothing()
    {
        Agree(("both", "one"), ("gone", "one"), ("mine", "one"), ("theirs", "one"));
        _temp.Text("here/both", "mine");
        _temp.Text("there/both", "theirs");
        File.Delete(_temp["here/gone"]);
        _temp.Text("here/mine", "mine");
        _temp.Text("there/theirs", "theirs");
        _temp.Text("here/new/new", "new");
        List<string> before = Contents();
        Assert.Equal(0, Sync("--delete", "--dry-run"));
        Assert.Equal(before, Contents());
        foreach (string line in (string[])["would keep both of both", "would remove gone on the peer", "would store mine", "would fetch theirs", "would make new/ on the peer", "would store new/new"])
        {
            Assert.Contains(line, _said, StringComparison.Ordinal);
        }

        Assert.Equal(0, Run("sync", _temp["nothing yet"], _at, "-n", "--state", _temp["no state"]));
        Assert.Equal(before, Contents());
        Assert.Contains("would fetch theirs", _said, StringComparison.Ordinal);
    }

    [Fact]
    public void PushAndPullGoOneWayOnly()
    {
        Agree(("a", "one"), ("b", "one"));
        _temp.Text("here/a", "mine");
        _temp.Text("here/new here", "new");
        _temp.Text("there/b", "theirs");
        _temp.Text("there/new there", "new");
        Assert.Equal(1, Sync("--push"));
        Assert.Contains("b changed on the peer and not here", _complained, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "new here"], Tree("here"));
        Assert.Equal("mine", File.ReadAllText(_temp["there/a"]));
        Assert.Equal("theirs", File.ReadAllText(_temp["there/b"]));
        Assert.Equal("one", File.ReadAllText(_temp["here/b"]));

        _temp.Text("here/a", "mine again");
        Assert.Equal(1, Sync("--pull"));
        Assert.Equal("mine", File.ReadAllText(_temp["there/a"]));
        Assert.Equal("theirs", File.ReadAllText(_temp["here/b"]));
        Assert.True(File.Exists(_temp["here/new there"]));
        Assert.Equal(0, Sync());
        AssertAlike();
        Assert.NotEqual(0, Sync("--push", "--pull"));
    }

    [Theory, InlineData("--push", "there"), InlineData("--pull", "here")]
    public void OneWayTooBothAreKept(string way, string target)
    {
        Agree(("a.txt", "one"));
        _temp.Text("here/a.txt", "mine");
        _temp.Text("there/a.txt", "theirs");
        Assert.Equal(0, Sync(way));
        Assert.Equal(2, Directory.GetFiles(_temp[target]).Length);
        Assert.Single(Directory.GetFiles(_temp[target == "here" ? "there" : "here"]));
        Assert.Equal(way == "--push" ? "mine" : "theirs", File.ReadAllText(_temp[target + "/a.txt"]));
        Assert.Equal(way == "--push" ? "theirs" : "mine", File.ReadAllText(Assert.Single(Directory.GetFiles(_temp[target], "a (conflict*).txt"))));
    }

    [Fact]
    public void LinksAndOtherThingsThanFilesStayAndTakeNothingAway()
    {
        Agree(("a", "one"), ("b", "one"));
        File.Delete(_temp["here/a"]);
        File.CreateSymbolicLink(_temp["here/a"], _temp["here/b"]);
        Directory.CreateSymbolicLink(_temp["here/out"], _temp.Folder("secret"));
        _temp.Text("secret/key", "secret");
        Assert.Equal(1, Sync("--delete"));
        Assert.Contains("it is a link", _complained, StringComparison.Ordinal);
        Assert.Equal("one", File.ReadAllText(_temp["there/a"]));
        Assert.False(Directory.Exists(_temp["there/out"]));
        Assert.NotNull(new FileInfo(_temp["here/a"]).LinkTarget);
    }

    [Fact]
    public void AFileAndAFolderOfOneNameAreLeftAlone()
    {
        _temp.Text("here/x", "file");
        _temp.Text("there/x/y", "folder");
        _temp.Text("here/z", "z");
        Assert.Equal(1, Sync());
        Assert.Contains("a folder on the other", _complained, StringComparison.Ordinal);
        Assert.Equal("z", File.ReadAllText(_temp["there/z"]));
        Assert.Equal("file", File.ReadAllText(_temp["here/x"]));
    }

    [Fact]
    public void AFolderThatCannotBeReadIsNotTakenForEmpty()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            // Who may read everything is told of a file in the folder's place instead.
            Agree(("docs/a", "one"));
            Directory.Delete(_temp["here/docs"], recursive: true);
            _temp.Text("here/docs", "file");
            Assert.Equal(1, Sync("--delete"));
        }
        else
        {
            Agree(("docs/a", "one"));
            File.SetUnixFileMode(_temp["here/docs"], UnixFileMode.None);
            Assert.Equal(1, Sync("--delete"));
            File.SetUnixFileMode(_temp["here/docs"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal("one", File.ReadAllText(_temp["there/docs/a"]));
    }

    [Fact]
    public void AnotherCardOrAnUnmountedFolderDeletesNothing()
    {
        Agree([.. Enumerable.Range(0, DesktopLimits.SyncAllGone).Select(static i => ($"file{i}", "one"))]);
        foreach (string file in Directory.GetFiles(_temp["here"]))
        {
            File.Delete(file);
        }

        Assert.Equal(1, Sync("--delete"));
        Assert.Contains("--forget", _complained, StringComparison.Ordinal);
        Assert.Equal(DesktopLimits.SyncAllGone, Directory.GetFiles(_temp["there"]).Length);
        Assert.Equal(0, Sync("--delete", "--forget"));
        AssertAlike();
        Assert.Equal(DesktopLimits.SyncAllGone, Directory.GetFiles(_temp["here"]).Length);
    }

    [Fact]
    public void WhatTakesNoSyncIsSaid()
    {
        _temp.Text("here/file", "x");
        Assert.Equal(1, Run("sync", _temp["here/file"], _at));
        Assert.Equal(1, Run("sync", _temp["here"], _temp["there"]));
        Assert.Equal(1, Run("sync", _at, _at));
        Assert.Equal(1, Run("sync", "--push", _temp["nowhere"], _at));
        Assert.Equal(1, Run("sync", _temp["here"], "127.0.0.1:1/files/"));
        Assert.Contains("cannot be reached", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Run("sync", "--pull", _temp["here"], _at + "nowhere", "--state", _temp["state"]));
    }

    [Fact]
    public void AFolderOfThePeerIsMadeAndAFolderHereToo()
    {
        _temp.Text("here/a", "a");
        Assert.Equal(0, Run("sync", _temp["here"], _at + "new folder", "--state", _temp["state"]));
        Assert.Equal("a", File.ReadAllText(_temp["there/new folder/a"]));
        Assert.Equal(0, Run("sync", _at + "new folder", _temp["second"], "--state", _temp["state"]));
        Assert.Equal("a", File.ReadAllText(_temp["second/a"]));
    }

    [Fact]
    public void AReadOnlyPeerGivesAndSaysThatItTakesNothing()
    {
        using LocalPeer other = LocalPeer.Start(new LocalPeerPlan { Shares = [_temp["there"]], Bind = "127.0.0.1", HttpPort = 0, RawPort = 0 }, new SilentIndicator());
        _temp.Text("here/mine", "mine");
        _temp.Text("there/theirs", "theirs");
        Assert.Equal(1, Run("sync", _temp["here"], FormattableString.Invariant($"127.0.0.1:{other.HttpPort}/files/"), "--state", _temp["state"]));
        Assert.Contains("read-only", _complained, StringComparison.Ordinal);
        Assert.Equal("theirs", File.ReadAllText(_temp["here/theirs"]));
        Assert.False(File.Exists(_temp["there/mine"]));
    }

    private LocalPeer Up() =>
        LocalPeer.Start(new LocalPeerPlan { Shares = [_temp["there"]], Writable = true, Durable = false, Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, Name = "there" }, new SilentIndicator());

    private void Agree(params (string Path, string Text)[] files)
    {
        foreach ((string path, string text) in files)
        {
            _temp.Text("here/" + path, text);
        }

        Assert.Equal(0, Sync());
        AssertAlike();
    }

    private void AssertAlike() => Assert.Equal(Contents("here"), Contents("there"));

    private List<string> Tree(string top) =>
        [.. Directory.EnumerateFileSystemEntries(_temp[top], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_temp[top], path) + (Directory.Exists(path) ? "/" : "")).Order(StringComparer.Ordinal)];

    private List<string> Contents(string top) =>
        [.. Tree(top).Where(static path => !path.StartsWith(".peer", StringComparison.Ordinal))
            .Select(path => path.EndsWith('/') ? path : $"{path}: {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(_temp[top], path))))}")];

    /// <summary>All that there is, with times and the state.</summary>
    private List<string> Contents() =>
        [.. Contents(""), .. Tree("").Select(path => $"{path} {File.GetLastWriteTimeUtc(Path.Combine(_temp.Path, path)):O}")];

    private int Sync(params string[] words) => Run(["sync", _temp["here"], _at, "--state", _temp["state"], .. words]);

    private int Run(params string[] words) => Typed.Run(words, out _said, out _complained);
}
