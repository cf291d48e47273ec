using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Host;

namespace PeerDevice.Drivers;

/// <summary>
/// What people see of a board and press: has light and display show how the peer is, and does what the button asks for. On a thread of its own, since it needs the printers' locks and the card, and waits where those are kept: who watches over
/// the services watches over it too (<see cref="Steps"/>), and must not be it.
/// </summary>
public sealed class Front
{
    private readonly IClock _clock;
    private readonly AutoResetEvent _bell;
    private readonly IIndicator _indicator;
    private readonly Peer _peer;
    private readonly Display? _screen;
    private int _shown = Condition.Starting;
    private bool _isPressed;
    private bool _isHeldLong;
    private bool _isEnding;

    /// <summary>Makes it; <see cref="Run"/> is its thread's body.</summary>
    /// <param name="clock">Time.</param>
    /// <param name="bell">Rung when something has changed.</param>
    /// <param name="indicator">The light, or none.</param>
    /// <param name="screen">The display, or none.</param>
    /// <param name="peer">What is shown.</param>
    public Front(IClock clock, AutoResetEvent bell, IIndicator indicator, Display? screen, Peer peer)
    {
        _clock = clock;
        _bell = bell;
        _indicator = indicator;
        _screen = screen;
        _peer = peer;

        // Where there is nothing to show it is never run.
        Steps.Wait();
    }

    /// <summary>Where its thread is.</summary>
    public Steps Steps { get; } = new Steps();

    /// <summary>The button was pressed and let go. Waits for nobody.</summary>
    public void Press()
    {
        _isPressed = true;
        _bell.Set();
    }

    /// <summary>The button is held for long. Waits for nobody.</summary>
    public void HoldLong()
    {
        _isHeldLong = true;
        _bell.Set();
    }

    /// <summary>Shows how the peer is at each ring, and now and then: that a card is out, or that the time is known, nobody rings for. Ends by <see cref="End"/>.</summary>
    public void Run()
    {
        while (!_isEnding)
        {
            Steps.Go();
            Work();
            Refresh();

            // How far a Job is nobody rings for; where only a light tells of it nobody needs to.
            bool isProgress = _screen is not null && _shown == Condition.Printing;
            Steps.Wait();
            if (_clock.Await(_bell, isProgress ? Limits.ProgressMilliseconds : Limits.RestartMilliseconds) && !_isPressed && !_isHeldLong)
            {
                // What changes often is shown as often as somebody can see it.
                _clock.Sleep(Limits.LookMilliseconds);
            }
        }
    }

    /// <summary>Has <see cref="Run"/> end.</summary>
    public void End()
    {
        _isEnding = true;
        _bell.Set();
    }

    /// <summary>Begins what the button asks for, on a thread that may wait for a printer, or for the card.</summary>
    private void Work()
    {
        try
        {
            if (_isPressed)
            {
                _isPressed = false;
                new Thread(_peer.PrintStatus).Start();
            }

            if (_isHeldLong)
            {
                _isHeldLong = false;
                new Thread(Reset).Start();
            }
        }
        catch (Exception fault)
        {
            _indicator.Report("what the button asks for could not be begun: " + fault.Message);
        }
    }

    private void Reset()
    {
        try
        {
            SettingsReset.Run(_peer, _indicator);
        }
        catch (Exception fault)
        {
            _indicator.Report("the settings could not be put aside: " + fault.Message);
        }
    }

    private void Refresh()
    {
        try
        {
            int condition = _peer.Glance.Look();
            if (condition != _shown)
            {
                _shown = condition;
                _indicator.Show(condition);
            }

            _screen?.Show(_peer.Glance.Lines(_screen.Columns, _screen.Rows));
        }
        catch (Exception fault)
        {
            // The light is not worth a service.
            Console.WriteLine("the state could not be shown: " + fault.Message);
        }
    }
}
