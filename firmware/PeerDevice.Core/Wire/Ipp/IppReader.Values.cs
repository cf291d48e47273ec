using System;
using System.Text;

namespace PeerDevice.Wire.Ipp;

/// <content>What was read: groups, attributes and values by index. Only after <see cref="Complete"/>; nothing here allocates but <see cref="String"/>.</content>
public sealed partial class IppReader
{
    private const int LongestName = 64;

    // The property makes a new one each time on a board.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    private readonly byte[] _name = new byte[LongestName];

    /// <summary>How many groups there are.</summary>
    public int Groups
    {
        get { return _groups; }
    }

    /// <summary>The buffer that the offsets are of.</summary>
    public byte[] Buffer
    {
        get { return _buffer; }
    }

    /// <summary>The delimiter tag of a group (<see cref="IppTag"/>).</summary>
    public int GroupTag(int group)
    {
        return _groupTag[group];
    }

    /// <summary>The first group with a tag, or -1.</summary>
    public int Group(int tag)
    {
        for (int group = 0; group < _groups; group++)
        {
            if (_groupTag[group] == tag)
            {
                return group;
            }
        }

        return -1;
    }

    /// <summary>The number of the first attribute of a group; those of group g are FirstOf(g) up to, without, FirstOf(g + 1).</summary>
    public int FirstOf(int group)
    {
        return _groupFirst[group];
    }

    /// <summary>Where an attribute stands, by its number.</summary>
    public int Attribute(int number)
    {
        return _at[number];
    }

