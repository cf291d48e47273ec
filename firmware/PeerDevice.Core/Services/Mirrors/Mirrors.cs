using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Services.Settings;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Mirrors;

/// <summary>
/// The folders of this peer that follow one of another (PROTOCOL, "Mirrors"). A round lists what is followed, fetches what is new or has changed, puts away what is gone there, and writes down what is here. What it was doing when the power went
/// is done again; a file is the old one or the new one, whole.
/// </summary>
public sealed class Mirrors
{
    private const string Folder = "/m";

    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly Locks _locks;
    private readonly IClock _clock;
    private readonly bool _isDurable;
    private readonly IRemotes _remotes;
    private readonly BlockPool _blocks;
    private readonly int _files;
    private readonly Trash _trash;
    private readonly Mirror?[] _mirrors;
    private bool _isLoaded;
    private int _comings;

    /// <summary>No mirrors yet.</summary>
    /// <param name="store">Where the files are.</param>
    /// <param name="commits">What makes changes take effect whole or not at all.</param>
    /// <param name="locks">Who holds what.</param>
    /// <param name="clock">Time.</param>
    /// <param name="isDurable">Whether a file counts only when it is on the medium.</param>
    /// <param name="remotes">Who fetches.</param>
    /// <param name="blocks">Buffers.</param>
    /// <param name="files">How many files and collections one may bring.</param>
    public Mirrors(IFileStore store, Commits commits, Locks locks, IClock clock, bool isDurable, IRemotes remotes, BlockPool blocks, int files)
    {
        _store = store;
        _commits = commits;
        _locks = locks;
        _clock = clock;
        _isDurable = isDurable;
        _remotes = remotes;
        _blocks = blocks;
        _files = files;
        _trash = new Trash(store, commits, clock);
        _mirrors = new Mirror?[store.IsFat ? Limits.Mirrors : Limits.MirrorsOfPc];
    }

    /// <summary>What the settings ask for: what is followed and the path, one after the other.</summary>
    public string[] Asked { get; set; } = new string[0];

    /// <summary>What has a thread look after them, at once or on its own; null where somebody asks for each round.</summary>
    public System.Threading.ThreadStart? Begin { get; set; }

    /// <summary>Who knows where the peers are whose names the settings have; null where nobody does.</summary>
    public IPeerPlaces? Peers { get; set; }

    /// <summary>Places for mirrors; <see cref="At"/> is null for those that are empty.</summary>
    public int Places => _mirrors.Length;

    /// <summary>The mirror of a place.</summary>
    public Mirror? At(int place)
    {
        return _mirrors[place];
    }

    /// <summary>Takes up what is on the store and in the settings. To be asked before each round: the card may come later.</summary>
    /// <returns>False while the store cannot be read.</returns>
    public bool Load()
    {
        if (_isLoaded || _commits.Ready() != StoreStatus.Ok)
        {
            return _isLoaded;
        }

        lock (_mirrors)
        {
            Staging.ReservedAreas areas = Staging.ReservedAreas.Of(_store);
            for (int i = 0; i < areas.Count; i++)
            {
                LoadFrom(areas.Paths[i] + Folder);
            }

            for (int i = 0; i + 1 < Asked.Length; i += 2)
            {
                Mirror? known = Of(Asked[i + 1]);
                if (known is null || known.From != Asked[i])
                {
                    Mirror mirror = new Mirror(Asked[i], Asked[i + 1]) { IsOurs = true };
                    mirror.TakeOver(known);
                    Place(mirror, known);
                }
            }

            for (int i = 0; i < _mirrors.Length; i++)
            {
                // What the settings do not ask for any more.
                if (_mirrors[i] is not null && !_mirrors[i]!.IsAsked && !IsInSettings(_mirrors[i]!))
                {
                    Forget(i);
                }
            }

            _isLoaded = true;
        }

        return true;
    }

    /// <summary>The mirror of a folder; null where it follows none.</summary>
    public Mirror? Of(string to)
    {
        for (int i = 0; i < _mirrors.Length; i++)
        {
            Mirror? mirror = _mirrors[i];
            if (mirror is not null && IsSame(mirror.To, to))
            {
                return mirror;
            }
        }

        return null;
    }

    /// <summary>
    /// Where else a file is: at the source of a mirror that brought it, if it stands here as it was brought. It may have changed there meanwhile. On a card, of which no more than the length is compared, nobody can say.
    /// </summary>
    /// <param name="path">Its path.</param>
    /// <param name="entry">What the store says of it now.</param>
    /// <param name="rest">What of the path is to be added to the answer.</param>
    /// <returns>The URI of a collection; null where none is known.</returns>
    public string? SourceOf(string path, StoreEntry entry, out string rest)
    {
        rest = "";
        for (int i = 0; i < _mirrors.Length && !_store.IsFat; i++)
        {
            Mirror? mirror = _mirrors[i];
            if (mirror is not null && !mirror.IsEnded && Text.Begins(path, mirror.To) && mirror.Has(Mirror.NumberOf(path), MirrorArrivals.LocalOf(_store, entry)))
            {
                rest = path.Substring(mirror.To.Length).Trim('/');
                return mirror.Uri.Length == 0 ? null : mirror.Uri;
            }
        }

        return null;
    }

