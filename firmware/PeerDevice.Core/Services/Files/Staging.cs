using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>The paths at which uploads wait for their commit, in the reserved area; and the sweeping of those that never got one.</summary>
public sealed class Staging
{
    /// <summary>Octets of a staging path on FAT, where there is one reserved area at the root.</summary>
    public const int PathOctets = 40;

    /// <summary>Where third-party copies are written down, in a reserved area.</summary>
    internal const string CopyFolder = "/c";

    /// <summary>What the name of a content that comes from several begins with: no hexadecimal digit, and no letter of an upload's.</summary>
    internal const char RestLetter = 'G';

    /// <summary>What a generation of a record is called by that has an even number, behind the name of what it is of.</summary>
    internal const string EvenSuffix = ".A";

    /// <summary>The same of an odd number.</summary>
    internal const string OddSuffix = ".B";

    private const string Folder = "/u";
    private const int Milli = 1000;
    private const long Unseen = -1;

    private readonly IFileStore _store;
    private readonly string[] _outstanding;
    private int _number;
    private long _restSince = Unseen;

    /// <summary>No paths yet.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="most">Paths at once (<see cref="Profile.Staged"/>).</param>
    public Staging(IFileStore store, int most)
    {
        _outstanding = Text.Blanks(most);
        _store = store;
    }

    /// <summary>The uploads that can be continued, of which what they need is not swept; null where there are none.</summary>
    public IStagedKeeper? Uploads { get; set; }

    /// <summary>Who knows what came of a content from several and may go on; null where nothing is fetched: then it is swept.</summary>
    public IFetchRest? Fetched { get; set; }

    /// <summary>The path of what came of a content from several and may go on; empty where there is none.</summary>
    public string Rest => Fetched is null ? "" : Fetched.Path;

    /// <summary>Whether nobody has gone on with it for too long. What a start found counts from the first question on: the clock's milliseconds are another's then.</summary>
    public bool IsRestOld(long now)
    {
        if (Rest.Length == 0)
        {
            return false;
        }

        _restSince = _restSince == Unseen ? now : _restSince;
        return now - _restSince > (long)Limits.UploadIdle * Milli;
    }

    /// <summary>The path of a content that may go on, on the volume of a target: the same each time. Its letter is no hexadecimal digit, and none of an upload's.</summary>
    /// <param name="target">The target.</param>
    /// <param name="name">Seven digits of what the content is.</param>
    public string Again(string target, string name)
    {
        return FolderFor(target) + "/" + RestLetter + name;
    }

    /// <summary>Somebody goes on with such a content.</summary>
    public void TakeRest()
    {
        Fetched?.Forget();
    }

    /// <summary>Nobody writes to such a content any more, and what is there of it stays.</summary>
    public void Keep(string staged, long now)
    {
        LetGo(staged);
        if (Fetched is not null)
        {
            Fetched.Take(staged);
        }

        _restSince = now;
    }

    /// <summary>Gives up what is there of such a content; of another than one, if it is that.</summary>
    /// <returns>False where something of it is left, and must be swept.</returns>
    public bool DropRest(string but)
    {
        return Fetched is null || Fetched.Path == but || Fetched.Drop();
    }

    /// <summary>Begins a mount: the numbers go on from somewhere else in each.</summary>
    public void Begin(long epoch)
    {
        _number = (int)(epoch ^ (epoch >> 20)) * 0x01000193;
    }

    /// <summary>
    /// Gives a fresh path on the volume of a target. Eight digits: a name that needs no long entry on FAT, so that no cut leaves half of it.
    /// </summary>
    public string Fresh(string target)
    {
        _number++;
        return FolderFor(target) + "/" + _number.ToString("X8");
    }

    /// <summary>The folder of staged files on the volume of a target.</summary>
    public string FolderFor(string target)
    {
        return _store.ReservedFor(target) + Folder;
    }

    /// <summary>Takes up the uploads that can be continued, from wherever files are staged. To be done before anything is swept.</summary>
    /// <returns>A <see cref="StoreStatus"/>: unless it is Ok nothing may be swept.</returns>
    public int Recall()
    {
        Uploads?.Clear();
        if (_store.IsFat)
        {
            return RecallFrom(FolderFor(""));
        }

        int status = StoreStatus.Ok;
        ReservedAreas areas = ReservedAreas.Of(_store);
        for (int i = 0; i < areas.Count; i++)
        {
            int ofArea = RecallFrom(areas.Paths[i] + Folder);
            status = ofArea != StoreStatus.Ok ? ofArea : status;
        }

        return status;
    }

    /// <summary>Whether a path is one for staged files on FAT.</summary>
    public bool IsStaged(string path)
    {
        string folder = _store.ReservedFor("") + Folder + "/";
        return path.Length > folder.Length && path.Substring(0, folder.Length) == folder;
    }

