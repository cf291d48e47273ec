using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>The Printers of a peer: none, one, or several with a name each.</summary>
public sealed class Printers : SpoolVisitor
{
    /// <summary>The queue of LPD that every system asks for when nobody told it another.</summary>
    public const string UsualQueue = "lp";

    private readonly Printer[] _all;
    private readonly ISpool? _spool;
    private bool _isRecovered;

    /// <summary>Puts them together; the first is the one that is meant where nobody says which.</summary>
    /// <param name="all">The Printers.</param>
    /// <param name="spool">Where their Jobs are kept; null for nowhere.</param>
    public Printers(Printer[] all, ISpool? spool)
    {
        _all = all;
        _spool = spool;
    }

    /// <summary>How many there are.</summary>
    public int Count => _all.Length;

    /// <summary>The first; null where there is none.</summary>
    public Printer? First => _all.Length == 0 ? null : _all[0];

    /// <summary>One of them.</summary>
    public Printer At(int index)
    {
        return _all[index];
    }

    /// <summary>The one of a name, or null.</summary>
    public Printer? Find(string name)
    {
        for (int i = 0; i < _all.Length; i++)
        {
            if (_all[i].Name == name)
            {
                return _all[i];
            }
        }

        return null;
    }

    /// <summary>
    /// Looks after the spool: takes over Jobs that a mount found, and has done what could not be done when it was due. Costs next to nothing when there is nothing; to be called now and then.
    /// </summary>
    public void Tend()
    {
        if (_spool is null)
        {
            return;
        }

        // One at a time: what one has not taken over yet is no orphan for another.
        lock (_all)
        {
            if (!_isRecovered || _spool.HasNews)
            {
                _isRecovered = _spool.Recover(this) == StoreStatus.Ok;
                for (int i = 0; i < _all.Length && _isRecovered; i++)
                {
                    _all[i].EndOrphans();
                }
            }

            _spool.Tend();
        }
    }

    /// <inheritdoc/>
    public override void Visit(SpoolTicket ticket)
    {
        // Those of a Printer that is not there wait for it.
        for (int i = 0; i < _all.Length; i++)
        {
            if (_all[i].Setup.SpoolName == ticket.Printer)
            {
                _all[i].Adopt(ticket);
            }
        }
    }
}
