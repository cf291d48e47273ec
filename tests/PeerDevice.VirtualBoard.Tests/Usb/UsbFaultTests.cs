using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>
/// A fault at each transaction in turn, from the first of the enumeration to the last of the document: what the printer has is the
/// document, octet for octet, or the port has said that it stopped, and the printer has the beginning of it.
/// </summary>
public class UsbFaultTests
{
    private const int Small = 1000;
    private const int Large = 1 << 20;

    // A packet is tried three times or more before anybody gives up: no two faults in a row.
    private const int Turns = 3;

    // Transactions of 1 MiB between two of the faults that end a document; a prime, so that every toggle has its turn.
    private const int Step = 4001;

    private static readonly Fault[] Passing =
    {
        Fault.Nak, Fault.JState, Fault.KState, Fault.Timeout, Fault.LostAck, Fault.Crc, Fault.BrokenPid, Fault.BrokenPacket, Fault.WrongPid, Fault.WrongToggle, Fault.Babble,
    };

    public static TheoryData<int, int, byte> EachFault()
    {
        TheoryData<int, int, byte> all = new TheoryData<int, int, byte>();
        foreach (Fault fault in Enum.GetValues<Fault>().Where(one => one != Fault.None))
        {
            all.Add((int)fault, 1, 0x12);
            all.Add((int)fault, 1, 0x13);
            if (Passing.Contains(fault))
            {
                all.Add((int)fault, 3, 0x12);
                all.Add((int)fault, 40, 0x12);
            }
        }

        return all;
    }

    public static TheoryData<int, byte> EachPassingFault()
    {
        TheoryData<int, byte> all = new TheoryData<int, byte>();
        foreach (Fault fault in Passing)
        {
            all.Add((int)fault, 0x12);
        }

        // Where revision 3 differs: what is sent again.
        all.Add((int)Fault.Nak, 0x13);
        all.Add((int)Fault.LostAck, 0x13);
        return all;
    }

    [Theory]
    [MemberData(nameof(EachFault))]
    public void AFaultAtAnyTransactionLosesNothingAndDoublesNothingInSilence(int kind, int times, byte revision)
    {
        byte[] document = CardInSlot.Octets(Small);
        int count = Transactions(revision, document);
        for (int at = 1; at <= count; at++)
        {
            string where = (Fault)kind + " x " + times + " at transaction " + at + " of " + count + ", revision " + revision.ToString("X2");
            PrinterDevice printer = Printer();
            using UsbDesk desk = new UsbDesk(printer, revision);
            desk.Cable.Break(at, (Fault)kind, times);
            bool isWhole = desk.Find() && desk.Print(document);
            Check(document, printer.Taken, 0, isWhole, where);
            Assert.True(desk.Chip.Offences.Count == 0, where + ": " + string.Join("; ", desk.Chip.Offences));

            // One hiccup is no reason to stop.
            Assert.True(isWhole || times > 3 || !Passing.Contains((Fault)kind), where + ": it stopped: " + string.Join("; ", desk.Told));
            PrintAgain(desk, printer, document, where);
        }
    }

    [Theory]
    [MemberData(nameof(EachPassingFault))]
    public void AMebioctetOfWhichEachTransactionGoesWrongInItsTurnComesWhole(int kind, byte revision)
    {
        byte[] document = CardInSlot.Octets(Large);
        for (int turn = 0; turn < Turns; turn++)
        {
            // Each transaction of the sixteen thousand has its turn, and those around it pass.
            int mine = turn;
            PrinterDevice printer = Printer();
            using UsbDesk desk = new UsbDesk(printer, revision);
            Assert.True(desk.Find());
            desk.Cable.Chosen = transaction => transaction % Turns == mine ? (Fault)kind : Fault.None;
            bool isWhole = desk.Print(document, 4096);
            string where = (Fault)kind + " at " + turn + " of each " + Turns + ", revision " + revision.ToString("X2");
            Check(document, printer.Taken, 0, isWhole, where);
            Assert.True(isWhole, where + ": it stopped after " + printer.Taken.Count + ": " + string.Join("; ", desk.Told));
            Assert.True(desk.Cable.Happened > 4000, where);
            Assert.Empty(desk.Chip.Offences);
        }
    }

    [Theory]
    [InlineData((int)Fault.Stall)]
    [InlineData((int)Fault.Unplug)]
    [InlineData((int)Fault.Replug)]
    [InlineData((int)Fault.Hang)]
    public void AMebioctetThatIsBrokenOffFarInIsWholeOrSaidToHaveStoppedAndTheNextIsPrinted(int kind)
    {
        byte[] document = CardInSlot.Octets(Large);
        int ended = 0;
        for (int at = Step; at < 4 * Step; at += Step)
        {
            PrinterDevice printer = Printer();
            using UsbDesk desk = new UsbDesk(printer, 0x12);
            desk.Cable.Break(at, (Fault)kind);
            string where = (Fault)kind + " at transaction " + at;
            bool isWhole = desk.Find() && desk.Print(document, 4096);
            Check(document, printer.Taken, 0, isWhole, where);
            Assert.Equal(1, desk.Cable.Happened);
            Assert.Empty(desk.Chip.Offences);
            ended += isWhole ? 0 : 1;
            PrintAgain(desk, printer, CardInSlot.Octets(Small), where);
        }

        // A halt says that its packet was not taken: it is ended, and the document goes on.
        Assert.Equal((Fault)kind == Fault.Stall ? 0 : 3, ended);
    }

