using System;
using System.IO;
using System.Linq;
using nanoFramework.Runtime.Native;
using PeerDevice.Drivers;
using PeerDevice.VirtualBoard.Manners;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>A board one of whose services has ended starts again once, and says why, once.</summary>
public sealed class SelfRestartTests : IDisposable
{
    private readonly string _flash = Directory.CreateTempSubdirectory("flash").FullName;
    private readonly KeptLines _indicator = new();
    private int _reboots;

    public SelfRestartTests()
    {
        Power.Reboot = () => _reboots++;
    }

    public void Dispose()
    {
        Power.Reboot = Power.End;
        InternalDrive.Use("");
        Directory.Delete(_flash, true);
    }

    [Fact]
    public void ItIsSaidOnceAfterwards()
    {
        InternalDrive.Use(_flash);
        SelfRestart.Tell(_indicator);
        Assert.Empty(_indicator.Lines);
        SelfRestart.Now("the service HTTP had ended", _indicator);
        Assert.Equal(1, _reboots);
        SelfRestart.Tell(_indicator);
        SelfRestart.Tell(_indicator);
        Assert.Equal(["starting again: the service HTTP had ended", "the board started again by itself: the service HTTP had ended"], _indicator.Lines);
    }

    [Fact]
    public void ABoardWithoutInternalFlashStartsAgainAllTheSame()
    {
        InternalDrive.Use("");
        SelfRestart.Now("the service raw had ended", _indicator);
        Assert.Equal(1, _reboots);
        SelfRestart.Tell(_indicator);
        Assert.Single(_indicator.Lines);
    }
}
