using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Files;

/// <summary>The fear: a client that asks "has it changed?" is told no when it has; and an index that cannot be read stops the peer.</summary>
public sealed class IndexTests(ITestOutputHelper output)
{
    [Fact]
    public void AnIndexDamagedAtAnyOctetStillOpensAndNoTagComesAgain()
    {
        FatMedium card = PowerCutTests.Prepared();
        byte[] index = FatCheck.Examine(card).Files[".peer/index.a"]!;
        FatWorld sound = FatWorld.Mounted(card.Copy());
        string tag = sound.Tag("a.txt");
        string picture = sound.Picture();
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {index.Length} octets");
        Random random = new(seed);
        for (int at = 0; at < index.Length; at++)
        {
            byte[] damaged = (byte[])index.Clone();
            damaged[at] ^= (byte)(1 + random.Next(255));
            Opens(card, damaged, picture, tag, $"octet {at} is {damaged[at]:X2}");

            // What ends with a whole record shows no damage: only chance keeps the epochs apart then.
            Opens(card, index[..at], picture, "", $"cut at {at}");
        }

        Opens(card, [], picture, tag, "empty");
        Opens(card, new byte[5000], picture, tag, "zeros");
        Opens(card, Enumerable.Repeat((byte)0xFF, 3000).ToArray(), picture, tag, "all ones");
    }

    [Fact]
    public void ADamagedRecordHidesOnlyItself()
    {
        // The intent of a cut commit stands behind what is damaged, and is found.
        FatMedium card = PowerCutTests.Prepared();
        FatWorld world = FatWorld.Mounted(card);
        int steps = 0;
        while (true)
        {
            FatMedium copy = card.Copy();
            copy.CutAt = steps;
            FatWorld cut = new(copy);
            try
            {
                cut.Commits.Recover();
                cut.Put("a.txt", FatWorld.Text('n', 900));
                break;
            }
            catch (PowerCut)
            {
                FatMedium later = copy.Copy();
                FatStore store = new(later);
                byte[] index = FatCheck.Examine(later).Files[".peer/index.a"]!;
                index[60] ^= 0x55;
                index[300] ^= 0x55;
                Write(store, index);
                FatWorld after = FatWorld.Mounted(later);
                Assert.True(FatCheck.Examine(later).IsSound, $"cut at {steps}: {FatCheck.Examine(later)}");
                Assert.True(after.Read("a.txt") is { } text && (text == FatWorld.Text('n', 900) || text == FatWorld.Text('a', 1300)), $"cut at {steps}");
            }

            steps++;
        }

        Assert.True(steps > 20);
        Assert.NotNull(world);
    }

