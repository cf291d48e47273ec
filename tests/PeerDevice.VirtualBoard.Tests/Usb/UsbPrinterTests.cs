using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Drivers;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>USB printers and what else is plugged in, over the chip's model.</summary>
public sealed class UsbPrinterTests
{
    private const int Mebibyte = 1 << 20;

    [Theory]
    [InlineData(0x01, false)]
    [InlineData(0x12, false)]
    [InlineData(0x12, true)]
    [InlineData(0x13, false)]
    [InlineData(0x13, true)]
    public void AMebibyteArrivesOctetForOctet(byte revision, bool isHighFirst)
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice(), revision, isHighFirst: isHighFirst);
        byte[] document = CardInSlot.Octets(Mebibyte + 17);
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken);
        Assert.Empty(desk.Chip.Offences);
        Assert.Equal("USB: Laser", desk.Output.Name);
        Assert.Equal("MFG:Example;MDL:Laser;CMD:PCL;CLS:PRINTER;", desk.Output.DeviceId);
        Assert.Equal(0, desk.Output.Conditions);
        Assert.Equal(1, desk.Printer.Resets);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void PacketsOfEachSizeAreFilled(int packet)
    {
        foreach (int length in new[] { 1, packet - 1, packet, packet + 1, 4095, 4096, 4097, 10_000 })
        {
            PrintDesk desk = new PrintDesk(new PrinterDevice(new PrinterPort(0, 0, PrinterPort.Bidirectional, 0x03, 0x84) { Packet = packet }) { ControlPacket = packet });
            desk.Printer.DeviceDescriptor[7] = (byte)packet;
            byte[] document = CardInSlot.Octets(length);
            Assert.Equal(PrintDesk.Printed, desk.Print(document));
            Assert.Equal(document, desk.Printer.Taken);
            Assert.Empty(desk.Chip.Offences);
        }
    }

    [Fact]
    public void APrinterThatIsBusyHoldsItsSenderBackAndGetsEachOctetOnce()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice { Buffer = 300, OctetsPerSecond = 20_000 });
        byte[] document = CardInSlot.Octets(40_000);
        long began = desk.Clock.Milliseconds;
        int conditions = 0;
        Assert.Equal(PrintDesk.Printed, desk.Print(document, 4096, _ => conditions |= desk.Output.Conditions));
        Assert.Equal(document, desk.Printer.Taken);
        Assert.True(desk.Printer.Refused > 100);
        Assert.InRange(desk.Clock.Milliseconds - began, 1900, 4000);
        Assert.Equal(DeviceCondition.Busy, conditions);
        Assert.Empty(desk.Chip.Offences);
    }

    [Fact]
    public void APrinterWithoutPaperIsWaitedForAndSaysSo()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice { Buffer = 1000 });
        Assert.True(desk.AwaitReady());
        byte[] document = CardInSlot.Octets(5000);
        desk.Printer.IsOutOfPaper = true;
        long noticed = 0;
        int conditions = 0;
        Assert.Equal(PrintDesk.Printed, desk.Print(document, 4096, _ =>
        {
            conditions |= desk.Output.Conditions;
            noticed = noticed == 0 && (desk.Output.Conditions & DeviceCondition.MediaEmpty) != 0 ? desk.Clock.Milliseconds : noticed;
            desk.Printer.IsOutOfPaper = noticed == 0 || desk.Clock.Milliseconds < noticed + 60_000;
        }));
        Assert.Equal(document, desk.Printer.Taken);
        Assert.Equal(DeviceCondition.MediaEmpty | DeviceCondition.Busy, conditions);
        desk.Wait(2000);
        Assert.Equal(0, desk.Output.Conditions);
        desk.Printer.IsSelected = false;
        desk.Wait(2000);
        Assert.Equal(DeviceCondition.Offline, desk.Output.Conditions);
        desk.Printer.HasError = true;
        desk.Wait(2000);
        Assert.Equal(DeviceCondition.Offline | DeviceCondition.Fault, desk.Output.Conditions);
    }

    [Fact]
    public void WhoIsToldNotToBelieveThePortStatusDoesNotAskForIt()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice { IsOutOfPaper = true, Buffer = int.MaxValue }, settings: new PeerSettings { PrinterStatus = "none" });
        Assert.True(desk.AwaitReady());
        int before = desk.Cable.Transactions;
        desk.Wait(5000);
        Assert.Equal(before, desk.Cable.Transactions);
        Assert.Equal(0, desk.Output.Conditions);
    }

    [Fact]
    public void APrinterThatKnowsNoClassRequestsPrintsAllTheSame()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice { KnowsClassRequests = false });
        byte[] document = CardInSlot.Octets(5000);
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken);
        Assert.Equal("", desk.Output.DeviceId);
        Assert.Equal("USB: a printer that does not say its name", desk.Output.Name);
        desk.Wait(10_000);
        int before = desk.Cable.Transactions;
        desk.Wait(10_000);
        Assert.Equal(before, desk.Cable.Transactions);
    }

    [Fact]
    public void OfAlternatesTheOneThatSpeaksIsUsedAndNoneThatWantsPackets()
    {
        PrinterPort[] ports =
        {
            new PrinterPort(1, 0, PrinterPort.Packets1284, 0x05, 0x86), new PrinterPort(1, 1, PrinterPort.Unidirectional, 0x01, 0), new PrinterPort(1, 2, PrinterPort.Bidirectional, 0x03, 0x84),
        };
        PrintDesk desk = new PrintDesk(new PrinterDevice(ports));
        byte[] document = CardInSlot.Octets(5000);
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken);
        Assert.Equal(0, desk.Printer.Garbled);
        desk.Printer.Say("@PJL");
        byte[] said = new byte[32];
        Assert.Equal(4, desk.Output.Read(said, 0, said.Length));
        Assert.Equal("@PJL", Encoding.ASCII.GetString(said, 0, 4));
        Assert.Equal(0, desk.Output.Read(said, 0, said.Length));

        desk = new PrintDesk(new PrinterDevice(ports[..2]));
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken);
        Assert.Equal(-1, desk.Output.Read(said, 0, said.Length));
    }

    [Fact]
    public void WhatCannotBePrintedWithIsRefusedInWords()
    {
        Refused(new PrinterDevice(new PrinterPort(0, 0, PrinterPort.Packets1284, 0x01, 0x82)), "the printer takes only the packets of IEEE 1284.4, which are not spoken here");
        Refused(PlainDevice.Hub(), "a hub is plugged in: plug in the printer itself");
        Refused(PlainDevice.Mouse(), "what is plugged in is too slow for a printer");
        PrinterDevice liar = new PrinterDevice();
        liar.ConfigurationDescriptor[9] = 0;
        Refused(liar, "what is plugged in says of itself what cannot be");
        PrinterDevice other = new PrinterDevice();
        other.ConfigurationDescriptor[14] = 3;
        Refused(other, "what is plugged in is no printer");
        PrinterDevice odd = new PrinterDevice();
        odd.DeviceDescriptor[7] = 7;
        Refused(odd, "what is plugged in says of itself what cannot be");

        // And with nothing to plug in.
        PrintDesk desk = new PrintDesk(null);
        desk.Wait(3000);
        Assert.Equal("USB: nothing is plugged in", desk.Output.Name);
        Assert.Equal(DeviceCondition.Missing, desk.Output.Conditions);
        desk.Wires.Plug(null);
        desk.Wait(3000);
        Assert.StartsWith("USB: the MAX3421E on SPI bus 1, select pin ", desk.Output.Name);
        Assert.EndsWith(" does not answer", desk.Output.Name);
        Assert.False(desk.Output.Begin("document"));
        desk.Wires.Plug(desk.Chip);
        desk.Cable.Plug(new PrinterDevice());
        Assert.True(desk.AwaitReady(10_000));
    }

    [Fact]
    public void WhatThePrinterSaysIsHeardAndABabblerDoesNotKeepItsListener()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice());
        Assert.True(desk.AwaitReady());
        byte[] said = new byte[32];
        StringBuilder heard = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++)
        {
            string line = new string((char)('a' + (i % 26)), i % 65);
            expected.Append(line);
            desk.Printer.Say(line);
        }

        int calls = 0;
        for (int got = 1; heard.Length < expected.Length; calls++)
        {
            got = desk.Output.Read(said, 0, said.Length);
            Assert.True(got >= 0);
            heard.Append(Encoding.ASCII.GetString(said, 0, got));
            if (got == 0)
            {
                desk.Clock.Sleep(100);
            }
        }

        Assert.Equal(expected.ToString(), heard.ToString());

        // Without an end: within a moment it is heard no more.
        for (int i = 0; i < 1000; i++)
        {
            desk.Printer.Say("babble babble babble babble babble babble babble babble");
        }

        int octets = 0;
        for (int got = 1; got > 0;)
        {
            got = desk.Output.Read(said, 0, said.Length);
            octets += got;
        }

        Assert.InRange(octets, 1, Limits.UsbHeardOctets + said.Length);
        Assert.Empty(desk.Chip.Offences);
    }

    [Fact]
    public void APrinterIsPluggedOutAndInWhileNobodyPrints()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice());
        Assert.True(desk.AwaitReady());
        desk.Cable.Unplug();
        desk.Wait(1000);
        Assert.Equal("USB: nothing is plugged in", desk.Output.Name);
        Assert.False(desk.Output.Begin("document"));
        Assert.Equal("", desk.Output.DeviceId);
        desk.Cable.Plug(desk.Printer);
        byte[] document = CardInSlot.Octets(3000);
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken);

        // Faster than anybody looks: it is noticed all the same, since it has forgotten who it was.
        desk.Cable.Unplug();
        desk.Chip.CatchUp();
        desk.Cable.Plug(desk.Printer);
        desk.Chip.CatchUp();
        int before = desk.Printer.Taken.Count;
        int result = desk.Print(document);
        Assert.True(document.AsSpan().StartsWith(desk.Printer.Taken.ToArray().AsSpan(before)));
        before = result == PrintDesk.Printed ? before : desk.Printer.Taken.Count;
        Assert.Equal(PrintDesk.Printed, result == PrintDesk.Printed ? result : desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken.Skip(before));
        Assert.Equal(new[] { "USB: somebody is plugged in", "USB: Laser", "USB: nothing is plugged in" }, desk.Told.Take(3));
    }

    [Fact]
    public void WhoWatchesOutlivesAWordThatFoundNoMemoryAndSaysItLater()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice()) { ReportsWithoutMemory = 2 };
        desk.Clock.OnSleep = () =>
        {
            // The thread of a board has no end: here it ends where it sleeps.
            if (desk.Told.Contains("USB: Laser") || desk.Clock.Milliseconds > 60_000)
            {
                throw new OperationCanceledException();
            }
        };
        Assert.Throws<OperationCanceledException>(desk.Output.Watch);
        Assert.Equal("USB: Laser", desk.Told.LastOrDefault());
        Assert.True(desk.Output.IsReady);
    }

    [Fact]
    public void WhoWatchesIsAtAnotherStepAtEachLookUnlessItsThreadHasEnded()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice());
        long look = 0;
        desk.Clock.OnSleep = () =>
        {
            if (desk.Clock.Milliseconds >= look)
            {
                look += Limits.RestartMilliseconds;
                Assert.False(desk.Output.Steps.IsStuck(0, false));
            }

            if (look > 2 * Limits.StallLooks * Limits.RestartMilliseconds)
            {
                throw new OperationCanceledException();
            }
        };
        Assert.Throws<OperationCanceledException>(desk.Output.Watch);
        for (int i = 1; i < Limits.StallLooks; i++)
        {
            Assert.False(desk.Output.Steps.IsStuck(0, false));
        }

        Assert.True(desk.Output.Steps.IsStuck(0, false));
    }

    [Fact]
    public void ADocumentDoesNotGoOnWithAPrinterThatWasOut()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice());
        Assert.True(desk.AwaitReady());
        byte[] document = CardInSlot.Octets(3000);
        Assert.True(desk.Output.Begin("one"));
        Assert.Equal(1000, desk.Output.Write(document, 0, 1000));
        desk.Cable.Unplug();
        desk.Wait(500);
        desk.Cable.Plug(desk.Printer);
        Assert.True(desk.AwaitReady());
        Assert.Equal(-1, desk.Output.Write(document, 1000, 2000));
        Assert.Equal(-1, desk.Output.Finish());
        desk.Output.Close();
        Assert.Equal(1000, desk.Printer.Taken.Count);
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken.Skip(1000));
    }

    [Fact]
    public void ADocumentThatIsGivenUpWhileThePrinterTakesNothingIsThrownAwayThere()
    {
        PrintDesk desk = new PrintDesk(new PrinterDevice { Buffer = 1000 });
        Assert.True(desk.AwaitReady());
        byte[] document = CardInSlot.Octets(5000);
        desk.Printer.HasError = true;
        Assert.True(desk.Output.Begin("one"));
        for (int i = 0, at = 0; i < 10; i++)
        {
            int took = desk.Output.Write(document, at, document.Length - at);
            Assert.True(took >= 0);
            at += took;
        }

        Assert.Equal(0, desk.Output.Finish());
        desk.Output.Close();
        Assert.Equal(1, desk.Printer.SoftResets);
        desk.Printer.HasError = false;
        int before = desk.Printer.Taken.Count;
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(document, desk.Printer.Taken.Skip(before));
    }

    [Fact]
    public void APrinterThatNeedsItsFirmwareIsSentItOnceEachTimeItIsSwitchedOn()
    {
        using CardInSlot card = new CardInSlot();
        System.IO.Directory.CreateDirectory(card.OnPc("firmware"));
        byte[] firmware = CardInSlot.Octets(130_001);
        PrinterDevice printer = new PrinterDevice { Firmware = firmware };
        PrintDesk desk = new PrintDesk(printer, settings: new PeerSettings { UsbFirmware = "firmware/sihp1020.dl" }, store: card.Store);
        desk.Wait(3000);
        Assert.Equal("USB: the printer needs firmware/sihp1020.dl, which is not on the card", desk.Output.Name);
        Assert.Equal(DeviceCondition.Missing | DeviceCondition.Fault, desk.Output.Conditions);
        card.Put("firmware/sihp1020.dl", firmware.Length);
        byte[] document = CardInSlot.Octets(3000);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(PrintDesk.Printed, desk.Print(document));
            Assert.True(printer.IsLoaded);
            Assert.Equal(i * document.Length, printer.Taken.Count);
            printer.PowerOff();
            desk.Wait(40_000);
            desk.Cable.Plug(printer);
        }

        // One that never says that it has it is not sent it for ever, whether it stays or begins anew.
        foreach (bool beginsAnew in new[] { false, true })
        {
            NeverSaysThatItHasItsFirmware(card, firmware, beginsAnew);
        }
    }

    private static void NeverSaysThatItHasItsFirmware(CardInSlot card, byte[] firmware, bool beginsAnew)
    {
        List<byte> took = new List<byte>();
        PrintDesk? desk = null;
        PrinterDevice printer = new PrinterDevice
        {
            Took = octets =>
            {
                took.AddRange(octets);
                if (beginsAnew && took.Count == firmware.Length)
                {
                    desk!.Cable.In(1, desk.Cable.Unplug);
                    desk.Cable.In(2_000_000_000, () => desk.Cable.Plug(desk.Printer));
                }
            },
        };
        desk = new PrintDesk(printer, settings: new PeerSettings { UsbFirmware = "firmware/sihp1020.dl" }, store: card.Store);
        Assert.True(desk.AwaitReady(60_000));
        Assert.Equal(firmware, took);
        byte[] document = CardInSlot.Octets(3000);
        Assert.Equal(PrintDesk.Printed, desk.Print(document));
        Assert.Equal(firmware.Concat(document), took);
    }

    [Fact]
    public void ABoardWithoutPinsForTheChipHasNoPrinter()
    {
        using CardInSlot card = new CardInSlot();
        BoardPins pins = new BoardPins { Name = "BARE", UsbBus = 1 };
        CardSlot slot = new CardSlot(Manners.Card.Drive, new nanoFramework.System.IO.FileSystem.SDCard(new nanoFramework.System.IO.FileSystem.SDCardSpiParameters()));
        BoardStart start = new BoardStart(new BoardParts("board", Profile.FourSockets(), slot, new Stm32.Boards(), pins, "a bare board"));
        start.Settings.Printer = PeerSettings.PrinterUsb;
        start.MakeOutput();
        Assert.Null(start.Output);
    }

    private static void Refused(UsbDevice device, string words)
    {
        PrintDesk desk = new PrintDesk(device);
        desk.Wait(4000);
        Assert.Equal("USB: " + words, desk.Output.Name);
        Assert.Equal(DeviceCondition.Missing | DeviceCondition.Fault, desk.Output.Conditions);
        Assert.False(desk.Output.Begin("document"));
        Assert.Equal(-1, desk.Output.Write(new byte[1], 0, 1));
        Assert.Equal(-1, desk.Output.Finish());
        Assert.Empty(desk.Chip.Offences);

        // It is left alone from then on, and the next one is taken.
        int before = desk.Cable.Transactions;
        desk.Wait(10_000);
        Assert.Equal(before, desk.Cable.Transactions);
        desk.Cable.Unplug();
        desk.Wait(1000);
        desk.Cable.Plug(new PrinterDevice());
        Assert.True(desk.AwaitReady());
    }
}
