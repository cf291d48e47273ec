using System;
using System.Collections.Generic;
using System.Device.Gpio;
using Iot.Device.Button;
using PeerDevice.Drivers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A button is pressed once when it is pressed once, however its contacts bounce, and does nothing that nobody meant.</summary>
public sealed class PushButtonTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<string> _heard = [];

    public void Dispose()
    {
        _time.Dispose();
    }

    [Theory]
    [InlineData(220, false)]
    [InlineData(221, true)]
    public void APressIsOne(int number, bool byHigh)
    {
        GpioPin pin = Button(number, byHigh);
        for (int i = 0; i < 2; i++)
        {
            pin.Write(Level(byHigh));
            _time.Pass(Limits.DebounceMilliseconds);
            Assert.Equal(["down"], _heard);
            _time.Pass(200);
            pin.Write(Level(!byHigh));
            _time.Pass(Limits.DebounceMilliseconds);
            Assert.Equal(["down", "press"], _heard);
            _time.Pass(60000);
            Assert.Equal(2, _heard.Count);
            _heard.Clear();
        }
    }

    [Fact]
    public void ContactsThatBounceMakeOnePressAndCanBeHeld()
    {
        GpioPin pin = Button(222, false);
        Bounce(pin, false);
        _time.Pass(300);
        Bounce(pin, true);
        _time.Pass(300);
        Assert.Equal(["down", "press"], _heard);
        Bounce(pin, false);
        _time.Pass(Limits.HoldMilliseconds);
        Assert.Equal(["down", "press", "down", "held"], _heard);
        Bounce(pin, true);
        _time.Pass(300);
        Assert.Equal(["down", "press", "down", "held", "press", "end"], _heard);
    }

    [Fact]
    public void ASpikeOnTheWireIsNoPress()
    {
        GpioPin pin = Button(223, false);
        pin.Write(PinValue.Low);
        _time.Pass(Limits.DebounceMilliseconds / 2);
        pin.Write(PinValue.High);
        _time.Pass(60000);
        Assert.Empty(_heard);
    }

    [Fact]
    public void LetGoWithinTheLastDebounceIsHeld()
    {
        GpioPin pin = Button(224, false);
        pin.Write(PinValue.Low);
        _time.Pass(Limits.DebounceMilliseconds + Limits.HoldMilliseconds - 1);
        Assert.Equal(["down"], _heard);
        pin.Write(PinValue.High);
        _time.Pass(Limits.DebounceMilliseconds - 1);
        Assert.Equal(["down", "held"], _heard);
    }

    [Fact]
    public void HeldForALittleLessIsAPress()
    {
        GpioPin other = Button(225, false);
        other.Write(PinValue.Low);
        _time.Pass(Limits.HoldMilliseconds - Limits.DebounceMilliseconds);
        other.Write(PinValue.High);
        _time.Pass(60000);
        Assert.Equal(["down", "press"], _heard);
    }

    [Fact]
    public void HeldAtTheStartItDoesNothingBeforeItHasBeenLetGo()
    {
        GpioPin pin = new GpioController().OpenPin(226, PinMode.Input);
        pin.Write(PinValue.Low);
        Listen(new PushButton(226, false));
        _time.Pass(60000);

        // A spike in the middle of it is not its being let go.
        pin.Write(PinValue.High);
        pin.Write(PinValue.Low);
        _time.Pass(60000);
        pin.Write(PinValue.High);
        _time.Pass(60000);
        Assert.Empty(_heard);
        pin.Write(PinValue.Low);
        _time.Pass(100);
        pin.Write(PinValue.High);
        _time.Pass(100);
        Assert.Equal(["down", "press"], _heard);
    }

    private GpioPin Button(int number, bool byHigh)
    {
        GpioPin pin = new GpioController().OpenPin(number, PinMode.Input);
        pin.Write(Level(!byHigh));
        Listen(new PushButton(number, byHigh));
        return pin;
    }

    private void Listen(PushButton button)
    {
        button.ButtonDown += (_, _) => _heard.Add("down");
        button.Press += (_, _) => _heard.Add("press");
        button.Holding += (_, e) => _heard.Add(e.HoldingState == ButtonHoldingState.Started ? "held" : "end");
    }

    private void Bounce(GpioPin pin, bool isHigh)
    {
        for (int i = 0; i < 7; i++)
        {
            pin.Write(Level(i % 2 == 0 ? isHigh : !isHigh));
            _time.Pass(3);
        }

        _time.Pass(Limits.DebounceMilliseconds);
    }

    private static PinValue Level(bool isHigh) => isHigh ? PinValue.High : PinValue.Low;
}
