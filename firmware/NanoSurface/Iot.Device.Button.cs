// Package nanoFramework.Iot.Device.Button 1.2.931, assembly Iot.Device.Button. Checked against github.com/nanoframework/nanoFramework.IoT.Device at commit 122ebb1a.
// Signatures only: what the image may call. Nothing here ever runs; README.md says how a member gets in.

using System;
using System.Device.Gpio;

namespace Iot.Device.Button
{
    public class ButtonBase : IDisposable
    {
        public delegate void ButtonPressedDelegate(object sender, EventArgs e);
        public delegate void ButtonHoldingDelegate(object sender, ButtonHoldingEventArgs e);
        public event ButtonPressedDelegate ButtonUp { add => throw null; remove => throw null; }
        public event ButtonPressedDelegate ButtonDown { add => throw null; remove => throw null; }
        public event ButtonPressedDelegate Press { add => throw null; remove => throw null; }
        public event ButtonPressedDelegate DoublePress { add => throw null; remove => throw null; }
        public event ButtonHoldingDelegate Holding { add => throw null; remove => throw null; }
        public bool IsHoldingEnabled { get => throw null; set => throw null; }
        public bool IsDoublePressEnabled { get => throw null; set => throw null; }
        public bool IsPressed { get => throw null; set => throw null; }
        public ButtonBase() => throw null;
        public ButtonBase(TimeSpan doublePress, TimeSpan holding, TimeSpan debounceTime = default(TimeSpan)) => throw null;
        protected void HandleButtonPressed() => throw null;
        protected void HandleButtonReleased() => throw null;
        protected virtual void Dispose(bool disposing) => throw null;
        public void Dispose() => throw null;
    }

    public class ButtonHoldingEventArgs : EventArgs
    {
        public ButtonHoldingEventArgs() => throw null;
        public ButtonHoldingState HoldingState { get => throw null; set => throw null; }
    }

    public enum ButtonHoldingState
    {
        Started = 0,
        Completed = 1,
        Canceled = 2,
    }
}
