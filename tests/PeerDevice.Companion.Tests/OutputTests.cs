using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Companion.Outputs;

namespace PeerDevice.Companion.Tests;

/// <summary>What <c>--printer</c> says, and devices behind drivers that this machine may not have: fakes stand in for them.</summary>
public sealed class OutputTests
{
    [Fact]
    public void APrinterHasANameAndOptions()
    {
        Assert.Null(Output.Read("Label printer=tcp:10.0.0.5:9100,language=zpl,columns=40,lines=20,make=Zebra,model=ZD420", out Output? output));
        Assert.Equal("Label printer", output!.Name);
        Assert.Equal("tcp 10.0.0.5:9100", output.Device.Name);
        Assert.Equal("zpl", output.Settings.PrinterLanguage);
        Assert.Equal(40, output.Settings.Columns);
        Assert.Equal(20, output.Settings.Lines);
        Assert.Equal("Zebra", output.Settings.PrinterMake);
        Assert.Equal("ZD420", output.Settings.PrinterModel);
    }

    [Fact]
    public void ACommaOfAPathIsThePaths()
    {
        Assert.Null(Output.Read("file:a, b,c.prn,language=text", out Output? output));
        Assert.Equal("", output!.Name);
        Assert.Equal("file a, b,c.prn", output.Device.Name);
        Assert.Equal("text", output.Settings.PrinterLanguage);
    }

