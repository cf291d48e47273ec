using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Device.Spi;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// The MAX3421E, a USB host on an SPI bus, register by register and no more forgiving than it. Written from the datasheet
/// (19-3953, revision 4 of July 2013; "DS"), the Programming Guide (AN3785, December 2006; "PG"), AN4000 (February 2007) and the errata
/// (19-0647, revision 2 of April 2016). Each behaviour names the page that it stands on; what has none is said in none of them.
/// </summary>
internal sealed class Max3421e : ISpiChip
{
    private const byte Floating = 0xFF;

    /// <summary>DS p. 13, "Timing Characteristics", tCP, and p. 19: the SPI clock.</summary>
    private const int FastestClock = 26_000_000;

    /// <summary>DS p. 13, "Time-to-Exit Suspend": how long the oscillator and its multiplier take until they are stable.</summary>
    private const long OscillatorStart = 3_000_000;

    private const int MostOffences = 100;
    private const byte OldestWithoutSynchronizer = 0x13;

    private readonly object _gate = new object();
    private readonly IWireTime _time;
    private readonly HostEngine _engine;
    private readonly byte _revision;
    private readonly byte[] _plain = new byte[32];
    private readonly List<string> _offences = new List<string>();
    private byte _usbIrq;
    private byte _hien;
    private long _stoppedAt;
    private long _stableAt;
    private long _quietUntil;
    private int _setupAt;
    private bool _isStable;
    private GpioPin? _pin;

    /// <param name="time">The time in which it lives.</param>
    /// <param name="cable">Its USB socket.</param>
    /// <param name="revision">REVISION (PG p. 50): 0x01, 0x12 or 0x13 (errata p. 1). The first two have the trap of AN4000 (errata p. 2, item 3).</param>
    internal Max3421e(IWireTime time, UsbCable cable, byte revision = 0x12)
    {
        _time = time;
        _revision = revision;
        _engine = new HostEngine(cable, revision < OldestWithoutSynchronizer, Offend);
        _stableAt = time.Nanoseconds + OscillatorStart;
    }

    /// <summary>
    /// How long the oscillator must be held still until it stops, so that it can be told when it runs again. DS p. 13: 5 microseconds; crystals are known that need a millisecond.
    /// </summary>
    internal long OscillatorStop { get; init; } = 5000;

    /// <summary>What the documents tell nobody to do and was done.</summary>
    internal IReadOnlyList<string> Offences => _offences;

    /// <summary>How many times the select line was active, and how many octets went over the wires then.</summary>
    internal int Exchanges { get; private set; }

    internal long Octets { get; private set; }

    private byte UsbCtl => _plain[Register.UsbCtl];

    private byte PinCtl => _plain[Register.PinCtl];

    private bool IsHeld => (UsbCtl & Register.ChipReset) != 0;

    /// <summary>
    /// HIRQ. RCVDAVIRQ (PG p. 48) and SNDBAVIRQ (PG p. 56) are the FIFOs' (PG p. 15, "Double Buffering"; AN4000 p. 1); SNDBAVIRQ is the only bit of a host that is set after a reset (PG p. 6).
    /// </summary>
    private byte Hirq => (byte)(_engine.Requests | (_engine.Receiving.HasPacket ? Register.ReceiveIrq : 0) | (_engine.Sending.IsAvailable ? Register.SendIrq : 0));

    /// <summary>Wires INT to a pin of the board.</summary>
    internal void WireInterrupt(GpioPin pin)
    {
        _pin = pin;
        pin.Asked = CatchUp;
        CatchUp();
    }

    /// <summary>Lets all happen that is due by now.</summary>
    internal void CatchUp()
    {
        lock (_gate)
        {
            long now = _time.Nanoseconds;
            if (!IsHeld && !_isStable && now >= _stableAt)
            {
                // PG p. 44, OSCOKIRQ.
                _isStable = true;
                _usbIrq |= Register.OscOkIrq;
            }

            if (_isStable)
            {
                _engine.Run(now);
            }

            DriveInterrupt(now);
        }
    }

    /// <inheritdoc/>
    public void Exchange(SpiConnectionSettings settings, ReadOnlySpan<byte> sent, Span<byte> taken)
    {
        lock (_gate)
        {
            int count = Math.Max(sent.Length, taken.Length);
            Exchanges++;
            Octets += count;
            CatchUp();
            byte status = Hirq;
            _time.Pass(count * 8_000_000_000L / Math.Max(1, settings.ClockFrequency));
            CatchUp();
            taken.Fill(Floating);
            if (count == 0 || !Understands(settings))
            {
                return;
            }

            Obey(sent, taken, status, count);
            CatchUp();
        }
    }

