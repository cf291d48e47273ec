using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// The uploads there are, a bounded number, each with its record on the medium. What a mount finds there is taken up again; which staged files that needs is
/// known from here.
/// </summary>
public sealed class UploadTable : IStagedKeeper
{
    // Behind eight hexadecimal digits stands an upload that nobody can continue; behind this letter and seven, one of ours. Both need no long name on FAT.
    private const char Letter = 'U';
    private const int NameDigits = 7;

    // A staged length: what is there is of no use.
    private const long Rejected = -2;

    private readonly IFileStore _store;
    private readonly IClock _clock;
    private readonly IRandom? _random;
    private readonly object _gate = new object();
    private readonly Upload?[] _uploads;

    /// <summary>No uploads yet.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="clock">Time.</param>
    /// <param name="most">How many there may be (<see cref="Profile.Uploads"/>).</param>
    /// <param name="random">What their names are drawn from; null where there may be none.</param>
    public UploadTable(IFileStore store, IClock clock, int most, IRandom? random)
    {
        _store = store;
        _clock = clock;
        _random = random;
        _uploads = new Upload?[most];
        Records = new UploadRecord(store, most > 0);
    }

    /// <summary>How many there may be.</summary>
    public int Most
    {
        get { return _uploads.Length; }
    }

    /// <summary>Their records.</summary>
    public UploadRecord Records { get; }

    /// <summary>Where an upload gathers its content, in a folder for staged files.</summary>
    public static string PathOf(string folder, string id)
    {
        return folder + "/" + Letter + id.Substring(0, NameDigits);
    }

    /// <summary>Draws a name that nobody guesses.</summary>
    public string Draw()
    {
        byte[] octets = new byte[Limits.UploadIdDigits / 2];
        if (_random is not null)
        {
            _random.Fill(octets);
        }

        return UploadRecord.Digits(octets, 0);
    }

