using PeerDevice.Bytes;

namespace PeerDevice.Wire.Lpd;

/// <summary>
/// Writes the state of a queue as lpq's users know it: RFC 1179 §5.3 and §5.4 leave the form open, RFC 2569 §3.3 and §3.4 say what is usual. Each method writes a line or two
/// into the writer; a text has no control characters in it afterwards, whatever was in it before.
/// </summary>
/// <remarks>
/// <code>
/// NAME is ready and printing
/// Rank   Owner      Job  Files                                 Total Size      short
/// active anna       17   letter.pdf                            10240 bytes
///
/// anna: active                             [job 17 192.168.1.7]                long
///        letter.pdf                            10240 bytes
/// </code>
/// </remarks>
public sealed class QueueStateWriter
{
    /// <summary>The rank of a job that is being printed.</summary>
    public const int Active = 0;

    /// <summary>The rank of a job that waits to be released.</summary>
    public const int Held = -1;

    private const int RankColumn = 7;
    private const int OwnerColumn = 18;
    private const int JobColumn = 23;
    private const int SizeColumn = 61;
    private const int LongJobColumn = 41;
    private const int LongFilesColumn = 7;
    private const int LongSizeColumn = 45;

    private readonly ByteWriter _to;

    /// <summary>Makes a writer. A line takes at most <see cref="Limits.LpdRowOctets"/>.</summary>
    public QueueStateWriter(ByteWriter to)
    {
        _to = to;
    }

    /// <summary>Writes what is the matter with a queue.</summary>
    public void State(string queue, string words)
    {
        Words(queue, Limits.JobText);
        _to.Text(" ");
        Words(words, 2 * Limits.JobText);
        _to.Text("\n");
    }

    /// <summary>Writes that nothing waits.</summary>
    public void NoEntries()
    {
        _to.Text("no entries\n");
    }

    /// <summary>Writes what stands over the rows of a short state.</summary>
    public void Head()
    {
        _to.Text("Rank   Owner      Job  Files                                 Total Size\n");
    }

    /// <summary>Writes the row of a job in a short state.</summary>
    /// <param name="rank">Its place, 1 or more; <see cref="Active"/>, <see cref="Held"/>.</param>
    /// <param name="owner">Who sent it.</param>
    /// <param name="job">Its number.</param>
    /// <param name="name">Its name.</param>
    /// <param name="octets">Its octets.</param>
    public void Row(int rank, string owner, int job, string name, long octets)
    {
        int line = _to.Position;
        Rank(rank);
        Pad(line, RankColumn);
        Words(owner, OwnerColumn - RankColumn - 1);
        Pad(line, OwnerColumn);
        _to.Number(job);
        Pad(line, JobColumn);
        Words(name, SizeColumn - JobColumn - 1);
        Pad(line, SizeColumn);
        Size(octets);
    }

    /// <summary>Writes the lines of a job in a long state.</summary>
    /// <param name="rank">Its place, 1 or more; <see cref="Active"/>, <see cref="Held"/>.</param>
    /// <param name="owner">Who sent it.</param>
    /// <param name="job">Its number.</param>
    /// <param name="host">Where it came from.</param>
    public void LongHead(int rank, string owner, int job, string host)
    {
        _to.Text("\n");
        int line = _to.Position;
        Words(owner, LongJobColumn / 2);
        _to.Text(": ");
        Rank(rank);
        Pad(line, LongJobColumn);
        _to.Text("[job ");
        _to.Number(job);
        _to.Text(" ");
        Words(host, Limits.JobText);
        _to.Text("]\n");
    }

    /// <summary>Writes the line of a document in a long state.</summary>
    /// <param name="copies">How often it is printed.</param>
    /// <param name="name">Its name.</param>
    /// <param name="octets">Its octets.</param>
    public void LongDocument(int copies, string name, long octets)
    {
        int line = _to.Position;
        Pad(line, LongFilesColumn);
        if (copies > 1)
        {
            _to.Number(copies);
            _to.Text(" copies of ");
        }

        Words(name, LongSizeColumn - LongFilesColumn - 1);
        Pad(line, LongSizeColumn);
        Size(octets);
    }

    /// <summary>Writes what became of a job that was to be removed.</summary>
    public void Removed(int job, string words)
    {
        _to.Text("job ");
        _to.Number(job);
        _to.Text(" ");
        Words(words, Limits.JobText);
        _to.Text("\n");
    }

    private void Rank(int rank)
    {
        if (rank <= 0)
        {
            _to.Text(rank == Active ? "active" : "held");
            return;
        }

        // 1st, 2nd, 3rd, 4th; 11th, 12th, 13th.
        int last = rank % 10;
        bool isTeen = rank / 10 % 10 == 1;
        _to.Number(rank);
        _to.Text(last == 1 && !isTeen ? "st" : last == 2 && !isTeen ? "nd" : last == 3 && !isTeen ? "rd" : "th");
    }

    private void Size(long octets)
    {
        _to.Number(octets);
        _to.Text(octets == 1 ? " byte\n" : " bytes\n");
    }

    /// <summary>Goes to a column, at least one on.</summary>
    private void Pad(int line, int column)
    {
        do
        {
            _to.Text(" ");
        }
        while (_to.Position - line < column);
    }

    /// <summary>Writes a text of so many octets at most, what is no text in it as a question mark.</summary>
    private void Words(string text, int most)
    {
        int from = _to.Position;
        _to.Text(text.Length > most ? text.Substring(0, most) : text);
        byte[] buffer = _to.Buffer;
        int end = _to.Position;
        if (end - from > most)
        {
            end = from + most;
            while (end > from && (buffer[end] & 0xC0) == 0x80)
            {
                end--;
            }

            _to.Position = end;
        }

        for (int i = from; i < end; i++)
        {
            if (buffer[i] < ' ' || buffer[i] == 0x7F)
            {
                buffer[i] = (byte)'?';
            }
        }
    }
}
