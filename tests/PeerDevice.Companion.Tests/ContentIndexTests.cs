using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Contents;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Companion.Tests;

/// <summary>The fear: a PC gives another content than the one that was asked for, or never notices that a file has become another.</summary>
public sealed class ContentIndexTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FolderStore _store;

    public ContentIndexTests()
    {
        _temp.Text("share/docs/hello.txt", "Hello World!");
        _temp.Text("share/other.txt", "Hello World!");
        _temp.Text("share/empty", "");
        _store = new FolderStore(_temp["share"], writable: true, durable: false);
        foreach (string file in Directory.GetFiles(_temp["share"], "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void WhatIsThereIsFoundByBothNamesAndWhatIsNotIsNot()
    {
        using ContentIndex index = Open();
        index.LookAtAll();
        Assert.Equal(3, index.Count);
        Assert.Equal("docs/hello.txt", index.Find(ContentKind.Sha256, Sha("Hello World!"), 0));
        Assert.Equal("other.txt", index.Find(ContentKind.Tree, Tree("Hello World!"), 1));
        Assert.Null(index.Find(ContentKind.Tree, Tree("Hello World!"), 2));
        Assert.Equal("empty", index.Find(ContentKind.Tree, Tree(""), 0));
        Assert.Null(index.Find(ContentKind.Sha256, Sha("x"), 0));
        Assert.True(Tells(index, "other.txt", "Hello World!"));
    }

    [Fact]
    public void AChangeIsSeenWhenItIsAskedForAndWhenAllIsLookedAtAgain()
    {
        using ContentIndex index = Open();
        index.LookAtAll();
        DateTime before = File.GetLastWriteTimeUtc(_temp["share/other.txt"]);
        _temp.Text("share/other.txt", "Hello Wxrld!");
        File.SetLastWriteTimeUtc(_temp["share/other.txt"], before); // of the same length, and its time set back
        Assert.False(Tells(index, "other.txt", "Hello World!"));
        Assert.False(Tells(index, "other.txt", "Hello Wxrld!"));
        index.LookAtAll();
        Assert.True(Tells(index, "other.txt", "Hello Wxrld!"));
        File.Delete(_temp["share/other.txt"]);
        Directory.Delete(_temp["share/docs"], recursive: true);
        index.LookAtAll();
        Assert.Equal(1, index.Count);
        Assert.Null(index.Find(ContentKind.Sha256, Sha("Hello World!"), 0));
    }

    [Fact]
    public void ItIsKeptAndNotReadAgain()
    {
        using (ContentIndex index = Open())
        {
            index.LookAtAll();
        }

        using ContentIndex later = Open();
        Assert.Equal(3, later.Count);
        Assert.True(Tells(later, "other.txt", "Hello World!"));
        Assert.Empty(Directory.GetFiles(_temp["share"], "*.db*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OneThatIsDamagedOrLostIsBegunAnew(int damage)
    {
        using (ContentIndex index = Open())
        {
            index.LookAtAll();
        }

        string file = Assert.Single(Directory.GetFiles(_temp["state"], "*.db"));
        byte[] octets = File.ReadAllBytes(file);
        switch (damage)
        {
            case 0:
                File.Delete(file);
                break;
            case 1:
                File.WriteAllText(file, "this is no database, and it is long enough to be taken for one by nobody who looks at its first octets");
                break;
            case 2:
                new Random(5).NextBytes(octets.AsSpan(512));
                File.WriteAllBytes(file, octets);
                break;
            default:
                Array.Resize(ref octets, octets.Length / 2);
                File.WriteAllBytes(file, octets);
                break;
        }

        using ContentIndex later = Open();
        later.LookAtAll();
        Assert.Equal(3, later.Count);
        Assert.True(Tells(later, "other.txt", "Hello World!"));
    }

    [Fact]
    public void AValueThatWasChangedOnTheDiskIsNotBelieved()
    {
        using (ContentIndex index = Open())
        {
            index.LookAtAll();
        }

        string file = Assert.Single(Directory.GetFiles(_temp["state"], "*.db"));
        byte[] octets = File.ReadAllBytes(file);
        byte[] sha = Sha("Hello World!");
        for (int at = octets.AsSpan().IndexOf(sha); at >= 0; at = octets.AsSpan().IndexOf(sha))
        {
            octets[at] ^= 1;
        }

        File.WriteAllBytes(file, octets);
        using ContentIndex later = Open();
        sha[0] ^= 1;
        Assert.Null(later.Find(ContentKind.Sha256, sha, 0));
        Assert.False(Tells(later, "other.txt", "Hello World!"));
    }

    [Fact]
    public void TwoPeersDoNotShareOne()
    {
        using ContentIndex index = Open();
        Assert.Null(ContentIndex.Open(_temp["state"], _store, new PcClock(), "here"));
    }

    [Fact]
    public async Task APeerAnswersWithWhatItHas()
    {
        using (ContentIndex index = ContentIndex.Open(_temp["state"], _store, new PcClock(), "=" + _store.FullPath)!)
        {
            index.LookAtAll();
        }

        using LocalPeer peer = LocalPeer.Start(
            new LocalPeerPlan { Shares = [_temp["share"]], Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = PeerSettings.NoPort, SnmpPort = PeerSettings.NoPort, Index = _temp["state"] },
            new SilentIndicator());
        using HttpClient client = new() { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{peer.HttpPort}/")) };
        Assert.Equal("Hello World!", await client.GetStringAsync(".well-known/ni/sha-256/f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk", TestContext.Current.CancellationToken));
        using HttpRequestMessage request = new(HttpMethod.Head, "files/other.txt");
        request.Headers.Add("Want-Repr-Digest", "sha-256=1");
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("sha-256=:f4OxZX/x/FO5LcGBSKHWXfwtSx+j1ncoSt3SABJtkGk=:", Assert.Single(answer.Headers.GetValues("Repr-Digest")));
    }

    [Fact]
    public void WhatTheSystemTellsOfIsLookedAtWithoutWaitingForTheNextRound()
    {
        using ContentIndex index = Open();
        index.Watch("", _temp["share"]);
        index.Start();
        index.Hurry();
        Eventually(() => index.Count == 3);
        _temp.Text("share/docs/new.txt", "new");
        Eventually(() => index.Find(ContentKind.Sha256, Sha("new"), 0) == "docs/new.txt");
    }

    [Fact]
    public void AFileThatIsWrittenAllTheTimeKeepsNothingElseBack()
    {
        _temp.Text("share/always.log", "one more line");
        using ContentIndex index = Open(settling: 3_600_000);
        index.Watch("", _temp["share"]);
        index.Start();
        index.Hurry();
        Eventually(() => index.Count == 3);

        // Its name begins as that of the reserved area does, and is none.
        _temp.Text("moved", "moved");
        File.SetLastWriteTimeUtc(_temp["moved"], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(_temp["moved"], _temp["share/.peer.doc"]);
        Eventually(() => index.Find(ContentKind.Sha256, Sha("moved"), 0) == ".peer.doc");
        Assert.Equal(4, index.Count);
    }

    [Fact]
    public void WhatWasNotThoughtOfEndsNoThread()
    {
        int faults = 3;
        FailingStore failing = new(_store)
        {
            Before = _ =>
            {
                if (Interlocked.Decrement(ref faults) >= 0)
                {
                    throw new InvalidOperationException("what was not thought of");
                }
            },
        };
        using ContentIndex index = Open(0, failing);
        index.Start();
        Eventually(() =>
        {
            index.Hurry();
            return index.Count == 3;
        });
        Assert.True(faults < 0);
    }

    [Fact]
    public void ItRestsAfterEachBlockForAsLongAsThatTook()
    {
        const int Blocks = 5;
        File.WriteAllBytes(_temp["share/large"], new byte[(Blocks * DesktopLimits.Step) - 1]);
        File.SetLastWriteTimeUtc(_temp["share/large"], new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (string other in (string[])["docs/hello.txt", "other.txt", "empty"])
        {
            File.Delete(_temp["share/" + other]);
        }

        WornClock clock = new();
        using ContentIndex index = Open(clock: clock);
        index.LookAtAll();
        Assert.Equal(1, index.Count);
        Assert.Equal(Enumerable.Repeat(WornClock.Step, Blocks), clock.Sleeps);
    }

    private ContentIndex Open(int settling = 0, IFileStore? store = null, IClock? clock = null)
    {
        return Assert.IsType<ContentIndex>(ContentIndex.Open(_temp["state"], store ?? _store, clock ?? new PcClock(), "here", settling));
    }

    private bool Tells(ContentIndex index, string path, string content)
    {
        StoreEntry entry = new();
        Assert.Equal(StoreStatus.Ok, _store.Find(path, entry));
        byte[] sha = new byte[32];
        byte[] tree = new byte[32];
        return index.Tell(path, entry, ContentKind.Sha256, sha) && index.Tell(path, entry, ContentKind.Tree, tree)
            && sha.AsSpan().SequenceEqual(Sha(content)) && tree.AsSpan().SequenceEqual(Tree(content));
    }

    // Only for a test that would otherwise hang: nothing is measured by it.
    private static void Eventually(Func<bool> isSo)
    {
        DateTime despair = DateTime.UtcNow.AddSeconds(60);
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < despair, "It never came to pass.");
            Thread.Sleep(5);
        }
    }

    private static byte[] Sha(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    private static byte[] Tree(string content)
    {
        TreeTag tag = new();
        byte[] octets = Encoding.UTF8.GetBytes(content);
        tag.Append(octets, 0, octets.Length);
        return tag.End();
    }

    /// <summary>Whatever happens between two looks at it takes a while.</summary>
    private sealed class WornClock : IClock
    {
        public const int Step = 70;

        private long _now;

        public List<int> Sleeps { get; } = [];

        public long Milliseconds => _now += Step;

        public long UnixSeconds => 1_795_600_800;

        public void Sleep(int milliseconds) => Sleeps.Add(milliseconds);

        public bool Await(AutoResetEvent signal, int milliseconds) => signal.WaitOne(0);
    }
}
