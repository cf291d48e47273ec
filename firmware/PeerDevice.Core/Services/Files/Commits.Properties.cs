using PeerDevice.Board;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <content>Dead properties (RFC 4918 §4.2): read, changed, and taken along by what happens to their resource.</content>
public sealed partial class Commits
{
    /// <summary>Whether any resource may have dead properties.</summary>
    public bool MayHaveProperties
    {
        get { return !_properties.IsEmpty; }
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
            return _properties.Load(path, set);
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

    // After a mount: learns what there is.
    private void BeginProperties(int status)
    {
        if (status == StoreStatus.Ok)
        {
            _properties.Begin();
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

        status = isEmpty ? DeletePropertyFile(place) : _isFat ? _journal.Replace(staged, place) : _store.Move(staged, place);
        if (status != StoreStatus.Ok && !isEmpty)
        {
            if (_isFat)
            {
                _journal.Abandon(staged);
            }
            else
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
