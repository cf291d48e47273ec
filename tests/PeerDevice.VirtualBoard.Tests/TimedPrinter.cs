using System;
using System.Collections.Generic;
using System.Device.Gpio;
using PeerDevice.VirtualBoard.Printers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>What a driver's write does before it returns.</summary>
internal enum Driver
{
    /// <summary>Nothing: it has room for all.</summary>
    TakesAll,

    /// <summary>Waits until all but 128 octets are sent (ESP32).</summary>
    HasFifo,

    /// <summary>Waits until all is sent (STM32).</summary>
    WaitsForAll,
}

/// <summary>
/// A printer behind a line whose octets take their time: it has a buffer, prints slower than the line sends, says stop when little room is left and go when there is some
/// again, by XOFF and XON (which take their time too) or by a wire. What comes when its buffer is full is lost.
/// </summary>
internal sealed class TimedPrinter : Box
{
    private const byte Xon = 17;
    private const byte Xoff = 19;
    private const int Fifo = 128;

    private readonly VirtualClock _clock;
    private readonly Driver _driver;
    private readonly double _octetTime;
    private readonly Queue<(double Time, byte Octet)> _coming = new Queue<(double Time, byte Octet)>();
    private readonly Queue<(double Time, byte Octet)> _said = new Queue<(double Time, byte Octet)>();
    private GpioPin? _wire;
    private double _lineFree;
    private double _firstSent = -1;
    private double _lastArrival;
    private double _level;
    private double _levelTime;
    private int _sinceStop;
    private bool _isStopped;

    internal TimedPrinter(VirtualClock clock, Driver driver, int baud, int bits)
    {
        _clock = clock;
        _driver = driver;
        _octetTime = bits * 1e6 / baud;
        clock.OnSleep = Pass;
    }

    internal List<byte> Taken { get; } = new List<byte>();

    internal int Room { get; init; } = int.MaxValue;

    /// <summary>Octets that it keeps free when it says stop.</summary>
    internal int Margin { get; init; }

    /// <summary>How many octets it prints while one comes.</summary>
    internal double Speed { get; init; } = 2;

    internal int Lost { get; private set; }

    internal int Stops { get; private set; }

    internal int MostAfterStop { get; private set; }

    /// <summary>The share of the time from the first octet to the last in which the line was sending.</summary>
    internal double Busy => Taken.Count * _octetTime / (_lastArrival - _firstSent);

    /// <summary>When the last octet has come, in microseconds.</summary>
    internal double LastArrival => _lastArrival;

    internal override string Name => "a printer that takes its time";

    /// <summary>Stops by a wire instead of XOFF.</summary>
    internal void Wire(int pin)
    {
        _wire = new GpioController().OpenPin(pin, PinMode.Output);
        _wire.Write(PinValue.Low);
    }

    internal override void Take(ReadOnlySpan<byte> octets)
    {
        double time = Math.Max(_lineFree, _clock.Microseconds);
        _firstSent = _firstSent < 0 ? time : _firstSent;
        foreach (byte octet in octets)
        {
            time += _octetTime;
            _coming.Enqueue((time, octet));
        }

        _lineFree = time;
        double left = _driver switch { Driver.TakesAll => double.PositiveInfinity, Driver.HasFifo => Fifo * _octetTime, _ => 0 };
        if (_lineFree - left > _clock.Microseconds)
        {
            _clock.Advance((long)Math.Ceiling(_lineFree - left) - _clock.Microseconds);
        }
    }

    public override void Dispose()
    {
    }

    private void Pass()
    {
        double now = _clock.Microseconds;
        while (_coming.Count > 0 && _coming.Peek().Time <= now)
        {
            (double time, byte octet) = _coming.Dequeue();
            Drain(time);
            Arrive(time, octet);
        }

        Drain(now);
        while (_said.Count > 0 && _said.Peek().Time <= now)
        {
            Said!(_said.Dequeue().Octet);
        }
    }

    private void Arrive(double time, byte octet)
    {
        _lastArrival = time;
        if (_level + 1 > Room)
        {
            Lost++;
            return;
        }

        Taken.Add(octet);
        _level++;
        _sinceStop += _isStopped ? 1 : 0;
        MostAfterStop = Math.Max(MostAfterStop, _sinceStop);
        if (!_isStopped && _level >= Room - Margin)
        {
            _isStopped = true;
            Stops++;
            _sinceStop = 0;
            Signal(time, Xoff);
        }
    }

    private void Drain(double time)
    {
        double goes = Room / 4.0;
        double speed = Speed / _octetTime;
        if (_isStopped && _level - ((time - _levelTime) * speed) <= goes)
        {
            _isStopped = false;
            Signal(_levelTime + ((_level - goes) / speed), Xon);
        }

        _level = Math.Max(0, _level - ((time - _levelTime) * speed));
        _levelTime = time;
    }

    private void Signal(double time, byte octet)
    {
        if (_wire is null)
        {
            _said.Enqueue((time + _octetTime, octet));
        }
        else
        {
            _wire.Write(octet == Xoff ? PinValue.High : PinValue.Low);
        }
    }
}
