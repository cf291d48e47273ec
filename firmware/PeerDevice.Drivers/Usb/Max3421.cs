using System;
using System.Device.Spi;
using PeerDevice.Board;

namespace PeerDevice.Drivers.Usb;

/// <summary>
/// The USB host chip MAX3421E on an SPI bus: its registers, its reset, and one transfer at a time. INT is not needed: with full duplex each access gives HIRQ along with it (AN3785 p. 9).
/// </summary>
internal sealed class Max3421
{
    /// <summary>Of a transfer: the chip never said that it was done.</summary>
    internal const int NoAnswer = -1;

    private const int HirqAt = 1;
    private const int ModeAt = 3;
    private const int AddressAt = 4;
    private const int TransferAt = 6;
    private const int LaunchOctets = TransferAt + 1;

    // Sent as a command, where the order is the other one, it reads a register.
    private const int OrderProof = Max3421Register.UsbIrq << 3;

    private readonly int _bus;
    private readonly int _select;
    private readonly IClock _clock;
    private readonly byte[] _sent = new byte[2];
    private readonly byte[] _came = new byte[2];
    private readonly ushort[] _word = new ushort[1];

    // HIRQ, HIEN, MODE, PERADDR, HCTL, HXFR in one access: from R21 on the address counts up by itself (p. 9). HIRQ first, so that "done" is cleared before HXFR launches; HCTL 0 leaves the toggles.
    private readonly byte[] _launch = new byte[LaunchOctets];
    private readonly byte[] _launchCame = new byte[LaunchOctets];
    private SpiDevice? _spi;
    private bool _isLowFirst;

    /// <summary>Describes a chip; nothing is touched yet.</summary>
    internal Max3421(int bus, int select, IClock clock)
    {
        _bus = bus;
        _select = select;
        _clock = clock;
        _launch[0] = Max3421Register.ToWrite(Max3421Register.Hirq);
        _launch[HirqAt] = Max3421Register.TransferDone;
    }

    /// <summary>Its way; not null once it was started.</summary>
    internal SpiDevice? Device => _spi;

    /// <summary>HIRQ, as it was at the last access of one register.</summary>
    internal int Requests => _came[0];

    /// <summary>Whether something was plugged in or out since that was last acknowledged, as of the last access of one register.</summary>
    internal bool HasChanged => (_came[0] & Max3421Register.ConnectChange) != 0;

    /// <summary>Reads a register.</summary>
    internal int Read(int register)
    {
        _sent[0] = Max3421Register.ToRead(register);
        _sent[1] = 0;
        _spi!.TransferFullDuplex(new SpanByte(_sent), new SpanByte(_came));
        return _came[1];
    }

    /// <summary>Writes a register.</summary>
    internal void Write(int register, int value)
    {
        _sent[0] = Max3421Register.ToWrite(register);
        _sent[1] = (byte)value;
        _spi!.TransferFullDuplex(new SpanByte(_sent), new SpanByte(_came));
    }

    /// <summary>Fills a FIFO in one access. Both ways: behind an access that was, an STM32's driver goes on clocking after a plain Write, and what it clocks goes into the FIFO too.</summary>
    /// <param name="octets">The command octet, and behind it what goes in.</param>
    /// <param name="came">As much room, for what nobody wants.</param>
    /// <param name="count">How many go in.</param>
    internal void Fill(byte[] octets, byte[] came, int count)
    {
        _spi!.TransferFullDuplex(new SpanByte(octets, 0, count + 1), new SpanByte(came, 0, count + 1));
    }

    /// <summary>Takes what came of the receiving FIFO in one access, and gives the FIFO back.</summary>
    /// <param name="to">Where it goes, from the second octet on.</param>
    /// <param name="ask">As many octets to clock with; the first is made the command.</param>
    /// <param name="count">How many.</param>
    internal void Empty(byte[] to, byte[] ask, int count)
    {
        ask[0] = Max3421Register.ToRead(Max3421Register.RcvFifo);
        if (count > 0)
        {
            _spi!.TransferFullDuplex(new SpanByte(ask, 0, count + 1), new SpanByte(to, 0, count + 1));
        }

        Write(Max3421Register.Hirq, Max3421Register.ReceivedData);
    }

    /// <summary>Throws away what nobody took out of the receiving FIFOs: there are two.</summary>
    internal void Discard()
    {
        Read(Max3421Register.Hrsl);
        for (int i = 0; i < 2 && (Requests & Max3421Register.ReceivedData) != 0; i++)
        {
            Write(Max3421Register.Hirq, Max3421Register.ReceivedData);
            Read(Max3421Register.Hrsl);
        }
    }

    /// <summary>Sets whom transfers go to, and how the chip is to work meanwhile.</summary>
    internal void Address(int address, int mode)
    {
        _launch[AddressAt] = (byte)address;
        _launch[ModeAt] = (byte)mode;
    }

