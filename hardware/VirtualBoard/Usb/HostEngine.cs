using System;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// The chip's serial interface engine in host mode: the bus with its frames, resets and states, and the transfers that HXFR
/// launches. It does what has become due whenever it is asked to <see cref="Run"/>. "PG" is the MAX3421E Programming Guide (AN3785, December 2006).
/// </summary>
internal sealed class HostEngine
{
    private const long Never = long.MaxValue;
    private const long Milliseconds = 1_000_000;
    private const long Frame = Milliseconds;

    /// <summary>PG p. 20, BUSRST: 50 ms, ended by the chip alone.</summary>
    private const long BusResetTime = 50 * Milliseconds;

    /// <summary>PG p. 55, SIGRSM: 20 ms.</summary>
    private const long ResumeTime = 20 * Milliseconds;

    /// <summary>PG p. 62, SUSDNIRQ: 3 ms after the frames have stopped.</summary>
    private const long SuspendTime = 3 * Milliseconds;

    /// <summary>How long the chip looks at the bus after SAMPLEBUS; the guide (p. 52) names no time.</summary>
    private const long SampleTime = 1000;

    private readonly UsbCable _cable;
    private readonly Action<string> _offend;
    private UsbDevice? _seen;
    private long _nextFrame = Never;
    private long _resetBegan;
    private long _resetEnds = Never;
    private long _resumeEnds = Never;
    private long _suspendedAt = Never;
    private long _sampled = Never;
    private long _launchAt = Never;
    private long _doneAt = Never;
    private byte _launched;
    private byte _result;
    private byte _busState;
    private Answer _answer;
    private bool _sendToggle;
    private bool _receiveToggle;

    internal HostEngine(UsbCable cable, bool hasSynchronizer, Action<string> offend)
    {
        _cable = cable;
        _offend = offend;
        Sending = new SendFifo(hasSynchronizer);
    }

    /// <summary>HIRQ without the two bits that are the FIFOs' own.</summary>
    internal byte Requests { get; set; }

    internal byte Mode { get; private set; }

    /// <summary>PERADDR: seven bits (PG p. 3, Table 1, and p. 45).</summary>
    internal byte PeripheralAddress { get; set; }

    internal SendFifo Sending { get; }

    internal ReceiveFifo Receiving { get; } = new ReceiveFifo();

    internal byte[] Setup { get; } = new byte[8];

    /// <summary>HRSL: the bus state (PG p. 52), the toggles, the result (PG p. 36).</summary>
    internal byte Result => (byte)(_busState | (_sendToggle ? 0x20 : 0) | (_receiveToggle ? 0x10 : 0) | _result);

    /// <summary>HCTL as it is read: what is still under way (BUSRST, PG p. 20; SAMPLEBUS, p. 52; SIGRSM, p. 55); the toggles are read in HRSL (p. 59).</summary>
    internal byte Control => (byte)((_resetEnds != Never ? Register.BusReset : 0) | (_sampled != Never ? Register.SampleBus : 0)
        | (_resumeEnds != Never ? Register.SignalResume : 0));

    private bool IsHost => (Mode & Register.HostMode) != 0;

    private bool IsLow => (Mode & Register.LowSpeed) != 0;

    private bool IsBusy => _launchAt != Never || _doneAt != Never;

    private long BitTime => IsLow ? 667 : 83;

    /// <summary>As after power has come (PG p. 6, "Power-On Reset"); a chip reset leaves HOST 0 as well (p. 7).</summary>
    internal void Reset()
    {
        Mode = 0;
        Restart();
    }

    /// <summary>MODE. What changes between peripheral and host begins anew (PG p. 7, "Changing the MODE Bit"; p. 35, HOST). The first frame is a millisecond after SOFKAENAB (PG p. 60).</summary>
    internal void SetMode(byte value, long now)
    {
        byte before = Mode;
        Mode = value;
        if (((before ^ value) & Register.HostMode) != 0)
        {
            Restart();
            before &= unchecked((byte)~Register.SofEnable);

            // Who is there already is not a change; SAMPLEBUS tells (PG p. 52).
            _seen = _cable.Device;
        }

        bool had = (before & Register.SofEnable) != 0;
        bool has = (value & Register.SofEnable) != 0 && IsHost;
        if (has && !had)
        {
            _nextFrame = now + Frame;
            _suspendedAt = Never;
        }
        else if (!has && had)
        {
            _nextFrame = Never;
            _suspendedAt = now + SuspendTime;
        }
    }

