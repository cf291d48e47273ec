using PeerDevice.Services.Settings;

namespace PeerDevice.Services.Mirrors;

/// <summary>
/// One folder that follows one of another peer: from where, whereto, and which version of each file it has brought. Paths and versions are kept as numbers, so that what is remembered of a file is 24 octets, however long its name is.
/// </summary>
public sealed class Mirror
{
    private const long Gone = -1;

    // Where every peer has its files.
    private const string Files = "/files";

    private readonly object _gate = new object();
    private long[] _paths = new long[Limits.MirrorPlaces];       // 0: nothing stands there
    private long[] _sources = new long[Limits.MirrorPlaces];
    private long[] _locals = new long[Limits.MirrorPlaces];
    private bool[] _seen = new bool[Limits.MirrorPlaces];
    private int _used;

    /// <summary>A mirror that has brought nothing yet.</summary>
    /// <param name="from">What is followed, with its last slash: a URI, or <c>NAME:/PLACE/</c>, a place in the files of the peer that is called so.</param>
    /// <param name="to">The path of what follows, in the share.</param>
    public Mirror(string from, string to)
    {
        From = from;
        To = to;
        Uri = NamedPlace.NameEnd(from) < 0 ? from : "";
    }

    /// <summary>What is followed, with its last slash: a URI, or a peer's name and the place in its files.</summary>
    public string From { get; }

    /// <summary>The URI of what is followed, as far as that is known: the name's peer had it when the mirror met it last.</summary>
    public string Uri { get; private set; }

    /// <summary>The path of what follows, in the share.</summary>
    public string To { get; }

    /// <summary>Whether a client asked for it; otherwise the settings did.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Whether what is followed may be on this machine: the settings say so, or somebody on it.</summary>
    public bool IsOurs { get; set; }

    /// <summary>Whether it is no longer followed.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Why the last round did not bring all; empty where it did, and before the first.</summary>
    public string Trouble { get; set; } = "";

    /// <summary>When all was as at the source last, in seconds since 1970; 0 never, or not known.</summary>
    public long When { get; set; }

    /// <summary>When it is due again, by the clock's milliseconds.</summary>
    public long DueAt { get; set; }

    /// <summary>When its last round ended, by the clock's milliseconds.</summary>
    internal long EndedAt { get; set; }

    /// <summary>What filled the store before it was whole; null where nothing did since somebody asked for the mirror.</summary>
    internal UnfitFiles? Unfit { get; set; }

    /// <summary>How many files and collections it has brought.</summary>
    public int Count { get; private set; }

    /// <summary>Whether something is to be written down.</summary>
    public bool HasChanged { get; set; }

    /// <summary>Places of the table; those of which <see cref="Path"/> is 0 are empty.</summary>
    internal int Places => _paths.Length;

    /// <summary>Looks where what is followed is now.</summary>
    /// <returns>False when its peer is not here.</returns>
    internal bool Meet(IPeerPlaces? peers)
    {
        int end = NamedPlace.NameEnd(From);
        if (end >= 0)
        {
            string place = peers is null ? "" : peers.Place(From.Substring(0, end));
            Uri = place.Length == 0 ? Uri : "http://" + place + Files + From.Substring(end + 1);
            return place.Length > 0;
        }

        return true;
    }

    /// <summary>The number of a text, 64 bits: two have the same one as good as never. Never 0.</summary>
    public static long NumberOf(string text)
    {
        ulong number = 14695981039346656037UL;
        for (int i = 0; i < text.Length; i++)
        {
            number = (number ^ text[i]) * 1099511628211UL;
        }

        number ^= number >> 29;
        return (long)(number & long.MaxValue) | 1;
    }

    /// <summary>Looks for what was brought.</summary>
    /// <returns>Its place, or -1.</returns>
    internal int Find(long path)
    {
        int at = (int)(path >> 1) & (_paths.Length - 1);
        while (_paths[at] != 0)
        {
            if (_paths[at] == path)
            {
                return _sources[at] == Gone ? -1 : at;
            }

            at = (at + 1) & (_paths.Length - 1);
        }

        return -1;
    }

    /// <summary>Whether it brought what stands at a path, from a source that said which version it was. From any thread.</summary>
    internal bool Has(long path, long local)
    {
        lock (_gate)
        {
            int place = Find(path);
            return place >= 0 && _locals[place] == local && _sources[place] != MirrorArrivals.OfCollection && _sources[place] != 0;
        }
    }

