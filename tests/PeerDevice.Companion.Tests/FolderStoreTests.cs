using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Tests;

/// <summary>A shared folder: nothing outside it, nothing lost in it. Each test both by the system's own calls and without them.</summary>
public sealed class FolderStoreTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void ALinkLeadsNowhere(bool portable)
    {
        _temp.Text("outside/secret.txt", "secret");
        using FolderStore store = Share(portable);
        _temp.Text("share/inside/plain.txt", "plain");
        Link("share/to-file", _temp["outside/secret.txt"]);
        Link("share/to-folder", _temp["outside"]);
        Link("share/to-inside", _temp["share/inside"]);
        Link("share/relative", "../outside/secret.txt");
        Link("share/dangling", "nowhere");

        Assert.Equal(["inside/"], store.Names(""));
        StoreEntry entry = new();
        foreach (string path in (string[])["to-file", "to-folder", "to-folder/secret.txt", "to-inside", "to-inside/plain.txt", "relative", "dangling"])
        {
            Assert.Equal(StoreStatus.Denied, store.Find(path, entry));
            Assert.Equal(StoreStatus.Denied, store.OpenRead(path, entry, out BlockSource? content));
            Assert.Null(content);
            Assert.NotEqual(StoreStatus.Ok, store.Create(path, append: true, out _));
            Assert.Equal(StoreStatus.Denied, store.Delete(path));
        }

        Assert.NotEqual(StoreStatus.Ok, store.Create("to-folder/new", append: false, out _));
        Assert.Equal(StoreStatus.Denied, store.MakeCollection("to-folder/new"));
        Assert.Equal(StoreStatus.Denied, store.Move("inside/plain.txt", "to-folder/plain.txt"));
        Assert.Equal(StoreStatus.Denied, store.Move("inside/plain.txt", "to-file"));
        Assert.Equal("secret", File.ReadAllText(_temp["outside/secret.txt"]));
        Assert.Single(Directory.GetFileSystemEntries(_temp["outside"]));
    }

    /// <summary>A long listing asks for facts from both ends, on two threads.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void EachOfThousandsOfMembersIsListedOnceWithItsOwnFacts(bool portable)
    {
        const int Members = 3000;
        _temp.Folder("share/many");
        for (int i = 0; i < Members; i++)
        {
            string path = _temp[$"share/many/member {i}"];
            if (i % 7 == 0)
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                File.WriteAllBytes(path, new byte[i]);
                File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(1_000_000_000 + i));
            }
        }

        using FolderStore store = Share(portable);
        Facts seen = new(int.MaxValue);
        Assert.Equal(StoreStatus.Ok, store.List("many", seen));

        Assert.Equal(Members, seen.Entries.Count);
        StoreEntry found = new();
        foreach ((string name, (bool isCollection, long length, long modified, long version)) in seen.Entries)
        {
            int number = int.Parse(name["member ".Length..], CultureInfo.InvariantCulture);
            Assert.Equal(number % 7 == 0, isCollection);
            Assert.Equal(isCollection ? 0 : number, length);
            Assert.Equal(StoreStatus.Ok, store.Find("many/" + name, found));
            Assert.Equal((found.Modified, found.Version), (modified, version));
        }
    }

    [Fact]
    public void MembersThatVanishDuringALongListingAreLeftOut()
    {
        const int Members = 2000;
        for (int i = 0; i < Members; i++)
        {
            _temp.Text($"share/many/{i}", "x");
        }

        using FolderStore store = Share(portable: false);
        Facts seen = new(int.MaxValue);
        using Barrier start = new(2);
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        Thread remover = new(() =>
        {
            start.SignalAndWait(cancelled);
            for (int i = 0; i < Members; i += 2)
            {
                File.Delete(_temp[$"share/many/{i}"]);
            }
        });
        remover.Start();
        start.SignalAndWait(cancelled);
        Assert.Equal(StoreStatus.Ok, store.List("many", seen));
        remover.Join();

        for (int i = 1; i < Members; i += 2)
        {
            Assert.Equal(1, seen.Entries[i.ToString(CultureInfo.InvariantCulture)].Length);
        }

        Assert.All(seen.Entries.Values, facts => Assert.Equal(1, facts.Length));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void DotDotLeadsNowhere(bool portable)
    {
        _temp.Text("outside/secret.txt", "secret");
        using FolderStore store = Share(portable);
        store.MakeCollection("a");
        StoreEntry entry = new();
        foreach (string path in (string[])["..", "../outside/secret.txt", "a/../../outside/secret.txt", "./../outside"])
        {
            Assert.NotEqual(StoreStatus.Ok, store.Find(path, entry));
            Assert.NotEqual(StoreStatus.Ok, store.OpenRead(path, entry, out _));
            Assert.NotEqual(StoreStatus.Ok, store.Create(path, append: true, out _));
            Assert.NotEqual(StoreStatus.Ok, store.Delete(path));
        }

        Assert.Equal("secret", File.ReadAllText(_temp["outside/secret.txt"]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void TheRoomIsThatOfTheFileSystem(bool portable)
    {
        _temp.Text("outside/secret.txt", "secret");
        using FolderStore store = Share(portable);
        store.MakeCollection("inside");
        Link("share/out", _temp["outside"]);
        DriveInfo drive = new(_temp["share"]);
        foreach (string path in (string[])["", "inside"])
        {
            Assert.True(store.Room(path, out long available, out long used));
            Assert.InRange(available, 1, drive.TotalSize);
            Assert.InRange(used, 1, drive.TotalSize);

            // Blocks that are kept for the system are neither.
            Assert.InRange(available + used, 1, drive.TotalSize);
            long expected = drive.TotalSize - drive.TotalFreeSpace;
            Assert.InRange(used, expected - (drive.TotalSize / 10), expected + (drive.TotalSize / 10)); // others write to it as well
        }

        Assert.False(store.Room("out", out _, out _));
        Assert.False(store.Room("..", out _, out _));
        Assert.False(store.Room("nothing", out _, out _));
    }

    [Fact]
    public void ACreationDateIsTheTimeOfBirthAndNotThatOfAChange()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // compared with what stat(1) of Linux says
        }

        using FolderStore store = Share(portable: false);
        using FolderStore withoutCalls = Share(portable: true);
        string file = _temp.Text("share/a.txt", "a");
        File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%W", file]) { RedirectStandardOutput = true })!;
        long born = long.Parse(stat.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, store.Find("a.txt", entry));
        Assert.Equal(born, entry.Created);
        Assert.NotEqual(entry.Modified, entry.Created);
        Assert.Equal(StoreStatus.Ok, store.OpenRead("a.txt", entry, out BlockSource? content));
        Assert.Equal(born, entry.Created);
        content!.Close();

        // Here .NET would give another time where there is none.
        Assert.Equal(StoreStatus.Ok, withoutCalls.Find("a.txt", entry));
        Assert.Equal(0, entry.Created);
    }

    [Fact]
    public void AFolderThatBecomesALinkWhileItIsOpenedLeadsNowhere()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // only openat2 promises it
        }

        const int Rounds = 3000;
        _temp.Text("outside/name", "secret");
        using FolderStore store = Share(portable: false);
        _temp.Text("share/real/name", "plain");
        string swapped = _temp["share/swapped"];
        using ManualResetEventSlim ended = new();
        Thread swapper = new(() =>
        {
            while (!ended.IsSet)
            {
                Directory.Move(_temp["share/real"], swapped);
                Directory.Move(swapped, _temp["share/real"]);
                Directory.CreateSymbolicLink(swapped, _temp["outside"]);
                File.Delete(swapped);
            }
        });
        swapper.Start();
        try
        {
            StoreEntry entry = new();
            byte[] buffer = new byte[64];
            for (int i = 0; i < Rounds; i++)
            {
                if (store.OpenRead("swapped/name", entry, out BlockSource? content) == StoreStatus.Ok)
                {
                    int got = content!.ReadAt(0, buffer, 0, buffer.Length);
                    content.Close();
                    Assert.Equal("plain", Encoding.UTF8.GetString(buffer, 0, got));
                }
            }
        }
        finally
        {
            ended.Set();
            swapper.Join();
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void AFifoIsRefusedAndHoldsNobody(bool portable)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // there are none
        }

        using FolderStore store = Share(portable);
        using (Process process = Process.Start("mkfifo", [_temp["share/pipe"]]))
        {
            process.WaitForExit();
        }

        Assert.Equal(StoreStatus.Denied, store.OpenRead("pipe", new StoreEntry(), out BlockSource? content));
        Assert.Null(content);
        if (!portable && OperatingSystem.IsLinux())
        {
            Assert.Equal(StoreStatus.Denied, store.Find("pipe", new StoreEntry()));
            Assert.Empty(store.Names(""));
            Assert.Equal(StoreStatus.Denied, store.Create("pipe", append: true, out _));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void AReadOnlyShareStaysAsItIs(bool portable)
    {
        _temp.Text("share/file", "text");
        _temp.Folder("share/folder");
        using FolderStore store = new(_temp["share"], writable: false, portable: portable);
        Assert.Equal(StoreStatus.Denied, store.Create("new", append: false, out _));
        Assert.Equal(StoreStatus.Denied, store.Create("file", append: true, out _));
        Assert.Equal(StoreStatus.Denied, store.Create(".peer/staged", append: false, out _));
        Assert.Equal(StoreStatus.Denied, store.Delete("file"));
        Assert.Equal(StoreStatus.Denied, store.Move("file", "other"));
        Assert.Equal(StoreStatus.Denied, store.MakeCollection("other"));
        Assert.Equal("text", store.Text("file"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_temp["share"]).Length);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void WhatIsMissingIsToldFromWhereItIsMissing(bool portable)
    {
        using FolderStore store = Share(portable);
        store.Put("file", "text");
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.NotFound, store.Find("nothing", entry));
        Assert.Equal(StoreStatus.NoParent, store.Find("nothing/below", entry));
        Assert.Equal(StoreStatus.NoParent, store.Find("file/below", entry));
        Assert.Equal(StoreStatus.NoParent, store.Create("nothing/below", append: false, out _));
        Assert.Equal(StoreStatus.NoParent, store.MakeCollection("nothing/below"));
        Assert.Equal(StoreStatus.Exists, store.MakeCollection("file"));
        Assert.Equal(StoreStatus.Exists, store.MakeCollection(""));
        Assert.Equal(StoreStatus.Exists, store.Create("file", append: false, out _));
        Assert.Equal(StoreStatus.NotFound, store.Delete("nothing"));
        Assert.Equal(StoreStatus.NotFound, store.Move("nothing", "other"));
        Assert.Equal(StoreStatus.NoParent, store.Move("file", "nothing/below"));
        Assert.Equal(StoreStatus.Denied, store.Delete(""));
        Assert.Equal(StoreStatus.Denied, store.Move("file", ""));
        Assert.Equal(StoreStatus.WrongKind, store.OpenRead("", entry, out _));
        Assert.Equal(StoreStatus.WrongKind, store.List("file", new Nobody()));
        Assert.Equal(StoreStatus.NotFound, store.List("nothing", new Nobody()));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ACollectionIsNeverReplacedNorDeletedWithItsMembers(bool portable)
    {
        using FolderStore store = Share(portable);
        store.MakeCollection("a");
        store.MakeCollection("empty");
        store.Put("a/member", "text");
        store.Put("file", "text");
        Assert.Equal(StoreStatus.NotEmpty, store.Delete("a"));
        Assert.Equal(StoreStatus.Exists, store.Move("a", "empty"));
        Assert.Equal(StoreStatus.Exists, store.Move("a", "file"));
        Assert.Equal(StoreStatus.Exists, store.Move("file", "empty"));
        Assert.NotEqual(StoreStatus.Ok, store.Move("a", "a/below"));
        Assert.Equal(StoreStatus.Ok, store.Move("a", "b"));
        Assert.Equal("text", store.Text("b/member"));
        Assert.Equal(StoreStatus.Ok, store.Delete("empty"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void AReaderKeepsTheOldContentWhileAnotherTakesItsPlace(bool portable)
    {
        using FolderStore store = Share(portable);
        store.Put("file", "the old one");
        Assert.Equal(StoreStatus.Ok, store.OpenRead("file", new StoreEntry(), out BlockSource? old));
        store.Put(".peer/up/1", "the new one");
        Assert.Equal(StoreStatus.Ok, store.Move(".peer/up/1", "file"));
        byte[] buffer = new byte[32];
        Assert.Equal("the old one", Encoding.UTF8.GetString(buffer, 0, old!.ReadAt(0, buffer, 0, buffer.Length)));
        old.Close();
        old.Close();
        Assert.Equal("the new one", store.Text("file"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ContentsReplacedWithinOneTickHaveVersionsOfTheirOwn(bool portable)
    {
        const int Times = 200;
        using FolderStore store = new(_temp.Folder("share"), writable: true, durable: false, portable: portable);
        System.Collections.Generic.HashSet<long> versions = [];
        for (int i = 0; i < Times; i++)
        {
            store.Put(".peer/up/1", "same length");
            Assert.Equal(StoreStatus.Ok, store.Move(".peer/up/1", "file"));
            Assert.True(versions.Add(store.Entry("file").Version));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void AMoveOverAFileOfTheSameTimeAndLengthChangesItsVersion(bool portable)
    {
        using FolderStore store = Share(portable);
        DateTime time = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        foreach (string name in (string[])["a", "b"])
        {
            File.SetLastWriteTimeUtc(_temp.Text("share/" + name, "content " + name), time);
        }

        long before = store.Entry("b").Version;
        Assert.Equal(StoreStatus.Ok, store.Move("a", "b"));
        Assert.NotEqual(before, store.Entry("b").Version);
        Assert.Equal("content a", store.Text("b"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void TwoNamesOfOneFileAreMovedIntoOne(bool portable)
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // needs a hard link
        }

        using FolderStore store = Share(portable);
        store.Put("a", "text");
        using (Process process = Process.Start("ln", [_temp["share/a"], _temp["share/b"]]))
        {
            process.WaitForExit();
        }

        Assert.Equal(StoreStatus.Ok, store.Move("a", "b"));
        Assert.Equal("text", store.Text("b"));
        if (!portable)
        {
            Assert.Equal(["b"], store.Names(""));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void WhatIsAppendedStandsBehindWhatWasThere(bool portable)
    {
        using FolderStore store = Share(portable);
        store.Put(".peer/up/1", "begun, ");
        Assert.Equal(StoreStatus.Ok, store.Create(".peer/up/1", append: true, out FileWriter? writer));
        Assert.True(writer!.Write("gone on"u8.ToArray(), 0, 7));
        Assert.Equal(StoreStatus.Ok, writer.Close(durable: false));
        Assert.Equal(StoreStatus.Ok, writer.Close(durable: false));
        Assert.Equal("begun, gone on", store.Text(".peer/up/1"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void TheReservedAreaIsShownToNobody(bool portable)
    {
        using FolderStore store = Share(portable);
        store.Put(".peer/up/1", "staged");
        _temp.Text("share/card/.peer/index", "of another peer");
        store.Put("plain", "text");
        Assert.Equal(["card/", "plain"], store.Names(""));
        Assert.Empty(store.Names("card"));
        StoreEntry entry = new();
        foreach (string path in (string[])[".PEER", ".Peer/up/1", "card/.peer", "card/.peer/index", "card/.PEER/index"])
        {
            Assert.Equal(StoreStatus.BadName, store.Find(path, entry));
            Assert.Equal(StoreStatus.BadName, store.OpenRead(path, entry, out _));
            Assert.Equal(StoreStatus.BadName, store.Delete(path));
            Assert.Equal(StoreStatus.BadName, store.Move("plain", path));
        }

        // A name that only begins like it is anybody's.
        store.Put(".peers", "text");
        store.Put("my.peer", "text");
        Assert.Equal([".peers", "card/", "my.peer", "plain"], store.Names(""));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void NamesAreAsLongAsTheDiskHasThemAndNotLonger(bool portable)
    {
        using FolderStore store = Share(portable);
        string longest = new('n', 255);
        store.Put(longest, "text");
        Assert.Equal("text", store.Text(longest));
        StoreEntry entry = new();
        Assert.NotEqual(StoreStatus.Ok, store.Find(longest + "n", entry));
        Assert.NotEqual(StoreStatus.Ok, store.Create(longest + "n", append: false, out _));
        string endless = string.Join('/', System.Linq.Enumerable.Repeat(longest, 40));
        Assert.NotEqual(StoreStatus.Ok, store.Find(endless, entry));
        if (!portable && OperatingSystem.IsLinux())
        {
            Assert.Equal(StoreStatus.BadName, store.Find(longest + "n", entry));
            Assert.Equal(StoreStatus.BadName, store.Find(endless, entry));
        }
    }

    [Fact]
    public void NamesThatDifferInCaseAreTwoFilesWhereTheDiskSaysSo()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using FolderStore store = Share(portable: false);
        store.Put("Name", "large");
        store.Put("name", "small");
        Assert.Equal("large", store.Text("Name"));
        Assert.Equal(["Name", "name"], store.Names(""));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void AShareThatIsGoneIsAbsentAndNotEmpty(bool portable)
    {
        using FolderStore store = Share(portable);
        store.Put("file", "text");
        Directory.Delete(_temp["share"], recursive: true);
        Assert.Equal(StoreStatus.Absent, store.Find("file", new StoreEntry()));
        Assert.Equal(StoreStatus.Absent, store.OpenRead("file", new StoreEntry(), out _));
    }

    [Fact]
    public void AFolderThatIsNotThereIsNotShared() =>
        Assert.ThrowsAny<IOException>(() => new FolderStore(_temp["nowhere"], writable: false));

    [Fact]
    public void ACopyBetweenFilesOfTheStoreIsWhole()
    {
        using FolderStore store = Share(portable: false);
        byte[] noise = new byte[1_000_003];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(_temp["share/from"], noise);
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, store.OpenRead("from", entry, out BlockSource? source));
        Assert.Equal(StoreStatus.Ok, store.Create("to", append: false, out FileWriter? writer));
        Assert.Equal(3, writer!.TransferFrom(source!, 0, 3, new byte[4096]));
        Assert.Equal(noise.Length - 3, writer.TransferFrom(source!, 3, noise.Length - 3, new byte[4096]));
        Assert.Equal(0, writer.TransferFrom(source!, noise.Length, 10, new byte[4096]));
        Assert.Equal(StoreStatus.Ok, writer.Close(durable: true));
        source!.Close();
        Assert.Equal(noise, File.ReadAllBytes(_temp["share/to"]));
    }

    [Theory]
    [InlineData("plain.txt", true), InlineData("a/b c/ü", true), InlineData("", true)]
    [InlineData("NUL", false), InlineData("nul.txt", false), InlineData("a/com1", false), InlineData("COM1.tar.gz", false), InlineData("LPT\u00B9", false)]
    [InlineData("ends.", false), InlineData("ends ", false), InlineData("file:stream", false), InlineData("a\\b", false), InlineData("PEER~1/up", false), InlineData("what?", false)]
    public void WindowsTakesSomeNamesForSomethingElse(string path, bool isAllowed) => Assert.Equal(isAllowed, WindowsNames.AreAllowed(path));

    private FolderStore Share(bool portable) => new(_temp.Folder("share"), writable: true, durable: true, portable: portable);

    private void Link(string name, string target) => File.CreateSymbolicLink(_temp[name], target);

    private sealed class Facts(int wanted, bool throws = false) : MemberVisitor
    {
        public Dictionary<string, (bool IsCollection, long Length, long Modified, long Version)> Entries { get; } = [];

        public override bool NeedsFacts => true;

        public override bool Visit(string name, StoreEntry entry)
        {
            Entries.Add(name, (entry.IsCollection, entry.Length, entry.Modified, entry.Version));
            if (Entries.Count == wanted && throws)
            {
                throw new InvalidOperationException("a visitor that fails");
            }

            return Entries.Count < wanted;
        }
    }

    private sealed class Nobody : MemberVisitor
    {
        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry) => true;
    }
}
