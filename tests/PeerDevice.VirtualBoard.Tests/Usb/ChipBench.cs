using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;
using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The chip on a bench: SPI sequences by hand, and a clock that the test moves.</summary>
internal sealed class ChipBench : IDisposable
{
    internal const byte HostOn = 0xC1;

    private static int _nextBus = 100;

    private readonly SpiConnectionSettings _settings;
    private readonly SpiWires _wires;
    private readonly GpioPin _pin;
    private SpiDevice _spi;

    /// <param name="revision">The chip's revision.</param>
    /// <param name="plugged">What hangs on the cable from the beginning.</param>
    internal ChipBench(byte revision = 0x12, UsbDevice? plugged = null)
    {
        Time = new BenchTime(Clock);
        Cable = new UsbCable(Time);
        if (plugged is not null)
        {
            Cable.Plug(plugged);
        }

        Chip = new Max3421e(Time, Cable, revision);
        Clock.OnSleep = Chip.CatchUp;
        int bus = Interlocked.Increment(ref _nextBus);
        _pin = new GpioPin(bus);
        Chip.WireInterrupt(_pin);
        _wires = SpiWires.Of(bus, 1);
        _wires.Plug(Chip);
        _settings = new SpiConnectionSettings(bus, 1) { ClockFrequency = 10_000_000 };
        _spi = SpiDevice.Create(_settings);
    }

    internal VirtualClock Clock { get; } = new VirtualClock();

    internal BenchTime Time { get; }

    internal UsbCable Cable { get; }

    internal Max3421e Chip { get; }

    internal bool Interrupt => _pin.Read() == PinValue.High;

    internal GpioPin Pin => _pin;

    /// <summary>Speaks otherwise from now on.</summary>
    internal void Speak(Action<SpiConnectionSettings> change)
    {
        change(_settings);
        _spi.Dispose();
        _spi = SpiDevice.Create(_settings);
    }

    internal byte[] Exchange(params byte[] sent)
    {
        byte[] taken = new byte[sent.Length];
        _spi.TransferFullDuplex(sent, taken);
        return taken;
    }

    internal void Write(int register, params byte[] values)
    {
        byte[] all = new byte[values.Length + 1];
        all[0] = (byte)((register << 3) | 2);
        values.CopyTo(all, 1);
        Exchange(all);
    }

    internal byte Read(int register)
    {
        return Exchange((byte)(register << 3), 0)[1];
    }

    internal byte[] ReadMany(int register, int count)
    {
        byte[] sent = new byte[count + 1];
        sent[0] = (byte)(register << 3);
        return Exchange(sent).AsSpan(1).ToArray();
    }

    internal void Wait(double milliseconds)
    {
        Clock.Advance((long)(milliseconds * 1000));
    }

    /// <summary>Full duplex, the clock stable, host mode with its resistors.</summary>
    internal ChipBench Start()
    {
        Write(Register.PinCtl, 0x18);
        Wait(4);
        Write(Register.UsbIrq, 0x01);
        Write(Register.Mode, HostOn);
        return this;
    }

    /// <summary>All that, then a device that is there, reset and listening.</summary>
    internal ChipBench Attach(UsbDevice device)
    {
        Start();
        if (Cable.Device != device)
        {
            Cable.Plug(device);
        }

        Wait(150);
        byte mode = (byte)(HostOn | (device.IsLowSpeed ? 0x02 : 0));
        Write(Register.Mode, mode);
        Write(Register.Hctl, 0x01);
        Wait(51);
        Write(Register.Mode, (byte)(mode | 0x08));
        Wait(15);
        Write(Register.Hirq, 0xF7);
        Write(Register.PerAddr, 0);
        return this;
    }

    /// <summary>Launches and waits for HXFRDNIRQ.</summary>
    /// <returns>HRSLT.</returns>
    internal byte Launch(byte value)
    {
        Write(Register.Hxfr, value);
        for (int i = 0; (Read(Register.Hirq) & 0x80) == 0; i++)
        {
            Assert.True(i < 20000, "the transfer does not end");
            Clock.Advance(5);
        }

        Write(Register.Hirq, 0x80);
        return (byte)(Read(Register.Hrsl) & 0x0F);
    }

    /// <summary>A request without data.</summary>
    /// <returns>The result of the first stage that failed, or 0.</returns>
    internal byte Request(params byte[] setup)
    {
        Write(Register.SetupFifo, setup);
        byte result = Launch(0x10);
        return result == 0 ? Launch(0x80) : result;
    }

    /// <summary>A request for data.</summary>
    internal byte[] Ask(params byte[] setup)
    {
        Write(Register.SetupFifo, setup);
        Assert.Equal(0, Launch(0x10));
        Write(Register.Hctl, 0x20);
        List<byte> all = new List<byte>();
        int wanted = setup[6] | (setup[7] << 8);
        while (all.Count < wanted)
        {
            byte result = Launch(0x00);
            if (result != 0)
            {
                return new[] { result };
            }

            byte[] packet = ReadMany(Register.ReceiveFifo, Read(Register.ReceiveCount));
            Write(Register.Hirq, 0x04);
            all.AddRange(packet);
            if (packet.Length < Cable.Device!.ControlPacket)
            {
                break;
            }
        }

        Assert.Equal(0, Launch(0xA0));
        return all.ToArray();
    }

    /// <summary>Address 5, configuration 1, toggles as they begin.</summary>
    internal ChipBench Configure()
    {
        Assert.Equal(0, Request(0, 5, 5, 0, 0, 0, 0, 0));
        Wait(3);
        Write(Register.PerAddr, 5);
        Assert.Equal(0, Request(0, 9, 1, 0, 0, 0, 0, 0));
        Write(Register.Hctl, 0x50);
        return this;
    }

    /// <summary>Loads and sends once to endpoint 1.</summary>
    internal byte Send(params byte[] data)
    {
        Write(Register.SendFifo, data);
        Write(Register.SendCount, (byte)data.Length);
        return Launch(0x21);
    }

    public void Dispose()
    {
        _spi.Dispose();
        _wires.Plug(null);
    }
}
