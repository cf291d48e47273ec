using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Ipp;

/// <summary>
/// Reads the attributes of an IPP message (RFC 8010 §3) into the buffer of a source and finds things in them there; what stands behind
/// them, the document, is not touched and is read from the same source. Total: any octets give an answer, each is looked at a bounded number of times.
/// </summary>
/// <remarks>
/// <code>
/// version-number                    2 octets      RFC 8010 §3.1.1
/// operation-id or status-code       2
/// request-id                        4
/// attribute-group                   *             §3.1.2: a delimiter tag, then its attributes
/// end-of-attributes-tag             1
/// data                              the rest
///
/// attribute:  value-tag 1, name-length 2, name, value-length 2, value                §3.1.4
/// another value of it: the same with a name-length of 0                              §3.1.5
/// collection: begCollection, then memberAttrName and its values, ..., endCollection  §3.1.6, §3.1.7
/// </code>
/// A request is read so:
/// <code>
/// BufferedSource document = new BufferedSource(buffer);     // its length bounds the attributes
/// document.Attach(exchange.Body);
/// reader.BeginRequest(document);
/// int answer = reader.Read();
/// // Complete: reader.Operation, reader.RequestId; int at = reader.Find(reader.Group(IppTag.OperationGroup), "job-name");
/// //           read the document from "document" up to its End. The attributes hold as long as nobody calls its Fill or Attach.
/// // Refused:  answer with reader.Refusal; Version and RequestId are those of the request, as far as they came.
/// // Negative: the connection failed, TimedOut may be asked again.
/// </code>
/// An attribute or value is known by the offset of its tag, "at"; -1 is none. See <see cref="Find"/>, <see cref="Next"/>, <see cref="Member"/>.
/// </remarks>
public sealed partial class IppReader
{
    /// <summary>The attributes are there and in order.</summary>
    public const int Complete = 1;

    /// <summary>The message is refused; <see cref="Refusal"/> says with which status.</summary>
    public const int Refused = 2;

    private const int Incomplete = 0;
    private const int HeaderOctets = 8;
    private const int NameAt = 3;
    private const int LengthOctets = 2;

    // "utf-" as a native little-endian word.
    private const int Utf = 0x2D667475;

    // Within a collection (RFC 8010 §3.1.6): nothing yet, a member's name whose value is due, at least one value.
    private const int CollectionBegun = 0;
    private const int MemberNamed = 1;
    private const int MemberHasValue = 2;

    private readonly int[] _at;
    private readonly int[] _groupTag;
    private readonly int[] _groupFirst;
    private BufferedSource? _source;
    private byte[] _buffer = new byte[0];
    private bool _isRequest;
    private bool _hasHeader;
    private int _next;
    private int _count;
    private int _groups;
    private int _depth;
    private int _member;
    private int _answer;

    /// <summary>Makes a reader of requests as a board takes them.</summary>
    public IppReader()
        : this(Limits.IppAttributes, Limits.IppGroups)
    {
    }

    /// <summary>Makes a reader with its own bounds.</summary>
    /// <param name="attributes">Attributes of a message, members of collections not counted.</param>
    /// <param name="groups">Groups of a message.</param>
    public IppReader(int attributes, int groups)
    {
        _at = new int[attributes];
        _groupTag = new int[groups];
        _groupFirst = new int[groups + 1];
    }

    /// <summary>
    /// 0, or the status to refuse with: BadRequest for what is malformed or out of order, VersionNotSupported, CharsetNotSupported,
    /// RequestValueTooLong for a value that its syntax does not allow, RequestEntityTooLarge beyond our bounds
    /// (the buffer, the number of attributes or groups, the depth of collections).
    /// </summary>
    public int Refusal { get; private set; }

    /// <summary>The version-number: major times 256 plus minor.</summary>
    public int Version { get; private set; }

    /// <summary>The operation-id of a request (<see cref="Ipp.Operation"/>). It is there even when the message is refused, unless that was for its version or shortness.</summary>
    public int Operation { get; private set; }

    /// <summary>The status-code of a response (<see cref="IppStatus"/>).</summary>
    public int Status
    {
        get { return Operation; }
    }

    /// <summary>The request-id, 0 while it has not come.</summary>
    public int RequestId { get; private set; }

    /// <summary>Begins a request. The source has just been attached to the content.</summary>
    public void BeginRequest(BufferedSource source)
    {
        Begin(source, true);
    }

