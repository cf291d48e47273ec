using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>
/// One folder of this PC, as the system lets us reach what is in it and nothing else: no link of any kind is followed
/// or shown, neither to the outside nor to the inside, so that it is the same on every system and no race can open a way out.
/// Paths are as in <see cref="IFileStore"/>; statuses are <see cref="StoreStatus"/>.
/// </summary>
internal abstract class Folder : IDisposable
{
    public abstract int Find(string path, StoreEntry entry);

    public abstract int OpenRead(string path, StoreEntry entry, out BlockSource? content);

    public abstract int Create(string path, bool append, out FileWriter? writer);

    public abstract int Delete(string path);

    public abstract int Move(string from, string to);

    public abstract int MakeCollection(string path);

    public abstract int List(string path, MemberVisitor visitor);

    /// <summary>As <see cref="IVolume.Room"/>.</summary>
    public abstract bool Room(string path, out long available, out long used);

    /// <summary>Waits until the names in a collection are on the medium, where the system can be asked for it.</summary>
    public abstract void SyncNames(string collection);

    public abstract void Dispose();

    /// <summary>Opens a folder with the best means of this system.</summary>
    /// <exception cref="IOException">It is not there or not a folder.</exception>
    public static Folder Open(string path, bool portable = false)
    {
        string full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            throw new DirectoryNotFoundException($"'{path}' is not a folder that can be read; name one that exists.");
        }

        return portable ? new PortableFolder(full) : (Folder?)LinuxFolder.TryOpen(full) ?? new PortableFolder(full);
    }

    /// <summary>Splits a path at its last '/'.</summary>
    protected static ReadOnlySpan<char> Parent(string path, out ReadOnlySpan<char> name)
    {
        int cut = path.LastIndexOf('/');
        name = path.AsSpan(cut + 1);
        return cut < 0 ? default : path.AsSpan(0, cut);
    }

    /// <summary>
    /// A number that is another whenever the content is another: the times alone may stand still within one tick
    /// of the file system's clock, and tools may set them back.
    /// </summary>
    protected static long VersionOf(long modified, long changed, long identity)
    {
        ulong mixed = ((ulong)modified * 0x9E3779B97F4A7C15UL)
            ^ ulong.RotateLeft((ulong)changed * 0xC2B2AE3D27D4EB4FUL, 31)
            ^ ulong.RotateLeft((ulong)identity * 0x165667B19E3779F9UL, 17);
        long version = (long)(mixed & long.MaxValue);
        return version == 0 ? 1 : version;
    }

    /// <summary>Whether a name on the disk is one that a request could ask for: others are not shown.</summary>
    protected static bool IsSpeakable(ReadOnlySpan<char> name)
    {
        foreach (char c in name)
        {
            // U+FFFD stands where the name on the disk is not UTF-8: nobody could ask for it.
            if (c < ' ' || c is '\x7f' or '\\' or '�')
            {
                return false;
            }
        }

        return true;
    }
}
