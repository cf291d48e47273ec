using System;
using System.Linq;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>Devices that are something else, or say so: each is refused in words, or printed with.</summary>
public class UsbLiarTests
{
    private static readonly byte[] Document = CardInSlot.Octets(300);

    [Fact]
    public void AHubAMouseAndAPrinterForPacketsOnlyAreRefusedInWords()
    {
        foreach (UsbDevice device in new UsbDevice[] { PlainDevice.Hub(), PlainDevice.Mouse(), new PrinterDevice(new PrinterPort(0, 0, PrinterPort.Packets1284, 1, 0x82)) })
        {
            using UsbDesk desk = new UsbDesk(device);
            Assert.False(desk.Find());
            Assert.False(desk.Output.Begin("nothing"));
            Assert.NotEmpty(desk.Told);
            Assert.DoesNotContain(desk.Told, line => line.EndsWith(": ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void OfSeveralInterfacesAndAlternatesOneIsChosenThatTakesPlainDocuments()
    {
        PrinterPort scanner = new PrinterPort(0, 0, 0xFF, 1, 0x81) { Class = 0xFF };
        PrinterPort packets = new PrinterPort(1, 0, PrinterPort.Packets1284, 2, 0x82);
        foreach (PrinterPort[] ports in new[]
        {
            new[] { new PrinterPort(0, 0, PrinterPort.Unidirectional, 1) },
            new[] { scanner, packets, new PrinterPort(1, 1, PrinterPort.Unidirectional, 3) },
            new[] { scanner, packets, new PrinterPort(1, 1, PrinterPort.Unidirectional, 3), new PrinterPort(1, 2, PrinterPort.Bidirectional, 4, 0x84) },
            new[] { new PrinterPort(0, 0, PrinterPort.Bidirectional, 1, 0x82) { Packet = 32 } },
            new[] { new PrinterPort(0, 0, PrinterPort.Bidirectional, 15, 0x8F) { Packet = 8 } },
        })
        {
            PrinterDevice printer = new PrinterDevice(ports);
            using UsbDesk desk = new UsbDesk(printer);
            Assert.True(desk.Find(), string.Join("; ", desk.Told));
            Assert.True(desk.Print(Document));
            Assert.Equal(Document, printer.Taken);
            Assert.Equal(0, printer.Garbled);
        }
    }

    [Fact]
    public void AnOctetWrongAnywhereOrACutAnywhereIsRefusedOrPrintedWith()
    {
        byte[] device = Descriptors.Device(0, 64);
        byte[] configuration = Descriptors.Printer(new PrinterPort(0, 0, PrinterPort.Bidirectional, 1, 0x82));
        foreach (bool isDevice in new[] { true, false })
        {
            byte[] right = isDevice ? device : configuration;
            for (int at = 0; at < right.Length; at++)
            {
                foreach (byte value in new byte[] { 0, 1, 8, 0x7F, 0x80, 0xFF })
                {
                    byte[] wrong = (byte[])right.Clone();
                    wrong[at] = value;
                    Try(isDevice ? wrong : device, isDevice ? configuration : wrong, "octet " + at + " is " + value);
                }

                byte[] cut = right.Take(at).ToArray();
                Try(isDevice ? cut : device, isDevice ? configuration : cut, "cut at " + at);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0x2A00)]
    [InlineData(0xFFFF)]
    public void ADeviceIdWithAWrongLengthDoesNotKeepItFromPrinting(int length)
    {
        PrinterDevice printer = new PrinterDevice { DeviceIdLength = length };
        using UsbDesk desk = new UsbDesk(printer);
        Assert.True(desk.Find(), string.Join("; ", desk.Told));
        Assert.True(desk.Print(Document));
        Assert.Equal(Document, printer.Taken);
    }

    [Fact]
    public void APrinterThatKnowsNoRequestsOfItsClassOrIsSlowWithAllIsPrintedWith()
    {
        foreach (PrinterDevice printer in new[]
        {
            new PrinterDevice { KnowsClassRequests = false },
            new PrinterDevice { ControlNaks = 30 },
            new PrinterDevice { ControlPacket = 8, DeviceDescriptor = Descriptors.Device(0, 8) },
            new PrinterDevice { Buffer = 64, OctetsPerSecond = 500 },
        })
        {
            using UsbDesk desk = new UsbDesk(printer);
            Assert.True(desk.Find(), string.Join("; ", desk.Told));
            Assert.True(desk.Print(Document));
            Assert.Equal(Document, printer.Taken);
        }
    }

    [Fact]
    public void OutOfPaperIsToldAndTheDocumentGoesOnWhenThereIsSomeAgain()
    {
        PrinterDevice printer = new PrinterDevice { Buffer = 128, OctetsPerSecond = 100_000 };
        using UsbDesk desk = new UsbDesk(printer);
        Assert.True(desk.Find());
        printer.IsOutOfPaper = true;
        desk.Cable.In(20_000_000_000, () => printer.IsOutOfPaper = false);
        desk.Watch(5000);
        Assert.NotEqual(0, desk.Output.Conditions & PeerDevice.Board.DeviceCondition.MediaEmpty);
        Assert.True(desk.Print(Document));
        Assert.Equal(Document, printer.Taken);
    }

    [Fact]
    public void FirmwareFromTheCardIsSentFirstAndAgainAfterEachPowerOff()
    {
        using CardInSlot card = new CardInSlot();
        card.Put("laser.dl", 5000);
        PrinterDevice printer = new PrinterDevice { Firmware = CardInSlot.Octets(5000) };
        using UsbDesk desk = new UsbDesk(printer, 0x12, card.Store, "laser.dl");
        for (int i = 1; i <= 2; i++)
        {
            Assert.True(desk.Find(), string.Join("; ", desk.Told));
            Assert.True(printer.IsLoaded);
            Assert.True(desk.Print(Document));
            Assert.Equal(Document.Length * i, printer.Taken.Count);
            printer.PowerOff();
            desk.Watch(2000);
            Assert.False(desk.Output.IsReady);
            desk.Cable.Plug(printer);
        }
    }

    private static void Try(byte[] device, byte[] configuration, string what)
    {
        PrinterDevice printer = new PrinterDevice { DeviceDescriptor = device, ConfigurationDescriptor = configuration };
        using UsbDesk desk = new UsbDesk(printer);
        bool isWhole = desk.Find() && desk.Print(Document);
        Assert.True(!isWhole || Document.AsSpan().SequenceEqual(printer.Taken.ToArray()), what + ": said to be printed, and was not");
        Assert.True(isWhole || desk.Told.Count > 0, what + ": nothing is said");
    }
}
