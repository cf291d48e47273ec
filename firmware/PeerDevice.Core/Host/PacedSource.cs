using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Host;

/// <summary>
/// What a client sends, with a bound on how long it may take: a deadline for a head however it dribbles in, and a slowest
/// bearable rate for content. Without it one octet a minute would hold a session for ever.
/// </summary>
internal sealed class PacedSource : ByteSource
{
    private const int NoRate = 0;
    private const int SlowestRate = 1;
    private const int HeldBack = 2;

    private readonly IClock _clock;
    private Link? _link;
    private ByteSource? _inner;
    private long _until;
    private long _readAt;
    private int _half;
    private bool _hasBegun;
    private int _grace;
    private int _patience;
    private int _rate;

    /// <summary>Makes a source that measures by a clock.</summary>
    public PacedSource(IClock clock)
    {
        _clock = clock;
    }

    /// <summary>Begins with a new connection.</summary>
    public void Attach(Link link)
    {
        _link = link;
        _inner = link.Source;
        _patience = -1;
    }

    /// <summary>Waits for a next request for so long.</summary>
    public void BeginIdle(int milliseconds)
    {
        Begin(milliseconds, NoRate);
    }

    /// <summary>Begins a head: all of it within the bound.</summary>
    public void BeginHead()
    {
        Begin(Limits.HeadMilliseconds, NoRate);
    }

    /// <summary>Begins content: never silent for longer than the bound, and never slower than the slowest rate for as long. Only the time in which it is waited for counts.</summary>
    public void BeginContent()
    {
        Begin(Limits.SilenceMilliseconds, SlowestRate);
    }

    /// <summary>Begins content whose sender may be held back for as long as a device takes: never silent for longer than so many milliseconds.</summary>
    public void BeginHeldBack(int milliseconds)
    {
        Begin(milliseconds, HeldBack);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int patience = _grace;
        if (_hasBegun)
        {
            long now = _clock.Milliseconds;
            if (_rate == SlowestRate)
            {
                // What passed since was not the sender's: a card took it, or a printer without paper did not.
                _until += now - _readAt;
            }

            long left = _until - now;
            if (left > _grace)
            {
                // What came fast is no credit for what dribbles in later.
                _until = now + _grace;
            }
            else if (left <= 0)
            {
                return TimedOut;
            }
            else if (left < _half)
            {
                // A change of patience is a call into the system on some grounds: only what is markedly shorter is worth one.
                patience = (int)left;
            }
        }

        if (patience != _patience)
        {
            _patience = patience;
            _link!.SetReadPatience(patience);
        }

        int got = _inner!.Read(buffer, offset, count);
        if (got > 0)
        {
            _hasBegun = true;
            if (_rate != NoRate)
            {
                // Where time passes that is not the sender's, each wait is one for itself.
                _hasBegun = _rate == SlowestRate;
                _until += got / Limits.SlowestOctetsPerMillisecond;
                _readAt = _clock.Milliseconds;
            }
        }

        return got;
    }

    private void Begin(int grace, int rate)
    {
        _until = _clock.Milliseconds + grace;
        _half = grace / 2;
        _hasBegun = false;
        _grace = grace;
        _rate = rate;
    }
}
