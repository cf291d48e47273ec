using System.Collections;
using PeerDevice.Board;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <content>Dead properties (RFC 4918 §4.2): read, changed, and taken along by what happens to their resource.</content>
public sealed partial class Commits
{
    private string _packedFile = "";

    /// <summary>Whether any resource may have dead properties.</summary>
    public bool MayHaveProperties
    {
        get { return !_properties.IsEmpty; }
    }

    /// <summary>Whether a resource on a FAT store may have dead properties; false is certain.</summary>
    /// <param name="key">The number of its path, and not <see cref="PathKey.Any"/>.</param>
    public bool MayHave(int key)
    {
        return _properties.MayHave(key);
    }

    /// <summary>Reads the dead properties of a resource. Costs no look at the store where it has none.</summary>
    /// <returns>Ok, with a count of 0 where there are none; otherwise they are not known.</returns>
    public int LoadProperties(string path, DeadProperties set)
    {
        set.Clear();
        if (!_properties.MayHave(path))
        {
            return StoreStatus.Ok;
        }

        lock (_gate)
        {
            // What is on its way to the resource is there before anybody sees it.
            int status = Settle("");
            return status == StoreStatus.Ok ? _properties.Load(path, set) : status;
        }
    }

    /// <summary>Gives a collection the dead properties of another (RFC 4918 §9.8.2): those it had are gone.</summary>
    public int CopyProperties(string from, string to)
    {
        if (!_properties.MayHave(from) && !_properties.MayHave(to))
        {
            return StoreStatus.Ok;
        }

        lock (_gate)
        {
            DeadProperties set = new DeadProperties(Limits.PropertiesOctets);
            int status = Settle("");
            status = status == StoreStatus.Ok ? _properties.Load(from, set) : status;
            return status == StoreStatus.Ok ? SaveProperties(to, set) : status;
        }
    }

    /// <summary>Obeys a PROPPATCH, all of it or none (RFC 4918 §9.2), durably. The caller holds the path's gate.</summary>
    /// <param name="path">The resource, which is there.</param>
    /// <param name="change">What is to be done; it says afterwards what came of each instruction.</param>
    /// <param name="set">For its use.</param>
    /// <returns>Ok also when the change itself is refused, and nothing has changed then; otherwise what the store said.</returns>
    public int ChangeProperties(string path, PropertyChange change, DeadProperties set)
    {
        lock (_gate)
        {
            int status = Settle("");
            status = status == StoreStatus.Ok ? _properties.Load(path, set) : status;
            if (status != StoreStatus.Ok || !change.Apply(set))
            {
                return status;
            }

            return SaveProperties(path, set);
        }
    }

    // After a mount: learns what there is, finishes what a cut interrupted, and sweeps the properties of resources that are no more.
    private void BeginProperties(int status)
    {
        if (status != StoreStatus.Ok)
        {
            return;
        }

        _properties.Begin();
        if (!_isFat)
        {
            RecoverMoves();
        }

        if (_properties.IsEmpty)
        {
            return;
        }

        if (_isFat)
        {
            DropStale(_journal.Left);
        }

        ArrayList paths = _properties.Paths((int)_clock.UnixSeconds, _isFat ? Limits.PropertySweep : int.MaxValue);
        for (int i = 0; i < paths.Count; i++)
        {
            DropStale((string)paths[i]!);
        }
    }

    // Where nothing stands there are no properties: what comes there next is another resource.
    private int DropStale(string path)
    {
        if (path.Length == 0 || !_properties.MayHave(path))
        {
            return StoreStatus.Ok;
        }

        int status = StoreWork.Find(_store, path, new StoreEntry());
        return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? Drop(path) : status == StoreStatus.Absent ? status : StoreStatus.Ok;
    }

    private int Drop(string path)
    {
        bool has = _properties.Has(path, out int status);
        return has ? SaveProperties(path, new DeadProperties(0)) : status;
    }

    // What a commit on FAT takes along is written before it begins: then there is room for it, and nothing has happened yet where there is none.
    private int Pack(int act, string source, string target, bool isMove)
    {
        _journal.Unpack();
        if ((!_properties.MayHave(target) && (source.Length == 0 || !_properties.MayHave(source))) || (source.Length > 0 && _properties.IsSame(source, target)))
        {
            return StoreStatus.Ok;
        }

        bool hadAny = _properties.Has(target, out int status);
        DeadProperties set = new DeadProperties(source.Length == 0 ? 0 : Limits.PropertiesOctets);
        if (status == StoreStatus.Ok && source.Length > 0)
        {
            status = _properties.Load(source, set);
        }

        if (status != StoreStatus.Ok || (!hadAny && set.Count == 0))
        {
            return status;
        }

        if (source.Length == 0 && act != Deleting && StoreWork.Find(_store, target, new StoreEntry()) == StoreStatus.Ok)
        {
            // A PUT over a file: it is the same resource.
            return StoreStatus.Ok;
        }

        string place = _properties.FileOf(target);
        string staged = _staging.Fresh(target);
        status = _properties.Write(staged, place, target, isMove && source.Length > 0 ? source : target, target, set, out bool isEmpty);
        if (status == StoreStatus.Ok)
        {
            _packedFile = isEmpty ? "" : staged;
            _journal.Pack(_packedFile, place);
        }

        return status;
    }

    // After the commit: what it did not take along goes the long way, and what it left behind goes.
    private void Unpack(int status, string source, string target, bool isMove)
    {
        string staged = _packedFile;
        _packedFile = "";
        bool isLeft = _journal.Unpack();
        if (isLeft && status == StoreStatus.Ok)
        {
            // A deletion that needed no intent.
            Drop(target);
        }

        if ((isLeft || status != StoreStatus.Ok) && staged.Length > 0)
        {
            _journal.Abandon(staged);
        }

        if (status == StoreStatus.Ok && isMove && source.Length > 0 && _journal.IsSettled && !_properties.IsSame(source, target))
        {
            DropStale(source);
        }
    }

    // The file with a resource's properties takes its place by a commit, as any other; so there is never half of one.
    private int SaveProperties(string path, DeadProperties set)
    {
        string place = _properties.FileOf(path);
        string staged = _staging.Fresh(path);
        int status = _properties.Write(staged, place, path, path, path, set, out bool isEmpty);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        bool isPlaced = isEmpty;
        try
        {
            status = isEmpty ? DeletePropertyFile(place) : _isFat ? _journal.Replace(staged, place) : _store.Move(staged, place);
            isPlaced |= status == StoreStatus.Ok;
        }
        finally
        {
            // Memory may be short: what did not come to its place goes, unless the journal still needs it.
            if (!isPlaced && _isFat)
            {
                _journal.Abandon(staged);
            }
            else if (!isPlaced)
            {
                StoreWork.Delete(_store, staged);
            }
        }

        Keep();
        return status;
    }

    private int DeletePropertyFile(string place)
    {
        int status = _isFat ? _journal.Delete(place) : _store.Delete(place);
        if (status == StoreStatus.Ok)
        {
            _properties.Gone();
        }

        return status == StoreStatus.NotFound || status == StoreStatus.NoParent ? StoreStatus.Ok : status;
    }
}
