using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Writes a multistatus (RFC 4918 §13) piece by piece into a buffer that the caller sends on whenever a piece does not fit:
/// <c>Begin</c>, <c>Under</c>, any number of entries, <c>End</c>. Allocates nothing per entry.
/// </summary>
public sealed partial class MultistatusWriter
{
    private const int Href = 0;
    private const int DisplayName = 1;
    private const int Missing = 2;

    // An HTTP date has four digits for the year (RFC 9110 §5.6.7).
    private const long AfterDates = 253402300800;

    // What tells the kinds of an entry apart: see EntryForm.
    private const int OfFile = 1;
    private const int WithTime = 2;
    private const int WithTag = 4;
    private const int WithType = 8;

    private readonly DateWriter _dates = new DateWriter();
    private readonly EntryForm _form;
    private byte[] _parent = new byte[0];
    private string _parentName = "";
    private int _stage;
    private bool _isPlain;
    private int _lastStart;
    private int _lastEnd = -1;
    private int _piece;

    /// <summary>A writer for one multistatus after the other.</summary>
    public MultistatusWriter()
    {
        _form = new EntryForm(_dates);
    }

    /// <summary>The properties of the next entry that stand in pieces, as far as they are wanted; null where it has none of them. They stay until they are set anew.</summary>
    public PropertyPieces? Pieces { get; set; }

