using System.Device.Gpio;
using PeerDevice.VirtualBoard.Usb;

namespace System.Device.Spi;

public enum DataFlow
{
    MsbFirst,
    LsbFirst,
}

public enum SpiBusConfiguration
{
    FullDuplex,
    HalfDuplex,
    Simplex,
}

public enum SpiMode
{
    Mode0,
    Mode1,
    Mode2,
    Mode3,
}

/// <summary>How a chip on an SPI bus is wired and spoken to. The names are the class library's.</summary>
public sealed class SpiConnectionSettings
{
    public SpiConnectionSettings(int busId, int chipSelectLine = -1)
    {
        BusId = busId;
        ChipSelectLine = chipSelectLine;
    }

    public int BusId { get; set; }

    public int ChipSelectLine { get; set; }

    public SpiMode Mode { get; set; }

    public int DataBitLength { get; set; } = 8;

    public int ClockFrequency { get; set; } = 500_000;

    public DataFlow DataFlow { get; set; }

    internal PinValue ChipSelectLineActiveState { get; set; } = PinValue.Low;

    public SpiBusConfiguration Configuration { get; set; }
}

public sealed class SpiDeviceAlreadyInUseException : Exception
{
}

/// <summary>
/// One chip on an SPI bus: each call is one time that its select line is active, from the first octet to the last. What is on the
/// wires is a <see cref="SpiWires"/>; where nothing is, the input floats high.
/// </summary>
/// <remarks>
/// The driver of the STM32 images (nf-interpreter, targets/ChibiOS/_nanoCLR/System.Device.Spi/cpu_spi.cpp) keeps how much was read last where nothing is read, and sent last where nothing is sent: then it does
/// that too, behind or before. Here each board is as bad.
/// </remarks>
public sealed class SpiDevice : IDisposable
{
    private const byte Floating = 0xFF;

    private readonly SpiWires _wires;
    private bool _isDisposed;
    private byte[] _lastSent = Array.Empty<byte>();
    private int _lastTaken;

    private SpiDevice(SpiConnectionSettings settings)
    {
        ConnectionSettings = settings;
        _wires = SpiWires.Of(settings.BusId, settings.ChipSelectLine);
        if (!_wires.Claim())
        {
            throw new SpiDeviceAlreadyInUseException();
        }
    }

    public SpiConnectionSettings ConnectionSettings { get; }

    public static SpiDevice Create(SpiConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SpiDevice(settings);
    }

    public byte ReadByte()
    {
        byte[] one = new byte[1];
        Read(one);
        return one[0];
    }

    public void Read(SpanByte buffer)
    {
        byte[] taken = new byte[_lastSent.Length + buffer.Length];
        Exchange(_lastSent, taken);
        taken.AsSpan(_lastSent.Length).CopyTo(buffer.Octets);
        _lastTaken = buffer.Length;
    }

    public void WriteByte(byte value)
    {
        Write(new[] { value });
    }

    public void Write(SpanByte buffer)
    {
        byte[] sent = new byte[buffer.Length + _lastTaken];
        Array.Fill(sent, Floating);
        buffer.Octets.CopyTo(sent);
        Exchange(sent, default);
        _lastSent = buffer.ToArray();
    }

    /// <summary>Sends and takes at the same time, from the first clock on; the shorter of the two is as good as filled up with zeros.</summary>
    public void TransferFullDuplex(SpanByte writeBuffer, SpanByte readBuffer)
    {
        Exchange(writeBuffer.Octets, readBuffer.Octets);
        _lastSent = writeBuffer.ToArray();
        _lastTaken = readBuffer.Length;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _wires.Release();
        }
    }

    private void Exchange(ReadOnlySpan<byte> sent, Span<byte> taken)
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(SpiDevice));
        }

        if (!_wires.Exchange(ConnectionSettings, sent, taken))
        {
            taken.Fill(Floating);
        }
    }
}
