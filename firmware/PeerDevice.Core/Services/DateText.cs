using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services;

/// <summary>
/// The Date field, made once a minute for all sessions: within a minute only two digits change, and those are written where the field
/// was copied to. While the time of day is not known there is no field (RFC 9110 §6.6.1).
/// </summary>
public sealed class DateText
{
    private const string Name = "Date: ";
    private const int Length = 37;      // the name, 29 octets of date, the line end
    private const int SecondsAt = 29;   // "Date: Sun, 00 Jan 0000 00:00:"

    private readonly IClock _clock;
    private Made? _made;

    /// <summary>Makes the field from a clock.</summary>
    public DateText(IClock clock)
    {
        _clock = clock;
    }

    /// <summary>Writes the field with its line end, or nothing.</summary>
    public void Write(ByteWriter to)
    {
        long now = _clock.UnixSeconds;
        if (now == 0)
        {
            return;
        }

        // Replaced as a whole, so that a session never sees the half of another's.
        Made? made = _made;
        if (made is null || now - made.Minute < 0 || now - made.Minute >= 60)
        {
            made = new Made(now);
            _made = made;
        }

        int at = to.Position + SecondsAt;
        to.Octets(made.Text, 0, Length);
        int second = (int)(now - made.Minute);
        if (to.Position > at)
        {
            to.Buffer[at] = (byte)('0' + (second / 10));
            to.Buffer[at + 1] = (byte)('0' + (second % 10));
        }
    }

    private sealed class Made
    {
        // More than the field takes, so that the writer need not count before it writes.
        private const int Room = 3 * Length;

        public readonly long Minute;
        public readonly byte[] Text = new byte[Room];

        public Made(long second)
        {
            Minute = second - (second % 60);
            ByteWriter writer = new ByteWriter(Text);
            writer.Text(Name);
            HttpDate.Write(writer, second);
            writer.Text("\r\n");
        }
    }
}