    /// <summary>Begins a response, of which less is demanded: it may have any version and any request-id, its groups may come in any order and number, its values may be longer than they should be.</summary>
    public void BeginResponse(BufferedSource source)
    {
        Begin(source, false);
    }

    /// <summary>Reads up to the end of the attributes.</summary>
    /// <returns><see cref="Complete"/>, <see cref="Refused"/>, <see cref="ByteSource.Broken"/>, or <see cref="ByteSource.TimedOut"/>: call again then.</returns>
    public int Read()
    {
        BufferedSource source = _source!;
        while (_answer == Incomplete)
        {
            if (_next < source.End && (_hasHeader || !(_isRequest && _memory is not null && Recall(_memory, source)) && TakeHeader(source)))
            {
                Scan(_buffer, source.End);
            }

            if (_answer == Complete)
            {
                source.Start = _next;
            }

            if (_answer != Incomplete)
            {
                break;
            }

            int got = source.Fill();
            if (got <= 0)
            {
                // RFC 8010 §3.1.1: without its end-of-attributes-tag it is no message.
                return got == BufferedSource.Full ? Refuse(IppStatus.RequestEntityTooLarge)
                    : got == ByteSource.End ? Refuse(IppStatus.BadRequest) : got;
            }
        }

        return _answer;
    }

    private void Begin(BufferedSource source, bool isRequest)
    {
        _source = source;
        _buffer = source.Buffer;
        _isRequest = isRequest;
        _hasHeader = false;
        _next = source.Start;
        _begin = _next;
        _count = 0;
        _groups = 0;
        _depth = 0;
        _answer = Incomplete;
        IsAsRemembered = false;
        Refusal = 0;
        Version = 0;
        Operation = 0;
        RequestId = 0;
    }

    private bool TakeHeader(BufferedSource source)
    {
        byte[] b = _buffer;
        int at = _next;
        if (source.End - at < HeaderOctets)
        {
            return false;
        }

        Version = b[at] << 8 | b[at + 1];
        RequestId = Number(b, at + 4);
        if (_isRequest && b[at] != 1 && b[at] != 2)
        {
            Refuse(IppStatus.VersionNotSupported); // RFC 8011 §4.1.8: a minor version that is not known is no reason
            return false;
        }

        Operation = b[at + 2] << 8 | b[at + 3];
        if (RequestId <= 0 && _isRequest)
        {
            Refuse(IppStatus.BadRequest); // RFC 8011 §4.1.2: 1 to 2^31-1
            return false;
        }

        _next = at + HeaderOctets;
        _hasHeader = true;
        return true;
    }

    // Goes on as far as whole values have come. What a request is made of passes here, so it is kept short.
    private void Scan(byte[] b, int end)
    {
        int at = _next;
        while (at < end)
        {
            int tag = b[at];
            if (tag < IppTag.FirstValue)
            {
                at++;
                _next = at;
                TakeDelimiter(tag);
                if (_answer != Incomplete)
                {
                    return;
                }

                continue;
            }

            int value = at + NameAt;
            if (value > end)
            {
                break;
            }

            // SIGNED-SHORT, both lengths: what would be negative is beyond every bound, and a name has no more than 255 octets (RFC 8011 §5.1.4).
            if (b[at + 1] != 0)
            {
                Refuse(IppStatus.BadRequest);
                return;
            }

            int nameLength = b[at + 2];
            value += nameLength + LengthOctets;
            if (value > end)
            {
                break;
            }

            int length = b[value - 2] << 8 | b[value - 1];

            // Every syntax of characters may have this many; all others, and members, are looked at more closely.
            bool isPlain = tag >= IppTag.Text && tag <= IppTag.MimeMediaType && length > 0 && length <= IppSyntax.Word;
            if (!isPlain)
            {
                int refusal = IppSyntax.Judge(tag, length, _isRequest);
                if (refusal != 0)
                {
                    Refuse(refusal);
                    return;
                }
            }

            int next = value + length;
            if (next > end)
            {
                break;
            }

            if (isPlain && _depth == 0 && nameLength != 0 && _count != _at.Length && _groups != 0)
            {
                _at[_count++] = at;
            }
            else if (!TakeValue(tag, at, nameLength, value, length))
            {
                return;
            }

            at = next;
        }

        _next = at;
    }

