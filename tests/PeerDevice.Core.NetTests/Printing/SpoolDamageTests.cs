using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// The fear: a medium that lost octets of one job's record takes the others with it, has something printed that nobody sent, or keeps a peer from starting. Every octet of every
/// record is turned over, and every record cut to every length.
/// </summary>
public sealed class SpoolDamageTests(ITestOutputHelper output)
{
    private static readonly byte[][] Contents = [SpoolWorld.Content(1, 900), SpoolWorld.Content(2, 50), SpoolWorld.Content(3, 600), SpoolWorld.Content(4, 300)];

    [Fact]
    public void AnOctetThatIsTurnedOverHarmsItsOwnJobAtMost()
    {
        int runs = 0;
        foreach (string record in Records())
        {
            int length = Prepared().Get(record)!.Length;
            for (int at = 0; at < length; at++)
            {
                foreach (byte turn in new byte[] { 0x01, 0x80, 0xFF })
                {
                    FolderDisk disk = Prepared();
                    byte[] octets = [.. disk.Get(record)!];
                    octets[at] ^= turn;
                    disk.Put(record, octets);
                    Check(disk, record, $"{record}, octet {at} turned by {turn:X2}");
                    runs++;
                }
            }
        }

        output.WriteLine(runs + " runs");
    }

    [Fact]
    public void ARecordThatIsCutHarmsItsOwnJobAtMost()
    {
        foreach (string record in Records())
        {
            int length = Prepared().Get(record)!.Length;
            for (int left = 0; left < length; left++)
            {
                FolderDisk disk = Prepared();
                disk.Put(record, disk.Get(record)![..left]);
                Check(disk, record, $"{record}, cut to {left}");

                // What stands behind is whatever the medium held.
                disk = Prepared();
                byte[] junk = SpoolWorld.Content(left, length);
                disk.Put(record, [.. disk.Get(record)![..left], .. junk]);
                Check(disk, record, $"{record}, junk from {left}");
            }
        }
    }

    [Fact]
    public void ADocumentThatIsShortOrGoneIsPrintedByNobody()
    {
        foreach (string document in new[] { "00000001.001", "00000001.002", "00000002.001" })
        {
            foreach (bool isGone in new[] { true, false })
            {
                FolderDisk disk = Prepared();
                int number = document[7] - '0';
                if (isGone)
                {
                    disk.Delete(".peer/j/" + document);
                }
                else
                {
                    disk.Put(".peer/j/" + document, disk.Get(".peer/j/" + document)![1..]);
                }

                SpoolWorld world = new SpoolWorld(disk).Mounted();
                SpoolTicket damaged = world.Shown.Single(t => t.Number == number);
                Assert.True(damaged.IsDamaged && damaged.Life == SpoolTicket.Ready);
                Assert.Equal(StoreStatus.Failed, world.Spool.Printing(damaged, 1, 1, true));
                Assert.Equal(StoreStatus.Ok, world.Spool.Done(damaged));
                Assert.Equal(3, world.Shown.Count(t => !t.IsDamaged));
            }
        }
    }

    [Theory]
    [InlineData("7FFFFFFF.N")]
    [InlineData("7FFFFFFF.A")]
    [InlineData("7FFFFFFF.001")]
    [InlineData("FFFFFFFF.A")]
    [InlineData("00000000.B")]
    [InlineData("00000001.000")]
    [InlineData("00000001.999")]
    [InlineData("00000001.1000")]
    [InlineData("0000000a.A")]
    [InlineData("0000000G.A")]
    [InlineData("00000001.AA")]
    [InlineData("00000001.")]
    [InlineData("readme.txt")]
    [InlineData("A")]
    public void AFileOfSomebodyElseKeepsNobodyFromAnything(string name)
    {
        FolderDisk disk = Prepared();
        disk.Put(".peer/j/" + name, SpoolWorld.Content(5, 40));
        SpoolWorld world = new SpoolWorld(disk).Mounted();
        CheckOthers(world, 0, name);
        Assert.Equal(name == "7FFFFFFF.N" ? StoreStatus.TooMany : StoreStatus.Ok, world.Spool.Take(out int next));
        Assert.True(name == "7FFFFFFF.N" ? next == 0 : next is > 4 and < 100, next + " was given");
        foreach (SpoolTicket ticket in world.Shown.Where(t => t.Life == SpoolTicket.Ready))
        {
            Assert.Equal(StoreStatus.Ok, world.Spool.Printing(ticket, 1, 1, true));
            Assert.Equal(StoreStatus.Ok, world.Spool.Done(ticket));
        }
    }

