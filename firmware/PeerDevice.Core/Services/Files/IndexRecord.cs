using System;
using System.Security.Cryptography;
using System.Text;

namespace PeerDevice.Services.Files;

/// <summary>
/// The octets of one record of the index (PROTOCOL, "The reserved area"), written into and read from a reused buffer.
/// <code>
/// offset  octets
/// 0       1      kind
/// 1       2      n, the length of the body
/// 3       n      body
/// 3+n     4      check: the first octets of HMAC-SHA256 (RFC 2104) of octets 0 to 2+n, with the seed (4) as its key
/// </code>
/// All numbers are big-endian. 0xFF in place of a kind is filler of one octet.
/// </summary>
/// <remarks>A board computes an HMAC natively and a CRC by instructions, ten for each octet: of a start over a full index that was a third.</remarks>
public sealed class IndexRecord
{
    /// <summary>Body: epoch (8). A mount began.</summary>
    public const int Epoch = 1;

    /// <summary>Body: stamp (4), length (8), modified (8), path. What is known of a file.</summary>
    public const int File = 2;

    /// <summary>Body: stamp (4), phase (1), length (8), modified (8), octets of the source path (2), source path, target path. A commit began.</summary>
    public const int Intent = 3;

    /// <summary>Body: stamp (4), phase (1), path of the copy (phase 3 only). A commit went on.</summary>
    public const int Phase = 4;

    /// <summary>Body: stamp (4), outcome (1). A commit ended.</summary>
    public const int Done = 5;

    /// <summary>No body. What follows the header is complete: the generation counts.</summary>
    public const int Seal = 6;

    /// <summary>Body: octets to pass over behind the record (2), whatever they are.</summary>
    public const int Fill = 7;

    /// <summary>Body: stamp (4), 1 when the commit of that stamp has taken effect and 0 before (1), octets of the staged path (2), staged path, place. Properties that a commit takes along.</summary>
    public const int Luggage = 8;

    /// <summary>Body: stamp (4), length (8), what (1): 1 a tree tag, 2 a SHA-256 that was claimed, the tag (32), path. What the content of that stamp is.</summary>
    public const int Tag = 9;

    /// <summary>Kinds that are read, whether or not they are known here: a later firmware may define more. Few, since damage is looked at octet by octet, and each that may be a kind costs a check.</summary>
    public const int LastKind = 31;

    /// <summary>Octets of a whole record of kind Fill.</summary>
    public const int FillLength = Frame + 2;

    /// <summary>Filler of one octet.</summary>
    public const int FillOctet = 0xFF;

    private const int CheckOctets = 4;

    /// <summary>Octets around a body.</summary>
    public const int Frame = 7;

    /// <summary>Octets before a body.</summary>
    public const int BodyAt = 3;

    /// <summary>The outcome of a commit that took effect.</summary>
    public const int TookEffect = 0;

    /// <summary>The outcome of a commit that changed nothing.</summary>
    public const int Abandoned = 1;

    private readonly byte[] _key = new byte[CheckOctets];
    private readonly byte[] _buffer;
    private int _start;     // of the record being written
    private int _at;
    private int _end;

    /// <summary>A record over a buffer of <see cref="Limits.IndexBlock"/> octets.</summary>
    public IndexRecord(byte[] buffer)
    {
        _buffer = buffer;
    }

    /// <summary>The octets.</summary>
    public byte[] Buffer
    {
        get { return _buffer; }
    }

    /// <summary>What every record's check begins with, made of the log's generation: no octet of an older log passes for one of this.</summary>
    public uint Seed
    {
        get
        {
            return IndexHeader.Get(_key, 0);
        }

        set
        {
            IndexHeader.Put(_key, 0, value);
        }
    }

    /// <summary>The kind of the record that was read.</summary>
    public int Kind { get; private set; }

    /// <summary>Octets of a whole record with two paths at most this long.</summary>
    public static int IntentLength(string source, string target)
    {
        return Frame + 23 + Utf8Length(source) + Utf8Length(target);
    }

    /// <summary>Begins to write a record at the start of the buffer.</summary>
    public void Begin(int kind)
    {
        BeginAt(kind, 0);
    }

    /// <summary>Begins to write a record at an offset of the buffer, behind another that ends there.</summary>
    public void BeginAt(int kind, int start)
    {
        _start = start;
        _buffer[start] = (byte)kind;
        _at = start + BodyAt;
    }

