using System.Collections;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Wire.Lpd;

namespace PeerDevice.Services.Printing.Lpd;

/// <summary>
/// The Printers as LPD has them, queues: which one a client means, what it is told of it (RFC 1179 §5.3, §5.4), and which Jobs it may remove (§5.5). Holds nothing: any thread.
/// </summary>
public sealed class LpdQueues
{
    private const string Superuser = "root";

    private static readonly ByteSink Nowhere = new NoSink();

    private readonly Printers _printers;

    /// <summary>Makes the queues of the Printers of a peer.</summary>
    public LpdQueues(Printers printers)
    {
        _printers = printers;
    }

    /// <summary>
    /// The Printer that the next operand of a line names: by its name, blanks and all; where there is one Printer by any, and otherwise by "lp" the first. The operands
    /// behind it are next then.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public Printer? Find(LpdLineReader line)
    {
        if (!line.NextAll())
        {
            return null;
        }

        int start = line.Start;
        string all = Wire(line, start, line.End);
        Printer? found = null;
        for (int i = 0; i < _printers.Count; i++)
        {
            string name = _printers.At(i).Name;
            bool isIt = Text.Begins(all, name) && (all.Length == name.Length || IsBlank(all[name.Length]));
            if (isIt && (found is null || name.Length > found.Name.Length))
            {
                found = _printers.At(i);
            }
        }

        if (found is not null)
        {
            line.EndAt(start + Encoding.UTF8.GetBytes(found.Name).Length);
            return found;
        }

        line.EndAt(start);
        line.Next();
        return _printers.Count == 1 || Wire(line, line.Start, line.End) == Printers.UsualQueue ? _printers.First : null;
    }

    /// <summary>The operands of a line that are left, as texts.</summary>
    public static ArrayList Rest(LpdLineReader line)
    {
        ArrayList rest = new ArrayList();
        while (line.Next())
        {
            rest.Add(Wire(line, line.Start, line.End));
        }

        return rest;
    }

    /// <summary>Tells the state of a queue.</summary>
    /// <param name="printer">The Printer.</param>
    /// <param name="isLong">In which form.</param>
    /// <param name="which">Numbers of Jobs, and users; with none all Jobs are meant.</param>
    /// <param name="to">Who asked. When it fails the rest is left out.</param>
    public static void Tell(Printer printer, bool isLong, ArrayList which, ByteSink to)
    {
        ByteWriter row = new ByteWriter(new byte[Limits.LpdRowOctets]);
        QueueStateWriter writer = new QueueStateWriter(row);
        Job[] jobs = new Job[printer.Waiting];
        int count = printer.List(jobs, false);
        writer.State(printer.Name, Words(printer));
        bool hasHead = false;
        int rank = 0;
        for (int i = 0; i < count; i++)
        {
            Job job = jobs[i];
            bool isActive = job.State >= JobState.Processing;
            rank += isActive || job.State == JobState.PendingHeld ? 0 : 1;
            if (!IsMeant(job, which))
            {
                continue;
            }

            if (!hasHead && !isLong)
            {
                writer.Head();
            }

            hasHead = true;
            Write(writer, row, job, isActive ? QueueStateWriter.Active : job.State == JobState.PendingHeld ? QueueStateWriter.Held : rank, isLong, to);
            if (!Flush(row, to))
            {
                return;
            }
        }

        if (!hasHead)
        {
            writer.NoEntries();
        }

        Flush(row, to);
    }

    /// <summary>
    /// Removes Jobs: of those that are named each that the one who asks has sent, from where it asks; the superuser's are all. With none named it is the one that is being printed.
    /// </summary>
    /// <param name="printer">The Printer.</param>
    /// <param name="agent">Who asks.</param>
    /// <param name="host">The address it asks from.</param>
    /// <param name="which">Numbers of Jobs, and users.</param>
    /// <param name="to">Who asked: is told a line for each.</param>
    public static void Remove(Printer printer, string agent, string host, ArrayList which, ByteSink to)
    {
        ByteWriter row = new ByteWriter(new byte[Limits.LpdRowOctets]);
        QueueStateWriter writer = new QueueStateWriter(row);
        Job[] jobs = new Job[printer.Waiting];
        int count = printer.List(jobs, false);
        bool isSuperuser = agent == Superuser;
        for (int i = 0; i < count; i++)
        {
            Job job = jobs[i];
            if (which.Count == 0 ? job.State < JobState.Processing : !IsMeant(job, which))
            {
                continue;
            }

            bool isOwn = job.User == agent && job.Host == host;
            int status = isOwn || isSuperuser ? printer.Cancel(job.Id, isOwn) : PrintStatus.NotFound;
            writer.Removed(
                job.Id,
                status == PrintStatus.Ok ? "is removed"
                    : status == PrintStatus.NotFound ? "is not removed: it is somebody else's"
                    : status == PrintStatus.NotPossible ? "has ended" : "is removed, but may be back after a restart");
            if (!Flush(row, to))
            {
                // Who asked is gone; what it asked for is done.
                to = Nowhere;
            }
        }
    }

    private static void Write(QueueStateWriter writer, ByteWriter row, Job job, int rank, bool isLong, ByteSink to)
    {
        if (!isLong)
        {
            writer.Row(rank, job.User, job.Id, job.Name, job.Octets);
            return;
        }

        writer.LongHead(rank, job.User, job.Id, job.Host);
        JobDocument[] documents = job.Documents;
        for (int i = 0; i < documents.Length; i++)
        {
            writer.LongDocument(job.Copies, documents[i].Name.Length == 0 ? job.Name : documents[i].Name, documents[i].Octets);
            Flush(row, to);
        }

        if (documents.Length == 0)
        {
            writer.LongDocument(job.Copies, job.Name, job.Octets);
        }
    }

    private static bool Flush(ByteWriter row, ByteSink to)
    {
        bool isSent = row.Position == 0 || to.Write(row.Buffer, 0, row.Position);
        row.Reset();
        return isSent;
    }

    private static string Words(Printer printer)
    {
        string words = printer.State == PrinterState.Processing ? "is ready and printing" : printer.State == PrinterState.Idle ? "is ready" : "is stopped";
        words = printer.IsAccepting ? words : words + ", and takes no jobs";
        return printer.Reasons == PrinterReasons.None ? words : words + ": " + printer.Message;
    }

    private static bool IsMeant(Job job, ArrayList which)
    {
        string number = job.Id.ToString();
        for (int i = 0; i < which.Count; i++)
        {
            string one = (string)which[i]!;
            if (one == number || one == job.User)
            {
                return true;
            }
        }

        return which.Count == 0;
    }

    private static string Wire(LpdLineReader line, int start, int end)
    {
        return Text.IsUtf8(line.Buffer, start, end) ? Text.String(line.Buffer, start, end) : "?";
    }

    private static bool IsBlank(char letter)
    {
        return letter == ' ' || letter == '\t' || letter == '\v' || letter == '\f';
    }

    private sealed class NoSink : ByteSink
    {
        public override bool Write(byte[] buffer, int offset, int count)
        {
            return true;
        }
    }
}
