using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Snmp;
using PeerDevice.Services.Status;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Snmp;

/// <summary>What the agent answers, and what it does not.</summary>
public sealed class SnmpAgentTests
{
    private const int NoSuchObject = 0x80;
    private const int NoSuchInstance = 0x81;
    private const int EndOfMibView = 0x82;

    private static readonly string[] All =
    [
        "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.4.0", "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.6.0", "1.3.6.1.2.1.1.7.0",
        "1.3.6.1.2.1.25.3.2.1.1.1", "1.3.6.1.2.1.25.3.2.1.2.1", "1.3.6.1.2.1.25.3.2.1.3.1", "1.3.6.1.2.1.25.3.2.1.4.1", "1.3.6.1.2.1.25.3.2.1.5.1",
        "1.3.6.1.2.1.25.3.5.1.1.1", "1.3.6.1.2.1.25.3.5.1.2.1",
        "1.3.6.1.2.1.43.5.1.1.1.1", "1.3.6.1.2.1.43.5.1.1.2.1", "1.3.6.1.2.1.43.5.1.1.11.1", "1.3.6.1.2.1.43.5.1.1.12.1", "1.3.6.1.2.1.43.5.1.1.16.1",
        "1.3.6.1.2.1.43.7.1.1.2.1.1", "1.3.6.1.2.1.43.7.1.1.3.1.1", "1.3.6.1.2.1.43.7.1.1.4.1.1",
        "1.3.6.1.2.1.43.11.1.1.2.1.1", "1.3.6.1.2.1.43.11.1.1.3.1.1", "1.3.6.1.2.1.43.11.1.1.4.1.1", "1.3.6.1.2.1.43.11.1.1.5.1.1",
        "1.3.6.1.2.1.43.11.1.1.6.1.1", "1.3.6.1.2.1.43.11.1.1.7.1.1", "1.3.6.1.2.1.43.11.1.1.8.1.1", "1.3.6.1.2.1.43.11.1.1.9.1.1",
        "1.3.6.1.2.1.43.16.5.1.2.1.1",
        "1.3.6.1.4.1.2699.1.2.1.1.1.0", "1.3.6.1.4.1.2699.1.2.1.1.2.0", "1.3.6.1.4.1.2699.1.2.1.1.3.0",
        "1.3.6.1.4.1.2699.1.2.1.2.1.1.2.1", "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1", "1.3.6.1.4.1.2699.1.2.1.2.1.1.4.1", "1.3.6.1.4.1.2699.1.2.1.2.1.1.5.1",
        "1.3.6.1.4.1.2699.1.2.1.2.1.1.6.1", "1.3.6.1.4.1.2699.1.2.1.2.1.1.7.1", "1.3.6.1.4.1.2699.1.2.1.2.1.1.8.1",
        "1.3.6.1.4.1.2699.1.2.1.3.1.1.2.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.2.1.2", "1.3.6.1.4.1.2699.1.2.1.3.1.1.3.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.3.1.2",
        "1.3.6.1.4.1.2699.1.2.1.3.1.1.4.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.4.1.2", "1.3.6.1.4.1.2699.1.2.1.3.1.1.5.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.5.1.2",
        "1.3.6.1.4.1.2699.1.2.1.3.1.1.6.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.6.1.2", "1.3.6.1.4.1.2699.1.2.1.3.1.1.7.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.7.1.2",
        "1.3.6.1.4.1.2699.1.2.1.3.1.1.8.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.8.1.2", "1.3.6.1.4.1.2699.1.2.1.3.1.1.9.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.9.1.2",
    ];

    private readonly VirtualClock _clock = new();
    private readonly StagedPrinter _printer = new();
    private readonly PeerFacts _peer = new() { Name = "desk", Kind = "board", LpdPort = 515 };
    private readonly SnmpAgent _agent;

    public SnmpAgentTests()
    {
        _agent = new SnmpAgent(_peer, [_printer], _clock);
    }

