using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>Gathers the records of a new generation into blocks, since each write to a card costs the same, short or long.</summary>
public sealed class IndexSnapshot
{
    private readonly FileWriter _writer;
    private readonly byte[] _block = new byte[2 * Limits.IndexBlock];
    private int _used;
    private bool _isBroken;

    /// <summary>A generation that goes to a writer.</summary>
    public IndexSnapshot(FileWriter writer)
    {
        _writer = writer;
    }

    /// <summary>Octets written or gathered.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a record.</summary>
    public void Add(byte[] octets, int count)
    {
        if (_used + count > _block.Length)
        {
            Flush();
        }

        System.Array.Copy(octets, 0, _block, _used, count);
        _used += count;
        Length += count;
    }

    /// <summary>Writes what is left.</summary>
    /// <returns>False when any of it could not be written.</returns>
    public bool Finish()
    {
        Flush();
        return !_isBroken;
    }

    private void Flush()
    {
        if (!_isBroken && _used != 0 && !_writer.Write(_block, 0, _used))
        {
            _isBroken = true;
        }

        _used = 0;
    }
}
