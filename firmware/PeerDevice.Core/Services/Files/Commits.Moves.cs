using System.Collections;
using PeerDevice.Board;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <content>
/// What moves on a PC and has dead properties. Its file system moves a file or a whole collection in one step, and cannot move the properties in the same one: so
/// what is meant is written down first, where there are any at all.
/// </content>
public sealed partial class Commits
{
    private const string NoteName = "/p/moving";

    /// <summary>
    /// Gives a collection, or a file, another path in one step, with the dead properties of all that is in it. Not for FAT, which moves files only.
    /// </summary>
    public int MoveTree(string from, string to)
    {
        if (_properties.IsEmpty)
        {
            return _store.Move(from, to);
        }

        lock (_gate)
        {
            ArrayList paths = _properties.Paths(0, int.MaxValue);
            bool isConcerned = false;
            for (int i = 0; i < paths.Count; i++)
            {
                string path = (string)paths[i]!;
                isConcerned |= IsWithin(path, from);
                if (IsWithin(path, to))
                {
                    DropStale(path);
                }
            }

            if (!isConcerned)
            {
                return _store.Move(from, to);
            }

            PropertyNote note = new PropertyNote { IsTree = true, From = from, To = to };
            string place = _store.ReservedFor(to) + NoteName;
            int status = WriteNote(note, to, place);
            if (status != StoreStatus.Ok)
            {
                return status;
            }

            status = _store.Move(from, to);
            if (status == StoreStatus.Ok)
            {
                FinishMove(note);
            }

            StoreWork.Delete(_store, place);
            return status;
        }
    }

    // A file, staged or of the share, takes the place of another or an empty one; with the properties of a source, or keeping its own.
    private int MoveOnPc(string from, string to, string source)
    {
        if (!_properties.MayHave(to) && (source.Length == 0 || !_properties.MayHave(source)))
        {
            return _store.Move(from, to);
        }

        lock (_gate)
        {
            if (source.Length == 0)
            {
                // A PUT: over a file it is the same resource.
                int stale = DropStale(to);
                return stale == StoreStatus.Ok ? _store.Move(from, to) : stale;
            }

            DeadProperties set = new DeadProperties(Limits.PropertiesOctets);
            bool hadAny = _properties.Has(to, out int status);
            status = status == StoreStatus.Ok ? _properties.Load(source, set) : status;
            if (status != StoreStatus.Ok || (!hadAny && set.Count == 0))
            {
                return status == StoreStatus.Ok ? _store.Move(from, to) : status;
            }

            PropertyNote note = new PropertyNote { From = from, To = to, Place = _properties.FileOf(to) };
            string staged = _staging.Fresh(to);
            status = _properties.Write(staged, note.Place, to, from, to, set, out bool isEmpty);
            note.Staged = isEmpty ? "" : staged;
            string place = _store.ReservedFor(to) + NoteName;
            status = status == StoreStatus.Ok ? WriteNote(note, to, place) : status;
            bool isNoted = status == StoreStatus.Ok;
            status = isNoted ? _store.Move(from, to) : status;
            if (status == StoreStatus.Ok)
            {
                FinishMove(note);
            }
            else
            {
                StoreWork.Delete(_store, staged);
            }

            if (isNoted)
            {
                StoreWork.Delete(_store, place);
            }

            return status;
        }
    }

    private int DeleteOnPc(string path)
    {
        int status = _store.Delete(path);
        if (status == StoreStatus.Ok && _properties.MayHave(path))
        {
            lock (_gate)
            {
                DropStale(path);
            }
        }

        return status;
    }

    private bool IsStaged(string path)
    {
        string folder = _store.ReservedFor(path);
        return path.Length > folder.Length && path.Substring(0, folder.Length) == folder;
    }

    private int WriteNote(PropertyNote note, string to, string place)
    {
        return note.Write(_store, _staging.Fresh(to), place);
    }

    // As often as it is asked for: what has been done is not done again.
    private void FinishMove(PropertyNote note)
    {
        if (!note.IsTree)
        {
            if (note.Staged.Length == 0)
            {
                DeletePropertyFile(note.Place);
            }
            else
            {
                _store.Move(note.Staged, note.Place);
            }

            DropStale(note.From);
            return;
        }

        ArrayList paths = _properties.Paths(0, int.MaxValue);
        DeadProperties set = new DeadProperties(Limits.PropertiesOctets);
        for (int i = 0; i < paths.Count; i++)
        {
            string path = (string)paths[i]!;
            if (IsWithin(path, note.From)
                && _properties.Load(path, set) == StoreStatus.Ok
                && set.Count > 0
                && SaveProperties(note.To + path.Substring(note.From.Length), set) == StoreStatus.Ok)
            {
                Drop(path);
            }
        }
    }

    // At a start: what was noted has happened, or never will.
    private void RecoverMoves()
    {
        ArrayList areas = _properties.Areas();
        StoreEntry entry = new StoreEntry();
        for (int i = 0; i < areas.Count; i++)
        {
            string place = (string)areas[i]! + NoteName;
            PropertyNote note = new PropertyNote();
            if (_store.Find(place, entry) != StoreStatus.Ok)
            {
                continue;
            }

            int status = note.Read(_store, place);
            if (status == StoreStatus.Ok)
            {
                int found = _store.Find(note.From, entry);
                if (found == StoreStatus.NotFound || found == StoreStatus.NoParent)
                {
                    FinishMove(note);
                }
                else if (found == StoreStatus.Ok && note.Staged.Length > 0)
                {
                    StoreWork.Delete(_store, note.Staged);
                }
            }

            if (status == StoreStatus.Ok || status == StoreStatus.NotFound)
            {
                StoreWork.Delete(_store, place);
            }
        }
    }

    private static bool IsWithin(string path, string collection)
    {
        return path.Length >= collection.Length
            && path.Substring(0, collection.Length) == collection
            && (path.Length == collection.Length || path[collection.Length] == '/');
    }
}