    /// <summary>HCTL: bits that set something going (BUSRST, PG p. 20; SAMPLEBUS, p. 52; SIGRSM, p. 55), and bits that set a toggle each (p. 59). FRMRST (p. 31) begins the frames' numbers anew and leaves their times.</summary>
    internal void SetControl(byte value, long now)
    {
        if ((value & Register.BusReset) != 0 && _resetEnds == Never)
        {
            _resetBegan = now;
            _resetEnds = now + BusResetTime;
        }

        if ((value & Register.SampleBus) != 0)
        {
            _sampled = now + SampleTime;
        }

        if ((value & Register.SignalResume) != 0)
        {
            _resumeEnds = now + ResumeTime;
        }

        if ((value & 0x30) == 0x30 || (value & 0xC0) == 0xC0)
        {
            _offend("HCTL: a toggle is set to 0 and to 1 at once");
        }

        // PG p. 59: a zero has no effect, and neither have two ones.
        _receiveToggle = Toggled(_receiveToggle, (value & Register.ReceiveToggle1) != 0, (value & Register.ReceiveToggle0) != 0);
        _sendToggle = Toggled(_sendToggle, (value & Register.SendToggle1) != 0, (value & Register.SendToggle0) != 0);
    }

    private static bool Toggled(bool before, bool isSet, bool isCleared) => isSet == isCleared ? before : isSet;

    /// <summary>HXFR: launches a transfer (PG p. 10, Table 4; p. 38), while none is under way (p. 10); until it is over its result is hrBUSY (p. 10, Table 3).</summary>
    internal void Launch(byte value, long now)
    {
        if (IsBusy)
        {
            _offend("HXFR written while a transfer is under way (PG p. 10)");
            return;
        }

        _launched = value;
        _result = HostResult.Busy;
        _launchAt = now;
        if (_nextFrame != Never && now + (BitTime * 700) > _nextFrame)
        {
            // What does not fit into the rest of the frame waits for the next (PG p. 11).
            _launchAt = _nextFrame + (BitTime * 40);
        }
    }

    /// <summary>Does all that is due by now, in its order.</summary>
    internal void Run(long now)
    {
        Look();
        for (long due = NextDue(); due <= now; due = NextDue())
        {
            Step(due, now);
        }
    }

    private long NextDue()
    {
        long due = Math.Min(Math.Min(_resetEnds, _resumeEnds), Math.Min(_suspendedAt, _sampled));
        return Math.Min(Math.Min(due, _nextFrame), Math.Min(_launchAt, _doneAt));
    }

    private void Step(long due, long now)
    {
        if (due == _resetEnds)
        {
            _resetEnds = Never;
            // PG p. 19, BUSEVENTIRQ.
            _cable.Reset(_resetBegan, due);
            Requests |= Register.BusEventIrq;

            // The reset itself is seen as a change of the bus, wherever there is somebody to pull it up again.
            if (_seen is not null)
            {
                Sense(Register.ConnectIrq);
            }
        }
        else if (due == _nextFrame)
        {
            // An hour in which nothing else happens is not gone through frame by frame.
            _nextFrame = Never;
            long until = Math.Min(NextDue(), now);
            _nextFrame = due + Frame + (until > due + Frame ? (until - due - Frame) / Frame * Frame : 0);

            // While the bus is reset there are no frames.
            if (_resetEnds == Never)
            {
                // PG p. 30, FRAMEIRQ.
                Requests |= Register.FrameIrq;
                _cable.Frames(due, _nextFrame - Frame);
            }
        }
        else if (due == _launchAt)
        {
            _launchAt = Never;
            _doneAt = due + Transfer(due);
        }
        else if (due == _doneAt)
        {
            _doneAt = Never;
            Finish(due);
        }
        else if (due == _sampled)
        {
            _sampled = Never;
            Sense(0);
        }
        else if (due == _resumeEnds)
        {
            // PG p. 55: when SIGRSM goes back to 0.
            _resumeEnds = Never;
            Requests |= Register.BusEventIrq;
        }
        else
        {
            _suspendedAt = Never;
            Requests |= Register.SuspendIrq;
        }
    }

    /// <summary>Whether somebody came or went (PG p. 22, CONDETIRQ).</summary>
    private void Look()
    {
        _cable.Run();
        if (IsHost && _cable.Device != _seen)
        {
            _seen = _cable.Device;
            Sense(Register.ConnectIrq);
        }
    }

    /// <summary>
    /// JSTATUS and KSTATUS: J is how the bus idles at the speed that LOWSPEED says (PG p. 43), none of them is SE0, nobody there (PG p. 52,
    /// Table 8). They are told anew by SAMPLEBUS and CONDETIRQ (p. 52). Without the two resistors of the host the wires float (p. 26).
    /// </summary>
    private void Sense(byte request)
    {
        bool isDown = (Mode & Register.PullDowns) == Register.PullDowns;
        UsbDevice? device = _cable.Device;
        _busState = !isDown ? (byte)0xC0 : device is null ? (byte)0 : device.IsLowSpeed == IsLow ? (byte)0x80 : (byte)0x40;
        Requests |= request;
    }

