using System;
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
            made = new Made(now, made);
            _made = made;
        }

        to.Octets(made.Text, 0, made.Text.Length);
    }

    private sealed class Made
    {
        private const string Name = "Date: ";
        private const int Length = 37;      // the name, 29 octets of date, the line end
        private const int SecondsAt = 29;   // "Date: Sun, 00 Jan 0000 00:00:"
        private const int Room = 3 * Length;

        public readonly long Second;
        public readonly byte[] Text = new byte[Length];

        private readonly long _minute;

        public Made(long second, Made? last)
        {
            Second = second;
            _minute = second / 60;
            if (last is not null && last._minute == _minute)
            {
                // Within a minute only two digits change.
                Array.Copy(last.Text, 0, Text, 0, Length);
                int ofMinute = (int)(second - (_minute * 60));
                int tens = ofMinute / 10;
                Text[SecondsAt] = (byte)('0' + tens);
                Text[SecondsAt + 1] = (byte)('0' + ofMinute - (tens * 10));
                return;
            }

            // With room to spare the writer need not count how many octets a text will take.
            ByteWriter writer = new ByteWriter(new byte[Room]);
            writer.Text(Name);
            HttpDate.Write(writer, second);
            writer.Text("\r\n");
            Array.Copy(writer.Buffer, 0, Text, 0, Length);
        }
    }
}
