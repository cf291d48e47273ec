using System;

namespace PeerDevice.Services.Printing;

/// <summary>The Jobs of one Printer: so many that have not ended, and so many that have, of which the one that ended first gives way. Not safe for threads: its Printer's lock is.</summary>
internal sealed class JobTable
{
    private readonly Job?[] _jobs;
    private readonly int _active;
    private readonly int _history;
    private int _count;
    private int _ended;
    private int _lastGone;

    /// <summary>Makes a table.</summary>
    /// <param name="active">Jobs that have not ended, at most.</param>
    /// <param name="history">Jobs that have ended, at most.</param>
    public JobTable(int active, int history)
    {
        _active = active;
        _history = history;

        // Jobs that a mount found come on top of those that were taken since the start.
        _jobs = new Job?[(2 * active) + history + 1];
    }

    /// <summary>How many Jobs there are.</summary>
    public int Count => _count;

    /// <summary>How many have not ended.</summary>
    public int Active => _count - _ended;

    /// <summary>Whether no more can be taken.</summary>
    public bool IsFull => Active >= _active;

    /// <summary>One of them, by its place in the table: in the order of their coming.</summary>
    public Job At(int index)
    {
        return _jobs[index]!;
    }

    /// <summary>Adds a Job. One that has not ended needs that the table is not full.</summary>
    /// <returns>The Job that had to give way; null for none.</returns>
    public Job? Add(Job job)
    {
        _jobs[_count] = job;
        _count++;
        if (!job.IsEnded)
        {
            return null;
        }

        _ended++;
        return GiveWay();
    }

    /// <summary>Says that a Job that was active has ended.</summary>
    /// <returns>The Job that had to give way; null for none.</returns>
    public Job? Ended()
    {
        _ended++;
        return GiveWay();
    }

    /// <summary>Says that a Job that had ended is active again.</summary>
    public void Revived()
    {
        _ended--;
    }

    /// <summary>The Job of a number, or null.</summary>
    public Job? Find(int id)
    {
        for (int i = 0; i < _count; i++)
        {
            Job job = _jobs[i]!;
            if (job.Id == id)
            {
                return job;
            }
        }

        return null;
    }

    /// <summary>The Job that is to be printed next: of the highest priority, and among those the foremost; null when none can be.</summary>
    public Job? Next()
    {
        Job? best = null;

        // The last to come are the last in the table: behind them it is history.
        for (int i = _count - 1, left = _count - _ended; left > 0 && i >= 0; i--)
        {
            Job job = _jobs[i]!;
            if (job.State >= JobState.Canceled)
            {
                continue;
            }

            left--;
            if (job.IsPrintable && (best is null || IsBefore(job, best)))
            {
                best = job;
            }
        }

        return best;
    }

    /// <summary>Notes of every Job that waits whether its Printer is stopped (RFC 8011 §5.3.8).</summary>
    public void Mark(bool isStopped)
    {
        for (int i = _count - 1, left = _count - _ended; left > 0 && i >= 0; i--)
        {
            Job job = _jobs[i]!;
            left -= job.State < JobState.Canceled ? 1 : 0;
            if (job.State <= JobState.PendingHeld)
            {
                job.Reasons = isStopped ? job.Reasons | JobReasons.PrinterStopped : job.Reasons & ~JobReasons.PrinterStopped;
            }
        }
    }

    /// <summary>Whether a Job is printed before another, both being pending.</summary>
    public static bool IsBefore(Job job, Job other)
    {
        return job.Priority != other.Priority ? job.Priority > other.Priority : job.Place < other.Place;
    }

    /// <summary>Takes a Job out.</summary>
    public void Remove(Job job)
    {
        int at = 0;
        while (at < _count && _jobs[at] != job)
        {
            at++;
        }

        if (at < _count)
        {
            _ended -= job.IsEnded ? 1 : 0;
            RemoveAt(at);
        }
    }

    private void RemoveAt(int at)
    {
        _count--;
        Array.Copy(_jobs, at + 1, _jobs, at, _count - at);
        _jobs[_count] = null;
    }

    private Job? GiveWay()
    {
        if (_ended <= _history)
        {
            return null;
        }

        // Ends are counted up, so the one that follows the last that gave way is the oldest there can be. Who was printed anew leaves a gap.
        int oldest = -1;
        for (int i = 0; i < _count; i++)
        {
            Job job = _jobs[i]!;
            if (job.State >= JobState.Canceled && (oldest < 0 || job.EndOrder < _jobs[oldest]!.EndOrder))
            {
                oldest = i;
                if (job.EndOrder == _lastGone + 1)
                {
                    break;
                }
            }
        }

        Job leaving = _jobs[oldest]!;
        _lastGone = leaving.EndOrder;
        _ended--;
        RemoveAt(oldest);
        return leaving;
    }
}
