using PeerDevice.Bytes;
using PeerDevice.Wire.Lpd;

namespace PeerDevice.Tests.OnBoard;

[TestClass]
public class LpdTests
{
    [TestMethod]
    public void AJobIsReadHoweverItArrives()
    {
        byte[] octets = Job();
        for (int piece = 1; piece <= octets.Length; piece += 3)
        {
            BufferedSource source = new BufferedSource(new byte[64]);
            source.Attach(new Pieces(octets, piece));
            LpdLineReader line = Line(source, LpdCommand.ReceiveJob);
            Check.Holds(line.NextAll(), "a queue");
            Check.Same("Label printer", Text.String(line.Buffer, line.Start, line.End), "the queue");

            line = Line(source, LpdCommand.ControlFile);
            Check.Holds(line.ReadFile(), "a control file");
            ControlFileReader control = new ControlFileReader();
            control.Begin(source, line.Count);
            Check.Same(ControlFileReader.Complete, control.Read(), "the control file");
            Check.Holds(!control.IsMalformed, "is one");
            Check.Same("anna", control.User, "user");
            Check.Same("Grüße", control.JobName, "job name");
            Check.Same(1, control.Documents, "documents");
            Check.Same("dfA001pc", control.NameOf(0), "its name");
            Check.Same("letter.txt", control.SourceOf(0), "its name for people");
            Check.Same(2, control.CopiesOf(0), "copies");

            line = Line(source, LpdCommand.DataFile);
            Check.Holds(line.ReadFile(), "a data file");
            DataFileSource data = new DataFileSource();
            data.Attach(source, line.Count);
            Check.Same("a letter", All(data), "the data");
            Check.Holds(data.IsAtEnd, "it is whole");
            line.Begin(source);
            Check.Same(ByteSource.End, line.Read(), "the end");
        }
    }

    [TestMethod]
    public void ADataFileWithoutItsLastOctetIsNotWhole()
    {
        BufferedSource source = new BufferedSource(new byte[64]);
        source.Attach(new Pieces(Check.Octets("abc"), 2));
        DataFileSource data = new DataFileSource();
        data.Attach(source, 3);
        byte[] block = new byte[8];
        Check.Same(2, data.Read(block, 0, 8), "two");
        Check.Same(1, data.Read(block, 0, 8), "one");
        Check.Same(ByteSource.Broken, data.Read(block, 0, 8), "none behind them");
        source.Attach(new Pieces(Check.Octets("abc"), 8));
        data.Attach(source, 0);
        Check.Same("abc", All(data), "until close");
    }

    [TestMethod]
    public void AQueuesStateIsWrittenInColumns()
    {
        ByteWriter to = new ByteWriter(new byte[Limits.LpdRowOctets]);
        QueueStateWriter writer = new QueueStateWriter(to);
        writer.State("Label printer", "is ready and printing");
        writer.Head();
        writer.Row(0, "anna", 17, "letter.pdf", 10240);
        writer.Row(2, "a user with a long name", 1234567, "a\nname", 1);
        Check.Same(
            "Label printer is ready and printing\nRank   Owner      Job  Files                                 Total Size\n"
            + "active anna       17   letter.pdf                            10240 bytes\n"
            + "2nd    a user wit 1234567 a?name                             1 byte\n",
            Check.Written(to),
            "short");
        to.Reset();
        writer.LongHead(11, "anna", 17, "192.168.1.7");
        writer.LongDocument(2, "letter.pdf", 10240);
        Check.Same("\nanna: 11th                               [job 17 192.168.1.7]\n       2 copies of letter.pdf                10240 bytes\n", Check.Written(to), "long");
    }

    private static LpdLineReader Line(BufferedSource source, int code)
    {
        LpdLineReader line = new LpdLineReader();
        line.Begin(source);
        Check.Same(LpdLineReader.Complete, line.Read(), "the line");
        Check.Same(code, line.Code, "its code");
        return line;
    }

    private static string All(ByteSource source)
    {
        byte[] all = new byte[64];
        int length = 0;
        for (int got = 1; got > 0; length += got)
        {
            got = source.Read(all, length, all.Length - length);
        }

        return Text.String(all, 0, length);
    }

    private static byte[] Job()
    {
        ByteWriter control = new ByteWriter(new byte[200]);
        control.Text("Hpc\nPanna\nJGrüße\nldfA001pc\nldfA001pc\nUdfA001pc\nNletter.txt\n");
        ByteWriter to = new ByteWriter(new byte[400]);
        to.Octet(LpdCommand.ReceiveJob);
        to.Text("Label printer\n");
        to.Octet(LpdCommand.ControlFile);
        to.Number(control.Position);
        to.Text(" cfA001pc\n");
        to.Octets(control.Buffer, 0, control.Position);
        to.Octet(LpdCommand.Yes);
        to.Octet(LpdCommand.DataFile);
        to.Text("8 dfA001pc\na letter");
        to.Octet(LpdCommand.Yes);
        byte[] octets = new byte[to.Position];
        System.Array.Copy(to.Buffer, 0, octets, 0, octets.Length);
        return octets;
    }
}