    public static TheoryData<string, string> Vectors(string kind)
    {
        TheoryData<string, string> rows = [];
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "snmp", kind), "*.bin").Order(StringComparer.Ordinal))
        {
            rows.Add(kind, Path.GetFileNameWithoutExtension(file));
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    [Theory, InlineData(0), InlineData(1)]
    public void AWalkFindsEveryVariableOnceAndInOrder(int version)
    {
        List<string> found = [];
        string name = "0.0";
        while (true)
        {
            SnmpMessage answer = Ask(SnmpMessage.Ask(version, SnmpMessage.Next, name));
            SnmpBinding binding = Assert.Single(answer.Bindings);
            if (version == 0 && answer.First != 0)
            {
                Assert.Equal((2, 1), (answer.First, answer.Second)); // noSuchName of the first
                Assert.Equal(name, binding.Name);
                break;
            }

            Assert.Equal((0, 0), (answer.First, answer.Second));
            if (binding.Tag == EndOfMibView)
            {
                Assert.Equal(name, binding.Name);
                break;
            }

            name = binding.Name;
            found.Add(name);
        }

        Assert.Equal(All, found);
        Assert.Equal(All.Order(Comparer<string>.Create(SnmpMessage.Compare)), All);
    }

    [Theory, InlineData(0, 0), InlineData(9100, 0), InlineData(0, 515)]
    public void PortsThatAreNotOpenAreNotThere(int raw, int lpd)
    {
        _printer.RawPort = raw;
        _peer.LpdPort = lpd;
        List<string> found = Bulk("1.3", 100).Select(one => one.Name).Where(name => name != All[^1]).Distinct().ToList();
        int ports = raw + lpd == 0 ? 0 : 1;
        Assert.Equal(ports * 8, found.Count(name => name.StartsWith("1.3.6.1.4.1.2699.1.2.1.3.", StringComparison.Ordinal)));
        Assert.Equal(ports, One("1.3.6.1.4.1.2699.1.2.1.1.3.0").Number);
        Assert.Equal(ports, One("1.3.6.1.4.1.2699.1.2.1.2.1.1.5.1").Number);
        if (ports > 0)
        {
            Assert.Equal(raw + lpd, One("1.3.6.1.4.1.2699.1.2.1.3.1.1.6.1.1").Number);
            Assert.Equal(raw > 0 ? 11 : 8, One("1.3.6.1.4.1.2699.1.2.1.3.1.1.5.1.1").Number);
        }

        Assert.Equal(NoSuchInstance, One("1.3.6.1.4.1.2699.1.2.1.3.1.1.6.1.2").Tag);
    }

    [Fact]
    public void SeveralPrintersAreARowEach()
    {
        StagedPrinter[] printers =
        [
            new() { Name = "first", MakeAndModel = "A", State = PrinterState.Processing },
            new() { Name = "second", MakeAndModel = "B", RawPort = 0, Location = "elsewhere" },
            new() { Name = "third", MakeAndModel = "C", RawPort = 9102, State = PrinterState.Stopped, Reasons = PrinterReasons.MediaEmpty },
        ];
        SnmpAgent agent = new(_peer, printers, _clock);
        List<string> found = [];
        for (string name = "1.3"; ;)
        {
            byte[] request = SnmpMessage.Ask(1, SnmpMessage.Next, name).Encode();
            SnmpBinding next = Assert.Single(SnmpMessage.Decode(agent.Response[..agent.Answer(request, request.Length)]).Bindings);
            if (next.Tag == EndOfMibView)
            {
                break;
            }

            name = next.Name;
            found.Add(name);
            request = SnmpMessage.Ask(1, SnmpMessage.Get, name).Encode();
            SnmpBinding got = Assert.Single(SnmpMessage.Decode(agent.Response[..agent.Answer(request, request.Length)]).Bindings);
            Assert.Equal((next.Tag, next.Text), (got.Tag, got.Text));
        }

        Assert.Equal(found.Order(Comparer<string>.Create(SnmpMessage.Compare)), found);
        Assert.Equal(found.Distinct(), found);

        // Ten scalars; three rows of 31 columns; eight columns of ports, of which there are two, one and two.
        Assert.Equal(10 + (3 * 31) + (8 * 5), found.Count);
        Assert.Equal(["4", "3", "1"], Column("1.3.6.1.2.1.25.3.5.1.1."));
        Assert.Equal(["1", "2", "3"], Column("1.3.6.1.2.1.25.3.2.1.1."));
        Assert.Equal(["2", "1", "2"], Column("1.3.6.1.4.1.2699.1.2.1.2.1.1.4."));
        Assert.Equal(["9100", "515", "515", "9102", "515"], Column("1.3.6.1.4.1.2699.1.2.1.3.1.1.6."));
        Assert.Equal(["3"], Column("1.3.6.1.4.1.2699.1.2.1.1.2."));
        Assert.Equal(["5"], Column("1.3.6.1.4.1.2699.1.2.1.1.3."));

        IEnumerable<string> Column(string begin)
        {
            foreach (string name in found.Where(one => one.StartsWith(begin, StringComparison.Ordinal)))
            {
                byte[] request = SnmpMessage.Ask(1, SnmpMessage.Get, name).Encode();
                yield return Assert.Single(SnmpMessage.Decode(agent.Response[..agent.Answer(request, request.Length)]).Bindings).Number.ToString();
            }
        }
    }

    [Fact]
    public void EachVariableThatAWalkFindsCanBeAskedFor()
    {
        foreach (string name in All)
        {
            SnmpBinding walked = Assert.Single(Ask(SnmpMessage.Ask(1, SnmpMessage.Next, Before(name))).Bindings);
            SnmpBinding asked = One(name);
            Assert.Equal(name, walked.Name);
            Assert.Equal(walked.Tag, asked.Tag);
            Assert.Equal(walked.Value, asked.Value);
        }
    }

    [Fact]
    public void TheValuesAreThoseOfThePeerAndItsPrinter()
    {
        _clock.Advance(12345);
        Assert.Equal("PeerDevice " + PeerFacts.Version + " (board)", One("1.3.6.1.2.1.1.1.0").Text);
        Assert.Equal([0], One("1.3.6.1.2.1.1.2.0").Value);
        Assert.Equal((0x43, 1234), (One("1.3.6.1.2.1.1.3.0").Tag, One("1.3.6.1.2.1.1.3.0").Number));
        Assert.Equal("", One("1.3.6.1.2.1.1.4.0").Text);
        Assert.Equal("desk", One("1.3.6.1.2.1.1.5.0").Text);
        Assert.Equal("Second floor, by the window", One("1.3.6.1.2.1.1.6.0").Text);
        Assert.Equal(72, One("1.3.6.1.2.1.1.7.0").Number);
        Assert.Equal([0x2B, 6, 1, 2, 1, 25, 3, 1, 5], One("1.3.6.1.2.1.25.3.2.1.2.1").Value);
        Assert.Equal("Generic ESC/POS 80 mm", One("1.3.6.1.2.1.25.3.2.1.3.1").Text);
        Assert.Equal((0x41, 0), (One("1.3.6.1.2.1.43.5.1.1.1.1").Tag, One("1.3.6.1.2.1.43.5.1.1.1.1").Number));
        Assert.Equal("Copy room", One("1.3.6.1.2.1.43.5.1.1.16.1").Text);
        Assert.Equal(106, One("1.3.6.1.2.1.43.7.1.1.4.1.1").Number);
        Assert.Equal("MFG:Generic;MDL:ESC/POS 80 mm;CMD:ESCPOS;", One("1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1").Text);
        Assert.Equal("public", One("1.3.6.1.4.1.2699.1.2.1.2.1.1.7.1").Text);
        Assert.Equal((0x42, 2), (One("1.3.6.1.4.1.2699.1.2.1.1.3.0").Tag, One("1.3.6.1.4.1.2699.1.2.1.1.3.0").Number));
        Assert.Equal(9100, One("1.3.6.1.4.1.2699.1.2.1.3.1.1.6.1.1").Number);
        Assert.Equal(515, One("1.3.6.1.4.1.2699.1.2.1.3.1.1.6.1.2").Number);
        Assert.Equal("lp", One("1.3.6.1.4.1.2699.1.2.1.3.1.1.4.1.2").Text);
    }

    [Fact]
    public void OfSeveralPrintersEachIsAQueueByItsName()
    {
        SnmpAgent agent = new(new PeerFacts { Name = "desk", Kind = "board", LpdPort = 515 }, [new StagedPrinter(), new StagedPrinter { Name = "Labels" }], new VirtualClock());
        byte[] request = SnmpMessage.Ask(1, SnmpMessage.Get, "1.3.6.1.4.1.2699.1.2.1.3.1.1.4.2.2").Encode();
        Assert.Equal("Labels", Assert.Single(SnmpMessage.Decode(agent.Response[..agent.Answer(request, request.Length)]).Bindings).Text);
    }

    [Fact]
    public void TicksStartAnewAfterTheirLast()
    {
        _clock.Advance((0x1_0000_0000L * 10) + 420);
        Assert.Equal(42, One("1.3.6.1.2.1.1.3.0").Number);
    }

    /// <summary>RFC 3805's table of what hrDeviceStatus, hrPrinterStatus and hrPrinterDetectedErrorState say together.</summary>
    [Theory]
    [InlineData(PrinterState.Idle, PrinterReasons.None, 2, 3, 0x0000)]
    [InlineData(PrinterState.Processing, PrinterReasons.None, 2, 4, 0x0000)]
    [InlineData(PrinterState.Idle, PrinterReasons.MediaLow, 3, 3, 0x8000)]
    [InlineData(PrinterState.Processing, PrinterReasons.MediaLow | PrinterReasons.TonerLow, 3, 4, 0xA000)]
    [InlineData(PrinterState.Processing, PrinterReasons.MarkerSupplyLow, 3, 4, 0x2000)]
    [InlineData(PrinterState.Stopped, PrinterReasons.MediaEmpty, 5, 1, 0x4000)]
    [InlineData(PrinterState.Stopped, PrinterReasons.MediaNeeded, 5, 1, 0x4000)]
    [InlineData(PrinterState.Stopped, PrinterReasons.MarkerSupplyEmpty | PrinterReasons.CoverOpen, 5, 1, 0x1800)]
    [InlineData(PrinterState.Stopped, PrinterReasons.TonerEmpty | PrinterReasons.DoorOpen, 5, 1, 0x1800)]
    [InlineData(PrinterState.Stopped, PrinterReasons.MediaJam, 5, 1, 0x0400)]
    [InlineData(PrinterState.Stopped, PrinterReasons.Offline, 5, 1, 0x0200)]
    [InlineData(PrinterState.Stopped, PrinterReasons.TimedOut, 5, 1, 0x0200)]
    [InlineData(PrinterState.Stopped, PrinterReasons.Paused, 5, 1, 0x0200)]
    [InlineData(PrinterState.Stopped, PrinterReasons.ConnectingToDevice, 5, 1, 0x0200)]
    [InlineData(PrinterState.Idle, PrinterReasons.ConnectingToDevice, 3, 3, 0x0000)]
    [InlineData(PrinterState.Processing, PrinterReasons.MovingToPaused, 3, 4, 0x0200)]
    [InlineData(PrinterState.Stopped, PrinterReasons.Other, 5, 1, 0x0100)]
    [InlineData(PrinterState.Stopped, PrinterReasons.InputTrayMissing | PrinterReasons.MediaEmpty, 5, 1, 0x4080)]
    [InlineData(PrinterState.Processing, PrinterReasons.OutputAreaAlmostFull, 3, 4, 0x0010)]
    [InlineData(PrinterState.Stopped, PrinterReasons.OutputAreaFull, 5, 1, 0x0008)]
    [InlineData(PrinterState.Stopped, PrinterReasons.OverTemperature, 5, 1, 0x0000)]
    public void TheStateIsToldAsItIsNow(int state, int reasons, int device, int printer, int errors)
    {
        Assert.Equal(2, One("1.3.6.1.2.1.25.3.2.1.5.1").Number);
        _printer.State = state;
        _printer.Reasons = reasons;
        _printer.Message = "It is so.";
        Assert.Equal(device, One("1.3.6.1.2.1.25.3.2.1.5.1").Number);
        Assert.Equal(printer, One("1.3.6.1.2.1.25.3.5.1.1.1").Number);
        SnmpBinding bits = One("1.3.6.1.2.1.25.3.5.1.2.1");
        Assert.Equal(4, bits.Tag);
        Assert.Equal((errors & 0xFF) != 0 ? [(byte)(errors >> 8), (byte)errors] : [(byte)(errors >> 8)], bits.Value);
        Assert.Equal("It is so.", One("1.3.6.1.2.1.43.16.5.1.2.1.1").Text);
    }

    [Theory]
    [InlineData(PrinterReasons.None, -2)]
    [InlineData(PrinterReasons.MediaEmpty, -2)]
    [InlineData(PrinterReasons.MarkerSupplyLow, -3)]
    [InlineData(PrinterReasons.TonerLow, -3)]
    [InlineData(PrinterReasons.MarkerSupplyEmpty | PrinterReasons.MarkerSupplyLow, 0)]
    [InlineData(PrinterReasons.TonerEmpty, 0)]
    public void OfASupplyNothingIsToldThatTheDeviceDidNotTell(int reasons, int level)
    {
        _printer.Reasons = reasons;
        Assert.Equal(level, One("1.3.6.1.2.1.43.11.1.1.9.1.1").Number);
        Assert.Equal(-2, One("1.3.6.1.2.1.43.11.1.1.8.1.1").Number);
        Assert.Equal(2, One("1.3.6.1.2.1.43.11.1.1.5.1.1").Number);
    }

    [Fact]
    public void TextsAreAsLongAsTheirObjectsHold()
    {
        _printer.Name = new string('ü', 100);
        _printer.MakeAndModel = new string('a', 65);
        _printer.Message = new string('€', 100);
        _printer.DeviceId = new string('x', 1024);
        Assert.Equal(new string('ü', 63), One("1.3.6.1.2.1.43.5.1.1.16.1").Text);
        Assert.Equal(new string('a', 64), One("1.3.6.1.2.1.25.3.2.1.3.1").Text);
        Assert.Equal(new string('€', 85), One("1.3.6.1.2.1.43.16.5.1.2.1.1").Text);
        Assert.Equal(new string('x', 1023), One("1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1").Text);
    }

    [Theory]
    [InlineData("1.3.6.1.2.1.1", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.1.8.0", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.1.0", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.1.40.0", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.1.257.0", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.2.1.0", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.25.3.2.1.6.1", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.43.10.2.1.4.1.1", NoSuchObject)]
    [InlineData("2.999.1", NoSuchObject)]
    [InlineData("1.3.6.1.2.1.1.1", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.1.1.1", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.1.1.0.0", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.25.3.2.1.5.2", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.25.3.2.1.5.0", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.25.3.2.1.5.129", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.43.11.1.1.9.1", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.43.11.1.1.9.2.1", NoSuchInstance)]
    [InlineData("1.3.6.1.2.1.43.11.1.1.9.1.1.1", NoSuchInstance)]
    public void WhatIsNotThereIsSaidInTheWordsOfTheVersion(string name, int exception)
    {
        SnmpMessage second = Ask(SnmpMessage.Ask(1, SnmpMessage.Get, "1.3.6.1.2.1.1.5.0", name, "1.3.6.1.2.1.1.7.0"));
        Assert.Equal((0, 0), (second.First, second.Second));
        Assert.Equal([4, exception, 2], second.Bindings.Select(one => one.Tag));
        Assert.Equal(name, second.Bindings[1].Name);
        Assert.Empty(second.Bindings[1].Value);

        SnmpMessage request = SnmpMessage.Ask(0, SnmpMessage.Get, "1.3.6.1.2.1.1.5.0", name, "1.3.6.1.2.1.1.7.0", name);
        SnmpMessage first = Ask(request);
        Assert.Equal((2, 2), (first.First, first.Second));
        Assert.Equal(request.Bindings.Select(one => one.Name), first.Bindings.Select(one => one.Name));
        Assert.All(first.Bindings, one => Assert.Equal(5, one.Tag));
    }

    [Fact]
    public void BulkGivesOneOfTheFirstAndRoundsOfTheOthers()
    {
        SnmpMessage answer = Ask(SnmpMessage.Ask(1, SnmpMessage.Bulk, "1.3.6.1.2.1.1", "1.3.6.1.2.1.25.3.5", "1.3.6.1.4.1.2699.1.2.1.3.1.1.9.1.1") with { First = 1, Second = 3 });
        Assert.Equal(
            [
                "1.3.6.1.2.1.1.1.0",
                "1.3.6.1.2.1.25.3.5.1.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.9.1.2",
                "1.3.6.1.2.1.25.3.5.1.2.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.9.1.2",
                "1.3.6.1.2.1.43.5.1.1.1.1", "1.3.6.1.4.1.2699.1.2.1.3.1.1.9.1.2",
            ],
            answer.Bindings.Select(one => one.Name));
        Assert.Equal([4, 2, 2, 4, EndOfMibView, 0x41, EndOfMibView], answer.Bindings.Select(one => one.Tag));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(5, 7, 2)]
    [InlineData(0, 1, 2)]
    [InlineData(-3, 2, 4)]
    [InlineData(1, -2, 1)]
    public void BulkCountsAsTheStandardDoes(int nonRepeaters, int maxRepetitions, int expected)
    {
        SnmpMessage answer = Ask(SnmpMessage.Ask(1, SnmpMessage.Bulk, "1.3.6.1.2.1.1", "1.3.6.1.2.1.25") with { First = nonRepeaters, Second = maxRepetitions });
        Assert.Equal((0, 0), (answer.First, answer.Second));
        Assert.Equal(expected, answer.Bindings.Count);
    }

    [Fact]
    public void BulkGivesAsManyAsFitAndEndsWhereNothingFollows()
    {
        byte[] octets = Answer(SnmpMessage.Ask(1, SnmpMessage.Bulk, "1.3") with { Second = int.MaxValue });
        SnmpMessage answer = SnmpMessage.Decode(octets);
        Assert.InRange(octets.Length, Limits.SnmpOctets - 64, Limits.SnmpOctets);
        Assert.Equal(All.Take(answer.Bindings.Count), answer.Bindings.Select(one => one.Name));

        List<SnmpBinding> rest = Bulk(answer.Bindings[^1].Name, int.MaxValue);
        Assert.Equal(All.Skip(answer.Bindings.Count), rest.SkipLast(1).Select(one => one.Name));
        Assert.Equal((All[^1], EndOfMibView), (rest[^1].Name, rest[^1].Tag));
    }

    [Fact]
    public void AnAnswerThatDoesNotFitIsTooBig()
    {
        string[] names = Enumerable.Repeat("1.3.6.1.2.1.1.6.0", 50).ToArray();
        _printer.Location = new string('x', 200);
        SnmpMessage second = Ask(SnmpMessage.Ask(1, SnmpMessage.Get, names));
        Assert.Equal((1, 0), (second.First, second.Second));
        Assert.Empty(second.Bindings);
        SnmpMessage first = Ask(SnmpMessage.Ask(0, SnmpMessage.Get, names));
        Assert.Equal((1, 0), (first.First, first.Second));
        Assert.Equal(names, first.Bindings.Select(one => one.Name));
        Assert.All(first.Bindings, one => Assert.Equal(5, one.Tag));
    }

    [Fact]
    public void TheLongestRequestHasAnAnswer()
    {
        // 1,456 octets: names that are long and not there.
        string name = "1.3" + string.Concat(Enumerable.Repeat(".1", 120));
        List<string> names = Enumerable.Repeat(name, 11).ToList();
        names.Add("1.3" + string.Concat(Enumerable.Repeat(".1", Limits.SnmpRequestOctets - SnmpMessage.Ask(0, SnmpMessage.Get, [.. names]).Encode().Length - 7)));
        SnmpMessage request = SnmpMessage.Ask(0, SnmpMessage.Get, [.. names]);
        Assert.Equal(Limits.SnmpRequestOctets, request.Encode().Length);
        SnmpMessage answer = Ask(request);
        Assert.Equal((2, 1), (answer.First, answer.Second));
        Assert.Equal(names, answer.Bindings.Select(one => one.Name));
    }

    [Theory, InlineData(0, 2), InlineData(1, 6)]
    public void NothingCanBeSet(int version, int status)
    {
        foreach (string name in (string[])["1.3.6.1.2.1.1.6.0", "1.3.6.1.2.1.43.5.1.1.3.1", "1.3.6.1.9"])
        {
            SnmpMessage request = SnmpMessage.Ask(version, SnmpMessage.Set) with { Bindings = [new SnmpBinding(name, 4, [1, 2, 3]), new SnmpBinding(name, 2, [1])] };
            SnmpMessage answer = Ask(request);
            Assert.Equal((status, 1), (answer.First, answer.Second));
            Assert.Equal(request.Bindings.Select(one => (one.Name, one.Tag, one.Value.Length)), answer.Bindings.Select(one => (one.Name, one.Tag, one.Value.Length)));
        }

        Assert.Equal("Second floor, by the window", One("1.3.6.1.2.1.1.6.0").Text);
        SnmpMessage nothing = Ask(SnmpMessage.Ask(version, SnmpMessage.Set));
        Assert.Equal((0, 0), (nothing.First, nothing.Second));
    }

    [Fact]
    public void ARequestForNothingIsAnsweredWithNothing()
    {
        foreach (int pdu in (int[])[SnmpMessage.Get, SnmpMessage.Next, SnmpMessage.Bulk])
        {
            SnmpMessage answer = Ask(SnmpMessage.Ask(1, pdu));
            Assert.Equal((0, 0), (answer.First, answer.Second));
            Assert.Empty(answer.Bindings);
        }
    }

    [Fact]
    public void AnAnswerHasItsRequestsVersionCommunityAndIdentifier()
    {
        foreach (int id in (int[])[0, 1, -1, 127, 128, int.MaxValue, int.MinValue])
        {
            SnmpMessage answer = Ask(SnmpMessage.Ask(1, SnmpMessage.Get, "1.3.6.1.2.1.1.5.0") with { Id = id });
            Assert.Equal(id, answer.Id);
        }
    }

    [Fact]
    public void OthersGetNoAnswer()
    {
        SnmpMessage good = SnmpMessage.Ask(1, SnmpMessage.Get, "1.3.6.1.2.1.1.5.0");
        Assert.NotEmpty(Answer(good));
        foreach (string community in (string[])["", "private", "Public", "publi", "public ", "public\0"])
        {
            Assert.Empty(Answer(good with { Community = community }));
        }

        Assert.Empty(Answer(good with { Version = 2 }));
        Assert.Empty(Answer(good with { Version = 3 }));
        Assert.Empty(Answer(good with { Version = -1 }));
        Assert.Empty(Answer(good with { Version = 0, Pdu = SnmpMessage.Bulk }));
        for (int pdu = 0; pdu < 256; pdu++)
        {
            bool isKnown = pdu is SnmpMessage.Get or SnmpMessage.Next or SnmpMessage.Set or SnmpMessage.Bulk;
            Assert.Equal(isKnown, Answer(good with { Pdu = pdu }).Length > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Vectors), "answered")]
    public void WhatProgramsSendIsAnsweredAndNoPrefixOfIt(string kind, string name)
    {
        byte[] octets = Vector(kind, name);
        SnmpMessage answer = SnmpMessage.Decode(Answer(octets));
        SnmpMessage request = SnmpMessage.Decode(octets);
        Assert.Equal(SnmpMessage.Response, answer.Pdu);
        Assert.Equal((request.Version, request.Community, request.Id), (answer.Version, answer.Community, answer.Id));
        for (int length = 0; length < octets.Length; length++)
        {
            Assert.Empty(Answer(octets[..length]));
        }

        // Nor with an octet behind it.
        Assert.Empty(Answer([.. octets, 0]));
    }

    [Theory]
    [MemberData(nameof(Vectors), "unanswered")]
    public void WhatIsNoRequestToUsIsNotAnswered(string kind, string name)
    {
        Assert.Empty(Answer(Vector(kind, name)));
    }

    [Fact]
    public void NothingIsAllocatedForAnAnswer()
    {
        byte[] get = SnmpMessage.Ask(1, SnmpMessage.Get, All[11], All[12], All[13], All[4]).Encode();
        byte[] bulk = (SnmpMessage.Ask(1, SnmpMessage.Bulk, "1.3") with { Second = 50 }).Encode();
        _agent.Answer(get, get.Length);
        _agent.Answer(bulk, bulk.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _agent.Answer(get, get.Length);
            _agent.Answer(bulk, bulk.Length);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    internal static byte[] Vector(string kind, string name)
    {
        return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "snmp", kind, name + ".bin"));
    }

    private static string Before(string name)
    {
        return name.EndsWith(".0", StringComparison.Ordinal) ? name[..^2] : name[..name.LastIndexOf('.')] + "." + (SnmpMessage.Numbers(name)[^1] - 1);
    }

    private List<SnmpBinding> Bulk(string name, int count)
    {
        return Ask(SnmpMessage.Ask(1, SnmpMessage.Bulk, name) with { Second = count }).Bindings.ToList();
    }

    private SnmpBinding One(string name)
    {
        SnmpMessage answer = Ask(SnmpMessage.Ask(1, SnmpMessage.Get, name));
        Assert.Equal((0, 0), (answer.First, answer.Second));
        SnmpBinding binding = Assert.Single(answer.Bindings);
        Assert.Equal(name, binding.Name);
        return binding;
    }

    private SnmpMessage Ask(SnmpMessage request)
    {
        SnmpMessage answer = SnmpMessage.Decode(Answer(request));
        Assert.Equal((request.Version, request.Community, SnmpMessage.Response, request.Id), (answer.Version, answer.Community, answer.Pdu, answer.Id));
        return answer;
    }

    private byte[] Answer(SnmpMessage request)
    {
        return Answer(request.Encode());
    }

    private byte[] Answer(byte[] request)
    {
        int length = _agent.Answer(request, request.Length);
        Assert.InRange(length, 0, Limits.SnmpOctets);
        return _agent.Response[..length];
    }
}
