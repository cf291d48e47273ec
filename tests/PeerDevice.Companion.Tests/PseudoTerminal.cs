using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace PeerDevice.Companion.Tests;

/// <summary>A serial line made of software: the other end of a terminal that a device is opened at.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private readonly FileStream _master;

    public PseudoTerminal()
    {
        // A program that another test starts meanwhile would have the other end too, and hold it when it is closed here.
        const int ReadWrite = 2, NoControl = 0x100, CloseOnExec = 0x80000;
        int master = OpenMaster(ReadWrite | NoControl | CloseOnExec);
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0);
        Path = Marshal.PtrToStringUTF8(NameOf(master))!;
        _master = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>The name of the device.</summary>
    public string Path { get; }

    /// <summary>Reads what came, exactly so many octets.</summary>
    public byte[] Read(int count)
    {
        byte[] octets = new byte[count];
        _master.ReadExactly(octets);
        return octets;
    }

    /// <summary>Says something to the device's program.</summary>
    public void Say(ReadOnlySpan<byte> octets) => _master.Write(octets);

    public void Dispose() => _master.Dispose();

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint NameOf(int master);
}
