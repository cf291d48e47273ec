using System.Collections.Concurrent;

namespace System.Device.I2c;

internal enum I2cBusSpeed
{
    StandardMode,
    FastMode,
    FastModePlus,
}

internal enum I2cTransferStatus
{
    UnknownError,
    FullTransfer,
    ClockStretchTimeout,
    PartialTransfer,
    SlaveAddressNotAcknowledged,
}

internal readonly struct I2cTransferResult
{
    internal I2cTransferResult(uint bytesTransferred, I2cTransferStatus status)
    {
        BytesTransferred = bytesTransferred;
        Status = status;
    }

    internal uint BytesTransferred { get; }

    internal I2cTransferStatus Status { get; }
}

/// <summary>Which chip on which I2C bus. The names are the class library's.</summary>
internal sealed class I2cConnectionSettings
{
    internal I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed)
    {
        BusId = busId;
        DeviceAddress = deviceAddress;
        BusSpeed = busSpeed;
    }

    internal int BusId { get; }

    internal int DeviceAddress { get; }

    internal I2cBusSpeed BusSpeed { get; }
}

/// <summary>A chip that hears its address.</summary>
internal interface II2cChip
{
    /// <summary>Takes what was written to it between a start and a stop.</summary>
    void Write(ReadOnlySpan<byte> octets);
}

/// <summary>The I2C buses of the board, and what is on their wires: nothing, until a chip is plugged in. A write to nobody is not acknowledged, and throws nothing.</summary>
internal sealed class I2cDevice : IDisposable
{
    private static readonly ConcurrentDictionary<(int Bus, int Address), II2cChip> Chips = new();

    private readonly I2cConnectionSettings _settings;
    private bool _isDisposed;

    private I2cDevice(I2cConnectionSettings settings)
    {
        _settings = settings;
    }

    /// <summary>How many transfers there were on all buses.</summary>
    internal static int Transfers { get; private set; }

    internal static I2cDevice Create(I2cConnectionSettings settings)
    {
        return new I2cDevice(settings);
    }

    /// <summary>Puts a chip onto the wires, or takes what is there off them.</summary>
    internal static void Plug(int bus, int address, II2cChip? chip)
    {
        if (chip is null)
        {
            Chips.TryRemove((bus, address), out _);
        }
        else
        {
            Chips[(bus, address)] = chip;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
    }

    internal I2cTransferResult Write(SpanByte buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Transfers++;
        if (!Chips.TryGetValue((_settings.BusId, _settings.DeviceAddress), out II2cChip? chip))
        {
            return new I2cTransferResult(0, I2cTransferStatus.SlaveAddressNotAcknowledged);
        }

        chip.Write(buffer.Octets);
        return new I2cTransferResult((uint)buffer.Octets.Length, I2cTransferStatus.FullTransfer);
    }
}
