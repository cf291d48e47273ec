using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// The dead properties of one resource (RFC 4918 §4.2), as they are kept (PROTOCOL, "The reserved area"), in a buffer that is used again and again:
/// <code>
/// offset  octets
/// 0       2      n, octets of the namespace's name; 0 for none
/// 2       2      m, octets of the local name
/// 4       2      v, octets of the element
/// 6       n      the namespace's name, as the characters it stands for
/// 6+n     m      the local name
/// 6+n+m   v      the element with its value, whole and self-contained
/// </code>
/// one after another, in the order in which they were set. Numbers are big-endian, text is UTF-8. The buffer is as large as what is in it asks for: most resources have few.
/// </summary>
public sealed class DeadProperties
{
    private const int Head = 6;
    private const string XmlSpace = "http://www.w3.org/XML/1998/namespace";

    // By which the buffer grows where an instruction asks for more.
    private const int Step = 256;

    private readonly int _most;
    private ByteWriter _writer;

    /// <summary>No properties, and room for so many octets of them.</summary>
    public DeadProperties(int octets)
    {
        _most = octets;
        _writer = new ByteWriter(new byte[0]);
    }

    /// <summary>The octets.</summary>
    public byte[] Buffer
    {
        get { return _writer.Buffer; }
    }

    /// <summary>How many octets count.</summary>
    public int Length { get; private set; }

    /// <summary>How many properties there are.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room for so many octets, those that count included.</summary>
    /// <returns>False when that is more than there may be.</returns>
    public bool MakeRoom(int octets)
    {
        if (octets > _most)
        {
            return false;
        }

        if (octets > Buffer.Length)
        {
            if (Length == 0)
            {
                // What has nothing in it may go before there is a larger one.
                Adopt(new byte[0]);
            }

            byte[] larger = new byte[octets];
            Array.Copy(Buffer, 0, larger, 0, Length);
            _writer = new ByteWriter(larger);
        }

        return true;
    }

    /// <summary>Forgets them all, and has another buffer.</summary>
    public void Adopt(byte[] buffer)
    {
        Clear();
        _writer = new ByteWriter(buffer);
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        Length = 0;
        Count = 0;
    }

    /// <summary>Takes so many octets of the buffer, which were read from somewhere, for properties.</summary>
    /// <returns>False, and there are none, when they are not.</returns>
    public bool Take(int length)
    {
        Clear();
        int at = 0;
        int count = 0;
        while (at < length)
        {
            if (length - at < Head || EndOf(at) > length || Number(at + 2) == 0 || Number(at + 4) == 0)
            {
                return false;
            }

            at = EndOf(at);
            count++;
        }

        Length = length;
        Count = count;
        return true;
    }

    /// <summary>Where the property behind another stands; the first is at 0, and what is not below <see cref="Length"/> is none.</summary>
    public int EndOf(int at)
    {
        return at + Head + Number(at) + Number(at + 2) + Number(at + 4);
    }

    /// <summary>Looks for the property that the update's instruction is about.</summary>
    /// <returns>Where it stands, or -1.</returns>
    public int Find(PropertyUpdateReader update)
    {
        return Find(update.Body, update.NameStart, update.NameEnd, update.IsXml ? -1 : update.SpaceStart, update.IsXml ? -1 : update.SpaceEnd);
    }

    /// <summary>Looks for a property by its name as it is written in a document.</summary>
    /// <param name="body">The document.</param>
    /// <param name="nameStart">Where the local name begins.</param>
    /// <param name="nameEnd">Where it ends.</param>
    /// <param name="spaceStart">Where the namespace's name begins; -1 for that of the prefix "xml".</param>
    /// <param name="spaceEnd">Where it ends.</param>
    /// <returns>Where it stands, or -1.</returns>
    public int Find(byte[] body, int nameStart, int nameEnd, int spaceStart, int spaceEnd)
    {
        byte[] buffer = Buffer;
        int length = nameEnd - nameStart;
        for (int at = 0; at < Length; at = EndOf(at))
        {
            int space = at + Head;
            int name = space + Number(at);
            if (Number(at + 2) == length
                && Octets.AreSame(body, nameStart, buffer, name, length)
                && (spaceStart < 0 ? Text.Is(buffer, space, name, XmlSpace) : XmlNamespaces.IsName(body, spaceStart, spaceEnd, buffer, space, name)))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Obeys one instruction of an update (RFC 4918 §9.2: to remove what is not there is no error).</summary>
    /// <returns>False when there is no room for it, or there are <see cref="Limits.PropertiesOfOne"/> already; what it was to replace is gone then.</returns>
    public bool Obey(PropertyUpdateReader update)
    {
        int before = Find(update);
        if (before >= 0)
        {
            int after = EndOf(before);
            Array.Copy(Buffer, after, Buffer, before, Length - after);
            Length -= after - before;
            Count--;
        }

        bool isDone = update.IsRemove || Append(update);
        while (!isDone && Count < Limits.PropertiesOfOne && Buffer.Length < _most && MakeRoom(Buffer.Length + Step < _most ? Buffer.Length + Step : _most))
        {
            isDone = Append(update);
        }

        return isDone;
    }

    /// <summary>Writes a property's element, or as much of it as fits.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="at">Where the property stands.</param>
    /// <param name="from">How many octets of the element were written before.</param>
    /// <returns>How many octets of it have been written now; <see cref="ElementLength"/> when that is all.</returns>
    public int WriteElement(ByteWriter writer, int at, int from)
    {
        int left = ElementLength(at) - from;
        int count = left < writer.Room ? left : writer.Room;
        writer.Octets(Buffer, EndOf(at) - left, count);
        return from + count;
    }

    /// <summary>Octets of a property's element.</summary>
    public int ElementLength(int at)
    {
        return Number(at + 4);
    }

    /// <summary>Writes a property's name, as an element with nothing in it.</summary>
    public void WriteName(ByteWriter writer, int at)
    {
        int space = at + Head;
        int name = space + Number(at);
        bool isXml = Text.Is(Buffer, space, name, XmlSpace);
        writer.Text(isXml ? "<xml:" : space == name ? "<" : "<x:");
        writer.Octets(Buffer, name, Number(at + 2));
        if (!isXml && space < name)
        {
            writer.Text(" xmlns:x=\"");
            XmlText.Write(writer, Text.String(Buffer, space, name));
            writer.Octet((byte)'"');
        }

        writer.Text("/>");
    }

    private bool Append(PropertyUpdateReader update)
    {
        ByteWriter writer = _writer;
        int start = Length;
        int name = update.NameEnd - update.NameStart;
        if (Count >= Limits.PropertiesOfOne || writer.Buffer.Length - start < Head)
        {
            return false;
        }

        writer.Reset(start + Head);
        if (update.IsXml)
        {
            writer.Text(XmlSpace);
        }
        else
        {
            XmlNamespaces.WriteName(writer, update.Body, update.SpaceStart, update.SpaceEnd);
        }

        int space = writer.Position - start - Head;
        writer.Octets(update.Body, update.NameStart, name);
        int element = writer.Position;
        update.WriteElement(writer);
        if (writer.Overflowed)
        {
            return false;
        }

        Put(start, space);
        Put(start + 2, name);
        Put(start + 4, writer.Position - element);
        Length = writer.Position;
        Count++;
        return true;
    }

    private int Number(int at)
    {
        return (Buffer[at] << 8) | Buffer[at + 1];
    }

    private void Put(int at, int value)
    {
        Buffer[at] = (byte)(value >> 8);
        Buffer[at + 1] = (byte)value;
    }
}
