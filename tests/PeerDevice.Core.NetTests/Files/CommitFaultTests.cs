using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Files;

/// <summary>The fear: a card that fails, fills up or is pulled out in the middle takes a file with it, or everything that follows.</summary>
public sealed class CommitFaultTests(ITestOutputHelper output)
{
    public static TheoryData<int, bool> Faults => new()
    {
        { StoreStatus.Failed, false }, { StoreStatus.Failed, true }, { StoreStatus.Busy, false }, { StoreStatus.Busy, true },
        { StoreStatus.Absent, false }, { StoreStatus.Absent, true }, { StoreStatus.Full, false }, { StoreStatus.Denied, false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void AStoreThatFailsAtAnyCallLosesNothingAndTheNextCommitGoes(int status, bool staysFailed)
    {
        int runs = 0;
        foreach (Func<FatWorld, int> operation in new Func<FatWorld, int>[]
        {
            w => w.Put("a.txt", FatWorld.Text('n', 1300)),
            w => w.Put("new.txt", FatWorld.Text('n', 100)),
            w => w.Commits.Move("a.txt", "d/m.txt"),
            w => w.Commits.Replace("a.txt", "b.txt"),
            w => w.Commits.Move("a.txt", "A.TXT"),
            w => w.Commits.Delete("a.txt"),
        })
        {
            for (int call = 0; ; call++)
            {
                FatMedium card = PowerCutTests.Prepared();
                FailingStore failing = null!;
                FatWorld world = new(card, s => new CardWatch(failing = new FailingStore(s)));
                Assert.Equal(StoreStatus.Ok, world.Commits.Recover());
                string old = world.Picture();
                string tag = world.Tag("a.txt");
                failing.Reset();
                failing.Status = status;
                failing.StaysFailed = staysFailed;
                failing.FailAt = call;
                int answer = operation(world);
                bool wasCalled = failing.Calls > call;
                failing.Reset();
                failing.StaysFailed = false;
                runs++;

                // A reader finds one or the other, once it is served at all; so does the next mount.
                world.Commits.Attend("", false);
                string name = $"status {status}, stays {staysFailed}, call {call}, answer {answer}";
                FatReport report = FatCheck.Examine(card);
                Assert.True(report.IsSound, $"{name}: {report}");
                string now = world.Picture();
                FatWorld expected = FatWorld.Mounted(PowerCutTests.Prepared());
                Assert.Equal(StoreStatus.Ok, operation(expected));
                Assert.True(now == old || now == expected.Picture(), $"{name}: {now}");
                Assert.True(answer != StoreStatus.Ok || now == expected.Picture(), $"{name}: acknowledged, and {now}");
                Assert.True(now == old || world.Read("a.txt") is null || world.Read("a.txt") == FatWorld.Text('a', 1300) || world.Tag("a.txt") != tag, name);

                FatWorld next = FatWorld.Mounted(card.Copy());
                Assert.Contains(next.Picture(), new[] { old, expected.Picture() });
                Assert.True(world.Put("a.txt", FatWorld.Text('z', 700)) == StoreStatus.Ok, name);
                Assert.Equal(FatWorld.Text('z', 700), world.Read("a.txt"));
                report = FatCheck.Examine(card);
                Assert.True(report.IsSound && report.LostClusters == 0, $"{name}: {report}");
                Assert.Empty(FatCheck.Examine(Remounted(card)).Leftovers);
                if (!wasCalled)
                {
                    break;
                }
            }
        }

        output.WriteLine($"{runs} runs");
    }

    [Fact]
    public void ACardWithSoMuchRoomAndNoMoreAnswersFullAndKeepsWhatItHas()
    {
        for (int left = 0; left < 14; left++)
        {
            FatMedium card = PowerCutTests.Prepared();
            FatWorld world = FatWorld.Mounted(card);
            Clog(card, left);
            string old = world.Picture();
            int status = world.Put("a.txt", FatWorld.Text('n', 2000));
            Assert.True(status is StoreStatus.Ok or StoreStatus.Full, $"{left} clusters: {status}");
            Assert.Equal(FatWorld.Text(status == StoreStatus.Ok ? 'n' : 'a', status == StoreStatus.Ok ? 2000 : 1300), world.Read("a.txt"));
            Assert.True(status == StoreStatus.Ok || world.Picture() == old);

            // A full card can always be emptied.
            Assert.Equal(StoreStatus.Ok, world.Commits.Delete("b.txt"));
            Assert.Equal(StoreStatus.Ok, world.Commits.Delete("empty.txt"));
            Assert.Equal(StoreStatus.Ok, world.Commits.Delete("a.txt"));
            FatReport report = FatCheck.Examine(card);
            Assert.True(report.IsSound && report.LostClusters == 0 && report.Leftovers.Count == 0, $"{left} clusters: {report}");
            FatWorld next = FatWorld.Mounted(card.Copy());
            Assert.Null(next.Read("a.txt"));
        }
    }

    [Fact]
    public void AFullCardThatNoPeerHasWrittenToCanBeEmptied()
    {
        FatMedium card = new(64);
        FatStore store = new(card);
        Fill(store, "a.txt", 5000);
        FatWorld world = FatWorld.Mounted(card);
        Clog(card, 0);
        Assert.Equal(StoreStatus.Full, world.Put("b.txt", "b"));
        Assert.Equal(StoreStatus.Ok, world.Commits.Delete("a.txt"));
        Assert.Equal(StoreStatus.Ok, world.Put("b.txt", "b"));
        Assert.True(FatCheck.Examine(card).IsSound);
    }

    [Fact]
    public void AnotherCardIsNeverServedByTheTagsOfTheFirst()
    {
        FatMedium first = PowerCutTests.Prepared();
        FatMedium second = first.Copy();
        FatWorld other = FatWorld.Mounted(second);
        Assert.Equal(StoreStatus.Ok, other.Put("a.txt", FatWorld.Text('o', 1300)));

        FatWorld world = new(first, s => new CardWatch(s));
        Assert.Equal(StoreStatus.Ok, world.Commits.Recover());
        string tag = world.Tag("a.txt");
        world.Fat.Pull();
        world.Commits.Attend("", false);
        Assert.Equal(StoreStatus.Absent, world.Put("x", "x"));
        world.Fat.Insert(second.Copy());
        for (int i = 0; i < 3; i++)
        {
            world.Store.Find("a.txt", new StoreEntry());
            world.Commits.Attend("", false);
        }

        Assert.Equal(FatWorld.Text('o', 1300), world.Read("a.txt"));
        Assert.NotEqual(tag, world.Tag("a.txt"));
        Assert.Equal(StoreStatus.Ok, world.Put("x", "x"));
    }

    [Fact]
    public void ACommitWaitsForReadersAndReadersForACommitBoundedly()
    {
        FatWorld world = FatWorld.Mounted(PowerCutTests.Prepared());
        int lease = world.Commits.BeginRead("a.txt");
        long before = world.Clock.Milliseconds;
        Assert.Equal(StoreStatus.Busy, world.Put("A.txt", "n"));
        Assert.InRange(world.Clock.Milliseconds - before, Limits.CommitPatience, Limits.CommitPatience + 1000);
        Assert.Equal(StoreStatus.Ok, world.Put("b.txt", "n"));
        Assert.Equal(FatWorld.Text('a', 1300), world.Read("a.txt"));
        world.Commits.EndRead(lease);
        Assert.Equal(StoreStatus.Ok, world.Put("a.txt", "n"));

        // By its short name a file may be any: everything waits for its reader.
        lease = world.Commits.BeginRead("d/ALONGE~1.TXT");
        Assert.Equal(StoreStatus.Busy, world.Commits.Delete("d/A longer name than FAT has room for.txt"));
        world.Commits.EndRead(lease);
        Assert.Equal(StoreStatus.Ok, world.Commits.Delete("d/A longer name than FAT has room for.txt"));
        Assert.Empty(FatCheck.Examine(world.Card).Leftovers);
    }

    private static FatMedium Remounted(FatMedium card)
    {
        FatMedium copy = card.Copy();
        FatWorld.Mounted(copy);
        return copy;
    }

    private static void Clog(FatMedium card, int left)
    {
        FatStore store = new(card);
        Fill(store, "clog.bin", (card.FreeClusters - left) * card.ClusterOctets);
        Assert.Equal(left, card.FreeClusters);
    }

    private static void Fill(FatStore store, string path, int octets)
    {
        Assert.Equal(StoreStatus.Ok, store.Create(path, false, out FileWriter? writer));
        byte[] content = new byte[octets];
        Array.Fill(content, (byte)'a');
        Assert.True(octets == 0 || writer!.Write(content, 0, octets));
        writer!.Close(true);
    }
}
