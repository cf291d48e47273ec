using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>
/// Gives Jobs their numbers, for all Printers of a peer. No number is given twice, after a restart either: the spool remembers them; without one the beginning is drawn,
/// so that two starts of a board without a card begin at one number once in a million.
/// </summary>
public sealed class JobNumbers
{
    // Jobs of one start before the numbers run into what another start may have drawn.
    private const int DrawnBits = 20;
    private const int FreeBits = 10;

    private readonly object _gate = new object();
    private int _last;

    /// <summary>Begins at a drawn number.</summary>
    public JobNumbers(IRandom random)
    {
        byte[] drawn = new byte[3];
        random.Fill(drawn);
        int value = (drawn[0] << 16) | (drawn[1] << 8) | drawn[2];
        _last = (value & ((1 << DrawnBits) - 1)) << FreeBits;
    }

    /// <summary>Takes the next number: 1 or more.</summary>
    public int Take()
    {
        lock (_gate)
        {
            _last++;
            return _last;
        }
    }
}
