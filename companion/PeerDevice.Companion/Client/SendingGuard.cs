using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Looks beside, by other connections, while a document is sent: a printer may take nothing for hours because it is out of paper, and that is told; but when somebody canceled the Job, or
/// the Printer is not there any more, the sending is ended.
/// </summary>
internal sealed class SendingGuard : IDisposable
{
    /// <summary>The name of the thread that looks.</summary>
    internal const string ThreadName = "sending guard";

    private readonly Lock _gate = new();
    private readonly IppPrinter _sending;
    private readonly IppPrinter _looking;
    private readonly IClock _clock;
    private readonly JobWatch _watch;
    private bool _isOver;

    public SendingGuard(IppPrinter printer, int job, Action<string> tell, IClock clock)
    {
        _sending = printer;
        _looking = printer.Another();
        _clock = clock;
        _watch = new JobWatch(_looking, job, text => Unless(() => tell(text)));
        new Thread(Guard) { IsBackground = true, Name = ThreadName }.Start();
    }

    /// <summary>From here on nothing is told or ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    private void Guard()
    {
        long heard = _clock.Milliseconds;
        long next = heard + DesktopLimits.JobLookMost;
        int ended = 0;
        while (true)
        {
            _clock.Sleep(DesktopLimits.SendingLook);
            lock (_gate)
            {
                if (_isOver)
                {
                    return;
                }
            }

            if (_clock.Milliseconds < next)
            {
                continue;
            }

            JobReport? job = _watch.Look();
            long now = _clock.Milliseconds;
            next = now + DesktopLimits.JobLookMost;
            heard = _watch.IsGone ? heard : now;

            // The Printer itself tells the sender that the Job has ended; one that does not is not waited for.
            ended += job is { State: JobState.Canceled or JobState.Aborted } ? 1 : 0;
            if (ended > 1 || now - heard > DesktopLimits.PrinterLost)
            {
                Unless(_sending.Close);
                return;
            }
        }
    }

    private void Unless(Action action)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                action();
            }
        }
    }
}
