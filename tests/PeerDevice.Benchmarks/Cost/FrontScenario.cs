using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>What a board's display and light cost: the image's own, over the model of a panel and a pin, when somebody looks and nothing has changed, and when a line has.</summary>
internal static class FrontScenario
{
    private const int Bus = 9;
    private const int Address = 0x3C;
    private const int Pin = 98;
    private const int Display128x64 = 1;
    private const int Rows = 8;
    private const int Serving = 1;
    private const int BoardBus = 1;
    private const BindingFlags Hidden = BindingFlags.Public | BindingFlags.NonPublic;

    // Between changes nobody looks; what a look at nothing new takes is what a bell rung in vain does.
    private const int NothingNewBudget = 200;

    // What a board does every five seconds as long as it runs: less than a hundredth of its time.
    private const int LookBudget = 1_400;
    private const int LookAtDisplayBudget = 3_400;

    // A line is drawn, and all of the picture sent: the binding knows no part of it.
    private const int LineBudget = 4_000;

    /// <summary>Shows a picture, the same once more, and another with one other line.</summary>
    internal static IReadOnlyList<Scenario> Run(ImageLoad image)
    {
        object light = New(image.Board, "PeerDevice.Drivers.LightIndicator", [null]);
        light.GetType().GetMethod("Use")!.Invoke(light, [New(image.Board, "PeerDevice.Drivers.LedLight", Pin, false)]);
        Action<int> show = light.GetType().GetMethod("Show")!.CreateDelegate<Action<int>>(light);
        object panel = New(image.Board, "PeerDevice.VirtualBoard.Devices.OledPanel", 0);
        image.Board.GetType("System.Device.I2c.I2cDevice", true)!.GetMethod("Plug", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [Bus, Address, panel]);
        object screen = New(image.Board, "PeerDevice.Drivers.Screen", Bus, Display128x64, light);
        Action<string[]> draw = screen.GetType().GetMethod("Show")!.CreateDelegate<Action<string[]>>(screen);
        if (!screen.GetType().GetMethod("Open")!.CreateDelegate<Func<bool>>(screen)())
        {
            throw new InvalidOperationException("The display does not answer.");
        }

        string[] picture = Enumerable.Range(0, Rows).Select(row => "a line of the display"[..(21 - row)]).ToArray();
        string[] other = picture.Select((line, row) => row == 2 ? "printing, 42 % of it ." : line).ToArray();
        draw(picture);
        show(Serving);
        return
        [
            new("display-same", "the display, a look when nothing has changed", Counted(() => draw(picture)), null, 1, NothingNewBudget, NothingNewBudget, 0),
            new("light-same", "the light, the same", Counted(() => show(Serving)), null, 1, NothingNewBudget, NothingNewBudget, 0),
            new("display-line", "the display, one line of it is another", Counted(() => draw(other)), null, 1, LineBudget, LineBudget, 0),
        ];
    }

    /// <summary>What the thread of light and display does every five seconds on a board that serves, when nothing has changed.</summary>
    internal static IReadOnlyList<Scenario> Looks(ImageLoad image, string card, string printed)
    {
        object panel = New(image.Board, "PeerDevice.VirtualBoard.Devices.OledPanel", 0);
        image.Board.GetType("System.Device.I2c.I2cDevice", true)!.GetMethod("Plug", Hidden | BindingFlags.Static)!.Invoke(null, [BoardBus, Address, panel]);
        Type options = image.Board.GetType("PeerDevice.VirtualBoard.Options", true)!;
        object?[] read = [new[] { "--sd", card, "--bind", "127.0.0.1", "--http", "0", "--raw", "0", "--printer", "file:" + printed }, null];
        if (options.GetMethod("Read", Hidden | BindingFlags.Static)!.Invoke(null, read) is string problem)
        {
            throw new InvalidOperationException(problem);
        }

        object? box = options.GetMethod("MakeBox", Hidden | BindingFlags.Instance)!.Invoke(read[1], null);
        object start = image.Board.GetType("PeerDevice.VirtualBoard.Program", true)!.GetMethod("Assemble", Hidden | BindingFlags.Static)!.Invoke(null, [read[1], box])!;
        object peer = start.GetType().GetMethod("Start")!.Invoke(start, null)!;
        object? Of(string field) => start.GetType().GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(start);
        object both = Of("_front")!;
        object light = New(image.Board, "PeerDevice.Drivers.Front", Of("_clock"), Of("_bell"), Of("_indicator"), null, peer);
        Scenario[] looks =
        [
            new("look-light", "a light alone, the look every five seconds when nothing has changed", Look(light), null, 1, 0, LookBudget, 0),
            new("look-display", "a light and a display, the same", Look(both), null, 1, 0, LookAtDisplayBudget, 0),
        ];
        peer.GetType().GetMethod("Stop")!.Invoke(peer, null);
        return Of("_screen") is null ? throw new InvalidOperationException("The board has no display.") : looks;
    }

    private static Count Look(object front)
    {
        Action refresh = front.GetType().GetMethod("Refresh", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Action>(front);
        refresh();
        refresh();
        return Counted(refresh);
    }

    private static Count Counted(Action action)
    {
        Count before = Probe.Own.Snapshot();
        action();
        return Probe.Own.Snapshot() - before;
    }

    private static object New(Assembly assembly, string type, params object?[] arguments)
    {
        return Activator.CreateInstance(assembly.GetType(type, true)!, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, arguments, null)!;
    }
}
