using PeerDevice.Bytes;
using PeerDevice.Services.Mirrors;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// The other peers there are: who was heard by mDNS, who answered, and who was only told of. Bounded and aged: what was told never replaces what was observed, and ends sooner. Any
/// thread may ask.
/// </summary>
public sealed class PeerDirectory : IPeerPlaces
{
    private const int Milli = 1000;

    private readonly KnownPeer?[] _peers;
    private readonly InstanceNames _names = new InstanceNames();

    /// <summary>Makes an empty one.</summary>
    /// <param name="room">How many peers it holds at most.</param>
    public PeerDirectory(int room)
    {
        _peers = new KnownPeer?[room];
    }

    /// <summary>How many peers are known, here or not.</summary>
    public int Count { get; private set; }

    /// <summary>Our own id, so that nobody tells us of ourselves.</summary>
    public string OwnId { get; set; } = "";

    /// <summary>Our own name, as the responder has it now; null where there is no responder.</summary>
    public OwnLabel? Own
    {
        get { return _names.Own; }
        set { _names.Own = value; }
    }

    /// <summary>Until when somebody looks, in the clock's milliseconds: so long, where they are is kept fresh.</summary>
    public long WantedUntil { get; private set; }

    /// <summary>How often a peer was heard to come.</summary>
    public int Comings { get; private set; }

    /// <summary>Counts what the querier is to look at without being due: that somebody looks, that a peer is doubted.</summary>
    internal int Calls { get; private set; }

    /// <summary>What every look at a peer happens under.</summary>
    internal object Gate => _peers;

    /// <summary>Somebody looks at the list, and is likely to use it.</summary>
    public void Look(long now)
    {
        WantedUntil = now + Limits.DirectoryLookMilliseconds;
        Calls++;
    }

    /// <summary>Copies what is known of a peer.</summary>
    /// <param name="index">Which, from 0 on.</param>
    /// <param name="into">What it is copied into.</param>
    /// <param name="now">What is too old by then is forgotten first.</param>
    /// <returns>False when there are not so many.</returns>
    public bool Copy(int index, KnownPeer into, long now)
    {
        lock (Gate)
        {
            if (index == 0)
            {
                Forget(now);
            }

            if (index >= Count)
            {
                return false;
            }

            into.CopyFrom(_peers[index]!);
            return true;
        }
    }

    /// <inheritdoc/>
    public string Place(string name)
    {
        string wanted = Text.Lower(name);
        lock (Gate)
        {
            KnownPeer? found = null;
            for (int i = 0; i < Count; i++)
            {
                // What was observed before what was told; an address of a link alone is none in a URI.
                KnownPeer peer = _peers[i]!;
                bool isHere = peer.IsHere && peer.Port != 0 && (peer.Address != 0 || (peer.Ipv6.Length > 0 && peer.Ipv6.IndexOf('%') < 0));
                if (isHere && (found is null || peer.Hops < found.Hops) && Text.Lower(peer.Name) == wanted)
                {
                    found = peer;
                }
            }

            string host = found is null ? "" : found.Address != 0 ? found.AddressText : "[" + found.AddressText + "]";
            return found is null ? "" : host + ":" + found.Port.ToString();
        }
    }

    /// <summary>The one to be asked next what it is: here, at an address, not asked since a time; who was never asked first, then who was asked longest ago.</summary>
    /// <returns>False when there is none.</returns>
    public bool NextToAsk(long askedBefore, KnownPeer into)
    {
        lock (Gate)
        {
            KnownPeer? next = null;
            for (int i = 0; i < Count; i++)
            {
                KnownPeer peer = _peers[i]!;
                if (peer.IsHere && peer.HasAddress && peer.Port != 0 && (peer.AskedAt == 0 || peer.AskedAt < askedBefore) && (next is null || peer.AskedAt < next.AskedAt))
                {
                    next = peer;
                }
            }

            if (next is null)
            {
                return false;
            }

            into.CopyFrom(next);
            return true;
        }
    }

