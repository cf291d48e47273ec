using System;
using System.IO;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>The IPP content of the requests that are counted: tests/Vectors/ipp/valid.</summary>
internal static class IppBodies
{
    private const byte EndOfAttributes = 3;

    /// <summary>Get-Printer-Attributes as the backend of CUPS asks it before it prints.</summary>
    internal static byte[] GetPrinterAttributes => Read("get-printer-attributes.ipp");

    /// <summary>A Print-Job as ipptool sends it, with another document: one that goes to the device as it is.</summary>
    internal static byte[] PrintJob(int octets)
    {
        byte[] vector = Read("print-job.ipp");
        int format = vector.AsSpan().IndexOf("text/plain"u8);
        int end = vector.AsSpan(format).IndexOf(EndOfAttributes) + format + 1;
        byte[] raw = "\0\u0018application/octet-stream"u8.ToArray();
        return [.. vector.AsSpan(0, format - sizeof(short)), .. raw, .. vector.AsSpan((format + "text/plain".Length)..end), .. new byte[octets]];
    }

    /// <summary>The head of either, as CUPS' client library writes it.</summary>
    internal static string Head(string host, byte[] content)
    {
        return FormattableString.Invariant($"POST /ipp/print HTTP/1.1\r\nContent-Length: {content.Length}\r\nContent-Type: application/ipp\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nHost: {host}\r\nUser-Agent: CUPS/2.4.2 (Linux 6.1.0-13-amd64; x86_64) IPP/2.0\r\n\r\n");
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(IppBodies).Assembly.GetManifestResourceStream(name)!;
        using MemoryStream octets = new();
        stream.CopyTo(octets);
        return octets.ToArray();
    }
}
