using System;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// RCVFIFO and RCVBC: two FIFOs, so that a packet can come while the CPU reads another (Programming Guide p. 47 and 49). When the CPU clears RCVDAVIRQ it sees
/// the other one, and RCVDAVIRQ is there again at once if that holds a packet (p. 13, p. 15, "Double Buffering", and p. 49).
/// </summary>
internal sealed class ReceiveFifo
{
    private const int Size = 64;

    private readonly byte[][] _octets = { new byte[Size], new byte[Size] };
    private readonly int[] _counts = new int[2];
    private readonly bool[] _isFull = new bool[2];
    private int _cpu;
    private int _usb;
    private int _at;

    /// <summary>RCVDAVIRQ.</summary>
    internal bool HasPacket => _isFull[_cpu];

    /// <summary>RCVBC.</summary>
    internal byte Count => (byte)(_isFull[_cpu] ? _counts[_cpu] : 0);

    /// <summary>Whether the next packet will be written over one that nobody has read.</summary>
    internal bool IsFull => _isFull[_usb];

    internal void Reset()
    {
        _isFull[0] = _isFull[1] = false;
        _cpu = _usb = _at = 0;
    }

    internal void Put(byte[] packet)
    {
        bool isLost = _isFull[_usb];
        packet.AsSpan().CopyTo(_octets[_usb]);
        _counts[_usb] = packet.Length;
        _isFull[_usb] = true;
        _usb = isLost ? _usb : 1 - _usb;
    }

    /// <summary>The next octet; beyond the packet's end it is what lay there before.</summary>
    internal byte Take()
    {
        byte octet = _octets[_cpu][_at];
        _at = (_at + 1) % Size;
        return octet;
    }

    /// <summary>The CPU has written 1 to RCVDAVIRQ.</summary>
    internal void Release()
    {
        if (!_isFull[_cpu])
        {
            return;
        }

        _isFull[_cpu] = false;
        _cpu = 1 - _cpu;
        _at = 0;
    }
}
