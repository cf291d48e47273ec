using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Writes a multistatus (RFC 4918 §13) piece by piece into a buffer that the caller sends on whenever a piece does not fit:
/// <c>Begin</c>, <c>Under</c>, any number of entries, <c>End</c>. Allocates nothing per entry.
/// </summary>
public sealed class MultistatusWriter
{
    private const int Href = 0;
    private const int DisplayName = 1;
    private const int Missing = 2;

    // An HTTP date has four digits for the year (RFC 9110 §5.6.7).
    private const long AfterDates = 253402300800;

    private byte[] _parent = new byte[0];
    private string _parentName = "";
    private int _stage;

    /// <summary>Begins the document, and forgets one that was not ended.</summary>
    /// <returns>False when it did not fit: send what is in the writer and call again.</returns>
    public bool Begin(ByteWriter writer)
    {
        int mark = writer.Position;
        writer.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">");
        bool fits = Fits(writer, mark);
        _stage = Href;
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
            int slash = parent.Length < 2 ? 0 : parent.LastIndexOf('/', parent.Length - 2);
            _parentName = parent.Length < 2 ? "" : parent.Substring(slash + 1, parent.Length - slash - 2);
        }

        writer.Reset(mark);
        return fits;
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
        int there = 1 << DavProperty.ResourceType | 1 << DavProperty.DisplayName;
        there |= isCollection ? 0 : 1 << DavProperty.GetContentLength;
        there |= modified <= 0 || modified >= AfterDates ? 0 : 1 << DavProperty.GetLastModified;
        there |= tagLength == 0 ? 0 : 1 << DavProperty.GetETag;
        there |= contentType.Length == 0 ? 0 : 1 << DavProperty.GetContentType;

        int shown = wanted.Wanted & there;
        int missing = wanted.Named & ~there;
        int unknown = wanted.UnknownCount;

        // A response needs a propstat (RFC 4918 §14.24): an empty one with 200 when there is none with 404.
        bool showsAny = shown != 0 || (missing == 0 && unknown == 0);
        int mark = writer.Position;
        if (_stage == Href)
        {
            writer.Text("<D:response><D:href>");
            WriteHref(writer, name, isCollection);
            writer.Text(showsAny ? "</D:href><D:propstat><D:prop>" : "</D:href>");
            if (wanted.PropName)
            {
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
            if ((shown >> DavProperty.DisplayName & 1) != 0 && !wanted.PropName)
            {
                writer.Text("<D:displayname>");
                XmlText.Write(writer, name.Length == 0 ? _parentName : name);
                writer.Text("</D:displayname>");
            }

            if (showsAny)
            {
                writer.Text("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>");
            }

            if (missing == 0 && unknown == 0)
            {
                writer.Text("</D:response>");
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
        return true;
    }

    /// <summary>Writes the entry of a resource that has a status instead of properties (RFC 4918 §14.24), such as a member that could not be deleted.</summary>
    /// <returns>False when it did not fit: send what is in the writer and call again.</returns>
    public bool StatusEntry(ByteWriter writer, string name, bool isCollection, int status)
    {
        int mark = writer.Position;
        writer.Text("<D:response><D:href>");
        WriteHref(writer, name, isCollection);

        // The reason phrase may be empty, the space before it may not be left out (RFC 9112 §4).
        writer.Text("</D:href><D:status>HTTP/1.1 ");
        writer.Number(status);
        writer.Text(" </D:status></D:response>");
        bool fits = Fits(writer, mark);
        _stage = Href;
        return fits;
    }

    /// <summary>Ends the document.</summary>
    /// <returns>False when it did not fit: send what is in the writer and call again.</returns>
    public bool End(ByteWriter writer)
    {
        int mark = writer.Position;
        writer.Text("</D:multistatus>\n");
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

    private void WriteHref(ByteWriter writer, string name, bool isCollection)
    {
        writer.Octets(_parent, 0, _parent.Length);
        if (name.Length == 0)
        {
            return;
        }

        PercentCoding.WritePath(writer, name);
        if (isCollection)
        {
            writer.Octet((byte)'/');
        }
    }

    // Everything but displayname, which may be long and has a piece of its own.
    private static void WriteFacts(ByteWriter writer, int shown, bool isCollection, long length, long modified, byte[] tag, int tagLength, string contentType)
    {
        if ((shown & 1 << DavProperty.ResourceType) != 0)
        {
            writer.Text(isCollection ? "<D:resourcetype><D:collection/></D:resourcetype>" : "<D:resourcetype/>");
        }

        if ((shown & 1 << DavProperty.GetContentLength) != 0)
        {
            writer.Text("<D:getcontentlength>");
            writer.Number(length);
            writer.Text("</D:getcontentlength>");
        }

        if ((shown & 1 << DavProperty.GetLastModified) != 0)
        {
            writer.Text("<D:getlastmodified>");
            HttpDate.Write(writer, modified);
            writer.Text("</D:getlastmodified>");
        }

        if ((shown & 1 << DavProperty.GetETag) != 0)
        {
            writer.Text("<D:getetag>\"");
            writer.Octets(tag, 0, tagLength);
            writer.Text("\"</D:getetag>");
        }

        if ((shown & 1 << DavProperty.GetContentType) != 0)
        {
            writer.Text("<D:getcontenttype>");
            writer.Text(contentType);
            writer.Text("</D:getcontenttype>");
        }
    }

    private static void WriteNames(ByteWriter writer, int properties)
    {
        for (int property = 0; property < DavProperty.Count; property++)
        {
            if ((properties & 1 << property) != 0)
            {
                writer.Text("<D:");
                writer.Text(DavProperty.Name(property));
                writer.Text("/>");
            }
        }
    }

    // The propstat with 404: what is known and not there, then each unknown name as a piece of its own, since names may be long.
    private bool WriteMissing(ByteWriter writer, int missing, PropFindReader wanted)
    {
        int mark = writer.Position;
        if (_stage == Missing)
        {
            writer.Text("<D:propstat><D:prop>");
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
        writer.Text("</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>");
        return Fits(writer, mark);
    }
}
