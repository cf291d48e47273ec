using System;
using System.Device.Spi;
using PeerDevice.Board;
using PeerDevice.Wire.Usb;

namespace PeerDevice.Drivers.Usb;

/// <summary>
/// The pipe to the printer. A packet that was begun is kept until the printer has taken it, whoever asks: so none is lost and none comes twice. Busy (NAK) is no fault, and lasts as long as it lasts. What went
/// wrong on the bus is sent again with the same toggle, by which the printer sees whether it has it already (USB 2.0 §8.6.4).
/// </summary>
/// <remarks>
/// Before a packet that was not taken is sent again its first octet is written anew (AN4000; errata 3 of revisions 1 and 2): the chip keeps that one elsewhere, and may have lost it. A turn that ends with a
/// packet that is not taken gives the FIFO back first, since other transfers come in between, and fills it again.
/// </remarks>
internal sealed class UsbSender
{
    /// <summary>The document cannot be gone on with: nobody knows what the printer has of it.</summary>
    internal const int Broken = -1;

    private readonly Max3421 _chip;
    private readonly UsbControl _control;
    private readonly IClock _clock;
    private readonly ushort[] _size = new ushort[1];
    private readonly ushort[] _start = new ushort[1];
    private readonly byte[] _first = new byte[2];
    private readonly byte[] _ask = new byte[2];
    private readonly byte[] _came = new byte[2];
    private byte[] _load = new byte[1];
    private byte[] _loadCame = new byte[1];
    private byte[] _pair = new byte[1];
    private int _endpoint;
    private int _octets;
    private bool _isData1;
    private int _pending;
    private bool _isDoubtful;
    private bool _isHalted;
    private int _halts;
    private int _errors;

    /// <summary>Makes the pipe; it leads nowhere yet.</summary>
    internal UsbSender(Max3421 chip, UsbControl control, IClock clock)
    {
        _chip = chip;
        _control = control;
        _clock = clock;
        _first[0] = Max3421Register.ToWrite(Max3421Register.SndFifo);
        _ask[0] = Max3421Register.ToRead(Max3421Register.Hrsl);
    }

    /// <summary>Whether the printer has not taken yet what was last taken here.</summary>
    internal bool IsPending => _pending > 0;

    /// <summary>Leads it to an endpoint that was just configured.</summary>
    internal void Attach(int endpoint, int octets)
    {
        if (_octets != octets)
        {
            _load = new byte[octets + 1];
            _loadCame = new byte[octets + 1];
            _pair = new byte[octets + octets + 1];
            _load[0] = Max3421Register.ToWrite(Max3421Register.SndFifo);
            _pair[0] = _load[0];
        }

        _endpoint = endpoint;
        _octets = octets;
        _chip.ToWord(_size, Max3421Register.SndBc, octets);
        _chip.ToWord(_start, Max3421Register.Hxfr, Max3421Register.Out | endpoint);
        Forget();
        _isData1 = false;
    }

    /// <summary>Forgets what the printer has not taken.</summary>
    internal void Forget()
    {
        _pending = 0;
        _isDoubtful = false;
        _isHalted = false;
        _halts = 0;
        _errors = 0;
    }

    /// <summary>Begins the toggles anew on both sides, and ends a halt (USB 2.0 §9.4.5).</summary>
    /// <returns>False when the device does not.</returns>
    internal bool Resume()
    {
        UsbRequest.ClearHalt(_control.Setup, 1, _endpoint);
        if (_control.Do(null, 0) < 0)
        {
            return false;
        }

        _isHalted = false;
        _isData1 = false;
        return true;
    }

    /// <summary>Takes octets for the printer, a turn's worth at most.</summary>
    /// <returns>How many were taken; 0 when the printer takes none just now; <see cref="Broken"/>.</returns>
    internal int Give(byte[] buffer, int offset, int count)
    {
        if (_pending > 0)
        {
            int pushed = Push();
            if (pushed <= 0)
            {
                return pushed;
            }
        }

        int octets = _octets;
        int end = offset + (count < Limits.UsbTurnOctets ? count : Limits.UsbTurnOctets);
        int last = end - octets - octets;
        int at = offset;
        if (at <= last)
        {
            at = Stream(buffer, at, last);
            if (at < 0)
            {
                return Broken;
            }
        }

        while (at < end && _pending == 0)
        {
            // What does not fill two packets; a short one is the last of a block. Its printer sees no difference but the end of a transfer.
            _pending = end - at < octets ? end - at : octets;
            Array.Copy(buffer, at, _load, 1, _pending);
            at += _pending;
            if (Push() == Broken)
            {
                return Broken;
            }
        }

        return at - offset;
    }

