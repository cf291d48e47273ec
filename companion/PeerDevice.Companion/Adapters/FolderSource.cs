using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>An opened file of this PC. What is read is what was opened, whatever happens to its name meanwhile.</summary>
internal sealed class FolderSource(SafeFileHandle handle, long length) : BlockSource
{
    /// <summary>The opened file, for the calls by which the system moves its octets itself.</summary>
    public SafeFileHandle Handle => handle;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override int ReadAt(long position, byte[] buffer, int offset, int count)
    {
        try
        {
            return LinuxCalls.Available ? ReadDirectly(position, buffer.AsSpan(offset, count)) : RandomAccess.Read(handle, new Span<byte>(buffer, offset, count), position);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public override void Close() => handle.Dispose();

    private unsafe int ReadDirectly(long position, Span<byte> into)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            fixed (byte* first = into)
            {
                long got;
                do
                {
                    got = LinuxCalls.ReadAt(handle.DangerousGetHandle(), first, into.Length, position);
                }
                while (got == -LinuxCalls.Interrupted);

                return (int)got;
            }
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }
}
