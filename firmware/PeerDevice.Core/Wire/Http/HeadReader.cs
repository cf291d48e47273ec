using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// What the heads of requests and responses have in common (RFC 9112 §2.1): a start-line, then fields up to an empty line.
/// A reader holds offsets into the buffer it was shown and nothing else, so it is used again and again without allocating,
/// and what it found holds as long as the octets stay where they are.
/// </summary>
/// <remarks>
/// <code>
/// HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]     RFC 9112 §2.1
/// field-line   = field-name ":" OWS field-value OWS                             RFC 9112 §5
/// </code>
/// Refused, never guessed at: a bare LF or CR (§2.2), a line folded (§5.2), a name that is no token (§5.1; so no blank before the colon), a NUL
/// (RFC 9110 §5.5), a second line of a field that is no list, two lengths, a length beside a transfer coding (§6.3).
/// On a board every step over octets is a native search; there is no managed loop over a value, and one over the words of an unknown name.
/// </remarks>
public abstract class HeadReader
{
    /// <summary>The head is not all there yet; nothing else is known.</summary>
    public const int Incomplete = 0;

    /// <summary>The head is complete and in order.</summary>
    public const int Complete = 1;

    /// <summary>The head is refused; <see cref="Refusal"/> says why.</summary>
    public const int Refused = -1;

    private const int ExpectationFailed = 417;
    private const int NotImplemented = 501;
    private const int KeepAliveLength = 10;
    private const int CloseLength = 5;
    private const int ChunkedLength = 7;
    private const int ContinueLength = 12;
    private const int DateLine = 35;
    private const int TimeLength = 8;
    private const int BehindTime = 12;

    // A condition on the representation (RFC 9110 §13.1).
    private const uint Conditions =
        1u << Field.IfMatch | 1u << Field.IfNoneMatch | 1u << Field.IfModifiedSince | 1u << Field.IfUnmodifiedSince;

    private readonly int _fields;
    private readonly int _malformed;
    private HeadMemory _memory;
    private HeadMemory? _other;
    private int[] _starts;
    private int[] _ends;
    private uint _present;
    private int _shift;
    private int _refusal;
    private int _headEnd;
    private long _contentLength = -1;
    private bool _isChunked;
    private protected bool _isHttp10;
    private bool _saysClose;
    private bool _saysKeepAlive;

    /// <summary>
    /// Prepares a reader that keeps the fields below <paramref name="fields"/> and refuses what is malformed with
    /// <paramref name="malformed"/>: 400 from a client, 502 from a server. Of a head it remembers <paramref name="kept"/> octets.
    /// </summary>
    private protected HeadReader(int fields, int malformed, int kept)
    {
        _fields = fields;
        _malformed = malformed;
        _memory = new HeadMemory(kept);
        _starts = _memory.Starts;
        _ends = _memory.Ends;
    }

    /// <summary>Why the head was refused, as the status to answer with: 400, 414, 417, 431, 501 or 505; 502 for a response.</summary>
    public int Refusal => _refusal;

    /// <summary>Behind the empty line that ends the head: the first octet of content, or of the next message.</summary>
    public int HeadEnd => _headEnd;

    /// <summary>Whether the message says HTTP/1.0; a later minor version counts as 1.1 (RFC 9110 §2.5).</summary>
    public bool IsHttp10 => _isHttp10;

    /// <summary>The Content-Length in octets, or -1 when the message has none.</summary>
    public long ContentLength => _contentLength;

    /// <summary>Whether the content is chunked (RFC 9112 §7.1).</summary>
    public bool IsChunked => _isChunked;

    /// <summary>Whether the other end keeps the connection for more (RFC 9112 §9.3).</summary>
    public bool KeepAlive => !_saysClose && (!_isHttp10 || _saysKeepAlive);

    /// <summary>
    /// A number that whoever answers worked out from the fields alone, kept for as long as the same fields come; -1 while there is none. It means what the method
    /// makes of it: of the methods only LOCK notes anything, and has a memory of its own.
    /// </summary>
    public int Note
    {
        get => _memory.Note;
        set => _memory.Note = value;
    }

    /// <summary>Whether the head has a condition on the representation (RFC 9110 §13.1).</summary>
    public bool IsConditional => (_present & Conditions) != 0;

    /// <summary>Whether the head has a field, one of <see cref="Field"/>.</summary>
    public bool Has(int field)
    {
        return (_present & (1u << field)) != 0;
    }

    /// <summary>Where the value of a field begins, without the blanks before it. Only for a field that the head has.</summary>
    public int Start(int field)
    {
        return _starts[field] + _shift;
    }

