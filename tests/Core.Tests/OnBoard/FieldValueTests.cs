using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class FieldValueTests
{
    // RFC 9110 §5.6.7: the same moment in the three formats.
    private const long Example = 784111777;

    [TestMethod]
    public void ADateIsReadInThreeFormatsAndWrittenInOne()
    {
        Check.Same(Example, Date("Sun, 06 Nov 1994 08:49:37 GMT"), "IMF-fixdate");
        Check.Same(Example, Date("Sunday, 06-Nov-94 08:49:37 GMT"), "rfc850-date");
        Check.Same(Example, Date("Sun Nov  6 08:49:37 1994"), "asctime-date");
        Check.Same(-1, Date("Sun, 31 Feb 1994 08:49:37 GMT"), "no such day");
        Check.Same(4102444800, Date("Fri, 01 Jan 2100 00:00:00 GMT"), "beyond 32 bits");
        ByteWriter writer = new ByteWriter(new byte[HttpDate.Length]);
        HttpDate.Write(writer, Example);
        Check.Same("Sun, 06 Nov 1994 08:49:37 GMT", Check.Written(writer), "written");
    }

    [TestMethod]
    public void RangesAreReadAgainstTheLength()
    {
        RangeReader ranges = new RangeReader();
        Check.Same(RangeReader.Satisfiable, Ranges(ranges, "bytes=0-0,-1, 500-", 1000), "three ranges");
        Check.Same(3, ranges.Count, "count");
        Check.Same(0, ranges.Last(0), "first octet");
        Check.Same(999, ranges.First(1), "last octet");
        Check.Same(500, ranges.First(2), "from 500");
        Check.Same(999, ranges.Last(2), "to the end");
        Check.Same(RangeReader.Unsatisfiable, Ranges(ranges, "bytes=1000-", 1000), "beyond the end");
        Check.Same(RangeReader.None, Ranges(ranges, "lines=1-2", 1000), "another unit");
        Check.Same(RangeReader.None, Ranges(ranges, "bytes=2-1", 1000), "backwards");
    }

    [TestMethod]
    public void EntityTagsAreComparedStronglyAndWeakly()
    {
        Check.Same(EntityTags.Match, Tag("\"a\", \"b\"", "b", true), "in a list");
        Check.Same(EntityTags.NoMatch, Tag("W/\"b\"", "b", true), "weak, compared strongly");
        Check.Same(EntityTags.Match, Tag("W/\"b\"", "b", false), "weak, compared weakly");
        Check.Same(EntityTags.Any, Tag("*", "b", true), "any");
        Check.Same(EntityTags.Malformed, Tag("\"b", "b", true), "unended");
    }

    [TestMethod]
    public void NumbersAreWrittenWithoutAllocating()
    {
        ByteWriter writer = new ByteWriter(new byte[64]);
        writer.Number(0);
        writer.Text(" ");
        writer.Number(9223372036854775807);
        writer.Text(" ");
        writer.Hex(0xBEEF);
        Check.Same("0 9223372036854775807 beef", Check.Written(writer), "numbers");
    }

    private static long Date(string text)
    {
        byte[] octets = Check.Octets(text);
        return HttpDate.Read(octets, 0, octets.Length);
    }

    private static int Ranges(RangeReader ranges, string text, long length)
    {
        byte[] octets = Check.Octets(text);
        return ranges.Read(octets, 0, octets.Length, length);
    }

    private static int Tag(string text, string tag, bool strong)
    {
        byte[] octets = Check.Octets(text);
        return EntityTags.Contains(octets, 0, octets.Length, Check.Octets(tag), tag.Length, strong);
    }
}
