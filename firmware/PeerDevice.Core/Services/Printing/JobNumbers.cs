using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Gives Jobs their numbers, for all Printers of a peer. No number is given twice, after a restart either: the spool remembers them; without one the beginning is drawn,
/// so that two starts of a board without a card begin at one number once in a million.
/// </summary>
public sealed class JobNumbers
{
    // Jobs of one start before the numbers run into what another start may have drawn.
    private const int FreeBits = 10;
    private const int DrawnBits = 20;

    private readonly object _gate = new object();
    private readonly ISpool? _spool;
    private int _last;

    /// <summary>Numbers that the spool remembers, or that begin anywhere.</summary>
    public JobNumbers(ISpool? spool, IRandom random)
    {
        _spool = spool;
        byte[] drawn = new byte[3];
        random.Fill(drawn);
        int value = (drawn[0] << 16) | (drawn[1] << 8) | drawn[2];

        // Far from those that a spool gives, which begin at 1.
        _last = ((value & ((1 << DrawnBits) - 1)) << FreeBits) + (1 << (DrawnBits + FreeBits));
    }

    /// <summary>Takes the next number: 1 or more. May take as long as the spool's medium does.</summary>
    /// <param name="isNoted">Whether the spool remembers it.</param>
    public int Take(out bool isNoted)
    {
        if (_spool is not null && _spool.Take(out int number) == StoreStatus.Ok)
        {
            isNoted = true;
            return number;
        }

        isNoted = false;
        lock (_gate)
        {
            // Behind the last there is no room for more: the first of all come again in a thousand million.
            _last = _last == int.MaxValue ? 1 << (DrawnBits + FreeBits) : _last + 1;
            return _last;
        }
    }
}
