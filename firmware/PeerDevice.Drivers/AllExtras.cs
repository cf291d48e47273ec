using System.Threading;
using Iot.Device.Button;
using PeerDevice.Board;
using PeerDevice.Drivers.Usb;
using PeerDevice.Host;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>All extras that are the same on every board.</summary>
public class AllExtras : BoardExtras
{
    private PushButton? _button;
    private IPressed? _listener;
    private UsbOutput? _usb;

    /// <inheritdoc/>
    public override Steps? Steps => _usb?.Steps;

    /// <inheritdoc/>
    public override Display MakeDisplay(BoardPins pins, int kind, IIndicator indicator)
    {
        return new Screen(pins.DisplayBus, kind, indicator);
    }

    /// <inheritdoc/>
    public override bool MakeButton(int pin, bool isPressedByHigh, IPressed listener)
    {
        _listener = listener;
        _button = new PushButton(pin, isPressedByHigh);
        _button.ButtonDown += Down;
        _button.Press += LetGo;
        _button.Holding += HeldLong;
        return true;
    }

    /// <inheritdoc/>
    public override INeighbours MakeNeighbours()
    {
        return new Neighbours();
    }

    /// <inheritdoc/>
    public override IOutputDevice MakeUsb(BoardPins pins, PeerSettings settings, IFileStore store, IClock clock, IIndicator indicator)
    {
        _usb = new UsbOutput(pins.UsbBus, pins.UsbSelect, settings, store, clock, indicator);
        new Thread(_usb.Watch).Start();
        return _usb;
    }

    /// <inheritdoc/>
    public override IPrintOffice MakeOffice()
    {
        return new PrintOffice();
    }

    /// <inheritdoc/>
    public override void End()
    {
        _usb?.End();
    }

    private void Down(object sender, System.EventArgs e)
    {
        _listener?.Down();
    }

    private void LetGo(object sender, System.EventArgs e)
    {
        _listener?.LetGo();
    }

    private void HeldLong(object sender, ButtonHoldingEventArgs e)
    {
        if (e.HoldingState == ButtonHoldingState.Started)
        {
            _listener?.HeldLong();
        }
    }
}
