using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Uploads that can be cut: begun, gone on with, ended, one session at each at a time. What is told of one is on the medium first.
/// Every method answers a <see cref="StoreStatus"/>; none throws.
/// </summary>
public sealed class Uploads
{
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly UploadTable _table;
    private readonly IClock _clock;
    private long _sweepAt;

    /// <summary>The uploads of a store.</summary>
    public Uploads(IFileStore store, Commits commits, UploadTable table, IClock clock)
    {
        _store = store;
        _commits = commits;
        _table = table;
        _clock = clock;
    }

    /// <summary>How many there may be at once.</summary>
    public int Most
    {
        get { return _table.Most; }
    }

    /// <summary>Begins an upload, held by the caller.</summary>
    /// <param name="target">The path in the share that it is for.</param>
    /// <param name="length">Octets of the whole, or -1.</param>
    /// <param name="guard">One of the guards of <see cref="Upload"/>.</param>
    /// <param name="tag">The tag of the guard.</param>
    /// <param name="link">The caller's connection.</param>
    /// <param name="upload">The upload.</param>
    /// <returns>Ok; Busy when there are too many; or why its record could not be written.</returns>
    public int Begin(string target, long length, int guard, string tag, Link? link, out Upload? upload)
    {
        upload = null;
        int status = _commits.Ready();
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        string folder = _commits.StagingFolder(target);
        Upload begun = new Upload { Target = target, Length = length, Guard = guard, Tag = tag, When = _clock.UnixSeconds, IsHeld = true, Holder = link };
        bool isAdded = false;
        for (int tries = 0; !isAdded && tries < Limits.StoreTries; tries++)
        {
            begun.Id = _table.Draw();
            begun.Staged = UploadTable.PathOf(folder, begun.Id);
            begun.TouchedAt = _clock.Milliseconds;
            isAdded = _table.Add(begun);
            if (!isAdded)
            {
                Yield();
            }
        }

        if (!isAdded)
        {
            return StoreStatus.Busy;
        }

        begun.IsKnown = true;
        status = _table.Records.Write(begun);
        if (status != StoreStatus.Ok)
        {
            _table.Remove(begun);
            return status;
        }

        upload = begun;
        return StoreStatus.Ok;
    }

    /// <summary>
    /// Holds an upload. Whoever is at it is cut off: its client has given that connection up, or it would not ask by another (draft, 4.6).
    /// </summary>
    /// <returns>Ok; NotFound; Busy when the one before did not let go within <see cref="Limits.CommitPatience"/>.</returns>
    public int Take(string id, Link? link, out Upload? upload)
    {
        long until = _clock.Milliseconds + Limits.CommitPatience;
        upload = _table.TryTake(id, link, out bool isBusy);
        while (isBusy && _clock.Milliseconds < until)
        {
            _clock.Sleep(Limits.PollInterval);
            upload = _table.TryTake(id, link, out isBusy);
        }

        return upload is not null ? StoreStatus.Ok : isBusy ? StoreStatus.Busy : StoreStatus.NotFound;
    }

    /// <summary>Lets go of an upload.</summary>
    public void Give(Upload upload)
    {
        _table.Give(upload);
    }

