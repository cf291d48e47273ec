using System;
using System.Threading;
using PeerDevice.Board;
using Id = PeerDevice.Wire.Ieee1284.DeviceId;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A USB or parallel printer behind the system's own driver: its status lines and its device ID are asked for, and what it says is read. It stays open once a
/// document was begun, so that it can be asked in between.
/// </summary>
/// <remarks>
/// The status lines of IEEE 1284, which USB printers imitate (USB Printer Class 1.1, §4.2.2): bit 3 is set when there is no error, bit 4 when the printer is selected, bit 5 when it
/// has no paper. Some printers always answer 0, which would be an error that nobody can mend: it is believed of those that ever said they are selected.
/// </remarks>
internal sealed class PortOutput(string name, IPrinterPort port) : IOutputDevice
{
    private const int NoError = 0x08, Selected = 0x10, PaperOut = 0x20;

    private readonly Lock _gate = new();
    private volatile string _id = "";
    private bool _isAskedForId;
    private bool _isInDocument;
    private bool _wasSelected;

    public string Name => name;

    public bool IsReady => (Conditions & DeviceCondition.Stopping) == 0;

    public int Conditions
    {
        get
        {
            lock (_gate)
            {
                if (!port.Exists)
                {
                    Drop();
                    return DeviceCondition.Missing;
                }

                bool wasOpen = port.IsOpen;
                if (!wasOpen && !OpenPort())
                {
                    // Another program has it, or we may not.
                    return DeviceCondition.Busy;
                }

                int status = port.Status();
                if (!wasOpen)
                {
                    port.Close();
                }

                return Meaning(status);
            }
        }
    }

    public string DeviceId
    {
        get
        {
            if (!_isAskedForId)
            {
                _ = Conditions;
            }

            return _id;
        }
    }

    public bool Begin(string title)
    {
        lock (_gate)
        {
            _isInDocument = port.IsOpen || OpenPort();
            return _isInDocument;
        }
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        int took = _isInDocument || port.IsOpen ? port.Write(new(buffer, offset, count), DesktopLimits.OutputPatience) : -1;
        if (took < 0)
        {
            lock (_gate)
            {
                Drop();
            }
        }

        return took;
    }

    public int Read(byte[] buffer, int offset, int count) => port.IsOpen ? port.Read(new(buffer, offset, count)) : 0;

    public int Finish() => _isInDocument ? port.AwaitRoom(DesktopLimits.OutputFinish) : -1;

    public void Close() => _isInDocument = false;

    private bool OpenPort()
    {
        if (!port.Open())
        {
            return false;
        }

        if (!_isAskedForId)
        {
            byte[] octets = new byte[Limits.DeviceIdOctets + 2];
            int count = port.DeviceId(octets);
            _id = count > 0 ? Id.Read(octets, count) : "";
            _isAskedForId = true;
        }

        return true;
    }

    // Pulled out: what comes back under its name may be another printer.
    private void Drop()
    {
        _isInDocument = false;
        _isAskedForId = false;
        _wasSelected = false;
        _id = "";
        port.Close();
    }

    private int Meaning(int status)
    {
        if (status < 0)
        {
            return 0;
        }

        _wasSelected |= (status & Selected) != 0;
        if ((status & PaperOut) != 0)
        {
            return DeviceCondition.MediaEmpty;
        }

        if (!_wasSelected)
        {
            return 0;
        }

        int conditions = (status & NoError) == 0 ? DeviceCondition.Fault : 0;
        return (status & Selected) == 0 ? conditions | DeviceCondition.Offline : conditions;
    }
}
