using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>Content whose length is known before (RFC 9112 §6.3, rule 6). Reused; never reads into the next message.</summary>
public sealed class LengthSource : ByteSource
{
    private BufferedSource? _inner;
    private long _remaining;

    /// <summary>How many octets of the content have not been read.</summary>
    public long Remaining => _remaining;

    /// <summary>Begins content of <paramref name="length"/> octets at the first unread octet of <paramref name="inner"/>.</summary>
    public void Attach(BufferedSource inner, long length)
    {
        _inner = inner;
        _remaining = length;
    }

    /// <summary>Reads content. A connection that ends before the content does is Broken (RFC 9112 §8).</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        long left = _remaining;
        if (left <= 0)
        {
            return End;
        }

        if (_inner is null)
        {
            return Broken;
        }

        int got = _inner.Read(buffer, offset, count < left ? count : (int)left);
        if (got > 0)
        {
            _remaining = left - got;
            return got;
        }

        return got == End ? Broken : got;
    }
}
