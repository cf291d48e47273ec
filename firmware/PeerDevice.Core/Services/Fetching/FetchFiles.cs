using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Fetching;

/// <summary>
/// Where the octets of a fetch are stored: in one file, at their positions, where a store can write so; otherwise, on a card, in a file for each run, each written in order, that are put one behind
/// the other in the end. Writes of one run follow one another; those of several come from several threads.
/// </summary>
public sealed class FetchFiles
{
    private readonly IFileStore _store;
    private readonly FileWriter?[] _writers;
    private readonly byte[] _block;
    private readonly bool _isApart;
    private int _status = StoreStatus.Ok;

    /// <summary>The files of one fetch.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="path">The path of the whole.</param>
    /// <param name="runs">How many runs there may be.</param>
    /// <param name="block">A buffer for putting them together.</param>
    public FetchFiles(IFileStore store, string path, int runs, byte[] block)
    {
        _store = store;
        _writers = new FileWriter?[store.IsFat ? runs : 1];
        _block = block;
        _isApart = store.IsFat;
        Path = path;
    }

    /// <summary>The path of the whole.</summary>
    public string Path { get; }

    /// <summary>Whether each run has its file.</summary>
    public bool IsApart => _isApart;

    /// <summary>Verifies the whole as it is stored and put together, as far as that is in order; null where nobody does meanwhile.</summary>
    public WholeCheck? Check { get; set; }

    /// <summary>How the store failed; Ok while it did not.</summary>
    public int Status => _status;

    /// <summary>How much of a run its file has at the most, whatever a record says.</summary>
    public long Has(int slot, long first)
    {
        StoreEntry entry = new StoreEntry();
        int status = StoreWork.Find(_store, PathOf(slot), entry);
        return status != StoreStatus.Ok || entry.IsCollection ? 0 : IsApart ? first + entry.Length : entry.Length;
    }

    /// <summary>Stores octets of a run, at <see cref="FetchRun.Next"/>.</summary>
    public bool Write(FetchRun run, byte[] octets, int offset, int count)
    {
        // A board comes here for each block of what it fetches.
        int slot = run.Slot;
        FileWriter? writer = _writers[_isApart ? slot : 0] ?? Open(run);
        if (writer is null)
        {
            return false;
        }

        if (!(_isApart ? writer.Write(octets, offset, count) : writer.WriteAt(run.Next, octets, offset, count)))
        {
            _status = writer.Status == StoreStatus.Ok ? StoreStatus.Failed : writer.Status;
            return false;
        }

        if (slot == 0)
        {
            Check?.Append(run.Next, octets, offset, count);
        }

        return true;
    }

    /// <summary>The store failed in a way that it has no word for.</summary>
    public void Fail()
    {
        _status = StoreStatus.Failed;
    }

    /// <summary>Gives up what of a run stands behind <see cref="FetchRun.Sure"/>.</summary>
    public void Rewind(FetchRun run)
    {
        if (IsApart)
        {
            // Opened anew, it is cut to what is sure.
            Shut(run.Slot, false);
        }
    }

    /// <summary>A run has its last octet: its file need not be open any more.</summary>
    public void End(FetchRun run)
    {
        if (IsApart)
        {
            Shut(run.Slot, true);
        }
    }

    /// <summary>Waits until all that was stored is on the medium.</summary>
    public bool Sync()
    {
        FileWriter? writer = _writers[0];
        int status = IsApart || writer is null ? StoreStatus.Ok : writer.Sync();
        _status = status != StoreStatus.Ok ? status : _status;
        return status == StoreStatus.Ok;
    }

