using System;
using System.IO;
using PeerDevice.Companion.Commands;
using PeerDevice.Companion.Flash;

namespace PeerDevice.Companion.Tests;

/// <content>The fear: a board whose serial port is its runtime's cannot be flashed for the first time, since it has none before; or another device's port is taken for it, and that one is written over.</content>
public sealed partial class FlashTests
{
    private const string Others = "/dev/ttyACM0";

    private const string Loader = "--update --target ORGPAL_PALTHREE --dfu";

    private FlashOptions PalThree => new() { Board = "ORGPAL_PALTHREE", Image = _temp["image.bin"] };

    [Theory, InlineData(false), InlineData(true)]
    public void APortThatComesWithTheRuntimeIsWaitedForAndNoOtherTaken(bool hasOther)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        string[] before = hasOther ? [Others] : [];
        _ports = before;
        _clock.OnSleep = () => _ports = _clock.Milliseconds >= 3 * DesktopLimits.FlashBoardPause ? [.. before, Port] : before;
        Run(PalThree);
        Assert.Equal(Loader, Ran()[0]);
        Assert.Equal($"--nanodevice --serialport {Port} --deploy --image {_temp["image.bin"]}", Ran()[1]);
        Assert.Contains($"\"serialport\": \"{Port}\"", File.ReadAllText(_temp["deployed/deployment.json"]), StringComparison.Ordinal);

        _clock.OnSleep = null;
        _ports = before;
        File.Delete(_temp["ran"]);
        Assert.Equal("the runtime was written, and which serial port is the board's cannot be seen (none came): press its reset button, look at its cable, and run this again with --port.", Fails(PalThree));
        Assert.Equal(Loader, Assert.Single(Ran()));
    }

    /// <summary>One that runs already has its port until its loader is begun, and comes back with the same.</summary>
    [Theory, InlineData("ORGPAL_PALTHREE"), InlineData(null)]
    public void ThePortOfABoardThatRanUntilThenIsItsOwnAgain(string? board)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        _temp.Text("devices", "ORGPAL_PALTHREE @ " + Port + "\n");
        _done = () => _ports = [Others];
        _ran = words => _ports = Array.IndexOf(words, "--dfu") > 0 ? [Others, Port] : _ports;
        Run(PalThree with { Board = board });
        Assert.Equal([Loader, $"--nanodevice --serialport {Port} --deploy --image {_temp["image.bin"]}"], Ran()[..2]);
    }

    [Fact]
    public void TwoPortsThatComeAreListedAndNoneTaken()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        _ports = [];
        _ran = _ => _ports = [Others, Port];
        Assert.Contains($"({Others}, {Port} came): ", Fails(PalThree), StringComparison.Ordinal);
        Assert.Equal(Loader, Assert.Single(Ran()));
        Assert.InRange(_clock.Milliseconds, DesktopLimits.FlashBoardPatience, DesktopLimits.FlashBoardPatience + DesktopLimits.FlashBoardPause);
    }

    /// <summary>The fear: a port that goes and comes again between two looks ends in an error of the program's own.</summary>
    [Fact]
    public void APortThatGoesAgainAtOnceIsNoMishap()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        // In one look it is there, in the next it is not.
        int looks = 0;
        string[] Flickering() => ++looks % 2 == 0 ? [Port] : [];
        RuntimePort port = new(new Teller(_said, _complained), _clock, Flickering, static _ => null);
        port.Note();
        Assert.Equal(Port, port.Await(null));
        Assert.Equal(2, looks);
    }

    /// <summary>The one that is named comes with the runtime too, and may be used only when the system has said whose it is.</summary>
    [Fact]
    public void ANamedPortIsWaitedForTooAndSaysWhyItDoesNotServe()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no script there
        }

        _ports = [Others];
        _trouble = "there is no serial port.";
        _clock.OnSleep = () => _trouble = _clock.Milliseconds >= 3 * DesktopLimits.FlashBoardPause ? null : _trouble;
        Run(PalThree with { Port = Port });
        Assert.Equal($"--nanodevice --serialport {Port} --deploy --image {_temp["image.bin"]}", Ran()[1]);
        Assert.Equal(3 * DesktopLimits.FlashBoardPause, _clock.Milliseconds);

        _clock.OnSleep = null;
        _trouble = "you may not use it.";
        File.Delete(_temp["ran"]);
        Assert.Equal("the runtime was written, and you may not use it.", Fails(PalThree with { Port = Port }));
        Assert.Equal(Loader, Assert.Single(Ran()));
    }

    [Fact]
    public void ADryRunAssumesThePortThatIsToCome()
    {
        string port = SerialPorts.Usual(FlashWay.Dfu);
        Assert.Contains($"# Port {port}: assumed, since it comes with the runtime: --port names another.", Dry(PalThree with { IsDry = true }), StringComparison.Ordinal);
        Assert.DoesNotContain(Port, _said.ToString(), StringComparison.Ordinal);
    }
}