    /// <summary>PG p. 28, "SPI Modes", DS p. 20: (0,0) and (1,1); the highest bit first (PG p. 28).</summary>
    private bool Understands(SpiConnectionSettings settings)
    {
        if (settings.Mode is SpiMode.Mode0 or SpiMode.Mode3 && settings.DataFlow == DataFlow.MsbFirst && settings.DataBitLength == 8
            && settings.ClockFrequency <= FastestClock && settings.ChipSelectLineActiveState == PinValue.Low)
        {
            return true;
        }

        Offend("SPI: a mode, bit order or clock that the chip has not");
        return false;
    }

    private void Obey(ReadOnlySpan<byte> sent, Span<byte> taken, byte status, int count)
    {
        // PG p. 8, Figure 1, and p. 28, Figure 5.
        byte command = sent.Length > 0 ? sent[0] : (byte)0;
        int register = command >> 3;
        bool isWrite = (command & 2) != 0;
        bool answers = (PinCtl & Register.FullDuplexSpi) != 0;
        if ((command & 4) != 0)
        {
            Offend("SPI: bit 2 of the command is not 0");
        }

        // PG p. 9, Figure 2, DS p. 21, Figure 18: HIRQ comes while the command goes. In half duplex MISO is not driven (PG p. 27, FDUPSPI).
        if (answers && taken.Length > 0)
        {
            taken[0] = status;
        }

        for (int i = 1; i < count; i++)
        {
            if (isWrite)
            {
                Write(register, i < sent.Length ? sent[i] : (byte)0);
            }
            else
            {
                byte value = Read(register);
                if (answers && i < taken.Length)
                {
                    taken[i] = value;
                }
            }

            // PG p. 9: R31 is the last, and there it stays.
            if (register >= Register.FirstCounted)
            {
                register = Math.Min(register + 1, Register.Hrsl);
            }
            else if (register > Register.LastFifo && i + 1 < count)
            {
                // PG p. 28 promises for FIFOs that the address stays, p. 8 that R13 to R20 count up until R20, and neither says anything of R5 to R12; the MAX3420E's guide (p. 24) says of all up to R20 that it stays. So nobody can rely on either.
                Offend("SPI: a burst at a register that is no FIFO");
            }
        }
    }

    private byte Read(int register)
    {
        bool isHost = (_engine.Mode & Register.HostMode) != 0;
        switch (register)
        {
            case Register.ReceiveFifo when isHost:
                return _engine.Receiving.Take();
            case Register.ReceiveCount when isHost:
                return _engine.Receiving.Count;
            case Register.UsbIrq:
                return _usbIrq;
            case Register.Revision:
                return _revision;
            case Register.Hirq when isHost:
                return Hirq;
            case Register.Hien:
                return _hien;
            case Register.Mode:
                return _engine.Mode;
            case Register.PerAddr:
                return _engine.PeripheralAddress;
            case Register.Hctl:
                return _engine.Control;
            case Register.Hrsl:
                return _engine.Result;
            case Register.UsbIen or Register.UsbCtl or Register.CpuCtl or Register.PinCtl or Register.IoPins1 or Register.IoPins2
                or Register.GpinIen or Register.GpinPol:
                return _plain[register];
            default:
                // HXFR (PG p. 38) and SNDBC (PG p. 57) are for writing. SNDFIFO and SUDFIFO give back what was written (PG p. 58 and 61), which nobody reads.
                return 0;
        }
    }

    private void Write(int register, byte value)
    {
        bool isSlow = register is >= Register.UsbIrq and <= Register.GpinPol;
        if ((IsHeld && register is not Register.UsbCtl and not Register.PinCtl) || (!isSlow && !_isStable))
        {
            // PG p. 6, "Resets": two clocks. CHIPRES (p. 21) and PWRDOWN (p. 46) stop the one, and nothing that needs it works before OSCOKIRQ (p. 21 and 44); what is clocked by SPI always does.
            Offend("R" + register + " written while the chip has no clock");
            return;
        }

        bool isHost = (_engine.Mode & Register.HostMode) != 0;
        if (register != Register.Mode && !isSlow && !isHost)
        {
            // PG p. 3 and 35: what a host has is there with HOST = 1 only.
            Offend("R" + register + " written in peripheral mode");
            return;
        }

        long now = _time.Nanoseconds;
        switch (register)
        {
            case Register.SendFifo:
                _engine.Sending.Load(value);
                break;
            case Register.SetupFifo:
                // PG p. 61: always eight.
                _engine.Setup[_setupAt] = value;
                _setupAt = (_setupAt + 1) % 8;
                break;
            case Register.SendCount:
                Arm(value);
                break;
            case Register.UsbIrq:
                // PG p. 44: a 1 clears its bit.
                _usbIrq &= (byte)~value;
                break;
            case Register.UsbCtl:
                SetUsbControl(value, now);
                break;
            case Register.UsbIen or Register.CpuCtl or Register.IoPins1 or Register.IoPins2 or Register.GpinIen or Register.GpinPol:
                _plain[register] = value;
                break;
            case Register.PinCtl:
                // The highest three are the peripheral's (PG p. 3 and 4, Tables 1 and 2).
                _plain[register] = (byte)(value & 0x1F);
                break;
            case Register.Hirq:
                Clear(value, now);
                break;
            case Register.Hien:
                _hien = value;
                break;
            case Register.Mode:
                bool wasHost = isHost;
                _engine.SetMode(value, now);
                // PG p. 7, "Changing the MODE Bit".
                _hien = wasHost == ((value & Register.HostMode) != 0) ? _hien : (byte)0;
                break;
            case Register.PerAddr:
                // PG p. 45; seven bits by Table 1 (p. 3).
                _engine.PeripheralAddress = (byte)(value & 0x7F);
                break;
            case Register.Hctl:
                _engine.SetControl(value, now);
                break;
            case Register.Hxfr:
                _setupAt = 0;
                _engine.Launch(value, now);
                break;
        }
    }

