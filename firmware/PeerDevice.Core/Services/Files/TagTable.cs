using System;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// The bounded memory of what contents are, by number: for some paths (<see cref="PathKey"/>) and the stamp that their content has, its tree tag, and what is claimed of it. A stamp belongs to
/// one content as far as the peer can see; whether a PC changed it meanwhile is another question, which <see cref="IsSure"/> answers. The oldest gives way.
/// </summary>
public sealed class TagTable
{
    /// <summary>Octets of what is kept of each.</summary>
    public const int Octets = Wire.Tags.ContentKind.Octets;

    /// <summary>The content's tree tag.</summary>
    public const int Tree = 1;

    /// <summary>The SHA-256 that its uploader claims it has. Nobody here has looked.</summary>
    public const int Claimed = 2;

    private readonly int[] _keys;
    private readonly int[] _stamps;
    private readonly byte[] _kinds;      // 0: nothing stands there
    private readonly bool[] _sure;
    private readonly byte[] _octets;
    private readonly string[] _paths;
    private int _next;

    /// <summary>An empty table.</summary>
    public TagTable(int entries)
    {
        _keys = new int[entries];
        _stamps = new int[entries];
        _kinds = new byte[entries];
        _sure = new bool[entries];
        _octets = new byte[entries * Octets];
        _paths = Text.Blanks(entries);
    }

    /// <summary>Looks for what is known of a content.</summary>
    /// <returns>Its place, or -1.</returns>
    public int Find(int key, int stamp, int kind)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] == key && _stamps[i] == stamp && _kinds[i] == kind)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the content was read in this mount: what is only known from the index may have been changed on a PC.</summary>
    public bool IsSure(int place)
    {
        return _sure[place];
    }

    /// <summary>Notes that the content was read, and is what stands here.</summary>
    public void MakeSure(int place)
    {
        _sure[place] = true;
    }

    /// <summary>Whether these octets stand at a place.</summary>
    public bool IsSame(int place, byte[] octets)
    {
        for (int i = 0; i < Octets; i++)
        {
            if (_octets[(place * Octets) + i] != octets[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies what stands at a place.</summary>
    public void Copy(int place, byte[] into)
    {
        Array.Copy(_octets, place * Octets, into, 0, Octets);
    }

    /// <summary>Tells where a tree tag was.</summary>
    /// <param name="octets">The tag.</param>
    /// <param name="index">0 for the first path that had it, and so on.</param>
    /// <returns>Null when there is none.</returns>
    public string? PathOf(byte[] octets, int index)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_kinds[i] == Tree && _octets[i * Octets] == octets[0] && IsSame(i, octets))
            {
                if (index == 0)
                {
                    return _paths[i];
                }

                index--;
            }
        }

        return null;
    }

    /// <summary>Notes what the content at a path is. What was known of another content of that path goes.</summary>
    public void Put(string path, int key, int stamp, int kind, byte[] octets, bool isSure)
    {
        if (_keys.Length == 0 || key == PathKey.Any)
        {
            return;
        }

        int place = -1;
        for (int i = 0; i < _keys.Length && place < 0; i++)
        {
            place = _keys[i] == key && _kinds[i] == kind ? i : -1;
        }

        if (place < 0)
        {
            place = _next;
            _next = (_next + 1) % _keys.Length;
        }

        _kinds[place] = 0;      // a reader between these lines finds nothing
        _keys[place] = key;
        _stamps[place] = stamp;
        _sure[place] = isSure;
        Array.Copy(octets, 0, _octets, place * Octets, Octets);
        _paths[place] = kind == Tree ? path : "";
        _kinds[place] = (byte)kind;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_kinds, 0, _kinds.Length);
        _next = 0;
    }
}
