using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>The paths at which uploads wait for their commit, in the reserved area; and the sweeping of those that never got one.</summary>
public sealed class Staging
{
    /// <summary>Octets of a staging path on FAT, where there is one reserved area at the root.</summary>
    public const int PathOctets = 40;

    private const string Folder = "/u";

    private readonly IFileStore _store;
    private readonly string[] _outstanding = Text.Blanks(Limits.Staged);
    private int _number;

    /// <summary>No paths yet.</summary>
    public Staging(IFileStore store)
    {
        _store = store;
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
        return _store.ReservedFor(target) + Folder + "/" + _number.ToString("X8");
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

    /// <summary>Deletes every staged file on a FAT store, but those of uploads under way and of the open commit.</summary>
    public int Sweep(Intent open)
    {
        string folder = _store.ReservedFor("") + Folder;
        while (true)
        {
            StagedNames names = new StagedNames(this, folder + "/", open);
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

        ReservedAreas areas = new ReservedAreas(_store);
        areas.Add(_store.ReservedFor(""));
        _store.List("", areas);
        for (int i = 0; i < areas.Count; i++)
        {
            string folder = areas.Paths[i] + Folder;
            OldNames old = new OldNames(folder + "/", now - Limits.StagedAge);
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
        ReservedAreas areas = new ReservedAreas(_store);
        areas.Add(_store.ReservedFor(""));
        _store.List("", areas);
        for (int i = 0; i < areas.Count; i++)
        {
            // A collection with members is not deleted, so there is nothing to ask first.
            _store.Delete(areas.Paths[i] + Folder);
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
            if (_outstanding[i] == staged)
            {
                return true;
            }
        }

        return false;
    }

    // A few at a time: a collection is not changed while it is listed.
    private sealed class StagedNames : MemberVisitor
    {
        private readonly Staging _staging;
        private readonly string _folder;
        private readonly Intent _open;

        public StagedNames(Staging staging, string folder, Intent open)
        {
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
            if (!entry.IsCollection && !_staging.IsNeeded(path, _open))
            {
                Paths[Count] = path;
                Count++;
            }

            return Count < Paths.Length;
        }
    }

    private sealed class OldNames : MemberVisitor
    {
        private readonly string _folder;
        private readonly long _before;

        public OldNames(string folder, long before)
        {
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
            if (!entry.IsCollection && entry.Modified != 0 && entry.Modified < _before)
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

        public ReservedAreas(IFileStore store)
        {
            _store = store;
        }

        public string[] Paths { get; } = Text.Blanks(Limits.Staged);

        public int Count { get; private set; }

        public override bool NeedsFacts
        {
            get { return false; }
        }

        public void Add(string reserved)
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
