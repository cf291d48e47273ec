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
/// The driver of the STM32 images (nf-interpreter, targets/ChibiOS/_nanoCLR/System.Device.Spi/cpu_spi.cpp) keeps how much was read last where there is no array to read to, and sent last where nothing is sent: then it does
/// that too, behind or before. That of the ESP32 images takes as much as it sends, also beyond the end of the part of an array that it was given. Here each board is as bad as both. A word's low octet goes first with an ESP32, its high one with an STM32
/// (<see cref="SpiWires.IsHighFirst"/>).
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

    public void Write(ushort[] buffer)
    {
        // What is behind is counted in words too.
        byte[] sent = new byte[(buffer.Length + _lastTaken) * sizeof(ushort)];
        Array.Fill(sent, Floating);
        for (int i = 0; i < buffer.Length; i++)
        {
            (sent[2 * i], sent[(2 * i) + 1]) = _wires.IsHighFirst ? ((byte)(buffer[i] >> 8), (byte)buffer[i]) : ((byte)buffer[i], (byte)(buffer[i] >> 8));
        }

        Exchange(sent, default);
        _lastSent = sent.AsSpan(0, buffer.Length * sizeof(ushort)).ToArray();
    }

    /// <summary>Sends and takes at the same time, from the first clock on; what is sent is as good as filled up with zeros where it is the shorter of the two.</summary>
    public void TransferFullDuplex(SpanByte writeBuffer, SpanByte readBuffer)
    {
        if (!readBuffer.HasArray || readBuffer.Room.Length < writeBuffer.Length)
        {
            throw new InvalidOperationException("What is taken goes beyond the array, or to where the last one was.");
        }

        Exchange(writeBuffer.Octets, readBuffer.Room[..Math.Max(writeBuffer.Length, readBuffer.Length)]);
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
