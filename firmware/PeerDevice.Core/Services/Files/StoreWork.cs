using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>What a store is asked in more places than one, and what fails more than once before it is believed: a card's contacts, and five open files, are such.</summary>
public static class StoreWork
{
    /// <summary>Deletes a file that may be there.</summary>
    /// <returns>Ok also when nothing was there.</returns>
    public static int Delete(IFileStore store, string path)
    {
        int status = StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            status = store.Delete(path);
        }

        return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
    }

    /// <summary>Creates a file, in the place of one that was left there.</summary>
    public static int Create(IFileStore store, string path, out FileWriter? writer)
    {
        int status = store.Create(path, false, out writer);
        if (status == StoreStatus.Exists)
        {
            status = Delete(store, path);
            if (status == StoreStatus.Ok)
            {
                status = store.Create(path, false, out writer);
            }
        }

        return status == StoreStatus.Ok && writer is null ? StoreStatus.Failed : status;
    }

    /// <summary>Opens a file at its end.</summary>
    public static int Append(IFileStore store, string path, out FileWriter? writer)
    {
        writer = null;
        int status = StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            status = store.Create(path, true, out writer);
        }

        return status == StoreStatus.Ok && writer is null ? StoreStatus.Failed : status;
    }

    /// <summary>Says what stands at a path.</summary>
    public static int Find(IFileStore store, string path, StoreEntry entry)
    {
        int status = StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            status = store.Find(path, entry);
        }

        return status;
    }

    /// <summary>Copies a file to a path where nothing is, durably; or leaves nothing there.</summary>
    public static int Copy(IFileStore store, string from, string to)
    {
        int status = store.OpenRead(from, new StoreEntry(), out BlockSource? content);
        if (status != StoreStatus.Ok || content is null)
        {
            return status == StoreStatus.Ok ? StoreStatus.Failed : status;
        }

        status = Create(store, to, out FileWriter? writer);
        if (status == StoreStatus.Ok && writer is not null)
        {
            bool isWhole = writer.TransferFrom(content, 0, content.Length, new byte[Limits.RescueBlock]) == content.Length;
            int failed = writer.Status;
            status = writer.Close(true);
            status = failed != StoreStatus.Ok ? failed : status == StoreStatus.Ok && !isWhole ? StoreStatus.Failed : status;
        }

        content.Close();
        if (status != StoreStatus.Ok)
        {
            Delete(store, to);
        }

        return status;
    }

    /// <summary>Whether two files have the same content.</summary>
    public static bool AreEqual(IFileStore store, string one, string other, out int status)
    {
        StoreEntry entry = new StoreEntry();
        BlockSource? second = null;
        status = store.OpenRead(one, entry, out BlockSource? first);
        if (status == StoreStatus.Ok)
        {
            status = store.OpenRead(other, entry, out second);
        }

        bool areEqual = false;
        if (first is not null && second is not null)
        {
            areEqual = first.Length == second.Length && HaveSameOctets(first, second, ref status);
        }

        first?.Close();
        second?.Close();
        return areEqual && status == StoreStatus.Ok;
    }

    private static bool HaveSameOctets(BlockSource first, BlockSource second, ref int status)
    {
        byte[] a = new byte[Limits.IndexBlock];
        byte[] b = new byte[Limits.IndexBlock];
        for (long at = 0; at < first.Length; at += a.Length)
        {
            int count = first.Length - at < a.Length ? (int)(first.Length - at) : a.Length;
            if (!ReadWhole(first, at, a, count) || !ReadWhole(second, at, b, count))
            {
                status = StoreStatus.Failed;
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (a[i] != b[i])
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Reads so many octets from a place on, all of them.</summary>
    /// <returns>False when they could not be read, or are not there.</returns>
    internal static bool ReadWhole(BlockSource source, long position, byte[] into, int count)
    {
        int at = 0;
        while (at < count)
        {
            int got = source.ReadAt(position + at, into, at, count - at);
            if (got <= 0)
            {
                return false;
            }

            at += got;
        }

        return true;
    }

    /// <summary>Whether a file system that knows how much fits says that so many octets do not: a PC's; of a card nobody knows.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Where they are to be.</param>
    /// <param name="octets">How many; of fewer than <see cref="Limits.RoomOctets"/> it is not asked.</param>
    public static bool HasNoRoom(IFileStore store, string path, long octets)
    {
        if (store.IsFat || octets < Limits.RoomOctets || store is not IVolume volume)
        {
            return false;
        }

        int slash = path.LastIndexOf('/');
        return volume.Room(slash < 0 ? "" : path.Substring(0, slash), out long available, out long _) && octets > available;
    }
}
