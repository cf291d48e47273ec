using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Status;

/// <summary>
/// The last lines of what happened, in a ring of fixed size: the oldest go when new ones come. Served at <c>/log</c>, for people who have no debug console. A line has the seconds since the start before it,
/// which a board knows before anybody has told it the time.
/// </summary>
public sealed class LogRing
{
    private readonly byte[] _ring;
    private readonly byte[] _line = new byte[Limits.LogLine + 1];
    private readonly IClock _clock;
    private readonly long _began;
    private int _first;
    private int _count;

    /// <summary>Makes an empty log.</summary>
    /// <param name="clock">Time.</param>
    /// <param name="octets">Octets that it keeps (<see cref="Profile.LogOctets"/>).</param>
    public LogRing(IClock clock, int octets)
    {
        _ring = new byte[octets];
        _clock = clock;
        _began = clock.Milliseconds;
    }

    /// <summary>Notes one line. What is longer than <see cref="Limits.LogLine"/> is cut, between characters; what is no text is a question mark.</summary>
    public void Note(string line)
    {
        lock (_ring)
        {
            ByteWriter to = new ByteWriter(_line);
            to.Number((_clock.Milliseconds - _began) / 1000);
            to.Text(" ");
            int length = Append(to.Position, line);
            _line[length] = (byte)'\n';
            Put(length + 1);
        }
    }

    /// <summary>What is in it, oldest line first, as UTF-8 with a line feed after each.</summary>
    public byte[] Lines()
    {
        lock (_ring)
        {
            byte[] lines = new byte[_count];
            int behind = _ring.Length - _first < _count ? _ring.Length - _first : _count;
            System.Array.Copy(_ring, _first, lines, 0, behind);
            System.Array.Copy(_ring, 0, lines, behind, _count - behind);
            return lines;
        }
    }

    /// <summary>Puts a text behind what the line has; answers its length then.</summary>
    private int Append(int at, string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        int length = octets.Length;
        int room = _line.Length - 1 - at;
        if (length > room)
        {
            // Never in the middle of a character (RFC 3629 §3: what continues one begins with the bits 10).
            length = room;
            while (length > 0 && (octets[length] & 0xC0) == 0x80)
            {
                length--;
            }
        }

        for (int i = 0; i < length; i++)
        {
            _line[at + i] = octets[i] < ' ' || octets[i] == 0x7F ? (byte)'?' : octets[i];
        }

        return at + length;
    }

    /// <summary>Puts the line into the ring; whole lines make room.</summary>
    private void Put(int length)
    {
        while (_count + length > _ring.Length)
        {
            byte octet;
            do
            {
                octet = _ring[_first];
                _first = _first + 1 == _ring.Length ? 0 : _first + 1;
                _count--;
            }
            while (octet != '\n');
        }

        for (int i = 0; i < length; i++)
        {
            int at = _first + _count;
            _ring[at < _ring.Length ? at : at - _ring.Length] = _line[i];
            _count++;
        }
    }
}