    /// <summary>The fear: a chip that says nothing any more seems to take everything, since 0 is the result of what went well: until the port is looked at again, a second at the most, what is printed is lost as if it were on paper.</summary>
    [Theory]
    [InlineData(4096, 0x12)]
    [InlineData(4096, 0x13)]
    [InlineData(128, 0x12)]
    [InlineData(1000, 0x12)]
    public void AChipThatFallsSilentWithItsLineLowHasTakenNoMoreThanATurn(int block, byte revision)
    {
        byte[] document = CardInSlot.Octets(Large);
        PrinterDevice printer = new PrinterDevice { Buffer = Large };
        using UsbDesk desk = new UsbDesk(printer, revision);
        Assert.True(desk.Find());
        desk.Cable.Chosen = transaction =>
        {
            desk.IsChipDead = transaction > Step;
            return Fault.None;
        };
        Assert.False(desk.Print(document, block));

        // What was under way ends without us.
        desk.Chip.CatchUp();
        Assert.InRange(printer.Taken.Count, Step, Large / 2);

        // Of the block in which that was seen nobody knows.
        Assert.InRange(desk.Sent - printer.Taken.Count, -block, block);
        desk.Cable.Chosen = null;
        desk.IsChipDead = false;
        PrintAgain(desk, printer, CardInSlot.Octets(Small), "with its supply back");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AMebioctetThatMeetsEveryFaultIsWholeOrItIsSaidThatItStopped(int seed)
    {
        Random random = new Random(seed);
        Fault[] all = Enum.GetValues<Fault>();
        byte[] document = CardInSlot.Octets(Large);
        PrinterDevice printer = Printer();
        using UsbDesk desk = new UsbDesk(printer, 0x12);
        desk.Cable.Chosen = transaction => random.Next(2000) == 0 ? all[random.Next(all.Length)] : Fault.None;
        for (int i = 0; i < 10; i++)
        {
            if (desk.Cable.Device is null)
            {
                desk.Watch(1000);
                desk.Cable.Plug(printer);
            }

            int before = printer.Taken.Count;
            bool isWhole = desk.Find() && desk.Print(document, 4096);
            Check(document, printer.Taken, before, isWhole, "seed " + seed + ", document " + i);
        }

        Assert.True(desk.Cable.Happened > 10);
        Assert.Empty(desk.Chip.Offences);
    }

    private static PrinterDevice Printer()
    {
        return new PrinterDevice { Buffer = 4096, OctetsPerSecond = 200_000 };
    }

    private static int Transactions(byte revision, byte[] document)
    {
        PrinterDevice printer = Printer();
        using UsbDesk desk = new UsbDesk(printer, revision);
        Assert.True(desk.Find(), string.Join("; ", desk.Told));
        Assert.True(desk.Print(document));
        Assert.Equal(document, printer.Taken);
        return desk.Cable.Transactions;
    }

    /// <summary>Whatever happened: once it is over, and the printer is there, the next document is printed.</summary>
    private static void PrintAgain(UsbDesk desk, PrinterDevice printer, byte[] document, string where)
    {
        if (desk.Cable.Device is null)
        {
            desk.Watch(1000);
            if (desk.Cable.Device is null)
            {
                desk.Cable.Plug(printer);
            }
        }

        // What is left of a storm may stop one more; who says so, and goes on, has done what can be done.
        bool isWhole = false;
        for (int i = 0; i < 3 && !isWhole; i++)
        {
            int before = printer.Taken.Count;
            isWhole = desk.Find() && desk.Print(document);
            Check(document, printer.Taken, before, isWhole, where + ", document " + i + " behind it");
        }

        Assert.True(isWhole, where + ": then nothing is printed any more: " + string.Join("; ", desk.Told));
    }

    private static void Check(byte[] document, List<byte> taken, int from, bool isWhole, string where)
    {
        Span<byte> got = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(taken).Slice(from);
        int same = got.CommonPrefixLength(document);
        Assert.True(same == got.Length, where + ": the printer has something else from octet " + same + " of " + got.Length + " on" + (isWhole ? ", and it is said to be printed" : ""));
        Assert.True(!isWhole || got.Length == document.Length, where + ": said to be printed, and the printer has " + got.Length + " of " + document.Length);
    }
}