    /// <summary>Finds an attribute by its name, which is in ASCII.</summary>
    /// <returns>Where its first value stands; -1 when it is not there, or the group is -1. Where there are two of the name, the first.</returns>
    public int Find(int group, string name)
    {
        if (group < 0)
        {
            return -1;
        }

        byte[] b = _buffer;
        int[] attributes = _at;
        int length = name.Length;
        int end = _groupFirst[group + 1];
        for (int i = _groupFirst[group]; i < end; i++)
        {
            // A name has no more than 255 octets, so its length stands in one.
            int at = attributes[i];
            if (b[at + 2] == length && AreSame(at + NameAt, length, name))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether an attribute has a name, which is in ASCII.</summary>
    public bool IsNamed(int at, string name)
    {
        return AreSame(at + NameAt, _buffer[at + 2], name);
    }

    /// <summary>Where the name of an attribute begins.</summary>
    public int NameStart(int at)
    {
        return at + NameAt;
    }

    /// <summary>Where the name of an attribute ends; where it begins for another value, and for what stands in a collection.</summary>
    public int NameEnd(int at)
    {
        return at + NameAt + _buffer[at + 2];
    }

    /// <summary>The tag of a value. Of an <see cref="IppTag.Extension"/> the tag proper is the first four octets of the value.</summary>
    public int Tag(int at)
    {
        return _buffer[at];
    }

    /// <summary>Where a value begins.</summary>
    public int Start(int at)
    {
        return at + NameAt + _buffer[at + 2] + LengthOctets;
    }

    /// <summary>Where a value ends; of a collection this is where its first member stands.</summary>
    public int End(int at)
    {
        byte[] b = _buffer;
        int length = at + NameAt + b[at + 2];
        return length + LengthOctets + (b[length] << 8 | b[length + 1]);
    }

    /// <summary>The next value of the same attribute, or of the same member of a collection; -1 after the last.</summary>
    public int Next(int at)
    {
        byte[] b = _buffer;
        int next = After(at);
        int tag = b[next];

        // Behind a value stands a tag in any case: at least the last one of all.
        return tag < IppTag.FirstValue || tag == IppTag.MemberAttrName || tag == IppTag.EndCollection || b[next + 2] != 0 ? -1 : next;
    }

    /// <summary>Behind an attribute: all its values, with what they hold.</summary>
    public int AttributeEnd(int at)
    {
        int last = at;
        for (int next = at; next >= 0; next = Next(next))
        {
            last = next;
        }

        return After(last);
    }

    /// <summary>The first member of a collection, as the offset of its name, which is the value there; -1 where there is none. Its first value stands at that value's <see cref="End(int)"/>.</summary>
    public int FirstMember(int collection)
    {
        int at = End(collection);
        return _buffer[at] == IppTag.MemberAttrName ? at : -1;
    }

    /// <summary>The member behind one, as its offset; -1 after the last.</summary>
    public int NextMember(int member)
    {
        int at = AttributeEnd(End(member));
        return _buffer[at] == IppTag.MemberAttrName ? at : -1;
    }

    /// <summary>Finds a member of a collection by its name, which is in ASCII.</summary>
    /// <returns>Where its first value stands; -1 when it is not there, or <paramref name="collection"/> is none.</returns>
    public int Member(int collection, string name)
    {
        if (collection < 0 || _buffer[collection] != IppTag.BegCollection)
        {
            return -1;
        }

        for (int member = FirstMember(collection); member >= 0; member = NextMember(member))
        {
            int end = End(member);
            int start = Start(member);
            if (AreSame(start, end - start, name))
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>An integer or enum; <paramref name="otherwise"/> where there is no value or one of another syntax.</summary>
    public int Integer(int at, int otherwise)
    {
        return at >= 0 && (_buffer[at] == IppTag.Integer || _buffer[at] == IppTag.Enum) ? Number(_buffer, Start(at)) : otherwise;
    }

    /// <summary>A boolean; <paramref name="otherwise"/> where there is no value or one of another syntax.</summary>
    public bool Boolean(int at, bool otherwise)
    {
        return at >= 0 && _buffer[at] == IppTag.Boolean ? _buffer[Start(at)] != 0 : otherwise;
    }

    /// <summary>Four octets of a value as a number, such as the bounds of a rangeOfInteger (0, 4); the syntax is the caller's to know.</summary>
    public int NumberWithin(int at, int offset)
    {
        return Number(_buffer, Start(at) + offset);
    }

    /// <summary>Where the text of a value begins: behind the language, where it has one. It ends where the value does.</summary>
    public int TextStart(int at)
    {
        int start = Start(at);
        int tag = _buffer[at];
        return tag != IppTag.TextWithLanguage && tag != IppTag.NameWithLanguage ? start
            : start + LengthOctets + (_buffer[start] << 8 | _buffer[start + 1]) + LengthOctets;
    }

    /// <summary>Whether the text of a value (name, keyword, uri, …) is exactly an ASCII text. False where there is no value.</summary>
    public bool Is(int at, string text)
    {
        if (at < 0)
        {
            return false;
        }

        int start = TextStart(at);
        int length = End(at) - start;
        return length == text.Length && AreSame(start, length, text);
    }

    /// <summary>The text of a value, read as UTF-8; empty where there is no value. The one call here that allocates.</summary>
    public string String(int at)
    {
        return at < 0 ? "" : Bytes.Text.String(_buffer, TextStart(at), End(at));
    }

    // Behind a value: of a collection, behind all of it.
    private int After(int at)
    {
        int next = End(at);
        if (_buffer[at] != IppTag.BegCollection)
        {
            return next;
        }

        for (int depth = 1; depth > 0; next = End(next))
        {
            int tag = _buffer[next];
            depth += tag == IppTag.BegCollection ? 1 : tag == IppTag.EndCollection ? -1 : 0;
        }

        return next;
    }

    // Natively, and without a string: the octets of the text are written beside and compared eight at a time.
    private bool AreSame(int start, int length, string ascii)
    {
        byte[] b = _buffer;
        if (length != ascii.Length)
        {
            return false;
        }

        // Names that are alike mostly differ at their ends.
        int last = length - 8;
        if (last < 0 || length > LongestName)
        {
            return Bytes.Text.Is(b, start, start + length, ascii);
        }

        if (b[start + length - 1] != ascii[length - 1])
        {
            return false;
        }

        byte[] name = _name;
        Utf8.GetBytes(ascii, 0, length, name, 0);
        for (int i = 0; i < last; i += 8)
        {
            if (BitConverter.ToInt64(b, start + i) != BitConverter.ToInt64(name, i))
            {
                return false;
            }
        }

        return BitConverter.ToInt64(b, start + last) == BitConverter.ToInt64(name, last);
    }
}
