using System;
using System.Device.Gpio;
using System.Diagnostics;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Drivers;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>The light shows what it is told, and flashes where the board is to be found.</summary>
public sealed class LightTests
{
    private const int Pin = 211;

    // Only for a test that would otherwise hang.
    private static readonly TimeSpan Despair = TimeSpan.FromSeconds(60);

    [Fact]
    public void ItFlashesAndThenShowsWhatItShowedOrWasToShowMeanwhile()
    {
        LightIndicator light = new(Pin, false);
        GpioPin pin = new GpioController().OpenPin(Pin, PinMode.Output);
        Assert.True(light.CanFlash);
        light.Show(Condition.Serving);
        Assert.True(pin.Read().IsHigh);
        light.Flash();
        Await(() => !pin.Read().IsHigh);
        light.Show(Condition.Stopped);
        Await(() => pin.Read().IsHigh);

        // At its end it is dark and stays so: nothing changes any more for longer than a flash.
        long dark = 0;
        Await(() =>
        {
            dark = pin.Read().IsHigh ? 0 : dark == 0 ? Stopwatch.GetTimestamp() : dark;
            return dark != 0 && Stopwatch.GetElapsedTime(dark).TotalMilliseconds > 20 * Limits.FlashMilliseconds;
        });
        light.Show(Condition.Serving);
        Assert.True(pin.Read().IsHigh);
    }

    [Fact]
    public void ABoardWithoutALightCannotFlash()
    {
        LightIndicator light = new(LightIndicator.NoPin, false);
        Assert.False(light.CanFlash);
        light.Flash();
    }

    private static void Await(Func<bool> isSo)
    {
        Assert.True(SpinWait.SpinUntil(isSo, Despair));
    }
}
