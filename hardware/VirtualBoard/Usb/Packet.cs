using System;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>What a packet is. USB 2.0 §8.3.1, Table 8-1.</summary>
internal enum Pid
{
    /// <summary>Nothing came.</summary>
    None,
    Out,
    In,
    Setup,
    Data0,
    Data1,
    Ack,
    Nak,
    Stall,
}

/// <summary>What the host puts on the bus: a token, and data where it sends some.</summary>
internal sealed class Token
{
    internal Token(Pid pid, int address, int endpoint, bool isData1, byte[] data)
    {
        Pid = pid;
        Address = address;
        Endpoint = endpoint;
        IsData1 = isData1;
        Data = data;
    }

    internal Pid Pid { get; }

    internal int Address { get; }

    internal int Endpoint { get; }

    internal bool IsData1 { get; }

    internal byte[] Data { get; }

    internal bool IsLowSpeed { get; init; }
}

/// <summary>What comes back.</summary>
internal readonly struct Answer
{
    internal static readonly Answer Silence = new Answer(Pid.None, Array.Empty<byte>());
    internal static readonly Answer Ack = new Answer(Pid.Ack, Array.Empty<byte>());
    internal static readonly Answer Nak = new Answer(Pid.Nak, Array.Empty<byte>());
    internal static readonly Answer Stall = new Answer(Pid.Stall, Array.Empty<byte>());

    internal Answer(Pid pid, byte[] data, byte broken = HostResult.Success)
    {
        Pid = pid;
        Data = data;
        Broken = broken;
    }

    internal Pid Pid { get; }

    internal byte[] Data { get; }

    /// <summary>What the host makes of it when the wire has spoilt it; <see cref="HostResult.Success"/> when it came whole.</summary>
    internal byte Broken { get; }

    internal static Answer Of(bool isData1, byte[] data)
    {
        return new Answer(isData1 ? Pid.Data1 : Pid.Data0, data);
    }

    internal static Answer BrokenAs(byte result)
    {
        return new Answer(Pid.None, Array.Empty<byte>(), result);
    }
}
