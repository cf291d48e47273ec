using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Fetching;

/// <summary>
/// What there is of a fetch that did not come to its end and may go on: its record, and the files that the record needs. Whatever else stands there by its names is of no use; on FAT such a file may have lost its chain to
/// a cut of power.
/// </summary>
public sealed class FetchRest
{
    private const int SlotDigits = 3;

    private readonly IFileStore _store;
    private readonly bool[] _slots = new bool[Limits.FetchSlots];
    private string _record = "";

    /// <summary>None yet.</summary>
    public FetchRest(IFileStore store)
    {
        _store = store;
    }

    /// <summary>The path of its content; empty where there is none.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Looks whether there is one at a path.</summary>
    public bool Take(string path)
    {
        Array.Clear(_slots, 0, _slots.Length);
        string suffix = new FetchRecord(_store, path).Survey(_slots);
        Path = suffix.Length == 0 ? "" : path;
        _record = path + suffix;
        return suffix.Length > 0;
    }

    /// <summary>Whether a file belongs to it, and is needed. Whoever writes to it needs more.</summary>
    public bool Needs(string file)
    {
        if (Path.Length == 0 || file == _record || file == Path)
        {
            return Path.Length > 0 && (file == _record || _slots[0]);
        }

        int slot = 0;
        int digits = Path.Length + 1;
        bool isSlot = file.Length == digits + SlotDigits && file[digits - 1] == '.' && Text.Begins(file, Path);
        for (int i = digits; i < file.Length && isSlot; i++)
        {
            isSlot = file[i] >= '0' && file[i] <= '9';
            slot = (slot * 10) + (file[i] - '0');
        }

        return isSlot && slot < _slots.Length && _slots[slot];
    }

    /// <summary>Somebody goes on with it, or it is no more.</summary>
    public void Forget()
    {
        Path = "";
    }

    /// <summary>Is given up: the record first, which must not count when the content may be another's.</summary>
    /// <returns>Whether all of it is gone.</returns>
    public bool Drop()
    {
        string path = Path;
        Path = "";
        return path.Length == 0 || Drop(_store, path);
    }

    /// <summary>Gives up whatever there is of one at a path.</summary>
    /// <returns>Whether all of it is gone.</returns>
    public static bool Drop(IFileStore store, string path)
    {
        FetchRecord record = new FetchRecord(store, path);
        bool isGone = record.Survey(new bool[Limits.FetchSlots]).Length == 0 || record.End();
        for (int slot = Limits.FetchSlots - 1; slot > 0 && store.IsFat; slot--)
        {
            isGone &= StoreWork.Delete(store, FetchFiles.PathOf(path, slot)) == StoreStatus.Ok;
        }

        isGone &= StoreWork.Delete(store, path) == StoreStatus.Ok;
        isGone &= StoreWork.Delete(store, path + FetchRecord.EvenSuffix) == StoreStatus.Ok;
        return StoreWork.Delete(store, path + FetchRecord.OddSuffix) == StoreStatus.Ok && isGone;
    }
}
