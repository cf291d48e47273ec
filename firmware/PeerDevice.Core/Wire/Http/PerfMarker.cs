using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// The progress of a third-party copy as lines (<c>text/perf-marker-stream</c>), as the grid's servers and clients have it ("HTTP-TPC", WLCG; from GridFTP's markers, GFD.20 §3.3).
/// <code>
/// marker = "Perf Marker" LF
///          4SP "Timestamp: " seconds since 1970 LF
///          4SP "Stripe Index: 0" LF
///          4SP "Stripe Bytes Transferred: " octets LF
///          4SP "Total Stripe Count: 1" LF
///          "End" LF
/// end    = ( "success: " / "failure: " ) text LF
/// </code>
/// </summary>
public static class PerfMarker
{
    /// <summary>The media type.</summary>
    public const string Type = "text/perf-marker-stream";

    /// <summary>Writes a marker.</summary>
    public static void Write(ByteWriter to, long unixSeconds, long octets)
    {
        to.Text("Perf Marker\n    Timestamp: ");
        to.Number(unixSeconds);
        to.Text("\n    Stripe Index: 0\n    Stripe Bytes Transferred: ");
        to.Number(octets);
        to.Text("\n    Total Stripe Count: 1\nEnd\n");
    }

    /// <summary>Writes the line that a copy ends with.</summary>
    /// <param name="to">The writer.</param>
    /// <param name="trouble">Why it failed, in one line; empty where it did not.</param>
    public static void WriteEnd(ByteWriter to, string trouble)
    {
        to.Text(trouble.Length == 0 ? "success: Created" : "failure: ");
        to.Text(trouble);
        to.Text("\n");
    }
}
