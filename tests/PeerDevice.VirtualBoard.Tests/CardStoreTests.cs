using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The firmware's card store on a card with the board's manners.</summary>
public sealed class CardStoreTests
{
    [Fact]
    public void AFileIsReadAsItStandsOnTheCard()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a.bin", 10000);
        Assert.Equal(StoreStatus.Ok, card.Open("a.bin", out BlockSource? content));
        Assert.Equal(10000, content!.Length);
        Assert.Equal(10000, card.Entry.Length);
        byte[] octets = new byte[10000];
        Assert.Equal(6000, content.ReadAt(4000, octets, 4000, 6000));
        Assert.Equal(4000, content.ReadAt(0, octets, 0, 4000));
        Assert.Equal(0, content.ReadAt(10000, octets, 0, 1));
        content.Close();
        content.Close();
        Assert.Equal(CardInSlot.Octets(10000), octets);
    }

    [Theory]
    [InlineData("nothing", StoreStatus.NotFound)]
    [InlineData("no/such/thing", StoreStatus.NotFound)]
    [InlineData("folder", StoreStatus.WrongKind)]
    [InlineData("", StoreStatus.WrongKind)]
    public void WhatIsNoFileIsNotOpened(string path, int status)
    {
        using CardInSlot card = new CardInSlot();
        Directory.CreateDirectory(card.OnPc("folder"));
        Assert.Equal(status, card.Open(path, out BlockSource? content));
        Assert.Null(content);
        Assert.Equal(status == StoreStatus.WrongKind, card.Entry.IsCollection);
    }

    [Fact]
    public void FindTellsKindAndLength()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 5);
        Directory.CreateDirectory(card.OnPc("c"));
        Assert.Equal(StoreStatus.Ok, card.Store.Find("a", card.Entry));
        Assert.Equal(5, card.Entry.Length);
        Assert.False(card.Entry.IsCollection);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("c", card.Entry));
        Assert.True(card.Entry.IsCollection);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("", card.Entry));
        Assert.True(card.Entry.IsCollection);
        Assert.Equal(StoreStatus.NotFound, card.Store.Find("b", card.Entry));
    }

    [Fact]
    public void ANameIsFoundInAnyCase()
    {
        using CardInSlot card = new CardInSlot();
        Directory.CreateDirectory(card.OnPc("Folder"));
        card.Put("Folder/Read Me.txt", 3);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("fOLDER/read me.TXT", card.Entry));
        Assert.Equal(StoreStatus.Exists, card.Write("FOLDER/READ ME.TXT", 1));
    }

    [Fact]
    public void AFileThatWasWrittenHasItsLengthAndNotTheRoomThatWasTaken()
    {
        using CardInSlot card = new CardInSlot();
        Assert.Equal(StoreStatus.Ok, card.Write(".peer/u/1", 70000));
        Assert.Equal(CardInSlot.Octets(70000), File.ReadAllBytes(card.OnPc(".peer/u/1")));
    }

    [Fact]
    public void ALogGrowsByWhatIsWrittenAndCanBeReadMeanwhile()
    {
        using CardInSlot card = new CardInSlot();
        for (int round = 1; round <= 3; round++)
        {
            Assert.Equal(StoreStatus.Ok, card.Store.Create(".peer/log", true, out FileWriter? writer));
            Assert.True(writer!.Write(Encoding.ASCII.GetBytes("line"), 0, 4));
            Assert.Equal(StoreStatus.Ok, card.Open(".peer/log", out BlockSource? content));
            Assert.Equal(4 * round, content!.Length);
            content.Close();
            Assert.Equal(4 * round, new FileInfo(card.OnPc(".peer/log")).Length);
            Assert.Equal(StoreStatus.Ok, writer.Close(true));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10000)]
    [InlineData(65536)]
    [InlineData(100000)]
    public void AFullCardAnswersFullAndNoThreadWaitsForEver(int room)
    {
        using CardInSlot card = new CardInSlot();
        card.Store.Find("", card.Entry);
        PeerDevice.VirtualBoard.Manners.Card.Capacity = room + 1;
        Assert.Equal(StoreStatus.Ok, card.Store.Create(".peer/new", false, out FileWriter? writer));
        byte[] block = CardInSlot.Octets(8192);
        int blocks = 0;
        while (writer!.Write(block, 0, block.Length))
        {
            blocks++;
        }

        Assert.Equal(room / 8192, blocks);
        Assert.Equal(StoreStatus.Full, writer.Status);
        Assert.Equal(StoreStatus.Full, writer.Close(true));
        Assert.Equal(StoreStatus.Ok, card.Store.Delete(".peer/new"));
        Assert.Equal(0, PeerDevice.VirtualBoard.Manners.Card.EndlessWaits);
    }

    [Fact]
    public void TheRoomAFileTakesIsTakenFromThePcToo()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using CardInSlot card = new CardInSlot();
        Assert.Equal(StoreStatus.Ok, card.Store.Create(".peer/new", false, out FileWriter? writer));
        Assert.True(writer!.Write(new byte[1], 0, 1));
        using Process stat = Process.Start(new ProcessStartInfo("stat", new[] { "-c", "%b", card.OnPc(".peer/new") }) { RedirectStandardOutput = true })!;
        long blocks = long.Parse(stat.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(blocks * 512 >= Limits.CardRoomOctets, "a disk that fills up meanwhile would be told of as a broken card");
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
        Assert.Equal(1, new FileInfo(card.OnPc(".peer/new")).Length);
    }

    [Fact]
    public void TheSixthFileIsBusyAndTheFifthBecomesFreeAgain()
    {
        using CardInSlot card = new CardInSlot();
        BlockSource?[] open = new BlockSource?[Limits.CardFiles];
        for (int i = 0; i < open.Length; i++)
        {
            card.Put("f" + i, 1);
            Assert.Equal(StoreStatus.Ok, card.Open("f" + i, out open[i]));
        }

        card.Put("one more", 1);
        Assert.Equal(StoreStatus.Busy, card.Open("one more", out _));
        Assert.Equal(StoreStatus.Busy, card.Write("another", 1));

        // Deleting opens the file too: while five are open that is no fault of the card, and the file stays.
        Assert.Equal(StoreStatus.Busy, card.Store.Delete("one more"));
        Assert.Equal(1, new FileInfo(card.OnPc("one more")).Length);
        open[0]!.Close();
        Assert.Equal(StoreStatus.Ok, card.Open("one more", out open[0]));
    }

    [Fact]
    public void SeveralReadASameFileAndWhoWouldChangeItIsBusy()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 5);
        Assert.Equal(StoreStatus.Ok, card.Open("a", out BlockSource? first));
        Assert.Equal(StoreStatus.Ok, card.Open("A", out BlockSource? second));
        Assert.Equal(StoreStatus.Busy, card.Store.Delete("a"));
        Assert.Equal(StoreStatus.Busy, card.Store.Move("a", "b"));
        second!.Close();
        first!.Close();
        Assert.Equal(StoreStatus.Ok, card.Store.Move("a", "b"));
        Assert.Equal(StoreStatus.Ok, card.Store.Delete("b"));
    }

    [Fact]
    public void AFileBeingWrittenIsBusyForEverybodyElse()
    {
        using CardInSlot card = new CardInSlot();
        Assert.Equal(StoreStatus.Ok, card.Store.Create("a", false, out FileWriter? writer));
        Assert.Equal(StoreStatus.Busy, card.Open("a", out _));
        Assert.Equal(StoreStatus.Busy, card.Store.Find("a", card.Entry));
        Assert.Equal(StoreStatus.Busy, card.Store.Delete("a"));
        Assert.Equal(StoreStatus.Ok, writer!.Close(true));
        Assert.Equal(StoreStatus.Ok, card.Store.Delete("a"));
    }

    [Fact]
    public void MovingNeverReplaces()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 1);
        card.Put("b", 2);
        Directory.CreateDirectory(card.OnPc("c"));
        Directory.CreateDirectory(card.OnPc("d"));
        Assert.Equal(StoreStatus.Exists, card.Store.Move("a", "b"));
        Assert.Equal(StoreStatus.Exists, card.Store.Move("a", "C"));
        Assert.Equal(StoreStatus.Exists, card.Store.Move("c", "d"));
        Assert.Equal(StoreStatus.Exists, card.Store.Move("c", "a"));
        Assert.Equal(StoreStatus.NoParent, card.Store.Move("a", "nowhere/a"));
        Assert.Equal(StoreStatus.NoParent, card.Store.Move("c", "nowhere/c"));
        Assert.Equal(StoreStatus.NotFound, card.Store.Move("nothing", "e"));
        Assert.Equal(1, new FileInfo(card.OnPc("a")).Length);
        Assert.Equal(2, new FileInfo(card.OnPc("b")).Length);
    }

    [Fact]
    public void ACollectionIsNotMovedIntoItself()
    {
        using CardInSlot card = new CardInSlot();
        Directory.CreateDirectory(card.OnPc("c/d"));
        Assert.Equal(StoreStatus.Denied, card.Store.Move("c", "C/d/e"));
        Assert.True(Directory.Exists(card.OnPc("c/d")));
    }

    [Fact]
    public void TheCaseOfANameCanBeChanged()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("read.txt", 4);
        Directory.CreateDirectory(card.OnPc("c"));
        Assert.Equal(StoreStatus.Ok, card.Store.Move("read.txt", "READ.txt"));
        Assert.Equal(StoreStatus.Ok, card.Store.Move("c", "C"));
        Assert.Equal(StoreStatus.Ok, card.Store.Move("C", "C"));
        Names names = new Names();
        Assert.Equal(StoreStatus.Ok, card.Store.List("", names));
        Assert.Equal(".peer/ C/ READ.txt:4", names.All);
    }

    [Fact]
    public void ACollectionIsMadeOnceAndInOneThatIsThere()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("file", 1);
        Assert.Equal(StoreStatus.Ok, card.Store.MakeCollection("a"));
        Assert.Equal(StoreStatus.Exists, card.Store.MakeCollection("A"));
        Assert.Equal(StoreStatus.Exists, card.Store.MakeCollection("file"));
        Assert.Equal(StoreStatus.Exists, card.Store.MakeCollection(""));
        Assert.Equal(StoreStatus.NoParent, card.Store.MakeCollection("b/c"));
        Assert.Equal(StoreStatus.NoParent, card.Store.MakeCollection("file/c"));
        Assert.False(Directory.Exists(card.OnPc("b")));
    }

    [Fact]
    public void MissingCollectionsAreMadeInTheReservedAreaOnly()
    {
        using CardInSlot card = new CardInSlot();
        Assert.Equal(StoreStatus.NoParent, card.Write("a/b", 1));
        Assert.Equal(StoreStatus.Ok, card.Write(".peer/x/y/b", 1));
        Assert.Equal(StoreStatus.Ok, card.Write(".peer/x/y/c", 1));
    }

    [Fact]
    public void ACollectionWithMembersIsNotDeleted()
    {
        using CardInSlot card = new CardInSlot();
        Directory.CreateDirectory(card.OnPc("c"));
        card.Put("c/a", 1);
        Assert.Equal(StoreStatus.NotEmpty, card.Store.Delete("c"));
        Assert.Equal(StoreStatus.Ok, card.Store.Delete("c/a"));
        Assert.Equal(StoreStatus.Ok, card.Store.Delete("c"));
        Assert.Equal(StoreStatus.NotFound, card.Store.Delete("c"));
    }

    [Fact]
    public void ListingShowsEveryMember()
    {
        using CardInSlot card = new CardInSlot();
        Directory.CreateDirectory(card.OnPc("c/sub"));
        card.Put("c/a", 7);
        card.Put("c/.hidden", 0);
        Names names = new Names();
        Assert.Equal(StoreStatus.Ok, card.Store.List("c", names));
        Assert.Equal(".hidden:0 a:7 sub/", names.All);
        Assert.Equal(StoreStatus.WrongKind, card.Store.List("c/a", names));
        Assert.Equal(StoreStatus.NotFound, card.Store.List("d", names));
    }

    [Fact]
    public void ANameThatNoListingWouldShowIsNotTaken()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("a", 1);
        Assert.Equal(StoreStatus.BadName, card.Write("config.sys", 1));
        Assert.Equal(StoreStatus.BadName, card.Store.Move("a", "config.sys"));
    }

    [Fact]
    public void WithoutHeapForTheNamesNoListingIsAskedFor()
    {
        using CardInSlot card = new CardInSlot();
        nanoFramework.Runtime.Native.GC.Free = (uint)Limits.ListingHeapOctets - 1;
        Assert.Equal(StoreStatus.TooMany, card.Store.List("", new Names()));
    }

    [Fact]
    public void WhatNoCardCanHoldIsInNoListingAndNobodyOpensItOrWaitsForIt()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using CardInSlot card = new CardInSlot();
        using (Process make = Process.Start("mkfifo", card.OnPc("pipe")))
        {
            make.WaitForExit();
        }

        Assert.True(File.Exists(card.OnPc("pipe")));
        using Socket bound = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        bound.Bind(new UnixDomainSocketEndPoint(card.OnPc("socket")));
        foreach (string name in new[] { "pipe", "socket", "PIPE" })
        {
            Assert.Equal(StoreStatus.Denied, card.Open(name, out _));
            Assert.Equal(StoreStatus.Denied, card.Store.Delete(name));
            Assert.Equal(StoreStatus.Exists, card.Store.MakeCollection(name));
            Assert.Equal(StoreStatus.Ok, card.Store.Find(name, card.Entry));
            Assert.False(card.Entry.IsCollection);
            Assert.Equal(0, card.Entry.Length);
        }

        Names names = new Names();
        Assert.Equal(StoreStatus.Ok, card.Store.List("", names));
        Assert.Equal(".peer/", names.All);
    }

    [Fact]
    public void NothingOutsideTheCardIsReachedThroughALink()
    {
        using CardInSlot card = new CardInSlot();
        using CardInSlot outside = new CardInSlot();
        outside.Put("secret", 9);
        PeerDevice.VirtualBoard.Manners.Card.Use(card.Folder, false);
        Directory.CreateSymbolicLink(card.OnPc("out"), outside.Folder);
        File.CreateSymbolicLink(card.OnPc("direct"), outside.OnPc("secret"));
        File.CreateSymbolicLink(card.OnPc("dangling"), outside.OnPc("new"));
        Assert.Equal(StoreStatus.NotFound, card.Open("out/secret", out _));
        Assert.Equal(StoreStatus.Denied, card.Open("direct", out _));
        Assert.Equal(StoreStatus.Denied, card.Store.Delete("direct"));
        Assert.Equal(StoreStatus.Denied, card.Store.Delete("dangling"));
        Assert.Equal(StoreStatus.Denied, card.Store.Delete("out"));
        Assert.Equal(StoreStatus.Exists, card.Store.MakeCollection("out"));
        Assert.Equal(StoreStatus.Ok, card.Write("mine", 1));
        Assert.Equal(StoreStatus.Exists, card.Store.Move("mine", "dangling"));
        Assert.Equal(StoreStatus.Exists, card.Store.Move("mine", "out"));
        Assert.NotEqual(StoreStatus.Ok, card.Store.Move("direct", "mine too"));
        Assert.NotEqual(StoreStatus.Ok, card.Write("dangling", 1));
        Assert.NotEqual(StoreStatus.Ok, card.Write("direct", 1));
        Assert.NotEqual(StoreStatus.Ok, card.Write("out/new", 1));
        Names names = new Names();
        Assert.Equal(StoreStatus.Ok, card.Store.List("", names));
        Assert.Equal(".peer/ mine:1", names.All);
        Assert.True(File.ResolveLinkTarget(card.OnPc("direct"), false) is not null);
        Assert.Equal(9, new FileInfo(outside.OnPc("secret")).Length);
        Assert.False(File.Exists(outside.OnPc("new")));
    }
}
