using PeerDevice.Board;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Services.Fetching;

/// <summary>Verifies the pieces of a content as its octets pass, in order.</summary>
public sealed class PieceCheck
{
    private readonly PieceList _pieces;
    private readonly IDigests? _digests;
    private readonly TreeTag? _tree;
    private ContentDigest? _digest;

    private PieceCheck(PieceList pieces, IDigests? digests)
    {
        _pieces = pieces;
        _digests = digests;
        _tree = pieces.Kind == PieceList.TreeNodes ? new TreeTag() : null;
        Begin();
    }

    /// <summary>A check by a list.</summary>
    /// <returns>Null where this peer cannot make such digests.</returns>
    public static PieceCheck? For(PieceList? pieces, IDigests? digests)
    {
        return pieces is null || (pieces.Kind == PieceList.Sha256 && digests is null) ? null : new PieceCheck(pieces, digests);
    }

    /// <summary>Octets of a piece.</summary>
    public long Octets => _pieces.Octets;

    /// <summary>Begins a piece.</summary>
    public void Begin()
    {
        _tree?.Begin();
        _digest = _tree is null ? _digests?.Sha256() : null;
    }

    /// <summary>Takes the next octets of the piece.</summary>
    public void Append(byte[] octets, int offset, int count)
    {
        if (_tree is not null)
        {
            _tree.Append(octets, offset, count);
        }
        else
        {
            _digest?.Append(octets, offset, count);
        }
    }

    /// <summary>Ends the piece and begins the next one.</summary>
    /// <param name="piece">Its number.</param>
    /// <returns>Whether it is what it should be.</returns>
    public bool Ends(long piece)
    {
        byte[] digest = _tree is not null ? _tree.EndAt(_pieces.Count > 1 ? _pieces.Level : 0) : _digest is not null ? _digest.End() : new byte[0];
        Begin();
        return _pieces.Is(piece, digest);
    }
}
