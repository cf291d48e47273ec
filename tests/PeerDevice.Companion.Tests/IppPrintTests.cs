using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Tests;

/// <summary><c>peer print</c> against Printers that refuse, die in the middle, talk nonsense or have habits of their own: no job is doubled, and nothing is said that nobody knows.</summary>
public sealed class IppPrintTests : IDisposable
{
    private const int Completed = 9;
    private const int Aborted = 8;
    private const int Canceled = 7;
    private const int Held = 4;
    private const int Processing = 5;

    private readonly TempFolder _temp = new();
    private readonly OneThreadClock _clock = new();
    private readonly ScriptedPrinter _printer = new();
    private readonly ScriptedServer _server;
    private readonly byte[] _document = new byte[200_000];
    private readonly StringWriter _said = new();
    private readonly StringWriter _complained = new();

    public IppPrintTests()
    {
        _server = new ScriptedServer(_printer.Answer);
        new Random(8).NextBytes(_document);
        File.WriteAllBytes(_temp["letter.bin"], _document);
    }

    public void Dispose()
    {
        _clock.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void TheNumberIsKnownBeforeTheDocumentGoesAndTheEndIsWaitedFor()
    {
        _printer.JobStates.Clear();
        foreach (int state in (int[])[3, 3, Processing, Processing, Completed])
        {
            _printer.JobStates.Enqueue(state);
        }

        Print(options => options with { Copies = 3, Title = "Größe" });
        Assert.Equal([Operation.CreateJob, Operation.SendDocument], _printer.Asked);
        Assert.Equal(_document, Assert.Single(_printer.Documents));
        Assert.Equal(("Größe", 3, Environment.UserName, "application/octet-stream"), _printer.Job);
        Assert.Equal("printed letter.bin (195.3 KiB) 3 times on Office, job 41", _said.ToString().Trim());
        Assert.Single(_printer.JobStates);
    }

    [Fact]
    public void WhoDoesNotWaitIsToldWhatBecomesOfIt()
    {
        _printer.JobStates.Enqueue(Completed);
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(Held);
        Print(static options => options with { Waits = false });
        Assert.Equal("sent letter.bin (195.3 KiB) to Office: job 41, held; not waited for, see `peer jobs`", _said.ToString().Trim());
    }

    [Fact]
    public void APrinterThatOnlyHasPrintJobGetsThat()
    {
        _printer.Operations = [Operation.PrintJob, Operation.GetJobAttributes];
        Print(static options => options with { Copies = 2 });
        Assert.Equal([Operation.PrintJob], _printer.Asked);
        Assert.Equal(_document, Assert.Single(_printer.Documents));
        Assert.Equal(2, _printer.Job.Copies);
    }

    [Fact]
    public void CopiesThatThePrinterDoesNotMakeAreJobsEach()
    {
        _printer.CopiesMost = 1;
        Print(static options => options with { Copies = 3 });
        Assert.Equal([Operation.CreateJob, Operation.SendDocument, Operation.CreateJob, Operation.SendDocument, Operation.CreateJob, Operation.SendDocument], _printer.Asked);
        Assert.Equal(1, _printer.Job.Copies);
        Assert.Contains("(copy 3 of 3) on Office, job 43", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOlderVersionIsSpokenWhereTheNewerIsRefused()
    {
        _server.Fragment = 3;
        ScriptedServer old = new(http => http.Body[0] == 2
            ? ScriptedPrinter.Reply(IppStatus.VersionNotSupported, (http.Body[4] << 24) | (http.Body[5] << 16) | (http.Body[6] << 8) | http.Body[7])
            : _printer.Answer(http));
        Print(static options => options, old);
        Assert.Equal(_document, Assert.Single(_printer.Documents));
    }

    [Theory]
    [InlineData("text/plain,application/octet-stream", "letter.txt", "text/plain")]
    [InlineData("application/octet-stream", "letter.txt", "application/octet-stream")]
    [InlineData("application/octet-stream", "letter.pdf", "application/octet-stream")]
    [InlineData("application/pdf,image/jpeg", "letter.PDF", "application/pdf")]
    [InlineData("text/plain,application/octet-stream", "letter.zpl", "application/octet-stream")]
    [InlineData("text/plain,application/octet-stream", "letter.pdf", null)]
    [InlineData("application/pdf,image/jpeg", "letter.zpl", null)]
    public void TheFormatIsTheNamesWhereThePrinterTakesIt(string formats, string name, string? expected)
    {
        _printer.Formats = formats;
        File.Copy(_temp["letter.bin"], _temp[name]);
        if (expected is null)
        {
            Assert.Contains("--format", Fails(options => options with { File = _temp[name] }), StringComparison.Ordinal);
            Assert.Empty(_printer.Asked);
            return;
        }

        Print(options => options with { File = _temp[name] });
        Assert.Equal(expected, _printer.Job.Format);
    }

    [Theory]
    [InlineData(Aborted, "aborted-by-system,submission-interrupted", "", "aborted: the document did not arrive whole")]
    [InlineData(Aborted, "aborted-by-system", "The ribbon tore.", "aborted: The ribbon tore.")]
    [InlineData(Canceled, "job-canceled-by-operator", "", "canceled: somebody else canceled it")]
    [InlineData(Canceled, "none", "", "canceled: the printer does not say why")]
    public void WhatWasNotPrintedIsNoSuccess(int state, string reasons, string message, string expected)
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(Processing);
        _printer.JobStates.Enqueue(state);
        _printer.JobReasons = reasons;
        _printer.JobMessage = message;
        Assert.Contains(expected, Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public void ARefusalIsToldInWordsAndInThePrinters()
    {
        _printer.Instead = (operation, id) => operation == Operation.CreateJob ? ScriptedPrinter.Reply(IppStatus.NotAcceptingJobs, id, message: "Closed for lunch.") : null;
        Assert.Equal("Office will not take the job: it takes no jobs just now (\"Closed for lunch\").", Fails());
        Assert.Equal([Operation.CreateJob], _printer.Asked);
    }

    [Fact]
    public void ADocumentThatIsRefusedLeavesNoJobBehind()
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(3);
        _printer.JobStates.Enqueue(Completed);
        _printer.Instead = (operation, id) => operation == Operation.SendDocument ? ScriptedPrinter.Reply(IppStatus.DocumentFormatNotSupported, id) : null;
        Assert.Contains("--format", Fails(), StringComparison.Ordinal);
        Assert.Equal([Operation.CreateJob, Operation.SendDocument, Operation.CancelJob], _printer.Asked);
    }

    [Theory]
    [InlineData(401, "password"), InlineData(403, "does not allow"), InlineData(404, "no printer at /ipp/print"), InlineData(426, "encrypted"), InlineData(405, "--raw"), InlineData(500, "answers 500")]
    public void WhatIsNoPrinterIsSaidToBeNone(int status, string expected)
    {
        ScriptedServer server = new(_ => ScriptedServer.Text(status, "no"));
        Assert.Contains(expected, Fails(static options => options, server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhallo"), InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), InlineData("220 mail\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\u0002\u0000\u0000\u0000\u0000\u0000\u0000\u0063\u0003"), InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n\u0002\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0001")]
    public void NonsenseIsNoAnswer(string reply)
    {
        ScriptedServer server = new(_ => ScriptedServer.Raw(reply) with { EndAfter = 10_000 });
        Assert.Contains("office:631", Fails(static options => options, server), StringComparison.Ordinal);
    }

    [Fact]
    public void ABusyPrinterIsAskedAgainAFewTimes()
    {
        int refusals = 2;
        _printer.Instead = (operation, id) => operation == Operation.CreateJob && refusals-- > 0 ? ScriptedPrinter.Reply(IppStatus.Busy, id) : null;
        Print(static options => options);
        Assert.Equal(_document, Assert.Single(_printer.Documents));
        refusals = int.MaxValue;
        _printer.Asked.Clear();
        Assert.Contains("try again later", Fails(), StringComparison.Ordinal);
        Assert.Equal(DesktopLimits.BusyAttempts, _printer.Asked.Count);
    }

    [Fact]
    public void AnAnswerThatWasLostBeforeTheDocumentWentPrintsNothing()
    {
        _printer.Instead = static (operation, _) => operation == Operation.CreateJob ? Dead : null;
        Assert.Contains("ended the connection", Fails(), StringComparison.Ordinal);
        Assert.Equal([Operation.CreateJob], _printer.Asked);
        Assert.Empty(_printer.Documents);
    }

    [Fact]
    public void ALostAnswerToADocumentIsFoundOutByTheJobAndNothingIsSentTwice()
    {
        _printer.JobStates.Clear();
        foreach (int state in (int[])[Processing, Processing, Completed])
        {
            _printer.JobStates.Enqueue(state);
        }

        _printer.Instead = static (operation, _) => operation == Operation.SendDocument ? Dead : null;
        Print(static options => options);
        Assert.Equal([Operation.CreateJob, Operation.SendDocument], _printer.Asked);
        Assert.Contains("printed letter.bin", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AJobThatWasAbortedByALostConnectionIsSaidToBe()
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(Aborted);
        _printer.JobReasons = "aborted-by-system,submission-interrupted";
        _printer.Instead = static (operation, _) => operation == Operation.SendDocument ? Dead : null;
        Assert.Contains("job 41 was aborted: the document did not arrive whole", Fails(), StringComparison.Ordinal);
        Assert.Equal([Operation.CreateJob, Operation.SendDocument], _printer.Asked);
    }

    [Fact]
    public void HalfADocumentIsNotLeftToBePrinted()
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(3);
        _printer.JobStates.Enqueue(Completed);
        _server.BreaksAfter = 100_000;
        Assert.Contains("was lost in the middle of letter.bin, and job 41 was canceled", Fails(), StringComparison.Ordinal);
        Assert.Equal([Operation.CreateJob, Operation.CancelJob], _printer.Asked);
    }

    [Fact]
    public void OfPrintJobNobodyKnowsAndThatIsSaid()
    {
        _printer.Operations = [Operation.PrintJob];
        _printer.Instead = static (operation, _) => operation == Operation.PrintJob ? Dead : null;
        Assert.Contains("before it said whether it has the job", Fails(), StringComparison.Ordinal);
        Assert.Equal([Operation.PrintJob], _printer.Asked);
    }

    [Fact]
    public void APrinterThatIsAwayForAWhileIsWaitedForAndOneThatStaysAwayIsNot()
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(Processing);
        _printer.JobStates.Enqueue(Completed);
        bool isAway = false;
        ScriptedServer server = new(http => isAway ? Dead : _printer.Answer(http));
        _printer.Instead = (operation, _) =>
        {
            isAway |= operation == Operation.SendDocument;
            return null;
        };
        _clock.OnSleep = () => isAway &= _clock.Milliseconds < DesktopLimits.PrinterLost / 2;
        Print(static options => options, server);
        Assert.Contains("printed letter.bin", _said.ToString(), StringComparison.Ordinal);

        _clock.OnSleep = null;
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(Processing);
        long before = _clock.Milliseconds;
        Assert.Contains("had taken job 42, and says nothing of it any more", Fails(static options => options, server), StringComparison.Ordinal);
        Assert.InRange(_clock.Milliseconds - before, DesktopLimits.PrinterLost, DesktopLimits.PrinterLost * 2);
    }

    [Fact]
    public void AJobThatIsForgottenIsNotCalledPrinted()
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(Processing);
        _printer.Instead = static (operation, id) => operation == Operation.GetJobAttributes ? ScriptedPrinter.Reply(IppStatus.NotFound, id) : null;
        Assert.Contains("does not know it any more", Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public void APrinterThatNeverSaysHowAJobIsIsNotWaitedForForever()
    {
        _printer.JobStates.Clear();
        _printer.JobStates.Enqueue(0);
        Assert.Contains("says nothing of it any more", Fails(), StringComparison.Ordinal);
        Assert.InRange(_clock.Milliseconds, DesktopLimits.PrinterLost, DesktopLimits.PrinterLost * 2);
    }

    [Fact]
    public void WhatKeepsAJobIsToldOnceEachTime()
    {
        _printer.JobStates.Clear();
        foreach (int state in (int[])[3, 3, 3, 3, Held, Held, 3, Completed])
        {
            _printer.JobStates.Enqueue(state);
        }

        _printer.State = 5;
        Print(static options => options);
        string[] lines = _said.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Office: Out of paper. Waiting for it; Ctrl-C ends that", "job 41 is held: `peer release` lets it go on", "Office: Out of paper. Waiting for it; Ctrl-C ends that"], lines[..^1]);
    }

    [Fact]
    public void AFileThatBecomesShorterWhileItIsSentIsNotPrinted()
    {
        _printer.Instead = (operation, _) =>
        {
            if (operation == Operation.CreateJob)
            {
                using FileStream file = File.OpenWrite(_temp["letter.bin"]);
                file.SetLength(1000);
            }

            return null;
        };
        Assert.Contains("became shorter", Fails(), StringComparison.Ordinal);
        Assert.Equal([Operation.CreateJob, Operation.CancelJob], _printer.Asked);
    }

    [Fact]
    public void ASendingThatIsCanceledElsewhereOrWhosePrinterVanishesEnds()
    {
        foreach (bool isCanceled in (bool[])[true, false])
        {
            FakeClock clock = new();
            ScriptedPrinter printer = new();
            printer.JobStates.Clear();
            printer.JobStates.Enqueue(isCanceled ? Canceled : Processing);
            int looks = 0;
            ScriptedServer server = new(http => looks++ < 3 || isCanceled ? printer.Answer(http) : Dead);
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            IPEndPoint end = (IPEndPoint)listener.LocalEndpoint;
            using IppPrinter sending = new(new PrinterAddress("127.0.0.1", end.Port, PrinterAddress.First), new Split(new PcNetwork(), server), clock);
            PrintPlan plan = new() { Title = "", Name = "", Format = "" };
            Assert.True(sending.Send(41, plan, 1));
            using SendingGuard guard = new(sending, 41, static _ => { }, clock);

            // It has all the document and never answers.
            sending.Content.Write([0], 0, 1);
            Assert.Null(sending.Sent());
            Assert.Contains("ended the connection", sending.Refusal("print").Message, StringComparison.Ordinal);
        }
    }

    private static ScriptedServer.Reply Dead => ScriptedServer.Raw("") with { EndAfter = 0 };

    private void Print(Func<PrintOptions, PrintOptions> how, INetwork? network = null)
    {
        PrintOptions options = new() { File = _temp["letter.bin"], Address = "ipp://office" };
        PrintCommand.Run(new Teller(_said, _complained), network ?? _server, _clock, how(options));
        Assert.Equal("", _complained.ToString());
    }

    private string Fails(Func<PrintOptions, PrintOptions>? how = null, INetwork? network = null) =>
        Assert.Throws<CommandFailure>(() => Print(how ?? (static options => options), network)).Message;

    /// <summary>The first connection goes one way, all others another.</summary>
    private sealed class Split(INetwork first, INetwork others) : INetwork
    {
        private int _connections;

        public Link? Connect(string host, int port, int patienceMilliseconds) => (Interlocked.Increment(ref _connections) == 1 ? first : others).Connect(host, port, patienceMilliseconds);

        public IListener? Listen(int port) => null;

        public IDatagrams? OpenDatagrams(int port) => null;

        public IMulticast? OpenMulticast() => null;

        public bool IsOurAddress(string address) => false;

        public bool IsOnLink(string address) => true;
    }
}
