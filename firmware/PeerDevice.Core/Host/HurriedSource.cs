using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Host;

/// <summary>Content that must be there in time: each read is bounded by its connection, and all of them together here.</summary>
internal sealed class HurriedSource : ByteSource
{
    private readonly ByteSource _inner;
    private readonly IClock _clock;
    private readonly long _until;

    /// <summary>Makes a source that gives what another gives, for a time.</summary>
    /// <param name="inner">The other.</param>
    /// <param name="clock">Time.</param>
    /// <param name="milliseconds">After which nothing more is read.</param>
    public HurriedSource(ByteSource inner, IClock clock, int milliseconds)
    {
        _inner = inner;
        _clock = clock;
        _until = clock.Milliseconds + milliseconds;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        return _clock.Milliseconds > _until ? TimedOut : _inner.Read(buffer, offset, count);
    }
}
