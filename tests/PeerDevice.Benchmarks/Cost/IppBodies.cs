using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The IPP content of the requests that are counted: tests/Vectors/ipp/valid.</summary>
internal static class IppBodies
{
    private const byte EndOfAttributes = 3;
    private const int RequestId = 4;

    /// <summary>Get-Printer-Attributes as the backend of CUPS asks it before it prints.</summary>
    internal static byte[] GetPrinterAttributes => Read("get-printer-attributes.ipp");

    /// <summary>A Print-Job as ipptool sends it, with another document: one that goes to the device as it is. No two are the same: each has a request-id, names and a document of its own.</summary>
    internal static byte[] PrintJob(int octets, int number)
    {
        byte[] vector = Read("print-job.ipp");
        BinaryPrimitives.WriteInt32BigEndian(vector.AsSpan(RequestId), number + 1);
        int format = vector.AsSpan().IndexOf("text/plain"u8);
        int end = vector.AsSpan(format).IndexOf(EndOfAttributes) + format + 1;
        byte[] raw = "\0\u0018application/octet-stream"u8.ToArray();
        byte[] document = new byte[octets];
        Array.Fill(document, (byte)number);
        byte[] message = [.. vector.AsSpan(0, format - sizeof(short)), .. raw, .. vector.AsSpan((format + "text/plain".Length)..end), .. document];

        // Longer by an octet or two each time, and of the first length again behind ten.
        string name = "\0" + (char)("doc.txt".Length + (number % 10)) + "doc" + new string((char)('a' + (number % 26)), number % 10) + ".txt";
        return Replace(Replace(message, "\0\adoc.txt"u8, name), "\0\adoc.txt"u8, name);
    }

    /// <summary>The head of either, as CUPS' client library writes it.</summary>
    internal static string Head(string host, byte[] content, int number = 0)
    {
        return FormattableString.Invariant($"POST /ipp/print HTTP/1.1\r\nContent-Length: {content.Length}\r\nContent-Type: application/ipp\r\nDate: Fri, 02 Jan 2026 03:04:{number % 60:D2} GMT\r\nHost: {host}\r\nUser-Agent: CUPS/2.4.2 (Linux 6.1.0-13-amd64; x86_64) IPP/2.0\r\n\r\n");
    }

    private static byte[] Replace(byte[] message, ReadOnlySpan<byte> what, string with)
    {
        int at = message.AsSpan().IndexOf(what);
        return at < 0 ? message : [.. message.AsSpan(0, at), .. Encoding.ASCII.GetBytes(with), .. message.AsSpan(at + what.Length)];
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(IppBodies).Assembly.GetManifestResourceStream(name)!;
        using MemoryStream octets = new();
        stream.CopyTo(octets);
        return octets.ToArray();
    }
}
