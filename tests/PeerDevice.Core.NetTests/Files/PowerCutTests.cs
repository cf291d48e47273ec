using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Files;

/// <summary>
/// The fear: the power goes while a card is written, and afterwards a file is half old and half new, gone, or tied to another.
/// Every commit is cut before its write 1, 2, 3 … until it survives; the recovery after each cut is cut in the same way.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const string LongName = "d/A longer name than FAT has room for.txt";

    private Manners _manners;
    private int _runs;
    private int _mostLost;

    public static TheoryData<string> Operations =>
    [
        "put over", "put over longer", "put over same length", "put new", "put in folder", "put over empty", "put empty over", "put nothing new",
        "put over long name", "put new long name", "move", "move over", "move away", "move long name", "move over long name", "move long name over",
        "respell", "respell over", "respell long name", "delete", "delete long name", "delete empty", "delete empty long name", "make folder", "delete folder",
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public void AfterACutThereIsTheOldOrTheNewAndNothingElse(string operation)
    {
        foreach (Manners manners in Manners.All)
        {
            _manners = manners;
            _runs = 0;
            _mostLost = 0;
            Cut(Prepared(), operation, 2);
            output.WriteLine($"{operation}, {manners}: {_runs} runs, at most {_mostLost} clusters lost");
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void ACardThatNoPeerHasWrittenToIsNoExcuse(string operation)
    {
        Cut(Recreate(Prepared()), operation, 2);
        output.WriteLine($"{operation}: {_runs} runs, at most {_mostLost} clusters lost");
    }

    [Fact]
    public void TheRecoveryOfARecoveryMayBeCutToo()
    {
        _manners = new Manners(true, true);
        Cut(Prepared(), "move over long name", 3);
        output.WriteLine($"{_runs} runs");
    }

    [Fact]
    public void AnIndexThatIsWrittenAnewMayBeCutAnywhere()
    {
        FatMedium card = Prepared();
        FatWorld world = FatWorld.Mounted(card);
        FatMedium before = card.Copy();
        int commits = 0;
        bool wasB = Has(card, ".peer/index.b");
        while (Has(card, ".peer/index.b") == wasB)
        {
            before = card.Copy();
            Assert.Equal(StoreStatus.Ok, world.Put("d/e.txt", FatWorld.Text('e', 10)));
            Assert.InRange(++commits, 1, 500);
        }

        output.WriteLine($"written anew at commit {commits}");
        Cut(before, "put over", 2);
        output.WriteLine($"{_runs} runs");
    }

    [Fact]
    public void AChainInSeveralSectorsOfTheTableLosesRoomAtMost()
    {
        // What is freed in more than one write can be lost in part: no name leads there, and no other file meets it.
        foreach (string operation in new[] { "put over longer", "delete", "move over", "move long name over" })
        {
            FatMedium card = Prepared();
            card.TableSectorEntries = 2;
            Cut(card, operation, 2);
        }
    }

    [Fact]
    public void TheBoardsOwnReplacementWouldNotPassThis()
    {
        // The test of the test: deleting and renaming without an intent is caught.
        FatMedium prepared = Prepared();
        int bad = 0;
        for (int step = 0; step < 40; step++)
        {
            FatMedium card = prepared.Copy();
            FatStore store = new(card);
            card.CutAt = step;
            try
            {
                store.Delete("b.txt");
                store.Move("a.txt", "b.txt");
            }
            catch (PowerCut)
            {
                FatReport report = FatCheck.Examine(card);
                bad += report.IsSound && report.Files.ContainsKey("b.txt") ? 0 : 1;
            }
        }

        Assert.True(bad >= 3);
    }

    private static bool Has(FatMedium card, string path)
    {
        return new FatStore(card).Find(path, new StoreEntry()) == StoreStatus.Ok;
    }

    internal static FatMedium Prepared()
    {
        FatMedium card = new(600) { TableSectorEntries = 1 << 20 };
        FatWorld world = FatWorld.Mounted(card);
        Assert.Equal(StoreStatus.Ok, world.Commits.MakeCollection("d"));
        Assert.Equal(StoreStatus.Ok, world.Commits.MakeCollection("hollow"));
        Assert.Equal(StoreStatus.Ok, world.Put("a.txt", FatWorld.Text('a', 1300)));
        Assert.Equal(StoreStatus.Ok, world.Put("b.txt", FatWorld.Text('b', 1300)));
        Assert.Equal(StoreStatus.Ok, world.Put("d/c.txt", FatWorld.Text('c', 2500)));
        Assert.Equal(StoreStatus.Ok, world.Put(LongName, FatWorld.Text('l', 1300)));
        Assert.Equal(StoreStatus.Ok, world.Put("empty.txt", ""));
        Assert.Equal(StoreStatus.Ok, world.Put("An empty file.txt", ""));
        return card.Copy();
    }

    // The same files on a card that no peer has written to.
    private static FatMedium Recreate(FatMedium from)
    {
        FatMedium card = new(600) { TableSectorEntries = 1 << 20 };
        FatStore store = new(card);
        store.MakeCollection("d");
        store.MakeCollection("hollow");
        foreach ((string file, byte[]? content) in FatCheck.Examine(from).Files)
        {
            if (!file.StartsWith(".peer/", StringComparison.Ordinal))
            {
                store.Create(file, false, out FileWriter? writer);
                writer!.Write(content!, 0, content!.Length);
                writer.Close(true);
            }
        }

        return card.Copy();
    }

    private static int Operate(FatWorld world, string operation)
    {
        return operation switch
        {
            "put over" => world.Put("a.txt", FatWorld.Text('n', 900)),
            "put over longer" => world.Put("d/c.txt", FatWorld.Text('n', 4000)),
            "put over same length" => world.Put("A.TXT", FatWorld.Text('n', 1300)),
            "put new" => world.Put("new.txt", FatWorld.Text('n', 1100)),
            "put in folder" => world.Put("d/new.txt", FatWorld.Text('n', 100)),
            "put over empty" => world.Put("empty.txt", FatWorld.Text('n', 600)),
            "put empty over" => world.Put("a.txt", ""),
            "put nothing new" => world.Put("none.txt", ""),
            "put over long name" => world.Put(LongName, FatWorld.Text('n', 900)),
            "put new long name" => world.Put("a new name, long too.txt", FatWorld.Text('n', 900)),
            "move" => world.Commits.Move("a.txt", "d/moved.txt"),
            "move over" => world.Commits.Replace("a.txt", "b.txt"),
            "move away" => world.Commits.Move("d/c.txt", "c.txt"),
            "move long name" => world.Commits.Move(LongName, "c.txt"),
            "move over long name" => world.Commits.Replace("a.txt", LongName),
            "move long name over" => world.Commits.Replace(LongName, "a.txt"),
            "respell" => world.Commits.Move("a.txt", "A.TXT"),
            "respell over" => world.Commits.Replace("d/c.txt", "D/C.txt"),
            "respell long name" => world.Commits.Move(LongName, LongName.ToUpperInvariant()),
            "delete" => world.Commits.Delete("d/c.txt"),
            "delete long name" => world.Commits.Delete(LongName),
            "delete empty" => world.Commits.Delete("empty.txt"),
            "delete empty long name" => world.Commits.Delete("An empty file.txt"),
            "make folder" => world.Commits.MakeCollection("d/x"),
            "delete folder" => world.Commits.Delete("hollow"),
            _ => throw new ArgumentOutOfRangeException(operation),
        };
    }

    private void Cut(FatMedium prepared, string operation, int depth)
    {
        FatWorld before = FatWorld.Mounted(prepared.Copy(), _manners);
        Dictionary<string, string> tags = [];
        string old = before.Picture();
        Remember(before, tags, "nothing cut");
        Assert.Equal(StoreStatus.Ok, Operate(before, operation));
        string made = before.Picture();
        Check(before, "nothing cut", [made], 0);

        for (int step = 0; ; step++)
        {
            FatMedium card = prepared.Copy();
            FatWorld world = FatWorld.Mounted(card, _manners);
            Dictionary<string, string> seen = new(tags);
            Remember(world, seen, operation);
            card.CutAt = card.Steps + step;
            bool isCut = false;
            int status = -1;
            try
            {
                status = Operate(world, operation);
            }
            catch (PowerCut)
            {
                isCut = true;
            }

            string name = $"{operation}, {_manners}, cut at {step} ({Last(card)})";
            if (!isCut)
            {
                Assert.Equal(StoreStatus.Ok, status);
                card.CutAt = -1;
                Remember(world, seen, name);
                After(card, [made], seen, name, depth - 1, 0);
                return;
            }

            After(card, [old, made], seen, name, depth - 1, MayLose(card));
        }
    }

    private void After(FatMedium cut, string[] allowed, Dictionary<string, string> seen, string name, int depth, int mayLose)
    {
        for (int step = 0; depth > 0; step++)
        {
            FatMedium again = cut.Copy();
            again.CutAt = step;
            try
            {
                FatWorld recovering = new(again);
                _manners.Apply(recovering.Fat);
                recovering.Commits.Recover();
                break;
            }
            catch (PowerCut)
            {
                After(again, allowed, seen, $"{name}, then at {step} ({Last(again)})", depth - 1, mayLose + MayLose(again));
            }
        }

        _runs++;
        FatMedium card = cut.Copy();
        FatWorld world = new(card);
        _manners.Apply(world.Fat);
        int status = world.Commits.Recover();
        Assert.True(status == StoreStatus.Ok, $"{name}: recovery answers {status}");
        Check(world, name, allowed, mayLose);
        Dictionary<string, string> tags = new(seen);
        Remember(world, tags, name);

        // And it goes on: what the cut was about can be written, and the next mount finds it.
        Assert.True(world.Put("a.txt", FatWorld.Text('z', 1300)) == StoreStatus.Ok, name);
        Remember(world, tags, name + ", written after");
        Check(world, name + ", written after", null, mayLose);
        FatWorld next = FatWorld.Mounted(card.Copy(), _manners);
        Assert.Equal(FatWorld.Text('z', 1300), next.Read("a.txt"));
        Remember(next, tags, name + ", mounted after");
        Check(next, name + ", mounted after", null, mayLose);
    }

    private void Check(FatWorld world, string name, string[]? allowed, int mayLose)
    {
        FatReport report = FatCheck.Examine(world.Card);
        Assert.True(report.IsSound && report.Leftovers.Count == 0 && report.LostClusters <= mayLose, $"{name}: {report}\nmay lose {mayLose}");
        string[] odd = [.. report.Files.Keys.Where(f => f.StartsWith(".peer/", StringComparison.Ordinal) && f is not ".peer/index.a" and not ".peer/index.b")];
        Assert.True(odd.Length == 0, $"{name}: {string.Join(", ", odd)}");
        _mostLost = Math.Max(_mostLost, report.LostClusters);
        string picture = world.Picture();
        Assert.True(allowed is null || allowed.Contains(picture), $"{name}: {picture}\nmay be {string.Join("\n    or ", allowed ?? [])}");
    }

    /// <summary>
    /// Clusters that this cut may have lost: those that were taken, or not yet freed, when the entry that would tell of it was still to be
    /// written. FatFs takes before it writes, and nothing above it can help that; a checker on a PC gives them back.
    /// </summary>
    private int MayLose(FatMedium cut)
    {
        // Room that was taken beforehand and not needed goes back in two writes: the chain's new end, then the rest.
        int lost = _manners.TakesRoomFirst && Last(cut).EndsWith("= -1", StringComparison.Ordinal) ? 8 : 0;
        for (int i = cut.Trail.Count - 1; i >= 0; i--)
        {
            string step = cut.Trail[i];
            if (step.EndsWith("= -1", StringComparison.Ordinal))
            {
                lost++;
            }
            else if (step.StartsWith("chain", StringComparison.Ordinal))
            {
                // The chain goes on in another sector of the table: what is left of the longest file here.
                lost += cut.TableSectorEntries < 100 ? 8 : 0;
            }
            else if (step.StartsWith("entry", StringComparison.Ordinal) || step.StartsWith("new", StringComparison.Ordinal))
            {
                // A collection's entry goes before its cluster does.
                lost += step.EndsWith("removed", StringComparison.Ordinal) ? 1 : 0;
                break;
            }
        }

        return lost;
    }

    private static string Last(FatMedium card)
    {
        return card.Trail.Count == 0 ? "nothing written" : "after " + card.Trail[^1];
    }

    // No tag that a path had for one content may come again for another.
    private static void Remember(FatWorld world, Dictionary<string, string> tags, string name)
    {
        foreach (string file in world.Files(""))
        {
            string key = file.ToUpperInvariant() + " " + world.Tag(file);
            string content = world.Read(file)!;
            Assert.True(!tags.TryGetValue(key, out string? known) || known == content, $"{name}: {key} for two contents");
            tags[key] = content;
        }
    }
}