    [Fact]
    public void ManyFilesInALittleMemoryNeverShareATagInTime()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        FatMedium card = new(2000);
        FatWorld world = FatWorld.Mounted(card, default, 4);
        Dictionary<string, string> tags = [];
        Dictionary<string, string> files = [];
        for (int i = 0; i < 1500; i++)
        {
            string path = "f" + random.Next(30) + ".txt";
            if (random.Next(200) == 0)
            {
                world = FatWorld.Mounted(card.Copy(), default, random.Next(2) == 0 ? 4 : 16);
                card = world.Card;
            }

            if (random.Next(4) == 0 && files.Remove(path))
            {
                Assert.Equal(StoreStatus.Ok, world.Commits.Delete(path));
            }
            else
            {
                files[path] = FatWorld.Text((char)('a' + random.Next(26)), 1 + random.Next(3)) + i;
                Assert.Equal(StoreStatus.Ok, world.Put(random.Next(2) == 0 ? path : path.ToUpperInvariant(), files[path]));
            }

            foreach ((string file, string content) in files)
            {
                string key = file + " " + world.Tag(file);
                Assert.True(!tags.TryGetValue(key, out string? known) || known == content, $"seed {seed}, step {i}: {key}");
                tags[key] = content;
            }
        }
    }

    [Fact]
    public void ATagIsTheSameWhateverTheSpellingAndStaysWhileNothingChanges()
    {
        FatWorld world = FatWorld.Mounted(PowerCutTests.Prepared());
        Assert.Equal(StoreStatus.Ok, world.Put("d/Größe Ωμέγα Привет.txt", "x"));
        string tag = world.Tag("d/Größe Ωμέγα Привет.txt");
        Assert.Equal(tag, world.Tag("D/GRÖßE ΩΜΈΓΑ ПРИВЕТ.TXT"));
        Assert.Equal(StoreStatus.Ok, world.Put("b.txt", "y"));
        Assert.Equal(tag, world.Tag("d/Größe Ωμέγα Привет.txt"));
        Assert.Equal(StoreStatus.Ok, world.Put("D/GRÖßE ΩΜΈΓΑ ПРИВЕТ.TXT", "z"));
        Assert.NotEqual(tag, world.Tag("d/Größe Ωμέγα Привет.txt"));
    }

    [Fact]
    public void AShortNameGetsATagThatChangesWithEveryCommit()
    {
        const string Long = "d/A longer name than FAT has room for.txt";
        FatWorld world = FatWorld.Mounted(PowerCutTests.Prepared());
        string tag = world.Tag("d/ALONGE~1.TXT");
        Assert.Equal(StoreStatus.Ok, world.Put(Long, FatWorld.Text('n', 1300)));
        Assert.NotEqual(tag, world.Tag("d/ALONGE~1.TXT"));
        Assert.Equal(StoreStatus.Denied, world.Commits.Replace("d/ALONGE~1.TXT", Long));
        Assert.Equal(FatWorld.Text('n', 1300), world.Read(Long));
        string ofLong = world.Tag(Long);
        Assert.Equal(StoreStatus.Ok, world.Put("d/ALONGE~1.TXT", FatWorld.Text('m', 1300)));
        Assert.True(world.Read(Long) is null || world.Tag(Long) != ofLong);
    }

    [Fact]
    public void TimesAreThoseOfTheCommitsAndOutliveAMount()
    {
        FatMedium card = new(100);
        FatWorld world = FatWorld.Mounted(card);
        world.Clock.UnixSeconds = 0;
        Assert.Equal(StoreStatus.Ok, world.Put("early.txt", "1"));
        world.Clock.UnixSeconds = 1_900_000_000;
        Assert.Equal(StoreStatus.Ok, world.Put("late.txt", "2"));
        world.Clock.UnixSeconds = 1_900_000_777;
        Assert.Equal(StoreStatus.Ok, world.Commits.Move("late.txt", "moved.txt"));
        Assert.Equal(0, world.Modified("early.txt"));
        Assert.InRange(world.Modified("moved.txt"), 1_900_000_000, 1_900_000_002);
        FatWorld next = FatWorld.Mounted(card.Copy());
        Assert.Equal(0, next.Modified("early.txt"));
        Assert.InRange(next.Modified("moved.txt"), 1_900_000_000, 1_900_000_002);
        Assert.NotEqual(world.Tag("moved.txt"), next.Tag("moved.txt"));

        // Changed on a PC meanwhile: no time is better than a wrong one.
        FatStore pc = new(next.Card);
        pc.Delete("moved.txt");
        pc.Create("moved.txt", false, out FileWriter? writer);
        writer!.Write([1, 2, 3], 0, 3);
        writer.Close(true);
        Assert.Equal(0, FatWorld.Mounted(next.Card.Copy()).Modified("moved.txt"));
    }

    [Fact]
    public void APeerThatOnlyReadsWritesNothing()
    {
        FatMedium card = new(100);
        FatStore store = new(card);
        store.Create("a.txt", false, out FileWriter? writer);
        writer!.Close(true);
        int steps = card.Steps;
        FatWorld world = FatWorld.Mounted(card);
        world.Commits.EndRead(world.Commits.BeginRead("a.txt"));
        Assert.NotEqual(world.Tag("a.txt"), FatWorld.Mounted(card).Tag("a.txt"));
        Assert.Equal(steps, card.Steps);
    }

    [Fact]
    public void OnAPcTheFileSystemSaysItAll()
    {
        VirtualClock clock = new(1_800_000_000);
        PlainStore store = new(clock);
        FileIndex index = new(store, 0, new SeededRandom(1), 0, Limits.Tags);
        Commits commits = new(store, index, clock);
        Assert.Equal(StoreStatus.Ok, commits.Recover());
        Assert.Equal(StoreStatus.NotFound, store.Find(store.ReservedFor(""), new StoreEntry()));
        Assert.Equal(StoreStatus.Ok, commits.Stage("a.txt", out string staged));
        Assert.Equal(StoreStatus.Ok, store.Create(staged, false, out FileWriter? writer));
        writer!.Write([65], 0, 1);
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
        Assert.Equal(StoreStatus.Ok, commits.Replace(staged, "a.txt"));
        StoreEntry entry = new();
        store.Find("a.txt", entry);
        byte[] tag = new byte[Limits.TagOctets];
        index.Facts("a.txt", entry, tag, out int length);
        Assert.Equal($"{entry.Version:x}-1", Encoding.ASCII.GetString(tag, 0, length));
        Assert.Equal(StoreStatus.Exists, commits.Move("a.txt", "a.txt"));
        commits.Tidy();
        Assert.Equal(StoreStatus.NotFound, store.Find(store.ReservedFor(""), new StoreEntry()));

        entry.Version = -1;
        entry.Length = long.MaxValue;
        index.Facts("a.txt", entry, tag, out length);
        Assert.Equal("ffffffffffffffff-7fffffffffffffff", Encoding.ASCII.GetString(tag, 0, length));
    }

    [Theory]
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("", 0)]
    [InlineData("a", 0xE8B7BE43)]
    public void TheCrcIsTheCommonOne(string text, uint expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(text);
        Assert.Equal(expected, Crc32.Of(0, octets, 0, octets.Length));
        int half = octets.Length / 2;
        Assert.Equal(expected, Crc32.Of(Crc32.Of(0, octets, 0, half), octets, half, octets.Length - half));
    }

    private static void Opens(FatMedium card, byte[] index, string picture, string tag, string name)
    {
        FatMedium copy = card.Copy();
        Write(new FatStore(copy), index);
        FatWorld world = new(copy);
        Assert.True(world.Commits.Recover() == StoreStatus.Ok, name);
        Assert.True(world.Picture() == picture, name);
        Assert.True(world.Tag("a.txt") != tag, name);
        Assert.True(world.Put("a.txt", FatWorld.Text('z', 1300)) == StoreStatus.Ok, name);
        FatWorld next = FatWorld.Mounted(copy.Copy());
        Assert.Equal(FatWorld.Text('z', 1300), next.Read("a.txt"));
        Assert.NotEqual(world.Tag("a.txt"), next.Tag("a.txt"));
        Assert.True(FatCheck.Examine(copy).IsSound, name);
    }

    private static void Write(FatStore store, byte[] index)
    {
        store.Delete(".peer/index.a");
        store.Create(".peer/index.a", false, out FileWriter? writer);
        writer!.Write(index, 0, index.Length);
        writer.Close(true);
    }
}
