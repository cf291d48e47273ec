using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Services.Fetching;

/// <summary>Whether a content that is stored is what it should be, all of it: its front is taken as it comes, as far as that is in order, and the rest read.</summary>
public sealed class WholeCheck
{
    private readonly ContentDigest? _sha;
    private readonly TreeTag? _tree;
    private long _taken;

    /// <summary>At the first octet.</summary>
    /// <param name="sha">What computes its SHA-256; null for its tree tag.</param>
    public WholeCheck(ContentDigest? sha)
    {
        _sha = sha;
        _tree = sha is null ? new TreeTag() : null;
    }

    /// <summary>Begins a tree tag anew.</summary>
    public void Begin()
    {
        _tree?.Begin();
        _taken = 0;
    }

    /// <summary>Takes octets that were stored at a position, unless others before them are missing, or it has them already: they are read in the end then.</summary>
    public void Append(long position, byte[] octets, int offset, int count)
    {
        if (position == _taken)
        {
            Take(octets, offset, count);
        }
    }

    /// <summary>Reads what it has not got, and says whether the whole is right. Once.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="path">Its path.</param>
    /// <param name="length">Its octets.</param>
    /// <param name="should">What it should have.</param>
    /// <param name="block">A buffer.</param>
    /// <param name="hasFailed">Whether the store gave less than there is. Of a content of no octets there may be nothing at all.</param>
    public bool IsRight(IFileStore store, string path, long length, byte[] should, byte[] block, out bool hasFailed)
    {
        hasFailed = _taken < length && !Read(store, path, length, block);
        if (hasFailed)
        {
            return false;
        }

        byte[] digest = _sha is not null ? _sha.End() : _tree!.End();
        return should.Length == digest.Length && Octets.AreSame(digest, 0, should, 0, digest.Length);
    }

    private bool Read(IFileStore store, string path, long length, byte[] block)
    {
        int status = store.OpenRead(path, new StoreEntry(), out BlockSource? content);
        if (status != StoreStatus.Ok || content is null)
        {
            return false;
        }

        int got = 1;
        while (got > 0 && _taken < length)
        {
            got = content.ReadAt(_taken, block, 0, block.Length);
            if (got > 0)
            {
                Take(block, 0, got);
            }
        }

        content.Close();
        return _taken >= length;
    }

    private void Take(byte[] octets, int offset, int count)
    {
        _taken += count;
        if (_tree is not null)
        {
            _tree.Append(octets, offset, count);
            return;
        }

        _sha!.Append(octets, offset, count);
    }
}
