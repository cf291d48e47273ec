using System;
using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Dav;

/// <summary>
/// Reads the content of a PROPFIND (RFC 4918 §9.1, §14.20) and remembers what it asks for. Names that are not known here are kept
/// as offsets into the content, which must stay as it is until the answer is written.
/// </summary>
public sealed class PropFindReader
{
    // Of each unknown name: where it begins and ends, and where its namespace's does.
    private const int NameStart = 0;
    private const int NameEnd = 1;
    private const int SpaceStart = 2;
    private const int SpaceEnd = 3;
    private const int Offsets = 4;

    // By so many names grows what is kept of them: most programs ask for none, or a few.
    private const int Step = 8;

    private byte[] _body = new byte[0];
    private int[] _unknown = new int[0];

    /// <summary>Whether all properties are asked for.</summary>
    public bool AllProp { get; private set; }

    /// <summary>Whether only the names of the properties there are asked for.</summary>
    public bool PropName { get; private set; }

    /// <summary>The known properties that are asked for, by name or by allprop: one bit each, by <see cref="DavProperty"/>.</summary>
    public int Wanted { get; private set; }

    /// <summary>The known properties that are asked for by name: the answer must say so where one is not there.</summary>
    public int Named { get; private set; }

    /// <summary>How many properties are asked for by a name that is not known here.</summary>
    public int UnknownCount { get; private set; }

    /// <summary>Whether a known property (<see cref="DavProperty"/>) is asked for, by name or by allprop or propname.</summary>
    public bool Wants(int property)
    {
        return ((Wanted >> property) & 1) != 0;
    }

    /// <summary>
    /// Reads the content that stands at [start, end). None at all asks for all properties (RFC 4918 §9.1).
    /// Elements that are not known are passed over with all that is in them (§17).
    /// </summary>
    /// <returns>0, or the status to refuse with: 400 malformed, 413 beyond a bound, 415 not UTF-8.</returns>
    public int Read(byte[] body, int start, int end)
    {
        _body = body;
        AllProp = start == end;
        PropName = false;
        Named = 0;
        UnknownCount = 0;
        Wanted = AllProp ? DavProperty.All : 0;
        if (AllProp)
        {
            return 0;
        }

        int status = ReadDocument(start, end);
        if (status != 0)
        {
            // Nothing half-read is left behind for a caller that does not ask.
            AllProp = false;
            PropName = false;
            Named = 0;
            UnknownCount = 0;
        }

        Wanted = PropName ? DavProperty.Every : AllProp ? DavProperty.All | Named : Named;
        return status;
    }

    /// <summary>Writes the name of a property that is not known here, as an empty element.</summary>
    public void WriteUnknown(ByteWriter writer, int unknown)
    {
        int at = unknown * Offsets;
        int name = _unknown[at + NameStart];
        int space = _unknown[at + SpaceStart];
        int spaceLength = _unknown[at + SpaceEnd] - space;
        int nameLength = _unknown[at + NameEnd] - name;

        // A prefix of its own, so that no declaration of the client's is needed; xml is the one prefix that must stay (Namespaces §3).
        writer.Text(space < 0 ? "<xml:" : spaceLength == 0 ? "<" : "<x:");
        writer.Octets(_body, name, nameLength);
        if (spaceLength > 0)
        {
            writer.Text(" xmlns:x=\"");
            XmlExcerpt.WriteValue(writer, _body, space, space + spaceLength);
            writer.Octet((byte)'"');
        }

        writer.Text("/>");
    }

    /// <summary>Whether any of a resource's dead properties is asked for, by its name or with all.</summary>
    public bool WantsAny(DeadProperties dead)
    {
        bool wantsAny = dead.Count > 0 && (AllProp || PropName);
        for (int i = 0; i < UnknownCount && dead.Count > 0 && !wantsAny; i++)
        {
            wantsAny = FindDead(dead, i) >= 0;
        }

        return wantsAny;
    }

    /// <summary>Looks for a property that is not known here among a resource's dead ones.</summary>
    /// <returns>Where it stands, or -1.</returns>
    public int FindDead(DeadProperties dead, int unknown)
    {
        int at = unknown * Offsets;
        return dead.Find(_body, _unknown[at + NameStart], _unknown[at + NameEnd], _unknown[at + SpaceStart], _unknown[at + SpaceEnd]);
    }