    // Any value, at any place.
    private bool TakeValue(int tag, int at, int nameLength, int value, int length)
    {
        int refusal = tag > IppTag.NameWithLanguage || IppSyntax.HoldsTogether(tag, _buffer, value, length) ? 0 : IppStatus.BadRequest;
        if (_depth > 0)
        {
            refusal = refusal != 0 || nameLength != 0 ? IppStatus.BadRequest : TakeMember(tag);
        }
        else
        {
            if (nameLength != 0)
            {
                if (_count == _at.Length)
                {
                    Refuse(IppStatus.RequestEntityTooLarge);
                    return false;
                }

                _at[_count++] = at;
            }

            // An attribute stands in a group, and another value behind a first one.
            if (_groups == 0 || _groupFirst[_groups - 1] == _count || tag == IppTag.MemberAttrName || tag == IppTag.EndCollection)
            {
                refusal = IppStatus.BadRequest;
            }
            else if (tag == IppTag.BegCollection)
            {
                _depth = 1;
                _member = CollectionBegun;
            }
        }

        if (refusal != 0)
        {
            Refuse(refusal);
        }

        return refusal == 0;
    }

    // What stands within a collection: 0, or the status to refuse with.
    private int TakeMember(int tag)
    {
        if (tag == IppTag.MemberAttrName || tag == IppTag.EndCollection)
        {
            if (_member == MemberNamed)
            {
                return IppStatus.BadRequest;
            }

            if (tag == IppTag.MemberAttrName)
            {
                _member = MemberNamed;
                return 0;
            }

            // The collection was itself the value of a member, or there is none around it.
            _depth--;
            _member = MemberHasValue;
            return 0;
        }

        if (_member == CollectionBegun)
        {
            return IppStatus.BadRequest;
        }

        _member = MemberHasValue;
        if (tag != IppTag.BegCollection)
        {
            return 0;
        }

        if (_depth == Limits.IppDepth)
        {
            return IppStatus.RequestEntityTooLarge;
        }

        _depth++;
        _member = CollectionBegun;
        return 0;
    }

    private void TakeDelimiter(int tag)
    {
        bool isFirst = _groups == 0;

        // RFC 8011 §4.1.3: the operation attributes come first, and come once; RFC 8010 §3.5.1: 0x00 is no group.
        bool isMisplaced = tag == 0 || _depth > 0 || isFirst != (tag == IppTag.OperationGroup);
        if (!isMisplaced && _isRequest && !isFirst && tag != IppTag.End)
        {
            // In the order of their tags, each once; only subscriptions may be several (RFC 3995 §11.1.1).
            int last = _groupTag[_groups - 1];
            isMisplaced = tag < last || (tag == last && tag != IppTag.SubscriptionGroup);
        }

        if (isMisplaced)
        {
            Refuse(IppStatus.BadRequest);
            return;
        }

        _groupFirst[_groups] = _count;
        if (tag == IppTag.End)
        {
            int refusal = JudgeLanguage();
            if (refusal == 0)
            {
                _answer = Complete;
            }
            else
            {
                Refuse(refusal);
            }

            return;
        }

        if (_groups == _groupTag.Length)
        {
            Refuse(IppStatus.RequestEntityTooLarge);
            return;
        }

        _groupTag[_groups++] = tag;
    }

    // RFC 8011 §4.1.4: attributes-charset, then attributes-natural-language, first of all and with one value. utf-8 is the one charset that must be known.
    private int JudgeLanguage()
    {
        byte[] b = _buffer;
        if (_groupFirst[1] < 2)
        {
            return IppStatus.BadRequest;
        }

        int charset = _at[0];
        int language = _at[1];
        int end = End(charset);
        if (end != language || b[charset] != IppTag.Charset || b[language] != IppTag.NaturalLanguage || Next(language) >= 0
            || !IsNamed(charset, "attributes-charset") || !IsNamed(language, "attributes-natural-language"))
        {
            return IppStatus.BadRequest;
        }

        if (!_isRequest || (BitConverter.ToInt32(b, end - 5) == Utf && b[end - 1] == '8' && b[end - 6] == 5))
        {
            return 0;
        }

        return Text.EqualsIgnoreCase(b, Start(charset), end, "utf-8") ? 0 : IppStatus.CharsetNotSupported;
    }

    private int Refuse(int status)
    {
        Refusal = status;
        _answer = Refused;

        // Nothing half-read is left to be found.
        _count = 0;
        _groups = 0;
        return Refused;
    }

    private static int Number(byte[] b, int at)
    {
        return b[at] << 24 | b[at + 1] << 16 | b[at + 2] << 8 | b[at + 3];
    }
}
