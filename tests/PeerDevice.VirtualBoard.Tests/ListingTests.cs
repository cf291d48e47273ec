using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.VirtualBoard.Manners;
using GC = nanoFramework.Runtime.Native.GC;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The fear: a folder with more members than the heap has room for takes the board with it, again at every start, or takes memory from who asks for something else.</summary>
public sealed class ListingTests
{
    // What twelve clients at four sessions leave of 92 KB (Profile.SixteenSocketsSmallHeap).
    private const uint BusySmallHeap = 17 * 1024;

    [Theory]
    [InlineData(BusySmallHeap, 250)]
    [InlineData(64 * 1024, 1000)]
    [InlineData(4 * 1024 * 1024, 1000)]
    [InlineData(4 * 1024 * 1024, 20000)]
    public void AFolderIsListedWhole(uint heap, int members)
    {
        using CardInSlot card = Card(heap, "docs", members);
        Count count = new Count();
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", count));
        Assert.Equal(members, count.Members);
    }

    [Fact]
    public void NamesThatDoNotFitAreRefusedAndNotAskedForAgainBeforeThereIsAReason()
    {
        using CardInSlot card = Card(40 * 1024, "docs", 1000);
        Assert.Equal(StoreStatus.TooMany, card.Store.List("docs", new Count()));
        Assert.Empty(Marks(card));

        // Nothing is tried while nothing has changed: what is there meanwhile would be seen.
        BoardDirectory.Seen = 0;
        Assert.Equal(StoreStatus.TooMany, card.Store.List("docs", new Count()));
        Assert.Equal(0, BoardDirectory.Seen);
        Assert.Equal(StoreStatus.Ok, card.Store.Delete("docs/file-0001.txt"));
        Assert.Equal(StoreStatus.TooMany, card.Store.List("docs", new Count()));
        Assert.NotEqual(0, BoardDirectory.Seen);
        GC.Free = 80 * 1024;
        Count count = new Count();
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", count));
        Assert.Equal(999, count.Members);
    }

