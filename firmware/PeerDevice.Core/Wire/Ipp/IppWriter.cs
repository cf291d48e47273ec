using System.Text;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Ipp;

/// <summary>
/// Writes an IPP message (RFC 8010 §3): <see cref="Begin"/>, groups with their attributes, <see cref="End"/>. Where an attribute does not fit
/// any more, what stands in the buffer is sent on first, so a message may be longer than the buffer. Allocates nothing.
/// </summary>
/// <remarks>
/// <code>
/// exchange.StartParts(200);
/// exchange.Out.Ascii("Content-Type: application/ipp\r\n");
/// exchange.EndHeadOfParts();
/// writer.Begin(version, IppStatus.SuccessfulOk, requestId);         // writer = new IppWriter(exchange.Out, exchange), once
/// writer.Group(IppTag.JobGroup);
/// writer.Integer("job-id", 7);
/// writer.Keyword("job-state-reasons", "none");
/// writer.Keyword(IppWriter.More, "job-printing");                   // another value of the same attribute (RFC 8010 §3.1.5)
/// writer.Keywords("sides-supported", "one-sided,two-sided-long-edge");
/// writer.BeginCollection("media-size");
/// writer.Member("x-dimension");
/// writer.Integer(IppWriter.More, 21000);                            // a member's value has no name (§3.1.7)
/// writer.EndCollection();
/// writer.Open(IppTag.Uri, "job-uri", 80);                           // a value made of pieces
/// writer.To.Ascii("ipp://"); …
/// writer.Close();
/// writer.End();
/// exchange.EndParts();
/// </code>
/// Names and keywords are ASCII; what was read from others goes through <see cref="Text"/>, <see cref="Value"/> or <see cref="Copy"/>. Values are not checked
/// against their syntax: that is the caller's. What does not fit into an empty buffer, or does not fit and there is no part sink, is left out whole, and <see cref="Overflowed"/> sticks.
/// </remarks>
public sealed partial class IppWriter
{
    /// <summary>In the place of a name: another value of the attribute before, or the value of a member.</summary>
    public const string More = "";

    /// <summary>Octets of an integer or enum that is a further value of its attribute (<see cref="More"/>).</summary>
    public const int EnumOctets = Around + IppSyntax.Integer;

    private const int HeaderOctets = 8;
    private const int Around = 5;
    private const int LongestUtf8 = 3;

    // The property makes a new one each time on a board.
    private static readonly Encoding Utf8 = Encoding.UTF8;

    private readonly ByteWriter _to;
    private readonly byte[] _buffer;
    private readonly PartSink? _parts;
    private int _open;
    private int _openValue;

    /// <summary>Makes a writer.</summary>
    /// <param name="to">Where the message is written; used by others in between.</param>
    /// <param name="parts">What sends it on when it is full; null where all of the message has to fit.</param>
    public IppWriter(ByteWriter to, PartSink? parts)
    {
        _to = to;
        _buffer = to.Buffer;
        _parts = parts;
    }

    /// <summary>Where the message is written. Between <see cref="Open"/> and <see cref="Close"/> the pieces of a value are written here.</summary>
    public ByteWriter To => _to;

    /// <summary>Whether sending on failed: the connection is gone, and the rest may be left out.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether something was left out of this message because it did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Begins a message, without any group.</summary>
    /// <param name="version">The version-number: major times 256 plus minor.</param>
    /// <param name="code">The operation-id or the status-code.</param>
    /// <param name="requestId">The request-id.</param>
    public void Begin(int version, int code, int requestId)
    {
        Failed = false;
        Overflowed = false;
        if (!HasRoom(HeaderOctets))
        {
            return;
        }

        byte[] b = _buffer;
        int at = _to.Position;
        Put16(b, at, version);
        Put16(b, at + 2, code);
        Put32(b, at + 4, requestId);
        _to.Position = at + HeaderOctets;
    }

    /// <summary>Begins the operation group with what stands first in every message (RFC 8011 §4.1.4): utf-8 and the natural language of the texts.</summary>
    public void BeginOperation(string language)
    {
        Group(IppTag.OperationGroup);
        Charset("attributes-charset", "utf-8");
        NaturalLanguage("attributes-natural-language", language);
    }

    /// <summary>Begins a group, by its delimiter tag.</summary>
    public void Group(int tag)
    {
        if (HasRoom(1))
        {
            _buffer[_to.Position++] = (byte)tag;
        }
    }

    /// <summary>Writes attributes that were written before by such a writer, as they are.</summary>
    public void Written(byte[] attributes)
    {
        if (HasRoom(attributes.Length))
        {
            _to.Octets(attributes, 0, attributes.Length);
        }
    }

    /// <summary>Ends the attributes: what is written behind is the document.</summary>
    public void End()
    {
        Group(IppTag.End);
    }

    /// <summary>Begins an attribute or value that is written piece by piece to <see cref="To"/>; <see cref="Close"/> ends it.</summary>
    /// <param name="tag">The value tag.</param>
    /// <param name="name">The name, or <see cref="More"/>.</param>
    /// <param name="room">Octets that the value may have at most: where the buffer has that many at all, they will fit.</param>
    public void Open(int tag, string name, int room)
    {
        int around = name.Length + Around;
        if (room + around > _to.Room)
        {
            FlushPart();
        }

        _open = _to.Position;
        _openValue = _open + around;
        if (around <= _to.Room)
        {
            Head(tag, name, 0);
        }
        else
        {
            // What is written now is taken back by Close.
            _to.MarkOverflow();
        }
    }

    /// <summary>Ends a value that was written in pieces; one that did not fit is left out with its name.</summary>
    public void Close()
    {
        if (_to.Overflowed)
        {
            _to.Reset(_open);
            Overflowed = true;
            return;
        }

        Put16(_buffer, _openValue - 2, _to.Position - _openValue);
    }

    // Whether so many octets fit, after what there is was sent on if need be.
    private bool HasRoom(int octets)
    {
        if (octets <= _buffer.Length - _to.Position)
        {
            return true;
        }

        FlushPart();
        if (octets <= _buffer.Length - _to.Position)
        {
            return true;
        }

        Overflowed = true;
        return false;
    }

    private void FlushPart()
    {
        if (_parts is not null && !_parts.FlushPart())
        {
            Failed = true;
        }
    }

    // Everything before a value; there is room. Gives where the value begins, which is also the writer's position.
    private int Head(int tag, string name, int length)
    {
        byte[] b = _buffer;
        int at = _to.Position;
        int nameLength = name.Length;
        b[at] = (byte)tag;
        b[at + 1] = 0; // RFC 8011 §5.1.4: 255 octets at most
        b[at + 2] = (byte)nameLength;
        at += 3;
        if (nameLength > 0)
        {
            at += Utf8.GetBytes(name, 0, nameLength, b, at);
        }

        b[at] = (byte)(length >> 8);
        b[at + 1] = (byte)length;
        at += 2;
        _to.Position = at;
        return at;
    }

    private static void Put16(byte[] b, int at, int value)
    {
        b[at] = (byte)(value >> 8);
        b[at + 1] = (byte)value;
    }

    private static void Put32(byte[] b, int at, int value)
    {
        b[at] = (byte)(value >> 24);
        b[at + 1] = (byte)(value >> 16);
        b[at + 2] = (byte)(value >> 8);
        b[at + 3] = (byte)value;
    }
}
