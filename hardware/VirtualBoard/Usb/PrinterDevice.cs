using System;
using System.Collections.Generic;
using System.Text;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>A USB printer. USB Device Class Definition for Printing Devices, version 1.1.</summary>
internal sealed class PrinterDevice : UsbDevice
{
    private const long Second = 1_000_000_000;

    /// <summary>How long a printer that has got its firmware is away before it is plugged in anew.</summary>
    private const long RestartTime = 2 * Second;

    private readonly PrinterPort[] _ports;
    private readonly Dictionary<byte, int> _alternates = new Dictionary<byte, int>();
    private readonly Dictionary<int, Pipe> _pipes = new Dictionary<int, Pipe>();
    private readonly Queue<byte[]> _said = new Queue<byte[]>();
    private readonly List<byte> _firmware = new List<byte>();
    private Pipe? _talking;
    private double _level;
    private long _levelTime;

    internal PrinterDevice(params PrinterPort[] ports)
    {
        _ports = ports.Length > 0 ? ports : new[] { new PrinterPort(0, 0, PrinterPort.Bidirectional, 0x01, 0x82) };
        ControlPacket = 64;
        DeviceDescriptor = Descriptors.Device(0, ControlPacket);
        ConfigurationDescriptor = Descriptors.Printer(_ports);
        Strings = new[] { "Example", "Laser" };
        ResetPipes();
    }

    /// <summary>Its IEEE 1284 device ID, without the length.</summary>
    internal string DeviceId { get; set; } = "MFG:Example;MDL:Laser;CMD:PCL;CLS:PRINTER;";

    /// <summary>What stands in the two octets before the ID; negative for what is right: the length with these two, the high octet first (§4.2.1).</summary>
    internal int DeviceIdLength { get; set; } = -1;

    /// <summary>Whether it answers GET_DEVICE_ID and GET_PORT_STATUS at all.</summary>
    internal bool KnowsClassRequests { get; set; } = true;

    internal bool IsOutOfPaper { get; set; }

    internal bool HasError { get; set; }

    internal bool IsSelected { get; set; } = true;

    /// <summary>How many octets its buffer holds.</summary>
    internal int Buffer { get; init; } = 1 << 16;

    /// <summary>How fast it prints; 0 for so fast that the buffer never fills.</summary>
    internal int OctetsPerSecond { get; set; }

    /// <summary>What it must be sent after it was plugged in, before it is a printer; null when it needs nothing.</summary>
    internal byte[]? Firmware { get; init; }

    internal bool IsLoaded { get; private set; }

    /// <summary>All that it took as documents.</summary>
    internal List<byte> Taken { get; } = new List<byte>();

    /// <summary>Told of what it takes, where it need not be kept.</summary>
    internal Action<byte[]>? Took { get; init; }

    /// <summary>Octets that came plain on an interface that wants packets of IEEE 1284.4.</summary>
    internal int Garbled { get; private set; }

    /// <summary>Packets that came twice and were taken once (USB 2.0 §8.6.4).</summary>
    internal int Repeats { get; private set; }

    /// <summary>OUT packets that found no room.</summary>
    internal int Refused { get; private set; }

    internal int SoftResets { get; private set; }

    /// <summary>What GET_PORT_STATUS answers (§4.2.2, Table 2): paper empty 0x20, selected 0x10, no error 0x08.</summary>
    internal byte PortStatus => (byte)((IsOutOfPaper ? 0x20 : 0) | (IsSelected ? 0x10 : 0) | (HasError ? 0 : 0x08));

    private bool NeedsFirmware => Firmware is not null && !IsLoaded;

