using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// A file with the dead properties of the resources whose paths have one number (PROTOCOL, "The reserved area"): nearly always of one.
/// It is written whole, beside its place, and takes it by a commit; so there is no half of one.
/// <code>
/// offset  octets
/// 0       4      "PDPR"
/// 4       1      version of this format: 1
/// </code>
/// then for each resource:
/// <code>
/// 0       4      n, octets of the body
/// 4       2      p, octets of the path
/// 6       p      the path
/// 6+p     n-2-p  its properties (<see cref="DeadProperties"/>)
/// 4+n     4      CRC-32 of octets 0 to 3+n
/// </code>
/// Numbers are big-endian, paths are UTF-8.
/// </summary>
internal sealed class PropertyFile
{
    private const int HeaderOctets = 5;
    private const int BodyAt = 4;
    private const int PathAt = 6;
    private const int CrcOctets = 4;
    private const byte Version = 1;

    private readonly IFileStore _store;
    private readonly StoreEntry _entry = new StoreEntry();
    private readonly int _most;
    private byte[] _octets = new byte[HeaderOctets + 1];     // as large as the records that came by
    private BlockSource? _content;
    private long _at;

    /// <summary>A reader and writer with a buffer for one resource's properties.</summary>
    public PropertyFile(IFileStore store)
    {
        _store = store;
        _most = PathAt + (store.IsFat ? Limits.FatPathOctets : Limits.PathOctets) + Limits.PropertiesOctets + CrcOctets;
        Path = "";
    }

    /// <summary>The path of the resource that was read last.</summary>
    public string Path { get; private set; }

    /// <summary>Octets of the whole record that was read last.</summary>
    public int RecordOctets { get; private set; }

    /// <summary>Whether something in the file was no record, or could not be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether that is because the medium failed: what stands there is not known.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Opens a file for reading.</summary>
    public int Open(string path)
    {
        _at = HeaderOctets;
        IsDamaged = false;
        HasFailed = false;
        int status = StoreStatus.Failed;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            status = _store.OpenRead(path, _entry, out _content);
        }

        bool isRead = false;
        try
        {
            if (status == StoreStatus.Ok && _content is not null && (!Read(0, HeaderOctets) || !IsHeader()))
            {
                IsDamaged = true;
                _at = _content.Length;
            }

            isRead = true;
        }
        finally
        {
            if (!isRead)
            {
                Close();
            }
        }

        return status == StoreStatus.NoParent ? StoreStatus.NotFound : status;
    }

    /// <summary>Reads the next resource's record.</summary>
    /// <returns>False at the end, or where the file is damaged.</returns>
    public bool Next()
    {
        if (_content is null || IsDamaged || _at >= _content.Length)
        {
            return false;
        }

        IsDamaged = true;
        if (!Read(_at, PathAt))
        {
            return false;
        }

        int body = (int)Number(0, 4);
        int path = (int)Number(BodyAt, 2);
        RecordOctets = BodyAt + body + CrcOctets;
        if (body < 2 + path || !MakeRoom(RecordOctets) || !Read(_at, RecordOctets)
            || (uint)Number(BodyAt + body, CrcOctets) != Crc32.Of(0, _octets, 0, BodyAt + body))
        {
            return false;
        }

        Path = Bytes.Text.String(_octets, PathAt, PathAt + path);
        _at += RecordOctets;
        IsDamaged = false;
        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        _content?.Close();
        _content = null;
    }

    /// <summary>Gives the properties that were read last to a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="withBuffer">Whether it gets the buffer too, where there is no memory for a second one; the record is gone then.</param>
    /// <returns>False when they are none.</returns>
    public bool Give(DeadProperties set, bool withBuffer)
    {
        int start = PathAt + (int)Number(BodyAt, 2);
        int length = RecordOctets - CrcOctets - start;
        if (withBuffer)
        {
            // First: where there is no memory for it, both would have the one buffer.
            byte[] own = new byte[HeaderOctets + 1];
            System.Array.Copy(_octets, start, _octets, 0, length);
            set.Adopt(_octets);
            _octets = own;
            return set.Take(length);
        }

        if (!set.MakeRoom(length))
        {
            return false;
        }

        System.Array.Copy(_octets, start, set.Buffer, 0, length);
        return set.Take(length);
    }

    /// <summary>Writes the header of a file. The record that was read stays.</summary>
    public static bool WriteHeader(FileWriter writer)
    {
        byte[] header = { (byte)'P', (byte)'D', (byte)'P', (byte)'R', Version };
        return writer.Write(header, 0, HeaderOctets);
    }

    /// <summary>Writes the record that was read last.</summary>
    public bool WriteAgain(FileWriter writer)
    {
        return writer.Write(_octets, 0, RecordOctets);
    }

    /// <summary>Writes the record of a resource.</summary>
    /// <returns>False when the writer failed, or the path is too long to be kept.</returns>
    public bool Write(FileWriter writer, string path, DeadProperties set)
    {
        int octets = IndexRecord.Utf8Length(path);
        int body = 2 + octets + set.Length;
        if (!MakeRoom(BodyAt + body + CrcOctets))
        {
            return false;
        }

        Put(0, body, 4);
        Put(BodyAt, octets, 2);
        Encoding.UTF8.GetBytes(path, 0, path.Length, _octets, PathAt);
        System.Array.Copy(set.Buffer, 0, _octets, PathAt + octets, set.Length);
        Put(BodyAt + body, Crc32.Of(0, _octets, 0, BodyAt + body), CrcOctets);
        return writer.Write(_octets, 0, BodyAt + body + CrcOctets);
    }

    private bool MakeRoom(int octets)
    {
        if (octets > _octets.Length && octets <= _most)
        {
            _octets = new byte[octets];
        }

        return octets <= _octets.Length;
    }

    private bool IsHeader()
    {
        return _octets[0] == 'P' && _octets[1] == 'D' && _octets[2] == 'P' && _octets[3] == 'R' && _octets[4] == Version;
    }

    private bool Read(long position, int count)
    {
        int at = 0;
        while (at < count)
        {
            int got = _content!.ReadAt(position + at, _octets, at, count - at);
            if (got <= 0)
            {
                HasFailed = got < 0;
                return false;
            }

            at += got;
        }

        return true;
    }

    private long Number(int at, int octets)
    {
        long value = 0;
        for (; octets > 0; octets--)
        {
            value = (value << 8) | _octets[at];
            at++;
        }

        return value;
    }

    private void Put(int at, long value, int octets)
    {
        for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8)
        {
            _octets[at] = (byte)(value >> shift);
            at++;
        }
    }
}
