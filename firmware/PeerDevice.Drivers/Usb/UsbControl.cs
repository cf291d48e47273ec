using System;
using PeerDevice.Board;
using PeerDevice.Wire.Usb;

namespace PeerDevice.Drivers.Usb;

/// <summary>
/// The control pipe of the one device: a request, what is read with it, and its end (USB 2.0 §8.5.3). Who is busy is waited for, a bounded time; what went wrong on the bus is tried again, all of it,
/// since a new SETUP begins anew whatever the device was at.
/// </summary>
internal sealed class UsbControl
{
    /// <summary>The device does not do that.</summary>
    internal const int Stalled = -1;

    /// <summary>It was not understood, or does not answer.</summary>
    internal const int Failed = -2;

    private const int Again = -3;

    private readonly Max3421 _chip;
    private readonly IClock _clock;
    private readonly byte[] _setup = new byte[UsbRequest.Octets + 1];
    private readonly byte[] _came = new byte[Max3421Fifo.Octets + 1];
    private readonly byte[] _ask = new byte[Max3421Fifo.Octets + 1];
    private int _packetOctets = DeviceDescriptor.FirstOctets;

    /// <summary>Makes the control pipe of a chip's device.</summary>
    internal UsbControl(Max3421 chip, IClock clock)
    {
        _chip = chip;
        _clock = clock;
        _setup[0] = Max3421Register.ToWrite(Max3421Register.SudFifo);
    }

    /// <summary>Where a request is to be written, from the second octet on.</summary>
    internal byte[] Setup => _setup;

    /// <summary>Sets how many octets the device sends at once.</summary>
    internal void Size(int octets)
    {
        _packetOctets = octets;
    }

    /// <summary>Makes the request in <see cref="Setup"/>.</summary>
    /// <param name="to">Where the answer goes; null where there is none to be.</param>
    /// <param name="count">How many octets of it there may be.</param>
    /// <returns>How many there were; <see cref="Stalled"/>, <see cref="Failed"/>.</returns>
    internal int Do(byte[]? to, int count)
    {
        long until = _clock.Milliseconds + Limits.UsbControlMilliseconds;
        for (int i = 0; i < Limits.UsbTries; i++)
        {
            int got = Once(to, count, until);
            if (got != Again)
            {
                return got;
            }

            if (_chip.HasChanged)
            {
                break;
            }

            _clock.Sleep(Limits.UsbTryMilliseconds);
        }

        return Failed;
    }

    private int Once(byte[]? to, int count, long until)
    {
        _chip.Discard();
        _chip.Fill(_setup, _came, UsbRequest.Octets);

        // A device must take a request; one that does not is tried again.
        if (_chip.Transfer(Max3421Register.Setup) != Max3421Register.Success)
        {
            return Again;
        }

        int got = to is null ? 0 : Answer(to, count, until);
        if (got < 0)
        {
            return got;
        }

        int result = Patiently(to is null ? Max3421Register.StatusIn : Max3421Register.StatusOut, until);
        if (result == Max3421Register.Success)
        {
            return got;
        }

        return result == Max3421Register.Stall ? Stalled : Again;
    }

    private int Answer(byte[] to, int count, long until)
    {
        // The data begins with DATA1 (§8.5.3).
        _chip.Write(Max3421Register.Hctl, Max3421Register.ReceiveData1);
        int got = 0;
        while (got < count)
        {
            int result = Patiently(Max3421Register.In, until);
            if (result == Max3421Register.ToggleError && _clock.Milliseconds < until)
            {
                // It missed our acknowledgement and sent again what we have (AN3785 p. 13).
                continue;
            }

            if (result != Max3421Register.Success)
            {
                return result == Max3421Register.Stall ? Stalled : Again;
            }

            if ((_chip.Requests & Max3421Register.ReceivedData) == 0)
            {
                return Again;
            }

            int octets = _chip.Read(Max3421Register.RcvBc);
            if (octets > _packetOctets)
            {
                return Again;
            }

            _chip.Empty(_came, _ask, octets);
            int room = count - got;
            Array.Copy(_came, 1, to, got, octets < room ? octets : room);
            got += octets < room ? octets : room;
            if (octets < _packetOctets)
            {
                break;
            }
        }

        return got;
    }

    /// <summary>Makes a transfer, again as long as the device is busy, and a few times more where it was not understood.</summary>
    private int Patiently(int transfer, long until)
    {
        int errors = 0;
        while (true)
        {
            int result = _chip.Transfer(transfer);
            if (result == Max3421Register.Nak)
            {
                if (_clock.Milliseconds >= until || _chip.HasChanged)
                {
                    return result;
                }

                _clock.Sleep(1);
            }
            else if (result == Max3421Register.Success || result == Max3421Register.Stall || result == Max3421Register.ToggleError || result == Max3421.NoAnswer || ++errors >= Limits.UsbTries)
            {
                return result;
            }
        }
    }
}