    [Theory]
    [InlineData("file:x,language=postscript", "printer-language must be")]
    [InlineData("file:x,langage=zpl", "there is no option 'langage'")]
    [InlineData("file:x,language=zpl,code-page=866", "zpl has no code page 866")]
    [InlineData("file:x,baud=9600", "for a serial line")]
    [InlineData("file:x,columns=1", "columns must be")]
    [InlineData("file:x,cut=none\nlanguage=zpl", "there is no option 'cut'")]
    [InlineData("printer:x", "names no printer")]
    [InlineData("tty:", "names no printer")]
    [InlineData("dev:", "names no printer")]
    [InlineData("cups:", "names no printer")]
    public void WhatMakesNoSenseIsSaid(string text, string part)
    {
        string? problem = Output.Read(text, out Output? output);
        Assert.Null(output);
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAnotherSystemHasIsSaid()
    {
        string other = OperatingSystem.IsWindows() ? "cups:x" : "winspool:x";
        Assert.Contains(OperatingSystem.IsWindows() ? "winspool:" : "cups:", Output.Read(other, out _), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Contains("no rate of 12345 baud", Output.Read("tty:/dev/x,baud=12345", out _), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0x18, 0)]
    [InlineData(0x38, DeviceCondition.MediaEmpty)]
    [InlineData(0x20, DeviceCondition.MediaEmpty)]
    [InlineData(0x08, DeviceCondition.Offline)]
    [InlineData(0x10, DeviceCondition.Fault)]
    [InlineData(0x00, DeviceCondition.Fault | DeviceCondition.Offline)]
    [InlineData(0xFF, DeviceCondition.MediaEmpty)]
    [InlineData(-1, 0)]
    public void StatusLinesSayWhatIsTheMatter(int lines, int conditions)
    {
        FakePort port = new() { Lines = 0x18 };
        PortOutput output = new("printer", port);
        Assert.Equal(0, output.Conditions);
        port.Lines = lines;
        Assert.Equal(conditions, output.Conditions);
        Assert.Equal(conditions == 0, output.IsReady);
        Assert.False(port.IsOpen);
    }

    [Fact]
    public void APrinterThatNeverSaysThatItIsSelectedIsNotBelieved()
    {
        FakePort port = new() { Lines = 0 };
        PortOutput output = new("printer", port);
        Assert.Equal(0, output.Conditions);
        port.Lines = 0x08;
        Assert.Equal(0, output.Conditions);
        port.Lines = 0x28;
        Assert.Equal(DeviceCondition.MediaEmpty, output.Conditions);
        port.Lines = 0x18;
        Assert.Equal(0, output.Conditions);
        port.Lines = 0;
        Assert.Equal(DeviceCondition.Fault | DeviceCondition.Offline, output.Conditions);

        // Another one is plugged in.
        port.Exists = false;
        Assert.Equal(DeviceCondition.Missing, output.Conditions);
        port.Exists = true;
        Assert.Equal(0, output.Conditions);
    }

    [Fact]
    public void TheDeviceIdIsReadOnceAndAnewOfAnotherPrinter()
    {
        FakePort port = new() { Id = "MFG:EPSON;MDL:TM-T20;CMD:ESC/POS;" };
        PortOutput output = new("printer", port);
        Assert.Equal("MFG:EPSON;MDL:TM-T20;CMD:ESC/POS;", output.DeviceId);
        port.Id = "MFG:Other;";
        Assert.Equal("MFG:EPSON;MDL:TM-T20;CMD:ESC/POS;", output.DeviceId);
        port.Exists = false;
        Assert.Equal(DeviceCondition.Missing, output.Conditions);
        port.Exists = true;
        Assert.Equal("MFG:Other;", output.DeviceId);
    }

    [Fact]
    public void ADocumentGoesToThePortAndItsAnswersComeBack()
    {
        FakePort port = new() { Gulp = 3 };
        PortOutput output = new("printer", port);
        Assert.Equal(-1, output.Write("x"u8.ToArray(), 0, 1));
        Assert.True(output.Begin("a"));
        byte[] document = Encoding.ASCII.GetBytes("a document");
        int sent = 0;
        while (sent < document.Length)
        {
            sent += output.Write(document, sent, document.Length - sent);
        }

        port.Gulp = 0;
        Assert.Equal(0, output.Write(document, 0, 1));
        Assert.Equal(0, output.Finish());
        port.Gulp = 100;
        Assert.Equal(1, output.Finish());
        Assert.Equal("a document", Encoding.ASCII.GetString([.. port.Taken]));
        port.Said.Enqueue(0x12);
        byte[] said = new byte[4];
        Assert.Equal(1, output.Read(said, 1, 3));
        Assert.Equal(0x12, said[1]);
        Assert.Equal(0, output.Read(said, 0, 4));
        output.Close();

        // It stays open in between, so that it can be asked and heard.
        Assert.True(port.IsOpen);
        Assert.Equal(1, output.Write("?"u8.ToArray(), 0, 1));
    }

    [Fact]
    public void APrinterThatIsPulledOutInADocumentBreaksIt()
    {
        FakePort port = new();
        PortOutput output = new("printer", port);
        Assert.True(output.Begin("a"));
        port.Exists = false;
        Assert.Equal(-1, output.Write("x"u8.ToArray(), 0, 1));
        Assert.Equal(-1, output.Finish());
        Assert.False(port.IsOpen);
        Assert.False(output.Begin("b"));
        port.Exists = true;
        Assert.True(output.Begin("c"));
        Assert.Equal(1, output.Write("x"u8.ToArray(), 0, 1));
    }

    [Fact]
    public void APortThatAnotherProgramHasIsBusy()
    {
        FakePort port = new() { IsTaken = true };
        PortOutput output = new("printer", port);
        Assert.Equal(DeviceCondition.Busy, output.Conditions);
        Assert.False(output.Begin("a"));
        Assert.Equal("", output.DeviceId);
    }

    [Theory]
    [InlineData(0x0, 0)]
    [InlineData(0x1, DeviceCondition.Offline)]
    [InlineData(0x8, DeviceCondition.MediaJam)]
    [InlineData(0x10, DeviceCondition.MediaEmpty)]
    [InlineData(0x80, DeviceCondition.Offline)]
    [InlineData(0x400, 0)]
    [InlineData(0x400010, DeviceCondition.CoverOpen | DeviceCondition.MediaEmpty)]
    [InlineData(0x60000, DeviceCondition.MarkerLow | DeviceCondition.MarkerEmpty)]
    [InlineData(0x100000, DeviceCondition.Fault)]
    [InlineData(-1, DeviceCondition.Missing)]
    public void TheSpoolersStateIsToldOn(long status, int conditions)
    {
        FakeSpooler spooler = new() { Status = status };
        SpoolerOutput output = new("Office", spooler, new FakeClock());
        Assert.Equal(conditions, output.Conditions);
        Assert.Equal(0, spooler.Opened);
        Assert.Equal(DeviceCondition.Missing, new SpoolerOutput("Nobody", spooler, new FakeClock()).Conditions);
    }

    [Fact]
    public void ADocumentIsAJobOfTheSpoolerAndFinishedWhenItIsPrinted()
    {
        FakeClock clock = new();
        FakeSpooler spooler = new();
        SpoolerOutput output = new("Office", spooler, clock);
        Assert.True(output.Begin("report.prn"));
        Assert.Equal(3, output.Write("xabcx"u8.ToArray(), 1, 3));
        clock.OnSleep = () => spooler.Job = clock.Milliseconds > 1000 ? -1 : 0x10;
        int finished = 0;
        while (finished == 0)
        {
            finished = output.Finish();
        }

        Assert.Equal(1, finished);
        Assert.True(clock.Milliseconds > 1000);
        output.Close();
        Assert.Equal(["report.prn"], spooler.Titles);
        Assert.Equal("abc", Encoding.ASCII.GetString([.. spooler.Taken]));
        Assert.Equal(0, spooler.Canceled);
        Assert.Equal(0, spooler.Opened);
    }

    [Fact]
    public void AJobThatTheSpoolerHoldsIsNotFinishedAndOneThatIsDeletedThereNeverIs()
    {
        FakeClock clock = new();
        FakeSpooler spooler = new() { Job = 0x40 };
        SpoolerOutput output = new("Office", spooler, clock);
        Assert.True(output.Begin("a"));
        Assert.Equal(0, output.Finish());
        Assert.Equal(0, output.Finish());
        spooler.Job = 0x100;
        Assert.Equal(-1, output.Finish());
        output.Close();
        Assert.Equal(0, spooler.Canceled);
    }

    [Fact]
    public void HalfADocumentIsNotPrinted()
    {
        FakeSpooler spooler = new();
        SpoolerOutput output = new("Office", spooler, new FakeClock());
        Assert.True(output.Begin("a"));
        Assert.Equal(1, output.Write("a"u8.ToArray(), 0, 1));
        output.Close();
        Assert.Equal(1, spooler.Canceled);
        Assert.Equal(0, spooler.Opened);
        Assert.Equal(-1, output.Write("a"u8.ToArray(), 0, 1));
        Assert.Equal(-1, output.Finish());
        Assert.False(new SpoolerOutput("Nobody", spooler, new FakeClock()).Begin("a"));
    }

    [Theory]
    [InlineData(3, "none", 0)]
    [InlineData(4, "media-low-report", DeviceCondition.MediaLow)]
    [InlineData(5, "paused", DeviceCondition.Offline)]
    [InlineData(5, "none", DeviceCondition.Fault)]
    [InlineData(5, "media-empty-error,media-needed-error", DeviceCondition.MediaEmpty | DeviceCondition.MediaNeeded)]
    [InlineData(3, "offline-report", DeviceCondition.Offline)]
    [InlineData(3, "cover-open,toner-low-warning", DeviceCondition.CoverOpen | DeviceCondition.MarkerLow)]
    [InlineData(3, "cups-insecure-filter-warning", 0)]
    [InlineData(4, "connecting-to-device", DeviceCondition.Busy)]
    [InlineData(3, "other-error", DeviceCondition.Fault)]
    [InlineData(3, "other-report", 0)]
    [InlineData(3, "-error", 0)]
    public void TheStateOfAQueueIsToldOn(int state, string reasons, int conditions)
    {
        Assert.Equal(conditions, QueueFacts.Meaning(state, reasons.Split(',')));
    }

    private sealed class FakePort : IPrinterPort
    {
        private bool _exists = true;

        public bool Exists
        {
            get => _exists;
            set
            {
                _exists = value;
                IsGone |= !value;
            }
        }

        public bool IsOpen { get; private set; }

        public bool IsTaken { get; init; }

        public int Lines { get; set; } = 0x18;

        public string Id { get; set; } = "";

        public int Gulp { get; set; } = 100;

        public List<byte> Taken { get; } = [];

        public Queue<byte> Said { get; } = [];

        private bool IsGone { get; set; }

        public bool Open()
        {
            IsOpen = Exists && !IsTaken;
            IsGone &= !IsOpen;
            return IsOpen;
        }

        public int Write(ReadOnlySpan<byte> octets, int patience)
        {
            if (!IsOpen || IsGone)
            {
                return -1;
            }

            int taken = Math.Min(Gulp, octets.Length);
            Taken.AddRange(octets[..taken]);
            return taken;
        }

        public int Read(Span<byte> into)
        {
            int count = Math.Min(into.Length, Said.Count);
            for (int i = 0; i < count; i++)
            {
                into[i] = Said.Dequeue();
            }

            return count;
        }

        public int AwaitRoom(int patience) => !IsOpen || IsGone ? -1 : Gulp > 0 ? 1 : 0;

        public int Status() => IsOpen && !IsGone ? Lines : -1;

        public int DeviceId(Span<byte> into)
        {
            int length = Id.Length + 2;
            into[0] = (byte)(length >> 8);
            into[1] = (byte)length;
            Encoding.ASCII.GetBytes(Id, into[2..]);
            return length;
        }

        public void Close() => IsOpen = false;
    }

    private sealed class FakeSpooler : ISpooler
    {
        public long Status { get; init; }

        public long Job { get; set; }

        public int Opened { get; private set; }

        public int Canceled { get; private set; }

        public List<string> Titles { get; } = [];

        public List<byte> Taken { get; } = [];

        public nint Open(string printer)
        {
            Opened += printer == "Office" ? 1 : 0;
            return printer == "Office" ? 7 : 0;
        }

        public int Begin(nint printer, string title)
        {
            Titles.Add(title);
            return 12;
        }

        public int Write(nint printer, byte[] buffer, int offset, int count)
        {
            Taken.AddRange(buffer[offset..(offset + count)]);
            return count;
        }

        public bool End(nint printer) => true;

        public void Cancel(nint printer, int job) => Canceled++;

        public long PrinterStatus(nint printer) => Status;

        public long JobStatus(nint printer, int job) => Job;

        public void Close(nint printer) => Opened--;
    }
}