    /// <summary>Notes that an upload is under way.</summary>
    /// <returns>False when there are too many.</returns>
    public bool Hold(string staged)
    {
        for (int i = 0; i < _outstanding.Length; i++)
        {
            if (_outstanding[i].Length == 0)
            {
                _outstanding[i] = staged;
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that an upload has ended.</summary>
    public void LetGo(string staged)
    {
        if (Fetched is not null && Fetched.Path == staged)
        {
            Fetched.Forget();
        }

        for (int i = 0; i < _outstanding.Length; i++)
        {
            if (_outstanding[i] == staged)
            {
                _outstanding[i] = "";
            }
        }
    }

    /// <summary>Whether any upload but this one is under way: one that may take clusters at any moment.</summary>
    public bool IsBusyBeside(string staged)
    {
        for (int i = 0; i < _outstanding.Length; i++)
        {
            if (_outstanding[i].Length > 0 && _outstanding[i] != staged)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Deletes every staged file on a FAT store, but those of uploads under way, of the open commit and of its luggage.</summary>
    public int Sweep(Intent open, string kept)
    {
        string folder = _store.ReservedFor("") + Folder;
        while (true)
        {
            StagedNames names = new StagedNames(this, folder + "/", open, kept);
            int status = _store.List(folder, names);
            if (status == StoreStatus.NotFound || status == StoreStatus.NoParent)
            {
                return StoreStatus.Ok;
            }

            if (status != StoreStatus.Ok || names.Count == 0)
            {
                return status;
            }

            for (int i = 0; i < names.Count; i++)
            {
                status = StoreWork.Delete(_store, names.Paths[i]);
                if (status != StoreStatus.Ok)
                {
                    return status;
                }
            }
        }
    }

    /// <summary>Deletes the staged files in the reserved areas of a PC that are older than any upload can be.</summary>
    public void SweepOld(long now)
    {
        if (now == 0)
        {
            return;
        }

        ReservedAreas areas = ReservedAreas.Of(_store);
        for (int i = 0; i < areas.Count; i++)
        {
            string folder = areas.Paths[i] + Folder;
            OldNames old = new OldNames(Uploads, folder + "/", now - Limits.StagedAge);
            if (_store.List(folder, old) == StoreStatus.Ok)
            {
                for (int n = 0; n < old.Count; n++)
                {
                    _store.Delete(old.Paths[n]);
                }
            }
        }
    }

    /// <summary>Removes the reserved areas of a PC in which there is nothing.</summary>
    public void Tidy()
    {
        ReservedAreas areas = ReservedAreas.Of(_store);
        for (int i = 0; i < areas.Count; i++)
        {
            // A collection with members is not deleted, so there is nothing to ask first.
            _store.Delete(areas.Paths[i] + Folder);
            _store.Delete(areas.Paths[i] + CopyFolder);
            PropertyFiles.Tidy(_store, areas.Paths[i]);
            _store.Delete(areas.Paths[i]);
        }
    }

    private bool IsNeeded(string staged, Intent open)
    {
        if (open.Phase != Intent.None && (staged == open.Source || staged == open.Copy || staged == open.Target))
        {
            return true;
        }

        for (int i = 0; i < _outstanding.Length; i++)
        {
            string held = _outstanding[i];
            if (held.Length > 0 && (held == staged || IsPart(staged, held)))
            {
                return true;
            }
        }

        return (Uploads is not null && Uploads.Needs(staged)) || (Fetched is not null && Fetched.Needs(staged));
    }

    private int RecallFrom(string folder)
    {
        int status = Uploads is null ? StoreStatus.Ok : Uploads.Recall(folder);
        _restSince = Unseen;
        return status != StoreStatus.Ok || Fetched is null ? status : Fetched.Recall(folder);
    }

    // Of what comes from several at once each run has a file beside it, and so has the record.
    private static bool IsPart(string path, string staged)
    {
        return path.Length > staged.Length && path[staged.Length] == '.' && Text.Begins(path, staged);
    }

    // A few at a time: a collection is not changed while it is listed.
    private sealed class StagedNames : MemberVisitor
    {
        private readonly Staging _staging;
        private readonly string _folder;
        private readonly Intent _open;
        private readonly string _kept;

        public StagedNames(Staging staging, string folder, Intent open, string kept)
        {
            _kept = kept;
            _staging = staging;
            _folder = folder;
            _open = open;
        }

        public string[] Paths { get; } = Text.Blanks(Limits.Staged);

        public int Count { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            string path = _folder + name;
            if (!entry.IsCollection && path != _kept && !_staging.IsNeeded(path, _open))
            {
                Paths[Count] = path;
                Count++;
            }

            return Count < Paths.Length;
        }
    }

    private sealed class OldNames : MemberVisitor
    {
        private readonly IStagedKeeper? _uploads;
        private readonly string _folder;
        private readonly long _before;

        public OldNames(IStagedKeeper? uploads, string folder, long before)
        {
            _uploads = uploads;
            _folder = folder;
            _before = before;
        }

        public string[] Paths { get; } = Text.Blanks(Limits.Staged);

        public int Count { get; private set; }

        public override bool NeedsFacts
        {
            get { return true; }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            if (!entry.IsCollection && entry.Modified != 0 && entry.Modified < _before && (_uploads is null || !_uploads.Needs(_folder + name)))
            {
                Paths[Count] = _folder + name;
                Count++;
            }

            return Count < Paths.Length;
        }
    }

    // The reserved area of the store, and of every share when there are several.
    internal sealed class ReservedAreas : MemberVisitor
    {
        private readonly IFileStore _store;
        private int _seen;

        private ReservedAreas(IFileStore store)
        {
            _store = store;
        }

        public string[] Paths { get; } = Text.Blanks(Limits.Staged);

        public int Count { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        /// <summary>Those of a store; FAT has one, and nothing is listed for it.</summary>
        public static ReservedAreas Of(IFileStore store)
        {
            ReservedAreas areas = new ReservedAreas(store);
            areas.Add(store.ReservedFor(""));
            if (!store.IsFat)
            {
                store.List("", areas);
            }

            return areas;
        }

        private void Add(string reserved)
        {
            if (Count < Paths.Length && (Count == 0 || Paths[Count - 1] != reserved))
            {
                Paths[Count] = reserved;
                Count++;
            }
        }

        public override bool Visit(string name, StoreEntry entry)
        {
            _seen++;
            if (entry.IsCollection)
            {
                Add(_store.ReservedFor(name));
            }

            return Count < Paths.Length && _seen < Paths.Length;
        }
    }
}
