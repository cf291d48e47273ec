using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// The values of lockdiscovery and supportedlock (RFC 4918 §15.8, §15.10) of one resource after the other, one lock a piece. Which locks there are is looked
/// up once, for the collection and all its members.
/// </summary>
internal sealed class LockPieces : PropertyPieces
{
    private readonly Locks _locks;
    private readonly HeldLock[] _around;
    private readonly HeldLock[] _shown;
    private readonly bool _showsLocks;
    private readonly bool _showsKinds;
    private readonly bool _canLock;
    private int _count;

    /// <summary>Shows the locks on a resource.</summary>
    /// <param name="locks">The table.</param>
    /// <param name="around">What <see cref="Locks.Around"/> found.</param>
    /// <param name="path">The resource.</param>
    /// <param name="showsLocks">Whether lockdiscovery is wanted.</param>
    /// <param name="showsKinds">Whether supportedlock is wanted.</param>
    /// <param name="canLock">Whether locks can be had here at all.</param>
    internal LockPieces(Locks locks, HeldLock[] around, string path, bool showsLocks, bool showsKinds, bool canLock)
    {
        _locks = locks;
        _showsLocks = showsLocks;
        _showsKinds = showsKinds;
        _canLock = canLock;
        _around = around;
        _shown = new HeldLock[_around.Length];
        About(path);
    }

    /// <inheritdoc/>
    public override int There => 1 << DavProperty.LockDiscovery | 1 << DavProperty.SupportedLock;

    /// <inheritdoc/>
    public override bool AreCommon => !HasAny;

    /// <inheritdoc/>
    public override int Count => 1 + _count;

    /// <summary>Whether any lock was found, so that <see cref="About"/> has to be called for each member.</summary>
    internal bool HasAny => _around.Length > 0;

    /// <summary>Whether what is written is about this one resource, and no other's.</summary>
    internal bool IsOwn => _count > 0;

    /// <summary>Goes to another resource: the one that was asked about, or a member of it.</summary>
    internal void About(string path)
    {
        _count = 0;
        for (int i = 0; i < _around.Length && _showsLocks; i++)
        {
            if (_locks.Covers(_around[i], path))
            {
                _shown[_count] = _around[i];
                _count++;
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(ByteWriter writer, int piece)
    {
        if (piece == 0 && _showsKinds)
        {
            LockWriter.SupportedLock(writer, _canLock);
        }

        if (!_showsLocks)
        {
            return;
        }

        if (piece == 0)
        {
            writer.Ascii(_count == 0 ? "<D:lockdiscovery/>" : "<D:lockdiscovery>");
            return;
        }

        HeldLock held = _shown[piece - 1];
        LockWriter.ActiveLock(
            writer, FileShare.Prefix, held.Path, held.IsCollection, held.IsShared, held.IsDeep, held.Owner, _locks.SecondsLeft(held), held.Token);
        if (piece == _count)
        {
            writer.Ascii("</D:lockdiscovery>");
        }
    }
}
