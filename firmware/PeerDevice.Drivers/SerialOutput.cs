using System;
using System.IO.Ports;
using PeerDevice.Board;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>
/// An output device on a serial line. Its link has no documents, so beginning and ending are only what can be seen of the
/// line. The port stays open between documents: closing it lets the line fall, which many printers take for data.
/// </summary>
/// <remarks>
/// nanoFramework's Write returns when all but the transmitter's own buffer has left, and there is no way to ask for the
/// rest; so the end of sending is computed from the baud rate. There is no XON/XOFF in the drivers, and the STM32 one
/// ignores RTS/CTS too; XON/XOFF is done here, in blocks small enough for what a device still has room for when it says stop.
/// </remarks>
public sealed class SerialOutput : IOutputDevice
{
    private const byte Xon = 17;
    private const byte Xoff = 19;

    private readonly string _portName;
    private readonly PeerSettings _settings;
    private readonly IClock _clock;
    private readonly byte[] _heard = new byte[Limits.SerialHeardOctets];
    private readonly byte[] _said = new byte[Limits.DeviceSaidOctets];
    private int _saidEnd;
    private readonly int _turnOctets;
    private readonly int _blockOctets;
    private readonly int _holdMilliseconds;
    private readonly object _gate = new object();
    private SerialPort? _port;
    private bool _isHeldBack;
    private bool _isBroken;
    private long _lineFreeAt;

    /// <summary>Makes an output device on a port such as "COM2", set as the settings say.</summary>
    public SerialOutput(string portName, PeerSettings settings, IClock clock)
    {
        _portName = portName;
        _settings = settings;
        _clock = clock;
        _turnOctets = TurnOctets(settings);
        _blockOctets = _turnOctets > Limits.SerialBlockOctets ? Limits.SerialBlockOctets : _turnOctets;
        _holdMilliseconds = SendingTime(Limits.SerialFifoOctets);
    }

    /// <inheritdoc/>
    public string Name => "serial " + _portName + ", " + _settings.BaudRate.ToString() + " baud";

    /// <inheritdoc/>
    public bool IsReady => Open() && !IsHeldBack();

    /// <inheritdoc/>
    public int Conditions => !Open() ? DeviceCondition.Missing : IsHeldBack() ? DeviceCondition.Busy : 0;

    /// <inheritdoc/>
    public string DeviceId => "";

    /// <inheritdoc/>
    public bool Begin(string title)
    {
        _isBroken = false;
        return Open();
    }

