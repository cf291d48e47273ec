using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>Passes everything to a device of the PC, such as /dev/ttyUSB0, and what it says back to the board.</summary>
internal sealed class TtyBox : Box
{
    private readonly string _path;
    private System.IO.FileStream? _device;

    internal TtyBox(string path)
    {
        _path = path;
    }

    internal override string Name => "the device " + _path;

    internal override bool Open()
    {
        if (_device is not null)
        {
            return true;
        }

        if (!System.IO.File.Exists(_path))
        {
            return false;
        }

        MakeRaw();
        try
        {
            _device = new System.IO.FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            return false;
        }

        new Thread(Listen) { IsBackground = true }.Start();
        return true;
    }

    internal override void Take(ReadOnlySpan<byte> octets)
    {
        _device!.Write(octets);
        _device.Flush();
    }

    public override void Dispose()
    {
        // Not the stream's own Dispose: on some systems it waits for the reader, which waits for the device.
        _device?.SafeFileHandle.Dispose();
    }

    /// <summary>Octets as they are: no echo, no line ends changed. What is no terminal (a pipe) needs none of it.</summary>
    private void MakeRaw()
    {
        try
        {
            using Process? stty = Process.Start(new ProcessStartInfo("stty", (OperatingSystem.IsMacOS() ? "-f " : "-F ") + "\"" + _path + "\" raw -echo")
            {
                RedirectStandardError = true,
            });
            stty?.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return;
        }
    }

    private void Listen()
    {
        try
        {
            int octet = _device!.ReadByte();
            while (octet >= 0)
            {
                Said?.Invoke((byte)octet);
                octet = _device.ReadByte();
            }
        }
        catch (Exception fault) when (fault is System.IO.IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