    /// <summary>Behind the value of a field, without the blanks after it. Only for a field that the head has.</summary>
    public int End(int field)
    {
        return _ends[field] + _shift;
    }

    private protected int Refuse(int status)
    {
        _refusal = status;
        return Refused;
    }

    private protected void Forget()
    {
        _present = 0;
        _saysClose = false;
        _saysKeepAlive = false;
        _refusal = 0;
        _headEnd = 0;
        _contentLength = -1;
        _isChunked = false;
        _isHttp10 = false;
    }

    /// <summary>Reads the field lines that begin at <paramref name="at"/>, up to and with the empty line.</summary>
    private protected int ReadFields(byte[] b, int at, int end)
    {
        if (AreAsBefore(b, at, end))
        {
            return Complete;
        }

        // On a board each search costs about 20 IL instructions, whatever its length, and each line needs three.
        while (true)
        {
            int lineFeed = Array.IndexOf(b, Octets.LineFeed, at, end - at);
            if (lineFeed < 0)
            {
                return Incomplete;
            }

            // Before the line stands the LF of the one before: a line of nothing but LF is refused here too.
            int lineEnd = lineFeed - 1;
            if (b[lineEnd] != '\r')
            {
                return Refuse(_malformed);
            }

            if (lineEnd == at)
            {
                _headEnd = lineFeed + 1;
                return Complete;
            }

            if (Array.IndexOf(b, Octets.CarriageReturn, at, lineEnd - at) >= 0)
            {
                return Refuse(_malformed);
            }

            switch (b[at] | 0x20)
            {
                // The letters that the names we keep begin with; 'a' only in a response.
                case 'a':
                    if (_fields <= Field.AcceptRanges)
                    {
                        goto default;
                    }

                    goto case 'c';
                case 'u':
                    // User-Agent is in nearly every request, and not for us; the Upload fields are.
                    if ((b[at + 1] | 0x20) != 'p' || (b[at + 2] | 0x20) != 'l')
                    {
                        goto default;
                    }

                    goto case 'c';
                case 'd':
                    NoteDate(b, at, lineEnd);
                    goto case 'c';
                case 'c':
                case 'e':
                case 'h':
                case 'i':
                case 'l':
                case 'o':
                case 'r':
                case 't':
                case 'x':
                    if (!ReadField(b, at, lineEnd))
                    {
                        return Refused;
                    }

                    break;
                default:
                    // Any other field: not for us, but it must be one.
                    int colon = Array.IndexOf(b, Octets.Colon, at, lineEnd - at);
                    if (colon < 0 || !Token.Is(b, at, colon))
                    {
                        return Refuse(_malformed);
                    }

                    break;
            }

            at = lineFeed + 1;
        }
    }

    /// <summary>Looks once over the whole head for what no line may have: NUL anywhere, HTAB outside of values.</summary>
    private protected bool IsClean(byte[] b, int start)
    {
        if (Array.IndexOf(b, Octets.Nul, start, _headEnd - start) >= 0)
        {
            return false;
        }

        int tab = Array.IndexOf(b, Octets.Tab, start, _headEnd - start);
        return tab < 0 || AreTabsInValues(b, start, tab);
    }

    /// <summary>Works out the framing (RFC 9112 §6.3) once the fields are read.</summary>
    private protected int ReadFraming(byte[] b)
    {
        if ((_present & ((1u << Field.ContentLength) | (1u << Field.TransferEncoding))) == 0 || _contentLength >= 0)
        {
            // There is neither, or the length is known from the same fields before.
            return Complete;
        }

        if (!Has(Field.TransferEncoding))
        {
            _contentLength = Text.Number(b, Start(Field.ContentLength), End(Field.ContentLength));
            return _contentLength < 0 ? Refuse(_malformed) : Complete;
        }

        // RFC 9112 §6.1: with a length beside it, or in HTTP/1.0, somebody may frame it otherwise.
        if (Has(Field.ContentLength) || _isHttp10)
        {
            return Refuse(_malformed);
        }

        if (!IsChunkedCoding(b, Start(Field.TransferEncoding), End(Field.TransferEncoding)))
        {
            return Refuse(NotImplemented);
        }

        _isChunked = true;
        return Complete;
    }

    // On one connection a client mostly sends the same fields again, and who looks whether something has changed sends the whole head again.
    // Comparing costs a third of reading, and what the octets say is the same then, only shifted by as much as they stand elsewhere.

