using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A serial line or printer device of a Unix that is there already; its rate and framing are whatever <c>stty</c> set.
/// A device that takes nothing holds nobody up: a write waits a moment and says so.
/// </summary>
internal sealed partial class TtyOutput(string path) : IOutputDevice
{
    private const short CanWrite = 4; // POLLOUT
    private const int LinuxFlags = 0x1 | 0x800 | 0x100 | 0x80000, MacFlags = 0x1 | 0x4 | 0x20000 | 0x1000000; // O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

    private SafeFileHandle? _device;
    private Task<bool>? _drain;

    public string Name => "device " + path;

    public bool IsReady => File.Exists(path);

    public int Conditions => IsReady ? 0 : DeviceCondition.Missing;

    public string DeviceId => "";

    public bool Begin(string title)
    {
        int opened = Open(path, OperatingSystem.IsMacOS() ? MacFlags : LinuxFlags);
        if (opened < 0)
        {
            return false;
        }

        _device = new SafeFileHandle(opened, ownsHandle: true);
        return true;
    }

    public unsafe int Write(byte[] buffer, int offset, int count)
    {
        if (_device is null || _device.IsClosed)
        {
            return -1;
        }

        int descriptor = (int)_device.DangerousGetHandle();
        PollEntry entry = new() { Descriptor = descriptor, Events = CanWrite };
        int ready = Poll(&entry, 1, DesktopLimits.OutputPatience);
        if (ready == 0)
        {
            return 0;
        }

        fixed (byte* first = buffer)
        {
            nint written = ready < 0 ? -1 : Write(descriptor, first + offset, count);
            if (written >= 0)
            {
                return (int)written;
            }
        }

        const int TryAgainOnMac = 35;
        int error = Marshal.GetLastPInvokeError();
        return error is LinuxCalls.TryAgain or TryAgainOnMac or LinuxCalls.Interrupted ? 0 : -1;
    }

    // It is opened for writing only.
    public int Read(byte[] buffer, int offset, int count) => -1;

    public int Finish()
    {
        if (_device is not { IsClosed: false } device)
        {
            return -1;
        }

        // tcdrain(3) waits as long as the line does, which may be for ever: let somebody else wait, and wait for him a bounded time.
        Task<bool> drain = _drain ??= Task.Factory.StartNew(() => DrainAll(device), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return !drain.Wait(DesktopLimits.OutputFinish) ? 0 : drain.Result ? 1 : -1;
    }

    public void Close()
    {
        _device?.Dispose();
        _device = null;
        _drain = null;
    }

    private static bool DrainAll(SafeFileHandle device)
    {
        const int NotATerminal = 25, Invalid = 22, NotATerminalDevice = 19;
        bool isHeld = false;
        try
        {
            device.DangerousAddRef(ref isHeld);
            return Drain((int)device.DangerousGetHandle()) == 0
                || Marshal.GetLastPInvokeError() is NotATerminal or Invalid or NotATerminalDevice; // /dev/usb/lp0, a FIFO: nothing to drain
        }
        catch (ObjectDisposedException)
        {
            return false; // closed before it began
        }
        finally
        {
            if (isHeld)
            {
                device.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Write(int descriptor, byte* from, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int patience);

    [LibraryImport("libc", EntryPoint = "tcdrain", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Drain(int descriptor);

    /// <summary>struct pollfd.</summary>
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Answered;
    }
}
