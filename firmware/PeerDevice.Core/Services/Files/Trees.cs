using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// Deletes, copies and moves whole trees, member by member, in bounded memory and to a bounded depth. Stops at the first member
/// that does not go, and says which. A file of a tree changes whole or not at all; the tree as a whole does not claim to.
/// </summary>
internal sealed class Trees
{
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly byte[] _block;
    private readonly bool _isDurable;
    private readonly bool _mayReplace;
    private readonly StoreEntry _entry = new StoreEntry();

    /// <summary>Makes a worker for one request.</summary>
    /// <param name="store">Where the trees are.</param>
    /// <param name="commits">What makes each change take effect.</param>
    /// <param name="block">A buffer for copying.</param>
    /// <param name="isDurable">Whether copies are made durable.</param>
    /// <param name="mayReplace">Whether a copy takes the place of a file that has come to stand there meanwhile; it answers Exists otherwise.</param>
    public Trees(IFileStore store, Commits commits, byte[] block, bool isDurable, bool mayReplace)
    {
        _store = store;
        _commits = commits;
        _block = block;
        _isDurable = isDurable;
        _mayReplace = mayReplace;
        FailedAt = "";
    }

    /// <summary>The path of the member at which the work stopped.</summary>
    public string FailedAt { get; private set; }

    /// <summary>Deletes a file, or a collection with all that is in it.</summary>
    public int Delete(string path, bool isCollection)
    {
        return isCollection ? DeleteCollection(path, 0) : At(path, _commits.Delete(path));
    }

    /// <summary>Copies a file, or a collection with all that is in it, to a path where no collection stands.</summary>
    public int Copy(string from, string to, bool isCollection, bool withMembers)
    {
        return isCollection ? CopyCollection(from, to, withMembers, 0) : CopyFile(from, to);
    }

    /// <summary>Copies a file beside the path that it is to have, where nobody sees it until <see cref="CommitFile"/>.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">The path that it is to have.</param>
    /// <param name="staged">Where the copy is; given back when this fails.</param>
    public int StageFile(string from, string to, out string staged)
    {
        staged = "";
        int status = StoreStatus.Failed;
        try
        {
            status = CopyToStage(from, to, out staged);
            return At(from, status);
        }
        finally
        {
            GiveBack(staged, status);
        }
    }

    /// <summary>Gives a staged copy its path, or gives it back.</summary>
    public int CommitFile(string staged, string to, string from)
    {
        int status = StoreStatus.Failed;
        try
        {
            status = Commit(staged, to, from);
            return At(from, status);
        }
        finally
        {
            GiveBack(staged, status);
        }
    }

    /// <summary>Moves a file to another volume, where it has to be copied: what another writes to it meanwhile waits, or it would go with the old content.</summary>
    public int CarryOver(string from, string to)
    {
        lock (_commits.FirstGate(from, to))
        {
            lock (_commits.SecondGate(from, to))
            {
                int status = CopyFile(from, to);
                return status == StoreStatus.Ok ? At(from, _commits.Delete(from)) : status;
            }
        }
    }

    /// <summary>Moves a file, or a collection with all that is in it, to a path where nothing stands.</summary>
    public int Move(string from, string to, bool isCollection)
    {
        if (!isCollection)
        {
            return At(from, MoveFile(from, to));
        }

        if (!_store.IsFat)
        {
            int status = _commits.MoveTree(from, to);
            if (status != StoreStatus.OtherVolume)
            {
                return At(from, status);
            }
        }

        // On FAT a cut in the middle of renaming a collection leaves two names for one directory, which nothing can mend
        // through a file API. A file's rename can be mended, so only files are renamed.
        return MoveCollection(from, to, 0);
    }

    private int DeleteCollection(string path, int depth)
    {
        if (depth == Limits.Depth)
        {
            return At(path, StoreStatus.TooMany);
        }

        MemberPage page = new MemberPage(false);
        int fruitless = 0;
        while (true)
        {
            int status = page.Fill(_store, path, 0);
            if (status != StoreStatus.Ok)
            {
                return At(path, status);
            }

            if (page.Count == 0)
            {
                return At(path, _commits.Delete(path));
            }

            bool isShrinking = false;
            for (int i = 0; i < page.Count; i++)
            {
                string member = path + "/" + page.Name(i);
                status = page.IsCollection(i) ? DeleteCollection(member, depth + 1) : _commits.Delete(member);
                if (status != StoreStatus.Ok && status != StoreStatus.NotFound)
                {
                    return At(member, status);
                }

                isShrinking |= status == StoreStatus.Ok;
            }

            fruitless = isShrinking ? 0 : fruitless + 1;
            if (fruitless == Limits.StoreTries)
            {
                // Another client may have deleted them; but members that are listed and never found, as a damaged card has them, would be asked for for ever.
                return At(path, StoreStatus.Failed);
            }
        }
    }

