using PeerDevice.VirtualBoard.Printers;

namespace System.IO.Ports;

internal enum Parity
{
    None = 0,
    Odd = 1,
    Even = 2,
}

internal enum StopBits
{
    One = 1,
    Two = 2,
    OnePointFive = 3,
}

internal enum Handshake
{
    None,
    XOnXOff,
    RequestToSend,
    RequestToSendXOnXOff,
}

/// <summary>
/// nanoFramework's SerialPort, as far as the drivers use it. At the other end is what <see cref="SerialLine"/> was given;
/// Write returns when that has taken all.
/// </summary>
internal sealed class SerialPort : IDisposable
{
    private readonly SerialLine _line;
    private bool _isDisposed;

    internal SerialPort(string portName, int baudRate, Parity parity, int dataBits, StopBits stopBits)
    {
        _line = SerialLine.Of(portName);

        // The class library keeps a list of ports by name and refuses a second one.
        if (!_line.Claim())
        {
            throw new ArgumentException(portName);
        }

        _line.Spoken = (baudRate, parity, dataBits, stopBits);
    }

    internal Handshake Handshake { get; set; }

    internal int BytesToRead
    {
        get
        {
            Require();
            return _line.Waiting;
        }
    }

    internal void Open()
    {
        _line.Open();
    }

    internal int Read(byte[] buffer, int offset, int count)
    {
        Require();
        return _line.Read(buffer, offset, count);
    }

    internal void Write(byte[] buffer, int offset, int count)
    {
        Require();
        _line.Write(buffer, offset, count);
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _line.Release();
        }
    }

    private void Require()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(SerialPort));
        }
    }
}