    /// <inheritdoc/>
    public int Write(byte[] buffer, int offset, int count)
    {
        if (_isBroken || _port is null)
        {
            return -1;
        }

        if (IsHeldBack())
        {
            _clock.Sleep(Limits.SerialPauseMilliseconds);
            return 0;
        }

        int taken = count < _turnOctets ? count : _turnOctets;
        int end = offset + taken;
        int block = _blockOctets;
        try
        {
            while (offset < end)
            {
                if (end - offset < block)
                {
                    block = end - offset;
                }

                _port.Write(buffer, offset, block);
                offset += block;
            }
        }
        catch (Exception)
        {
            // How much of the block went is not to be had: the document cannot be gone on with.
            Break();
            return -1;
        }

        HoldLine(taken);
        return taken;
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Listen();
            int got = count < _saidEnd ? count : _saidEnd;
            Array.Copy(_said, 0, buffer, offset, got);
            _saidEnd -= got;
            Array.Copy(_said, got, _said, 0, _saidEnd);
            return got;
        }
    }

    /// <inheritdoc/>
    public int Finish()
    {
        if (_isBroken || _port is null)
        {
            return -1;
        }

        long left = _lineFreeAt - _clock.Milliseconds;
        if (left > 0)
        {
            _clock.Sleep((int)left);
        }

        return 1;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_isBroken)
        {
            Break();
        }
    }

    /// <summary>
    /// Octets of one write: with XON/XOFF what a device takes after it said stop; otherwise what takes half a second, so that
    /// fast lines cost few calls and slow ones still notice in time that the peer is being stopped.
    /// </summary>
    private static int TurnOctets(PeerSettings settings)
    {
        if (settings.Handshake == PeerSettings.HandshakeXonXoff)
        {
            return Limits.SerialXonOctets;
        }

        return settings.BaudRate / BitsOfCharacter(settings) / 2;
    }

    private static int BitsOfCharacter(PeerSettings settings)
    {
        return 1 + settings.DataBits + (settings.Parity == PeerSettings.ParityNone ? 0 : 1) + settings.StopBits;
    }

    private int SendingTime(int octets)
    {
        return ((octets * BitsOfCharacter(_settings) * 1000) / _settings.BaudRate) + 1;
    }

    /// <summary>Counts what was just written to what the transmitter may hold: what it held before and this, as far as it has room.</summary>
    private void HoldLine(int octets)
    {
        long now = _clock.Milliseconds;
        if (octets >= Limits.SerialFifoOctets)
        {
            _lineFreeAt = now + _holdMilliseconds;
            return;
        }

        long held = _lineFreeAt > now ? _lineFreeAt - now : 0;
        long sending = held + SendingTime(octets);
        _lineFreeAt = now + (sending < _holdMilliseconds ? sending : _holdMilliseconds);
    }

    private bool Open()
    {
        lock (_gate)
        {
            return _port is not null || OpenPort();
        }
    }

    private bool OpenPort()
    {
        SerialPort? port = null;
        try
        {
            port = new SerialPort(
                _portName,
                _settings.BaudRate,
                _settings.Parity == PeerSettings.ParityOdd ? Parity.Odd : _settings.Parity == PeerSettings.ParityEven ? Parity.Even : Parity.None,
                _settings.DataBits,
                _settings.StopBits == 2 ? StopBits.Two : StopBits.One);
            port.Handshake = _settings.Handshake == PeerSettings.HandshakeRtsCts ? Handshake.RequestToSend : Handshake.None;
            port.Open();
            _port = port;
            _isHeldBack = false;
            return true;
        }
        catch (Exception)
        {
            Dispose(port);
            return false;
        }
    }

    private void Break()
    {
        _isBroken = true;
        SerialPort? port = _port;
        _port = null;
        Dispose(port);
    }

    private static void Dispose(SerialPort? port)
    {
        if (port is null)
        {
            return;
        }

        try
        {
            // Dispose, not Close alone: the runtime keeps a list of ports and refuses a second one of the same name.
            port.Dispose();
        }
        catch (Exception)
        {
            return;
        }
    }

    private bool IsHeldBack()
    {
        if (_settings.Handshake != PeerSettings.HandshakeXonXoff)
        {
            return false;
        }

        // The status page asks from its own thread while a document is being written.
        lock (_gate)
        {
            Listen();
            return _isHeldBack;
        }
    }

    /// <summary>Listens to what the device sent since last time. Under the lock only.</summary>
    private void Listen()
    {
        SerialPort? port = _port;
        try
        {
            int waiting = port is null ? 0 : port.BytesToRead;
            while (waiting > 0)
            {
                waiting = Hear(port!, waiting);
            }
        }
        catch (Exception)
        {
            Break();
        }
    }

    /// <summary>Takes some of what waits: a stop and a go for ourselves, the rest for who reads.</summary>
    /// <returns>How much waits now.</returns>
    private int Hear(SerialPort port, int waiting)
    {
        // Never more than is there: the ESP32 driver waits for all it is asked for.
        int got = port.Read(_heard, 0, waiting < _heard.Length ? waiting : _heard.Length);
        bool hasStops = _settings.Handshake == PeerSettings.HandshakeXonXoff;
        for (int i = 0; i < got; i++)
        {
            byte octet = _heard[i];
            if (hasStops && (octet == Xoff || octet == Xon))
            {
                _isHeldBack = octet == Xoff;
            }
            else if (_saidEnd < _said.Length)
            {
                // What nobody reads is dropped once there is no room: status that is old says nothing.
                _said[_saidEnd] = octet;
                _saidEnd++;
            }
        }

        return got > 0 ? port.BytesToRead : 0;
    }
}
