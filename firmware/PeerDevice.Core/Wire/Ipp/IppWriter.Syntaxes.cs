using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Ipp;

/// <content>A method for each syntax (RFC 8010 §3.9). Each writes one value; the name is <see cref="More"/> for another value of the attribute before.</content>
public sealed partial class IppWriter
{
    /// <summary>integer.</summary>
    public void Integer(string name, int value)
    {
        Number(IppTag.Integer, name, value);
    }

    /// <summary>enum.</summary>
    public void Enum(string name, int value)
    {
        Number(IppTag.Enum, name, value);
    }

    /// <summary>boolean.</summary>
    public void Boolean(string name, bool value)
    {
        if (HasRoom(name.Length + Around + 1))
        {
            int at = Head(IppTag.Boolean, name, 1);
            _buffer[at] = (byte)(value ? 1 : 0);
            _to.Position = at + 1;
        }
    }

    /// <summary>rangeOfInteger.</summary>
    public void Range(string name, int lower, int upper)
    {
        if (HasRoom(name.Length + Around + IppSyntax.Range))
        {
            int at = Head(IppTag.RangeOfInteger, name, IppSyntax.Range);
            Put32(_buffer, at, lower);
            Put32(_buffer, at + 4, upper);
            _to.Position = at + IppSyntax.Range;
        }
    }

    /// <summary>resolution.</summary>
    /// <param name="name">The name, or <see cref="More"/>.</param>
    /// <param name="crossFeed">Dots across the feed.</param>
    /// <param name="feed">Dots along it.</param>
    /// <param name="units">3 for dots an inch, 4 for dots a centimetre (RFC 8011 §5.1.16).</param>
    public void Resolution(string name, int crossFeed, int feed, int units)
    {
        if (HasRoom(name.Length + Around + IppSyntax.Resolution))
        {
            int at = Head(IppTag.Resolution, name, IppSyntax.Resolution);
            Put32(_buffer, at, crossFeed);
            Put32(_buffer, at + 4, feed);
            _buffer[at + 8] = (byte)units;
            _to.Position = at + IppSyntax.Resolution;
        }
    }

    /// <summary>dateTime in UTC (RFC 2579, DateAndTime).</summary>
    /// <param name="name">The name, or <see cref="More"/>.</param>
    /// <param name="seconds">Seconds since 1970.</param>
    public void DateTime(string name, long seconds)
    {
        if (!HasRoom(name.Length + Around + IppSyntax.DateTime))
        {
            return;
        }

        DateTime moment = new DateTime(1970, 1, 1).AddTicks(seconds * TimeSpan.TicksPerSecond);
        int at = Head(IppTag.DateTime, name, IppSyntax.DateTime);
        byte[] b = _buffer;
        Put16(b, at, moment.Year);
        b[at + 2] = (byte)moment.Month;
        b[at + 3] = (byte)moment.Day;
        b[at + 4] = (byte)moment.Hour;
        b[at + 5] = (byte)moment.Minute;
        b[at + 6] = (byte)moment.Second;
        b[at + 7] = 0;
        b[at + 8] = (byte)'+';
        b[at + 9] = 0;
        b[at + 10] = 0;
        _to.Position = at + IppSyntax.DateTime;
    }

    /// <summary>keyword.</summary>
    public void Keyword(string name, string value)
    {
        Ascii(IppTag.Keyword, name, value);
    }

    /// <summary>Several keywords as the values of one attribute, given with commas between them.</summary>
    public void Keywords(string name, string values)
    {
        List(IppTag.Keyword, name, values);
    }

    /// <summary>uri, in ASCII.</summary>
    public void Uri(string name, string value)
    {
        Ascii(IppTag.Uri, name, value);
    }

    /// <summary>uriScheme.</summary>
    public void UriScheme(string name, string value)
    {
        Ascii(IppTag.UriScheme, name, value);
    }

    /// <summary>charset.</summary>
    public void Charset(string name, string value)
    {
        Ascii(IppTag.Charset, name, value);
    }

    /// <summary>naturalLanguage.</summary>
    public void NaturalLanguage(string name, string value)
    {
        Ascii(IppTag.NaturalLanguage, name, value);
    }

    /// <summary>mimeMediaType.</summary>
    public void MimeMediaType(string name, string value)
    {
        Ascii(IppTag.MimeMediaType, name, value);
    }