    /// <summary>Puts the transfer on the bus.</summary>
    /// <returns>How long it takes there.</returns>
    private long Transfer(long now)
    {
        int endpoint = _launched & 0x0F;
        Pid pid;
        byte[] data = Array.Empty<byte>();
        bool isData1 = false;
        switch (_launched & 0xF0)
        {
            case 0x10:
                // PG p. 14: always DATA0, eight octets.
                pid = Pid.Setup;
                data = (byte[])Setup.Clone();
                break;
            case 0x00:
                // PG p. 13.
                pid = Pid.In;
                break;
            case 0x20 when !Sending.IsArmed:
                _offend("HXFR: OUT without anything given to the USB side by SNDBC");
                _answer = Answer.BrokenAs(HostResult.BadByteCount);
                return BitTime;
            case 0x20:
                // PG p. 12.
                pid = Pid.Out;
                data = Sending.Packet();
                isData1 = _sendToggle;
                break;
            case 0x80:
                // PG p. 15.
                pid = Pid.In;
                break;
            case 0xA0:
                // A handshake is a DATA1 of nothing, whatever the FIFO holds (PG p. 14 and 15).
                pid = Pid.Out;
                isData1 = true;
                break;
            default:
                // PG p. 36, hrBADREQ: a bad value in HXFR. Isochronous transfers (p. 15 to 17) are not in this model either.
                _answer = Answer.BrokenAs(HostResult.BadRequest);
                return BitTime;
        }

        if (_resetEnds != Never)
        {
            _offend("HXFR written while the bus is reset");
            _answer = Answer.BrokenAs(HostResult.Timeout);
            return _resetEnds - now;
        }

        _answer = _cable.Carry(new Token(pid, PeripheralAddress, endpoint, isData1, data) { IsLowSpeed = IsLow }, now);
        return BitTime * (100 + (8 * (data.Length + _answer.Data.Length)));
    }

    /// <summary>The result, the toggles and the FIFOs after a transfer (PG p. 11 to 15), and HXFRDNIRQ (p. 39). Only what was acknowledged turns the toggle and frees the FIFO (p. 12 and 56).</summary>
    private void Finish(long now)
    {
        int kind = _launched & 0xF0;
        bool isIn = (kind & 0x30) == 0;
        _result = _answer.Broken != HostResult.Success ? _answer.Broken : isIn ? TakeData(kind == 0x80, now) : TakeHandshake();
        if (_result == HostResult.Success && kind == 0x20)
        {
            _sendToggle = !_sendToggle;
            Sending.Sent();
        }

        Requests |= Register.TransferIrq;
    }

    private byte TakeHandshake()
    {
        return _answer.Pid switch
        {
            Pid.Ack => HostResult.Success,
            Pid.Nak => HostResult.Nak,
            Pid.Stall => HostResult.Stall,

            // A device that pulls the bus up and says nothing leaves it idle (PG p. 36, hrJERR).
            Pid.None => HostResult.JState,
            _ => HostResult.WrongPid,
        };
    }

    private byte TakeData(bool isHandshake, long now)
    {
        if (_answer.Pid is not Pid.Data0 and not Pid.Data1)
        {
            return _answer.Pid == Pid.Ack ? HostResult.WrongPid : TakeHandshake();
        }

        if (_answer.Data.Length > SendFifo.Size)
        {
            // PG p. 36, hrBABBLE.
            return HostResult.Babble;
        }

        // Data with the wrong toggle is a repetition: acknowledged, and thrown away (PG p. 13; USB 2.0 §8.6.4).
        bool isData1 = _answer.Pid == Pid.Data1;
        if (isData1 != (isHandshake || _receiveToggle))
        {
            _cable.Acknowledge(now);
            return HostResult.ToggleError;
        }

        if (isHandshake)
        {
            _cable.Acknowledge(now);
            return _answer.Data.Length == 0 ? HostResult.Success : HostResult.BadByteCount;
        }

        if (Receiving.IsFull)
        {
            _offend("HXFR: IN while both RCVFIFOs hold packets that nobody has read");
        }

        // PG p. 13 and 49: acknowledged, counted, and there to be read.
        Receiving.Put(_answer.Data);
        _receiveToggle = !_receiveToggle;
        _cable.Acknowledge(now);
        return HostResult.Success;
    }

    private void Restart()
    {
        Requests = 0;
        PeripheralAddress = 0;
        Sending.Reset();
        Receiving.Reset();
        _nextFrame = _resetEnds = _resumeEnds = _suspendedAt = _sampled = _launchAt = _doneAt = Never;
        _result = _busState = 0;
        _sendToggle = _receiveToggle = false;
        _seen = null;
    }
}
