using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>The thread of one Printer: looks at its device while nobody prints, and ends what was forgotten.</summary>
internal sealed class PrintThread
{
    private readonly Printer _printer;
    private readonly IClock _clock;
    private readonly IIndicator _indicator;
    private readonly Delivery _delivery;
    private long _askAt;
    private long _listenUntil;

    /// <summary>Makes the thread's work; <see cref="Run"/> is its body.</summary>
    public PrintThread(Printer printer, IClock clock, IIndicator indicator)
    {
        _printer = printer;
        _clock = clock;
        _indicator = indicator;
        _delivery = new Delivery(printer, clock);
    }

    /// <summary>Works until the Printer is stopped.</summary>
    public void Run()
    {
        while (!_printer.IsEnding)
        {
            try
            {
                _clock.Await(_printer.Work, Turn());
            }
            catch (Exception fault)
            {
                _indicator.Report("printing failed: " + fault.Message);
                _clock.Sleep(Limits.DeviceRetryMilliseconds);
            }
        }
    }

    /// <summary>Does what there is to do now.</summary>
    /// <returns>Milliseconds after which there may be more.</returns>
    private int Turn()
    {
        while (_printer.EndForgotten() is not null)
        {
        }

        long now = _clock.Milliseconds;
        bool asks = now >= _askAt;
        if (asks)
        {
            _askAt = now + Limits.DevicePollMilliseconds;
        }

        if ((asks || now < _listenUntil) && _delivery.Look(asks))
        {
            _listenUntil = now + Limits.DeviceAnswerMilliseconds;
        }

        return now < _listenUntil ? Limits.PollInterval : (int)(_askAt - now);
    }
}