    /// <summary>What is followed, by its peer's name where that is known here and leads to the very place; else by the URI.</summary>
    /// <param name="uri">The URI of what is followed, with its last slash.</param>
    /// <param name="peer">What its peer is said to be called; empty where nobody says.</param>
    public string Named(string uri, string peer)
    {
        string place = Peers is null || peer.Length == 0 ? "" : Peers.Place(peer);
        HttpUri files = new HttpUri();
        HttpUri followed = new HttpUri();
        if (files.Read("http://" + place + FileShare.Prefix) != HttpUri.Ok || followed.Read(uri) != HttpUri.Ok || !Text.Begins(followed.ToString(), files.ToString()))
        {
            return uri;
        }

        return peer + ":" + followed.ToString().Substring(files.ToString().Length - 1);
    }

    /// <summary>Has a folder follow another from now on; written down before this answers. What it follows already goes on as it was.</summary>
    /// <param name="from">What is followed, as <see cref="Named"/> has it.</param>
    /// <param name="to">The path of the folder.</param>
    /// <param name="isOurs">Whether who asks is on this machine.</param>
    /// <returns>False when there are too many mirrors, or it could not be written down: then it follows what it followed.</returns>
    public bool Follow(string from, string to, bool isOurs)
    {
        if (!Load())
        {
            return false;
        }

        lock (_mirrors)
        {
            Mirror? known = Of(to);
            bool isSame = known is not null && known.From == from;

            // One place has one record, however it is spelled. A copy is written: a round may be changing the other just now.
            Mirror mirror = new Mirror(from, known is null ? to : known.To) { IsAsked = true, IsOurs = isOurs || (isSame && known!.IsOurs) };
            mirror.TakeOver(known);
            if ((known is null && !HasRoom()) || Save(mirror) != StoreStatus.Ok)
            {
                return false;
            }

            if (isSame)
            {
                known!.IsAsked = true;
                known.IsOurs = mirror.IsOurs;
                known.Unfit = null;
                known.DueAt = _clock.Milliseconds;
            }
            else
            {
                Place(mirror, known);
            }
        }

        Begin?.Invoke();
        return true;
    }

