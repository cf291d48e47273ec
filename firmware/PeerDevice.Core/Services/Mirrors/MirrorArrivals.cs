using PeerDevice.Board;
using PeerDevice.Services.Files;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Mirrors;

/// <summary>
/// What a mirror wants of its source, and what it brought: what is here as it was brought, and at the source as it was then, is not fetched again. What stands here that it did not bring, or that was changed here, is put away before it is replaced.
/// </summary>
internal sealed class MirrorArrivals : Arrivals
{
    /// <summary>The version of a collection.</summary>
    public const long OfCollection = 1;

    private readonly IFileStore _store;
    private readonly Locks _locks;
    private readonly Mirror _mirror;
    private readonly Trash _trash;
    private readonly IClock _clock;
    private readonly int _files;
    private readonly PendingWrite _write = new PendingWrite();
    private readonly SubmittedTokens _none = new SubmittedTokens();
    private readonly StoreEntry _entry = new StoreEntry();
    private string _path = "";
    private string _aside = "";     // where in the trash is what stood at the path
    private long _local;
    private long _came;             // octets of what was opened last
    private int _failures;
    private int _fresh;

    /// <summary>For one round of a mirror.</summary>
    public MirrorArrivals(IFileStore store, Locks locks, Mirror mirror, Trash trash, IClock clock, int files)
    {
        _store = store;
        _locks = locks;
        _mirror = mirror;
        _trash = trash;
        _clock = clock;
        _files = files;
    }

    /// <summary>Why not all was brought; empty where it was.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Whether something that was put away is to go at once, since the store was found full.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Octets of the smallest file that was not begun since it has no room; 0 where none was.</summary>
    public long Lacking { get; private set; }

    /// <summary>The number of what stands at a path: on a PC of the very version, on a card, whose tags are others after each mount, of the length.</summary>
    public static long LocalOf(IFileStore store, StoreEntry entry)
    {
        return store.IsFat ? entry.Length : entry.Version ^ entry.Length;
    }

    public override void Opened()
    {
        _came = 0;
    }

    public override bool Moved(int octets)
    {
        _came += octets;
        return !_mirror.IsEnded;
    }

    public override bool Wants(string path, ListingReader member)
    {
        int place = _mirror.Find(Mirror.NumberOf(path));
        if (place >= 0)
        {
            _mirror.See(place);
        }

        if (member.IsCollection)
        {
            return true;
        }

        int status = _store.Find(path, _entry);
        bool isHere = status == StoreStatus.Ok && !_entry.IsCollection;
        bool isOurs = isHere && place >= 0 && _mirror.Local(place) == LocalOf(_store, _entry);
        if (isOurs && member.Tag.Length > 0 && _mirror.Source(place) == Mirror.NumberOf(member.Tag))
        {
            return false;
        }

        UnfitFiles? unfit = _mirror.Unfit;
        if (unfit is not null && unfit.IsPassedOver(Mirror.NumberOf(path), VersionOf(member.Tag), _clock.Milliseconds))
        {
            Trouble = path + ": It filled the store, and is tried again later.";
            return false;
        }

        // What is wanted now and brought later counts already; one that is listed again counts twice, until the next round.
        if (place < 0 && _mirror.Count + _fresh >= _files)
        {
            Trouble = "There are more files than this peer can follow.";
            return false;
        }

        _fresh += place < 0 ? 1 : 0;

        // What stands here goes only when what replaces it is there; what may not go is not fetched for nothing.
        if (isHere && !isOurs && _locks.Forbidding(path, false, true, _none).Length > 0)
        {
            Trouble = path + ": What stands here could not be put away.";
            return false;
        }

        return true;
    }

    public override int Begin(string path, bool isCollection)
    {
        _path = isCollection ? "" : path;
        bool exists = _store.Find(path, _entry) == StoreStatus.Ok;
        bool isOthers = exists && !isCollection && !_entry.IsCollection && !IsAsBrought(path);
        int held = _locks.Begin(_write, path, false, !exists || isOthers, _none).Length == 0 ? Preconditions.Hold : 423;
        if (isOthers && held == Preconditions.Hold)
        {
            int status = _trash.Take(path, out _aside);
            held = status == StoreStatus.Ok ? held : FileShare.StatusOf(status);
        }

        if (isCollection && held == Preconditions.Hold && path != _mirror.To && _mirror.Count < _files)
        {
            _mirror.Put(Mirror.NumberOf(path), OfCollection, OfCollection);
        }

        return held;
    }

    public override void End()
    {
        if (_path.Length > 0)
        {
            int status = _store.Find(_path, _entry);
            _local = status == StoreStatus.Ok ? LocalOf(_store, _entry) : 0;
            if (status == StoreStatus.NotFound && _aside.Length > 0)
            {
                _trash.GiveBack(_aside, _path);
            }
        }

        _path = "";
        _aside = "";
        _locks.End(_write);
    }

    public override void Placed(string path, RemoteFiles remote)
    {
        _fresh -= _mirror.Find(Mirror.NumberOf(path)) < 0 ? 1 : 0;
        _mirror.Put(Mirror.NumberOf(path), VersionOf(remote.Tag), _local);
        _mirror.Unfit?.Forget(Mirror.NumberOf(path));
    }

    private static long VersionOf(string tag)
    {
        return tag.Length == 0 ? 0 : Mirror.NumberOf(tag);
    }

    // Whether what was just looked at stands here as it was brought.
    private bool IsAsBrought(string path)
    {
        int place = _mirror.Find(Mirror.NumberOf(path));
        return place >= 0 && _mirror.Local(place) == LocalOf(_store, _entry);
    }

    public override bool Bears(string path, RemoteFiles remote, string trouble, bool isFull, long lacking)
    {
        // One file that cannot be had does not keep the others away; a source that is gone does. What does not fit says nothing of its source; only where there is no room for one octet there is none for the others.
        Trouble = trouble;
        Lacking = lacking > 0 && (Lacking == 0 || lacking < Lacking) ? lacking : Lacking;
        _failures += lacking > 0 || (isFull && _came > 0) ? 0 : 1;
        if (isFull)
        {
            NoteUnfit(path, remote);
        }

        return _failures < Limits.MirrorFailures;
    }

    // For one of which is known what is lacking something that was put away goes where it fits then. Of another nobody knows how much would have to go, so the oldest day goes for it once. One of which nothing came costs nothing, and is tried each time.
    private void NoteUnfit(string path, RemoteFiles remote)
    {
        long number = Mirror.NumberOf(path);
        long version = VersionOf(remote.Tag);
        long now = _clock.Milliseconds;
        UnfitFiles? unfit = _mirror.Unfit;
        if (unfit is null)
        {
            unfit = new UnfitFiles();
            _mirror.Unfit = unfit;
        }

        long lacking = remote.Length - _came;
        bool makesWay = lacking > 0 ? _trash.Holds(path, lacking) : !unfit.Has(number, version);
        bool isNoted = unfit.Note(number, version, now, makesWay || _came == 0 ? now : now + Limits.MirrorUnfitMilliseconds);
        IsFull |= makesWay && (isNoted || lacking > 0);
    }
}
