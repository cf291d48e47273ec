namespace PeerDevice.Bytes;

/// <summary>Content of known length that can be read at any position, such as an opened file.</summary>
public abstract class BlockSource
{
    /// <summary>The length of the content in octets, as it was when it was opened.</summary>
    public abstract long Length { get; }

    /// <summary>
    /// Reads up to <paramref name="count"/> octets that stand at <paramref name="position"/>.
    /// Fewer than asked is no fault: ask again for the rest.
    /// </summary>
    /// <returns>How many octets were read; 0 at the end of the content; negative when the medium failed. Never throws.</returns>
    public abstract int ReadAt(long position, byte[] buffer, int offset, int count);

    /// <summary>Gives the content back. Closing twice is harmless.</summary>
    public abstract void Close();
}
