using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.Drivers;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The firmware's serial output device, with a printer at the other end of the cable that says stop and go.</summary>
public sealed class SerialOutputTests
{
    private static int _ports = 1;

    [Fact]
    public void WhatIsWrittenArrives()
    {
        Printer printer = new Printer();
        SerialOutput output = Connect(printer, new PeerSettings(), new VirtualClock());
        byte[] document = CardInSlot.Octets(5000);
        Assert.True(output.Begin("a"));
        WriteAll(output, document);
        Assert.True(output.Finish() > 0);
        output.Close();
        Assert.Equal(document, printer.Taken.ToArray());
    }

    [Fact]
    public void AStoppedPrinterTakesNothingAndIsNotReady()
    {
        VirtualClock clock = new VirtualClock();
        Printer printer = new Printer { StopsAfter = 10 };
        SerialOutput output = Connect(printer, new PeerSettings { Handshake = PeerSettings.HandshakeXonXoff }, clock);
        Assert.True(output.IsReady);
        Assert.True(output.Begin("a"));
        Assert.Equal(10, output.Write(new byte[10], 0, 10));
        Assert.Equal(0, output.Write(new byte[10], 0, 10));
        Assert.False(output.IsReady);
        Assert.Equal(Limits.SerialPauseMilliseconds, clock.Milliseconds);
        printer.Go();
        Assert.True(output.IsReady);
        Assert.Equal(10, output.Write(new byte[10], 0, 10));
    }

    [Theory]
    [InlineData(PeerSettings.HandshakeNone, 256)]
    [InlineData(PeerSettings.HandshakeXonXoff, 254)]
    public void WhatThePrinterSaysIsReadButForItsStopsAndGos(int handshake, int expected)
    {
        Printer printer = new Printer();
        SerialOutput output = Connect(printer, new PeerSettings { Handshake = handshake }, new VirtualClock());
        Assert.True(output.Begin("a"));
        List<byte> heard = new List<byte>();
        byte[] some = new byte[7];
        for (int octet = 0; octet < 256; octet++)
        {
            printer.Say((byte)octet);
            if (octet % 50 == 49 || octet == 255)
            {
                // Asked whether it is held back too, which listens as well.
                Assert.Equal(0, output.Conditions & ~Board.DeviceCondition.Busy);
                for (int got = output.Read(some, 1, 6); got != 0; got = output.Read(some, 1, 6))
                {
                    heard.AddRange(some[1..(1 + got)]);
                }
            }
        }

        Assert.Equal(expected, heard.Count);
        Assert.Equal(heard.OrderBy(octet => octet), heard);
        Assert.Equal(handshake == PeerSettings.HandshakeNone, heard.Contains(17) && heard.Contains(19));
    }

    [Fact]
    public void WhatNobodyReadsIsBounded()
    {
        Printer printer = new Printer();
        SerialOutput output = Connect(printer, new PeerSettings(), new VirtualClock());
        Assert.True(output.Begin("a"));
        for (int i = 0; i < 10 * Limits.DeviceSaidOctets; i++)
        {
            printer.Say((byte)'a');
        }

        byte[] heard = new byte[4 * Limits.DeviceSaidOctets];
        Assert.Equal(Limits.DeviceSaidOctets, output.Read(heard, 0, heard.Length));
        Assert.Equal(0, output.Read(heard, 0, heard.Length));
    }

    [Fact]
    public void StatusThatThePrinterSendsIsNotTakenForAStop()
    {
        Printer printer = new Printer();
        SerialOutput output = Connect(printer, new PeerSettings { Handshake = PeerSettings.HandshakeXonXoff }, new VirtualClock());
        Assert.True(output.Begin("a"));
        for (int octet = 0; octet < 256; octet++)
        {
            if (octet != 19)
            {
                printer.Say((byte)octet);
            }
        }

        Assert.Equal(5, output.Write(new byte[5], 0, 5));
    }

    [Theory]
    [InlineData(9600, 8, PeerSettings.ParityNone, 1, 10)]
    [InlineData(1200, 7, PeerSettings.ParityEven, 2, 11)]
    public void FinishingWaitsForWhatADriverStillHoldsThatTookAll(int baud, int dataBits, int parity, int stopBits, int bits)
    {
        VirtualClock clock = new VirtualClock();
        PeerSettings settings = new PeerSettings { BaudRate = baud, DataBits = dataBits, Parity = parity, StopBits = stopBits };
        SerialOutput output = Connect(new Printer(), settings, clock);
        Assert.True(output.Begin("a"));
        WriteAll(output, new byte[1000]);
        Assert.True(output.Finish() > 0);
        Assert.InRange(clock.Milliseconds, 1000 * bits * 1000 / baud, (1000 * bits * 1000 / baud) + 2);
    }

    [Fact]
    public void APortThatIsNotThereIsNotReadyAndIsTriedAgain()
    {
        Printer printer = new Printer { IsThere = false };
        SerialOutput output = Connect(printer, new PeerSettings(), new VirtualClock());
        Assert.False(output.IsReady);
        Assert.False(output.Begin("a"));
        Assert.Equal(-1, output.Write(new byte[1], 0, 1));
        Assert.True(output.Finish() < 0);
        printer.IsThere = true;
        Assert.True(output.Begin("a"));
        Assert.Equal(1, output.Write(new byte[1], 0, 1));
    }

    [Fact]
    public void ABrokenWriteEndsTheDocumentAndTheNextOneOpensThePortAnew()
    {
        Printer printer = new Printer { IsBroken = true };
        SerialOutput output = Connect(printer, new PeerSettings(), new VirtualClock());
        Assert.True(output.Begin("a"));
        Assert.Equal(-1, output.Write(new byte[1], 0, 1));
        Assert.Equal(-1, output.Write(new byte[1], 0, 1));
        Assert.True(output.Finish() < 0);
        output.Close();
        printer.IsBroken = false;
        Assert.True(output.Begin("b"));
        Assert.Equal(1, output.Write(new byte[1], 0, 1));
        Assert.True(output.Finish() > 0);
    }

    private static SerialOutput Connect(Printer printer, PeerSettings settings, VirtualClock clock)
    {
        string port = "TEST" + _ports++;
        SerialLine.Of(port).Plug(printer);
        return new SerialOutput(port, settings, clock, null);
    }

    private static void WriteAll(SerialOutput output, byte[] document)
    {
        int at = 0;
        while (at < document.Length)
        {
            int took = output.Write(document, at, document.Length - at);
            Assert.True(took >= 0);
            at += took;
        }
    }

    private sealed class Printer : Box
    {
        private const byte Xon = 17;
        private const byte Xoff = 19;

        private int _sinceGo;
        private bool _isStopped;

        internal List<byte> Taken { get; } = new List<byte>();

        internal int StopsAfter { get; set; } = int.MaxValue;

        internal bool IsThere { get; set; } = true;

        internal bool IsBroken { get; set; }

        internal override string Name => "a printer";

        internal override bool Open()
        {
            return IsThere;
        }

        internal override void Take(ReadOnlySpan<byte> octets)
        {
            if (IsBroken)
            {
                throw new TimeoutException();
            }

            foreach (byte octet in octets)
            {
                Taken.Add(octet);
                if (++_sinceGo >= StopsAfter && !_isStopped)
                {
                    _isStopped = true;
                    Say(Xoff);
                }
            }
        }

        internal void Say(byte octet)
        {
            Said!(octet);
        }

        internal void Go()
        {
            _isStopped = false;
            _sinceGo = 0;
            Say(Xon);
        }

        public override void Dispose()
        {
        }
    }
}
