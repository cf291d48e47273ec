using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// An opened character device of a Unix: a serial line, a USB or parallel printer. No call waits longer than it is told to, but <see cref="Drain"/>; any thread may call, also while
/// another one closes it.
/// </summary>
internal sealed unsafe partial class DeviceFile : IDisposable
{
    /// <summary>What <see cref="Write"/> and <see cref="Read"/> answer when the device is gone or broken, or never had that direction.</summary>
    public const int Broken = -1;

    private const short CanRead = 1, CanWrite = 4; // POLLIN, POLLOUT
    private const int WriteOnly = 1, ReadAndWrite = 2;
    private const int TryAgainOnMac = 35, NotATerminal = 25;

    private readonly SafeFileHandle _handle;

    private DeviceFile(int descriptor, bool isReadable)
    {
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
        IsReadable = isReadable;
    }

    /// <summary>Whether it was opened both ways.</summary>
    public bool IsReadable { get; }

    /// <summary>Whether it is a terminal, so that it has a rate and can be drained.</summary>
    public bool IsTerminal => With(static (device, _, _) => IsTty(device), null, 0) == 1;

    // O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    private static int Flags => OperatingSystem.IsMacOS() ? 0x4 | 0x20000 | 0x1000000 : 0x800 | 0x100 | 0x80000;

    /// <summary>Opens a device.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="bothWays">Whether to read from it too, where it can be: a FIFO cannot be told from one that nobody reads then.</param>
    /// <param name="error">The system's number when it did not open.</param>
    public static DeviceFile? Open(string path, bool bothWays, out int error)
    {
        error = 0;
        int opened = bothWays ? OpenDevice(path, ReadAndWrite | Flags) : -1;
        bool isReadable = opened >= 0;
        if (!isReadable)
        {
            opened = OpenDevice(path, WriteOnly | Flags);
        }

        if (opened >= 0)
        {
            return new DeviceFile(opened, isReadable);
        }

        error = Marshal.GetLastPInvokeError();
        return null;
    }

    /// <summary>Writes what the device takes within a time, in milliseconds.</summary>
    /// <returns>How many octets; 0 when it took none; <see cref="Broken"/>.</returns>
    public int Write(ReadOnlySpan<byte> octets, int patience)
    {
        int ready = Wait(CanWrite, patience);
        if (ready <= 0)
        {
            return ready;
        }

        fixed (byte* first = octets)
        {
            return Answer(With(static (device, from, count) => (int)WriteDevice(device, from, count), first, octets.Length));
        }
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>How many octets; 0 when there is nothing now; <see cref="Broken"/>.</returns>
    public int Read(Span<byte> into)
    {
        int ready = IsReadable ? Wait(CanRead, 0) : Broken;
        if (ready <= 0)
        {
            return ready;
        }

        fixed (byte* first = into)
        {
            return Answer(With(static (device, to, count) => (int)ReadDevice(device, to, count), first, into.Length));
        }
    }

    /// <summary>Waits a time, in milliseconds, until the device takes octets again, so that it has taken those of before.</summary>
    /// <returns>1 when it does; 0 when it does not yet; <see cref="Broken"/>.</returns>
    public int AwaitRoom(int patience) => Wait(CanWrite, patience);

    /// <summary>Waits until a terminal has sent all, for as long as it takes (tcdrain(3)).</summary>
    /// <returns>False when that cannot be seen.</returns>
    public bool Drain()
    {
        const int Invalid = 22, NoSuchDevice = 19;
        return With(static (device, _, _) => TcDrain(device), null, 0) == 0
            || Marshal.GetLastPInvokeError() is NotATerminal or Invalid or NoSuchDevice; // a printer's own device, a FIFO: nothing to drain
    }

    /// <summary>ioctl(2) of Linux with a buffer.</summary>
    /// <returns>Negative when the device does not know it.</returns>
    public int Control(nuint request, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            nuint asked = request;
            return With((device, at, _) => ControlDevice(device, asked, at), first, buffer.Length);
        }
    }

    /// <summary>The descriptor, for calls about terminals.</summary>
    public int With(Func<int, int> call) => With((device, _, _) => call(device), null, 0);

    public void Dispose() => _handle.Dispose();

    private delegate int DeviceCall(int device, byte* buffer, int count);

    // The descriptor stays open while a call is in it; closed, it may be another file's already.
    private int With(DeviceCall call, byte* buffer, int count)
    {
        bool isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
            return call((int)_handle.DangerousGetHandle(), buffer, count);
        }
        catch (ObjectDisposedException)
        {
            return Broken;
        }
        finally
        {
            if (isHeld)
            {
                _handle.DangerousRelease();
            }
        }
    }

    private int Wait(short what, int patience)
    {
        short asked = what;
        int limit = patience;
        return With((device, _, _) =>
        {
            PollEntry entry = new() { Descriptor = device, Events = asked };
            int ready = Poll(&entry, 1, limit);
            if (ready < 0)
            {
                return Marshal.GetLastPInvokeError() == LinuxCalls.Interrupted ? 0 : Broken;
            }

            // A device that went away answers everything at once: the call itself says what it is.
            return ready == 0 ? 0 : (entry.Answered & asked) != 0 ? 1 : Broken;
        }, null, 0);
    }

    private static int Answer(int result) =>
        result > 0 ? result : result == 0 || Marshal.GetLastPInvokeError() is LinuxCalls.TryAgain or TryAgainOnMac or LinuxCalls.Interrupted ? 0 : Broken;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenDevice(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint WriteDevice(int descriptor, byte* from, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadDevice(int descriptor, byte* into, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(PollEntry* entries, nuint count, int patience);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ControlDevice(int descriptor, nuint request, byte* buffer);

    [LibraryImport("libc", EntryPoint = "isatty", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int IsTty(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcdrain", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int TcDrain(int descriptor);

    /// <summary>struct pollfd.</summary>
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Answered;
    }
}