    /// <summary>SNDBC: PG p. 57. Only where SNDBAVIRQ says that there is room (PG p. 12 and 58).</summary>
    private void Arm(byte count)
    {
        if (count > SendFifo.Size)
        {
            Offend("SNDBC: more than the FIFO holds");
        }

        if (count != 0 && !_engine.Sending.IsAvailable)
        {
            Offend("SNDBC written while SNDBAVIRQ says that no FIFO is free");
        }

        _engine.Sending.Arm(count & 0x7F);
    }

    /// <summary>HIRQ: a 1 clears its bit (PG p. 19, 22, 30, 39, 48 and 62, each of its own). SNDBAVIRQ is cleared by writing SNDBC and not here (PG p. 56).</summary>
    private void Clear(byte bits, long now)
    {
        _engine.Requests &= (byte)~bits;
        if ((bits & Register.ReceiveIrq) != 0)
        {
            _engine.Receiving.Release();
        }

        // In edge mode INT goes back for a moment, so that what is still pending makes another edge (PG p. 41 and 42, Figure 8 and PULSEWID; DS p. 17).
        _quietUntil = now + (10_600 >> (_plain[Register.CpuCtl] >> 6));
    }

    private void SetUsbControl(byte value, long now)
    {
        const byte Stops = Register.ChipReset | Register.PowerDown;
        byte before = UsbCtl;
        _plain[Register.UsbCtl] = value;
        if ((value & Register.ChipReset) != 0 && (before & Register.ChipReset) == 0)
        {
            // PG p. 6 and 7, p. 21, DS p. 23: all but PINCTL, USBCTL itself and GPOUT begins anew.
            _engine.Reset();
            _usbIrq = _hien = 0;
            _setupAt = 0;
            byte pins = PinCtl;
            (byte low, byte high) = ((byte)(_plain[Register.IoPins1] & Register.Outputs), (byte)(_plain[Register.IoPins2] & Register.Outputs));
            Array.Clear(_plain);
            _plain[Register.PinCtl] = pins;
            _plain[Register.IoPins1] = low;
            _plain[Register.IoPins2] = high;
            _plain[Register.UsbCtl] = value;
        }

        if ((before & Stops) == 0 && (value & Stops) != 0)
        {
            _stoppedAt = now;
        }
        else if ((before & Stops) != 0 && (value & Stops) == 0)
        {
            // An oscillator that had no time to stop does not start either, and nobody is told: OSCOKIRQ is an edge (PG p. 44; DS p. 13, PWRDOWN to oscillator stop).
            bool hasStopped = now - _stoppedAt >= OscillatorStop || !_isStable;
            _isStable = !hasStopped;
            _stableAt = now + OscillatorStart;
        }
    }

    /// <summary>INT: IE (PG p. 40), INTLEVEL and POSINT (PG p. 41 and 42, Figure 8).</summary>
    private void DriveInterrupt(long now)
    {
        if (_pin is null)
        {
            return;
        }

        bool isPending = (_plain[Register.CpuCtl] & Register.InterruptEnable) != 0
            && ((Hirq & _hien) != 0 || (_usbIrq & _plain[Register.UsbIen]) != 0);
        bool isLevel = (PinCtl & Register.InterruptLevel) != 0;
        bool isActive = isPending && (isLevel || now >= _quietUntil);
        bool isHighActive = !isLevel && (PinCtl & Register.PositiveInterrupt) != 0;
        _pin.Write(isActive == isHighActive ? PinValue.High : PinValue.Low);
    }

    private void Offend(string what)
    {
        if (_offences.Count < MostOffences)
        {
            _offences.Add(what);
        }
    }
}
