using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <content>Entries of resources with dead properties (RFC 4918 §4.2). Those without one are written as if there were no such thing.</content>
public sealed partial class MultistatusWriter
{
    private int _deadAt;
    private int _deadFrom;
    private int _deadUnknown;
    private bool _isMissingBegun;

    /// <summary>
    /// As <see cref="Entry(ByteWriter, string, bool, long, long, byte[], int, string, PropFindReader)"/>, for a resource that has dead properties that are asked for: all of them are shown where
    /// all are asked for (§9.1), their names where names are, and those that are named where some are.
    /// </summary>
    /// <returns>As there; an element that is larger than the buffer goes in slices.</returns>
    public bool EntryWithDead(
        ByteWriter writer, string name, bool isCollection, long length, long modified, byte[] tag, int tagLength, string contentType, PropFindReader wanted, DeadProperties dead)
    {
        int there = 1 << DavProperty.ResourceType | 1 << DavProperty.DisplayName;
        there |= Pieces is null ? 0 : Pieces.There;
        there |= isCollection ? 0 : 1 << DavProperty.GetContentLength;
        there |= modified <= 0 || modified >= AfterDates ? 0 : 1 << DavProperty.GetLastModified;
        there |= tagLength == 0 ? 0 : 1 << DavProperty.GetETag;
        there |= contentType.Length == 0 ? 0 : 1 << DavProperty.GetContentType;

        int shown = wanted.Wanted & there;
        int mark = writer.Position;
        if (_stage == Href)
        {
            _form.Begin(mark);
            writer.Ascii("<D:response><D:href>");
            WriteHref(writer, name, isCollection);
            if (wanted.PropName)
            {
                writer.Ascii("</D:href><D:propstat><D:prop>");
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

            _deadAt = 0;
            _deadFrom = 0;
            _deadUnknown = 0;
            _isMissingBegun = false;
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
                XmlText.Write(writer, name.Length == 0 ? _parentName : name);
                writer.Ascii("</D:displayname>");
            }

            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        bool isWritten = wanted.PropName ? WriteDeadNames(writer, dead) : wanted.AllProp ? WriteAllDead(writer, dead) : WriteNamedDead(writer, wanted, dead);
        if (!isWritten || !WriteDeadMissing(writer, wanted.Named & ~there, wanted, dead))
        {
            return false;
        }

        _stage = Href;
        _piece = 0;
        _lastEnd = -1;
        return true;
    }

    private bool WriteDeadNames(ByteWriter writer, DeadProperties dead)
    {
        while (_stage == Missing && _deadAt < dead.Length)
        {
            int mark = writer.Position;
            dead.WriteName(writer, _deadAt);
            if (writer.Overflowed)
            {
                writer.Reset(mark);
                return false;
            }

            _deadAt = dead.EndOf(_deadAt);
        }

        return true;
    }

    private bool WriteAllDead(ByteWriter writer, DeadProperties dead)
    {
        while (_stage == Missing && _deadAt < dead.Length)
        {
            if (!WriteSlice(writer, dead, _deadAt))
            {
                return false;
            }

            _deadAt = dead.EndOf(_deadAt);
        }

        return true;
    }

    private bool WriteNamedDead(ByteWriter writer, PropFindReader wanted, DeadProperties dead)
    {
        for (; _stage == Missing && _deadUnknown < wanted.UnknownCount; _deadUnknown++)
        {
            int at = wanted.FindDead(dead, _deadUnknown);
            if (at >= 0 && !WriteSlice(writer, dead, at))
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteSlice(ByteWriter writer, DeadProperties dead, int at)
    {
        _deadFrom = dead.WriteElement(writer, at, _deadFrom);
        if (_deadFrom < dead.ElementLength(at))
        {
            return false;
        }

        _deadFrom = 0;
        return true;
    }

    // The end of the propstat with 200, then one with 404 where something that was named is not there.
    private bool WriteDeadMissing(ByteWriter writer, int missing, PropFindReader wanted, DeadProperties dead)
    {
        const string Ok = "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>";
        int mark = writer.Position;
        if (_stage == Missing)
        {
            _isMissingBegun = missing != 0;
            for (int i = 0; i < wanted.UnknownCount && !_isMissingBegun; i++)
            {
                _isMissingBegun = wanted.FindDead(dead, i) < 0;
            }

            writer.Ascii(_isMissingBegun ? Ok + "<D:propstat><D:prop>" : Ok);
            WriteNames(writer, missing);
            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        // Stages from here on: one for each name that is not known.
        while (_stage - Missing <= wanted.UnknownCount)
        {
            mark = writer.Position;
            if (wanted.FindDead(dead, _stage - Missing - 1) < 0)
            {
                wanted.WriteUnknown(writer, _stage - Missing - 1);
            }

            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        mark = writer.Position;
        writer.Ascii(_isMissingBegun ? "</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>" : "</D:response>");
        return Fits(writer, mark);
    }
}