    /// <summary>Whether the whole head that begins at <paramref name="start"/> is the one that was remembered.</summary>
    private protected bool IsAsBefore(byte[] b, int start, int end)
    {
        HeadMemory memory = _memory;
        int length = memory.Length;
        if (length == 0 || end - start < length || !Octets.AreSame(b, start, memory.Octets, 0, length))
        {
            return false;
        }

        Recall(memory, start);
        return true;
    }

    /// <summary>Whether the fields that begin at <paramref name="at"/> are those that were remembered.</summary>
    private protected bool AreAsBefore(byte[] b, int at, int end)
    {
        HeadMemory memory = _memory;
        int fields = memory.Fields;
        int length = memory.Length - fields;
        if (memory.Length == 0 || end - at < length || !Octets.AreSame(b, at, memory.Octets, fields, length))
        {
            memory.Length = 0;
            memory.Note = -1;
            memory.TimeAt = -1;
            _shift = 0;
            return false;
        }

        Recall(memory, at - fields);
        return true;
    }

    /// <summary>Whether a head is the one before but for the digits of its Content-Length and the time of day of its Date: who prints says no more that is new.</summary>
    private protected bool IsNearlyAsBefore(byte[] b, int start, int end)
    {
        HeadMemory memory = _memory;
        int length = memory.Length;
        if (length == 0 || memory.ContentLength < 0 || end - start < length)
        {
            return false;
        }

        int shift = memory.Fields - memory.At;
        int digits = _starts[Field.ContentLength] + shift;
        int behind = _ends[Field.ContentLength] + shift;
        int time = memory.TimeAt + shift;
        byte[] known = memory.Octets;
        bool isSame;
        if (memory.TimeAt < 0)
        {
            isSame = Octets.AreSame(b, start + behind, known, behind, length - behind) && Octets.AreSame(b, start, known, 0, digits);
        }
        else
        {
            int first = time < digits ? time : digits;
            int second = time < digits ? time + TimeLength : behind;
            int third = time < digits ? behind : time + TimeLength;
            int last = time < digits ? digits : time;
            isSame = Octets.AreSame(b, start + third, known, third, length - third)
                && Octets.AreSame(b, start, known, 0, first)
                && Octets.AreSame(b, start + second, known, second, last - second)
                && IsTime(b, start + time);
        }

        long content = isSame ? Text.Number(b, start + digits, start + behind) : -1;
        if (content < 0)
        {
            return false;
        }

        Recall(memory, start);
        _contentLength = content;
        return true;
    }

    /// <summary>Remembers a head that is complete and in order, to know it again.</summary>
    private protected void Remember(byte[] b, int start, int fields)
    {
        HeadMemory memory = _memory;
        int length = _headEnd - start;
        if (length > memory.Octets.Length)
        {
            memory.Length = 0;
            return;
        }

        Array.Copy(b, start, memory.Octets, 0, length);
        memory.Length = length;
        memory.Fields = fields - start;
        memory.At = fields - _shift;
        memory.Present = _present;
        memory.ContentLength = _contentLength;
        memory.IsChunked = _isChunked;
        memory.SaysClose = _saysClose;
        memory.SaysKeepAlive = _saysKeepAlive;
    }

    /// <summary>
    /// Puts the remembered head aside, and takes up the one that was put aside before it. To be called before fields are read: those of requests that
    /// take turns differ, and with one memory each would push the other out.
    /// </summary>
    private protected void TurnMemory()
    {
        HeadMemory memory = _other ?? new HeadMemory(Limits.FieldsKept);
        _other = _memory;
        _memory = memory;
        _starts = memory.Starts;
        _ends = memory.Ends;
    }

    private protected void ForgetAll()
    {
        _memory.Length = 0;
        if (_other is not null)
        {
            _other.Length = 0;
        }
    }

    // The head as if it began at start: of one whose fields only are the same, the request line may be shorter or longer.
    private void Recall(HeadMemory memory, int start)
    {
        _shift = start + memory.Fields - memory.At;
        _headEnd = start + memory.Length;
        _present = memory.Present;
        _contentLength = memory.ContentLength;
        _isChunked = memory.IsChunked;
        _saysClose = memory.SaysClose;
        _saysKeepAlive = memory.SaysKeepAlive;
    }

    // "Date: Fri, 02 Jan 2026 03:04:05 GMT": where its time stands (RFC 9110 §5.6.7), if it is written so.
    private void NoteDate(byte[] b, int at, int lineEnd)
    {
        int time = lineEnd - BehindTime;
        if (lineEnd - at == DateLine && (BitConverter.ToInt32(b, at) | Field.Fold4) == 0x65746164 && b[at + 4] == ':' && IsTime(b, time))
        {
            _memory.TimeAt = time;
        }
    }

