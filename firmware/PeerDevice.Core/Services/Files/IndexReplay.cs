using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// Reads one generation of the index from its first octet to its last, record by record. What is damaged is stepped over
/// octet by octet until something with a right CRC stands there: one bad sector must not hide the commit that was cut.
/// </summary>
public sealed class IndexReplay
{
    private readonly IndexRecord record;
    private BlockSource? content;
    private long position;      // of the buffer's first octet in the file
    private int start;
    private int end;
    private bool isAtEnd;

    /// <summary>A reader with a record and its buffer of its own.</summary>
    public IndexReplay(IndexRecord record)
    {
        this.record = record;
    }

    /// <summary>Whether something was neither a record nor filler; set by <see cref="Next"/>.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether the medium failed somewhere in the file.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The generation in the header; 0 when there is no right header.</summary>
    public uint Generation { get; private set; }

    /// <summary>The file's length.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a generation and reads its header.</summary>
    /// <returns>A <see cref="StoreStatus"/>; Ok also for a damaged header.</returns>
    public int Open(IFileStore store, string path)
    {
        StoreEntry entry = new StoreEntry();
        int status = store.OpenRead(path, entry, out content);
        Generation = 0;
        IsDamaged = false;
        HasFailed = false;
        Length = 0;
        if (status != StoreStatus.Ok || content is null)
        {
            return status;
        }

        Length = content.Length;
        position = 0;
        start = 0;
        end = 0;
        isAtEnd = false;
        Fill();
        byte[] octets = record.Buffer;
        if (end < IndexHeader.Octets)
        {
            IsDamaged = true;
            return StoreStatus.Ok;
        }

        Generation = IndexHeader.Read(octets);
        IsDamaged = Generation == 0;
        record.Seed = IndexHeader.Seed(Generation);
        start = IndexHeader.Octets;
        return StoreStatus.Ok;
    }

    /// <summary>Reads the next record into <see cref="IndexRecord"/>.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Next()
    {
        while (true)
        {
            if (!isAtEnd && (end - start < IndexRecord.Frame || IsCut()))
            {
                Fill();
            }

            if (start >= end)
            {
                return false;
            }

            int kind = record.Buffer[start];
            if (kind == IndexRecord.FillOctet)
            {
                start++;
                continue;
            }

            int whole = record.Read(start, end);
            if (whole > 0)
            {
                start += whole;
                if (record.Kind != IndexRecord.Fill)
                {
                    return true;
                }

                Skip((int)record.TakeNumber(2));
                continue;
            }

            IsDamaged = true;
            start++;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        content?.Close();
        content = null;
    }

    // Whether the record at the start says that it is longer than what is in the buffer.
    private bool IsCut()
    {
        byte[] octets = record.Buffer;
        return octets[start] >= IndexRecord.Epoch && octets[start] <= IndexRecord.Fill
            && IndexRecord.Frame + ((octets[start + 1] << 8) | octets[start + 2]) > end - start;
    }

    private void Skip(int octets)
    {
        while (end - start < octets && !isAtEnd)
        {
            octets -= end - start;
            start = end;
            Fill();
        }

        start = end - start < octets ? end : start + octets;
    }

    private void Fill()
    {
        byte[] octets = record.Buffer;
        int left = end - start;
        System.Array.Copy(octets, start, octets, 0, left);
        position += start;
        start = 0;
        end = left;
        while (end < octets.Length)
        {
            int got = ReadOnce(end);
            if (got == 0)
            {
                isAtEnd = true;
                return;
            }

            end += got;
        }
    }

    // A sector that cannot be read is taken for zeros, so that what stands behind it is still found.
    private int ReadOnce(int at)
    {
        byte[] octets = record.Buffer;
        for (int tries = 0; tries < Limits.StoreTries; tries++)
        {
            int got = content is null ? 0 : content.ReadAt(position + at, octets, at, octets.Length - at);
            if (got >= 0)
            {
                return got;
            }
        }

        HasFailed = true;
        IsDamaged = true;
        long left = Length - position - at;
        int rest = Limits.Sector - (int)((position + at) % Limits.Sector);
        rest = rest < octets.Length - at ? rest : octets.Length - at;
        rest = rest < left ? rest : left < 0 ? 0 : (int)left;
        System.Array.Clear(octets, at, rest);
        return rest;
    }
}
