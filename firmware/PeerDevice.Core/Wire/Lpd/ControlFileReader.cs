using System;
using PeerDevice.Bytes;

namespace PeerDevice.Wire.Lpd;

/// <summary>
/// Reads a control file (RFC 1179 §7) of known length from a source, line by line in its buffer, so that its length needs no memory: what is of use is kept, the rest read
/// past. Total over any octets; it always reads to the end of the file and the octet behind it, and <see cref="IsMalformed"/> tells whether it was one. Reused.
/// </summary>
/// <remarks>
/// <code>
/// control file = 1*( letter text LF )                              RFC 1179 §7
/// H            host                                                §7.2
/// J            the job's name, for people                          §7.4
/// N            the name of a document, for people                  §7.7
/// P            who sent it                                         §7.8
/// c d f g l n o p r t v, k, z   print a data file, once a line     §7.17 and on
/// C I L M S T U W 1 2 3 4 and any other: read past, since nothing here prints banners, indents, mails or renders
/// </code>
/// A line that is cut off by the end of the file counts, as it does elsewhere.
/// </remarks>
public sealed class ControlFileReader
{
    /// <summary>The control file was read to its end.</summary>
    public const int Complete = 1;

    private const string Printing = "cdfgklnoprtvz";

    private readonly string[] _names = Text.Blanks(Limits.JobDocuments);
    private readonly string[] _sources = Text.Blanks(Limits.JobDocuments);
    private readonly int[] _copies = new int[Limits.JobDocuments];
    private BufferedSource? _source;
    private long _left;
    private int _looked;
    private bool _isInLong;
    private bool _isMalformed;

    /// <summary>Whether it is no control file: it has a control octet, a data file without a name, too many of them, or nothing at all, or its sender says that it failed. Asked at the end.</summary>
    public bool IsMalformed => _isMalformed;

    /// <summary>The host that it says it came from.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Who sent it.</summary>
    public string User { get; private set; } = "";

    /// <summary>The job's name; empty where it says none.</summary>
    public string JobName { get; private set; } = "";

    /// <summary>Data files that are to be printed.</summary>
    public int Documents { get; private set; }

    /// <summary>Begins a control file at the first unread octet of a source.</summary>
    /// <param name="source">The source, whose buffer bounds a line: what a line has beyond is left out.</param>
    /// <param name="count">Octets of the control file.</param>
    public void Begin(BufferedSource source, long count)
    {
        _source = source;
        _left = count;
        _looked = 0;
        _isInLong = false;
        _isMalformed = count <= 0;
        Host = "";
        User = "";
        JobName = "";
        Documents = 0;
    }

    /// <summary>Reads it.</summary>
    /// <returns><see cref="Complete"/>, or <see cref="ByteSource.End"/> or Broken when the source does before, or TimedOut, which may be asked again.</returns>
    public int Read()
    {
        BufferedSource source = _source!;
        while (_left > 0)
        {
            int end = source.End - source.Start < _left ? source.End : source.Start + (int)_left;
            int feed = Octets.Find(source.Buffer, source.Start + _looked, end, Octets.LineFeed);
            if (feed >= 0)
            {
                Take(source, feed, feed + 1);
                continue;
            }

            _looked = end - source.Start;
            if (_looked == _left)
            {
                Take(source, end, end);
                continue;
            }

            int got = source.Fill();
            if (got == BufferedSource.Full)
            {
                // Of a long line the beginning counts, and nothing else is kept of it.
                Take(source, end, end);
                _isInLong = true;
            }
            else if (got <= 0)
            {
                return got;
            }
        }

        // RFC 1179 §6.2: the octet behind it says whether its sender means it.
        if (source.Start == source.End)
        {
            int got = source.Fill();
            if (got <= 0)
            {
                return got;
            }
        }

        _isMalformed |= source.Buffer[source.Start] != LpdCommand.Yes;
        source.Start++;
        return Complete;
    }

    /// <summary>The name of a data file.</summary>
    public string NameOf(int document)
    {
        return _names[document];
    }

    /// <summary>A document's name for people; empty where it says none.</summary>
    public string SourceOf(int document)
    {
        return _sources[document];
    }

    /// <summary>How often a data file is to be printed: 1 or more.</summary>
    public int CopiesOf(int document)
    {
        return _copies[document];
    }

    private void Take(BufferedSource source, int end, int next)
    {
        int start = source.Start;
        bool isRest = _isInLong;
        _isInLong = false;
        _left -= next - start;
        _looked = 0;
        source.Start = next;
        if (!isRest)
        {
            Line(source.Buffer, start, end, next > end || _left == 0);
        }
    }

    private void Line(byte[] buffer, int start, int end, bool isWhole)
    {
        // Some end their lines with CR LF, or put an empty one last.
        end = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        if (start == end)
        {
            return;
        }

        if (!IsText(buffer, start, end))
        {
            _isMalformed = true;
            return;
        }

        char letter = (char)buffer[start];
        int at = start + 1;
        switch (letter)
        {
            case 'H':
                Host = Words(buffer, at, end);
                return;
            case 'P':
                User = Words(buffer, at, end);
                return;
            case 'J':
                JobName = Words(buffer, at, end);
                return;
            case 'N':
                Source(Words(buffer, at, end));
                return;
        }

        if (Printing.IndexOf(letter) >= 0)
        {
            _isMalformed |= !isWhole || at == end || !Print(Words(buffer, at, end));
        }
    }

    private bool Print(string name)
    {
        int document = 0;
        while (document < Documents && _names[document] != name)
        {
            document++;
        }

        if (document == Documents)
        {
            if (document == Limits.JobDocuments)
            {
                return false;
            }

            _names[document] = name;
            _sources[document] = "";
            _copies[document] = 0;
            Documents++;
        }

        _copies[document]++;
        return true;
    }

    // Clients name a document behind the lines that print it.
    private void Source(string name)
    {
        if (Documents > 0)
        {
            _sources[Documents - 1] = name;
        }
        else if (JobName.Length == 0)
        {
            JobName = name;
        }
    }

    private static bool IsText(byte[] buffer, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            byte octet = buffer[i];
            if ((octet < ' ' && octet != '\t') || octet == 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A text as UTF-8 or, where it is none, as ISO 8859-1: RFC 1179 knows ASCII only, and clients send what their system has.</summary>
    private static string Words(byte[] buffer, int start, int end)
    {
        if (end - start > Limits.JobText)
        {
            // Not in the middle of a character.
            end = start + Limits.JobText;
            while (end > start && (buffer[end] & 0xC0) == 0x80)
            {
                end--;
            }
        }

        if (Text.IsUtf8(buffer, start, end))
        {
            return Text.String(buffer, start, end);
        }

        char[] letters = new char[end - start];
        for (int i = 0; i < letters.Length; i++)
        {
            byte octet = buffer[start + i];
            letters[i] = octet >= 0x80 && octet < 0xA0 ? '?' : (char)octet;
        }

        return new string(letters);
    }
}
