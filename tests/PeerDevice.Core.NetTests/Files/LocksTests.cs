using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Files;

/// <summary>The table of locks: who excludes whom, what a write needs, and that it never grows.</summary>
public sealed class LocksTests
{
    private static readonly byte[] Nobody = [];

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "a/b", true)]
    [InlineData("a", "ab", false)]
    [InlineData("", "a/b", true)]
    [InlineData("a/b", "a", true)]      // a new deep lock above one that is there
    [InlineData("a/b", "a/c", false)]
    public void ADeepExclusiveLockExcludesWhatItCoversAndWhatCoversIt(string first, string second, bool excludes)
    {
        Locks locks = Table(8);
        Assert.Equal(Locks.Granted, locks.Take(first, false, true, 60, Nobody, out HeldLock? held));
        Assert.Equal(excludes ? Locks.Excluded : Locks.Granted, locks.Take(second, true, true, 60, Nobody, out _));
        Assert.Equal(excludes ? new[] { held } : [], locks.Excluding(second, true, true).Where(other => other == held));
    }

    [Fact]
    public void ALockOfDepthZeroCoversItsRootAlone()
    {
        Locks locks = Table(8);
        locks.Take("a", false, false, 60, Nobody, out _);
        Assert.Equal(Locks.Granted, locks.Take("a/b", false, true, 60, Nobody, out _));
        Assert.Equal(Locks.Excluded, locks.Take("a", true, false, 60, Nobody, out _));
    }

    [Fact]
    public void SharedLocksStandBesideEachOtherAndOneTokenIsEnough()
    {
        Locks locks = Table(8);
        Assert.Equal(Locks.Granted, locks.Take("a", true, true, 60, Nobody, out HeldLock? one));
        Assert.Equal(Locks.Granted, locks.Take("a", true, false, 60, Nobody, out HeldLock? other));
        Assert.Equal(Locks.Excluded, locks.Take("a", false, false, 60, Nobody, out _));
        Assert.Equal(2, locks.Forbidding("a", false, false, Tokens()).Length);
        Assert.Empty(locks.Forbidding("a", false, false, Tokens(other!)));
        Assert.Empty(locks.Forbidding("a", true, false, Tokens(one!)));

        // The one of depth 0 says nothing of what is below.
        Assert.Equal([one!], locks.Forbidding("a", true, false, Tokens(other!)));
        Assert.Equal([one!], locks.Forbidding("a/b", false, false, Tokens(other!)));
    }

    [Theory]
    [InlineData("c", false, "c/x", false, false, false)]     // content of a member
    [InlineData("c", false, "c/x", false, true, true)]       // a member comes or goes (RFC 4918 §7.4)
    [InlineData("c", false, "c/x/y", false, true, false)]
    [InlineData("c", true, "c/x/y", false, false, true)]
    [InlineData("c/x/y", false, "c", true, true, true)]      // a tree with a locked member
    [InlineData("c/x/y", false, "c", false, false, false)]
    [InlineData("c/x", false, "c/x", false, false, true)]
    [InlineData("c/x", false, "c/xy", true, true, false)]
    public void AWriteNeedsTheTokensOfWhatItTouches(string root, bool isDeep, string path, bool writesDeep, bool isMembership, bool isForbidden)
    {
        Locks locks = Table(8);
        locks.Take(root, false, isDeep, 60, Nobody, out HeldLock? held);
        Assert.Equal(isForbidden ? [held!] : [], locks.Forbidding(path, writesDeep, isMembership, Tokens()));
        Assert.Empty(locks.Forbidding(path, writesDeep, isMembership, Tokens(held!)));
    }

    [Theory]
    [InlineData("Letter.txt", "LETTER.TXT", true)]
    [InlineData("dir/Ölkanne", "DIR/öLKANNE", true)]
    [InlineData("letter to the office.txt", "LETTER~1.TXT", true)]
    [InlineData("letter to the office.txt", "letter~1.txt", true)]
    [InlineData("letter to the office.txt", "LEA4F2~1.TXT", true)]
    [InlineData("LETTER~2.TXT", "letters of all kinds.txt", true)]
    [InlineData("folder of mine/x", "FOLDER~1/X", true)]
    [InlineData("letter to the office.txt", "BETTER~1.TXT", false)]
    [InlineData("letter.txt", "better.txt", false)]
    public void OnACardEverySpellingOfANameIsLocked(string locked, string other, bool isForbidden)
    {
        Locks locks = Table(8);
        locks.Take(locked, false, false, 60, Nobody, out _);
        Assert.Equal(isForbidden ? 1 : 0, locks.Forbidding(other, false, false, Tokens()).Length);
        Locks exact = new Locks(8, false, new VirtualClock(), new SeededRandom(1));
        exact.Take(locked, false, false, 60, Nobody, out _);
        Assert.Empty(exact.Forbidding(other, false, false, Tokens()));
    }

    [Fact]
    public void ALockEndsByItselfUnlessItIsRefreshed()
    {
        VirtualClock clock = new VirtualClock();
        Locks locks = new Locks(8, true, clock, new SeededRandom(1));
        locks.Take("a", false, false, 60, Nobody, out HeldLock? held);
        clock.Advance(59_999);
        Assert.Single(locks.Forbidding("a", false, false, Tokens()));
        Assert.Equal(held, locks.Refresh("a", Tokens(held!), 60));
        clock.Advance(59_999);
        Assert.Equal(1, locks.SecondsLeft(held!));
        Assert.Single(locks.Forbidding("a", false, false, Tokens()));
        clock.Advance(1);
        Assert.Empty(locks.Forbidding("a", false, false, Tokens()));
        Assert.Null(locks.Refresh("a", Tokens(held!), 60));
        Assert.False(locks.IsLockedWith("a", held!.Token, 0, held.Token.Length));
        Assert.Equal(Locks.Granted, locks.Take("a", false, false, 60, Nobody, out _));
    }

    [Fact]
    public void AFullTableRefusesUntilAnOldLockHasEnded()
    {
        VirtualClock clock = new VirtualClock();
        Locks locks = new Locks(4, true, clock, new SeededRandom(1));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Locks.Granted, locks.Take("f" + i, false, false, 10 + i, Nobody, out _));
        }

        Assert.Equal(Locks.Full, locks.Take("g", false, false, 60, Nobody, out _));
        clock.Advance(10_000);
        Assert.Equal(Locks.Granted, locks.Take("g", false, false, 60, Nobody, out _));
        Assert.Equal(Locks.Full, locks.Take("h", false, false, 60, Nobody, out _));
    }

    [Fact]
    public void NoTwoLocksShareATokenEvenWhereChanceHasFailed()
    {
        foreach (byte octet in new byte[] { 0, 0xFF, 0x41 })
        {
            Locks locks = new Locks(300, true, new VirtualClock(), new StuckRandom(octet));
            HashSet<string> tokens = [];
            for (int i = 0; i < 300; i++)
            {
                locks.Take("f" + i, false, false, 60, Nobody, out HeldLock? held);
                string token = Encoding.ASCII.GetString(held!.Token);
                Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", token);
                Assert.True(tokens.Add(token));
            }
        }
    }

    [Fact]
    public void AWriteThatIsTakingEffectKeepsNewLocksAwayUntilItEnds()
    {
        Locks locks = Table(8);
        PendingWrite tree = new PendingWrite();
        PendingWrite file = new PendingWrite();
        PendingWrite third = new PendingWrite();
        Assert.Empty(locks.Begin(tree, "a", true, true, Tokens()));
        Assert.Empty(locks.Begin(file, "x/y", false, true, Tokens()));
        Assert.Empty(locks.Begin(third, "z", false, false, Tokens()));
        Assert.Equal(Locks.Writing, locks.Take("a/b/c", false, false, 60, Nobody, out _));
        Assert.Equal(Locks.Writing, locks.Take("", false, true, 60, Nobody, out _));
        Assert.Equal(Locks.Writing, locks.Take("", false, false, 60, Nobody, out _));
        Assert.Equal(Locks.Writing, locks.Take("x", false, false, 60, Nobody, out _));
        Assert.Equal(Locks.Granted, locks.Take("x/y/z", false, false, 60, Nobody, out _));
        locks.End(file);
        locks.End(file);
        Assert.Equal(Locks.Granted, locks.Take("x", false, false, 60, Nobody, out _));
        locks.End(third);
        Assert.Equal(Locks.Granted, locks.Take("z", false, false, 60, Nobody, out _));
        Assert.Equal(Locks.Writing, locks.Take("a", false, false, 60, Nobody, out _));
        locks.End(tree);
        Assert.Equal(Locks.Granted, locks.Take("a/b/c", false, false, 60, Nobody, out _));
    }

    /// <summary>20 threads, 20,000 locks each, into 32 places.</summary>
    [Fact]
    public void AStormOfLocksStaysWithinTheTable()
    {
        const int Threads = 20;
        const int Rounds = 20_000;
        Locks locks = Table(32);
        int most = 0;
        int granted = 0;
        int refused = 0;
        int stolen = 0;
        Thread[] threads = new Thread[Threads];
        for (int t = 0; t < Threads; t++)
        {
            int own = t;
            threads[t] = new Thread(() =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    int answer = locks.Take("d/" + (own + i) % 48, false, false, 3600, Nobody, out HeldLock? held);
                    if (locks.Count > 32)
                    {
                        Interlocked.Increment(ref most);
                    }

                    if (answer != Locks.Granted)
                    {
                        Interlocked.Increment(ref refused);
                        continue;
                    }

                    Interlocked.Increment(ref granted);
                    if (i % 3 != 0 && !locks.Release(held!.Path, held.Token, 0, held.Token.Length))
                    {
                        Interlocked.Increment(ref stolen);
                    }
                }
            });
        }

        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal(0, most);
        Assert.Equal(0, stolen);
        Assert.Equal(Threads * Rounds, granted + refused);
        Assert.True(granted >= 32 && refused > 0, granted + " granted, " + refused + " refused");
        Assert.Equal(32, locks.Count);
    }

    private static Locks Table(int places)
    {
        return new Locks(places, true, new VirtualClock(), new SeededRandom(4918));
    }

    /// <summary>The tokens of a request whose If field has them, as real ones come.</summary>
    private static SubmittedTokens Tokens(params HeldLock[] held)
    {
        string field = string.Concat(held.Select(each => "(<" + Encoding.ASCII.GetString(each.Token) + ">)"));
        byte[] head = Encoding.ASCII.GetBytes("PUT / HTTP/1.1\r\nHost: desk\r\n" + (held.Length == 0 ? "" : "If: " + field + "\r\n") + "\r\n");
        Wire.Http.RequestReader request = new Wire.Http.RequestReader();
        Assert.Equal(Wire.Http.HeadReader.Complete, request.Read(head, 0, head.Length));
        SubmittedTokens submitted = new SubmittedTokens();
        submitted.Begin(request, head);
        return submitted;
    }
}