    /// <summary>Appends a number of so many octets.</summary>
    public void Number(long value, int octets)
    {
        // What is often written without a loop, as it is read.
        byte[] into = _buffer;
        int at = _at;
        _at = at + octets;
        if (octets == 8)
        {
            PutFour(into, at, (int)(value >> 32));
            at += 4;
        }

        if (octets == 8 || octets == 4)
        {
            PutFour(into, at, (int)value);
            return;
        }

        for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8)
        {
            into[at] = (byte)(value >> shift);
            at++;
        }
    }

    /// <summary>Appends a path, as UTF-8, without its length.</summary>
    public void Path(string path)
    {
        _at += Encoding.UTF8.GetBytes(path, 0, path.Length, _buffer, _at);
    }

    /// <summary>Appends a text as UTF-8 behind its octets (1), cut short at a character's end where it has more than <paramref name="most"/>, 255 at the most.</summary>
    public void Text(string text, int most)
    {
        int lengthAt = _at;
        _at++;
        Path(text.Length > most ? text.Substring(0, most) : text);
        int octets = _at - lengthAt - 1;
        if (octets > most)
        {
            octets = most;
            while (octets > 0 && (_buffer[lengthAt + 1 + octets] & 0xC0) == 0x80)
            {
                octets--;
            }
        }

        _buffer[lengthAt] = (byte)octets;
        _at = lengthAt + 1 + octets;
    }

    /// <summary>Ends the record.</summary>
    /// <returns>Where it ends in the buffer: how many octets it takes, when it stands at the start.</returns>
    public int End()
    {
        int body = _at - _start - BodyAt;
        _buffer[_start + 1] = (byte)(body >> 8);
        _buffer[_start + 2] = (byte)body;
        Array.Copy(Check(_start, _at - _start), 0, _buffer, _at, CheckOctets);
        _at += CheckOctets;
        return _at;
    }

    /// <summary>Reads the record that stands at an offset of the buffer.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="limit">Where what is in the buffer ends.</param>
    /// <returns>How many octets it takes; 0 when there is no whole, undamaged record.</returns>
    public int Read(int start, int limit)
    {
        int room = limit - start;
        if (room < Frame || _buffer[start] < Epoch || _buffer[start] > LastKind)
        {
            return 0;
        }

        int whole = Frame + ((_buffer[start + 1] << 8) | _buffer[start + 2]);
        if (whole > room)
        {
            return 0;
        }

        int end = start + whole - CheckOctets;
        if (BitConverter.ToInt32(Check(start, whole - CheckOctets), 0) != BitConverter.ToInt32(_buffer, end))
        {
            return 0;
        }

        Kind = _buffer[start];
        _at = start + BodyAt;
        _end = end;
        return whole;
    }

    /// <summary>Takes a number off the body that was read; 0 when the body is too short for it.</summary>
    public long TakeNumber(int octets)
    {
        if (_end - _at < octets)
        {
            _at = _end;
            return 0;
        }

        // A mount takes thousands: what is often taken without a loop.
        byte[] from = _buffer;
        int at = _at;
        _at = at + octets;
        switch (octets)
        {
            case 1:
                return from[at];
            case 4:
                return Four(from, at);
            case 8:
                return (Four(from, at) << 32) | Four(from, at + 4);
        }

        long value = 0;
        for (; at < _at; at++)
        {
            value = (value << 8) | from[at];
        }

        return value;
    }

    // Its first octets count.
    private byte[] Check(int start, int count)
    {
        byte[] octets = new byte[count];
        Array.Copy(_buffer, start, octets, 0, count);
        return HMACSHA256.HashData(_key, octets);
    }

    private static void PutFour(byte[] into, int at, int value)
    {
        into[at] = (byte)(value >> 24);
        into[at + 1] = (byte)(value >> 16);
        into[at + 2] = (byte)(value >> 8);
        into[at + 3] = (byte)value;
    }

    private static long Four(byte[] from, int at)
    {
        return (uint)((from[at] << 24) | (from[at + 1] << 16) | (from[at + 2] << 8) | from[at + 3]);
    }

    /// <summary>Takes octets off the body that was read; nothing when it is too short for them.</summary>
    /// <returns>Whether they were there.</returns>
    public bool TakeOctets(byte[] into)
    {
        if (_end - _at < into.Length)
        {
            _at = _end;
            return false;
        }

        Array.Copy(_buffer, _at, into, 0, into.Length);
        _at += into.Length;
        return true;
    }

    /// <summary>Appends octets.</summary>
    public void Octets(byte[] octets)
    {
        Array.Copy(octets, 0, _buffer, _at, octets.Length);
        _at += octets.Length;
    }

    /// <summary>Takes a path of so many octets off the body; all that is left with -1.</summary>
    public string TakePath(int octets)
    {
        int left = _end - _at;
        int count = octets < 0 || octets > left ? left : octets;
        string path = count == 0 ? "" : Encoding.UTF8.GetString(_buffer, _at, count);
        _at += count;
        return path;
    }

    /// <summary>Takes a text that stands behind its octets off the body; as much of it as there is.</summary>
    public string TakeText()
    {
        return TakePath((int)TakeNumber(1));
    }

    /// <summary>Octets of a path in UTF-8.</summary>
    public static int Utf8Length(string path)
    {
        int octets = path.Length;
        for (int i = 0; i < path.Length; i++)
        {
            int c = path[i];
            if (c >= 0x80)
            {
                // a surrogate is half of a character of four octets
                octets += c < 0x800 || (c >= 0xD800 && c < 0xE000) ? 1 : 2;
            }
        }

        return octets;
    }
}
