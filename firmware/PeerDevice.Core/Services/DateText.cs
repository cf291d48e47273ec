using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services;

/// <summary>The Date field, made once a second for all sessions. While the time of day is not known there is none (RFC 9110 §6.6.1).</summary>
public sealed class DateText
{
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
        if (made is null || made.Second != now)
        {
            made = new Made(now);
            _made = made;
        }

        to.Octets(made.Text, 0, made.Text.Length);
    }

    private sealed class Made
    {
        public readonly long Second;
        public readonly byte[] Text = new byte["Date: ".Length + 29 + 2];

        public Made(long second)
        {
            Second = second;
            ByteWriter writer = new ByteWriter(Text);
            writer.Text("Date: ");
            HttpDate.Write(writer, second);
            writer.Text("\r\n");
        }
    }
}
