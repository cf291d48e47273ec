using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>
/// Brings files and collections of another server here, one file after another, each whole or not at all: gathered beside its place, made durable, and put there under the gate
/// of its path. Bounded in depth, in what is held in memory of a collection, and in how often a listing is asked for.
/// </summary>
internal sealed class RemoteTree
{
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly bool _isDurable;
    private readonly RemoteFiles _remote;
    private readonly Arrivals _arrivals;
    private readonly byte[] _block;
    private readonly StoreEntry _entry = new StoreEntry();
    private int _members;
    private bool _isFull;       // whether the store was found full by what was opened last
    private long _lacking;      // octets for which it has no room; 0 when it was begun

    /// <summary>Makes a worker for one copy, or one round of a mirror.</summary>
    public RemoteTree(IFileStore store, Commits commits, bool isDurable, RemoteFiles remote, Arrivals arrivals, byte[] block)
    {
        _store = store;
        _commits = commits;
        _isDurable = isDurable;
        _remote = remote;
        _arrivals = arrivals;
        _block = block;
    }

    /// <summary>Brings the content that was opened to a path.</summary>
    /// <returns>Why it is not there; empty when it is.</returns>
    public string BringFile(string path)
    {
        string trouble = BringOpened(path);

        // Where there is no room its own server is not asked for it again.
        return trouble.Length > 0 && !_isFull && _remote.OpenAlone() ? BringOpened(path) : trouble;
    }

    private string BringOpened(string path)
    {
        string trouble = "";
        string staged = "";
        bool isPlaced = false;
        _isFull = false;
        _lacking = 0;
        _arrivals.Opened();
        try
        {
            FileWriter? writer = null;
            bool isGathered = _remote.IsGathered;
            int status = isGathered ? _commits.StageAgain(path, _remote.GatherName, out staged) : _commits.Stage(path, out staged);
            long missing = status == StoreStatus.Ok ? Missing(staged, isGathered) : 0;
            if (StoreWork.HasNoRoom(_store, path, missing))
            {
                // The store is not full: it says only that this one does not fit.
                _lacking = missing;
                return FileShare.ReasonOf(StoreStatus.Full, FileShare.StatusOf(StoreStatus.Full));
            }

            status = status == StoreStatus.Ok && !isGathered ? _store.Create(staged, false, out writer) : status;
            if (status != StoreStatus.Ok || (writer is null && !isGathered))
            {
                return Words(status == StoreStatus.NotFound ? StoreStatus.Failed : status);
            }

            trouble = isGathered ? Gather(staged) : Gather(writer!);
            trouble = trouble.Length == 0 ? Put(staged, path) : trouble;
            isPlaced = trouble.Length == 0;
        }
        finally
        {
            _remote.EndContent();
            if (!isPlaced && _remote.IsKept)
            {
                _commits.Keep(staged);
            }
            else if (!isPlaced)
            {
                _commits.Abandon(staged);
            }
        }

        if (isPlaced)
        {
            _arrivals.Placed(path, _remote);
        }

        return trouble;
    }

    // Octets that are still to come, at the least: of what is gathered some may be there. Negative where nobody knows.
    private long Missing(string staged, bool isGathered)
    {
        return isGathered && _store.Find(staged, _entry) == StoreStatus.Ok ? _remote.Length - _entry.Length : _remote.Length;
    }

    /// <summary>Brings a collection to a path, into what is there already.</summary>
    /// <param name="uri">Where it is, with its last slash.</param>
    /// <param name="path">The path.</param>
    /// <param name="withMembers">Whether with all that is in it.</param>
    /// <returns>Why not all of it is there; empty when it is.</returns>
    public string BringCollection(string uri, string path, bool withMembers)
    {
        return BringCollection(uri, path, withMembers, 0);
    }

    private string BringCollection(string uri, string path, bool withMembers, int depth)
    {
        if (depth == Limits.Depth)
        {
            return At(path, "It lies too deep.");
        }

        // A collection that cannot be listed makes none here.
        RemotePage page = new RemotePage(_store.IsFat ? Limits.CopyPage : Limits.CopyPageOfPc);
        string trouble = Fill(page, uri, path);
        trouble = trouble.Length == 0 ? Make(path) : trouble;
        while (trouble.Length == 0 && withMembers && page.Count > 0)
        {
            for (int i = 0; i < page.Count && trouble.Length == 0; i++)
            {
                trouble = BringMember(uri + page.Encoded(i), Join(path, page.Name(i)), page.IsCollection(i), page.Length(i), depth);
            }

            if (trouble.Length > 0 || !page.IsFull)
            {
                break;
            }

            trouble = Fill(page, uri, path);
        }

        return trouble;
    }

    private string BringMember(string uri, string path, bool isCollection, long length, int depth)
    {
        _members++;
        if (_members > Limits.CopyMembers)
        {
            return At(path, "There are too many members.");
        }

        if (isCollection)
        {
            return BringCollection(uri + "/", path, true, depth + 1);
        }

        _isFull = false;
        _lacking = 0;
        _remote.Expected = length;
        _remote.Rest = _commits.Rest;
        int opened = _remote.Open(uri);
        string trouble = opened == RemoteFiles.Content ? BringFile(path) : opened == RemoteFiles.Collection ? "It became a collection." : Reason();
        if (trouble.Length == 0 || trouble == Arrivals.Canceled)
        {
            return trouble;
        }

        trouble = At(path, trouble);
        return _arrivals.Bears(path, _remote, trouble, _isFull, _lacking) ? "" : trouble;
    }

