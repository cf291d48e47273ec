using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>Several ranges in one response: multipart/byteranges (RFC 9110 §14.6).</summary>
internal static class MultipartRanges
{
    private const string Boundary = "peerdevice-part-";

    /// <summary>Sends the ranges on the desk. The length is computed beforehand, so that the connection stays usable.</summary>
    public static void Send(Exchange exchange, FileDesk desk, BlockSource content, string mediaType)
    {
        // The entity tag makes the boundary this representation's own; a client finds the parts by their lengths all the same.
        ByteWriter to = exchange.Out;
        exchange.Start(206);
        FileShare.WriteValidators(exchange, desk);
        to.Text("Accept-Ranges: bytes\r\nContent-Security-Policy: sandbox\r\nX-Content-Type-Options: nosniff\r\nContent-Type: multipart/byteranges; boundary=");
        WriteBoundary(to, desk);
        to.Text("\r\n");
        exchange.EndHead(Length(desk, mediaType));
        if (!exchange.Flush())
        {
            return;
        }

        for (int i = 0; i < desk.Ranges.Count; i++)
        {
            WritePartHead(to, desk, mediaType, i);
            if (!exchange.SendContent(content, desk.Ranges.First(i), desk.Ranges.Last(i) - desk.Ranges.First(i) + 1))
            {
                return;
            }
        }

        WriteEnd(to, desk);
        exchange.Flush();
    }

    private static void WritePartHead(ByteWriter to, FileDesk desk, string mediaType, int part)
    {
        to.Text("\r\n--");
        WriteBoundary(to, desk);
        to.Text("\r\nContent-Type: ");
        to.Text(mediaType);
        to.Text("\r\nContent-Range: bytes ");
        FileShare.WriteRange(to, desk.Ranges.First(part), desk.Ranges.Last(part), desk.Entry.Length);
        to.Text("\r\n");
    }

    private static void WriteEnd(ByteWriter to, FileDesk desk)
    {
        to.Text("\r\n--");
        WriteBoundary(to, desk);
        to.Text("--\r\n");
    }

    private static void WriteBoundary(ByteWriter to, FileDesk desk)
    {
        to.Text(Boundary);
        to.Octets(desk.Tag, 0, desk.TagLength);
    }

    private static long Length(FileDesk desk, string mediaType)
    {
        // Written once into a scratch of the size of one part's head: the octets are counted, not computed twice in two ways.
        ByteWriter scratch = new ByteWriter(new byte[Limits.PartHead]);
        long length = 0;
        for (int i = 0; i < desk.Ranges.Count; i++)
        {
            scratch.Reset();
            WritePartHead(scratch, desk, mediaType, i);
            length += scratch.Position + desk.Ranges.Last(i) - desk.Ranges.First(i) + 1;
        }

        scratch.Reset();
        WriteEnd(scratch, desk);
        return length + scratch.Position;
    }
}
