using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// One light. Plain: dark while starting and when stopped, steady while serving, blinking when something is missing, with short gaps while printing. In colours, which stand still: blue, green, orange, turquoise. Both flash where the board is to be
/// found, and while the button is held. What happened goes to the debug console as lines. Nothing runs while a state stands still.
/// </summary>
public sealed class LightIndicator : IIndicator
{
    // Bright enough for a shelf, dim enough for a desk; each state differs for who cannot tell red from green, too, by its brightness.
    private const int Starting = 0x000018;
    private const int Serving = 0x000C00;
    private const int Degraded = 0x301000;
    private const int Printing = 0x001818;
    private const int Found = 0x404040;
    private const int Held = 0x400000;

    private readonly object _gate = new object();
    private readonly AutoResetEvent? _bell;
    private StatusLight? _light;
    private Timer? _blink;
    private bool _isLit;
    private int _colour;
    private int _litMilliseconds;
    private int _darkMilliseconds;
    private int _shown = Condition.Stopped;
    private int _flashes;
    private bool _isHeld;

    /// <summary>Makes an indicator without a light as yet.</summary>
    /// <param name="bell">Rung when a line was reported: then something has changed. Null for nobody.</param>
    public LightIndicator(AutoResetEvent? bell)
    {
        _bell = bell;
    }

    /// <inheritdoc/>
    public bool CanFlash => _light is not null;

    /// <summary>Takes a light, which shows from now on what is to be shown.</summary>
    public void Use(StatusLight light)
    {
        lock (_gate)
        {
            _blink = new Timer(Blink, null, Timeout.Infinite, Timeout.Infinite);
            _light = light;
            Apply();
        }
    }

    /// <inheritdoc/>
    public void Show(int condition)
    {
        lock (_gate)
        {
            _shown = condition;
            if (_flashes == 0 && (!_isHeld || condition == Condition.Stopped))
            {
                Apply();
            }
        }
    }

    /// <inheritdoc/>
    public void Report(string line)
    {
        Console.WriteLine(line);
        if (_bell is not null)
        {
            _bell.Set();
        }
    }

    /// <inheritdoc/>
    public void Flash()
    {
        lock (_gate)
        {
            if (_light is not null)
            {
                _flashes = Limits.Flashes;
                Begin(Found, Limits.FlashMilliseconds, Limits.FlashMilliseconds);
            }
        }
    }

    /// <summary>Shows that the button is held, or not any more.</summary>
    public void Hold(bool isHeld)
    {
        lock (_gate)
        {
            _isHeld = isHeld;
            _flashes = 0;
            Apply();
        }
    }

    /// <summary>Brings the light to what is to be seen now.</summary>
    private void Apply()
    {
        if (_light is null)
        {
            return;
        }

        if (_isHeld && _shown != Condition.Stopped)
        {
            Begin(Held, Limits.HeldMilliseconds, Limits.HeldMilliseconds);
            return;
        }

        bool isPlain = !_light.HasColours;
        switch (_shown)
        {
            case Condition.Starting:
                Begin(isPlain ? StatusLight.Dark : Starting, Timeout.Infinite, 0);
                break;
            case Condition.Serving:
                Begin(Serving, Timeout.Infinite, 0);
                break;
            case Condition.Degraded:
                Begin(Degraded, isPlain ? Limits.BlinkMilliseconds : Timeout.Infinite, Limits.BlinkMilliseconds);
                break;
            case Condition.Printing:
                Begin(Printing, isPlain ? Limits.WinkEveryMilliseconds : Timeout.Infinite, Limits.WinkMilliseconds);
                break;
            default:
                Begin(StatusLight.Dark, Timeout.Infinite, 0);
                break;
        }
    }

    /// <summary>Lights up in a colour, and goes dark after so long, and so on; or stays as it is.</summary>
    private void Begin(int colour, int litMilliseconds, int darkMilliseconds)
    {
        if (_isLit && colour == _colour && litMilliseconds == Timeout.Infinite && _litMilliseconds == Timeout.Infinite)
        {
            return;
        }

        _colour = colour;
        _litMilliseconds = litMilliseconds;
        _darkMilliseconds = darkMilliseconds;
        _isLit = true;
        _light!.Show(colour);
        _blink!.Change(litMilliseconds, Timeout.Infinite);
    }

    private void Blink(object? state)
    {
        lock (_gate)
        {
            if (_litMilliseconds == Timeout.Infinite)
            {
                // It was on its way when the light was told to stand still.
                return;
            }

            if (_flashes > 0)
            {
                _flashes--;
                if (_flashes == 0)
                {
                    Apply();
                    return;
                }
            }

            _isLit = !_isLit;
            _light!.Show(_isLit ? _colour : StatusLight.Dark);
            _blink!.Change(_isLit ? _litMilliseconds : _darkMilliseconds, Timeout.Infinite);
        }
    }
}