    /// <summary>Lists a collection, and keeps of it what comes behind the last page.</summary>
    private string Fill(RemotePage page, string uri, string path)
    {
        page.Begin();
        ListingReader? listing = _remote.List(uri);
        if (listing is null)
        {
            return At(path, Reason());
        }

        string trouble = "";
        try
        {
            int kind = listing.Next();
            for (; kind == ListingReader.Member && trouble.Length == 0; kind = listing.Next())
            {
                string encoded = _remote.NameOf(listing.Href);
                if (encoded.Length > 0 && page.IsAhead(encoded))
                {
                    trouble = Consider(page, encoded, path, listing);
                }
            }

            if (trouble.Length == 0 && kind != ListingReader.End)
            {
                trouble = At(path, kind == ListingReader.Broken ? "Its listing broke off." : "Its listing makes no sense.");
            }
        }
        finally
        {
            _remote.EndList();
        }

        return trouble.Length > 0 || _arrivals.Moved(0) ? trouble : Arrivals.Canceled;
    }

    private string Consider(RemotePage page, string encoded, string path, ListingReader listing)
    {
        byte[] octets = System.Text.Encoding.UTF8.GetBytes("/" + encoded);
        int refusal = RequestTarget.Path(octets, 0, octets.Length, _store.IsFat, out string name);
        string full = Join(path, name);
        if (refusal != 0 || name.Length == 0 || System.Text.Encoding.UTF8.GetBytes(full).Length > (_store.IsFat ? Limits.FatPathOctets : Limits.PathOctets))
        {
            return At(Join(path, encoded), "A file of that name cannot be kept here.");
        }

        // What is its server's own area there is nothing here.
        if (!RequestTarget.IsReserved(full, _store.IsFat) && _arrivals.Wants(full, listing))
        {
            page.Add(encoded, name, listing.IsCollection, listing.Length);
        }

        return "";
    }

    private string Make(string path)
    {
        if (path.Length == 0 || (_store.Find(path, _entry) == StoreStatus.Ok && _entry.IsCollection))
        {
            return "";
        }

        try
        {
            int held = _arrivals.Begin(path, true);
            if (held != Preconditions.Hold)
            {
                return At(path, StatusLine.Sentence(held));
            }

            int status = _commits.MakeCollection(path);
            return status == StoreStatus.Ok ? "" : At(path, Words(status));
        }
        finally
        {
            _arrivals.End();
        }
    }

    // Has it brought by several at once.
    private string Gather(string staged)
    {
        int status = _remote.Gather(_store, staged, _isDurable, _arrivals);
        return status != StoreStatus.Ok ? Words(status) : !_arrivals.Moved(0) ? Arrivals.Canceled : _remote.Trouble;
    }

    // Gathers what comes, in blocks as large as there are: FAT drivers sync at every write.
    private string Gather(FileWriter writer)
    {
        long most = _store.IsFat ? Limits.FatFileOctets : long.MaxValue;
        long received = 0;
        string trouble = "";
        try
        {
            byte[] block = _block;
            int got = 1;
            while (got > 0 && trouble.Length == 0)
            {
                got = _remote.Read(block, 0, block.Length);
                int filled = got > 0 ? got : 0;
                received += filled;
                if (received > most)
                {
                    trouble = "A file on this card has at most 4 GiB less one octet.";
                }
                else if (filled > 0 && !writer.Write(block, 0, filled))
                {
                    trouble = Words(writer.Status);
                }
                else if (!_arrivals.Moved(filled))
                {
                    trouble = Arrivals.Canceled;
                }
            }

            trouble = trouble.Length == 0 && got != ByteSource.End ? Reason() : trouble;
            trouble = trouble.Length == 0 && _remote.Length >= 0 && _remote.Length != received ? "It was not whole." : trouble;
        }
        finally
        {
            int closed = writer.Close(_isDurable && trouble.Length == 0);
            trouble = trouble.Length == 0 && closed != StoreStatus.Ok ? Words(closed) : trouble;
        }

        return trouble;
    }

    private string Put(string staged, string path)
    {
        lock (_commits.GateFor(path))
        {
            try
            {
                int held = _arrivals.Begin(path, false);
                if (held != Preconditions.Hold)
                {
                    return StatusLine.Sentence(held);
                }

                int status = _commits.Replace(staged, path);
                if (status != StoreStatus.Ok)
                {
                    return Words(status);
                }

                Know(path);

                return "";
            }
            finally
            {
                _arrivals.End();
            }
        }
    }

    // What a card's file is: what its server claims, and what was computed as it came, so that others find it here.
    private void Know(string path)
    {
        byte[]? tag = _remote.TreeTag;
        if (!_store.IsFat || (tag is null && _remote.Digest is null) || _store.Find(path, _entry) != StoreStatus.Ok)
        {
            return;
        }

        if (_remote.Digest is not null)
        {
            _commits.Claim(path, _entry.Length, _remote.Digest);
        }

        int stamp = tag is null ? 0 : _commits.Identify(path, _entry.Length);
        if (stamp != 0)
        {
            _commits.Tag(path, stamp, _entry.Length, tag!);
        }
    }

    private string Reason()
    {
        return _remote.Trouble.Length == 0 ? "It cannot be fetched." : _remote.Code == 0 ? _remote.Trouble : _remote.Trouble + " (" + _remote.Code.ToString() + ")";
    }

    private string Words(int storeStatus)
    {
        _isFull |= storeStatus == StoreStatus.Full;
        return FileShare.ReasonOf(storeStatus, FileShare.StatusOf(storeStatus));
    }

    private static string At(string path, string trouble)
    {
        return path + ": " + trouble;
    }

    /// <summary>The path of a member.</summary>
    internal static string Join(string path, string name)
    {
        return path.Length == 0 ? name : path + "/" + name;
    }
}