    /// <summary>Makes the one word that writes a register by <c>Write(ushort[])</c>: the cheapest access that there is, but the bus's driver must have taken nothing in the access before (<see cref="OrderOfWords"/>).</summary>
    internal void ToWord(ushort[] word, int register, int value)
    {
        int command = Max3421Register.ToWrite(register);
        word[0] = (ushort)(_isLowFirst ? command | (value << 8) : (command << 8) | value);
    }

    /// <summary>Launches a transfer and waits for its end.</summary>
    /// <returns>One of the results of <see cref="Max3421Register"/>, or <see cref="NoAnswer"/>.</returns>
    internal int Transfer(int transfer)
    {
        _launch[TransferAt] = (byte)transfer;
        _spi!.TransferFullDuplex(_launch, _launchCame);
        return Await();
    }

    /// <summary>Waits for the end of the transfer that was launched last: a millisecond, where a frame's marker goes first.</summary>
    internal int Await()
    {
        for (int i = 0; i < Limits.UsbPolls; i++)
        {
            // Done may have been said of the transfer before (p. 39), and a chip that is gone never says it.
            int result = Read(Max3421Register.Hrsl) & Max3421Register.Results;
            if ((Requests & Max3421Register.TransferDone) != 0 && result != Max3421Register.Busy)
            {
                return result;
            }

            if (i >= Limits.UsbPollsAtOnce)
            {
                _clock.Sleep(1);
            }
        }

        return NoAnswer;
    }

    /// <summary>Looks at the two lines of the bus. With frame markers on, what is seen may be one of them.</summary>
    /// <returns>Of <see cref="Max3421Register"/>, one of the lines' states.</returns>
    internal int Sample()
    {
        Write(Max3421Register.Hctl, Max3421Register.SampleBus);
        for (int i = 0; i < Limits.UsbPolls && (Read(Max3421Register.Hctl) & Max3421Register.SampleBus) != 0; i++)
        {
            if (i >= Limits.UsbPollsAtOnce)
            {
                _clock.Sleep(1);
            }
        }

        return Read(Max3421Register.Hrsl) & Max3421Register.Lines;
    }

    /// <summary>Resets the chip and makes it a host (p. 21, 22, 44).</summary>
    /// <returns>False when there is none, or its oscillator does not start.</returns>
    internal bool Start()
    {
        _spi ??= SpiDevice.Create(new SpiConnectionSettings(_bus, _select)
        {
            ClockFrequency = Limits.UsbSpiHertz,
            Mode = SpiMode.Mode0,
            DataBitLength = 8,
        });

        // Before anything can be read: until then MOSI goes both ways and MISO nowhere. A reset leaves it.
        Write(Max3421Register.PinCtl, Max3421Register.FullDuplex);
        Write(Max3421Register.UsbCtl, Max3421Register.ChipReset);

        // The guide has no time for this, but an oscillator that had none to stop does not tell that it started: OSCOKIRQ is an edge (p. 44).
        _clock.Sleep(Limits.UsbStopMilliseconds);
        Write(Max3421Register.UsbCtl, 0);
        int revision = Read(Max3421Register.Revision);
        if (Read(Max3421Register.PinCtl) != Max3421Register.FullDuplex || revision == 0 || revision == 0xFF)
        {
            return false;
        }

        for (int i = 0; (Read(Max3421Register.UsbIrq) & Max3421Register.OscillatorOk) == 0; i++)
        {
            if (i >= Limits.UsbOscillatorMilliseconds)
            {
                return false;
            }

            _clock.Sleep(1);
        }

        Write(Max3421Register.Mode, Max3421Register.PullDowns | Max3421Register.Host);
        return OrderOfWords();
    }

    /// <summary>
    /// Finds by a register that can be read again which octet of a word goes first: the low one with an ESP32, the high one with an STM32. Behind <c>Write</c> an STM32's driver goes on taking as much as the last time, which is why that was
    /// nothing: a part of an array that has no octets, but room for all that an ESP32's driver takes nevertheless.
    /// </summary>
    /// <returns>False when it is neither.</returns>
    private bool OrderOfWords()
    {
        for (int i = 0; i < 2; i++)
        {
            _isLowFirst = i == 0;
            _sent[0] = Max3421Register.ToWrite(Max3421Register.PerAddr);
            _sent[1] = 0;
            _spi!.TransferFullDuplex(_sent, new SpanByte(_came, 0, 0));
            ToWord(_word, Max3421Register.PerAddr, OrderProof);
            _spi.Write(_word);
            if (Read(Max3421Register.PerAddr) == OrderProof)
            {
                return true;
            }
        }

        return false;
    }
}
