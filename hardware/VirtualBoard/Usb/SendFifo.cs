using System;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>
/// SNDFIFO and SNDBC: a pair of FIFOs, each with its count, of which the CPU sees one and the USB side another. AN4000
/// ("MAX3421E-Revisions 1 and 2 Host OUT Transfers") p. 1, Figure 1; Programming Guide p. 57 and 58.
/// </summary>
/// <remarks>
/// Writing the count tells how many octets go, gives the FIFO to the USB side and shows the CPU the other one (AN4000 p. 1, the three
/// points before Figure 1). The USB side goes on to its other FIFO only when a device has acknowledged (Programming Guide p. 12 and 56). A count of 0 while the
/// FIFO that the CPU would see next waits to be sent takes that one back instead (AN4000 p. 2, "Programming Single-Buffered
/// Transfers", step 6). The contents stay until they are written over (Programming Guide p. 10 and 56).
/// <para>In revisions 1 and 2 the first octet stands in a synchronization register, not in the FIFO (AN4000 p. 1 and 2, below Figure 1; errata p. 2, item 3): whoever
/// sends a second time must write it again, or the device gets another one.</para>
/// </remarks>
internal sealed class SendFifo
{
    internal const int Size = 64;

    private readonly bool _hasSynchronizer;
    private readonly byte[][] _octets = { new byte[Size], new byte[Size] };
    private readonly int[] _counts = new int[2];
    private readonly bool[] _isArmed = new bool[2];
    private readonly bool[] _isFirstLost = new bool[2];
    private int _cpu;
    private int _usb;
    private int _at;

    internal SendFifo(bool hasSynchronizer)
    {
        _hasSynchronizer = hasSynchronizer;
    }

    /// <summary>Whether the FIFO that the CPU sees is free to be loaded.</summary>
    internal bool IsAvailable => !_isArmed[_cpu];

    /// <summary>Whether there is something for an OUT transfer to send.</summary>
    internal bool IsArmed => _isArmed[_usb];

    internal void Reset()
    {
        _isArmed[0] = _isArmed[1] = false;
        _counts[0] = _counts[1] = 0;
        _cpu = _usb = _at = 0;
    }

    /// <summary>An octet for the FIFO that the CPU sees, whether it is free or not.</summary>
    internal void Load(byte octet)
    {
        _octets[_cpu][_at] = octet;
        if (_at == 0)
        {
            _isFirstLost[_cpu] = false;
        }

        _at = (_at + 1) % Size;
    }

    /// <summary>SNDBC.</summary>
    internal void Arm(int count)
    {
        int other = 1 - _cpu;
        if (count == 0 && _isArmed[other])
        {
            _isArmed[other] = false;
        }
        else
        {
            _counts[_cpu] = count > Size ? Size : count;
            _isArmed[_cpu] = true;
        }

        _cpu = other;
        _at = 0;
    }

    /// <summary>What goes over the wire.</summary>
    internal byte[] Packet()
    {
        byte[] packet = _octets[_usb].AsSpan(0, _counts[_usb]).ToArray();
        if (_hasSynchronizer && packet.Length > 0)
        {
            // What comes instead is not said anywhere; this is always another octet.
            packet[0] ^= _isFirstLost[_usb] ? (byte)0xFF : (byte)0;
        }

        _isFirstLost[_usb] = true;
        return packet;
    }

    /// <summary>The device has acknowledged what went.</summary>
    internal void Sent()
    {
        _isArmed[_usb] = false;
        _usb = 1 - _usb;
    }
}
