using PeerDevice.Bytes;

namespace PeerDevice.Wire.Lpd;

/// <summary>
/// Reads a line of LPD in the buffer of a source: a daemon command (RFC 1179 §5) or a subcommand of a job (§6). What stands behind it is not touched.
/// Total over any octets. Reused.
/// </summary>
/// <remarks>
/// <code>
/// line      = code operand *( blank operand ) LF       RFC 1179 §3.1, §5, §6
/// code      = one octet
/// operand   = 1*( any octet but a blank, a control or LF )
/// blank     = 1*( SP / HTAB / VT / FF )                §5: "space, horizontal tab, vertical tab, and form feed"
///
/// file      = ( 2 / 3 ) count blank name LF            §6.2, §6.3
/// </code>
/// What it found are offsets into the source's buffer: they hold until more is read into it.
/// </remarks>
public sealed class LpdLineReader
{
    /// <summary>The line is there and in order.</summary>
    public const int Complete = 1;

    /// <summary>It is no line of LPD, or longer than the source's buffer.</summary>
    public const int Refused = 2;

    private BufferedSource? _source;
    private byte[] _buffer = new byte[0];
    private int _looked;
    private int _at;
    private int _end;

    /// <summary>The array that holds the line.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>The octet that begins it.</summary>
    public int Code { get; private set; }

    /// <summary>Where the operand at hand begins.</summary>
    public int Start { get; private set; }

    /// <summary>Behind the operand at hand.</summary>
    public int End { get; private set; }

    /// <summary>How many octets the file that follows has, or -1 where the line does not say.</summary>
    public long Count { get; private set; }

    /// <summary>Begins a line at the first unread octet of a source, whose buffer bounds it.</summary>
    public void Begin(BufferedSource source)
    {
        _source = source;
        _buffer = source.Buffer;
        _looked = 0;
        Code = 0;
        Rest(0, 0);
    }

    /// <summary>Reads the line.</summary>
    /// <returns>
    /// <see cref="Complete"/>: it is taken from the source, and <see cref="Next"/> goes through its operands. <see cref="Refused"/>: nothing is taken, and there is no telling what
    /// follows. <see cref="ByteSource.End"/>, also in the middle of a line, Broken, or TimedOut, which may be asked again.
    /// </returns>
    public int Read()
    {
        BufferedSource source = _source!;
        while (true)
        {
            int from = source.Start + _looked;
            int feed = Octets.Find(source.Buffer, from, source.End, Octets.LineFeed);
            if (feed >= 0)
            {
                return Take(source, feed);
            }

            _looked = source.End - source.Start;
            int got = source.Fill();
            if (got <= 0)
            {
                return got == BufferedSource.Full ? Refused : got;
            }
        }
    }

    /// <summary>Goes to the next operand.</summary>
    /// <returns>False when there is none.</returns>
    public bool Next()
    {
        int at = SkipBlanks(_at);
        Start = at;
        while (at < _end && !IsBlank(_buffer[at]))
        {
            at++;
        }

        End = at;
        _at = at;
        return at > Start;
    }

    /// <summary>Goes to all that is left of the line as one operand, without the blanks around it: a queue whose name has some.</summary>
    /// <returns>False when there is nothing.</returns>
    public bool NextAll()
    {
        Start = SkipBlanks(_at);
        int end = _end;
        while (end > Start && IsBlank(_buffer[end - 1]))
        {
            end--;
        }

        End = end;
        _at = _end;
        return end > Start;
    }

    /// <summary>Says that the operand at hand ends sooner; what follows it comes next.</summary>
    public void EndAt(int end)
    {
        End = end;
        _at = end;
    }

    /// <summary>Reads the operands of a file: <see cref="Count"/>, and its name, which is the operand at hand then.</summary>
    /// <returns>False when that is not what they are.</returns>
    public bool ReadFile()
    {
        Count = Next() ? Text.Number(_buffer, Start, End) : -1;
        return Count >= 0 && Next() && SkipBlanks(_at) == _end;
    }

    private int Take(BufferedSource source, int feed)
    {
        int start = source.Start;
        if (feed == start)
        {
            return Refused;
        }

        for (int i = start + 1; i < feed; i++)
        {
            if (source.Buffer[i] < ' ' && !IsBlank(source.Buffer[i]))
            {
                return Refused;
            }
        }

        Code = source.Buffer[start];
        Rest(start + 1, feed);
        source.Start = feed + 1;
        return Complete;
    }

    private void Rest(int at, int end)
    {
        _at = at;
        _end = end;
        Start = at;
        End = at;
        Count = -1;
    }

    private int SkipBlanks(int at)
    {
        while (at < _end && IsBlank(_buffer[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsBlank(byte octet)
    {
        return octet == ' ' || octet == '\t' || octet == '\v' || octet == '\f';
    }
}