    /// <summary>Several values in ASCII of one attribute, given with commas between them.</summary>
    public void List(int tag, string name, string values)
    {
        int from = 0;
        while (from <= values.Length)
        {
            int comma = values.IndexOf(',', from);
            int count = (comma < 0 ? values.Length : comma) - from;
            if (HasRoom(name.Length + Around + count))
            {
                int at = Head(tag, name, count);
                _to.Position = at + (count == 0 ? 0 : Utf8.GetBytes(values, from, count, _buffer, at));
            }

            from += count + 1;
            name = More;
        }
    }

    /// <summary>textWithoutLanguage, as UTF-8.</summary>
    public void Text(string name, string value)
    {
        Utf8Value(IppTag.Text, name, value);
    }

    /// <summary>nameWithoutLanguage, as UTF-8.</summary>
    public void Name(string name, string value)
    {
        Utf8Value(IppTag.Name, name, value);
    }

    /// <summary>textWithLanguage or nameWithLanguage.</summary>
    public void WithLanguage(int tag, string name, string language, string value)
    {
        Open(tag, name, language.Length + (value.Length * LongestUtf8) + 4);
        _to.Octet(0);
        _to.Octet((byte)language.Length);
        _to.Ascii(language);
        int length = _to.Position;
        _to.Octet(0);
        _to.Octet(0);
        _to.Text(value);
        if (!_to.Overflowed)
        {
            Put16(_buffer, length, _to.Position - length - 2);
        }

        Close();
    }

    /// <summary>A value of any syntax as its octets.</summary>
    public void Value(int tag, string name, byte[] octets, int start, int end)
    {
        int count = end - start;
        if (HasRoom(name.Length + Around + count))
        {
            Head(tag, name, count);
            _to.Octets(octets, start, count);
        }
    }

    /// <summary>A value without octets, such as <see cref="IppTag.NoValue"/> or <see cref="IppTag.Unsupported"/>.</summary>
    public void OutOfBand(int tag, string name)
    {
        if (HasRoom(name.Length + Around))
        {
            Head(tag, name, 0);
        }
    }

    /// <summary>An attribute of that name with the value <see cref="IppTag.Unsupported"/>, for a name that is given as octets (RFC 8011 §4.1.7).</summary>
    public void Unsupported(byte[] octets, int nameStart, int nameEnd)
    {
        int count = nameEnd - nameStart;
        if (HasRoom(count + Around))
        {
            byte[] b = _buffer;
            int at = _to.Position;
            b[at] = IppTag.Unsupported;
            Put16(b, at + 1, count);
            Array.Copy(octets, nameStart, b, at + 3, count);
            Put16(b, at + 3 + count, 0);
            _to.Position = at + Around + count;
        }
    }

    /// <summary>Begins a collection (RFC 8010 §3.1.6): members follow, then <see cref="EndCollection"/>.</summary>
    public void BeginCollection(string name)
    {
        OutOfBand(IppTag.BegCollection, name);
    }

    /// <summary>Begins a member of a collection (§3.1.7): its values follow, each with the name <see cref="More"/>.</summary>
    public void Member(string name)
    {
        Ascii(IppTag.MemberAttrName, More, name);
    }

    /// <summary>Ends a collection.</summary>
    public void EndCollection()
    {
        OutOfBand(IppTag.EndCollection, More);
    }

    /// <summary>An attribute as it was read, with all its values.</summary>
    public void Copy(IppReader from, int attribute)
    {
        Raw(from.Buffer, attribute, from.AttributeEnd(attribute));
    }

    /// <summary>Octets that are attributes already.</summary>
    public void Raw(byte[] octets, int start, int end)
    {
        while (start < end)
        {
            if (!HasRoom(1))
            {
                return;
            }

            int count = end - start < _to.Room ? end - start : _to.Room;
            _to.Octets(octets, start, count);
            start += count;
        }
    }

    private void Number(int tag, string name, int value)
    {
        if (HasRoom(name.Length + Around + IppSyntax.Integer))
        {
            int at = Head(tag, name, IppSyntax.Integer);
            byte[] b = _buffer;
            b[at] = (byte)(value >> 24);
            b[at + 1] = (byte)(value >> 16);
            b[at + 2] = (byte)(value >> 8);
            b[at + 3] = (byte)value;
            _to.Position = at + IppSyntax.Integer;
        }
    }

    private void Ascii(int tag, string name, string value)
    {
        int count = value.Length;
        if (HasRoom(name.Length + Around + count))
        {
            int at = Head(tag, name, count);
            if (count > 0)
            {
                _to.Position = at + Utf8.GetBytes(value, 0, count, _buffer, at);
            }
        }
    }

    // How many octets a text has is known when it is written.
    private void Utf8Value(int tag, string name, string value)
    {
        Open(tag, name, value.Length * LongestUtf8);
        _to.Text(value);
        Close();
    }
}
