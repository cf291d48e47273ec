using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Linq;
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
        LightIndicator light = new(null);
        light.Use(new LedLight(Pin, false));
        GpioPin pin = new GpioController().OpenPin(Pin, PinMode.Output);
        Assert.True(light.CanFlash);
        light.Show(Condition.Serving);
        Assert.True(pin.Read().IsHigh);
        light.Flash();
        Await(() => !pin.Read().IsHigh);
        light.Show(Condition.Stopped);
        Await(() => pin.Read().IsHigh);

        // At its end it is dark and stays so: nothing changes any more at so many looks. A machine that stands still for a while takes one look no matter how long that is.
        int dark = 0;
        Await(() =>
        {
            Thread.Sleep(Limits.FlashMilliseconds);
            dark = pin.Read().IsHigh ? 0 : dark + 1;
            return dark > 20;
        });
        light.Show(Condition.Serving);
        Assert.True(pin.Read().IsHigh);
    }

    [Fact]
    public void ABoardWithoutALightCannotFlash()
    {
        LightIndicator light = new(null);
        Assert.False(light.CanFlash);
        light.Flash();
    }

    [Fact]
    public void ALightInColoursTellsEachStateByOneThatStandsStill()
    {
        RecordedLight light = new();
        LightIndicator indicator = new(null);
        indicator.Show(Condition.Starting);
        indicator.Use(light);
        int[] conditions = [Condition.Starting, Condition.Serving, Condition.Degraded, Condition.Printing, Condition.Stopped];
        foreach (int condition in conditions)
        {
            for (int i = 0; i < 3; i++)
            {
                // What is shown already is not shown again.
                indicator.Show(condition);
            }
        }

        Assert.Equal(conditions.Length, light.Shown.Count);
        Assert.Equal(conditions.Length, light.Shown.Distinct().Count());
        Assert.Equal(StatusLight.Dark, light.Shown[^1]);
    }

    [Fact]
    public void WhileTheButtonIsHeldItFlashesAndThenShowsWhatWasToBeShown()
    {
        RecordedLight light = new();
        LightIndicator indicator = new(null);
        indicator.Use(light);
        indicator.Show(Condition.Serving);
        int before = light.Shown.Count;
        int serving = light.Shown[^1];
        indicator.Hold(true);
        int held = light.Shown[before];
        Assert.NotEqual(serving, held);
        indicator.Show(Condition.Degraded);
        Await(() => light.Shown.Count(colour => colour == held) > 2 && light.Shown.Contains(StatusLight.Dark));
        indicator.Hold(false);
        int shown = light.Shown[^1];
        Assert.DoesNotContain(shown, new[] { serving, held, StatusLight.Dark });
        indicator.Show(Condition.Degraded);
        Assert.Equal(shown, light.Shown[^1]);
    }

    [Fact]
    public void WhoStartsAgainWhileTheButtonIsHeldIsDark()
    {
        RecordedLight light = new();
        LightIndicator indicator = new(null);
        indicator.Use(light);
        indicator.Show(Condition.Serving);
        indicator.Hold(true);
        indicator.Show(Condition.Stopped);
        Assert.Equal(StatusLight.Dark, light.Shown[^1]);
        indicator.Hold(false);
        Assert.Equal(StatusLight.Dark, light.Shown[^1]);
    }

    private static void Await(Func<bool> isSo)
    {
        Assert.True(SpinWait.SpinUntil(isSo, Despair));
    }

    private sealed class RecordedLight : StatusLight
    {
        private readonly List<int> _shown = [];

        public override bool HasColours => true;

        internal IReadOnlyList<int> Shown
        {
            get
            {
                lock (_shown)
                {
                    return _shown.ToArray();
                }
            }
        }

        public override void Show(int colour)
        {
            lock (_shown)
            {
                _shown.Add(colour);
            }
        }
    }
}
