using System;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Files;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// The fear: the card fills up behind a job that was promised, and then it cannot be noted that it is being printed, or that it was, so that it is printed twice or not at all.
/// Every length that a record can have is tried, since what there is room for depends on where in its sector it ends.
/// </summary>
public sealed class SpoolFullCardTests
{
    private const int MostText = 4 * Limits.JobText;

    public static TheoryData<bool> Orders => [true, false];

    [Theory]
    [MemberData(nameof(Orders))]
    public void WhatMustBeNotedHasItsRoom(bool takesRoomFirst)
    {
        for (int text = 0; text <= MostText; text++)
        {
            FatMedium card = new(64) { KeepsTrail = false };
            FatStore store = new(card) { TakesRoomFirst = takesRoomFirst };
            SpoolWorld world = new SpoolWorld(store).Mounted();
            SpoolTicket job = Named(text);
            Assert.Equal(StoreStatus.Ok, world.Submit(job, SpoolWorld.Content(text, 700)));
            FillUp(store);

            for (int i = 1; i <= Limits.JobPrintings; i++)
            {
                Assert.True(world.Spool.Printing(job, 1, 1, true) == StoreStatus.Ok, $"{text} octets of text: printing {i} is not noted");

                // It goes on with another copy: noted only where there is room.
                Assert.Equal(StoreStatus.Ok, world.Spool.Printing(job, 1, 2, false));
            }

            Assert.Equal(SpoolWorld.Content(text, 700), world.Read(job, 1));
            job.IsKept = true;
            job.Message = new string('m', Limits.JobText);
            Assert.True(world.Spool.Done(job) == StoreStatus.Ok, $"{text} octets of text: its end is not noted");
            FillUp(store);
            Assert.True(world.Spool.Drop(job) == StoreStatus.Ok, $"{text} octets of text: its documents do not go");
            FillUp(store);

            SpoolTicket found = Assert.Single(new SpoolWorld(store).Mounted().Shown);
            Assert.Equal((SpoolTicket.Done, job.Message, false), (found.Life, found.Message, found.IsKept));
            Assert.True(world.Spool.Forget(job) == StoreStatus.Ok, $"{text} octets of text: it is not forgotten");
            Assert.Equal([(Limits.SpoolNumbers + 1).ToString("X8") + ".N"], world.Names());
            Assert.True(FatCheck.Examine(card).IsSound);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void AJobThatChangesOnAFullCardIsRefusedOrStillHasItsRoom(bool takesRoomFirst)
    {
        int refused = 0;
        for (int text = 0; text <= MostText; text += 13)
        {
            FatStore store = new(new FatMedium(64) { KeepsTrail = false }) { TakesRoomFirst = takesRoomFirst };
            SpoolWorld world = new SpoolWorld(store).Mounted();
            SpoolTicket job = Named(text);
            Assert.Equal(StoreStatus.Ok, world.Submit(job, SpoolWorld.Content(text, 700)));
            FillUp(store);
            for (int i = 0; i < 30; i++)
            {
                bool wasHeld = job.IsHeld;
                job.IsHeld = !wasHeld;
                int status = world.Spool.Change(job);
                Assert.True(status is StoreStatus.Ok or StoreStatus.Full, "changed with " + status);
                job.IsHeld = status == StoreStatus.Ok ? job.IsHeld : wasHeld;
                refused += status == StoreStatus.Ok ? 0 : 1;
                Assert.Equal(job.IsHeld, Assert.Single(new SpoolWorld(store).Mounted().Shown).IsHeld);
            }

            for (int i = 1; i <= Limits.JobPrintings; i++)
            {
                Assert.Equal(StoreStatus.Ok, world.Spool.Printing(job, 1, 1, true));
            }

            job.Message = new string('m', Limits.JobText);
            Assert.Equal(StoreStatus.Ok, world.Spool.Done(job));
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public void AFullCardTakesNoJobAndIsLeftAsItWas()
    {
        FatMedium card = new(64);
        FatStore store = new(card) { TakesRoomFirst = true };
        SpoolWorld world = new SpoolWorld(store).Mounted();
        Assert.Equal(StoreStatus.Ok, world.Submit(Named(10), SpoolWorld.Content(1, 700)));
        FillUp(store);
        string[] before = world.Names();
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(StoreStatus.Full, world.Submit(Named(10), SpoolWorld.Content(1, 700)));
        }

        // The numbers of those that were refused stay given, so the mark moves on.
        Assert.Equal(before.Where(n => !n.EndsWith(".N", StringComparison.Ordinal)), world.Names().Where(n => !n.EndsWith(".N", StringComparison.Ordinal)));
        Assert.True(FatCheck.Examine(card).IsSound);
    }

    private static SpoolTicket Named(int text)
    {
        string Take()
        {
            int part = Math.Min(text, Limits.JobText);
            text -= part;
            return new string('t', part);
        }

        return new SpoolTicket { Name = Take(), User = Take(), Host = Take(), Printer = Take() };
    }

    private static void FillUp(FatStore store)
    {
        Assert.Equal(StoreStatus.Ok, store.Create("clog.bin", true, out FileWriter? writer));
        byte[] octets = new byte[512];
        while (writer!.Write(octets, 0, octets.Length))
        {
        }

        writer.Close(true);
        Assert.Equal(0, store.Medium.FreeClusters);
    }
}
