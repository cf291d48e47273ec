using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Services.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A queue of this PC's print scheduler: what Windows' spooler is there, CUPS is elsewhere. A document is a job of the scheduler; it is finished when that says it is completed, and
/// what it says of the printer is told on.
/// </summary>
internal sealed class QueueOutput(string queue, PrintScheduler scheduler, IClock clock) : IOutputDevice
{
    private readonly Lock _gate = new();
    private QueueFacts _facts = new();
    private Task? _asking;
    private long _askedAt = long.MinValue;
    private IppClient? _request;
    private int _job;

    public string Name => "queue " + queue;

    public bool IsReady => (Conditions & DeviceCondition.Stopping) == 0;

    public int Conditions => Facts().Conditions;

    public string DeviceId => Facts().DeviceId;

    public bool Begin(string title)
    {
        Close();
        QueueFacts facts = scheduler.Ask();
        Remember(facts);
        _request = facts.IsAccepting ? scheduler.Begin(title) : null;
        return _request is not null;
    }

    public int Write(byte[] buffer, int offset, int count) => _request is { } request && request.Content.Write(buffer, offset, count) ? count : -1;

    public int Read(byte[] buffer, int offset, int count) => -1;

    public int Finish()
    {
        if (_request is { } request)
        {
            _request = null;
            _job = PrintScheduler.End(request);
        }

        if (_job == 0)
        {
            return -1;
        }

        long end = clock.Milliseconds + DesktopLimits.OutputFinish;
        while (clock.Milliseconds < end)
        {
            int state = scheduler.JobState(_job);
            if (state == JobState.Completed)
            {
                _job = 0;
                return 1;
            }

            // Canceled or aborted there, or forgotten: that it was printed cannot be said.
            if (state < 0 || state > JobState.ProcessingStopped)
            {
                _job = 0;
                return -1;
            }

            clock.Sleep(DesktopLimits.SpoolerPoll);
        }

        return 0;
    }

    public void Close()
    {
        // A request that ends in the middle makes no job; a job that is not finished here is not wanted any more.
        _request?.Close();
        _request = null;
        if (_job != 0)
        {
            scheduler.Cancel(_job);
            _job = 0;
        }
    }

    /// <summary>What the scheduler said last; it is asked anew in the background when that is old, since who asks us must not wait for it. The first time is waited for.</summary>
    private QueueFacts Facts()
    {
        Task? first = null;
        lock (_gate)
        {
            if (_asking is { IsCompleted: false })
            {
                return _facts;
            }

            if (_askedAt == long.MinValue || clock.Milliseconds - _askedAt >= DesktopLimits.SchedulerStands)
            {
                bool isFirst = _askedAt == long.MinValue;
                _askedAt = clock.Milliseconds;
                _asking = Task.Run(() => Remember(scheduler.Ask()));
                first = isFirst ? _asking : null;
            }
        }

        first?.Wait(DesktopLimits.SchedulerAnswer);
        return _facts;
    }

    private void Remember(QueueFacts facts)
    {
        lock (_gate)
        {
            _facts = facts;
            _askedAt = clock.Milliseconds;
        }
    }
}
