using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class ContentTests
{
    [TestMethod]
    public void ChunksAreTakenApartHoweverTheyArrive()
    {
        byte[] chunked = Check.Octets("5\r\nhello\r\n6;name=value\r\n world\r\n0\r\nTrailer: x\r\n\r\nnext");
        for (int piece = 1; piece <= chunked.Length; piece++)
        {
            BufferedSource buffered = new BufferedSource(new byte[256]);
            buffered.Attach(new Pieces(chunked, piece));
            ChunkedSource source = new ChunkedSource();
            source.Attach(buffered);
            Check.Same("hello world", All(source), "in pieces of " + piece.ToString());
            Check.Holds(source.Finished && !source.Malformed, "finished");
        }
    }

    [TestMethod]
    public void BadFramingIsNeverGuessedAt()
    {
        Malformed("5\nhello\r\n0\r\n\r\n");
        Malformed("G\r\n");
        Malformed("5\r\nhelloX\r\n");
        Malformed("FFFFFFFFFFFFFFFFF\r\n");
        Malformed("-1\r\n");
    }

    [TestMethod]
    public void APropFindNamesItsProperties()
    {
        byte[] body = Check.Octets(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\" xmlns:x=\"urn:x\"><D:prop><D:getetag/><x:colour/></D:prop></D:propfind>");
        PropFindReader reader = new PropFindReader();
        Check.Same(0, reader.Read(body, 0, body.Length), "status");
        Check.Holds(!reader.AllProp && !reader.PropName && reader.Wants(DavProperty.GetETag) && !reader.Wants(DavProperty.ResourceType), "wanted");
        Check.Same(1, reader.UnknownCount, "unknown");
    }

    [TestMethod]
    public void AnXmlBombIsRefused()
    {
        byte[] body = Check.Octets("<!DOCTYPE a [<!ENTITY b \"c\">]><D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>");
        Check.Same(400, new PropFindReader().Read(body, 0, body.Length), "status");
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 500; i++)
        {
            deep.Append("<a>");
        }

        body = Check.Octets(deep.ToString());
        Check.Same(400, new PropFindReader().Read(body, 0, body.Length), "depth");
    }

    private static void Malformed(string text)
    {
        BufferedSource buffered = new BufferedSource(new byte[256]);
        buffered.Attach(new Pieces(Check.Octets(text), 3));
        ChunkedSource source = new ChunkedSource();
        source.Attach(buffered);
        All(source);
        Check.Holds(source.Malformed && !source.Finished, text);
    }

    private static string All(ByteSource source)
    {
        byte[] content = new byte[64];
        int filled = 0;
        for (int got = 1; got > 0; filled += got)
        {
            got = source.Read(content, filled, content.Length - filled);
            if (got <= 0)
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(content, 0, filled);
    }
}
