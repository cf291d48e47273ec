using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// Writes chunked content (RFC 9112 §7.1): either as a sink, each write a chunk, or within a writer's buffer,
/// so that a response head and the first of its content leave together.
/// </summary>
public sealed class ChunkedSink : ByteSink
{
    /// <summary>Octets that <see cref="BeginChunk"/> and <see cref="EndChunk"/> add, so that a caller can tell its room: size, CRLF, CRLF.</summary>
    public const int FrameOctets = SizeDigits + 4;

    private const int SizeDigits = 6;
    private const int LongestHeader = 20;

    private readonly ByteWriter _header = new ByteWriter(new byte[LongestHeader]);
    private ByteSink? _inner;
    private bool _isInside;

    /// <summary>Begins chunked content in another sink.</summary>
    public void Attach(ByteSink inner)
    {
        _inner = inner;
        _isInside = false;
    }

    /// <summary>Writes a chunk. No octets make no chunk, since an empty one would end the content.</summary>
    public override bool Write(byte[] buffer, int offset, int count)
    {
        if (_inner is null)
        {
            return false;
        }

        return count == 0 || (WriteHeader(count) && _inner.Write(buffer, offset, count));
    }

    /// <summary>Moves content as one chunk; when either side fails the content can no longer be ended, and the connection must be closed.</summary>
    public override long TransferFrom(BlockSource source, long position, long count, byte[] block)
    {
        if (_inner is null || count == 0 || !WriteHeader(count))
        {
            return 0;
        }

        return _inner.TransferFrom(source, position, count, block);
    }

    /// <summary>Ends the content: last chunk, no trailers.</summary>
    /// <returns>False when the sink failed.</returns>
    public bool Finish()
    {
        if (_inner is null)
        {
            return false;
        }

        _header.Reset();
        _header.Text(_isInside ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
        _isInside = false;
        return _inner.Write(_header.Buffer, 0, _header.Position);
    }

    /// <summary>Makes room for the size of a chunk whose content is then written into the same writer.</summary>
    /// <returns>Where the chunk begins, for <see cref="EndChunk"/>.</returns>
    public static int BeginChunk(ByteWriter w)
    {
        int mark = w.Position;
        w.Text("000000\r\n");
        return mark;
    }

    /// <summary>
    /// Ends a chunk that <see cref="BeginChunk"/> began at <paramref name="mark"/>, writing its size in front (leading zeros are allowed);
    /// one without content is taken back. The writer's buffer is smaller than 16 MiB, so six digits do.
    /// </summary>
    public static void EndChunk(ByteWriter w, int mark)
    {
        int size = w.Position - mark - SizeDigits - 2;
        if (size <= 0)
        {
            w.Position = mark;
            return;
        }

        w.Text("\r\n");
        for (int at = mark + SizeDigits - 1; size != 0; at--)
        {
            int digit = size & 0xF;
            w.Buffer[at] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            size >>= 4;
        }
    }

    /// <summary>Writes the last chunk, without trailers.</summary>
    public static void EndContent(ByteWriter w)
    {
        w.Text("0\r\n\r\n");
    }

    private bool WriteHeader(long count)
    {
        // The line end behind the chunk before goes with this one's size: one write less.
        _header.Reset();
        if (_isInside)
        {
            _header.Text("\r\n");
        }

        _header.Hex(count);
        _header.Text("\r\n");
        _isInside = true;
        return _inner!.Write(_header.Buffer, 0, _header.Position);
    }
}
