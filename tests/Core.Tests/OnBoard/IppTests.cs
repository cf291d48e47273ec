using PeerDevice.Bytes;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class IppTests
{
    private const int RequestId = 0x01020304;

    [TestMethod]
    public void APrintJobIsReadHoweverItArrivesAndItsDocumentIsNotTouched()
    {
        byte[] message = PrintJob("document");
        for (int piece = 1; piece <= message.Length; piece += 3)
        {
            BufferedSource document = new BufferedSource(new byte[512]);
            document.Attach(new Pieces(message, piece));
            IppReader reader = new IppReader();
            reader.BeginRequest(document);
            Check.Same(IppReader.Complete, reader.Read(), "in pieces of " + piece.ToString());
            Check.Same(Operation.PrintJob, reader.Operation, "operation");
            Check.Same(0x0101, reader.Version, "version");
            Check.Same(RequestId, reader.RequestId, "request-id");
            CheckAttributes(reader);
            byte[] rest = new byte[16];
            int filled = 0;
            for (int got = 1; got > 0; filled += got)
            {
                got = document.Read(rest, filled, rest.Length - filled);
            }

            Check.Same("document", Text.String(rest, 0, filled), "document");
            CheckAttributes(reader);
        }
    }

    [TestMethod]
    public void WhatIsMalformedHasItsStatus()
    {
        Refused(IppStatus.BadRequest, "\u0001\u0001");

        ByteWriter to = new ByteWriter(new byte[512]);
        IppWriter writer = new IppWriter(to, null);
        writer.Begin(0x0300, Operation.GetJobs, 1);
        writer.BeginOperation("en");
        writer.End();
        Refused(IppStatus.VersionNotSupported, to);

        to.Reset();
        writer.Begin(0x0101, Operation.GetJobs, 0);
        writer.BeginOperation("en");
        writer.End();
        Refused(IppStatus.BadRequest, to);

        to.Reset();
        writer.Begin(0x0101, Operation.GetJobs, 1);
        writer.Group(IppTag.OperationGroup);
        writer.Charset("attributes-charset", "iso-8859-1");
        writer.NaturalLanguage("attributes-natural-language", "en");
        writer.End();
        Refused(IppStatus.CharsetNotSupported, to);

        to.Reset();
        writer.Begin(0x0101, Operation.GetJobs, 1);
        writer.BeginOperation("en");
        Refused(IppStatus.BadRequest, to);
        writer.Value(IppTag.Integer, "limit", new byte[3], 0, 3);
        writer.End();
        Refused(IppStatus.BadRequest, to);
    }

    [TestMethod]
    public void CollectionsAreTenDeepAndNotEleven()
    {
        Check.Same(IppReader.Complete, Answer(Deep(Limits.IppDepth)), "ten");
        Check.Same(IppReader.Refused, Answer(Deep(Limits.IppDepth + 1)), "eleven");
    }

    private static void CheckAttributes(IppReader reader)
    {
        int operation = reader.Group(IppTag.OperationGroup);
        int job = reader.Group(IppTag.JobGroup);
        Check.Same("Grüße", reader.String(reader.Find(operation, "job-name")), "job-name");
        Check.Holds(reader.Is(reader.Find(operation, "document-format"), "text/plain"), "document-format");
        Check.Same(-1, reader.Find(operation, "copies"), "copies is of the job");
        Check.Same(-1, reader.Find(reader.Group(IppTag.PrinterGroup), "copies"), "no such group");
        Check.Same(2, reader.Integer(reader.Find(job, "copies"), 1), "copies");
        Check.Same(1, reader.Integer(reader.Find(job, "number-up"), 1), "number-up");
        int pages = reader.Find(job, "page-ranges");
        Check.Same(7, reader.NumberWithin(pages, 4), "upper");
        pages = reader.Next(pages);
        Check.Same(9, reader.NumberWithin(pages, 0), "lower");
        Check.Same(-1, reader.Next(pages), "no third");
        int size = reader.Member(reader.Find(job, "media-col"), "media-size");
        Check.Same(29700, reader.Integer(reader.Member(size, "y-dimension"), 0), "y-dimension");
        Check.Holds(reader.Is(reader.Member(reader.Find(job, "media-col"), "media-type"), "stationery"), "media-type");
        Check.Holds(reader.Boolean(reader.Find(job, "x"), false), "behind the collection");
    }

    private static byte[] PrintJob(string document)
    {
        ByteWriter to = new ByteWriter(new byte[512]);
        IppWriter writer = new IppWriter(to, null);
        writer.Begin(0x0101, Operation.PrintJob, RequestId);
        writer.BeginOperation("en");
        writer.Name("job-name", "Grüße");
        writer.MimeMediaType("document-format", "text/plain");
        writer.Group(IppTag.JobGroup);
        writer.Integer("copies", 2);
        writer.Range("page-ranges", 1, 7);
        writer.Range(IppWriter.More, 9, 9);
        writer.BeginCollection("media-col");
        writer.Member("media-size");
        writer.BeginCollection(IppWriter.More);
        writer.Member("x-dimension");
        writer.Integer(IppWriter.More, 21000);
        writer.Member("y-dimension");
        writer.Integer(IppWriter.More, 29700);
        writer.EndCollection();
        writer.Member("media-type");
        writer.Keyword(IppWriter.More, "stationery");
        writer.EndCollection();
        writer.Boolean("x", true);
        writer.End();
        to.Ascii(document);
        Check.Holds(!to.Overflowed && !writer.Overflowed, "fits");
        return Written(to);
    }

    private static byte[] Deep(int depth)
    {
        ByteWriter to = new ByteWriter(new byte[512]);
        IppWriter writer = new IppWriter(to, null);
        writer.Begin(0x0200, Operation.PrintJob, 1);
        writer.BeginOperation("en");
        writer.Group(IppTag.JobGroup);
        writer.BeginCollection("deep");
        for (int i = 1; i < depth; i++)
        {
            writer.Member("m");
            writer.BeginCollection(IppWriter.More);
        }

        for (int i = 0; i < depth; i++)
        {
            writer.EndCollection();
        }

        writer.End();
        return Written(to);
    }

    private static void Refused(int status, string message)
    {
        Refused(status, Check.Octets(message));
    }

    private static void Refused(int status, ByteWriter message)
    {
        Refused(status, Written(message));
    }

    private static void Refused(int status, byte[] message)
    {
        BufferedSource source = new BufferedSource(new byte[512]);
        source.Attach(new Pieces(message, 7));
        IppReader reader = new IppReader();
        reader.BeginRequest(source);
        Check.Same(IppReader.Refused, reader.Read(), "refused");
        Check.Same(status, reader.Refusal, "status");
    }

    private static int Answer(byte[] message)
    {
        BufferedSource source = new BufferedSource(new byte[512]);
        source.Attach(new Pieces(message, message.Length));
        IppReader reader = new IppReader();
        reader.BeginRequest(source);
        return reader.Read();
    }

    private static byte[] Written(ByteWriter writer)
    {
        byte[] written = new byte[writer.Position];
        System.Array.Copy(writer.Buffer, 0, written, 0, written.Length);
        return written;
    }
}
