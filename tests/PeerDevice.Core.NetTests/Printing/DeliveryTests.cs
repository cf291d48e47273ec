using System.Collections.Generic;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

public sealed class DeliveryTests
{
    private const int Blocks = 200;
    private const int BlockOctets = 1000;

    /// <summary>A fast device takes many blocks a second; a look behind each would cost more than the block.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(300)]
    public void WhatTheDeviceSaysIsHeardSoonAndNotLookedForBehindEachBlock(int blockMilliseconds)
    {
        Desk desk = new Desk();
        PrinterModel model = desk.Model;
        model.Answers = true;
        long said = 0;
        int written = 0;
        int reads = 0;
        model.OnWrite = _ =>
        {
            desk.Clock.Sleep(blockMilliseconds);
            written++;
            reads = written == Blocks ? model.Reads : reads;
            if (written == Blocks / 2)
            {
                said = desk.Clock.Milliseconds;
                model.Say((byte)'!');
            }
        };
        Heard back = new Heard(desk.Clock);
        Job job = new Job { Name = "raw", User = "ann", Origin = Job.ByRaw };
        Assert.Equal(PrintStatus.Ok, desk.Intake().Submit(job, "", "", new Pieces(new byte[Blocks * BlockOctets], BlockOctets, ByteSource.End), back));
        Assert.Equal((byte)'!', Assert.Single(back.Octets));
        int passed = Blocks * blockMilliseconds;
        if (blockMilliseconds > 0)
        {
            Assert.InRange(back.At - said, 0, Limits.BackTalkMilliseconds + blockMilliseconds);
        }

        // Beginning the document, the first block, and then as the time passes. What is heard is looked for twice: until nothing more is there.
        Assert.InRange(reads, 1, 4 + (passed / Limits.BackTalkMilliseconds));
        Assert.True(blockMilliseconds < Limits.BackTalkMilliseconds || reads >= Blocks);
    }

    private sealed class Heard(VirtualClock clock) : ByteSink
    {
        internal List<byte> Octets { get; } = [];

        internal long At { get; private set; }

        public override bool Write(byte[] buffer, int offset, int count)
        {
            Octets.AddRange(buffer[offset..(offset + count)]);
            At = clock.Milliseconds;
            return true;
        }
    }
}
