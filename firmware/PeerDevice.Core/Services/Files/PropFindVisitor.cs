using System;
using PeerDevice.Board;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>A resource, and with Depth 1 its members, as a multistatus: what PROPFIND answers (RFC 4918 §9.1).</summary>
internal sealed class PropFindVisitor : MemberWriter
{
    private static readonly string None = "";     // a literal costs a board 12 octets each time

    private readonly MultistatusWriter _writer = new MultistatusWriter();
    private readonly PropFindReader _wanted;
    private readonly bool _showsType;
    private readonly Commits _commits;
    private readonly bool _seeksDead;
    private DeadProperties? _dead;
    private bool _hasDead;
    private LockPieces? _lockPieces;
    private LivePieces? _live;
    private bool _isMember;
    private string _extension = "";
    private string _type = "";

    /// <summary>Makes the answer for the resource that the exchange is about.</summary>
    public PropFindVisitor(Exchange exchange, FileIndex index, bool isFat, PropFindReader wanted, Commits commits)
        : base(exchange, index, isFat)
    {
        _wanted = wanted;
        _showsType = wanted.Wants(DavProperty.GetContentType);
        _commits = commits;
        _seeksDead = commits.MayHaveProperties && (wanted.AllProp || wanted.PropName || wanted.UnknownCount > 0);
    }

    /// <summary>Shows what few ask for too, where it is asked for: locks, room, when a resource came into being.</summary>
    /// <param name="volume">Who knows the room, or null.</param>
    /// <param name="tags">Who knows tree tags, or null.</param>
    /// <param name="locks">The table of locks.</param>
    /// <param name="withMembers">Whether members are asked for: Depth 1.</param>
    /// <param name="canLock">Whether locks can be had here.</param>
    internal void ShowLive(IVolume? volume, ITreeTags? tags, Locks locks, bool withMembers, bool canLock)
    {
        bool showsLocks = _wanted.Wants(DavProperty.LockDiscovery);
        bool showsKinds = _wanted.Wants(DavProperty.SupportedLock);
        if (showsLocks || showsKinds)
        {
            _lockPieces = new LockPieces(locks, locks.Around(Exchange.Path, withMembers), Exchange.Path, showsLocks, showsKinds, canLock);
        }

        _live = LivePieces.For(_wanted, volume, _lockPieces, tags);
        _writer.Pieces = _live;
    }

    /// <summary>Sends the answer.</summary>
    /// <param name="store">Where the members are.</param>
    /// <param name="entry">What is known of the resource itself.</param>
    /// <param name="tag">The opaque part of its entity tag.</param>
    /// <param name="tagLength">The tag's length; 0 for a collection.</param>
    /// <param name="withMembers">Whether members are asked for: Depth 1.</param>
    /// <returns>Ok, or what the store said when nothing of the answer has gone.</returns>
    public int Send(IFileStore store, StoreEntry entry, byte[] tag, int tagLength, bool withMembers)
    {
        string path = Exchange.Path;
        Exchange.StartParts(207);
        Exchange.Out.Text("Content-Type: application/xml; charset=utf-8\r\n");
        Exchange.EndHeadOfParts();

        // A file is a member of the collection above it; a collection is the one its own members stand under.
        string name = "";
        string under = path;
        if (!entry.IsCollection)
        {
            int slash = path.LastIndexOf('/');
            name = path.Substring(slash + 1);
            under = slash < 0 ? "" : path.Substring(0, slash);
        }

        under = under.Length == 0 ? FileShare.Prefix : FileShare.Prefix + under + "/";
        while (!_writer.Under(Exchange.Out, under) || !_writer.Begin(Exchange.Out))
        {
            if (!SendOn())
            {
                return StoreStatus.Ok;
            }
        }

        if (_seeksDead)
        {
            SeekDead(path);
        }

        _live?.About(path, entry);
        while (!WriteMember(name, entry, tag, tagLength))
        {
            if (!SendOn())
            {
                return StoreStatus.Ok;
            }
        }

        _isMember = true;
        return EndList(withMembers && entry.IsCollection ? store.List(path, this) : StoreStatus.Ok);
    }

    /// <inheritdoc/>
    public override bool Visit(string name, StoreEntry entry)
    {
        if (_seeksDead)
        {
            // Where it is certain that there are none no path is put together.
            int key = KeyOf(name);
            _hasDead = false;
            if (key == PathKey.Any || _commits.MayHave(key))
            {
                SeekDead(PathOf(name));
            }
        }

        // What the pieces know of a file stands in its entry, as a rule: a path costs a string.
        _live?.About(entry.IsCollection || _live.NeedsPaths ? PathOf(name) : None, entry);
        return base.Visit(name, entry);
    }

    /// <inheritdoc/>
    protected override bool WriteMember(string name, StoreEntry entry, byte[] tag, int tagLength)
    {
        string type = _showsType && !entry.IsCollection ? TypeOf(name) : None;
        if (_isMember && _lockPieces is not null && _lockPieces.HasAny)
        {
            _lockPieces.About(PathOf(name));
        }

        if (_hasDead)
        {
            return _writer.EntryWithDead(
                Exchange.Out, name, entry.IsCollection, entry.Length, entry.Modified, tag, tagLength, type, _wanted, _dead!);
        }

        return _writer.Entry(Exchange.Out, name, entry.IsCollection, entry.Length, entry.Modified, tag, tagLength, type, _wanted);
    }

    // Files of one kind come together.
    private string TypeOf(string name)
    {
        int dot = name.LastIndexOf('.');
        string extension = _extension;
        int length = extension.Length;
        bool isSame = dot >= 0 && length > 0 && name.Length - dot - 1 == length;
        for (int i = 0; isSame && i < length; i++)
        {
            isSame = name[dot + 1 + i] == extension[i];
        }

        if (!isSame)
        {
            _type = MediaType.Of(name);
            _extension = dot < 0 ? None : name.Substring(dot + 1);
        }

        return _type;
    }

    private string PathOf(string member)
    {
        return Exchange.Path.Length == 0 ? member : Exchange.Path + "/" + member;
    }

    // What cannot be read now is left out: of what is there nothing is said to be missing that was not named.
    private void SeekDead(string path)
    {
        if (_dead is null)
        {
            _dead = new DeadProperties(Limits.PropertiesOctets);
        }

        int status = StoreStatus.Busy;
        bool isAgain = false;
        try
        {
            status = _commits.LoadProperties(path, _dead);
        }
        catch (OutOfMemoryException)
        {
            if (!_writer.GiveUpForm())
            {
                throw;
            }

            isAgain = true;
        }

        if (isAgain || (status == StoreStatus.Busy && _writer.GiveUpForm()))
        {
            // Before the client does without what it asked for, the peer does without what only spares instructions.
            status = _commits.LoadProperties(path, _dead);
        }

        _hasDead = status == StoreStatus.Ok && _wanted.WantsAny(_dead);
    }

    /// <inheritdoc/>
    protected override bool WriteEnd()
    {
        return _writer.End(Exchange.Out);
    }
}
