using System;
using PeerDevice.Services;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Printing;

/// <summary>A Job is completed when it is printed, where the device can tell: not when it is in the device's buffer.</summary>
public class PrintedTests
{
    private const long Start = 1000; // where a virtual clock begins

    private readonly VirtualClock _clock = new(1763800000);
    private readonly byte[] _document = new byte[5000];

    public PrintedTests()
    {
        Array.Fill(_document, (byte)'x');
    }

    [Fact]
    public void AReceiptIsCompletedWhenItsLastOctetIsPrinted()
    {
        ReceiptPrinter device = new(_clock);
        Job job = Print(device, out _);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(_document, device.Printed);
        Assert.False(device.IsPrinting);
        Assert.InRange(_clock.Milliseconds, device.PrintedAt, device.PrintedAt + (2 * Limits.DeviceRetryMilliseconds));
        Assert.Equal(1, device.Asked.InOrder);
    }

    [Fact]
    public void PaperThatEndsWhenAllIsInTheBufferIsSaidAndTheReceiptIsCompletedWhenThereIsSomeAgain()
    {
        ReceiptPrinter device = new(_clock) { PaperEndsAt = 3000, PaperAway = 60000 };
        bool wasSaid = false;
        Printer? printer = null;
        device.OnRead = () => wasSaid |= printer is { State: PrinterState.Stopped } && (printer.Reasons & PrinterReasons.MediaEmpty) != 0;
        Job job = Print(device, out printer, made => printer = made);
        Assert.True(wasSaid);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(_document, device.Printed);
        Assert.True(_clock.Milliseconds > 60000);
        Assert.Equal(PrinterState.Idle, printer.State);
    }

    [Fact]
    public void APrinterThatAnswersOnlyInRealTimeIsBelievedAfterAWhileAndNotAskedAgain()
    {
        ReceiptPrinter device = new(_clock) { AnswersInOrder = false };
        PrinterLanguage language = Language();
        Assert.Equal(JobState.Completed, Print(device, out _, language: language).State);
        long first = _clock.Milliseconds - Start;
        Assert.InRange(first, Limits.StatusWaits * Limits.DeviceRetryMilliseconds, (Limits.StatusWaits + 2) * (Limits.DeviceRetryMilliseconds + Limits.DeviceAnswerMilliseconds));
        Assert.Equal(1, device.Asked.InOrder);
        Assert.Equal(JobState.Completed, Print(device, out _, language: language).State);
        Assert.Equal(1, device.Asked.InOrder);
        Assert.InRange(_clock.Milliseconds - Start, first, first + Limits.DeviceAnswerMilliseconds);
    }

    [Fact]
    public void APrinterThatSaysNothingIsGivenUpSoon()
    {
        ReceiptPrinter device = new(_clock) { AnswersRealTime = false };
        Assert.Equal(JobState.Completed, Print(device, out _).State);
        Assert.Equal(0, device.Asked.InOrder);
        Assert.InRange(_clock.Milliseconds - Start, 0, (Limits.DeviceQuestions + 1) * Limits.DeviceAnswerMilliseconds);
    }

    [Theory]
    [InlineData("zpl", "\\x02030,0,0,1245,003,0,0,0,000,0,0,0\\x03\\x02000,0,0,0,1,2,6,0,00000000,1,000\\x03", false)]
    [InlineData("zpl", "\\x02030,0,0,1245,000,0,0,0,000,0,0,0\\x03\\x02000,0,0,0,1,2,6,0,00000012,1,000\\x03", false)]
    [InlineData("zpl", "\\x02030,0,0,1245,000,0,0,0,000,0,0,0\\x03\\x02000,0,0,0,1,2,6,0,00000000,1,000\\x03", true)]
    [InlineData("pjl", "@PJL INFO STATUS\\r\\nCODE=10023\\r\\nONLINE=TRUE\\r\\n\\f", false)]
    [InlineData("pjl", "@PJL INFO STATUS\\r\\nCODE=10001\\r\\nONLINE=TRUE\\r\\n\\f", true)]
    public void WhatIsLeftToPrintIsToldByTheAnswerItself(string dialogue, string said, bool isDone)
    {
        PrinterLanguage language = DeviceLanguages.Make(new PeerSettings { PrinterStatus = dialogue }, out _);
        byte[] to = new byte[Limits.RenderOctets];
        Assert.True(language.IsDone);
        Assert.True(language.Enquire(to) > 0);
        byte[] octets = Printed.Unshown(said);
        Assert.Equal(0, language.Hear(octets, 0, octets.Length));
        Assert.Equal(0, language.EnquireDone(to));
        Assert.Equal(isDone, language.IsDone);
    }

    private static PrinterLanguage Language() => DeviceLanguages.Make(new PeerSettings { PrinterLanguage = EscPosLanguage.Wide }, out _);

    private Job Print(ReceiptPrinter device, out Printer printer, Action<Printer>? made = null, PrinterLanguage? language = null)
    {
        printer = new Printer(new PrinterSetup { Name = "receipts" }, device, language ?? Language(), new JobNumbers(null, new SeededRandom(1)), null, _clock, Profile.SixteenSockets());
        made?.Invoke(printer);
        Job job = new() { Name = "receipt", Origin = Job.ByIpp };
        new Intake(printer, _clock, new BlockPool(1, 4096), 512).Submit(job, "", "", new Pieces(_document, 1000, 0), null);
        return job;
    }
}
