using PeerDevice.Bytes;
using PeerDevice.Services.View;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Services.Files;

/// <summary>
/// Writes what a collection answers to GET: a plain HTML page of its members, for people, which reads without script. The peer's own script
/// (view.js) stands last in it and adds what only a script can do; so a page that was cut off has none. Nothing is fetched from elsewhere; dark
/// or light as the reader's system is; the columns give way on a phone. Written piece by piece, like a multistatus.
/// </summary>
/// <remarks>
/// Each method answers false when its piece did not fit: send what is in the writer and call it again with the same arguments.
/// Twice false on a writer with nothing in it means that its buffer is too small. The name of a peer and of each member is text, never markup.
/// </remarks>
public sealed class ListingPage
{
    private const int Head = 0;
    private const int Title = 1;
    private const int Crumbs = 2;
    private const int Members = 3;

    private int _stage;
    private bool _linked;
    private int _crumbStart;
    private int _collections;
    private int _files;

    /// <summary>Begins the page of a collection.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="root">Where the share stands: a path with '/' at both ends, such as "/files/".</param>
    /// <param name="rootName">What the share is called.</param>
    /// <param name="path">The collection under it, decoded, without '/' at either end; empty for the share itself.</param>
    /// <param name="mayWrite">Whether the reader may change what is in it: the script offers that then.</param>
    public bool Begin(ByteWriter writer, string root, string rootName, string path, bool mayWrite)
    {
        int mark = writer.Position;
        if (_stage == Head)
        {
            _crumbStart = -1;
            _linked = false;
            _collections = 0;
            _files = 0;
            writer.Ascii(ViewPage.Begin);

            // Every link on the page is relative to this, whether or not the request ended with '/'.
            writer.Text("<base href=\"");
            PercentCoding.WritePath(writer, root);
            if (path.Length > 0)
            {
                PercentCoding.WritePath(writer, path);
                writer.Octet((byte)'/');
            }

            writer.Ascii("\">");
            if (!Fits(writer, mark))
            {
                return false;
            }

            mark = writer.Position;
        }

        if (_stage == Title)
        {
            writer.Text("<title>");
            XmlText.Write(writer, path.Length == 0 ? rootName : path.Substring(path.LastIndexOf('/') + 1));
            writer.Ascii(mayWrite ? "</title></head><body data-write>" : "</title></head><body>");
            if (!Fits(writer, mark))
            {
                return false;
            }
        }

        return _stage == Members || WriteCrumbs(writer, rootName, path);
    }

    /// <summary>Writes the line of one member.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isCollection">Whether it is a collection.</param>
    /// <param name="length">Its length in octets; not looked at for a collection.</param>
    /// <param name="modified">Seconds since 1970; 0 when not known.</param>
    public bool Member(ByteWriter writer, string name, bool isCollection, long length, long modified)
    {
        int mark = writer.Position;
        if (!_linked)
        {
            // "./" keeps a name with a colon from being a scheme (RFC 3986 §4.2).
            writer.Text("<tr><td><a href=\"./");
            PercentCoding.WritePath(writer, name);
            writer.Text(isCollection ? "/\">" : "\">");
            if (!Kept(writer, mark))
            {
                return false;
            }

            _linked = true;
            mark = writer.Position;
        }

        XmlText.Write(writer, name);
        writer.Text(isCollection ? "/</a><td><td>" : "</a><td>");
        if (!isCollection)
        {
            PageText.Length(writer, length);
            writer.Text("<td>");
        }

        PageText.Time(writer, modified);

        writer.Octet((byte)'\n');
        if (!Kept(writer, mark))
        {
            return false;
        }

        _linked = false;
        if (isCollection)
        {
            _collections++;
        }
        else
        {
            _files++;
        }

        return true;
    }

    /// <summary>Ends the page, and says how much it shows.</summary>
    public bool End(ByteWriter writer)
    {
        int mark = writer.Position;
        writer.Text("</table><p>");
        if (_collections + _files == 0)
        {
            writer.Text("Nothing is in here yet.");
        }
        else
        {
            WriteCount(writer, _collections, " folder", " folders");
            writer.Text(_collections > 0 && _files > 0 ? ", " : "");
            WriteCount(writer, _files, " file", " files");
        }

        writer.Ascii("<p><a href=\"/\">About this peer</a><script src=\"/" + ViewScript.Path + "\"></script></body></html>\n");
        if (!Kept(writer, mark))
        {
            return false;
        }

        _stage = Head;
        return true;
    }

    // Takes back what was written since the mark if not all of it fitted.
    private static bool Kept(ByteWriter writer, int mark)
    {
        if (writer.Overflowed)
        {
            writer.Reset(mark);
            return false;
        }

        return true;
    }

    private bool Fits(ByteWriter writer, int mark)
    {
        if (!Kept(writer, mark))
        {
            return false;
        }

        _stage++;
        return true;
    }

    // The way from the share down to here: a piece for each name, since a path may be all names.
    private bool WriteCrumbs(ByteWriter writer, string rootName, string path)
    {
        int mark = writer.Position;
        if (_crumbStart < 0)
        {
            writer.Text("<h1>");
            WriteCrumb(writer, rootName, Levels(path, 0));
            if (!Kept(writer, mark))
            {
                return false;
            }

            _crumbStart = 0;
        }

        while (_crumbStart < path.Length)
        {
            mark = writer.Position;
            int slash = path.IndexOf('/', _crumbStart);
            int end = slash < 0 ? path.Length : slash;
            writer.Text(" / ");
            WriteCrumb(writer, path.Substring(_crumbStart, end - _crumbStart), slash < 0 ? 0 : Levels(path, end + 1));
            if (!Kept(writer, mark))
            {
                return false;
            }

            _crumbStart = end + 1;
        }

        mark = writer.Position;
        writer.Text("</h1><table><thead><tr><th>Name<th>Size<th>Modified (UTC)</thead><tbody>\n");
        return Fits(writer, mark);
    }

    // How many names stand at and after a place in a path: as many levels is that place above the collection.
    private static int Levels(string path, int from)
    {
        int levels = from < path.Length ? 1 : 0;
        for (int slash = path.IndexOf('/', from); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            levels++;
        }

        return levels;
    }

    private static void WriteCrumb(ByteWriter writer, string name, int levelsUp)
    {
        if (levelsUp == 0)
        {
            XmlText.Write(writer, name);
            return;
        }

        writer.Text("<a href=\"");
        for (int i = 0; i < levelsUp; i++)
        {
            writer.Text("../");
        }

        writer.Text("\">");
        XmlText.Write(writer, name);
        writer.Text("</a>");
    }

    private static void WriteCount(ByteWriter writer, int count, string one, string many)
    {
        if (count > 0)
        {
            writer.Number(count);
            writer.Text(count == 1 ? one : many);
        }
    }
}
