using System;
using System.Text;

namespace PeerDevice.Services.Files;

/// <summary>
/// The numbers (<see cref="PathKey"/>) of the members of one collection: those of their paths, without a path being put together for each.
/// </summary>
public sealed class MemberKeys
{
    private static readonly Encoding Utf8 = Encoding.UTF8;

    private readonly byte[] _octets = new byte[PathKey.ScratchOctets];
    private readonly bool _isAny;
    private readonly int _length;        // of the collection's path with the slash behind it, in characters
    private readonly int _start;         // the same in octets, where it is ASCII and short enough
    private readonly int _from;          // octets that are in _quick
    private readonly long _quick;
    private readonly int _slow;

    /// <summary>The members of a collection.</summary>
    /// <param name="collection">Its path; empty for the root.</param>
    public MemberKeys(string collection)
    {
        string before = collection.Length == 0 ? "" : collection + "/";
        _length = before.Length;
        _isAny = PathKey.MayBeShortName(before);
        _slow = PathKey.Slow(0, before);
        _start = -1;
        if (_length <= PathKey.QuickLength && Utf8.GetBytes(before, 0, _length, _octets, 0) == _length)
        {
            _start = _length;
            _from = _length & ~7;
            PathKey.Quick(_octets, 0, _from, ref _quick);
        }
    }

    /// <summary>What <see cref="PathKey.Of"/> says of a member's path.</summary>
    public int Of(string name)
    {
        if (_isAny || (name.IndexOf('~') >= 0 && PathKey.MayBeShortName(name)))
        {
            return PathKey.Any;
        }

        long key = _quick;
        if (_start >= 0 && _length + name.Length <= PathKey.QuickLength)
        {
            byte[] octets = _octets;
            int end = _start + Utf8.GetBytes(name, 0, name.Length, octets, _start);
            Array.Clear(octets, end, 8);
            if (PathKey.Quick(octets, _from, end, ref key))
            {
                return PathKey.Number((int)key);
            }
        }

        return PathKey.Number(PathKey.Slow(_slow, name));
    }
}