    /// <summary>Takes a place for an upload.</summary>
    /// <returns>False when there is none, or one of that name.</returns>
    public bool Add(Upload upload)
    {
        lock (_gate)
        {
            int free = -1;
            for (int i = 0; i < _uploads.Length; i++)
            {
                Upload? other = _uploads[i];
                if (other is null)
                {
                    free = i;
                }
                else if (other.Staged == upload.Staged)
                {
                    return false;
                }
            }

            if (free < 0)
            {
                return false;
            }

            _uploads[free] = upload;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Remove(Upload upload)
    {
        lock (_gate)
        {
            upload.IsGone = true;
            for (int i = 0; i < _uploads.Length; i++)
            {
                if (_uploads[i] == upload)
                {
                    _uploads[i] = null;
                }
            }
        }
    }

    /// <summary>Finds an upload and, if nobody is at it, lets the caller be. Otherwise ends the connection of who is.</summary>
    /// <param name="id">Which.</param>
    /// <param name="link">The caller's connection.</param>
    /// <param name="isBusy">Whether it is there and somebody else is at it.</param>
    /// <returns>The upload, held; otherwise null.</returns>
    public Upload? TryTake(string id, Link? link, out bool isBusy)
    {
        isBusy = false;
        lock (_gate)
        {
            for (int i = 0; i < _uploads.Length; i++)
            {
                Upload? upload = _uploads[i];
                if (upload is null || upload.Id != id)
                {
                    continue;
                }

                isBusy = upload.IsHeld;
                if (isBusy)
                {
                    // Under the lock: once it is let go, that connection may be at something else.
                    upload.Holder?.Close();
                    return null;
                }

                Hold(upload, link);
                return upload;
            }

            return null;
        }
    }

    /// <summary>Lets go of an upload.</summary>
    public void Give(Upload upload)
    {
        lock (_gate)
        {
            upload.IsHeld = false;
            upload.Holder = null;
            upload.TouchedAt = _clock.Milliseconds;
        }
    }

    /// <summary>
    /// Finds the upload that has been idle for longest, if that is longer than so many seconds, and holds it. One that is complete may go after
    /// <paramref name="kept"/> seconds.
    /// </summary>
    public Upload? TakeIdle(long seconds, long kept)
    {
        lock (_gate)
        {
            Upload? oldest = null;
            for (int i = 0; i < _uploads.Length; i++)
            {
                Upload? upload = _uploads[i];
                if (upload is null || upload.IsHeld || _clock.Milliseconds - upload.TouchedAt < 1000 * (upload.IsComplete ? kept : seconds))
                {
                    continue;
                }

                if (oldest is null || (upload.IsComplete && !oldest.IsComplete)
                    || (upload.IsComplete == oldest.IsComplete && upload.TouchedAt < oldest.TouchedAt))
                {
                    oldest = upload;
                }
            }

            if (oldest is not null)
            {
                Hold(oldest, null);
            }

            return oldest;
        }
    }

    /// <inheritdoc/>
    public bool Needs(string path)
    {
        lock (_gate)
        {
            for (int i = 0; i < _uploads.Length; i++)
            {
                Upload? upload = _uploads[i];
                if (upload is not null && (path == upload.Record || (path == upload.Staged && upload.StagedLength != Rejected)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_gate)
        {
            for (int i = 0; i < _uploads.Length; i++)
            {
                Upload? upload = _uploads[i];
                if (upload is not null)
                {
                    upload.IsGone = true;
                    _uploads[i] = null;
                }
            }
        }
    }

    /// <inheritdoc/>
    public int Recall(string folder)
    {
        if (_uploads.Length == 0)
        {
            return StoreStatus.Ok;
        }

        RecordNames names = new RecordNames(folder + "/", (2 * _uploads.Length) + 1);
        int status = _store.List(folder, names);
        if (status != StoreStatus.Ok)
        {
            return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
        }

        StoreEntry entry = new StoreEntry();
        for (int i = 0; i < names.Count; i++)
        {
            Upload? upload = Records.Read(names.Paths[i]);
            if (upload is null || PathOf(folder, upload.Id) != names.Paths[i].Substring(0, names.Paths[i].Length - UploadRecord.EvenSuffix.Length))
            {
                continue;
            }

            upload.Staged = PathOf(folder, upload.Id);
            upload.TouchedAt = Touched(upload);
            if (_store.IsFat && !upload.IsEnded && upload.Noted == 0 && _store.Find(upload.Staged, entry) == StoreStatus.Ok && entry.Length <= Limits.UploadWrite)
            {
                // Nothing in it can be relied upon. It goes now, with what else may have no chain any more: never when others have taken clusters.
                upload.StagedLength = Rejected;
            }

            Replace(upload);
        }

        // Only now: what says that an upload has ended stands for the generation before it too.
        for (int i = 0; i < _uploads.Length; i++)
        {
            Upload? upload = _uploads[i];
            if (upload is not null && upload.IsEnded)
            {
                Remove(upload);
            }
        }

        return StoreStatus.Ok;
    }

    private static void Hold(Upload upload, Link? link)
    {
        upload.IsHeld = true;
        upload.Holder = link;
    }

    // By the time of day where both ends know it; otherwise the time begins anew.
    private long Touched(Upload upload)
    {
        long now = _clock.UnixSeconds;
        long idle = now != 0 && upload.When != 0 && now > upload.When ? now - upload.When : 0;
        return _clock.Milliseconds - (1000 * idle);
    }

    // Of two generations of one record the later counts.
    private void Replace(Upload upload)
    {
        lock (_gate)
        {
            for (int i = 0; i < _uploads.Length; i++)
            {
                Upload? other = _uploads[i];
                if (other is not null && other.Staged == upload.Staged)
                {
                    if (upload.Generation > other.Generation)
                    {
                        _uploads[i] = upload;
                    }

                    return;
                }
            }
        }

        Add(upload);
    }

    private sealed class RecordNames : MemberVisitor
    {
        private readonly string _folder;

        public RecordNames(string folder, int most)
        {
            _folder = folder;
            Paths = Text.Blanks(most);
        }

        public string[] Paths { get; }

        public int Count { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            if (!entry.IsCollection && name.Length == NameDigits + 1 + UploadRecord.EvenSuffix.Length && name[0] == Letter
                && (Text.Ends(name, UploadRecord.EvenSuffix) || Text.Ends(name, UploadRecord.OddSuffix)))
            {
                Paths[Count] = _folder + name;
                Count++;
            }

            return Count < Paths.Length;
        }
    }
}
