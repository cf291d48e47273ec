using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class RequestHeadTests
{
    private const string Browser =
        "GET /files/a%20b.txt HTTP/1.1\r\nHost: board.local\r\nRange: bytes=0-99\r\nIf-None-Match: \"a\", W/\"b\"\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n";

    [TestMethod]
    public void AHeadIsReadByOffsets()
    {
        byte[] head = Check.Octets(Browser);
        RequestReader reader = new RequestReader();
        Check.Same(HeadReader.Complete, reader.Read(head, 0, head.Length), "answer");
        Check.Same(Method.Get, reader.Method, "method");
        Check.Same(head.Length, reader.HeadEnd, "end of head");
        Check.Same("/files/a%20b.txt", Encoding.UTF8.GetString(head, reader.TargetStart, reader.TargetEnd - reader.TargetStart), "target");
        Check.Holds(reader.Has(Field.Range) && reader.Has(Field.IfNoneMatch) && !reader.Has(Field.Origin), "fields");
        Check.Same("bytes=0-99", Encoding.UTF8.GetString(head, reader.Start(Field.Range), reader.End(Field.Range) - reader.Start(Field.Range)), "Range");
        Check.Holds(reader.KeepAlive && !reader.HasBody && !reader.IsHttp10, "connection");
    }

    [TestMethod]
    public void EveryPrefixOfAHeadIsIncomplete()
    {
        byte[] head = Check.Octets(Browser);
        RequestReader reader = new RequestReader();
        for (int end = 0; end < head.Length; end++)
        {
            Check.Same(HeadReader.Incomplete, reader.Read(head, 0, end), "prefix of " + end.ToString());
        }
    }

    [TestMethod]
    public void AMalformedHeadIsRefusedWithItsStatus()
    {
        Refused(400, "GET / HTTP/1.1\r\n\r\n");
        Refused(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
        Refused(400, "GET / HTTP/1.1\nHost: a\n\n");
        Refused(400, "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n");
        Refused(400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
        Refused(400, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n");
        Refused(400, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
        Refused(400, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n");
        Refused(501, "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
        Refused(505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n");
    }

    [TestMethod]
    public void ANulIsRefused()
    {
        // A string ends at a NUL on a board, so it is put among the octets.
        byte[] head = Check.Octets("GET / HTTP/1.1\r\nHost: a0b\r\n\r\n");
        head[23] = 0;
        RequestReader reader = new RequestReader();
        Check.Same(HeadReader.Refused, reader.Read(head, 0, head.Length), "answer");
        Check.Same(400, reader.Refusal, "status");
    }

    [TestMethod]
    public void AnyOctetsGetAnAnswer()
    {
        RequestReader reader = new RequestReader();
        byte[] head = Check.Octets(Browser);
        for (int at = 0; at < head.Length; at++)
        {
            byte was = head[at];
            head[at] = (byte)(was ^ 0x8D);
            int answer = reader.Read(head, 0, head.Length);
            Check.Holds(answer == HeadReader.Complete || answer == HeadReader.Incomplete || (answer == HeadReader.Refused && reader.Refusal >= 400), "octet " + at.ToString());
            head[at] = was;
        }
    }

    private static void Refused(int status, string text)
    {
        byte[] head = Check.Octets(text);
        RequestReader reader = new RequestReader();
        Check.Same(HeadReader.Refused, reader.Read(head, 0, head.Length), text);
        Check.Same(status, reader.Refusal, text);
    }
}
