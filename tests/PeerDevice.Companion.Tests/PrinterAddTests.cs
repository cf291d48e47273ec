using System;
using System.Collections.Generic;
using System.IO;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary><c>peer printer add</c> on a system that is a list of what it was told: what it is asked, what it may answer, and what is typed on systems that are not here.</summary>
public sealed class PrinterAddTests
{
    private readonly List<string> _ran = [];
    private readonly StringWriter _said = new();
    private readonly ScriptedPrinter _printer = new();
    private bool _isThere = true;
    private bool _hasQueue;
    private int _code;
    private string _complaint = "";

    [Fact]
    public void AQueueIsSetUpOnceWithTheDriverOfTheLanguageWhereThereIsOne()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no lpadmin there
        }

        _printer.DeviceId = "MFG:Generic;MDL:ZPL Label Printer;CMD:ZPL;";
        Add("labels");
        Assert.Equal("lpadmin -p labels -E -v ipp://office/ipp/print -m drv:///sample.drv/zebra.ppd -o printer-is-shared=false -D Office", _ran[^1]);
        Assert.Contains("lp -d labels FILE; remove it with: lpadmin -x labels", _said.ToString(), StringComparison.Ordinal);
        Add("labels", driver: "raw");
        Assert.Equal("lpadmin -p labels -E -v ipp://office/ipp/print -m raw -o printer-is-shared=false -D Office", _ran[^1]);
        _printer.DeviceId = "MFG:Generic;MDL:ESC/POS 80 mm;CMD:ESC/POS;";
        Add("receipts");
        Assert.Contains(" -m raw ", _ran[^1], StringComparison.Ordinal);
        Add("by-port", "socket://office");
        Assert.Equal("lpadmin -p by-port -E -v socket://office:9100 -m raw -o printer-is-shared=false -D office:9100", _ran[^1]);
        _hasQueue = true;
        _ran.Clear();
        Assert.Contains("there is a queue labels already", Fails("labels"), StringComparison.Ordinal);
        Assert.DoesNotContain(_ran, static words => words.StartsWith("lpadmin", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsOnlyToBeSaidOrCannotBeDoneHereIsSaidAndNotDone()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no lpadmin there
        }

        Add("labels", onlySays: true);
        Assert.Equal("lpadmin -p labels -E -v ipp://office/ipp/print -m raw -o printer-is-shared=false -D Office", _said.ToString().Trim());
        _isThere = false;
        Assert.Contains("is not installed here", Fails("labels"), StringComparison.Ordinal);
        Assert.DoesNotContain(_ran, static words => words.StartsWith("lpadmin", StringComparison.Ordinal));
        Assert.Equal(2, _said.ToString().Split("lpadmin -p").Length - 1);
        _isThere = true;
        _code = 1;
        _complaint = "lpadmin: Forbidden\nmore";
        string failure = Fails("labels");
        Assert.Contains("lpadmin did not set it up: lpadmin: Forbidden. Who may set up printers here runs: lpadmin -p labels", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("a b"), InlineData("a/b"), InlineData("a#b"), InlineData("-x"), InlineData("a'b"), InlineData("a\u0007")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void ANameThatNoQueueCanHaveIsRefusedBeforeAnythingIsDone(string name)
    {
        Assert.Contains("cannot be the name of a queue", Fails(name), StringComparison.Ordinal);
        Assert.Empty(_ran);
    }

    [Fact]
    public void WindowsIsToldInItsOwnWords()
    {
        QueueWay way = new()
        {
            Name = "Label's",
            Address = PrinterAddress.Read("192.168.1.5"),
            RawPort = 9101,
            SnmpPortOfPeer = 161,
            Driver = QueueWay.TextOnly,
        };
        Assert.EndsWith(" -Name 'Anna\u2019\u2019s' -DriverName 'Generic / Text Only' -PortName 192.168.1.5:9101", (way with { Name = "Anna\u2019s" }).Typed(Shell.Platform.Windows)[^1], StringComparison.Ordinal);
        Assert.Equal(
            [
                "Add-PrinterDriver -Name 'Generic / Text Only'",
                "Add-PrinterPort -Name 192.168.1.5:9101 -PrinterHostAddress 192.168.1.5 -PortNumber 9101 -SNMP 1 -SNMPCommunity public",
                "Add-Printer -Name 'Label''s' -DriverName 'Generic / Text Only' -PortName 192.168.1.5:9101",
            ],
            way.Typed(Shell.Platform.Windows));
        Assert.DoesNotContain("SNMP", string.Concat((way with { SnmpPortOfPeer = 8161 }).Typed(Shell.Platform.Windows)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CMD:ESCPL2;", "epson24"), InlineData("COMMAND SET:ESCP9;", "epson9"), InlineData("CMD:PJL,PCL;", "laserjet"), InlineData("CMD:PCL;", "deskjet"), InlineData("CMD:pcl,zpl;", "zebra")]
    [InlineData("CMD:EPCL;", "raw"), InlineData("", "raw")]
    public void TheModelGoesByTheCommandSetWhereCupsHasIt(string id, string expected)
    {
        _printer.DeviceId = id;
        ScriptedServer server = new(_printer.Answer);
        using IppPrinter printer = new(PrinterAddress.Read("ipp://office"), server, new FakeClock());
        PrinterFacts facts = printer.Describe();
        Assert.Contains(expected, QueueWay.ModelFor(facts, static _ => true), StringComparison.Ordinal);
        Assert.Equal(QueueWay.Raw, QueueWay.ModelFor(facts, static _ => false));
        _printer.Formats = "image/pwg-raster,application/octet-stream";
        Assert.Equal("everywhere", QueueWay.ModelFor(printer.Describe(), static _ => false));
    }

    private void Add(string name, string address = "ipp://office", string? driver = null, bool onlySays = false) =>
        new PrinterAddCommand(new Teller(_said, _said), new ScriptedServer(_printer.Answer), new FakeClock(), _ => _isThere, Run).Run(name, address, null, driver, onlySays);

    private string Fails(string name) => Assert.Throws<CommandFailure>(() => Add(name)).Message;

    private (int Code, string Said, string Complained) Run(string[] words)
    {
        _ran.Add(string.Join(' ', words));
        return words[0] switch
        {
            "lpinfo" => (0, "raw Raw Queue\ndrv:///sample.drv/zebra.ppd Zebra ZPL Label Printer\n", ""),
            "lpstat" => (_hasQueue ? 0 : 1, "", ""),
            _ => (_code, "", _complaint),
        };
    }
}
