using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Board;

namespace PeerDevice.Companion.Outputs;

/// <summary>
/// A serial line of a Unix, both ways, set as it is asked for. It stays open between documents, since closing it lets its wires fall, which many
/// printers take for data. What is there under that name and is no terminal (a FIFO) is opened for each document, and not read.
/// A device that takes nothing holds nobody up: a write waits a moment and says so.
/// </summary>
internal sealed class TtyOutput(string path, LineSettings settings) : IOutputDevice
{
    private readonly Lock _gate = new();
    private DeviceFile? _device;
    private Task<bool>? _drain;
    private bool _isLine;

    public string Name => "device " + path;

    public bool IsReady => Conditions == 0;

    public int Conditions
    {
        get
        {
            if (!File.Exists(path))
            {
                // Pulled out: what comes back under its name is another one.
                Drop();
                return DeviceCondition.Missing;
            }

            return 0;
        }
    }

    public string DeviceId => "";

    public bool Begin(string title)
    {
        lock (_gate)
        {
            _drain = null;
            if (_device is not null)
            {
                return true;
            }

            // Opened one way first: both ways a FIFO that nobody reads would seem to be a device.
            DeviceFile? device = DeviceFile.Open(path, bothWays: false, out _);
            if (device is null)
            {
                return false;
            }

            _isLine = device.IsTerminal;
            if (_isLine)
            {
                device.Dispose();
                device = DeviceFile.Open(path, bothWays: true, out _);
                if (device is not null && !settings.Apply(device))
                {
                    device.Dispose();
                    device = null;
                }
            }

            _device = device;
            return device is not null;
        }
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        int took = _device?.Write(new(buffer, offset, count), DesktopLimits.OutputPatience) ?? DeviceFile.Broken;
        if (took == DeviceFile.Broken)
        {
            Drop();
        }

        return took;
    }

    public int Read(byte[] buffer, int offset, int count) => _device is not { } device || device.IsReadable ? Math.Max(0, _device?.Read(new(buffer, offset, count)) ?? 0) : -1;

    public int Finish()
    {
        if (_device is not { } device)
        {
            return -1;
        }

        // It waits as long as the line does, which may be for ever: let somebody else wait, and wait for him a bounded time.
        Task<bool> drain = _drain ??= Task.Factory.StartNew(device.Drain, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return !drain.Wait(DesktopLimits.OutputFinish) ? 0 : drain.Result ? 1 : -1;
    }

    public void Close()
    {
        if (!_isLine)
        {
            Drop();
        }
    }

    private void Drop()
    {
        lock (_gate)
        {
            _device?.Dispose();
            _device = null;
            _drain = null;
        }
    }
}
