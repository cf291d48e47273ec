using System;
using System.Collections.Generic;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// The cable between the host chip and a device, and what goes wrong on it: "at transaction n do this". All transactions are
/// counted, those that failed and those that were tried again too, so that a test can go through them one by one.
/// </summary>
internal sealed class UsbCable
{
    private const long Milliseconds = 1_000_000;
    private const long ReplugTime = 500 * Milliseconds;

    private readonly List<(int First, int Last, Fault Fault)> _faults = new List<(int, int, Fault)>();
    private readonly List<(long When, Action Action)> _due = new List<(long, Action)>();
    private readonly IWireTime _time;
    private bool _isAckLost;

    internal UsbCable(IWireTime time)
    {
        _time = time;
    }

    /// <summary>What hangs on the cable now.</summary>
    internal UsbDevice? Device { get; private set; }

    /// <summary>How many transactions there were.</summary>
    internal int Transactions { get; private set; }

    /// <summary>How many of the faults asked for have happened.</summary>
    internal int Happened { get; private set; }

    /// <summary>Says what goes wrong with the transaction of that number, where <see cref="Break"/> has not said it.</summary>
    internal Func<int, Fault>? Chosen { get; set; }

    /// <summary>What is told of each transaction, before it is carried.</summary>
    internal Action<int, Token>? Watched { get; set; }

    internal void Plug(UsbDevice device)
    {
        Device = device;
        device.Plugged(this, _time.Nanoseconds);
    }

    internal void Unplug()
    {
        Device = null;
    }

    /// <summary>Lets something go wrong with the transaction of that number (from 1), and with so many in a row.</summary>
    internal void Break(int transaction, Fault fault, int times = 1)
    {
        _faults.Add((transaction, times == int.MaxValue ? int.MaxValue : transaction + times - 1, fault));
    }

    /// <summary>Lets something happen once so much time has passed.</summary>
    internal void In(long nanoseconds, Action action)
    {
        _due.Add((_time.Nanoseconds + nanoseconds, action));
    }

    /// <summary>Does what has become due; the chip asks for it whenever it looks at the bus.</summary>
    internal void Run()
    {
        for (int i = 0; i < _due.Count; i++)
        {
            if (_due[i].When <= _time.Nanoseconds)
            {
                Action action = _due[i].Action;
                _due.RemoveAt(i);
                i = -1;
                action();
            }
        }
    }

    /// <summary>The host has seen to it that the device is reset; both bounds are times.</summary>
    internal void Reset(long began, long ended)
    {
        Device?.BusReset(began, ended);
    }

    /// <summary>Frames have begun, one each millisecond from the first to the last, or a low-speed device was kept alive so.</summary>
    internal void Frames(long first, long last)
    {
        Device?.Frames(first, last);
    }

    /// <summary>Carries one transaction to the device and its answer back.</summary>
    internal Answer Carry(Token token, long now)
    {
        Transactions++;
        Watched?.Invoke(Transactions, token);
        _isAckLost = false;
        Fault fault = FaultNow();
        if (fault is Fault.Unplug or Fault.Replug)
        {
            Pull(fault == Fault.Replug);
        }

        UsbDevice? device = Device;
        if (device is null)
        {
            // Nobody pulls the bus up, so that it is not even idle.
            return Answer.BrokenAs(HostResult.Timeout);
        }

        switch (fault)
        {
            case Fault.Nak when token.Pid != Pid.Setup:
                return Answer.Nak;
            case Fault.Nak:
            case Fault.JState:
            case Fault.WrongToggle when token.Pid != Pid.In:
                return Answer.BrokenAs(HostResult.JState);
            case Fault.KState:
                return Answer.BrokenAs(HostResult.KState);
            case Fault.Timeout:
            case Fault.Crc when token.Pid != Pid.In:
                return Answer.BrokenAs(HostResult.Timeout);
            case Fault.Stall when token.Pid == Pid.Setup:
                // No device can refuse a SETUP; it refuses what follows (USB 2.0 §8.5.3.4).
                Answer taken = device.Take(token, now);
                device.Refuse(token);
                return taken;
            case Fault.Stall:
                device.Refuse(token);
                return Answer.Stall;
            case Fault.WrongPid:
                return Answer.BrokenAs(HostResult.WrongPid);
            case Fault.Hang:
                device.Hang();
                break;
        }

        Answer answer = device.Take(token, now);
        return answer.Pid == Pid.None ? answer : Spoil(token, answer, fault);
    }

    /// <summary>The host acknowledges the data of the last IN.</summary>
    internal void Acknowledge(long now)
    {
        if (!_isAckLost)
        {
            Device?.Acknowledged(now);
        }
    }

    private Answer Spoil(Token token, Answer answer, Fault fault)
    {
        switch (fault)
        {
            case Fault.LostAck when token.Pid == Pid.In:
                _isAckLost = true;
                return answer;
            case Fault.LostAck:
                return Answer.BrokenAs(HostResult.Timeout);
            case Fault.Crc:
                return Answer.BrokenAs(HostResult.CrcError);
            case Fault.BrokenPid:
                return Answer.BrokenAs(HostResult.PidError);
            case Fault.BrokenPacket:
                return Answer.BrokenAs(HostResult.PacketError);
            case Fault.Babble:
                return Answer.BrokenAs(HostResult.Babble);
            case Fault.WrongToggle when answer.Pid is Pid.Data0 or Pid.Data1:
                // The device does not take the acknowledgement for this one: it has more to say with the right toggle.
                _isAckLost = true;
                return Answer.Of(answer.Pid == Pid.Data0, answer.Data);
            default:
                return answer;
        }
    }

    private Fault FaultNow()
    {
        foreach ((int first, int last, Fault fault) in _faults)
        {
            if (Transactions >= first && Transactions <= last)
            {
                Happened++;
                return fault;
            }
        }

        Fault chosen = Chosen?.Invoke(Transactions) ?? Fault.None;
        Happened += chosen == Fault.None ? 0 : 1;
        return chosen;
    }

    private void Pull(bool plugsAgain)
    {
        UsbDevice? device = Device;
        Unplug();
        if (device is not null && plugsAgain)
        {
            In(ReplugTime, () => Plug(device));
        }
    }
}
