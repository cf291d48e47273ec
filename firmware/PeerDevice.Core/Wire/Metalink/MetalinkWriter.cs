using PeerDevice.Bytes;
using PeerDevice.Wire.Xml;

namespace PeerDevice.Wire.Metalink;

/// <summary>Writes a Metalink document of one file (RFC 5854), part by part, each of which fits a small buffer.</summary>
public static class MetalinkWriter
{
    /// <summary>Writes the head, with the file's name and length.</summary>
    public static void Begin(ByteWriter to, string name, long size)
    {
        to.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">\n<file name=\"");
        XmlText.Write(to, name);
        to.Text("\">\n<size>");
        to.Number(size);
        to.Text("</size>\n");
    }

    /// <summary>Begins a place that the file is at: the URL follows, without anything that XML has another meaning for, then <see cref="EndUrl"/>.</summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="priority">The smaller, the better.</param>
    public static void BeginUrl(ByteWriter to, int priority)
    {
        to.Text("<url priority=\"");
        to.Number(priority);
        to.Text("\">");
    }

    /// <summary>Ends it.</summary>
    public static void EndUrl(ByteWriter to)
    {
        to.Text("</url>\n");
    }

    /// <summary>Begins the pieces.</summary>
    public static void BeginPieces(ByteWriter to, string type, long octets)
    {
        to.Text("<pieces length=\"");
        to.Number(octets);
        to.Text("\" type=\"");
        to.Text(type);
        to.Text("\">\n");
    }

    /// <summary>Writes the digest of a piece.</summary>
    public static void Piece(ByteWriter to, byte[] digest)
    {
        to.Text("<hash>");
        Hex(to, digest);
        to.Text("</hash>\n");
    }

    /// <summary>Ends the pieces.</summary>
    public static void EndPieces(ByteWriter to)
    {
        to.Text("</pieces>\n");
    }

    /// <summary>Writes the digest of the whole.</summary>
    public static void Hash(ByteWriter to, string type, byte[] digest)
    {
        to.Text("<hash type=\"");
        to.Text(type);
        to.Text("\">");
        Hex(to, digest);
        to.Text("</hash>\n");
    }

    /// <summary>Ends the document.</summary>
    public static void End(ByteWriter to)
    {
        to.Text("</file>\n</metalink>\n");
    }

    private static void Hex(ByteWriter to, byte[] digest)
    {
        for (int i = 0; i < digest.Length; i++)
        {
            to.Octet((byte)Digit(digest[i] >> 4));
            to.Octet((byte)Digit(digest[i] & 15));
        }
    }

    private static int Digit(int value)
    {
        return value < 10 ? '0' + value : 'a' + value - 10;
    }
}