    /// <summary>
    /// Finds out how far an upload has come that was not told of since the mount, or that a fault has left in doubt. An upload that cannot be
    /// continued is ended.
    /// </summary>
    /// <returns>Ok; NotFound when it has ended; otherwise nothing is known for now.</returns>
    public int Look(Upload upload)
    {
        if (upload.IsGone)
        {
            return StoreStatus.NotFound;
        }

        int status = upload.IsKnown ? StoreStatus.Ok : _commits.Ready();
        if (upload.IsKnown || status != StoreStatus.Ok)
        {
            return status;
        }

        StoreEntry entry = new StoreEntry();
        status = StoreWork.Find(_store, upload.Staged, entry);
        if (status == StoreStatus.NotFound || status == StoreStatus.NoParent)
        {
            return LookAtTarget(upload, entry);
        }

        if (status != StoreStatus.Ok)
        {
            return status;
        }

        // On FAT each write is on the card before the next one takes room, so only the last can be short of what the length says.
        long sure = _store.IsFat ? entry.Length - Limits.UploadWrite : 0;
        upload.Offset = sure > upload.Noted ? sure : upload.Noted;
        upload.StagedLength = entry.Length;
        if (entry.Length < upload.Noted || (upload.Offset == 0 && entry.Length > 0 && _store.IsFat))
        {
            // Less than was promised: somebody else was at the card. Nothing to go on from: the file is not to be cut to nothing under a record that counts.
            status = End(upload);
            return status == StoreStatus.Ok ? StoreStatus.NotFound : status;
        }

        upload.IsKnown = true;
        return StoreStatus.Ok;
    }

    /// <summary>Makes sure that what is about to be told of an upload would be told after a cut of power.</summary>
    public int Note(Upload upload)
    {
        if (upload.IsComplete || (upload.Offset == upload.Noted && upload.Length == upload.NotedLength))
        {
            return StoreStatus.Ok;
        }

        if (upload.IsGone)
        {
            return StoreStatus.Absent;
        }

        upload.When = _clock.UnixSeconds;
        return _table.Records.Note(upload);
    }

    /// <summary>Ends an upload that the caller holds: its room is given back, and nothing is known of it any more.</summary>
    public int End(Upload upload)
    {
        if (upload.IsGone)
        {
            return StoreStatus.Ok;
        }

        int status = _commits.Ready();
        if (status == StoreStatus.Ok && !upload.IsGone)
        {
            status = _table.Records.End(upload);
        }

        if (status != StoreStatus.Ok)
        {
            upload.IsKnown = false;
            return status;
        }

        _commits.Abandon(upload.Staged);
        bool isEven = (upload.Generation & 1) == 0;

        // The one that says so last of all.
        StoreWork.Delete(_store, upload.Staged + (isEven ? UploadRecord.OddSuffix : UploadRecord.EvenSuffix));
        StoreWork.Delete(_store, upload.Record);
        _table.Remove(upload);
        return StoreStatus.Ok;
    }

    /// <summary>Ends uploads that were idle for longer than they may be. Costs next to nothing when it was asked a moment ago.</summary>
    public void Sweep()
    {
        if (_clock.Milliseconds < _sweepAt)
        {
            return;
        }

        _sweepAt = _clock.Milliseconds + Limits.UploadSweep;
        bool isMore = true;
        while (isMore)
        {
            isMore = EndIdle(Limits.UploadIdle, Limits.UploadKept);
        }
    }

    private void Yield()
    {
        EndIdle(Limits.UploadYield, 0);
    }

    private bool EndIdle(long seconds, long kept)
    {
        Upload? idle = _table.TakeIdle(seconds, kept);
        if (idle is null)
        {
            return false;
        }

        int status = End(idle);
        _table.Give(idle);
        return status == StoreStatus.Ok;
    }

    // The staged file is not there. Only a commit takes it away, and what it became has its length; or nothing has arrived yet.
    private int LookAtTarget(Upload upload, StoreEntry entry)
    {
        upload.StagedLength = -1;
        if (upload.Noted == 0)
        {
            upload.Offset = 0;
            upload.IsKnown = true;
            return StoreStatus.Ok;
        }

        int status = StoreWork.Find(_store, upload.Target, entry);
        if (status == StoreStatus.Ok && !entry.IsCollection && entry.Length == upload.Noted)
        {
            upload.Offset = upload.Noted;
            upload.IsComplete = true;
            upload.IsKnown = true;
            return StoreStatus.Ok;
        }

        if (status != StoreStatus.Ok && status != StoreStatus.NotFound && status != StoreStatus.NoParent)
        {
            return status;
        }

        status = End(upload);
        return status == StoreStatus.Ok ? StoreStatus.NotFound : status;
    }
}