    [Fact]
    public void NamesThatWouldLeaveTheOthersNothingAreRefused()
    {
        using CardInSlot card = Card(BusySmallHeap, "docs", 250);
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));

        // 250 names of this length take 12,012 octets.
        GC.Free = 16 * 1024;
        card.Reboot();
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
        for (int i = 250; i < 320; i++)
        {
            card.Put("docs/file-" + i.ToString("D4") + ".txt", 0);
        }

        card.Reboot();
        Assert.Equal(StoreStatus.TooMany, card.Store.List("docs", new Count()));
    }

    [Fact]
    public void AFolderThatEndedTheRuntimeTwiceIsRefusedFromThenOnAndNothingElseIs()
    {
        using CardInSlot card = Card(20 * 1024, "big", 2000);
        Directory.CreateDirectory(card.OnPc("small"));
        card.Put("small/a", 1);
        Ends(card, "big");
        Ends(card, "big");
        for (int start = 0; start < 3; start++)
        {
            Count small = new Count();
            Assert.Equal(StoreStatus.TooMany, card.Store.List("big", new Count()));
            Assert.Equal(StoreStatus.TooMany, card.Store.List("BIG", new Count()));
            Assert.Equal(StoreStatus.Ok, card.Store.List("small", small));
            Assert.Equal(1, small.Members);
            Assert.Equal(StoreStatus.Ok, card.Store.List("", new Count()));
            Assert.Equal(StoreStatus.Ok, card.Store.Find("big/file-0001.txt", card.Entry));
            Assert.Equal(StoreStatus.Ok, card.Write("big/new" + start, 3));
            Assert.Single(Marks(card));
            card.Reboot();
        }
    }

    [Fact]
    public void WithMoreHeapItIsTriedAgainAndIfThatIsNotEnoughItIsKeptInMind()
    {
        using CardInSlot card = Card(20 * 1024, "big", 2000);
        Ends(card, "big");
        Ends(card, "big");
        GC.Free = 39 * 1024;
        Assert.Equal(StoreStatus.TooMany, card.Store.List("big", new Count()));
        Assert.Equal(2, Tries(card));
        GC.Free = 41 * 1024;
        card.Reboot();
        Assert.Equal(StoreStatus.TooMany, card.Store.List("big", new Count()));
        Assert.Equal(3, Tries(card));
        GC.Free = 20 * 1024;
        card.Reboot();
        Assert.Equal(StoreStatus.TooMany, card.Store.List("big", new Count()));
        GC.Free = 4 * 1024 * 1024;
        card.Reboot();
        Count count = new Count();
        Assert.Equal(StoreStatus.Ok, card.Store.List("big", count));
        Assert.Equal(2000, count.Members);
    }

    [Fact]
    public void AMarkOfAPowerCutDoesNoHarm()
    {
        using CardInSlot card = Card(20 * 1024, "big", 2000);
        Ends(card, "big");

        // It was the power: on the next start the folder is listed, and the mark is gone.
        for (int i = 100; i < 2000; i++)
        {
            File.Delete(card.OnPc("big/file-" + i.ToString("D4") + ".txt"));
        }

        Count count = new Count();
        Assert.Equal(StoreStatus.Ok, card.Store.List("big", count));
        Assert.Equal(100, count.Members);
        Assert.Empty(Marks(card));
    }

    [Fact]
    public void WhoeverDividesTheFolderOnAPcAndDeletesTheMarksIsServed()
    {
        using CardInSlot card = Card(20 * 1024, "big", 2000);
        Ends(card, "big");
        Ends(card, "big");
        Directory.CreateDirectory(card.OnPc("rest"));
        for (int i = 100; i < 2000; i++)
        {
            File.Move(card.OnPc("big/file-" + i.ToString("D4") + ".txt"), card.OnPc("rest/" + i));
        }

        card.Reboot();
        Assert.Equal(StoreStatus.TooMany, card.Store.List("big", new Count()));
        Directory.Delete(card.OnPc(".peer/l"), true);
        card.Reboot();
        Assert.Equal(StoreStatus.Ok, card.Store.List("big", new Count()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("\n\n\n")]
    [InlineData("20480 other\n20480 other\n")]
    [InlineData("99999999999999999999 big\n99999999999999999999 big\n99999999999999999999 big\n")]
    [InlineData("x big\nx big\n")]
    public void AMarkThatSaysSomethingElseIsNone(string content)
    {
        using CardInSlot card = Card(20 * 1024, "big", 2000);
        Ends(card, "big");
        string mark = Marks(card).Single();
        File.WriteAllText(mark, content);
        for (int i = 100; i < 2000; i++)
        {
            File.Delete(card.OnPc("big/file-" + i.ToString("D4") + ".txt"));
        }

        Assert.Equal(StoreStatus.Ok, card.Store.List("big", new Count()));
        Assert.Empty(Marks(card));
    }

    [Fact]
    public void AMarkIsWrittenOnceAMountAndOnlyWhereItIsOfUse()
    {
        using CardInSlot card = Card(4 * 1024 * 1024, "docs", 10);
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
        Assert.False(Directory.Exists(card.OnPc(".peer/l")));

        GC.Free = 20 * 1024;
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
        Assert.True(Directory.Exists(card.OnPc(".peer/l")));
        Directory.Delete(card.OnPc(".peer/l"));
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
        Assert.Equal(StoreStatus.Ok, card.Store.List(".peer", new Count()));
        Assert.False(Directory.Exists(card.OnPc(".peer/l")));

        // Another card may have another folder of that name.
        card.PullOut();
        Assert.Equal(StoreStatus.Absent, card.Store.List("docs", new Count()));
        card.PutBack();
        card.Clock.Sleep(Limits.CardRetryMilliseconds);
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
        Assert.True(Directory.Exists(card.OnPc(".peer/l")));
    }

    [Fact]
    public void AFolderThatGrewThroughUsIsMarkedAgainBeforeItCanBecomeTooLarge()
    {
        using CardInSlot card = Card(20 * 1024, "docs", 0);
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
        Directory.Delete(card.OnPc(".peer/l"));
        int known = 20 * 1024 / (2 * Limits.NameReference);
        for (int i = 1; i <= known + 1; i++)
        {
            Assert.Equal(StoreStatus.Ok, card.Write(".peer/u/1", 0));
            Assert.Equal(StoreStatus.Ok, card.Store.Move(".peer/u/1", "docs/" + i));
            if (i == known)
            {
                card.Store.List("docs", new Count());
                Assert.False(Directory.Exists(card.OnPc(".peer/l")));
            }
        }

        // By now their names do not fit; they were asked for under a mark.
        Assert.Equal(StoreStatus.TooMany, card.Store.List("docs", new Count()));
    }

    [Fact]
    public void ACardThatTakesNoMarkIsListedAllTheSame()
    {
        using CardInSlot card = Card(20 * 1024, "docs", 10);
        Assert.Equal(StoreStatus.Ok, card.Store.Find("docs", card.Entry));
        PeerDevice.VirtualBoard.Manners.Card.Capacity = 0;
        Assert.Equal(StoreStatus.Ok, card.Store.List("docs", new Count()));
    }

    [Fact]
    public async Task ABoardThatAFolderEndedTwiceServesEverythingElseAndIsHonestAboutThatFolder()
    {
        using CardInSlot card = Card(4 * 1024 * 1024, "big", 9000);
        Fill(card, "many", 2500);
        Fill(card, "some", 600);
        card.Put("a.bin", 3_000_000);
        string[] words = { "--sd", card.Folder, "--http", "0", "--heap", "98304" };
        for (int start = 0; start < 2; start++)
        {
            using RunningBoard board = new RunningBoard(words);
            using HttpClient client = new HttpClient();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetStringAsync(board.Http + "files/big/", TestContext.Current.CancellationToken));
            Assert.NotEqual(0, board.ExitCode());
            Assert.Contains("the runtime has ended", board.Errors);
        }

        using RunningBoard third = new RunningBoard(words);
        using HttpClient one = new HttpClient();
        using HttpClient other = new HttpClient();
        HttpResponseMessage download = await other.GetAsync(third.Http + "files/a.bin", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        foreach (string folder in new[] { "big", "many", "big" })
        {
            HttpResponseMessage refused = await one.GetAsync(third.Http + "files/" + folder + "/", TestContext.Current.CancellationToken);
            Assert.Equal(507, (int)refused.StatusCode);
            Assert.Contains("more members than can be listed", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            using HttpRequestMessage ask = new HttpRequestMessage(new HttpMethod("PROPFIND"), third.Http + "files/" + folder + "/");
            ask.Headers.Add("Depth", "1");
            Assert.Equal(507, (int)(await one.SendAsync(ask, TestContext.Current.CancellationToken)).StatusCode);
        }

        string some = await one.GetStringAsync(third.Http + "files/some/", TestContext.Current.CancellationToken);
        Assert.Contains("600 files", some);
        Assert.Contains("3 folders, 1 file", await one.GetStringAsync(third.Http + "files/", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await one.GetAsync(third.Http + "files/big/file-0001.txt", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(CardInSlot.Octets(3_000_000), await download.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, third.Terminate());
    }

    private static CardInSlot Card(uint heap, string folder, int members)
    {
        CardInSlot card = new CardInSlot();
        GC.Free = heap;
        Fill(card, folder, members);
        return card;
    }

    private static void Fill(CardInSlot card, string folder, int members)
    {
        Directory.CreateDirectory(card.OnPc(folder));
        for (int i = 0; i < members; i++)
        {
            card.Put(folder + "/file-" + i.ToString("D4") + ".txt", 0);
        }
    }

    private static string[] Marks(CardInSlot card)
    {
        return Directory.Exists(card.OnPc(".peer/l")) ? Directory.GetFiles(card.OnPc(".peer/l")) : Array.Empty<string>();
    }

    private static int Tries(CardInSlot card)
    {
        return File.ReadAllLines(Marks(card).Single()).Length;
    }

    // Lists a folder until the runtime ends, and starts the board again.
    private static void Ends(CardInSlot card, string folder)
    {
        using ManualResetEventSlim ended = new ManualResetEventSlim();
        Action before = BoardDirectory.RuntimeEnds;
        BoardDirectory.RuntimeEnds = () =>
        {
            // Nothing of the image runs any more.
            ended.Set();
            Thread.Sleep(Timeout.Infinite);
        };
        try
        {
            PeerDevice.Drivers.CardStore store = card.Store;
            new Thread(() => store.List(folder, new Count())) { IsBackground = true }.Start();
            Assert.True(ended.Wait(TimeSpan.FromSeconds(60)), "the folder was listed");
        }
        finally
        {
            BoardDirectory.RuntimeEnds = before;
        }

        Assert.Single(Marks(card));
        card.Reboot();
    }

    private sealed class Count : MemberVisitor
    {
        internal int Members { get; private set; }

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            Members++;
            return true;
        }
    }
}
