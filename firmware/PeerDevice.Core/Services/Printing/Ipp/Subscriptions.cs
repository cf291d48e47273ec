using PeerDevice.Board;

namespace PeerDevice.Services.Printing.Ipp;

/// <summary>The subscriptions there are: a fixed table. Those whose lease has ended, and those of Jobs that are no longer told of, make room first. Any thread may ask.</summary>
internal sealed class Subscriptions
{
    private readonly Subscription?[] _all;
    private int _lastId;

    /// <summary>Makes a table for so many.</summary>
    public Subscriptions(int size)
    {
        _all = new Subscription?[size];
    }

    /// <summary>The most there may be.</summary>
    public int Size => _all.Length;

    /// <summary>Takes a subscription in.</summary>
    /// <returns>False when there is no room.</returns>
    public bool Add(Subscription one)
    {
        lock (_all)
        {
            for (int i = 0; i < _all.Length; i++)
            {
                Subscription? other = _all[i];
                if (other is null || IsOver(other))
                {
                    _lastId++;
                    one.Id = _lastId;

                    // From now on: what happened before is not its own.
                    one.Next = one.Printer.Events.Last + 1;
                    _all[i] = one;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The subscription of a number at a Printer, or null.</summary>
    public Subscription? Find(Printer printer, int id)
    {
        lock (_all)
        {
            for (int i = 0; i < _all.Length; i++)
            {
                Subscription? one = _all[i];
                if (one is not null && one.Id == id && one.Printer == printer)
                {
                    return IsOver(one) ? null : one;
                }
            }

            return null;
        }
    }

    /// <summary>The subscription at a place of the table, or null; places go from 0 to <see cref="Size"/>.</summary>
    public Subscription? At(int place)
    {
        lock (_all)
        {
            Subscription? one = _all[place];
            return one is null || IsOver(one) ? null : one;
        }
    }

    /// <summary>Ends a subscription.</summary>
    public void Remove(Subscription one)
    {
        lock (_all)
        {
            for (int i = 0; i < _all.Length; i++)
            {
                if (_all[i] == one)
                {
                    _all[i] = null;
                    return;
                }
            }
        }
    }

    /// <summary>Counts the events that gave way in the ring before anybody asked; those that are still there keep their numbers.</summary>
    public static void CatchUp(Subscription one, PrinterEvent scratch)
    {
        lock (one)
        {
            PrinterEvents ring = one.Printer.Events;
            int upTo = ring.First;
            while (one.Next < upTo)
            {
                // What is gone cannot be told apart: it is one number each, as if it had been its own.
                one.Counted += ring.Read(one.Next, scratch) && !one.Wants(scratch) ? 0 : 1;
                one.Next++;
            }
        }
    }

    private static bool IsOver(Subscription one)
    {
        return one.Job is null ? one.Printer.Up >= one.EndsUp : one.Job.Id != 0 && one.Printer.Find(one.Job.Id) is null;
    }
}
