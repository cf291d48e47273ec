using System;
using PeerDevice.Board;
using PeerDevice.Drivers;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>
/// A serial line on a virtual clock, behind drivers of every kind: it is never without something to send, and a stop is honoured before the
/// printer overflows.
/// </summary>
public sealed class SerialFlowTests
{
    private const int Margin = 128;
    private const int StopPin = 200;

    private static readonly int[] Handshakes = { PeerSettings.HandshakeNone, PeerSettings.HandshakeXonXoff, PeerSettings.HandshakeWires };
    private static int _ports;

    public static TheoryData<int, int, string> Lines
    {
        get
        {
            TheoryData<int, int, string> lines = new TheoryData<int, int, string>();
            foreach (int baud in new[] { 300, 1200, 9600, 19200, 38400, 115200, 230400 })
            {
                foreach (int handshake in Handshakes)
                {
                    foreach (string driver in Enum.GetNames<Driver>())
                    {
                        lines.Add(baud, handshake, driver);
                    }
                }
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void ALineThatIsNotStoppedIsAlwaysSending(int baud, int handshake, string driver)
    {
        (SerialOutput output, TimedPrinter printer, _) = Connect(baud, handshake, driver, static (clock, kind, baud) => new TimedPrinter(clock, kind, baud, 10));
        byte[] document = CardInSlot.Octets(30000);
        Print(output, document);
        Assert.Equal(document, printer.Taken.ToArray());
        Assert.InRange(printer.Busy, 0.99, 1.000001);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void AStopIsHonouredBeforeThePrinterOverflows(int baud, int handshake, string driver)
    {
        if (handshake == PeerSettings.HandshakeNone)
        {
            return;
        }

        (SerialOutput output, TimedPrinter printer, _) = Connect(baud, handshake, driver, static (clock, kind, baud) => new TimedPrinter(clock, kind, baud, 10) { Room = 2048, Margin = Margin, Speed = 0.4 });
        byte[] document = CardInSlot.Octets(30000);
        Print(output, document);
        Assert.Equal(0, printer.Lost);
        Assert.Equal(document, printer.Taken.ToArray());
        Assert.True(printer.Stops > 5);
        Assert.InRange(printer.MostAfterStop, 0, Margin);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void ADocumentIsFinishedWhenItsLastOctetHasLeftAndNotMuchLater(int baud, int handshake, string driver)
    {
        (SerialOutput output, TimedPrinter printer, VirtualClock clock) = Connect(baud, handshake, driver, static (clock, kind, baud) => new TimedPrinter(clock, kind, baud, 10));
        byte[] document = CardInSlot.Octets(1000);
        Print(output, document);
        Assert.Equal(document.Length, printer.Taken.Count);
        Assert.InRange(clock.Microseconds, printer.LastArrival, printer.LastArrival + 3000);
    }

    [Fact]
    public void WhoIsStoppedForLongIsOffline()
    {
        VirtualClock clock = new VirtualClock();
        (SerialOutput output, TimedPrinter printer) = Connect(clock, new PeerSettings { Handshake = PeerSettings.HandshakeXonXoff }, new TimedPrinter(clock, Driver.HasFifo, 9600, 10));
        Assert.Equal(0, output.Conditions);
        printer.Said!(19);
        Assert.Equal(DeviceCondition.Busy, output.Conditions);
        clock.Sleep(Limits.SerialOfflineMilliseconds - 1);
        Assert.Equal(DeviceCondition.Busy, output.Conditions);
        clock.Sleep(1);
        Assert.Equal(DeviceCondition.Busy | DeviceCondition.Offline, output.Conditions);
        printer.Said!(17);
        Assert.Equal(0, output.Conditions);
        printer.Said!(19);
        Assert.Equal(DeviceCondition.Busy, output.Conditions);
    }

    [Fact]
    public void AStopByAWireThatIsNotThereIsNoDevice()
    {
        VirtualClock clock = new VirtualClock();
        TimedPrinter printer = new TimedPrinter(clock, Driver.HasFifo, 9600, 10);
        SerialLine.Of("WIRELESS").Plug(printer);
        SerialOutput output = new SerialOutput("WIRELESS", new PeerSettings { Handshake = PeerSettings.HandshakeWires }, clock, new StopLine(1000, true, StopLine.NoPin));
        Assert.Equal(DeviceCondition.Missing, output.Conditions);
        Assert.False(output.Begin("a"));
        Assert.Equal(-1, output.Write(new byte[1], 0, 1));
    }

    private static void Print(SerialOutput output, byte[] document)
    {
        Assert.True(output.Begin("a"));
        int at = 0;
        while (at < document.Length)
        {
            int took = output.Write(document, at, document.Length - at);
            Assert.True(took >= 0);
            at += took;
        }

        Assert.True(output.Finish() > 0);
        output.Close();
    }

    private static (SerialOutput Output, TimedPrinter Printer, VirtualClock Clock) Connect(int baud, int handshake, string driver, Func<VirtualClock, Driver, int, TimedPrinter> make)
    {
        VirtualClock clock = new VirtualClock();
        TimedPrinter printer = make(clock, Enum.Parse<Driver>(driver), baud);
        if (handshake == PeerSettings.HandshakeWires)
        {
            printer.Wire(StopPin);
        }

        (SerialOutput output, _) = Connect(clock, new PeerSettings { BaudRate = baud, Handshake = handshake }, printer);
        return (output, printer, clock);
    }

    private static (SerialOutput Output, TimedPrinter Printer) Connect(VirtualClock clock, PeerSettings settings, TimedPrinter printer)
    {
        string port = "FLOW" + _ports++;
        SerialLine.Of(port).Plug(printer);
        return (new SerialOutput(port, settings, clock, new StopLine(StopPin, true, StopLine.NoPin)), printer);
    }
}