    /// <summary>Puts the runs together where they are apart. All are whole.</summary>
    /// <returns>False when the store failed.</returns>
    public bool Join(FetchPlan plan)
    {
        if (!IsApart || plan.Count < 2)
        {
            return true;
        }

        StoreEntry entry = new StoreEntry();
        int status = StoreWork.Find(_store, Path, entry);
        long whole = plan.At(0).End;

        // The length that a cut leaves says up to one write more than there is: one of ours, by the block.
        long from = entry.Length - _block.Length;
        from = from < whole ? whole : from;
        FileWriter? writer = null;
        if (status == StoreStatus.Ok && entry.Length >= whole)
        {
            status = StoreWork.Append(_store, Path, out writer);
        }

        if (status != StoreStatus.Ok || writer is null)
        {
            _status = status == StoreStatus.Ok ? StoreStatus.Failed : status;
            return false;
        }

        bool isGood = entry.Length == from || writer.Rewind(from);
        for (int i = 1; i < plan.Count && isGood; i++)
        {
            FetchRun run = plan.At(i);
            if (run.End > from)
            {
                isGood = Append(writer, run, from);
                from = run.End;
            }
        }

        int failed = writer.Status;
        status = writer.Close(true);
        _status = failed != StoreStatus.Ok ? failed : status != StoreStatus.Ok ? status : isGood ? StoreStatus.Ok : StoreStatus.Failed;
        return _status == StoreStatus.Ok;
    }

    /// <summary>Makes the file of a content of no octets.</summary>
    public void Touch()
    {
        int status = StoreWork.Create(_store, Path, out FileWriter? writer);
        if (status == StoreStatus.Ok && writer is not null)
        {
            status = writer.Close(true);
        }

        _status = status;
    }

    /// <summary>Deletes the files of the runs, but the whole.</summary>
    public void DropParts()
    {
        for (int slot = 1; slot < _writers.Length; slot++)
        {
            Shut(slot, false);
            StoreWork.Delete(_store, PathOf(slot));
        }
    }

    /// <summary>Closes all files.</summary>
    public bool Close(bool durable)
    {
        bool isGood = true;
        for (int slot = 0; slot < _writers.Length; slot++)
        {
            isGood &= Shut(slot, durable);
        }

        return isGood;
    }

    /// <summary>Deletes all.</summary>
    public void Delete()
    {
        Close(false);
        DropParts();
        StoreWork.Delete(_store, Path);
        Check?.Begin();
    }

    private bool Append(FileWriter writer, FetchRun run, long from)
    {
        int status = _store.OpenRead(PathOf(run.Slot), new StoreEntry(), out BlockSource? part);
        if (status != StoreStatus.Ok || part is null)
        {
            return false;
        }

        long first = run.First;
        long at = from > first ? from : first;
        long end = run.End;
        byte[] block = _block;

        // As ByteSink.TransferFrom has it, but that each block is looked at on the way.
        bool isGood = true;
        while (isGood && at < end)
        {
            int got = part.ReadAt(at - first, block, 0, end - at < block.Length ? (int)(end - at) : block.Length);
            isGood = got > 0 && writer.Write(block, 0, got);
            if (isGood)
            {
                Check?.Append(at, block, 0, got);
                at += got;
            }
        }

        part.Close();
        return isGood;
    }

    private FileWriter? Open(FetchRun run)
    {
        int slot = IsApart ? run.Slot : 0;
        FileWriter? writer = _writers[slot];
        if (writer is not null || _status != StoreStatus.Ok)
        {
            return writer;
        }

        lock (_writers)
        {
            writer = _writers[slot];
            if (writer is null)
            {
                long kept = IsApart ? run.Sure - run.First : 1;
                int status = kept == 0 ? StoreWork.Create(_store, PathOf(slot), out writer) : StoreWork.Append(_store, PathOf(slot), out writer);
                if (status == StoreStatus.Ok && writer is not null && IsApart && kept > 0 && Has(slot, 0) != kept && !writer.Rewind(kept))
                {
                    status = writer.Status == StoreStatus.Ok ? StoreStatus.Failed : writer.Status;
                    writer.Close(false);
                    writer = null;
                }

                // Never Ok over what befell another run meanwhile.
                _status = status != StoreStatus.Ok ? status : _status;
                _writers[slot] = status == StoreStatus.Ok ? writer : null;
            }
        }

        return writer;
    }

    private bool Shut(int slot, bool durable)
    {
        FileWriter? writer = _writers[slot];
        _writers[slot] = null;
        int status = writer is null ? StoreStatus.Ok : writer.Close(durable);
        _status = status != StoreStatus.Ok && durable ? status : _status;
        return status == StoreStatus.Ok;
    }

    /// <summary>The path of the file of a run, where each has one.</summary>
    internal static string PathOf(string path, int slot)
    {
        return slot == 0 ? path : path + "." + slot.ToString("D3");
    }

    private string PathOf(int slot)
    {
        return IsApart ? PathOf(Path, slot) : Path;
    }
}
