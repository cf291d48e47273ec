using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PeerDevice.Companion.Adapters;

/// <summary>Opens a file for reading without ever waiting for somebody at the other end of a FIFO.</summary>
internal static partial class PortableFile
{
    // O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW as macOS numbers them
    private const int OnMac = 0x4 | 0x1000000 | 0x100;

    // O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW as Linux does; the last differs between architectures
    private const int OnLinux = 0x800 | 0x80000, NoFollowX64 = 0x20000, NoFollowArm = 0x8000;

    /// <summary>Opens what stands at a path.</summary>
    /// <exception cref="IOException">It could not be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a link, or not ours to read.</exception>
    public static SafeFileHandle OpenRead(string path)
    {
        int flags = FlagsHere();
        if (flags == 0)
        {
            // Windows needs an overlapped handle to send it by TransmitFile.
            FileOptions options = OperatingSystem.IsWindows() ? FileOptions.Asynchronous : FileOptions.None;
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);
        }

        int opened = Open(path, flags);
        if (opened >= 0)
        {
            return new SafeFileHandle(opened, ownsHandle: true);
        }

        int error = Marshal.GetLastPInvokeError();
        const int NoEntry = 2, NotPermitted = 1, AccessDenied = 13;
        throw error switch
        {
            NoEntry => new FileNotFoundException(null, path),
            NotPermitted or AccessDenied => new UnauthorizedAccessException(),
            _ => new IOException(Marshal.GetPInvokeErrorMessage(error), error),
        };
    }

    private static int FlagsHere()
    {
        if (OperatingSystem.IsMacOS())
        {
            return OnMac;
        }

        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        return RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => OnLinux | NoFollowX64,
            Architecture.Arm64 or Architecture.Arm => OnLinux | NoFollowArm,
            _ => OnLinux,
        };
    }

    // open(2) takes its third argument only where it may create, so this form is right on every calling convention.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
