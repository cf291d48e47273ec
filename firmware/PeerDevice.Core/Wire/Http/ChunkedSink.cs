using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Writes chunked content (RFC 9112 §7.1): each write a chunk.</summary>
public sealed class ChunkedSink : ByteSink
{
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
