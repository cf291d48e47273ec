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
/// nanoFramework's Write returns when all but the transmitter's own buffer has left (ESP32) or when all has (STM32), and there is no way to ask
/// for the rest; so what is on its way, and the end of sending, are computed from the baud rate. There is no XON/XOFF in the drivers, and the STM32 one
/// ignores RTS/CTS too; both are done here, in blocks small enough for what a device still has room for when it says stop.
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
    private readonly StopLine? _wires;
    private readonly LinePace _pace;
    private readonly bool _isStoppable;
    private readonly object _gate = new object();
    private int _saidEnd;
    private SerialPort? _port;
    private bool _hasSaidStop;
    private bool _isHeldBack;
    private long _heldSince;
    private bool _isBroken;

    /// <summary>Makes an output device on a port such as "COM2", set as the settings say.</summary>
    /// <param name="portName">The port.</param>
    /// <param name="settings">Rate, framing and flow control.</param>
    /// <param name="clock">Time.</param>
    /// <param name="wires">The wires by which the device stops us, where the settings ask for them; null for none.</param>
    public SerialOutput(string portName, PeerSettings settings, IClock clock, StopLine? wires)
    {
        _portName = portName;
        _settings = settings;
        _clock = clock;
        _wires = settings.Handshake == PeerSettings.HandshakeWires ? wires : null;
        int bits = 1 + settings.DataBits + (settings.Parity == PeerSettings.ParityNone ? 0 : 1) + settings.StopBits;
        _isStoppable = settings.Handshake != PeerSettings.HandshakeNone;
        _pace = new LinePace(settings.BaudRate, bits, _isStoppable);
    }

    /// <inheritdoc/>
    public string Name => "serial " + _portName + ", " + _settings.BaudRate.ToString() + " baud";

    /// <inheritdoc/>
    public bool IsReady => Open() && !IsHeldBack();

    /// <inheritdoc/>
    public int Conditions
    {
        get
        {
            if (!Open())
            {
                return DeviceCondition.Missing;
            }

            if (!IsHeldBack())
            {
                return 0;
            }

            // A buffer that is full has room again within seconds; who stops for longer was switched offline, or has no paper.
            bool isLong = _clock.Milliseconds - _heldSince >= Limits.SerialOfflineMilliseconds;
            return isLong ? DeviceCondition.Busy | DeviceCondition.Offline : DeviceCondition.Busy;
        }
    }

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
        SerialPort? port = _port;
        if (_isBroken || port is null)
        {
            return -1;
        }

        if (_isStoppable && IsHeldBack())
        {
            _clock.Sleep(Limits.SerialPauseMilliseconds);
            return 0;
        }

        int wait = _pace.Wait(_clock.Milliseconds);
        if (wait > 0)
        {
            _clock.Sleep(wait);
            if (_isStoppable && IsHeldBack())
            {
                return 0;
            }
        }

        int taken = count < _pace.TurnOctets ? count : _pace.TurnOctets;
        int end = offset + taken;
        int last = end - Limits.SerialBlockOctets;
        long before = _clock.Milliseconds;
        try
        {
            for (; offset < last; offset += Limits.SerialBlockOctets)
            {
                port.Write(buffer, offset, Limits.SerialBlockOctets);
            }

            port.Write(buffer, offset, end - offset);
            _pace.Give(taken, before);
            return taken;
        }
        catch (Exception)
        {
            // How much of the block went is not to be had: the document cannot be gone on with.
            Break();
            return -1;
        }
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            Listen();
            if (_saidEnd == 0)
            {
                return 0;
            }

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

        int left = _pace.Left(_clock.Milliseconds);
        if (left > 0)
        {
            _clock.Sleep(left);
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

    private bool Open()
    {
        lock (_gate)
        {
            return _port is not null || ((_wires is null || _wires.Open()) && OpenPort());
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
            port.Open();
            _port = port;
            _hasSaidStop = false;
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
        if (!_isStoppable)
        {
            return false;
        }

        // The status page asks from its own thread while a document is being written.
        lock (_gate)
        {
            bool wasHeldBack = _isHeldBack;
            if (_wires is null)
            {
                Listen();
                _isHeldBack = _hasSaidStop;
            }
            else
            {
                _isHeldBack = _wires.IsStopped;
            }

            if (_isHeldBack && !wasHeldBack)
            {
                _heldSince = _clock.Milliseconds;
            }

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
                _hasSaidStop = octet == Xoff;
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
