using System;
using PeerDevice.VirtualBoard.Devices;

namespace Iot.Device.Button;

public enum ButtonHoldingState
{
    Started,
    Completed,
    Canceled,
}

public sealed class ButtonHoldingEventArgs : EventArgs
{
    public ButtonHoldingState HoldingState { get; set; }
}

/// <summary>
/// The logic of buttons as the binding has it: a press is told when the button is let go, also after it was held; holding begins after its time. The names are the binding's.
/// </summary>
public class ButtonBase : IDisposable
{
    private readonly TimeSpan _holding;
    private IDisposable? _timer;
    private bool _isHolding;

    public ButtonBase(TimeSpan doublePress, TimeSpan holding, TimeSpan debounceTime = default)
    {
        if (debounceTime.Ticks * 3 > doublePress.Ticks)
        {
            throw new ArgumentException(nameof(doublePress));
        }

        _holding = holding;
    }

    public delegate void ButtonPressedDelegate(object sender, EventArgs e);

    public delegate void ButtonHoldingDelegate(object sender, ButtonHoldingEventArgs e);

    public event ButtonPressedDelegate? ButtonUp;

    public event ButtonPressedDelegate? ButtonDown;

    public event ButtonPressedDelegate? Press;

    public event ButtonHoldingDelegate? Holding;

    public bool IsHoldingEnabled { get; set; }

    public bool IsPressed { get; set; }

    public void Dispose()
    {
        _timer?.Dispose();
    }

    protected void HandleButtonPressed()
    {
        if (IsPressed)
        {
            return;
        }

        IsPressed = true;
        ButtonDown?.Invoke(this, EventArgs.Empty);
        if (IsHoldingEnabled)
        {
            _timer = DeviceTime.After(_holding, () => Tell(true));
        }
    }

    protected void HandleButtonReleased()
    {
        _timer?.Dispose();
        _timer = null;
        if (!IsPressed)
        {
            return;
        }

        IsPressed = false;
        ButtonUp?.Invoke(this, EventArgs.Empty);
        Press?.Invoke(this, EventArgs.Empty);
        if (_isHolding)
        {
            Tell(false);
        }
    }

    private void Tell(bool isHolding)
    {
        _isHolding = isHolding;
        Holding?.Invoke(this, new ButtonHoldingEventArgs { HoldingState = isHolding ? ButtonHoldingState.Started : ButtonHoldingState.Completed });
    }
}
