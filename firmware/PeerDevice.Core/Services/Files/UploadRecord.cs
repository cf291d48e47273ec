using System;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// What is written down of an upload, in a file of its own that is only appended to (PROTOCOL, "The reserved area"): a header, then records framed as
/// those of the index are. Written anew, as the next generation, before it grows long.
/// <code>
/// offset  octets
/// 0       4      "PDUP"
/// 4       1      version of this format: 2
/// 5       4      generation
/// 9       16     identifier
/// 25      4      CRC-32 of octets 0 to 24
/// </code>
/// </summary>
public sealed class UploadRecord
{
    /// <summary>The suffixes of the two generations of a record.</summary>
    public const string EvenSuffix = Staging.EvenSuffix;

    /// <summary>The other one.</summary>
    public const string OddSuffix = Staging.OddSuffix;

    private const int HeaderOctets = 29;
    private const int IdAt = 9;
    private const int CrcAt = 25;
    private const byte Version = 2;

    // Body: when (8), guard (1), octets of the tag (1), tag, target path.
    private const int Begun = 1;

    // Body: offset (8), length (8; all ones: not known), when (8).
    private const int Arrived = 2;

    // No body: the upload has ended, and its files are being deleted.
    private const int Ended = 3;

    private const int ArrivedLength = IndexRecord.Frame + 24;

    private readonly IFileStore _store;
    private readonly byte[] _buffer;
    private readonly IndexRecord _record;

    /// <summary>The records of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="hasAny">Whether there may be any: without, nothing is read or written here.</param>
    public UploadRecord(IFileStore store, bool hasAny)
    {
        _store = store;
        _buffer = new byte[!hasAny ? 0 : Limits.UploadRecord + (store.IsFat ? Limits.FatPathOctets : Limits.PathOctets)];
        _record = new IndexRecord(_buffer);
    }

    /// <summary>Reads a record's file.</summary>
    /// <returns>The upload, of which nothing but the record is known yet; null when there is none.</returns>
    public Upload? Read(string path)
    {
        lock (_buffer)
        {
            return ReadAlone(path);
        }
    }

    /// <summary>Writes the next generation of a record, durably, and deletes the one before. On failure that one goes on.</summary>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    public int Write(Upload upload)
    {
        lock (_buffer)
        {
            return WriteAlone(upload, false);
        }
    }

    /// <summary>Notes durably how far an upload has come.</summary>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    public int Note(Upload upload)
    {
        lock (_buffer)
        {
            return NoteAlone(upload);
        }
    }

    /// <summary>
    /// Notes durably that an upload has ended. Only then its files are deleted: a deletion that was cut may leave a name that still looks like a record,
    /// over clusters that are another file's by now.
    /// </summary>
    /// <returns>A <see cref="StoreStatus"/>.</returns>
    public int End(Upload upload)
    {
        lock (_buffer)
        {
            return EndAlone(upload);
        }
    }

    private Upload? ReadAlone(string path)
    {
        int end = -1;
        bool isWhole = false;
        for (int tries = 0; end < 0 && tries < Limits.StoreTries; tries++)
        {
            end = Load(path, out isWhole);
        }

        bool isOurs = end >= HeaderOctets && _buffer[0] == 'P' && _buffer[1] == 'D' && _buffer[2] == 'U' && _buffer[3] == 'P' && _buffer[4] == Version;
        if (!isOurs || (uint)Number(CrcAt) != Crc32.Of(0, _buffer, 0, CrcAt))
        {
            return null;
        }

        Upload upload = new Upload { Id = Digits(_buffer, IdAt), Record = path, Generation = (int)Number(5), RecordOctets = end, IsDamaged = !isWhole };
        _record.Seed = (uint)Number(CrcAt);
        return TakeAll(upload, end) ? upload : null;
    }

