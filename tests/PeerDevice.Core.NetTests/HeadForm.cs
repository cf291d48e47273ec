using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests;

/// <summary>What a reader found in a head, as text: to compare two readings, and to write the head again.</summary>
internal static class HeadForm
{
    private static readonly string[] Names =
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Range", "If-Range", "If-Match", "If-None-Match",
        "If-Modified-Since", "If-Unmodified-Since", "Origin", "Destination", "Depth", "Overwrite", "Content-Type",
        "X-Expected-Entity-Length", "Content-Encoding", "Content-Range", "If", "Lock-Token", "Timeout", "Upload-Offset", "Upload-Complete",
        "Upload-Length", "Repr-Digest", "ETag", "Last-Modified",
        "Location", "Accept-Ranges", "Retry-After", "Date",
    };

    /// <summary>Everything that a request reader tells.</summary>
    public static string Describe(RequestReader r, byte[] b)
    {
        return $"{r.Method} {Latin(b, r.TargetStart, r.TargetEnd)} {r.IsHttp10} {r.ExpectsContinue} {r.HasBody} {Fields(r, b)}";
    }

    /// <summary>Everything that a response reader tells.</summary>
    public static string Describe(ResponseReader r, byte[] b)
    {
        return $"{r.Status} {r.IsHttp10} {r.HasBody} {r.EndsWithConnection} {Fields(r, b)}";
    }

    /// <summary>The head again, from nothing but what a request reader found in it.</summary>
    public static byte[] Write(RequestReader r, byte[] b)
    {
        string method = r.Method == Method.Unknown ? "UNKNOWN" : Method.Name(r.Method);
        return Write($"{method} {Latin(b, r.TargetStart, r.TargetEnd)} HTTP/1.{(r.IsHttp10 ? 0 : 1)}", r, b);
    }

    /// <summary>The head again, from nothing but what a response reader found in it.</summary>
    public static byte[] Write(ResponseReader r, byte[] b)
    {
        return Write($"HTTP/1.{(r.IsHttp10 ? 0 : 1)} {r.Status} ", r, b);
    }

    private static byte[] Write(string startLine, HeadReader r, byte[] b)
    {
        var head = new StringBuilder(startLine).Append("\r\n");
        for (int field = 0; field < Field.Count; field++)
        {
            if (!r.Has(field))
            {
                continue;
            }

            // Several Connection lines are read as they come and only the last is kept: what they said together is written.
            string value = field == Field.Connection ? (r.KeepAlive ? "keep-alive" : "close") : Latin(b, r.Start(field), r.End(field));
            head.Append(Names[field]).Append(": ").Append(value).Append("\r\n");
        }

        return Ascii.Octets(head.Append("\r\n").ToString());
    }

    private static string Fields(HeadReader r, byte[] b)
    {
        var text = new StringBuilder().Append($"{r.ContentLength} {r.IsChunked} {r.KeepAlive}");
        for (int field = 0; field < Field.Count; field++)
        {
            if (r.Has(field) && field != Field.Connection)
            {
                text.Append('\n').Append(Names[field]).Append(": ").Append(Latin(b, r.Start(field), r.End(field)));
            }
        }

        return text.ToString();
    }

    private static string Latin(byte[] b, int start, int end)
    {
        return Encoding.Latin1.GetString(b, start, end - start);
    }
}
