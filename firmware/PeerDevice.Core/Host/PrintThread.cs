using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>
/// The thread of one Printer: prints what is stored, looks at its device while nobody prints, and ends what was forgotten. Where nobody but raw intake submits, it serves that between two looks: one thread less, 1.4 KB of a board's heap.
/// </summary>
internal sealed class PrintThread
{
    private readonly Printer _printer;
    private readonly SessionParts _parts;
    private readonly PrintRun _run;
    private readonly RawServer? _raw;
    private long _tendAt;

    /// <summary>Makes the thread's work; <see cref="Run"/> is its body.</summary>
    /// <param name="printer">The Printer.</param>
    /// <param name="parts">What it works with.</param>
    /// <param name="raw">Its raw intake, where that has no thread of its own; otherwise null.</param>
    public PrintThread(Printer printer, SessionParts parts, RawServer? raw)
    {
        _raw = raw;
        _printer = printer;
        _parts = parts;
        _run = new PrintRun(printer, parts.Clock, parts.Blocks, parts.Profile.OwnOctets);
        if (raw is not null)
        {
            raw.Delivery = _run.Delivery;
            _run.Delivery.IsAlone = true;
        }
    }

    /// <summary>Where it is.</summary>
    internal Steps Steps { get; } = new Steps();

    /// <summary>Changes with each step within the printing of a Job, which may last for as long as a device takes.</summary>
    internal long Inside => _run.Turns + _run.Delivery.Turns;

    /// <summary>Works until the Printer is stopped.</summary>
    public void Run()
    {
        while (!_printer.IsEnding)
        {
            try
            {
                Steps.Go();
                int wait = Turn();
                if (_raw is not null && wait > 0)
                {
                    // A connection is served for as long as its client and the device take; whatever it waits for, the device is looked at (Delivery.Watch).
                    Steps.Wait();
                    _raw.Turn(wait);
                }
                else if (wait > 0)
                {
                    _parts.Clock.Await(_printer.Work, wait);
                }
            }
            catch (Exception fault)
            {
                Fault.Tell(_parts.Indicator, "printing failed: ", fault);
                _parts.Clock.Sleep(Limits.DeviceRetryMilliseconds);
            }
        }
    }

    /// <summary>Does what there is to do now.</summary>
    /// <returns>Milliseconds after which there may be more, unless <see cref="Printer.Work"/> says so sooner.</returns>
    private int Turn()
    {
        long now = _parts.Clock.Milliseconds;
        bool isDue = now >= _tendAt;
        if (isDue)
        {
            _tendAt = now + Limits.DevicePollMilliseconds;
            _parts.Printers.Tend();
            while (_printer.EndForgotten() is not null)
            {
            }
        }

        Job? job = _printer.TakeNext();
        if (job is not null)
        {
            Tell(job, _run.Print(job));
            return 0;
        }

        int wait = _run.Delivery.LookInTime();
        wait = wait > Limits.DeviceRetryMilliseconds && _printer.Waiting > 0 ? Limits.DeviceRetryMilliseconds : wait;
        return _tendAt - now < wait ? (int)(_tendAt - now) : wait;
    }

    private void Tell(Job job, int status)
    {
        if (status == PrintStatus.Ok)
        {
            _parts.Indicator.Report("printed job " + job.Id.ToString());
        }
        else if (status != PrintStatus.NotPossible && status != PrintStatus.Ending)
        {
            _parts.Indicator.Report("job " + job.Id.ToString() + " ended: " + (job.Message.Length > 0 ? job.Message : "it was canceled"));
        }
    }
}
