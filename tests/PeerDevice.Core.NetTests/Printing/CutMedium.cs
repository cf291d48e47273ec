using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Files;

namespace PeerDevice.Tests.Printing;

/// <summary>A medium that can lose power at any of its writes, whatever it is.</summary>
internal abstract class CutMedium
{
    public abstract int Steps { get; }

    public abstract int CutAt { set; }

    public abstract bool IsCut { get; }

    /// <summary>A store on it, as a driver would open it now.</summary>
    public abstract IFileStore Open();

    /// <summary>What a start finds that comes now, on a copy.</summary>
    public abstract CutMedium After();

    /// <summary>Whether nothing endangers anything on it.</summary>
    public abstract void Check(string trace);

    /// <summary>A card with each of the driver's manners, and a PC's disk with each of a file system's.</summary>
    public static IEnumerable<CutMedium> All()
    {
        // All names of the spool are short ones: whether long ones are split makes no difference to it.
        yield return new Card(new FatMedium(900) { TableSectorEntries = 1 << 20 }, new Manners(false, true));
        yield return new Card(new FatMedium(900) { TableSectorEntries = 1 << 20 }, new Manners(true, true));

        // Where a record is one cluster it can still be read when that is free already.
        yield return new Card(new FatMedium(200, 4096) { TableSectorEntries = 1 << 20 }, new Manners(true, true));

        for (int manner = 0; manner < FolderDisk.Manners; manner++)
        {
            yield return new Disk(new FolderDisk(), manner);
        }
    }

    private sealed class Card(FatMedium card, Manners manners) : CutMedium
    {
        public override int Steps => card.Steps;

        public override int CutAt
        {
            set => card.CutAt = value;
        }

        public override bool IsCut => card.IsCut;

        public override IFileStore Open()
        {
            FatStore store = new(card);
            manners.Apply(store);
            return store;
        }

        public override CutMedium After()
        {
            return new Card(card.Copy(), manners);
        }

        public override void Check(string trace)
        {
            FatReport report = FatCheck.Examine(card);
            Assert.True(report.IsSound && report.Leftovers.Count == 0, trace + ": " + report);
        }

        public override string ToString() => $"card with clusters of {card.ClusterOctets}, {manners}";
    }

    private sealed class Disk(FolderDisk disk, int manner) : CutMedium
    {
        public override int Steps => disk.Steps;

        public override int CutAt
        {
            set => disk.CutAt = value;
        }

        public override bool IsCut => disk.IsCut;

        public override IFileStore Open() => disk;

        public override CutMedium After()
        {
            return new Disk(disk.After(disk.IsCut ? manner : FolderDisk.Everything), manner);
        }

        public override void Check(string trace)
        {
        }

        public override string ToString() => "disk of manner " + manner;
    }
}
