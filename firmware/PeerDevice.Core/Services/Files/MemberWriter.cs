using PeerDevice.Board;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>
/// Writes the members of a collection into a response as a store lists them, sending on whenever the buffer is full: no listing is
/// ever held in memory. What a listing of members looks like is for those who derive from it.
/// </summary>
internal abstract class MemberWriter : MemberVisitor
{
    private readonly FileIndex _index;
    private readonly bool _isFat;
    private readonly bool _hidesReserved;
    private readonly byte[] _tag = new byte[Limits.TagOctets];
    private readonly MemberKeys? _keys;      // none on a PC
    private readonly int _collection;
    private string _keyed = "";              // the member that the next three are about
    private int _key;
    private int _changes;
    private bool _isRecalled;

    /// <summary>Makes a writer of the members of the collection that the exchange is about.</summary>
    protected MemberWriter(Exchange exchange, FileIndex index, bool isFat)
    {
        Exchange = exchange;
        _index = index;
        _isFat = isFat;
        if (isFat)
        {
            _keys = new MemberKeys(exchange.Path);
            _collection = index.Lengths.Collection(exchange.Path);
        }

        // The peer's own area stands in a store's root, or, with several shares, in each share's.
        _hidesReserved = exchange.Path.IndexOf('/') < 0;
    }

    /// <summary>The exchange whose response is written.</summary>
    protected Exchange Exchange { get; }

    /// <summary>Whether something of the response is on its way, so that a fault can only be told by breaking it off.</summary>
    protected bool HasSent { get; private set; }

    /// <inheritdoc/>
    public override bool NeedsFacts => true;

    /// <inheritdoc/>
    public override bool Recall(string name, StoreEntry entry)
    {
        if (_keys is null)
        {
            return false;
        }

        KnownLengths lengths = _index.Lengths;
        int key = _keys.Of(name);
        _keyed = name;
        _key = key;
        _changes = lengths.Changes;
        long length = lengths.Of(entry.Mount, key, _collection, name);
        _isRecalled = length != KnownLengths.Unknown;
        if (_isRecalled)
        {
            entry.Length = length;
        }

        return _isRecalled;
    }

    /// <inheritdoc/>
    public override bool Visit(string name, StoreEntry entry)
    {
        if (_hidesReserved && RequestTarget.IsReservedName(name, _isFat))
        {
            return true;
        }

        int tagLength = 0;
        if (!entry.IsCollection)
        {
            if (_keys is not null && (object)_keyed == name && !_isRecalled)
            {
                _index.Lengths.Learn(entry.Mount, _key, _collection, name, entry.Length, _changes);
            }

            _index.Facts(KeyOf(name), entry, _tag, out tagLength);
        }

        while (!WriteMember(name, entry, _tag, tagLength))
        {
            if (!SendOn())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number of a member's path (<see cref="PathKey"/>); <see cref="PathKey.Any"/> on a PC.</summary>
    protected int KeyOf(string name)
    {
        return _keys is null ? PathKey.Any : (object)_keyed == name ? _key : _keys.Of(name);
    }

    /// <summary>Ends a listing: what the store said decides whether it is ended or broken off.</summary>
    /// <returns>A store's status to refuse with, or Ok when the response is out or broken off.</returns>
    protected int EndList(int storeStatus)
    {
        if (Exchange.MustClose && HasSent)
        {
            return StoreStatus.Ok;
        }

        if (storeStatus == StoreStatus.Ok)
        {
            while (!WriteEnd())
            {
                if (!SendOn())
                {
                    return StoreStatus.Ok;
                }
            }

            Exchange.EndParts();
            return StoreStatus.Ok;
        }

        if (!HasSent)
        {
            return storeStatus;
        }

        // Without its last chunk the client sees that the listing is not whole.
        Exchange.MustClose = true;
        return StoreStatus.Ok;
    }

    /// <summary>Sends on what is written, to make room.</summary>
    /// <returns>False when that is no use: the connection failed, or one piece is larger than the whole buffer.</returns>
    protected bool SendOn()
    {
        int before = Exchange.Out.Room;
        if (!Exchange.FlushPart() || Exchange.Out.Room <= before)
        {
            HasSent = true;
            Exchange.MustClose = true;
            return false;
        }

        HasSent = true;
        return true;
    }

    /// <summary>Writes one member, or as much of it as fits.</summary>
    /// <returns>False when there was no room for all of it: it is called again after sending.</returns>
    protected abstract bool WriteMember(string name, StoreEntry entry, byte[] tag, int tagLength);

    /// <summary>Writes what comes behind the last member.</summary>
    /// <returns>False when there was no room.</returns>
    protected abstract bool WriteEnd();
}
