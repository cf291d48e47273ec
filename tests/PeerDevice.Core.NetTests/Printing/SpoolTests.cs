using System;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Printing;

/// <summary>The fear: the spool says of a job something else than what was kept of it, or keeps more than it may.</summary>
public sealed class SpoolTests
{
    public static TheoryData<bool> Stores => [true, false];

    [Theory]
    [MemberData(nameof(Stores))]
    public void AJobIsTheSameAfterARestart(bool isFat)
    {
        IFileStore store = StoreOf(isFat);
        SpoolWorld world = new SpoolWorld(store).Mounted();
        SpoolTicket job = new() { Name = "Rechnung Nr. 7 – größer", User = "anna", Host = "10.0.0.7", Printer = "bon", Origin = 2, CreatedAt = 1_800_000_001, IsTold = true, Copies = 3, Priority = 70, Place = -5, IsHeld = true };
        Assert.Equal(StoreStatus.Ok, world.Spool.Begin(job));
        Assert.Equal(StoreStatus.Ok, world.Send(job, SpoolWorld.Content(1, 3000), false));
        Assert.Equal(StoreStatus.Ok, world.Send(job, SpoolWorld.Content(2, 0), true));

        world = new SpoolWorld(store).Mounted();
        SpoolTicket found = Assert.Single(world.Shown);
        Assert.Equal((job.Number, job.Name, job.User, job.Host, job.Printer, job.Origin, job.CreatedAt, job.IsTold), (found.Number, found.Name, found.User, found.Host, found.Printer, found.Origin, found.CreatedAt, found.IsTold));
        Assert.Equal((3, 70, -5L, true, SpoolTicket.Ready, 0, false), (found.Copies, found.Priority, found.Place, found.IsHeld, found.Life, found.Printings, found.IsPrinting));
        Assert.Equal([(1, 3000L, "document", "application/octet-stream"), (2, 0L, "document", "application/octet-stream")], found.Documents.Select(d => (d.Number, d.Octets, d.Name, d.Format)));
        Assert.Equal(3000, found.Octets);
        Assert.Equal(SpoolWorld.Content(1, 3000), world.Read(found, 1));
        Assert.Equal(SpoolWorld.Content(2, 0), world.Read(found, 2));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void HistoryIsTheSameAfterARestartAndTheOldestGivesWay(bool isFat)
    {
        IFileStore store = StoreOf(isFat);
        SpoolWorld world = new SpoolWorld(store).Mounted();
        for (int i = 0; i < SpoolWorld.MostEnded + 2; i++)
        {
            SpoolTicket job = new() { Name = "job " + i };
            Assert.Equal(StoreStatus.Ok, world.Submit(job, SpoolWorld.Content(i, 1500)));
            Assert.Equal(StoreStatus.Ok, world.Spool.Printing(job, 1, 1, true));
            job.State = 9;
            job.Reasons = 1 << 14;
            job.Sent = 1500;
            job.CopiesDone = 1;
            job.CompletedAt = 1_800_000_100 + i;
            job.Message = "done " + i;
            Assert.Equal(StoreStatus.Ok, world.Spool.Done(job));
        }

        world = new SpoolWorld(store).Mounted();
        Assert.Equal(["job 2", "job 3", "job 4"], world.Shown.Select(t => t.Name));
        Assert.Equal((SpoolTicket.Done, 9, 1 << 14, 1500L, 1500L, 1, 1_800_000_104L, "done 4", false), (world.Shown[2].Life, world.Shown[2].State, world.Shown[2].Reasons, world.Shown[2].Sent,
            world.Shown[2].Octets, world.Shown[2].CopiesDone, world.Shown[2].CompletedAt, world.Shown[2].Message, world.Shown[2].IsPrinting));
        Assert.Equal(world.NamesFor(world.Shown), world.Names().Where(n => !n.EndsWith(".N", StringComparison.Ordinal)));
    }

    private static IFileStore StoreOf(bool isFat)
    {
        return isFat ? new FatStore(new FatMedium(2000)) : new PlainStore(new VirtualClock());
    }
}
