using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Services.Fetching;

/// <summary>Whether a content that is stored is what it should be, all of it.</summary>
internal static class WholeCheck
{
    /// <summary>Reads it from its front to its end.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="path">Its path.</param>
    /// <param name="length">Its octets.</param>
    /// <param name="sha">What computes its SHA-256; null for its tree tag.</param>
    /// <param name="should">What it should have.</param>
    /// <param name="block">A buffer.</param>
    /// <param name="hasFailed">Whether the store gave less than there is. Of a content of no octets there may be nothing at all.</param>
    public static bool IsRight(IFileStore store, string path, long length, ContentDigest? sha, byte[] should, byte[] block, out bool hasFailed)
    {
        int status = store.OpenRead(path, new StoreEntry(), out BlockSource? content);
        if (status != StoreStatus.Ok || content is null)
        {
            hasFailed = length != 0;
            return length == 0;
        }

        TreeTag? tree = sha is null ? new TreeTag() : null;
        tree?.Begin();
        long at = 0;
        int got = 1;
        while (got > 0 && at < length)
        {
            got = content.ReadAt(at, block, 0, block.Length);
            if (got > 0)
            {
                sha?.Append(block, 0, got);
                tree?.Append(block, 0, got);
                at += got;
            }
        }

        content.Close();
        hasFailed = at < length;
        if (hasFailed)
        {
            return false;
        }

        byte[] digest = sha is not null ? sha.End() : tree!.End();
        return should.Length == digest.Length && Octets.AreSame(digest, 0, should, 0, digest.Length);
    }
}
