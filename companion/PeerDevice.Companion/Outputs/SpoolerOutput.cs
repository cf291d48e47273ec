using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A printer of Windows, through its spooler: a job of octets that nobody looks at. The document is finished when the spooler has no such job any more, or says
/// that it is printed; what the spooler knows of the printer is told on.
/// </summary>
internal sealed class SpoolerOutput(string printer, ISpooler spooler, IClock clock) : IOutputDevice
{
    // JOB_STATUS_…
    private const long JobDeleting = 0x4, JobPrinted = 0x80, JobDeleted = 0x100, JobComplete = 0x1000;

    private readonly Lock _gate = new();
    private nint _handle;
    private int _job;
    private bool _isEnded;

    public string Name => "spooler " + printer;

    public bool IsReady => (Conditions & DeviceCondition.Stopping) == 0;

    public int Conditions
    {
        get
        {
            lock (_gate)
            {
                bool isOurs = _handle == 0;
                nint handle = isOurs ? spooler.Open(printer) : _handle;
                if (handle == 0)
                {
                    return DeviceCondition.Missing;
                }

                long status = spooler.PrinterStatus(handle);
                if (isOurs)
                {
                    spooler.Close(handle);
                }

                return status < 0 ? DeviceCondition.Missing : Meaning(status);
            }
        }
    }

    public string DeviceId => "";

    public bool Begin(string title)
    {
        lock (_gate)
        {
            Drop();
            _handle = spooler.Open(printer);
            _job = _handle == 0 ? 0 : spooler.Begin(_handle, title);
            _isEnded = false;
            if (_job > 0)
            {
                return true;
            }

            Drop();
            return false;
        }
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            return _job == 0 || _isEnded ? -1 : spooler.Write(_handle, buffer, offset, count);
        }
    }

    public int Read(byte[] buffer, int offset, int count) => -1;

    public int Finish()
    {
        lock (_gate)
        {
            if (_job == 0 || (!_isEnded && !spooler.End(_handle)))
            {
                return -1;
            }

            _isEnded = true;
        }

        long end = clock.Milliseconds + DesktopLimits.OutputFinish;
        while (clock.Milliseconds < end)
        {
            long status;
            lock (_gate)
            {
                status = _handle == 0 ? JobDeleted : spooler.JobStatus(_handle, _job);
            }

            // The spooler forgets a job that is printed, unless it is told to keep it.
            if (status < 0 || (status & (JobPrinted | JobComplete)) != 0)
            {
                return 1;
            }

            if ((status & (JobDeleting | JobDeleted)) != 0)
            {
                return -1;
            }

            clock.Sleep(DesktopLimits.SpoolerPoll);
        }

        return 0;
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_job != 0 && !_isEnded)
            {
                // Given up in the middle: half a document is not to be printed.
                spooler.Cancel(_handle, _job);
                spooler.End(_handle);
            }

            Drop();
        }
    }

    private void Drop()
    {
        if (_handle != 0)
        {
            spooler.Close(_handle);
        }

        _handle = 0;
        _job = 0;
    }

    /// <summary>PRINTER_STATUS_… bits, one after the other.</summary>
    private static int Meaning(long status)
    {
        int conditions = 0;
        conditions |= (status & 0x1) != 0 ? DeviceCondition.Offline : 0; // PAUSED
        conditions |= (status & 0x2) != 0 ? DeviceCondition.Fault : 0; // ERROR
        conditions |= (status & 0x4) != 0 ? DeviceCondition.Missing : 0; // PENDING_DELETION
        conditions |= (status & 0x8) != 0 ? DeviceCondition.MediaJam : 0; // PAPER_JAM
        conditions |= (status & 0x10) != 0 ? DeviceCondition.MediaEmpty : 0; // PAPER_OUT
        conditions |= (status & (0x20 | 0x40)) != 0 ? DeviceCondition.MediaNeeded : 0; // MANUAL_FEED, PAPER_PROBLEM
        conditions |= (status & 0x80) != 0 ? DeviceCondition.Offline : 0; // OFFLINE
        conditions |= (status & 0x800) != 0 ? DeviceCondition.OutputFull : 0; // OUTPUT_BIN_FULL
        conditions |= (status & 0x1000) != 0 ? DeviceCondition.Missing : 0; // NOT_AVAILABLE
        conditions |= (status & 0x20000) != 0 ? DeviceCondition.MarkerLow : 0; // TONER_LOW
        conditions |= (status & 0x40000) != 0 ? DeviceCondition.MarkerEmpty : 0; // NO_TONER
        conditions |= (status & 0x100000) != 0 ? DeviceCondition.Fault : 0; // USER_INTERVENTION
        conditions |= (status & 0x400000) != 0 ? DeviceCondition.CoverOpen : 0; // DOOR_OPEN
        conditions |= (status & 0x2000000) != 0 ? DeviceCondition.Offline : 0; // SERVER_OFFLINE
        return conditions;
    }
}
