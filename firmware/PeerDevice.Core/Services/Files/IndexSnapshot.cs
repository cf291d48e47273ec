using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>Gathers the records of a new generation into blocks, since each write to a card costs the same, short or long.</summary>
public sealed class IndexSnapshot
{
    private readonly FileWriter writer;
    private readonly byte[] block = new byte[2 * Limits.IndexBlock];
    private int used;
    private bool isBroken;

    /// <summary>A generation that goes to a writer.</summary>
    public IndexSnapshot(FileWriter writer)
    {
        this.writer = writer;
    }

    /// <summary>Octets written or gathered.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a record.</summary>
    public void Add(byte[] octets, int count)
    {
        if (used + count > block.Length)
        {
            Flush();
        }

        System.Array.Copy(octets, 0, block, used, count);
        used += count;
        Length += count;
    }

    /// <summary>Writes what is left.</summary>
    /// <returns>False when any of it could not be written.</returns>
    public bool Finish()
    {
        Flush();
        return !isBroken;
    }

    private void Flush()
    {
        if (!isBroken && used != 0 && !writer.Write(block, 0, used))
        {
            isBroken = true;
        }

        used = 0;
    }
}
