using System;
using System.Runtime.InteropServices;
using System.Text;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>
/// What the PC's file system holds and no card could: FIFOs, sockets, devices. .NET does not tell them from files, and opening a
/// FIFO would wait for somebody at its other end.
/// </summary>
internal static class Oddity
{
    // statx(2): AT_FDCWD, AT_SYMLINK_NOFOLLOW, STATX_TYPE; stx_mode stands at the same place on every architecture.
    private const int Here = -100, NoFollow = 0x100, TypeOnly = 1, FactsRoom = 256, ModeAt = 28;
    private const int TypeMask = 0xF000, RegularFile = 0x8000;

    /// <summary>Whether what stands at a path, known to be no directory and no link, is no file either. False where it cannot be told.</summary>
    internal static bool IsAt(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        byte[] facts = new byte[FactsRoom];
        try
        {
            return Facts(Here, Encoding.UTF8.GetBytes(path + "\0"), NoFollow, TypeOnly, facts) == 0
                && (BitConverter.ToUInt16(facts, ModeAt) & TypeMask) != RegularFile;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Facts(int directory, byte[] path, int flags, uint mask, byte[] into);
}
