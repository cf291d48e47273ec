using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Tests.Tags;

/// <summary>A tree tag is what PROTOCOL says, however the content comes, and no two contents have one.</summary>
public sealed class TreeTagTests(ITestOutputHelper output)
{
    private const int Piece = TreeTag.Leaf * TreeTag.Children;

    public static TheoryData<int> Lengths =>
    [
        0, 1, TreeTag.Leaf - 1, TreeTag.Leaf, TreeTag.Leaf + 1, 2 * TreeTag.Leaf, Piece - 1, Piece, Piece + 1, (2 * Piece) + 77,
        (TreeTag.Children * Piece) - 1, TreeTag.Children * Piece, (TreeTag.Children * Piece) + 1,
    ];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ItIsTheTagOfTheDefinition(int length)
    {
        byte[] content = Content(length);
        Assert.Equal(Hex(Defined(content)), Hex(TagOf(new TreeTag(), content, content.Length)));
    }

    [Fact]
    public void PiecesOfAnySizeGiveOneTag()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        TreeTag tag = new();
        for (int round = 0; round < 200; round++)
        {
            byte[] content = Content(random.Next(round < 190 ? 3 * TreeTag.Leaf : 3 * Piece));
            string expected = Hex(Defined(content));
            int largest = 1 + random.Next(2 * TreeTag.Leaf);
            tag.Begin();
            for (int at = 0; at < content.Length;)
            {
                int part = Math.Min(content.Length - at, random.Next(largest + 1));
                byte[] piece = new byte[part + 7];
                Array.Copy(content, at, piece, 7, part);
                tag.Append(piece, 7, part);
                at += part;
            }

            Assert.True(expected == Hex(tag.End()), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void EveryOctetAndTheLengthCount()
    {
        HashSet<string> tags = [];
        byte[] content = Content((2 * TreeTag.Leaf) + 5);
        TreeTag tag = new();
        Assert.True(tags.Add(Hex(TagOf(tag, content, 1000))));
        for (int at = 0; at < content.Length; at += 97)
        {
            content[at] ^= 1;
            Assert.True(tags.Add(Hex(TagOf(tag, content, 1000))));
            content[at] ^= 1;
        }

        for (int length = 0; length < content.Length; length += 61)
        {
            Assert.True(tags.Add(Hex(TagOf(tag, content[..length], 1000))));
        }

        // A leaf's tag is no node's: content that looks like a node has another.
        byte[] node = [1, 0, 0, 0, 0, 0, 0, 0x20, 0x05, .. TagOf(tag, content[..TreeTag.Leaf], 99), .. TagOf(tag, content[TreeTag.Leaf..(2 * TreeTag.Leaf)], 99), .. TagOf(tag, content[(2 * TreeTag.Leaf)..], 99)];
        Assert.Equal(Hex(HMACSHA256.HashData(Encoding.ASCII.GetBytes("peerdevice node v1"), node)), Hex(TagOf(tag, content, 99)));
        Assert.True(tags.Add(Hex(TagOf(tag, node, 99))));
    }

    // As PROTOCOL has it, with all tags in memory.
    private static byte[] Defined(byte[] content)
    {
        byte[] leafKey = Encoding.ASCII.GetBytes("peerdevice leaf v1");
        byte[] nodeKey = Encoding.ASCII.GetBytes("peerdevice node v1");
        List<(byte[] Tag, long Covered)> level = content.Length == 0 ? [(HMACSHA256.HashData(leafKey, content), 0)]
            : [.. content.Chunk(TreeTag.Leaf).Select(leaf => (HMACSHA256.HashData(leafKey, leaf), (long)leaf.Length))];
        for (byte number = 1; level.Count > 1; number++)
        {
            level = [.. level.Chunk(TreeTag.Children).Select(children =>
            {
                long covered = children.Sum(child => child.Covered);
                byte[] node = [number, .. BitConverter.GetBytes(covered).Reverse(), .. children.SelectMany(child => child.Tag)];
                return (HMACSHA256.HashData(nodeKey, node), covered);
            })];
        }

        return level[0].Tag;
    }

    private static byte[] TagOf(TreeTag tag, byte[] content, int step)
    {
        tag.Begin();
        for (int at = 0; at < content.Length; at += step)
        {
            tag.Append(content, at, Math.Min(step, content.Length - at));
        }

        return tag.End();
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static string Hex(byte[] octets) => Convert.ToHexString(octets);
}