    /// <summary>Has a folder follow nothing any more; what it has stays.</summary>
    /// <returns>False when it followed nothing.</returns>
    public bool Unfollow(string to)
    {
        Load();
        lock (_mirrors)
        {
            for (int i = 0; i < _mirrors.Length; i++)
            {
                if (_mirrors[i] is not null && _mirrors[i] == Of(to))
                {
                    Forget(i);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The mirror that is due, if one is.</summary>
    public Mirror? Due()
    {
        Mirror? due = null;
        for (int i = 0; i < _mirrors.Length; i++)
        {
            Mirror? mirror = _mirrors[i];
            if (mirror is not null && mirror.DueAt <= _clock.Milliseconds && (due is null || mirror.DueAt < due.DueAt))
            {
                due = mirror;
            }
        }

        return due;
    }

    /// <summary>Whether there are any.</summary>
    public bool IsAny
    {
        get
        {
            bool isAny = false;
            for (int i = 0; i < _mirrors.Length; i++)
            {
                isAny |= _mirrors[i] is not null;
            }

            return isAny;
        }
    }

    /// <summary>Where a peer was heard to come since this was asked last, those in trouble are due earlier: it may be whom they missed.</summary>
    /// <param name="comings">How often one was heard to come.</param>
    public void Met(int comings)
    {
        if (comings == _comings)
        {
            return;
        }

        _comings = comings;
        for (int i = 0; i < _mirrors.Length; i++)
        {
            Mirror? mirror = _mirrors[i];
            if (mirror is not null && mirror.Trouble.Length > 0 && mirror.EndedAt + Limits.MirrorMet < mirror.DueAt)
            {
                mirror.DueAt = mirror.EndedAt + Limits.MirrorMet;
            }
        }
    }

    /// <summary>Brings a mirror up to what is at its source, as far as that can be had.</summary>
    public void Round(Mirror mirror)
    {
        long began = _clock.Milliseconds;
        RemoteFiles? remote = _commits.Ready() == StoreStatus.Ok ? _remotes.BeginOwn(mirror.IsOurs) : null;
        if (remote is null)
        {
            mirror.DueAt = began + Limits.MirrorAgain;
            return;
        }

        byte[]? block = _blocks.Borrow();
        try
        {
            Round(mirror, remote, block ?? new byte[Limits.CopyBlock]);
        }
        finally
        {
            remote.Close();
            if (block is not null)
            {
                _blocks.Return(block);
            }

            // Who has much to look at looks more seldom.
            long took = (_clock.Milliseconds - began) * Limits.MirrorShare;
            long pause = mirror.Trouble.Length > 0 ? Limits.MirrorAgain : Limits.MirrorPause;
            mirror.EndedAt = _clock.Milliseconds;
            mirror.DueAt = mirror.EndedAt + (took > pause ? took : pause);
        }
    }

    private void Round(Mirror mirror, RemoteFiles remote, byte[] block)
    {
        if (!mirror.Meet(Peers))
        {
            mirror.Trouble = "No peer is here that is called " + mirror.From.Substring(0, NamedPlace.NameEnd(mirror.From)) + ".";
            return;
        }

        mirror.BeginRound();
        remote.PrefersOthers = true;
        _trash.Begin(block);
        MirrorArrivals arrivals = new MirrorArrivals(_store, _locks, mirror, _trash, _clock, _files);
        RemoteTree tree = new RemoteTree(_store, _commits, _isDurable, remote, arrivals, block);
        string trouble = tree.BringCollection(mirror.Uri, mirror.To, true);

        // Only who has seen all of it knows what is not there.
        bool hasSeenAll = trouble.Length == 0;
        trouble = trouble.Length == 0 ? arrivals.Trouble : trouble;
        if (hasSeenAll && mirror.Count > 0 && !mirror.HasSeen())
        {
            // A share that is not mounted lists nothing, and says so without a word of trouble.
            trouble = trouble.Length == 0 ? "Its source lists nothing any more: what was brought stays." : trouble;
        }
        else if (hasSeenAll && !mirror.IsEnded)
        {
            string left = new MirrorSweep(_store, _commits, _locks, mirror, _trash).Sweep();
            trouble = trouble.Length == 0 ? left : trouble;
        }

        _trash.Sweep(mirror.To, arrivals.IsFull, arrivals.Lacking);
        mirror.When = trouble.Length == 0 ? _clock.UnixSeconds : mirror.When;
        mirror.Trouble = trouble;
        lock (_mirrors)
        {
            if (mirror.HasChanged && !mirror.IsEnded && Save(mirror) != StoreStatus.Ok && trouble.Length == 0)
            {
                mirror.Trouble = "What was brought could not be written down.";
            }
        }
    }

    private bool IsInSettings(Mirror mirror)
    {
        bool isIn = false;
        for (int i = 0; i + 1 < Asked.Length; i += 2)
        {
            isIn |= Asked[i] == mirror.From && IsSame(Asked[i + 1], mirror.To);
        }

        return isIn;
    }

    private bool IsSame(string one, string other)
    {
        return one == other || (_store.IsFat && PathKey.SameFile(one, other));
    }

    private bool HasRoom()
    {
        bool hasRoom = false;
        for (int i = 0; i < _mirrors.Length; i++)
        {
            hasRoom |= _mirrors[i] is null;
        }

        return hasRoom;
    }

    private string RecordOf(string to)
    {
        return _store.ReservedFor(to) + Folder + "/" + Text.Hash(to).ToString("X8");
    }

    private void Place(Mirror mirror, Mirror? instead)
    {
        for (int i = 0; i < _mirrors.Length; i++)
        {
            if (_mirrors[i] == instead)
            {
                if (instead is not null)
                {
                    instead.IsEnded = true;
                }

                _mirrors[i] = mirror;
                return;
            }
        }
    }

    private void Forget(int place)
    {
        Mirror mirror = _mirrors[place]!;
        mirror.IsEnded = true;
        _mirrors[place] = null;
        _commits.Delete(RecordOf(mirror.To));
    }

    private int Save(Mirror mirror)
    {
        string place = RecordOf(mirror.To);
        byte[] octets = MirrorRecord.Write(mirror);
        int status = StoreNote.Replace(_store, _commits, place, octets, octets.Length);
        if (status != StoreStatus.Ok)
        {
            return status;
        }

        mirror.HasChanged = false;
        return status;
    }

    private void LoadFrom(string folder)
    {
        MemberPage page = new MemberPage(false);
        for (int skip = 0; page.Fill(_store, folder, skip) == StoreStatus.Ok && page.Count > 0; skip += page.Count)
        {
            LoadPage(folder, page);
        }
    }

    private void LoadPage(string folder, MemberPage page)
    {
        for (int i = 0; i < page.Count; i++)
        {
            StoreEntry entry = new StoreEntry();
            if (page.IsCollection(i) || _store.OpenRead(folder + "/" + page.Name(i), entry, out BlockSource? content) != StoreStatus.Ok || content is null)
            {
                continue;
            }

            byte[] octets = new byte[entry.Length <= MirrorRecord.Most(_files) ? (int)entry.Length : 0];
            bool isWhole = StoreWork.ReadWhole(content, 0, octets, octets.Length);
            content.Close();
            Mirror? mirror = isWhole ? MirrorRecord.Read(octets) : null;
            if (mirror is not null && Of(mirror.To) is null)
            {
                Place(mirror, null);
            }
        }
    }
}
