using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// Reads one generation of the index from its first octet to its last, record by record. What is damaged is stepped over
/// octet by octet until something with a right check stands there: one bad sector must not hide the commit that was cut.
/// </summary>
public sealed class IndexReplay
{
    private readonly IndexRecord _record;
    private BlockSource? _content;
    private long _position;      // of the buffer's first octet in the file
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>A reader with a record and its buffer of its own.</summary>
    public IndexReplay(IndexRecord record)
    {
        _record = record;
    }

    /// <summary>Whether something was neither a record nor filler; set by <see cref="Next"/>.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether the medium failed somewhere in the file.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the file is long enough for its header.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>The generation in the header; 0 when there is no right header.</summary>
    public uint Generation { get; private set; }

    /// <summary>The file's length.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a generation and reads its header.</summary>
    /// <returns>A <see cref="StoreStatus"/>; Ok also for a damaged header.</returns>
    public int Open(IFileStore store, string path)
    {
        int status = OpenBehind(store, path, IndexHeader.Octets);
        Generation = status == StoreStatus.Ok && HasHeader ? IndexHeader.Read(_record.Buffer) : 0;
        IsDamaged |= status == StoreStatus.Ok && Generation == 0;
        _record.Seed = Generation;
        return status;
    }

    /// <summary>Opens a file whose records stand behind a header of so many octets; they are at the start of the record's buffer until <see cref="Next"/>.</summary>
    /// <returns>A <see cref="StoreStatus"/>; Ok also for a file that is too short for its header.</returns>
    public int OpenBehind(IFileStore store, string path, int header)
    {
        StoreEntry entry = new StoreEntry();
        int status = store.OpenRead(path, entry, out _content);
        Generation = 0;
        IsDamaged = false;
        HasFailed = false;
        HasHeader = false;
        Length = 0;
        if (status != StoreStatus.Ok || _content is null)
        {
            return status;
        }

        Length = _content.Length;
        _position = 0;
        _start = 0;
        _end = 0;
        _isAtEnd = false;
        Fill();
        HasHeader = _end >= header;
        IsDamaged |= !HasHeader;
        _start = HasHeader ? header : 0;
        return StoreStatus.Ok;
    }

    /// <summary>Reads the next record into <see cref="IndexRecord"/>.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Next()
    {
        while (true)
        {
            if (!_isAtEnd && (_end - _start < IndexRecord.Frame || IsCut()))
            {
                Fill();
            }

            if (_start >= _end)
            {
                return false;
            }

            int kind = _record.Buffer[_start];
            if (kind == IndexRecord.FillOctet)
            {
                _start++;
                continue;
            }

            int whole = _record.Read(_start, _end);
            if (whole > 0)
            {
                _start += whole;
                if (_record.Kind != IndexRecord.Fill)
                {
                    return true;
                }

                Skip((int)_record.TakeNumber(2));
                continue;
            }

            IsDamaged = true;
            _start++;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        _content?.Close();
        _content = null;
    }

    // Whether the record at the start says that it is longer than what is in the buffer.
    private bool IsCut()
    {
        byte[] octets = _record.Buffer;
        return octets[_start] >= IndexRecord.Epoch && octets[_start] <= IndexRecord.LastKind
            && IndexRecord.Frame + ((octets[_start + 1] << 8) | octets[_start + 2]) > _end - _start;
    }

    private void Skip(int octets)
    {
        while (_end - _start < octets && !_isAtEnd)
        {
            octets -= _end - _start;
            _start = _end;
            Fill();
        }

        _start = _end - _start < octets ? _end : _start + octets;
    }

    private void Fill()
    {
        byte[] octets = _record.Buffer;
        int left = _end - _start;
        System.Array.Copy(octets, _start, octets, 0, left);
        _position += _start;
        _start = 0;
        _end = left;
        while (_end < octets.Length)
        {
            int got = ReadOnce(_end);
            if (got == 0)
            {
                _isAtEnd = true;
                return;
            }

            _end += got;
        }
    }

    // A sector that cannot be read is taken for zeros, so that what stands behind it is still found.
    private int ReadOnce(int at)
    {
        byte[] octets = _record.Buffer;
        for (int tries = 0; tries < Limits.StoreTries; tries++)
        {
            int got = _content is null ? 0 : _content.ReadAt(_position + at, octets, at, octets.Length - at);
            if (got >= 0)
            {
                return got;
            }
        }

        HasFailed = true;
        IsDamaged = true;
        long left = Length - _position - at;
        int rest = Limits.Sector - (int)((_position + at) % Limits.Sector);
        rest = rest < octets.Length - at ? rest : octets.Length - at;
        rest = rest < left ? rest : left < 0 ? 0 : (int)left;
        System.Array.Clear(octets, at, rest);
        return rest;
    }
}
