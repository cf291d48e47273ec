using System;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// The entry of a multistatus that was written last, as the form of the next: in a listing one differs from the other in a few places, and what stands between
/// them need not be made anew. It knows where those places are because whoever wrote the entry said so, one after the other.
/// </summary>
internal sealed class EntryForm
{
    /// <summary>The name in the href.</summary>
    internal const int Name = 0;

    /// <summary>The length.</summary>
    internal const int Length = 1;

    /// <summary>The modification time.</summary>
    internal const int Modified = 2;

    /// <summary>The entity tag.</summary>
    internal const int Tag = 3;

    /// <summary>The media type.</summary>
    internal const int Type = 4;

    /// <summary>The name in displayname.</summary>
    internal const int DisplayName = 5;

    /// <summary>The entry is written.</summary>
    internal const int Written = 1;

    /// <summary>Nothing is written: there may be too little room.</summary>
    internal const int NoRoom = 0;

    /// <summary>Nothing is written: the last entry was of another kind.</summary>
    internal const int Unlike = -1;

    private const int Places = 6;
    private const int LongestNumber = 19;

    // Octets that a character takes at most in both names together: as UTF-8 while it is not known to be ASCII, and then once more; or with percents and references.
    private const int LongestPlain = 3 + 1;
    private const int LongestEscaped = 9 + 6;

    // More than the entry takes, so that one that is a little longer needs no new array.
    private const int Slack = 64;

    // The property makes a new one each time on a board.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    private readonly DateWriter _dates;
    private readonly int[] _places = new int[Places];
    private readonly int[] _starts = new int[Places];
    private readonly int[] _ends = new int[Places];
    private byte[] _octets = new byte[0];
    private bool _isShort;
    private int _count;
    private int _start;
    private int _length;     // 0 while there is no form
    private int _room;       // that an entry takes at most, but for its name, tag and type
    private int _kind;
    private PropFindReader? _wanted;

    /// <summary>No form yet.</summary>
    /// <param name="dates">Writes the modification times.</param>
    internal EntryForm(DateWriter dates)
    {
        _dates = dates;
    }

    /// <summary>Forgets the form, and begins another at a position of the writer.</summary>
    internal void Begin(int start)
    {
        _length = 0;
        _count = 0;
        _start = start;
    }

    /// <summary>Notes one of the places above: from a position of the writer to where it is now.</summary>
    internal void Note(int place, int from, int to)
    {
        _places[_count] = place;
        _starts[_count] = from - _start;
        _ends[_count] = to - _start;
        _count++;
    }

    /// <summary>Keeps what was written since <see cref="Begin"/>: an entry, whole.</summary>
    /// <param name="writer">Where it stands, at the end.</param>
    /// <param name="kind">A number that entries have in common which differ in nothing but those places.</param>
    /// <param name="wanted">What was asked for.</param>
    internal void Keep(ByteWriter writer, int kind, PropFindReader wanted)
    {
        int length = writer.Position - _start;
        if (_octets.Length < length && !MakeRoom(length + Slack))
        {
            return;
        }

        Array.Copy(writer.Buffer, _start, _octets, 0, length);
        _room = length + LongestNumber + HttpDate.Length;
        for (int i = 0; i < _count; i++)
        {
            _room -= _ends[i] - _starts[i];
        }

        _length = length;
        _kind = kind;
        _wanted = wanted;
    }

    /// <summary>Gives the form up, and keeps none any more.</summary>
    /// <returns>False when there was none that took memory.</returns>
    internal bool GiveUp()
    {
        bool had = _octets.Length > 0;
        _octets = new byte[0];
        _length = 0;
        _isShort = true;
        return had;
    }

    /// <summary>The form only spares instructions: where a board has no memory for it each entry is made anew, and no more is asked for in vain.</summary>
    private bool MakeRoom(int octets)
    {
        if (_isShort)
        {
            return false;
        }

        // The old one may go before there is a new one.
        _octets = new byte[0];
        try
        {
            _octets = new byte[octets];
        }
        catch (OutOfMemoryException)
        {
            _isShort = true;
        }

        return !_isShort;
    }

    /// <summary>Writes an entry as the last one, but for what differs.</summary>
    /// <returns><see cref="Written"/>, <see cref="NoRoom"/> or <see cref="Unlike"/>.</returns>
    internal int Write(ByteWriter writer, int kind, PropFindReader wanted, string name, long length, long modified, byte[] tag, int tagLength, string contentType)
    {
        if (_length == 0 || kind != _kind || wanted != _wanted)
        {
            return Unlike;
        }

        bool isPlain = PercentCoding.IsPlain(name);
        int named = name.Length;
        byte[] to = writer.Buffer;
        int at = writer.Position;
        int room = to.Length - at - _room - tagLength - contentType.Length;
        if ((isPlain ? LongestPlain : LongestEscaped) * named > room)
        {
            return NoRoom;
        }

        byte[] octets = _octets;
        int from = 0;
        int count = _count;
        for (int i = 0; i < count; i++)
        {
            int fixedOctets = _starts[i] - from;
            Array.Copy(octets, from, to, at, fixedOctets);
            at += fixedOctets;
            from = _ends[i];
            switch (_places[i])
            {
                case Name:
                    if (isPlain && Utf8.GetBytes(name, 0, named, to, at) == named)
                    {
                        at += named;
                        break;
                    }

                    if (isPlain && LongestEscaped * named > room)
                    {
                        // Not ASCII after all.
                        return NoRoom;
                    }

                    isPlain = false;
                    writer.Position = at;
                    PercentCoding.WritePath(writer, name);
                    at = writer.Position;
                    break;
                case Length:
                    writer.Position = at;
                    writer.Number(length);
                    at = writer.Position;
                    break;
                case Modified:
                    _dates.Put(modified, to, at);
                    at += HttpDate.Length;
                    break;
                case Tag:
                    Array.Copy(tag, 0, to, at, tagLength);
                    at += tagLength;
                    break;
                case Type:
                    at += Utf8.GetBytes(contentType, 0, contentType.Length, to, at);
                    break;
                default:
                    if (isPlain)
                    {
                        at += Utf8.GetBytes(name, 0, named, to, at);
                        break;
                    }

                    writer.Position = at;
                    XmlText.Write(writer, name);
                    at = writer.Position;
                    break;
            }
        }

        from = _length - from;
        Array.Copy(octets, _length - from, to, at, from);
        writer.Position = at + from;
        return Written;
    }
}
