using System;
using System.Collections.Generic;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Drivers.Usb;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The firmware's USB output device over the chip's model, on a virtual clock: what is plugged in, and whoever prints.</summary>
internal sealed class PrintDesk : IIndicator
{
    /// <summary>A document printed, to its last octet.</summary>
    internal const int Printed = 1;

    /// <summary>The job was told that it stopped.</summary>
    internal const int Stopped = -1;

    /// <summary>No printer took it within its patience.</summary>
    internal const int NotBegun = 0;

    private const long PatienceMilliseconds = 120_000;
    private static int _selects = 1000;

    private long _due;

    internal PrintDesk(UsbDevice? device, byte revision = 0x12, PeerSettings? settings = null, IFileStore? store = null, bool isHighFirst = false)
    {
        BenchTime time = new BenchTime(Clock);
        Cable = new UsbCable(time);
        Chip = new Max3421e(time, Cable, revision);
        Device = device;
        int select = Interlocked.Increment(ref _selects);
        SpiWires.Of(1, select).Plug(Chip);
        Wires = SpiWires.Of(1, select);
        Wires.IsHighFirst = isHighFirst;
        Output = new UsbOutput(1, select, settings ?? new PeerSettings(), store!, Clock, this);
        if (device is not null)
        {
            Cable.Plug(device);
        }
    }

    /// <inheritdoc/>
    public bool CanFlash => false;

    internal VirtualClock Clock { get; } = new VirtualClock();

    internal UsbCable Cable { get; }

    internal Max3421e Chip { get; }

    internal SpiWires Wires { get; }

    internal UsbDevice? Device { get; }

    internal PrinterDevice Printer => (PrinterDevice)Device!;

    internal UsbOutput Output { get; }

    /// <summary>How many times there is no memory for a word to people.</summary>
    internal int ReportsWithoutMemory { get; set; }

    /// <summary>What people were told.</summary>
    internal List<string> Told { get; } = new List<string>();

    /// <inheritdoc/>
    public void Show(int condition)
    {
    }

    /// <inheritdoc/>
    public void Report(string line)
    {
        if (ReportsWithoutMemory > 0)
        {
            ReportsWithoutMemory--;
            throw new OutOfMemoryException();
        }

        Told.Add(line);
    }

    /// <inheritdoc/>
    public void Flash()
    {
    }

    /// <summary>What the watching thread does meanwhile.</summary>
    internal void Watch()
    {
        if (Clock.Milliseconds >= _due)
        {
            _due = Clock.Milliseconds + Math.Max(1, Output.Tend());
        }
    }

    /// <summary>Lets time pass.</summary>
    internal void Wait(int milliseconds)
    {
        long until = Clock.Milliseconds + milliseconds;
        while (Clock.Milliseconds < until)
        {
            Watch();
            Clock.Sleep(1);
        }
    }

    /// <summary>Waits for a printer to be ready.</summary>
    internal bool AwaitReady(int milliseconds = 5000)
    {
        long until = Clock.Milliseconds + milliseconds;
        while (!Output.IsReady && Clock.Milliseconds < until)
        {
            Watch();
            Clock.Sleep(1);
        }

        return Output.IsReady;
    }

    /// <summary>Prints as the engine does: begins when it may, gives what is taken, asks for the end, and gives the device back.</summary>
    internal int Print(byte[] document, int block = 40_960, Action<int>? meanwhile = null)
    {
        long patience = Clock.Milliseconds + PatienceMilliseconds;
        while (!Output.Begin("document"))
        {
            Watch();
            Clock.Sleep(1);
            if (Clock.Milliseconds >= patience)
            {
                return NotBegun;
            }
        }

        int result = Give(document, block, meanwhile);
        Output.Close();
        return result;
    }

    private int Give(byte[] document, int block, Action<int>? meanwhile)
    {
        long patience = Clock.Milliseconds + PatienceMilliseconds;
        int at = 0;
        while (at < document.Length)
        {
            meanwhile?.Invoke(at);
            Watch();
            int took = Output.Write(document, at, Math.Min(block, document.Length - at));
            if (took < 0 || Clock.Milliseconds >= patience)
            {
                return Stopped;
            }

            at += took;
            patience = took > 0 ? Clock.Milliseconds + PatienceMilliseconds : patience;
        }

        while (true)
        {
            int ended = Output.Finish();
            if (ended != 0 || Clock.Milliseconds >= patience)
            {
                return ended > 0 ? Printed : Stopped;
            }

            Watch();
        }
    }
}