    /// <summary>The number of the path at a place; 0 where there is none.</summary>
    internal long Path(int place)
    {
        return _sources[place] == Gone ? 0 : _paths[place];
    }

    /// <summary>The number of the version that its source had; 0 not known.</summary>
    internal long Source(int place)
    {
        return _sources[place];
    }

    /// <summary>The number of what was stored here for it.</summary>
    internal long Local(int place)
    {
        return _locals[place];
    }

    /// <summary>Whether the source had it in this round.</summary>
    internal bool IsSeen(int place)
    {
        return _seen[place];
    }

    /// <summary>Begins a round.</summary>
    internal void BeginRound()
    {
        System.Array.Clear(_seen, 0, _seen.Length);
    }

    /// <summary>The source has it.</summary>
    internal void See(int place)
    {
        _seen[place] = true;
    }

    /// <summary>Whether the source had anything in this round that was brought.</summary>
    internal bool HasSeen()
    {
        bool hasSeen = false;
        for (int i = 0; i < _paths.Length && !hasSeen; i++)
        {
            hasSeen = Path(i) != 0 && _seen[i];
        }

        return hasSeen;
    }

    /// <summary>
    /// Takes over what another of the same folder brought, which may be in the middle of a round. What is followed may be the same at another address: where only that is another, the versions are believed; otherwise
    /// all is fetched once more.
    /// </summary>
    internal void TakeOver(Mirror? before)
    {
        if (before is null)
        {
            return;
        }

        bool isSame = TargetOf(From) == TargetOf(before.From);
        lock (before._gate)
        {
            for (int i = 0; i < before.Places; i++)
            {
                if (before.Path(i) != 0)
                {
                    Put(before.Path(i), isSame || before.Source(i) == MirrorArrivals.OfCollection ? before.Source(i) : 0, before.Local(i));
                }
            }
        }

        When = From == before.From ? before.When : 0;
    }

    /// <summary>Notes what was brought; the source has it.</summary>
    internal void Put(long path, long source, long local)
    {
        lock (_gate)
        {
            PutNow(path, source, local);
        }
    }

    private static string TargetOf(string from)
    {
        int end = NamedPlace.NameEnd(from);
        if (end >= 0)
        {
            return Files + from.Substring(end + 1);
        }

        // Behind the two slashes stands the authority, behind that the target.
        int host = from.IndexOf('/') + 2;
        int slash = host < from.Length ? from.IndexOf('/', host) : -1;
        return slash < 0 ? "" : from.Substring(slash);
    }

    private void PutNow(long path, long source, long local)
    {
        int place = Find(path);
        if (place >= 0 && _sources[place] == source && _locals[place] == local)
        {
            _seen[place] = true;
            return;
        }

        HasChanged = true;
        if (place < 0)
        {
            if ((_used + 1) * 8 > _paths.Length * 7)
            {
                Grow();
            }

            place = Add(path);
            Count++;
        }

        _sources[place] = source;
        _locals[place] = local;
        _seen[place] = true;
    }

    /// <summary>Forgets what stands at a place.</summary>
    internal void Remove(int place)
    {
        lock (_gate)
        {
            _sources[place] = Gone;
            Count--;
            HasChanged = true;
        }
    }

    private int Add(long path)
    {
        int at = (int)(path >> 1) & (_paths.Length - 1);
        while (_paths[at] != 0 && _paths[at] != path)
        {
            at = (at + 1) & (_paths.Length - 1);
        }

        _used += _paths[at] == 0 ? 1 : 0;
        _paths[at] = path;
        return at;
    }

    // What is gone is left behind; otherwise twice as many places.
    private void Grow()
    {
        long[] paths = _paths;
        long[] sources = _sources;
        long[] locals = _locals;
        bool[] seen = _seen;
        int places = Count * 2 > paths.Length ? paths.Length * 2 : paths.Length;
        _paths = new long[places];
        _sources = new long[places];
        _locals = new long[places];
        _seen = new bool[places];
        _used = 0;
        for (int i = 0; i < paths.Length; i++)
        {
            if (paths[i] != 0 && sources[i] != Gone)
            {
                int at = Add(paths[i]);
                _sources[at] = sources[i];
                _locals[at] = locals[i];
                _seen[at] = seen[i];
            }
        }
    }
}