    /// <summary>Sends what the printer has not taken yet.</summary>
    /// <returns>Positive when there is nothing any more; 0 when the printer is busy; <see cref="Broken"/>.</returns>
    internal int Push()
    {
        while (_pending > 0)
        {
            // Where nobody knows whether the printer had the packet before it halted, what is sent after the halt may come twice.
            if (_isHalted && (_isDoubtful || ++_halts > Limits.UsbTries || !Resume()))
            {
                return Broken;
            }

            _chip.Fill(_load, _loadCame, _pending);
            _chip.Write(Max3421Register.SndBc, _pending);
            _chip.Write(Max3421Register.Hctl, _isData1 ? Max3421Register.SendData1 : Max3421Register.SendData0);
            _chip.Transfer(Max3421Register.Out | _endpoint);
            int result = Settle(_pending);
            if (result == Max3421Register.Success)
            {
                _pending = 0;
                _isData1 = !_isData1;
            }
            else if (result == Max3421Register.Nak)
            {
                return 0;
            }
            else if (_chip.HasChanged || _errors >= Limits.UsbErrors)
            {
                return Broken;
            }
            else if (result != Max3421Register.Stall)
            {
                _clock.Sleep(Limits.UsbTryMilliseconds);
            }
        }

        return 1;
    }

    /// <summary>
    /// Sends whole packets, two in a turn. This is what printing costs: a copy for both, and four accesses of the chip for each. Two of them are words, which are cheaper and give no HIRQ. What is not taken at once is settled elsewhere.
    /// </summary>
    /// <remarks>The command in front of the second one stands where the last octet of the first did, which has gone by then.</remarks>
    /// <returns>Where what was not taken here begins; <see cref="Broken"/>.</returns>
    private int Stream(byte[] buffer, int at, int last)
    {
        int octets = _octets;
        int both = octets + octets;
        byte[] pair = _pair;
        byte command = pair[0];
        byte[] came = _came;
        ushort[] size = _size;
        ushort[] start = _start;
        SpiDevice spi = _chip.Device!;

        // Made once: each costs a board more than an access. Of what comes along with the data nothing is taken, so that behind the words nothing is either (Max3421.OrderOfWords).
        SpanByte one = new SpanByte(pair, 0, octets + 1);
        SpanByte other = new SpanByte(pair, octets, octets + 1);
        SpanByte nothing = new SpanByte(_loadCame, 0, 0);
        SpanByte ask = new SpanByte(_ask);
        SpanByte answer = new SpanByte(came);
        int begin = at;
        _chip.Write(Max3421Register.Hctl, _isData1 ? Max3421Register.SendData1 : Max3421Register.SendData0);
        for (; at <= last; at += both)
        {
            Array.Copy(buffer, at, pair, 1, both);
            spi.TransferFullDuplex(one, nothing);
            spi.Write(size);
            spi.Write(start);
            spi.TransferFullDuplex(ask, answer);

            // A transfer that is still under way has a result of its own (AN3785 p. 10 and 36, hrBUSY).
            if ((came[1] & Max3421Register.Results) != Max3421Register.Success && !IsSettled(buffer, at))
            {
                break;
            }

            pair[octets] = command;
            spi.TransferFullDuplex(other, nothing);
            spi.Write(size);
            spi.Write(start);
            spi.TransferFullDuplex(ask, answer);
            if ((came[1] & Max3421Register.Results) != Max3421Register.Success && !IsSettled(buffer, at + octets))
            {
                at += octets;
                break;
            }
        }

        // The result of what went well is 0, and so is all that comes of a chip that is gone and holds its line low. Of one that is there HIRQ comes along, which says that a transfer was done (AN3785 p. 39), since nothing is launched here that clears it.
        if (_pending == 0 && (came[0] & Max3421Register.TransferDone) == 0)
        {
            return Broken;
        }

        // The chip turns its toggle with each packet that was taken.
        if ((((at - begin) / octets) & 1) != 0)
        {
            _isData1 = !_isData1;
        }

        return at + _pending;
    }

    /// <summary>Settles a whole packet.</summary>
    /// <returns>False when the printer did not take it; it is kept then.</returns>
    private bool IsSettled(byte[] buffer, int at)
    {
        Array.Copy(buffer, at, _load, 1, _octets);
        if (Settle(_octets) == Max3421Register.Success)
        {
            return true;
        }

        _pending = _octets;
        return false;
    }

    /// <summary>Waits for the end of a packet that was launched, and sends it again a few times while the printer is busy.</summary>
    /// <returns>What became of it. Where the printer did not take it that is noted, and the FIFO is ours again.</returns>
    private int Settle(int octets)
    {
        int result = _chip.Await();
        for (int i = 0; result == Max3421Register.Nak && i < Limits.UsbBusyTries; i++)
        {
            _chip.Write(Max3421Register.SndBc, 0);
            _first[1] = _load[1];
            _chip.Fill(_first, _came, 1);
            _chip.Write(Max3421Register.SndBc, octets);
            result = _chip.Transfer(Max3421Register.Out | _endpoint);
        }

        if (result == Max3421Register.Success)
        {
            _isDoubtful = false;
            _halts = 0;
            _errors = 0;
            return result;
        }

        _chip.Write(Max3421Register.SndBc, 0);
        if (result == Max3421Register.Stall)
        {
            _isHalted = true;
        }
        else if (result != Max3421Register.Nak)
        {
            // Whether it arrived, and only our hearing of it was lost, shows when it is sent again.
            _isDoubtful = true;
            _errors = result == Max3421.NoAnswer ? Limits.UsbErrors : _errors + 1;
        }

        return result;
    }
}
