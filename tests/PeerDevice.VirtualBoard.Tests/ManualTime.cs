using System;
using System.Collections.Generic;
using System.Linq;
using PeerDevice.VirtualBoard.Devices;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The devices' time, which passes when a test says so.</summary>
internal sealed class ManualTime : IDisposable
{
    private readonly List<Due> _due = [];
    private TimeSpan _now;

    internal ManualTime()
    {
        DeviceTime.After = (time, action) =>
        {
            Due due = new(_now + time, action);
            _due.Add(due);
            return due;
        };
    }

    public void Dispose()
    {
        DeviceTime.After = DeviceTime.Real;
    }

    internal void Pass(int milliseconds)
    {
        TimeSpan until = _now + TimeSpan.FromMilliseconds(milliseconds);
        while (_due.Where(due => due.When <= until).MinBy(due => due.When) is { } next)
        {
            _due.Remove(next);
            _now = next.When;
            next.Do();
        }

        _now = until;
    }

    private sealed class Due(TimeSpan when, Action action) : IDisposable
    {
        private bool _isDropped;

        internal TimeSpan When { get; } = when;

        public void Dispose()
        {
            _isDropped = true;
        }

        internal void Do()
        {
            if (!_isDropped)
            {
                action();
            }
        }
    }
}