    /// <summary>Lets it say something to the host, when it is asked.</summary>
    internal void Say(string text)
    {
        _said.Enqueue(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Switches it off: what it was loaded with is gone.</summary>
    internal void PowerOff()
    {
        IsLoaded = false;
        _firmware.Clear();
        Cable?.Unplug();
    }

    private protected override Answer TakeData(Token token, long now)
    {
        _talking = null;
        int address = token.Endpoint | (token.Pid == Pid.In ? 0x80 : 0);
        if (token.Pid == Pid.Setup || !_pipes.TryGetValue(address, out Pipe? pipe))
        {
            return Answer.Silence;
        }

        if (pipe.IsHalted)
        {
            return Answer.Stall;
        }

        return token.Pid == Pid.In ? Send(pipe) : Receive(pipe, token, now);
    }

    private protected override void DataAcknowledged(long now)
    {
        if (_talking is not null)
        {
            _talking.IsData1 = !_talking.IsData1;
            _said.Dequeue();
            _talking = null;
        }
    }

    private protected override byte[]? ClassRequest(byte[] setup, long now)
    {
        if (!KnowsClassRequests)
        {
            return null;
        }

        switch ((setup[0] << 8) | setup[1])
        {
            // §4.2.1: wValue is the configuration, from 0; wIndex the interface and, below it, the alternate setting.
            case 0xA100 when setup[2] == 0 && setup[3] == 0 && FindPort(setup[5], setup[4]) is not null:
                return Identify();
            case 0xA101 when FindPort(setup[4], 0) is not null:
                return new[] { PortStatus };
            case 0x2102 when FindPort(setup[4], 0) is not null:
            case 0x2302 when FindPort(setup[4], 0) is not null:
                // §4.2.3: buffers flushed, pipes as they were in the beginning, nothing halted. 0x23 was version 1.0's.
                SoftResets++;
                _said.Clear();
                _level = 0;
                ResetPipes();
                return Array.Empty<byte>();
            default:
                return null;
        }
    }

    private protected override void ResetEndpoints()
    {
        _alternates.Clear();
        ResetPipes();
    }

    private protected override bool Halt(int endpoint)
    {
        if (!_pipes.TryGetValue(endpoint, out Pipe? pipe))
        {
            return false;
        }

        pipe.IsHalted = true;
        return true;
    }

    private protected override bool ClearHalt(int endpoint)
    {
        if (!_pipes.TryGetValue(endpoint, out Pipe? pipe))
        {
            return false;
        }

        // The toggle begins anew, whether it was halted or not (USB 2.0 §9.4.5).
        pipe.IsHalted = false;
        pipe.IsData1 = false;
        return true;
    }

    private protected override bool? IsHalted(int endpoint)
    {
        if ((endpoint & 0x7F) == 0)
        {
            return false;
        }

        return _pipes.TryGetValue(endpoint, out Pipe? pipe) ? pipe.IsHalted : null;
    }

    private protected override bool SetAlternate(int number, int alternate)
    {
        if (FindPort(number, alternate) is null)
        {
            return false;
        }

        _alternates[(byte)number] = alternate;
        ResetPipes();
        return true;
    }

    private protected override int Alternate(int number)
    {
        return FindPort(number, 0) is null ? -1 : _alternates.GetValueOrDefault((byte)number);
    }

    private PrinterPort? FindPort(int number, int alternate)
    {
        return Array.Find(_ports, port => port.Number == number && port.Alternate == alternate);
    }

    private byte[] Identify()
    {
        // A printer that waits for its firmware says so by what is missing.
        string text = Firmware is not null && IsLoaded ? DeviceId + "FWVER:1;" : DeviceId;
        byte[] id = Encoding.ASCII.GetBytes("  " + text);
        int length = DeviceIdLength < 0 ? id.Length : DeviceIdLength;
        id[0] = (byte)(length >> 8);
        id[1] = (byte)length;
        return id;
    }

    private Answer Send(Pipe pipe)
    {
        if (_said.Count == 0)
        {
            return Answer.Nak;
        }

        _talking = pipe;
        return Answer.Of(pipe.IsData1, _said.Peek());
    }

    private Answer Receive(Pipe pipe, Token token, long now)
    {
        if (token.Data.Length > pipe.Port.Packet)
        {
            return Answer.Silence;
        }

        if (token.IsData1 != pipe.IsData1)
        {
            // The host has not heard that this one came: heard, and thrown away (USB 2.0 §8.6.4).
            Repeats++;
            return Answer.Ack;
        }

        Print(now);
        if (_level + token.Data.Length > Buffer)
        {
            Refused++;
            return Answer.Nak;
        }

        pipe.IsData1 = !pipe.IsData1;
        _level += OctetsPerSecond == 0 && !IsOutOfPaper && !HasError ? 0 : token.Data.Length;
        if (NeedsFirmware)
        {
            Load(token.Data);
        }
        else if (pipe.Port.Protocol == PrinterPort.Packets1284)
        {
            Garbled += token.Data.Length;
        }
        else if (Took is not null)
        {
            Took(token.Data);
        }
        else
        {
            Taken.AddRange(token.Data);
        }

        return Answer.Ack;
    }

    /// <summary>Empties the buffer as far as it has got by now.</summary>
    private void Print(long now)
    {
        if (!IsOutOfPaper && !HasError)
        {
            _level = OctetsPerSecond == 0 ? 0 : Math.Max(0, _level - ((now - _levelTime) * (double)OctetsPerSecond / Second));
        }

        _levelTime = now;
    }

    private void Load(byte[] data)
    {
        _firmware.AddRange(data);
        UsbCable? cable = Cable;
        if (cable is not null && _firmware.Count >= Firmware!.Length && _firmware.GetRange(0, Firmware.Length).ToArray().AsSpan().SequenceEqual(Firmware))
        {
            IsLoaded = true;
            cable.In(0, cable.Unplug);
            cable.In(RestartTime, () => cable.Plug(this));
        }
    }

    /// <summary>Gives every endpoint of the alternates that are chosen its first state.</summary>
    private void ResetPipes()
    {
        _pipes.Clear();
        _talking = null;
        foreach (PrinterPort port in _ports)
        {
            if (port.Alternate == _alternates.GetValueOrDefault(port.Number))
            {
                _pipes[port.OutEndpoint] = new Pipe(port);
                if (port.InEndpoint != 0)
                {
                    _pipes[port.InEndpoint] = new Pipe(port);
                }
            }
        }
    }

    private sealed class Pipe
    {
        internal Pipe(PrinterPort port)
        {
            Port = port;
        }

        internal PrinterPort Port { get; }

        internal bool IsHalted { get; set; }

        internal bool IsData1 { get; set; }
    }
}