    /// <summary>Begins the document, and forgets one that was not ended.</summary>
    /// <returns>False when it did not fit: send what is in the writer and call again.</returns>
    public bool Begin(ByteWriter writer)
    {
        int mark = writer.Position;
        writer.Ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">");
        bool fits = Fits(writer, mark);
        _stage = Href;
        _piece = 0;
        _lastEnd = -1;
        return fits;
    }

    /// <summary>
    /// Says what stands before the name of each entry that follows: a path, decoded, with '/' at both ends. It is percent-encoded once
    /// (in the writer's free room, which is given back).
    /// </summary>
    /// <returns>False when there was no room: send what is in the writer and call again.</returns>
    public bool Under(ByteWriter writer, string parent)
    {
        int mark = writer.Position;
        PercentCoding.WritePath(writer, parent);
        bool fits = !writer.Overflowed;
        if (fits)
        {
            _parent = new byte[writer.Position - mark];
            Array.Copy(writer.Buffer, mark, _parent, 0, _parent.Length);
            _form.Begin(mark);
            int slash = parent.Length < 2 ? 0 : parent.LastIndexOf('/', parent.Length - 2);
            _parentName = parent.Length < 2 ? "" : parent.Substring(slash + 1, parent.Length - slash - 2);
        }

        writer.Reset(mark);
        return fits;
    }

    /// <summary>Gives up what spares instructions, for good, where memory is short.</summary>
    /// <returns>False when there was nothing to give up.</returns>
    internal bool GiveUpForm()
    {
        return _form.GiveUp();
    }

    /// <summary>Writes the entry of one resource: what is asked for and there with 200, what is asked for by name and not there with 404.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The name under the path given to <see cref="Under"/>; empty for that collection itself.</param>
    /// <param name="isCollection">Whether it is a collection: its href ends with '/' (RFC 4918 §5.2).</param>
    /// <param name="length">The length of the content in octets; not looked at for a collection.</param>
    /// <param name="modified">Seconds since 1970; 0 when not known.</param>
    /// <param name="tag">The opaque part of the entity tag, without quotation marks.</param>
    /// <param name="tagLength">Its length; 0 when there is none.</param>
    /// <param name="contentType">The media type; empty when not known or for a collection.</param>
    /// <param name="wanted">What is asked for.</param>
    /// <returns>
    /// False when not all of it fitted: send what is in the writer and call again with the same arguments; it goes on where it stopped.
    /// Twice false on a writer with nothing in it means that its buffer is too small.
    /// </returns>
    public bool Entry(ByteWriter writer, string name, bool isCollection, long length, long modified, byte[] tag, int tagLength, string contentType, PropFindReader wanted)
    {
        bool isTimed = modified > 0 && modified < AfterDates;
        int kind = (isCollection ? 0 : OfFile) | (isTimed ? WithTime : 0) | (tagLength == 0 ? 0 : WithTag) | (contentType.Length == 0 ? 0 : WithType);
        int mark = writer.Position;
        bool isWhole = _stage == Href;
        bool isCommon = isWhole && name.Length > 0 && (Pieces is null || Pieces.AreCommon);
        if (isCommon)
        {
            int answer = _form.Write(writer, kind, wanted, name, length, modified, tag, tagLength, contentType);
            if (answer == EntryForm.Written)
            {
                _lastStart = mark;
                _lastEnd = writer.Position;
                return true;
            }

            if (answer == EntryForm.NoRoom && mark == _lastEnd)
            {
                // Once what stands before it has gone there is room.
                _lastEnd = -1;
                return false;
            }
        }

        int there = 1 << DavProperty.ResourceType | 1 << DavProperty.DisplayName;
        there |= Pieces is null ? 0 : Pieces.There;
        there |= isCollection ? 0 : 1 << DavProperty.GetContentLength;
        there |= isTimed ? 1 << DavProperty.GetLastModified : 0;
        there |= tagLength == 0 ? 0 : 1 << DavProperty.GetETag;
        there |= contentType.Length == 0 ? 0 : 1 << DavProperty.GetContentType;

        int shown = wanted.Wanted & there;
        int missing = wanted.Named & ~there;
        int unknown = wanted.UnknownCount;

        // A response needs a propstat (RFC 4918 §14.24): an empty one with 200 when there is none with 404.
        bool showsAny = shown != 0 || (missing == 0 && unknown == 0);
        if (isWhole)
        {
            // Where there is less room than the entry just before needed, this one need not be tried in vain.
            if (mark == _lastEnd && writer.Room < mark - _lastStart)
            {
                _lastEnd = -1;
                return false;
            }

            _form.Begin(mark);
            _lastStart = mark;
            writer.Ascii("<D:response><D:href>");
            WriteHref(writer, name, isCollection);
            if (wanted.PropName || !showsAny)
            {
                writer.Ascii(showsAny ? "</D:href><D:propstat><D:prop>" : "</D:href>");
                WriteNames(writer, shown);
            }
            else
            {
                WriteFacts(writer, shown, isCollection, length, modified, tag, tagLength, contentType);
            }

            if (!Fits(writer, mark))
            {
                return false;
            }

            mark = writer.Position;
        }

        if (_stage == DisplayName)
        {
            if (Pieces is not null && !wanted.PropName && !WritePieces(writer))
            {
                return false;
            }

            mark = writer.Position;
            if ((shown >> DavProperty.DisplayName & 1) != 0 && !wanted.PropName)
            {
                writer.Ascii("<D:displayname>");
                int from = writer.Position;
                string shownName = name.Length == 0 ? _parentName : name;
                if (_isPlain && name.Length > 0)
                {
                    // A name that needed no percent needs no reference either.
                    writer.Text(shownName);
                }
                else
                {
                    XmlText.Write(writer, shownName);
                }

                if (isWhole)
                {
                    _form.Note(EntryForm.DisplayName, from, writer.Position);
                }

                writer.Ascii("</D:displayname>");
            }

            if (showsAny)
            {
                writer.Ascii(missing == 0 && unknown == 0
                    ? "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
                    : "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat><D:propstat><D:prop>");
            }
            else
            {
                writer.Ascii("<D:propstat><D:prop>");
            }

            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        if ((missing != 0 || unknown != 0) && !WriteMissing(writer, missing, wanted))
        {
            return false;
        }

        _stage = Href;
        _piece = 0;
        _lastEnd = writer.Position;
        if (isCommon)
        {
            _form.Keep(writer, kind, wanted);
        }

        return true;
    }

    /// <summary>Writes the entry of a resource that has a status instead of properties (RFC 4918 §14.24), such as a member that could not be deleted.</summary>
    /// <returns>False when it did not fit: send what is in the writer and call again.</returns>
    public bool StatusEntry(ByteWriter writer, string name, bool isCollection, int status)
    {
        int mark = writer.Position;
        _form.Begin(mark);
        writer.Ascii("<D:response><D:href>");
        WriteHref(writer, name, isCollection);

        // The reason phrase may be empty, the space before it may not be left out (RFC 9112 §4).
        writer.Ascii("</D:href><D:status>HTTP/1.1 ");
        writer.Number(status);
        writer.Ascii(" </D:status></D:response>");
        bool fits = Fits(writer, mark);
        _stage = Href;
        return fits;
    }

    /// <summary>Ends the document.</summary>
    /// <returns>False when it did not fit: send what is in the writer and call again.</returns>
    public bool End(ByteWriter writer)
    {
        int mark = writer.Position;
        writer.Ascii("</D:multistatus>\n");
        return Fits(writer, mark);
    }

    // Goes to the next stage, or takes back what was written since the mark.
    private bool Fits(ByteWriter writer, int mark)
    {
        if (writer.Overflowed)
        {
            writer.Reset(mark);
            return false;
        }

        _stage++;
        return true;
    }

    private bool WritePieces(ByteWriter writer)
    {
        for (PropertyPieces pieces = Pieces!; _piece < pieces.Count; _piece++)
        {
            int mark = writer.Position;
            pieces.Write(writer, _piece);
            if (writer.Overflowed)
            {
                writer.Reset(mark);
                return false;
            }
        }

        return true;
    }

    private void WriteHref(ByteWriter writer, string name, bool isCollection)
    {
        writer.Octets(_parent, 0, _parent.Length);
        if (name.Length == 0)
        {
            return;
        }

        int mark = writer.Position;
        PercentCoding.WritePath(writer, name);
        _isPlain = writer.Position - mark == name.Length;
        _form.Note(EntryForm.Name, mark, writer.Position);
        if (isCollection)
        {
            writer.Octet((byte)'/');
        }
    }

    // Everything but displayname, which may be long and has a piece of its own. What ends one element and begins the next is one literal:
    // on a board the number of calls is what costs.
    private void WriteFacts(ByteWriter writer, int shown, bool isCollection, long length, long modified, byte[] tag, int tagLength, string contentType)
    {
        const string Begin = "</D:href><D:propstat><D:prop>";
        const string File = Begin + "<D:resourcetype/>";
        const string BeginLength = "<D:getcontentlength>";
        const string EndLength = "</D:getcontentlength>";
        const string BeginModified = "<D:getlastmodified>";
        const string EndModified = "</D:getlastmodified>";
        const string BeginTag = "<D:getetag>\"";
        const string EndTag = "\"</D:getetag>";
        const string BeginType = "<D:getcontenttype>";
        const string EndType = "</D:getcontenttype>";
        const int Length = 1 << DavProperty.GetContentLength;
        const int Modified = 1 << DavProperty.GetLastModified;
        const int Tag = 1 << DavProperty.GetETag;
        const int Type = 1 << DavProperty.GetContentType;

        bool hasType = (shown & 1 << DavProperty.ResourceType) != 0;
        bool beginsLength = (shown & Length) != 0;
        if (isCollection)
        {
            writer.Ascii(hasType ? Begin + "<D:resourcetype><D:collection/></D:resourcetype>" : Begin);
        }
        else if (beginsLength)
        {
            writer.Ascii(hasType ? File + BeginLength : Begin + BeginLength);
        }
        else
        {
            writer.Ascii(hasType ? File : Begin);
        }

        bool beginsModified = (shown & Modified) != 0;
        bool isBegun = false;
        if (beginsLength)
        {
            int at = writer.Position;
            writer.Number(length);
            _form.Note(EntryForm.Length, at, writer.Position);
            isBegun = beginsModified;
            writer.Ascii(isBegun ? EndLength + BeginModified : EndLength);
        }

        bool beginsTag = (shown & Tag) != 0;
        if (beginsModified)
        {
            if (!isBegun)
            {
                writer.Ascii(BeginModified);
            }

            int at = writer.Position;
            WriteDate(writer, modified);
            _form.Note(EntryForm.Modified, at, writer.Position);
            writer.Ascii(beginsTag ? EndModified + BeginTag : EndModified);
        }
        else if (beginsTag)
        {
            writer.Ascii(BeginTag);
        }

        bool beginsType = (shown & Type) != 0;
        if (beginsTag)
        {
            int at = writer.Position;
            writer.Octets(tag, 0, tagLength);
            _form.Note(EntryForm.Tag, at, writer.Position);
            writer.Ascii(beginsType ? EndTag + BeginType : EndTag);
        }
        else if (beginsType)
        {
            writer.Ascii(BeginType);
        }

        if (beginsType)
        {
            int at = writer.Position;
            writer.Ascii(contentType);
            _form.Note(EntryForm.Type, at, writer.Position);
            writer.Ascii(EndType);
        }
    }

    private void WriteDate(ByteWriter writer, long modified)
    {
        if (writer.Room < HttpDate.Length)
        {
            writer.MarkOverflow();
            return;
        }

        _dates.Put(modified, writer.Buffer, writer.Position);
        writer.Position += HttpDate.Length;
    }

    private static void WriteNames(ByteWriter writer, int properties)
    {
        for (int property = 0; properties != 0; property++)
        {
            if ((properties & 1) != 0)
            {
                writer.Ascii(DavProperty.EmptyElement(property));
            }

            properties >>= 1;
        }
    }

    // The propstat with 404: what is known and not there, then each unknown name as a piece of its own, since names may be long.
    private bool WriteMissing(ByteWriter writer, int missing, PropFindReader wanted)
    {
        int mark = writer.Position;
        if (_stage == Missing)
        {
            WriteNames(writer, missing);
            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        while (_stage - Missing <= wanted.UnknownCount)
        {
            mark = writer.Position;
            wanted.WriteUnknown(writer, _stage - Missing - 1);
            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        mark = writer.Position;
        writer.Ascii("</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>");
        return Fits(writer, mark);
    }
}
