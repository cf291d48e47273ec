namespace PeerDevice.Services.Printing;

/// <summary>
/// The last things that happened at a Printer, for who asks later: a ring of so many, of which the oldest gives way. Who fell behind sees it by the numbers.
/// </summary>
public sealed class PrinterEvents
{
    private readonly PrinterEvent[] _ring;
    private int _last;

    /// <summary>Makes a ring for so many, one at least.</summary>
    public PrinterEvents(int size)
    {
        _ring = new PrinterEvent[size > 0 ? size : 1];
        for (int i = 0; i < _ring.Length; i++)
        {
            _ring[i] = new PrinterEvent();
        }
    }

    /// <summary>The number of the newest; 0 while nothing has happened.</summary>
    public int Last => _last;

    /// <summary>The number of the oldest that is still there; one more than <see cref="Last"/> while there is none.</summary>
    public int First => _last > _ring.Length ? _last - _ring.Length + 1 : 1;

    /// <summary>Reads one.</summary>
    /// <returns>False when it has given way, or has not happened yet.</returns>
    public bool Read(int sequence, PrinterEvent into)
    {
        lock (_ring)
        {
            if (sequence < First || sequence > _last)
            {
                return false;
            }

            into.CopyFrom(_ring[sequence % _ring.Length]);
            return true;
        }
    }

    /// <summary>Adds what happened to a Printer, or to a Job of it.</summary>
    internal void Add(int kind, Printer printer, Job? job, int up)
    {
        lock (_ring)
        {
            int sequence = _last + 1;
            PrinterEvent one = _ring[sequence % _ring.Length];
            one.Sequence = sequence;
            one.Kind = kind;
            one.Up = up;
            if (job is null)
            {
                one.JobId = 0;
                one.JobState = 0;
                one.JobReasons = 0;
            }
            else
            {
                one.JobId = job.Id;
                one.JobState = job.State;
                one.JobReasons = job.Reasons;
            }

            printer.Note(one);
            _last = sequence;
        }
    }
}