    /// <summary>A peer was asked, and answered: it is here, whoever said so before.</summary>
    public void Answered(KnownPeer asked, string name, string id, string kind, int printer, int services, long now)
    {
        lock (Gate)
        {
            KnownPeer? peer = At(asked);
            if (peer is null)
            {
                return;
            }

            if (IsOwn(id))
            {
                // Ourselves, by an address that somebody told.
                Remove(peer);
                return;
            }

            peer.Id = id;
            peer.Kind = kind;
            peer.Printer = printer;
            peer.Services = services;
            peer.Name = peer.IsAnnounced || name.Length == 0 ? peer.Name : name;
            peer.Reached = KnownPeer.Answers;
            peer.IsHere = true;
            peer.Hops = 0;
            peer.SeenAt = now;
            peer.AskedAt = now;
        }
    }

    /// <summary>A peer is none that may be asked: nothing is known of it by that.</summary>
    public void Passed(KnownPeer asked, long now)
    {
        lock (Gate)
        {
            KnownPeer? peer = At(asked);
            if (peer is not null)
            {
                peer.AskedAt = now;
            }
        }
    }

    /// <summary>A peer was asked, and did not answer. One that is announced is asked by mDNS whether it is still there (RFC 6762 §10.4).</summary>
    public void Failed(KnownPeer asked, long now)
    {
        lock (Gate)
        {
            KnownPeer? peer = At(asked);
            if (peer is null)
            {
                return;
            }

            peer.AskedAt = now;
            peer.Reached = KnownPeer.Silent;
            if (peer.IsAnnounced)
            {
                Doubt(peer, now);
                Calls++;
            }
            else
            {
                peer.IsHere = false;
            }
        }
    }

    /// <summary>A peer told of another. Nothing is believed of one that was observed by ourselves, nor of what is old or came through many.</summary>
    /// <param name="told">Name, id, kind, address, port; hops as they were told to whoever tells.</param>
    /// <param name="age">How long ago it was observed, in seconds.</param>
    /// <param name="now">The clock's milliseconds.</param>
    /// <returns>Whether it is remembered.</returns>
    public bool Told(KnownPeer told, int age, long now)
    {
        if (told.Hops < 0 || told.Hops >= Limits.HearsayHops || age < 0 || age > Limits.HearsaySeconds || told.Name.Length == 0 || !told.HasAddress || told.Port == 0 || IsOwn(told.Id))
        {
            return false;
        }

        lock (Gate)
        {
            Forget(now);
            KnownPeer? peer = At(told);
            if (peer is null)
            {
                peer = Named(told.Name);
            }

            long seenAt = now - ((long)age * Milli);
            if (peer is not null && (peer.Hops == 0 || peer.SeenAt >= seenAt))
            {
                return false;
            }

            if (peer is null)
            {
                peer = Add();
                if (peer is null)
                {
                    return false;
                }
            }

            peer.Name = told.Name;
            peer.Id = told.Id;
            peer.Kind = told.Kind;
            peer.Address = told.Address;
            peer.Ipv6 = told.Ipv6;
            peer.Port = told.Port;
            peer.Printer = told.Printer;
            peer.Services = told.Services;
            peer.Hops = told.Hops + 1;
            peer.SeenAt = seenAt;
            peer.IsHere = true;
            return true;
        }
    }

    /// <summary>An instance is announced. Under the lock.</summary>
    /// <returns>Its peer; null for ourselves, and where there is no room.</returns>
    internal KnownPeer? Announced(byte[] instance, long now)
    {
        if (IsOurs(instance, 0, instance.Length))
        {
            return null;
        }

        KnownPeer? peer = Find(instance, 0, instance.Length);
        if (peer is null)
        {
            string name = _names.TextOf(instance);
            KnownPeer? told = Named(name);

            // What was told of it gives way to what is observed.
            peer = told is not null && told.Instance.Length == 0 ? told : Add();
            if (peer is null)
            {
                return null;
            }

            peer.Instance = instance;
            peer.InstanceMark = NameMark.Of(instance, 0, instance.Length);
            peer.Name = name;
        }

        if (!peer.IsAnnounced)
        {
            peer.IsAnnounced = true;
            Comings++;
            peer.Tries = 0;
            peer.Confirmations = 0;
            peer.Reached = KnownPeer.Unknown;
        }

        peer.IsHere = true;
        peer.Hops = 0;
        peer.SeenAt = now;
        return peer;
    }

