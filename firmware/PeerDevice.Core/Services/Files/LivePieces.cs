using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// The properties of one resource after the other that few ask for and that cost to find out: creationdate (RFC 4918 §15.1), the quota of collections
/// (RFC 4331), and the locks. There is none where nobody asked.
/// </summary>
internal sealed class LivePieces : PropertyPieces
{
    private readonly IVolume? _volume;
    private readonly LockPieces? _locks;
    private readonly bool _showsCreated;
    private readonly bool _showsAvailable;
    private readonly bool _showsUsed;
    private long _created;
    private long _available;
    private long _used;
    private bool _hasRoom;

    private LivePieces(PropFindReader wanted, IVolume? volume, LockPieces? locks)
    {
        _volume = volume;
        _locks = locks;
        _showsCreated = wanted.Wants(DavProperty.CreationDate);
        _showsAvailable = wanted.Wants(DavProperty.QuotaAvailable);
        _showsUsed = wanted.Wants(DavProperty.QuotaUsed);
    }

    /// <inheritdoc/>
    public override int There
    {
        get
        {
            int there = _locks is null ? 0 : _locks.There;
            there |= Rfc3339.CanWrite(_created) ? 1 << DavProperty.CreationDate : 0;
            return there | (_hasRoom ? 1 << DavProperty.QuotaAvailable | 1 << DavProperty.QuotaUsed : 0);
        }
    }

    /// <inheritdoc/>
    public override int Count => 1 + (_locks is null ? 0 : _locks.Count);

    /// <summary>What is wanted of these, or null where nothing is.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="volume">Who knows the room, or null.</param>
    /// <param name="locks">The locks, where they are wanted.</param>
    internal static LivePieces? For(PropFindReader wanted, IVolume? volume, LockPieces? locks)
    {
        LivePieces pieces = new LivePieces(wanted, volume, locks);
        return locks is null && !pieces._showsCreated && !pieces._showsAvailable && !pieces._showsUsed ? null : pieces;
    }

    /// <summary>Goes to another resource. To be called once for each, since what is found out must be the same until its entry is written.</summary>
    internal void About(string path, StoreEntry entry)
    {
        _created = _showsCreated ? entry.Created : 0;

        // RFC 4331 §3, §4: of collections only.
        _hasRoom = (_showsAvailable || _showsUsed) && entry.IsCollection && _volume is not null && _volume.Room(path, out _available, out _used);
    }

    /// <inheritdoc/>
    public override void Write(ByteWriter writer, int piece)
    {
        if (piece > 0)
        {
            _locks!.Write(writer, piece - 1);
            return;
        }

        if (Rfc3339.CanWrite(_created))
        {
            writer.Ascii("<D:creationdate>");
            Rfc3339.Write(writer, _created);
            writer.Ascii("</D:creationdate>");
        }

        if (_hasRoom && _showsAvailable)
        {
            writer.Ascii("<D:quota-available-bytes>");
            writer.Number(_available);
            writer.Ascii("</D:quota-available-bytes>");
        }

        if (_hasRoom && _showsUsed)
        {
            writer.Ascii("<D:quota-used-bytes>");
            writer.Number(_used);
            writer.Ascii("</D:quota-used-bytes>");
        }
    }
}
