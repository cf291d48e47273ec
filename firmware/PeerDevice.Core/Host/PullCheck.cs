using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Host;

/// <summary>What a content that is fetched should be, as its own server says (RFC 9530), and whether what comes is that.</summary>
internal sealed class PullCheck
{
    private readonly IDigests? _digests;
    private TreeTag? _tree;
    private ContentDigest? _sum;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="digests">SHA-256, where there is one.</param>
    public PullCheck(IDigests? digests)
    {
        _digests = digests;
    }

    /// <summary>The tree tag that it should have; null where nobody says.</summary>
    public byte[]? ToldTree { get; set; }

    /// <summary>The SHA-256 that it should have; null where nobody says. A board cannot see whether it has.</summary>
    public byte[]? ToldSum { get; set; }

    /// <summary>The tree tag of what came, at its end; null where nobody computed it, or it is wrong.</summary>
    public byte[]? Tree { get; private set; }

    /// <summary>Whether it can be told from any other content, by whoever gives it.</summary>
    public bool IsKnown => ToldTree is not null || (ToldSum is not null && _digests is not null);

    /// <summary>Where any peer that has it gives it (PROTOCOL, "The same content elsewhere").</summary>
    public string Target => "/" + (ToldTree is not null ? ContentPath.OfTree(ToldTree) : ContentPath.OfSha256(ToldSum!));

    /// <summary>What files are called in which it is gathered (<see cref="Limits.RestDigits"/>).</summary>
    public string Name => (BigEndian.Read(ToldTree ?? ToldSum!, 0, 4) & 0x0FFFFFFF).ToString("X7");

    /// <summary>Takes what an answer says; what it does not say stays.</summary>
    public void Hear(HttpClient client)
    {
        ToldTree = client.TreeTag() ?? ToldTree;
        ToldSum = client.Digest() ?? ToldSum;
    }

    /// <summary>Its first octet comes next.</summary>
    /// <param name="isKept">Whether its tree tag is of use, whatever it should be.</param>
    public void Begin(bool isKept)
    {
        _tree = isKept || ToldTree is not null ? new TreeTag() : null;
        _tree?.Begin();
        _sum = ToldSum is null || _digests is null ? null : _digests.Sha256();
    }

    /// <summary>Takes what came.</summary>
    public void Append(byte[] octets, int offset, int count)
    {
        _tree?.Append(octets, offset, count);
        _sum?.Append(octets, offset, count);
    }

    /// <summary>That was all of it.</summary>
    /// <returns>Whether it is what it should be, as far as that is known.</returns>
    public bool End()
    {
        byte[]? tree = _tree?.End();
        byte[]? sum = _sum?.End();
        _tree = null;
        _sum = null;
        bool isRight = (tree is null || ToldTree is null || Octets.AreSame(tree, 0, ToldTree, 0, ContentKind.Octets))
            && (sum is null || Octets.AreSame(sum, 0, ToldSum!, 0, ContentKind.Octets));
        Tree = isRight ? tree ?? Tree : null;
        return isRight;
    }
}