    private int CopyCollection(string from, string to, bool withMembers, int depth)
    {
        if (depth == Limits.Depth)
        {
            return At(from, StoreStatus.TooMany);
        }

        int status = _commits.MakeCollection(to);
        status = status == StoreStatus.Ok ? _commits.CopyProperties(from, to) : status;
        if (status != StoreStatus.Ok || !withMembers)
        {
            return At(from, status);
        }

        MemberPage page = new MemberPage(from.Length == 0);
        int done = 0;
        while (true)
        {
            status = page.Fill(_store, from, done);
            if (status != StoreStatus.Ok || page.Count == 0)
            {
                return At(from, status);
            }

            for (int i = 0; i < page.Count; i++)
            {
                string member = from.Length == 0 ? page.Name(i) : from + "/" + page.Name(i);
                string target = to + "/" + page.Name(i);
                status = page.IsCollection(i)
                    ? CopyCollection(member, target, true, depth + 1)
                    : CopyFile(member, target);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }

            done += page.Count;
        }
    }

    private int MoveCollection(string from, string to, int depth)
    {
        if (depth == Limits.Depth)
        {
            return At(from, StoreStatus.TooMany);
        }

        int status = _commits.MakeCollection(to);
        status = status == StoreStatus.Ok ? _commits.CopyProperties(from, to) : status;
        if (status != StoreStatus.Ok)
        {
            return At(from, status);
        }

        MemberPage page = new MemberPage(false);
        while (true)
        {
            status = page.Fill(_store, from, 0);
            if (status != StoreStatus.Ok)
            {
                return At(from, status);
            }

            if (page.Count == 0)
            {
                return At(from, _commits.Delete(from));
            }

            for (int i = 0; i < page.Count; i++)
            {
                string member = from + "/" + page.Name(i);
                string target = to + "/" + page.Name(i);
                status = page.IsCollection(i)
                    ? MoveCollection(member, target, depth + 1)
                    : At(member, MoveFile(member, target));
                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }
        }
    }

    private int MoveFile(string from, string to)
    {
        int status = _commits.Move(from, to);
        return status == StoreStatus.OtherVolume ? CarryOver(from, to) : status;
    }

    private int CopyFile(string from, string to)
    {
        int status = StageFile(from, to, out string staged);
        return status == StoreStatus.Ok ? CommitFile(staged, to, from) : status;
    }

    private int CopyToStage(string from, string to, out string staged)
    {
        staged = "";
        int lease = _commits.BeginRead(from);
        if (lease < 0)
        {
            return StoreStatus.Busy;
        }

        BlockSource? source = null;
        FileWriter? writer = null;
        try
        {
            int status = _store.OpenRead(from, _entry, out source);
            if (status != StoreStatus.Ok || source is null)
            {
                return status == StoreStatus.Ok ? StoreStatus.Failed : status;
            }

            status = _commits.Stage(to, out staged);
            if (status == StoreStatus.Ok)
            {
                status = _store.Create(staged, false, out writer);
            }

            if (status != StoreStatus.Ok || writer is null)
            {
                return status == StoreStatus.Ok ? StoreStatus.Failed : status;
            }

            bool isWhole = writer.TransferFrom(source, 0, source.Length, _block) == source.Length;
            int failed = isWhole || writer.Status != StoreStatus.Ok ? writer.Status : StoreStatus.Failed;
            int closed = writer.Close(_isDurable && isWhole);
            writer = null;
            return failed != StoreStatus.Ok ? failed : closed;
        }
        finally
        {
            if (writer is not null)
            {
                writer.Close(false);
            }

            if (source is not null)
            {
                source.Close();
            }

            _commits.EndRead(lease);
        }
    }

    private int Commit(string staged, string to, string from)
    {
        // What came there since it was looked at is not overwritten unasked.
        lock (_commits.GateFor(to))
        {
            int there = _mayReplace ? StoreStatus.NotFound : _store.Find(to, _entry);
            return there == StoreStatus.NotFound ? _commits.ReplaceByCopy(staged, to, from) : there == StoreStatus.Ok ? StoreStatus.Exists : there;
        }
    }

    // Also where memory ran short in the middle: what nobody gave back would keep its place for ever.
    private void GiveBack(string staged, int status)
    {
        if (status != StoreStatus.Ok)
        {
            _commits.Abandon(staged);
        }
    }

    private int At(string path, int status)
    {
        if (status != StoreStatus.Ok && FailedAt.Length == 0)
        {
            FailedAt = path;
        }

        return status;
    }
}