    // Octets of a file that are in the buffer now; -1 when the medium failed.
    private int Load(string path, out bool isWhole)
    {
        isWhole = false;
        int status = _store.OpenRead(path, new StoreEntry(), out BlockSource? content);
        if (status != StoreStatus.Ok || content is null)
        {
            return status == StoreStatus.Failed ? -1 : 0;
        }

        int end = 0;
        int got = 1;
        while (end < _buffer.Length && got > 0)
        {
            got = content.ReadAt(end, _buffer, end, _buffer.Length - end);
            end += got > 0 ? got : 0;
        }

        isWhole = content.Length == end;
        content.Close();
        return got < 0 ? -1 : end;
    }

    private int WriteAlone(Upload upload, bool isEnd)
    {
        int generation = upload.Generation + 1;
        string old = upload.Record;
        string path = upload.Staged + ((generation & 1) == 0 ? EvenSuffix : OddSuffix);
        int length = 0;
        int status = StoreWork.Create(_store, path, out FileWriter? writer);
        if (status == StoreStatus.Ok && writer is not null)
        {
            IndexSnapshot snapshot = new IndexSnapshot(writer);
            BuildHeader(upload, generation);
            snapshot.Add(_buffer, HeaderOctets);
            snapshot.Add(_buffer, BuildBegun(upload));
            length = (int)snapshot.Length;
            int arrived = BuildArrived(upload, length);
            snapshot.Add(_buffer, arrived);
            length += arrived;
            if (isEnd)
            {
                _record.Begin(Ended);
                int ended = _record.End();
                snapshot.Add(_buffer, ended);
                length += ended;
            }

            bool isWritten = snapshot.Finish();
            int failed = writer.Status;
            status = writer.Close(true);
            status = isWritten ? status : failed == StoreStatus.Ok ? StoreStatus.Failed : failed;
        }

        if (status != StoreStatus.Ok)
        {
            StoreWork.Delete(_store, path);
            return status;
        }

        upload.Record = path;
        upload.Generation = generation;
        upload.RecordOctets = length;
        upload.IsDamaged = false;
        upload.Noted = upload.Offset;
        upload.NotedLength = upload.Length;
        if (old.Length != 0)
        {
            // Should it stay, the next mount knows it by its generation.
            StoreWork.Delete(_store, old);
        }

        return StoreStatus.Ok;
    }

    private int NoteAlone(Upload upload)
    {
        if (upload.IsDamaged || upload.RecordOctets + (2 * ArrivedLength) > _buffer.Length)
        {
            return WriteAlone(upload, false);
        }

        BuildHeader(upload, upload.Generation);
        int status = Append(upload, BuildArrived(upload, upload.RecordOctets));
        if (status == StoreStatus.Ok)
        {
            upload.Noted = upload.Offset;
            upload.NotedLength = upload.Length;
        }

        return status;
    }

    private int EndAlone(Upload upload)
    {
        if (upload.IsDamaged)
        {
            return WriteAlone(upload, true);
        }

        BuildHeader(upload, upload.Generation);
        _record.Begin(Ended);
        return Append(upload, _record.End());
    }

    // The key of a record's check is the header's CRC: no record of another upload or generation passes for one of this.
    private void BuildHeader(Upload upload, int generation)
    {
        _buffer[0] = (byte)'P';
        _buffer[1] = (byte)'D';
        _buffer[2] = (byte)'U';
        _buffer[3] = (byte)'P';
        _buffer[4] = Version;
        PutNumber(5, (uint)generation);
        PutDigits(upload.Id, _buffer, IdAt);
        _record.Seed = Crc32.Of(0, _buffer, 0, CrcAt);
        PutNumber(CrcAt, _record.Seed);
    }

    private int Append(Upload upload, int count)
    {
        int status = StoreWork.Append(_store, upload.Record, out FileWriter? writer);
        if (status != StoreStatus.Ok || writer is null)
        {
            return status;
        }

        bool isWritten = writer.Write(_buffer, 0, count);
        int failed = writer.Status;
        status = writer.Close(true);
        status = isWritten ? status : failed == StoreStatus.Ok ? StoreStatus.Failed : failed;
        upload.RecordOctets += count;
        upload.IsDamaged |= status != StoreStatus.Ok;
        return status;
    }

