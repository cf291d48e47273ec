namespace PeerDevice.Drivers;

/// <summary>
/// How much may be given to a serial line's driver, and when, so that little is on its way when the device says stop, and yet the line is never without something to
/// send. It goes by the rate alone, since a driver may return from a write before anything was sent, when all but its transmitter's buffer was, or when all was.
/// </summary>
public sealed class LinePace
{
    private const int Thousand = 1000;

    private readonly int _bitsASecond;
    private readonly int _bitsOfCharacter;
    private readonly int _thousandthsOfCharacter;
    private readonly long _ahead;

    // When the line will have sent all that it was given. Time is counted in thousandths of the line's bits, of which a millisecond and an octet both have a whole number.
    private long _freeAt;

    /// <summary>Makes the pace of a line.</summary>
    /// <param name="bitsASecond">Its rate.</param>
    /// <param name="bitsOfCharacter">The bits of a character, with those that start, check and stop it.</param>
    /// <param name="canBeStopped">Whether the device may say stop, so that little should be on its way.</param>
    public LinePace(int bitsASecond, int bitsOfCharacter, bool canBeStopped)
    {
        _bitsASecond = bitsASecond;
        _bitsOfCharacter = bitsOfCharacter;
        _thousandthsOfCharacter = bitsOfCharacter * Thousand;
        int turn = Octets(canBeStopped ? Limits.SerialStopMilliseconds : Limits.SerialTurnMilliseconds);
        if (canBeStopped && turn > Limits.SerialStopOctets)
        {
            int least = Octets(Limits.SerialLeastMilliseconds);
            turn = least > Limits.SerialStopOctets ? least : Limits.SerialStopOctets;
        }

        TurnOctets = turn < Limits.SerialFewestOctets ? Limits.SerialFewestOctets : turn;
        _ahead = (long)TurnOctets * _thousandthsOfCharacter;
    }

    /// <summary>Octets of one turn at most. So many may be left from the last one when it begins: twice as many can be on their way.</summary>
    public int TurnOctets { get; }

    /// <summary>Milliseconds to wait until another turn may begin.</summary>
    public int Wait(long now)
    {
        return Milliseconds(_freeAt - _ahead - (now * _bitsASecond));
    }

    /// <summary>Milliseconds until the line has sent all.</summary>
    public int Left(long now)
    {
        return Milliseconds(_freeAt - (now * _bitsASecond));
    }

    /// <summary>Notes that octets were given.</summary>
    /// <param name="octets">How many.</param>
    /// <param name="before">When the turn began, in milliseconds.</param>
    public void Give(int octets, long before)
    {
        // It may have begun at the end of that millisecond.
        long start = (before + 1) * _bitsASecond;
        _freeAt = (_freeAt > start ? _freeAt : start) + ((long)octets * _thousandthsOfCharacter);
    }

    private int Octets(int milliseconds)
    {
        return _bitsASecond / _bitsOfCharacter * milliseconds / Thousand;
    }

    // Rounded up: a wait that ends too early would be another wait.
    private int Milliseconds(long bits)
    {
        return bits <= 0 ? 0 : (int)((bits + _bitsASecond - 1) / _bitsASecond);
    }
}
