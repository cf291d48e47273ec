using System;
using System.Security.Cryptography;
using System.Text;

namespace PeerDevice.Wire.Tags;

/// <summary>
/// The tree tag of a content (PROTOCOL, "Tree tags"): a collision-resistant number of 32 octets, from which any piece of the content can be verified alone. Made of what a
/// board can compute at native speed, HMAC-SHA256 (RFC 2104, FIPS 180-4) over whole arrays, with keys that everybody knows.
/// <code>
/// leaf tag   HMAC("peerdevice leaf v1", 4,096 octets of content; the last leaf has fewer, that of no content none)
/// node tag   HMAC("peerdevice node v1", level (1), octets of content below it (8, big-endian), tags of its children)
/// </code>
/// A node has 64 children, the last of its level fewer; leaves are level 0. The tree tag is the tag of the first level that has a single one.
/// </summary>
/// <remarks>Takes content in any pieces, in memory that does not grow with it: 4 KiB, and 2 KiB for each level (three for 1 GiB).</remarks>
public sealed class TreeTag
{
    /// <summary>Octets of a tag.</summary>
    public const int Octets = 32;

    /// <summary>Octets of content under a leaf.</summary>
    public const int Leaf = 4096;

    /// <summary>Children of a node.</summary>
    public const int Children = 64;

    private const int NodeHead = 9;
    private const int NodeOctets = NodeHead + (Children * Octets);

    // Leaves that are taken in one go.
    private const int Together = 2;

    // 64^9 leaves are more than a length of 63 bits has.
    private const int Levels = 10;

    private readonly byte[] _leafKey = Encoding.UTF8.GetBytes("peerdevice leaf v1");
    private readonly byte[] _nodeKey = Encoding.UTF8.GetBytes("peerdevice node v1");
    private readonly byte[] _leaf = new byte[Leaf];
    private readonly byte[]?[] _nodes = new byte[]?[Levels];     // of each level, the children that are not under a node yet, behind room for its head
    private readonly int[] _counts = new int[Levels];
    private readonly long[] _covered = new long[Levels];
    private int _filled;
    private bool _hasLeaf;

    /// <summary>At the beginning of a content.</summary>
    public TreeTag()
    {
        _nodes[0] = new byte[NodeOctets];
        Begin();
    }

    /// <summary>Begins with another content.</summary>
    public void Begin()
    {
        _filled = 0;
        _hasLeaf = false;
        Array.Clear(_counts, 0, Levels);
        Array.Clear(_covered, 0, Levels);
        PutHead(_nodes[0]!, 0, Children * Leaf);
    }

    /// <summary>Takes the next octets of the content.</summary>
    public void Append(byte[] octets, int offset, int count)
    {
        while (count > 0)
        {
            if (count >= Together * Leaf && _filled == 0 && _counts[0] % Together == 0)
            {
                int taken = AddLeaves(octets, offset, count);
                if (taken == count)
                {
                    return;
                }

                offset += taken;
                count -= taken;
            }

            int part = Leaf - _filled;
            part = part < count ? part : count;
            Array.Copy(octets, offset, _leaf, _filled, part);
            _filled += part;
            offset += part;
            count -= part;
            if (_filled == Leaf)
            {
                AddLeaf(_leaf);
            }
        }
    }

    /// <summary>Ends the content.</summary>
    /// <returns>Its tree tag. <see cref="Begin"/> comes next.</returns>
    public byte[] End()
    {
        return EndAt(0);
    }

    /// <summary>Ends the content, which is a piece of a larger one.</summary>
    /// <param name="least">The level that the piece's node has at least, also where it has a single child: there are other pieces.</param>
    /// <returns>The tag of that node. <see cref="Begin"/> comes next.</returns>
    public byte[] EndAt(int least)
    {
        if (_filled > 0 || !_hasLeaf)
        {
            byte[] last = new byte[_filled];
            Array.Copy(_leaf, 0, last, 0, _filled);
            AddLeaf(last);
        }

        int level = 0;
        while (level < least || _counts[level] > 1 || _counts[level + 1] > 0)
        {
            Close(level);
            level++;
        }

        byte[] tag = new byte[Octets];
        Array.Copy(_nodes[level]!, NodeHead, tag, 0, Octets);
        return tag;
    }