    private int BuildBegun(Upload upload)
    {
        _record.Begin(Begun);
        _record.Number(upload.When, 8);
        _record.Number(upload.Guard, 1);
        _record.Number(upload.Tag.Length, 1);
        _record.Path(upload.Tag);
        _record.Path(upload.Target);
        return _record.End();
    }

    // With filler behind it where the end of the upload would need another sector, and so perhaps a cluster: on a full card it could not be noted.
    private int BuildArrived(Upload upload, int at)
    {
        _record.Begin(Arrived);
        _record.Number(upload.Offset, 8);
        _record.Number(upload.Length, 8);
        _record.Number(upload.When, 8);
        int length = _record.End();
        int slack = Limits.Sector - ((at + length) % Limits.Sector);
        if (slack < IndexRecord.Frame)
        {
            for (; slack >= 0; slack--)
            {
                _buffer[length] = IndexRecord.FillOctet;
                length++;
            }
        }

        return length;
    }

    private bool TakeAll(Upload upload, int end)
    {
        bool hasBegun = false;
        bool hasArrived = false;
        int at = HeaderOctets;
        while (at < end)
        {
            if (_buffer[at] == IndexRecord.FillOctet)
            {
                at++;
                continue;
            }

            int whole = _record.Read(at, end);
            if (whole == 0)
            {
                // What a cut left is stepped over; but nothing may follow it.
                upload.IsDamaged = true;
                at++;
                continue;
            }

            at += whole;
            switch (_record.Kind)
            {
                case Begun:
                    hasBegun = true;
                    upload.When = _record.TakeNumber(8);
                    upload.Guard = (int)_record.TakeNumber(1);
                    upload.Tag = _record.TakePath((int)_record.TakeNumber(1));
                    upload.Target = _record.TakePath(-1);
                    break;
                case Arrived:
                    hasArrived = true;
                    upload.Offset = _record.TakeNumber(8);
                    upload.Length = _record.TakeNumber(8);
                    upload.When = _record.TakeNumber(8);
                    upload.Noted = upload.Offset;
                    upload.NotedLength = upload.Length;
                    break;
                case Ended:
                    upload.IsEnded = true;
                    break;
                default:
                    break;     // of a later minor version: nothing that we must know
            }
        }

        return hasBegun && hasArrived;
    }

    private long Number(int at)
    {
        return (uint)((_buffer[at] << 24) | (_buffer[at + 1] << 16) | (_buffer[at + 2] << 8) | _buffer[at + 3]);
    }

    private void PutNumber(int at, uint value)
    {
        _buffer[at] = (byte)(value >> 24);
        _buffer[at + 1] = (byte)(value >> 16);
        _buffer[at + 2] = (byte)(value >> 8);
        _buffer[at + 3] = (byte)value;
    }

    private static int Value(char digit)
    {
        return digit <= '9' ? digit - '0' : digit - 'A' + 10;
    }

    /// <summary>Writes an identifier, two of its digits an octet.</summary>
    internal static void PutDigits(string id, byte[] octets, int at)
    {
        for (int i = 0; i < Limits.UploadIdDigits / 2; i++)
        {
            octets[at + i] = (byte)((Value(id[2 * i]) << 4) | Value(id[(2 * i) + 1]));
        }
    }

    /// <summary>The digits of an identifier.</summary>
    internal static string Digits(byte[] octets, int at)
    {
        char[] digits = new char[Limits.UploadIdDigits];
        for (int i = 0; i < digits.Length; i++)
        {
            int value = (i & 1) == 0 ? octets[at + (i / 2)] >> 4 : octets[at + (i / 2)] & 15;
            digits[i] = (char)(value < 10 ? '0' + value : 'A' + value - 10);
        }

        return new string(digits);
    }
}
