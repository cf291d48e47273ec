namespace PeerDevice.Bytes;

/// <summary>Where bytes go, in order: a connection, a file being written, an output device.</summary>
public abstract class ByteSink
{
    /// <summary>Takes all of the given octets; blocks while there is no room.</summary>
    /// <returns>False when the sink failed: some of the octets may have gone, and no more will. Never throws.</returns>
    public abstract bool Write(byte[] buffer, int offset, int count);

    /// <summary>
    /// Moves <paramref name="count"/> octets that stand at <paramref name="position"/> in <paramref name="source"/>
    /// into this sink by the fastest way there is under it: the operating system's on a PC,
    /// <paramref name="block"/> after <paramref name="block"/> otherwise.
    /// </summary>
    /// <param name="source">The opened content.</param>
    /// <param name="position">Where in the content to begin, in octets.</param>
    /// <param name="count">How many octets to move.</param>
    /// <param name="block">A buffer lent for the time of the call; its whole length is used.</param>
    /// <returns>How many octets were moved; fewer than <paramref name="count"/> when either side failed. Never throws.</returns>
    public virtual long TransferFrom(BlockSource source, long position, long count, byte[] block)
    {
        long at = position;
        long end = position + count;
        int size = block.Length;
        while (at < end)
        {
            if (end - at < size)
            {
                size = (int)(end - at);
            }

            int got = source.ReadAt(at, block, 0, size);
            if (got <= 0 || !Write(block, 0, got))
            {
                break;
            }

            at += got;
        }

        return at - position;
    }
}
