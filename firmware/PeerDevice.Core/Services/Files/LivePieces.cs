using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// The properties of one resource after the other that few ask for and that cost to find out: creationdate (RFC 4918 §15.1), the quota of collections
/// (RFC 4331), a file's tree tag, and the locks. There is none where nobody asked.
/// </summary>
internal sealed class LivePieces : PropertyPieces
{
    private readonly IVolume? _volume;
    private readonly LockPieces? _locks;
    private readonly ITreeTags? _tags;
    private readonly byte[] _tag;
    private readonly byte[] _claimed;
    private readonly bool _showsTag;
    private readonly bool _showsClaimed;
    private readonly int _thereOfLocks;
    private readonly bool _showsCreated;
    private readonly bool _showsAvailable;
    private readonly bool _showsUsed;
    private readonly bool _showsRoom;
    private long _created;
    private long _available;
    private long _used;
    private bool _hasRoom;
    private bool _hasAsked;
    private int _there;
    private int _own;         // pieces, before those of the locks

    private LivePieces(PropFindReader wanted, IVolume? volume, LockPieces? locks, ITreeTags? tags)
    {
        _volume = volume;
        _locks = locks;
        _showsCreated = wanted.Wants(DavProperty.CreationDate);
        _showsAvailable = wanted.Wants(DavProperty.QuotaAvailable);
        _showsUsed = wanted.Wants(DavProperty.QuotaUsed);

        // Only for who names it: to find it out, the file has to be read.
        _showsTag = (wanted.Named >> DavProperty.TreeTag & 1) != 0;
        _showsClaimed = (wanted.Named >> DavProperty.ClaimedSha256 & 1) != 0;
        _tags = _showsTag || _showsClaimed ? tags : null;
        _tag = new byte[_tags is null ? 0 : TagTable.Octets];
        _claimed = new byte[_tag.Length];
        _showsRoom = volume is not null && (_showsAvailable || _showsUsed);
        _thereOfLocks = locks is null ? 0 : locks.There;
    }

    /// <inheritdoc/>
    public override int There => _there;

    /// <inheritdoc/>
    public override bool AreCommon => _own == 0 && (_locks is null || _locks.AreCommon);

    /// <inheritdoc/>
    public override int Count => _locks is null ? _own : _own + _locks.Count;

    /// <summary>What is wanted of these, or null where nothing is.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="volume">Who knows the room, or null.</param>
    /// <param name="locks">The locks, where they are wanted.</param>
    /// <param name="tags">Who knows tree tags, or null.</param>
    internal static LivePieces? For(PropFindReader wanted, IVolume? volume, LockPieces? locks, ITreeTags? tags)
    {
        LivePieces pieces = new LivePieces(wanted, volume, locks, tags);
        return locks is null && pieces._tags is null && !pieces._showsCreated && !pieces._showsAvailable && !pieces._showsUsed ? null : pieces;
    }

    /// <summary>Goes to another resource. To be called once for each, since what is found out must be the same until its entry is written.</summary>
    internal void About(string path, StoreEntry entry)
    {
        int there = 0;
        _created = _showsCreated ? entry.Created : 0;
        if (_created != 0 && Rfc3339.CanWrite(_created))
        {
            there = 1 << DavProperty.CreationDate;
        }

        // RFC 4331 §3, §4: of collections only.
        _hasRoom = _showsRoom && entry.IsCollection && _volume!.Room(path, out _available, out _used);
        if (_hasRoom)
        {
            there |= 1 << DavProperty.QuotaAvailable | 1 << DavProperty.QuotaUsed;
        }

        if (_tags is not null && !entry.IsCollection)
        {
            bool isKnown = _showsTag && _tags.Tell(path, entry.Length, _tag);
            if (_showsTag && !isKnown && !_hasAsked)
            {
                // For one member of a listing; who wants all of them asks again.
                _hasAsked = true;
                isKnown = _tags.Ask(path, entry.Length, _tag);
            }

            there |= isKnown ? 1 << DavProperty.TreeTag : 0;
            there |= _showsClaimed && _tags.Claimed(path, entry.Length, _claimed) ? 1 << DavProperty.ClaimedSha256 : 0;
        }

        _own = there == 0 ? 0 : 1;
        _there = there | _thereOfLocks;
    }

    /// <summary>Whether a file's path has to be known to tell of it.</summary>
    internal bool NeedsPaths => _tags is not null;

    /// <inheritdoc/>
    public override void Write(ByteWriter writer, int piece)
    {
        if (piece >= _own)
        {
            _locks!.Write(writer, piece - _own);
            return;
        }

        if ((_there & 1 << DavProperty.CreationDate) != 0)
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

        if ((_there & 1 << DavProperty.TreeTag) != 0)
        {
            writer.Ascii("<P:" + DavProperty.TreeTagName + " xmlns:P=\"" + DavProperty.PeerSpace + "\">");
            WriteHex(writer, _tag);
            writer.Ascii("</P:" + DavProperty.TreeTagName + ">");
        }

        if ((_there & 1 << DavProperty.ClaimedSha256) != 0)
        {
            writer.Ascii("<P:" + DavProperty.ClaimedName + " xmlns:P=\"" + DavProperty.PeerSpace + "\">");
            WriteHex(writer, _claimed);
            writer.Ascii("</P:" + DavProperty.ClaimedName + ">");
        }
    }

    private static void WriteHex(ByteWriter writer, byte[] octets)
    {
        if (writer.Room < 2 * octets.Length)
        {
            writer.MarkOverflow();
            return;
        }

        for (int i = 0; i < octets.Length; i++)
        {
            Digits.Octet(octets[i], writer.Buffer, writer.Position);
            writer.Position += 2;
        }
    }
}