    private int ReadDocument(int start, int end)
    {
        // Two KiB of a board's heap, which nobody needs any more while the answer is written.
        XmlReader reader = new XmlReader();
        reader.Begin(_body, start, end);
        int token = reader.Read();
        if (token != XmlReader.StartElement || !reader.IsDav || !reader.Is("propfind"))
        {
            return reader.Refusal == 0 ? 400 : reader.Refusal;
        }

        // propfind = (propname | (allprop, include?) | prop): RFC 4918 §14.20.
        bool prop = false;
        bool include = false;
        for (token = reader.Read(); token == XmlReader.StartElement || token == XmlReader.Text; token = reader.Read())
        {
            if (token == XmlReader.Text)
            {
                continue;
            }

            bool again = false;
            int status = 0;
            if (reader.IsDav && reader.Is("prop"))
            {
                again = prop;
                prop = true;
                status = ReadNames(reader);
            }
            else if (reader.IsDav && reader.Is("include"))
            {
                again = include;
                include = true;
                status = ReadNames(reader);
            }
            else
            {
                if (reader.IsDav && reader.Is("allprop"))
                {
                    again = AllProp;
                    AllProp = true;
                }
                else if (reader.IsDav && reader.Is("propname"))
                {
                    again = PropName;
                    PropName = true;
                }

                reader.Skip();
            }

            if (status != 0 || again)
            {
                return status != 0 ? status : 400;
            }
        }

        // The rest of the document must be well-formed too.
        if (token == XmlReader.Refused || reader.Read() != XmlReader.End)
        {
            return reader.Refusal == 0 ? 400 : reader.Refusal;
        }

        int choices = (prop ? 1 : 0) + (AllProp ? 1 : 0) + (PropName ? 1 : 0);
        return choices == 1 && (!include || AllProp) ? 0 : 400;
    }

    // The children of prop or include: each is the name of a property (RFC 4918 §14.18, §14.8).
    private int ReadNames(XmlReader reader)
    {
        int token;
        while ((token = reader.Read()) != XmlReader.EndElement)
        {
            if (token == XmlReader.Text)
            {
                continue;
            }

            if (token != XmlReader.StartElement)
            {
                return reader.Refusal;
            }

            int status = TakeName(reader);
            if (status != 0)
            {
                return status;
            }

            if (reader.Skip() == XmlReader.Refused)
            {
                return reader.Refusal;
            }
        }

        return 0;
    }

    private int TakeName(XmlReader reader)
    {
        if (reader.IsDav)
        {
            int property = DavProperty.Like(reader.NameEnd - reader.NameStart, _body[reader.NameStart]);
            if (property >= 0 && reader.Is(DavProperty.Name(property)))
            {
                Named |= 1 << property;
                return 0;
            }
        }

        else if ((reader.Is(DavProperty.TreeTagName) || reader.Is(DavProperty.ClaimedName)) && Text.Is(_body, reader.NamespaceStart, reader.NamespaceEnd, DavProperty.PeerSpace))
        {
            Named |= reader.Is(DavProperty.TreeTagName) ? 1 << DavProperty.TreeTag : 1 << DavProperty.ClaimedSha256;
            return 0;
        }

        int nameLength = reader.NameEnd - reader.NameStart;
        int spaceLength = reader.NamespaceEnd - reader.NamespaceStart;
        if (UnknownCount == Limits.UnknownProperties || nameLength + spaceLength > Limits.PropertyOctets)
        {
            return 413;
        }

        int at = UnknownCount * Offsets;
        if (at == _unknown.Length)
        {
            int[] more = new int[at + (Step * Offsets)];
            Array.Copy(_unknown, 0, more, 0, at);
            _unknown = more;
        }

        _unknown[at + NameStart] = reader.NameStart;
        _unknown[at + NameEnd] = reader.NameEnd;
        _unknown[at + SpaceStart] = reader.Namespace == XmlNamespaces.Xml ? -1 : reader.NamespaceStart;
        _unknown[at + SpaceEnd] = reader.Namespace == XmlNamespaces.Xml ? -1 : reader.NamespaceEnd;
        UnknownCount++;
        return 0;
    }
}
