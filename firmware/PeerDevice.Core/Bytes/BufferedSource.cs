using System;

namespace PeerDevice.Bytes;

/// <summary>
/// A buffer in front of a source, so that a reader can look at a head in place and hand on what stands behind it.
/// The unread octets are <see cref="Buffer"/>[<see cref="Start"/>..<see cref="End"/>); a reader takes some by moving <see cref="Start"/>.
/// </summary>
public sealed class BufferedSource : ByteSource
{
    /// <summary>What <see cref="Fill"/> answers when the unread octets take up the whole buffer.</summary>
    public const int Full = -3;

    /// <summary>The first unread octet.</summary>
    public int Start;

    /// <summary>Behind the last unread octet.</summary>
    public new int End;

    private readonly byte[] _buffer;
    private ByteSource? _inner;

    /// <summary>Makes a buffered source over a whole array; it gives nothing until <see cref="Attach"/>.</summary>
    public BufferedSource(byte[] buffer)
    {
        _buffer = buffer;
    }

    /// <summary>The array. <see cref="Fill"/> may move what is unread within it, and offsets found before no longer hold then.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Puts the buffer in front of another source and forgets what was buffered.</summary>
    public void Attach(ByteSource inner)
    {
        _inner = inner;
        Start = 0;
        End = 0;
    }

    /// <summary>
    /// Reads more behind <see cref="End"/>; what is unread moves to the front first if the buffer ends there.
    /// </summary>
    /// <returns>How many octets came, or <see cref="ByteSource.End"/>, TimedOut, Broken, or <see cref="Full"/>.</returns>
    public int Fill()
    {
        if (_inner is null)
        {
            return Broken;
        }

        if (Start == End)
        {
            Start = 0;
            End = 0;
        }
        else if (End == _buffer.Length)
        {
            if (Start == 0)
            {
                return Full;
            }

            Array.Copy(_buffer, Start, _buffer, 0, End - Start);
            End -= Start;
            Start = 0;
        }

        int got = _inner.Read(_buffer, End, _buffer.Length - End);
        if (got > 0)
        {
            End += got;
        }

        return got;
    }

    /// <summary>Reads buffered octets first, then straight from the source behind, with no copy in between.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int held = End - Start;
        if (held == 0)
        {
            return _inner is null ? Broken : _inner.Read(buffer, offset, count);
        }

        if (held > count)
        {
            held = count;
        }

        Array.Copy(_buffer, Start, buffer, offset, held);
        Start += held;
        return held;
    }
}
