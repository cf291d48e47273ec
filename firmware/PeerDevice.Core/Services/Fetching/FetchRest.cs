using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Fetching;

/// <summary>
/// What there is of a fetch that did not come to its end and may go on: its record, and the files that the record needs. Whatever else stands there by its names is of no use; on FAT such a file may have lost its chain to
/// a cut of power.
/// </summary>
public sealed class FetchRest : IFetchRest
{
    private const int SlotDigits = 3;
    private const int NameOctets = 10; // a letter, seven digits, the suffix of a record

    private readonly IFileStore _store;
    private readonly bool[] _slots = new bool[Limits.FetchSlots];
    private string _record = "";

    /// <summary>None yet.</summary>
    public FetchRest(IFileStore store)
    {
        _store = store;
    }

    /// <inheritdoc/>
    public string Path { get; private set; } = "";

    /// <inheritdoc/>
    public bool Take(string path)
    {
        Array.Clear(_slots, 0, _slots.Length);
        string suffix = new FetchRecord(_store, path).Survey(_slots);
        Path = suffix.Length == 0 ? "" : path;
        _record = path + suffix;
        return suffix.Length > 0;
    }

    /// <inheritdoc/>
    public int Recall(string folder)
    {
        // There is one at a time; the first that is found counts.
        RestNames names = new RestNames();
        int status = _store.List(folder, names);
        if (Path.Length > 0 && Text.Begins(Path, folder))
        {
            Take(Path); // what is there now
        }

        for (int i = 0; i < names.Count && Path.Length == 0; i++)
        {
            Take(folder + "/" + names.Stems[i]);
        }

        return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public void Forget()
    {
        Path = "";
    }

    /// <inheritdoc/>
    public bool Drop()
    {
        // The record first, which must not count when the content may be another's.
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

    private sealed class RestNames : MemberVisitor
    {
        public string[] Stems { get; } = Text.Blanks(Limits.Staged);

        public int Count { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            if (name.Length == NameOctets && name[0] == Staging.RestLetter && (Text.Ends(name, FetchRecord.EvenSuffix) || Text.Ends(name, FetchRecord.OddSuffix)))
            {
                Stems[Count] = name.Substring(0, name.Length - FetchRecord.EvenSuffix.Length);
                Count++;
            }

            return Count < Stems.Length;
        }
    }
}