    // Eight octets from '0' to '?': digits and colons, and in any case nothing that ends a line.
    private static bool IsTime(byte[] b, int at)
    {
        return (BitConverter.ToInt64(b, at) & unchecked((long)0xF0F0F0F0F0F0F0F0UL)) == 0x3030303030303030L;
    }

    private bool ReadField(byte[] b, int at, int lineEnd)
    {
        int colon = Array.IndexOf(b, Octets.Colon, at, lineEnd - at);
        if (colon <= at)
        {
            Refuse(_malformed);
            return false;
        }

        int field = Field.Find(b, at, colon - at);
        if (field >= 0)
        {
            return field >= _fields || Keep(b, field, colon + 1, lineEnd);
        }

        if (!Token.Is(b, at, colon))
        {
            Refuse(_malformed);
            return false;
        }

        return true;
    }

    private bool Keep(byte[] b, int field, int start, int end)
    {
        while (start < end && (b[start] == ' ' || b[start] == '\t'))
        {
            start++;
        }

        while (end > start && (b[end - 1] == ' ' || b[end - 1] == '\t'))
        {
            end--;
        }

        uint bit = 1u << field;
        if (field == Field.Connection)
        {
            // The one list that may come in several lines: each is read as it comes.
            ReadConnection(b, start, end);
        }
        else if (field == Field.Expect)
        {
            // RFC 9110 §10.1.1: what else might be expected, nobody here can meet.
            if (!IsContinue(b, start, end))
            {
                Refuse(ExpectationFailed);
                return false;
            }
        }
        else if ((_present & bit) != 0)
        {
            Refuse(_malformed);
            return false;
        }

        _present |= bit;
        _starts[field] = start;
        _ends[field] = end;
        return true;
    }

    // RFC 9110 §7.6.1: Connection = #connection-option, which are case-insensitive tokens
    private void ReadConnection(byte[] b, int start, int end)
    {
        while (start < end)
        {
            int comma = Array.IndexOf(b, Octets.Comma, start, end - start);
            int last = comma < 0 ? end : comma;
            int from = Text.SkipBlanks(b, start, last);
            int to = Text.TrimEnd(b, from, last);
            if (to - from == KeepAliveLength)
            {
                _saysKeepAlive |= IsKeepAlive(b, from);
            }
            else if (to - from == CloseLength)
            {
                _saysClose |= IsClose(b, from);
            }

            start = last + 1;
        }
    }

    // Four words that stand in many heads, compared as the names are (see Field.Find): little-endian, letters in lower case,
    // and overlapping where the length is no multiple.

    // "keep-ali", "ep-alive"
    private static bool IsKeepAlive(byte[] b, int at)
    {
        return (BitConverter.ToInt64(b, at) | Field.Fold8) == 0x696C612D7065656BL
            && (BitConverter.ToInt64(b, at + 2) | Field.Fold8) == 0x6576696C612D7065L;
    }

    // "clos", "lose"
    private static bool IsClose(byte[] b, int at)
    {
        return (BitConverter.ToInt32(b, at) | Field.Fold4) == 0x736F6C63 && (BitConverter.ToInt32(b, at + 1) | Field.Fold4) == 0x65736F6C;
    }

    // "chun", "nked"
    private static bool IsChunkedCoding(byte[] b, int at, int end)
    {
        return end - at == ChunkedLength
            && (BitConverter.ToInt32(b, at) | Field.Fold4) == 0x6E756863 && (BitConverter.ToInt32(b, at + 3) | Field.Fold4) == 0x64656B6E;
    }

    // "100-" as it is, "continue" in either case
    private static bool IsContinue(byte[] b, int at, int end)
    {
        return end - at == ContinueLength
            && BitConverter.ToInt32(b, at) == 0x2D303031 && (BitConverter.ToInt64(b, at + 4) | Field.Fold8) == 0x65756E69746E6F63L;
    }

    private bool AreTabsInValues(byte[] b, int at, int tab)
    {
        // Rare, so it may go over the lines again: a tab is in order only behind the colon of a field line. An empty line may stand before the first.
        int first = Text.SkipLineEnd(b, at, HeadEnd);
        int lineEnd = Array.IndexOf(b, Octets.LineFeed, first, HeadEnd - first);
        if (tab < lineEnd)
        {
            return false;
        }

        for (at = lineEnd + 1; at < HeadEnd; at = lineEnd + 1)
        {
            lineEnd = Array.IndexOf(b, Octets.LineFeed, at, HeadEnd - at);
            int colon = Array.IndexOf(b, Octets.Colon, at, lineEnd - at);
            if (colon >= 0 && Array.IndexOf(b, Octets.Tab, at, colon - at) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
