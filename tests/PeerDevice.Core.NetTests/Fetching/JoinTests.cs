using System;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Services.Fetching;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Fetching;

/// <summary>The fear: the power goes while the files of a fetch's runs are put together, and whoever goes on takes room that was only taken for octets that were written.</summary>
public sealed class JoinTests
{
    private const string Path = ".peer/u/G0000001";
    private const int First = 3 * Limits.UploadWrite;
    private const int Second = First + (5 * Limits.UploadWrite);
    private const int Octets = Second + 50_001;
    private static readonly byte[] Content = Enumerable.Range(0, Octets).Select(static i => (byte)(1 + ((i * 31 >> 3) % 251))).ToArray();

    [Theory]
    [InlineData(16_384)]
    [InlineData(40_960)]
    [InlineData(122_880)]
    public void ACutOfPowerAtAnyWriteLeavesNothingButWhatWasWritten(int block)
    {
        FatMedium parts = new(2_000, 2_048);
        FatStore store = new(parts);
        Write(store, Path, 0, First);
        Write(store, Path + ".001", Second, Octets);
        Write(store, Path + ".002", First, Second);
        bool isDone = false;
        for (int step = 0; !isDone; step++)
        {
            FatMedium card = parts.Copy();
            isDone = Join(card, block, step);
            card = card.Copy();

            // What follows the cut is cut, too.
            Join(card, block, step * 13 % 61);
            card = card.Copy();
            Assert.True(Join(card, block, -1), $"cut at {step}");
            Assert.True(Content.AsSpan().SequenceEqual(FatCheck.Examine(card).Files[Path]), $"cut at {step}");
        }
    }

    private static void Write(FatStore store, string path, int from, int until)
    {
        Assert.Equal(StoreStatus.Ok, store.Create(path, false, out FileWriter? writer));
        Assert.True(writer!.Write(Content, from, until - from));
        Assert.Equal(StoreStatus.Ok, writer.Close(true));
    }

    // Whether it was put together before the power went.
    private static bool Join(FatMedium card, int block, int cutAt)
    {
        FatStore store = new(card) { TakesRoomFirst = true };
        FetchPlan plan = new([], Limits.FetchSlots, Limits.UploadWrite, Limits.FetchBoardStint, false);
        Assert.True(plan.Recall(0, 0, First, First) && plan.Recall(2, First, Second, Second) && plan.Recall(1, Second, Octets, Octets));
        plan.Begin(Octets);
        card.CutAt = cutAt < 0 ? -1 : card.Steps + cutAt;
        try
        {
            return new FetchFiles(store, Path, Limits.FetchSlots, new byte[block]).Join(plan);
        }
        catch (PowerCut)
        {
            return false;
        }
    }
}
