using System;
using System.IO;

namespace PeerDevice.Companion.Outputs;

/// <summary>Linux' drivers of printers: usblp (<c>/dev/usb/lp0</c>) and lp (<c>/dev/lp0</c>), and what they answer to ioctl(2).</summary>
internal sealed class LinuxPrinterPort(string path) : IPrinterPort
{
    internal const nuint GetStatus = 0x060B; // LPGETSTATUS, linux/lp.h

    private volatile DeviceFile? _device;

    public bool Exists => File.Exists(path);

    public bool IsOpen => _device is not null;

    public bool Open() => (_device ??= DeviceFile.Open(path, bothWays: true, out _)) is not null;

    public int Write(ReadOnlySpan<byte> octets, int patience) => _device?.Write(octets, patience) ?? DeviceFile.Broken;

    public int Read(Span<byte> into) => _device is { IsReadable: true } device ? device.Read(into) : DeviceFile.Broken;

    public int AwaitRoom(int patience) => _device?.AwaitRoom(patience) ?? DeviceFile.Broken;

    public int Status()
    {
        // An int, of which the drivers fill the lowest octet.
        Span<byte> status = stackalloc byte[sizeof(int)];
        return _device is { } device && device.Control(GetStatus, status) >= 0 ? BitConverter.ToInt32(status) & 0xFF : -1;
    }

    public int DeviceId(Span<byte> into)
    {
        into.Clear();
        return _device is { } device && device.Control(GetDeviceId(into.Length), into) >= 0 ? LengthOfId(into) : 0;
    }

    /// <summary>LPIOC_GET_DEVICE_ID(len) of usblp.c: _IOC(_IOC_READ, 'P', 1, len), with the numbers of asm-generic/ioctl.h.</summary>
    internal static nuint GetDeviceId(int length) => (2u << 30) | ((uint)length << 16) | ('P' << 8) | 1;

    /// <summary>How long a device ID is that the driver put into a buffer of zeros. It does not say how much it copied: the printer's own length does, where it is right, and what is left of the zeros.</summary>
    internal static int LengthOfId(ReadOnlySpan<byte> into)
    {
        int end = into.LastIndexOfAnyExcept((byte)0) + 1;
        int said = (into[0] << 8) | into[1];
        return said > end ? end : Math.Max(said, Math.Min(end, said + 2));
    }

    public void Close()
    {
        DeviceFile? device = _device;
        _device = null;
        device?.Dispose();
    }
}
