using System;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers.Usb;

/// <summary>
/// An output device on USB, behind a MAX3421E. <see cref="Watch"/> has a thread of its own, which notices who is plugged in and asks for the printer's state; whoever prints or reads has the chip in between,
/// a turn at a time.
/// </summary>
/// <remarks>
/// What the printer has not taken yet of what was taken here is one packet at most. It is sent before anything else; <see cref="Finish"/> tells that it went, and a document that is broken off, or whose printer
/// was plugged out, says so by <see cref="Write"/> or <see cref="Finish"/>, also where the same printer is there again.
/// </remarks>
public sealed class UsbOutput : IOutputDevice
{
    private readonly UsbPort _port;
    private readonly IClock _clock;
    private readonly IIndicator _indicator;
    private readonly object _gate = new object();
    private string _told = "";
    private bool _isOpen;
    private bool _isBroken;
    private bool _isEnding;
    private int _generation;
    private long _heardSince;
    private int _heard;

    /// <summary>Makes the output device; the chip is not touched before <see cref="Tend"/>.</summary>
    /// <param name="bus">The SPI bus of the chip.</param>
    /// <param name="select">The pin of its select line.</param>
    /// <param name="settings">Whether its status is believed, and which firmware it is sent.</param>
    /// <param name="store">The card that the firmware is on.</param>
    /// <param name="clock">Time.</param>
    /// <param name="indicator">Who is told of what comes and goes.</param>
    public UsbOutput(int bus, int select, PeerSettings settings, IFileStore store, IClock clock, IIndicator indicator)
    {
        _clock = clock;
        _indicator = indicator;
        string place = "the MAX3421E on SPI bus " + bus.ToString() + ", select pin " + select.ToString() + ",";
        UsbFirmware? firmware = settings.UsbFirmware.Length > 0 ? new UsbFirmware(store, settings.UsbFirmware) : null;
        _port = new UsbPort(new Max3421(bus, select, clock), place, firmware, settings.PrinterStatus != "none", clock);
    }

    /// <inheritdoc/>
    public string Name => "USB: " + _port.Words;

    /// <inheritdoc/>
    public bool IsReady => _port.IsReady && !_port.Sender.IsPending;

    /// <inheritdoc/>
    public int Conditions => _port.Conditions | (_port.IsReady && _port.Sender.IsPending ? DeviceCondition.Busy : 0);

    /// <inheritdoc/>
    public string DeviceId => _port.DeviceId;

    /// <summary>Where the thread of <see cref="Watch"/> is. It never waits for long, so that one that has ended is one that is stuck.</summary>
    public Steps Steps { get; } = new Steps();

    /// <summary>Watches the port: the body of a thread; ends by <see cref="End"/>.</summary>
    public void Watch()
    {
        while (!_isEnding)
        {
            Steps.Go();
            int wait = Tend();
            _clock.Sleep(wait > 0 ? wait : 1);
        }
    }

    /// <summary>Has <see cref="Watch"/> end.</summary>
    public void End()
    {
        _isEnding = true;
    }

    /// <summary>Does what is due at the port.</summary>
    /// <returns>Milliseconds until there may be more to do. Never throws.</returns>
    public int Tend()
    {
        try
        {
            int wait;
            string words;
            lock (_gate)
            {
                wait = Turn();
                words = _port.Words;
            }

            if (words != _told)
            {
                _indicator.Report("USB: " + words);
                _told = words;
            }

            return wait;
        }
        catch (Exception)
        {
            // Without memory for a word of it the port is watched all the same, and it is told at another turn.
            return Limits.UsbRetryMilliseconds;
        }
    }

    private int Turn()
    {
        try
        {
            return _port.Tend();
        }
        catch (Exception)
        {
            _port.Fail();
            return Limits.UsbRetryMilliseconds;
        }
    }

    /// <inheritdoc/>
    public bool Begin(string title)
    {
        lock (_gate)
        {
            _isBroken = false;
            _isOpen = _port.IsReady;
            _generation = _port.Generation;
            return _isOpen;
        }
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        int took;
        lock (_gate)
        {
            took = IsThere() ? Give(buffer, offset, count) : -1;
        }

        if (took == 0 && count > 0)
        {
            _clock.Sleep(Limits.UsbPauseMilliseconds);
        }

        return took;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (!_port.IsReady || !_port.Listener.IsOpen)
            {
                return -1;
            }

            // A printer that babbles must not keep its listener for ever.
            long now = _clock.Milliseconds;
            if (now - _heardSince >= Limits.UsbHeardMilliseconds)
            {
                _heardSince = now;
                _heard = 0;
            }

            if (_heard >= Limits.UsbHeardOctets)
            {
                return 0;
            }

            try
            {
                int got = _port.Listener.Take(buffer, offset, count);
                _heard += got;
                return got;
            }
            catch (Exception)
            {
                return Break();
            }
        }
    }

    /// <inheritdoc/>
    public int Finish()
    {
        int pushed;
        lock (_gate)
        {
            pushed = IsThere() ? Push() : -1;
        }

        if (pushed == 0)
        {
            _clock.Sleep(Limits.UsbPauseMilliseconds);
        }

        return pushed;
    }

    /// <inheritdoc/>
    public void Close()
    {
        lock (_gate)
        {
            bool isSame = _generation == _port.Generation && _port.IsReady;
            if (_isOpen && isSame && (_isBroken || _port.Sender.IsPending))
            {
                // The document ends in the middle, and its printer takes nothing: what it has of it is thrown away.
                _port.Sender.Forget();
                try
                {
                    _port.SoftReset();
                }
                catch (Exception)
                {
                    _port.Fail();
                }
            }

            _isOpen = false;
            _isBroken = false;
        }
    }

    private bool IsThere()
    {
        return _port.IsReady && !_isBroken && (!_isOpen || _generation == _port.Generation);
    }

    private int Give(byte[] buffer, int offset, int count)
    {
        try
        {
            int took = _port.Sender.Give(buffer, offset, count);
            return took < 0 ? Break() : took;
        }
        catch (Exception)
        {
            // The bus itself: how much of it went is not to be had.
            _port.Fail();
            return Break();
        }
    }

    private int Push()
    {
        try
        {
            int pushed = _port.Sender.Push();
            return pushed < 0 ? Break() : pushed;
        }
        catch (Exception)
        {
            _port.Fail();
            return Break();
        }
    }

    private int Break()
    {
        _isBroken = _isOpen;
        if (_port.IsReady)
        {
            _port.Renew();
        }

        return -1;
    }
}