    [Fact]
    public void ACollectionOfTheNameOfARecordIsNone()
    {
        FolderDisk disk = Prepared();
        Assert.Equal(StoreStatus.Ok, disk.MakeCollection(".peer/j/00000009.A"));
        Assert.Equal(StoreStatus.Ok, disk.MakeCollection(".peer/j/00000001.B"));
        SpoolWorld world = new SpoolWorld(disk).Mounted();
        CheckOthers(world, 0, "collections");
        Assert.Equal(StoreStatus.Ok, world.Spool.Tend());
    }

    private static string[] Records()
    {
        FolderDisk disk = Prepared();
        string[] there = [.. Enumerable.Range(1, 4).SelectMany(n => new[] { $".peer/j/{n:X8}.A", $".peer/j/{n:X8}.B" }).Where(name => disk.Get(name) is not null)];
        Assert.Equal(4, there.Length);
        return there;
    }

    // Job 1 with two documents and a record that was written anew; job 2 that was being printed; job 3 in the history; job 4 of which more was to come.
    private static FolderDisk Prepared()
    {
        FolderDisk disk = new();
        SpoolWorld world = new SpoolWorld(disk, 8, 8).Mounted();
        SpoolTicket[] jobs = [.. Enumerable.Range(1, 4).Select(n => new SpoolTicket { Name = "job " + n, User = "anna", Host = "10.0.0.7", IsTold = n is 1 or 4 })];
        foreach (SpoolTicket job in jobs)
        {
            Assert.Equal(StoreStatus.Ok, world.Spool.Begin(job));
        }

        Assert.Equal(StoreStatus.Ok, world.Send(jobs[0], Contents[0], false));
        Assert.Equal(StoreStatus.Ok, world.Send(jobs[0], Contents[1], true));
        Assert.Equal(StoreStatus.Ok, world.Send(jobs[1], Contents[2], true));
        Assert.Equal(StoreStatus.Ok, world.Send(jobs[2], Contents[0], true));
        Assert.Equal(StoreStatus.Ok, world.Send(jobs[3], Contents[3], false));
        Assert.Equal(StoreStatus.Ok, world.Spool.Printing(jobs[1], 1, 1, true));
        Assert.Equal(StoreStatus.Ok, world.Spool.Done(jobs[2]));
        while (jobs[0].Generation == 1)
        {
            Assert.Equal(StoreStatus.Ok, world.Spool.Change(jobs[0]));
        }

        return disk;
    }

    private static void Check(FolderDisk disk, string record, string trace)
    {
        int number = record[".peer/j/".Length + 7] - '0';
        SpoolWorld world = new SpoolWorld(disk, 8, 8).Mounted();
        CheckOthers(world, number, trace);
        foreach (SpoolTicket ticket in world.Shown.Where(t => t.Number == number))
        {
            // It may be less far than it was. What it would print is what was sent.
            if (ticket.Life == SpoolTicket.Ready && !ticket.IsDamaged)
            {
                Assert.Equal(number == 1 ? 2 : 1, ticket.Documents.Length);
                for (int i = 0; i < ticket.Documents.Length; i++)
                {
                    Assert.True(world.Read(ticket, i + 1).AsSpan().SequenceEqual(Contents[number switch { 1 => i, 2 => 2, 3 => 0, _ => 3 }]), trace);
                }
            }
        }

        Assert.Equal(StoreStatus.Ok, world.Spool.Take(out int next));
        Assert.True(next > 4, trace);
        foreach (SpoolTicket ticket in world.Shown)
        {
            Assert.True(world.Spool.Forget(ticket) == StoreStatus.Ok, trace);
        }

        Assert.True(world.Names() is [string mark] && mark.EndsWith(".N", StringComparison.Ordinal), trace + ": " + string.Join(" ", world.Names()));
    }

    private static void CheckOthers(SpoolWorld world, int harmed, string trace)
    {
        Dictionary<int, SpoolTicket> found = world.Shown.ToDictionary(t => t.Number);
        for (int number = 1; number <= 4; number++)
        {
            if (number == harmed)
            {
                continue;
            }

            Assert.True(found.TryGetValue(number, out SpoolTicket? ticket), $"{trace}: job {number} is lost");
            Assert.Equal("job " + number, ticket.Name);
            Assert.False(ticket.IsDamaged);
            Assert.Equal(number switch { 3 => SpoolTicket.Done, 4 => SpoolTicket.Begun, _ => SpoolTicket.Ready }, ticket.Life);
            Assert.Equal(number == 2, ticket.IsPrinting);
            if (number < 3)
            {
                Assert.True(world.Read(ticket, 1).AsSpan().SequenceEqual(Contents[number == 1 ? 0 : 2]), trace);
            }
        }
    }
}
