using System;
using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Drivers.Usb;
using PeerDevice.Services.Settings;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The firmware's USB output over the model of its chip, with all their time on one clock.</summary>
internal sealed class UsbDesk : IDisposable, IIndicator
{
    private const int Bus = 98;
    private const int Select = 1;
    private const byte OnStm32 = 0x13;

    /// <summary>Virtual time after which a printer that is there has been found, or never will be.</summary>
    private const int FindMilliseconds = 60_000;

    /// <summary>Virtual time without an octet after which whoever prints gives up.</summary>
    private const int PatienceMilliseconds = 60_000;

    private readonly List<string> _told = new List<string>();
    private long _nextTend;

    internal UsbDesk(UsbDevice? device, byte revision = 0x12, IFileStore? store = null, string firmware = "", bool asksStatus = true)
    {
        Time = new BenchTime(Clock);
        Cable = new UsbCable(Time);
        if (device is not null)
        {
            Cable.Plug(device);
        }

        Chip = new Max3421e(Time, Cable, revision) { OscillatorStop = 1_000_000 };
        Clock.OnSleep = Chip.CatchUp;
        SpiWires.Of(Bus, Select).Plug(Chip);

        // Whatever is tried with more than one revision is tried with both orders of a word's octets too.
        SpiWires.Of(Bus, Select).IsHighFirst = revision == OnStm32;
        PeerSettings settings = new PeerSettings { UsbFirmware = firmware, PrinterStatus = asksStatus ? "" : "none" };
        Output = new UsbOutput(Bus, Select, settings, store!, Clock, this);
    }

    public bool CanFlash => false;

    internal VirtualClock Clock { get; } = new VirtualClock();

    internal BenchTime Time { get; }

    internal UsbCable Cable { get; }

    internal Max3421e Chip { get; }

    internal UsbOutput Output { get; }

    /// <summary>Whether the wires to the chip are dead from now on.</summary>
    internal bool IsChipDead { set => SpiWires.Of(Bus, Select).IsDead = value; }

    internal IReadOnlyList<string> Told => _told;

    /// <summary>Octets of the last document that were said to be taken.</summary>
    internal int Sent { get; private set; }

    /// <summary>Watches the port until a printer is ready.</summary>
    internal bool Find()
    {
        for (long until = Clock.Milliseconds + FindMilliseconds; !Output.IsReady && Clock.Milliseconds < until;)
        {
            Rest();
        }

        return Output.IsReady;
    }

    /// <summary>Watches the port for so long.</summary>
    internal void Watch(int milliseconds)
    {
        for (long until = Clock.Milliseconds + milliseconds; Clock.Milliseconds < until;)
        {
            Rest();
        }
    }

    /// <summary>Prints as the spool does, in blocks, with the port watched in between.</summary>
    /// <returns>Whether the device said that it has all of it; otherwise it said that the document is broken, or took nothing for too long.</returns>
    internal bool Print(byte[] document, int block = 1000)
    {
        if (!Output.Begin("a document"))
        {
            return false;
        }

        int sent = 0;
        Sent = 0;
        long lastTaken = Clock.Milliseconds;
        byte[] back = new byte[64];
        bool isWhole = false;
        while (!isWhole && Clock.Milliseconds - lastTaken < PatienceMilliseconds)
        {
            Tend();
            Output.Read(back, 0, back.Length);
            if (sent == document.Length)
            {
                int finished = Output.Finish();
                isWhole = finished > 0;
                if (finished < 0)
                {
                    break;
                }

                continue;
            }

            int took = Output.Write(document, sent, Math.Min(block, document.Length - sent));
            if (took < 0)
            {
                break;
            }

            sent += took;
            Sent = sent;
            lastTaken = took > 0 ? Clock.Milliseconds : lastTaken;
        }

        Output.Close();
        return isWhole;
    }

    public void Show(int condition)
    {
    }

    public void Report(string line)
    {
        _told.Add(line);
    }

    public void Flash()
    {
    }

    public void Dispose()
    {
        SpiWires.Of(Bus, Select).IsDead = false;
        SpiWires.Of(Bus, Select).Plug(null);
        SpiWires.Of(Bus, Select).Release();
    }

    /// <summary>What the port's own thread does when it is its turn.</summary>
    private void Tend()
    {
        if (Clock.Milliseconds >= _nextTend)
        {
            _nextTend = Clock.Milliseconds + Math.Max(1, Output.Tend());
        }
    }

    private void Rest()
    {
        Tend();
        Clock.Sleep((int)Math.Max(1, _nextTend - Clock.Milliseconds));
    }
}