    /// <summary>
    /// Takes as many leaves as there are, four by four, and two: whatever is fetched on a board passes here, and an instruction of this loop is an eighth of one for each KiB. As <see cref="AddLeaf"/> and
    /// <see cref="Add"/> do it, with all that they look up looked up once.
    /// </summary>
    /// <returns>The octets that were taken.</returns>
    private int AddLeaves(byte[] octets, int offset, int count)
    {
        byte[] key = _leafKey;
        byte[] leaf = _leaf;
        byte[] node = _nodes[0]!;
        int begun = offset;
        int last = offset + (count / (Together * Leaf) * (Together * Leaf)) - (Together * Leaf);
        int at = NodeHead + (_counts[0] * Octets);
        while (offset <= last)
        {
            if (at == NodeOctets)
            {
                // Its leaves are whole, all of them, as its head has it from the beginning.
                Add(1, HMACSHA256.HashData(_nodeKey, node), Children * Leaf);
                at = NodeHead;
            }

            // Where the last two begin of those that there are, or that the node has room for.
            int full = offset + ((NodeOctets - at) / Octets * Leaf) - (Together * Leaf);
            int until = full < last ? full : last;
            while (offset < until)
            {
                Array.Copy(octets, offset, leaf, 0, Leaf);
                Array.Copy(HMACSHA256.HashData(key, leaf), 0, node, at, Octets);
                Array.Copy(octets, offset + Leaf, leaf, 0, Leaf);
                Array.Copy(HMACSHA256.HashData(key, leaf), 0, node, at + Octets, Octets);
                Array.Copy(octets, offset + (2 * Leaf), leaf, 0, Leaf);
                Array.Copy(HMACSHA256.HashData(key, leaf), 0, node, at + (2 * Octets), Octets);
                Array.Copy(octets, offset + (3 * Leaf), leaf, 0, Leaf);
                Array.Copy(HMACSHA256.HashData(key, leaf), 0, node, at + (3 * Octets), Octets);
                at += 2 * Together * Octets;
                offset += 2 * Together * Leaf;
            }

            if (offset == until)
            {
                Array.Copy(octets, offset, leaf, 0, Leaf);
                Array.Copy(HMACSHA256.HashData(key, leaf), 0, node, at, Octets);
                Array.Copy(octets, offset + Leaf, leaf, 0, Leaf);
                Array.Copy(HMACSHA256.HashData(key, leaf), 0, node, at + Octets, Octets);
                at += Together * Octets;
                offset += Together * Leaf;
            }
        }

        int children = (at - NodeHead) / Octets;
        _counts[0] = children;
        _covered[0] = (long)children * Leaf;
        _hasLeaf = true;
        return offset - begun;
    }

    private void AddLeaf(byte[] leaf)
    {
        _hasLeaf = true;
        Add(0, HMACSHA256.HashData(_leafKey, leaf), _filled);
        _filled = 0;
    }

    // A full node is closed when the next child comes, and not before: the last one of all may be the top's only one.
    private void Add(int level, byte[] tag, long covered)
    {
        if (_counts[level] == Children)
        {
            Close(level);
        }

        byte[] node = _nodes[level] ?? new byte[NodeOctets];
        _nodes[level] = node;
        Array.Copy(tag, 0, node, NodeHead + (_counts[level] * Octets), Octets);
        _counts[level]++;
        _covered[level] += covered;
    }

    // Puts the children of a level that are left under a node of the next.
    private void Close(int level)
    {
        byte[] node = _nodes[level]!;
        long covered = _covered[level];
        PutHead(node, level, covered);
        int length = NodeHead + (_counts[level] * Octets);
        byte[] exact = node;
        if (length < node.Length)
        {
            exact = new byte[length];
            Array.Copy(node, 0, exact, 0, length);
        }

        _counts[level] = 0;
        _covered[level] = 0;
        Add(level + 1, HMACSHA256.HashData(_nodeKey, exact), covered);
    }

    private static void PutHead(byte[] node, int level, long covered)
    {
        node[0] = (byte)(level + 1);
        Array.Clear(node, 1, NodeHead - 1);
        int at = NodeHead;
        for (long rest = covered; rest > 0; rest >>= 8)
        {
            at--;
            node[at] = (byte)rest;
        }
    }
}