    /// <summary>An instance is gone. Under the lock.</summary>
    internal void Gone(byte[] instance)
    {
        KnownPeer? peer = Find(instance, 0, instance.Length);
        if (peer is not null)
        {
            peer.IsAnnounced = false;
            peer.IsHere = false;
            peer.ResolveAt = long.MaxValue;
            peer.Confirmations = 0;
        }
    }

    /// <summary>The peer of an instance, as a message or a record has its name; null where there is none. Under the lock.</summary>
    internal KnownPeer? Find(byte[] b, int at, int end)
    {
        int mark = NameMark.Of(b, at, end);
        for (int i = 0; i < Count; i++)
        {
            KnownPeer peer = _peers[i]!;
            if (peer.InstanceMark == mark && peer.Instance.Length != 0 && DnsName.Is(b, at, end, peer.Instance))
            {
                return peer;
            }
        }

        return null;
    }

    /// <summary>The peer of an index. Under the lock.</summary>
    internal KnownPeer At(int index)
    {
        return _peers[index]!;
    }

    /// <summary>Asks whether a peer is there, twice; without an answer it is gone (RFC 6762 §10.4). Under the lock.</summary>
    internal static void Doubt(KnownPeer peer, long now)
    {
        if (peer.IsAnnounced && peer.Confirmations == 0)
        {
            peer.Confirmations = Limits.DnsConfirmations;
            peer.ResolveAt = now;
        }
    }

    /// <summary>Whether a name of a message, or a known one, is that of our own instance.</summary>
    internal bool IsOurs(byte[] b, int at, int end)
    {
        return _names.IsOurs(b, at, end);
    }

    private bool IsOwn(string id)
    {
        return OwnId.Length != 0 && id == OwnId;
    }

    private KnownPeer? At(KnownPeer asked)
    {
        for (int i = 0; i < Count; i++)
        {
            KnownPeer peer = _peers[i]!;
            if (peer.IsAt(asked))
            {
                return peer;
            }
        }

        return null;
    }

    private KnownPeer? Named(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_peers[i]!.Name == name)
            {
                return _peers[i];
            }
        }

        return null;
    }

    private KnownPeer? Add()
    {
        if (Count == _peers.Length)
        {
            // Who is not here gives way first, then who was only told of.
            KnownPeer? least = Oldest(false);
            least = least is null ? Oldest(true) : least;
            if (least is null)
            {
                return null;
            }

            Remove(least);
        }

        KnownPeer added = new KnownPeer();
        _peers[Count++] = added;
        return added;
    }

    private KnownPeer? Oldest(bool isTold)
    {
        KnownPeer? oldest = null;
        for (int i = 0; i < Count; i++)
        {
            KnownPeer peer = _peers[i]!;
            if ((isTold ? peer.Hops > 0 : !peer.IsHere) && (oldest is null || peer.SeenAt < oldest.SeenAt))
            {
                oldest = peer;
            }
        }

        return oldest;
    }

    private void Forget(long now)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            KnownPeer peer = _peers[i]!;
            if (peer.IsAnnounced)
            {
                continue;
            }

            long age = now - peer.SeenAt;
            if (peer.Hops > 0 ? age > (long)Limits.HearsaySeconds * Milli : age > (long)Limits.DirectorySeconds * Milli)
            {
                Remove(peer);
            }
            else if (age > (long)Limits.HearsaySeconds * Milli)
            {
                // It answered once; nobody has heard of it for long.
                peer.IsHere = false;
            }
        }
    }

    private void Remove(KnownPeer peer)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_peers[i] == peer)
            {
                Count--;
                _peers[i] = _peers[Count];
                _peers[Count] = null;
                return;
            }
        }
    }
}
