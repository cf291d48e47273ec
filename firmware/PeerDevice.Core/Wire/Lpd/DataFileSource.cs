using PeerDevice.Bytes;

namespace PeerDevice.Wire.Lpd;

/// <summary>
/// A data file of a job (RFC 1179 §6.3): so many octets and the octet that says whether it is whole, or all there is until the sender closes. Reused; never reads into what follows.
/// </summary>
public sealed class DataFileSource : ByteSource
{
    private const int Ended = 1;
    private const int Failed = 2;

    private BufferedSource? _inner;
    private long _left;
    private bool _isUntilClose;
    private int _end;

    /// <summary>Whether the sender closes to end it, so that nothing can follow it.</summary>
    public bool IsUntilClose => _isUntilClose;

    /// <summary>Whether it was read to its end, the octet behind it included.</summary>
    public bool IsAtEnd => _end == Ended;

    /// <summary>Begins a data file at the first unread octet of a source.</summary>
    /// <param name="inner">The source.</param>
    /// <param name="count">Octets of the data file; 0, or what none has (<see cref="IsNoLength"/>), where the sender does not know.</param>
    public void Attach(BufferedSource inner, long count)
    {
        _inner = inner;
        _left = count;
        _isUntilClose = IsNoLength(count);
        _end = 0;
    }

    /// <summary>
    /// Whether a count is what is said by those who do not know: 0 (RFC 1179 §6.3), the largest numbers of 31 and 32 bits, and what is beyond any document, as Windows says
    /// without "LPR byte counting" and CUPS when it does not keep the document.
    /// </summary>
    public static bool IsNoLength(long count)
    {
        return count == 0 || count == int.MaxValue || count == uint.MaxValue || count > Limits.LpdOctets;
    }

    /// <summary>Reads the data file. It is at its end only when its sender has said so; one that closes before, or says that it failed, leaves it Broken.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_inner is null || _end == Failed)
        {
            return Broken;
        }

        if (_end == Ended)
        {
            return End;
        }

        int got = _inner.Read(buffer, offset, _isUntilClose || count < _left ? count : _left > 0 ? (int)_left : 1);
        if (_isUntilClose)
        {
            _end = got == End ? Ended : 0;
            return got;
        }

        if (got > 0 && _left > 0)
        {
            _left -= got;
            return got;
        }

        if (got > 0)
        {
            // RFC 1179 §6.3: "an octet of zero bits is sent as an indication that the file being sent is complete".
            _end = buffer[offset] == LpdCommand.Yes ? Ended : Failed;
            return _end == Ended ? End : Broken;
        }

        return got == End ? Broken : got;
    }
}
