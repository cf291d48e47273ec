using System;
using System.Linq;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Printing.Lpd;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Wire.Lpd;
using static PeerDevice.Tests.Printing.LpdTalk;

namespace PeerDevice.Tests.Printing;

/// <summary>What LPD tells of a queue, and who may take something out of it.</summary>
public sealed class LpdQueueTests
{
    private const string Head = "Rank   Owner      Job  Files                                 Total Size\n";

    private readonly Desk _desk = new Desk(store: new FatStore(new FatMedium())).Started();

    [Fact]
    public void AnEmptyQueueSaysSoAndHowThePrinterIs()
    {
        Assert.Equal("desk is ready\nno entries\n", Serve(_desk, "\u0003lp\n"));
        Assert.Equal("desk is ready\nno entries\n", Serve(_desk, "\u0004desk\n"));
        _desk.Printer.Pause(false);
        Assert.Equal("desk is stopped: The printer is paused.\nno entries\n", Serve(_desk, "\u0003lp\n"));
        _desk.Printer.Accept(false);
        Assert.StartsWith("desk is stopped, and takes no jobs: ", Serve(_desk, "\u0003lp\n"), StringComparison.Ordinal);
        Assert.Equal("\0", Serve(_desk, "\u0001lp\n"));
    }

    [Fact]
    public void TheQueueIsToldInTheOrderOfPrintingShortAndLong()
    {
        int[] ids = Fill();
        string state = Serve(_desk, "\u0003lp\n");
        Assert.Equal(
            "desk is ready and printing\n" + Head
            + Row("active", "anna", ids[0], "letter", 5) + Row("1st", "bob", ids[1], "plan", 3) + Row("2nd", "anna", ids[3], "note", 1) + Row("held", "bob", ids[2], "list", 7),
            string.Concat(state.Split('\n', StringSplitOptions.RemoveEmptyEntries).OrderBy(line => line.StartsWith("held", StringComparison.Ordinal)).Select(line => line + "\n")));
        Assert.Equal(
            $"desk is ready and printing\n\nbob: 1st                                 [job {ids[1]} {Address}]\n       2 copies of plan                      3 bytes\n",
            Serve(_desk, $"\u0004lp {ids[1]}\n"));
        Assert.Contains("\n       letter                                5 bytes\n", Serve(_desk, "\u0004lp\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyThoseThatAreAskedForAreTold()
    {
        int[] ids = Fill();
        Assert.Equal("desk is ready and printing\n" + Head + Row("active", "anna", ids[0], "letter", 5) + Row("2nd", "anna", ids[3], "note", 1), Serve(_desk, "\u0003lp anna\n"));
        Assert.Equal("desk is ready and printing\n" + Head + Row("active", "anna", ids[0], "letter", 5) + Row("1st", "bob", ids[1], "plan", 3), Serve(_desk, $"\u0003lp {ids[1]} {ids[0]}\n"));
        Assert.Equal("desk is ready and printing\nno entries\n", Serve(_desk, "\u0003lp carl 99999\n"));
    }

    [Fact]
    public void JobsAreRemovedByWhoSentThemFromWhereTheyCame()
    {
        int[] ids = Fill();
        Assert.Equal($"job {ids[1]} is not removed: it is somebody else's\n", Serve(_desk, $"\u0005lp anna {ids[1]}\n"));
        Assert.Equal($"job {ids[3]} is not removed: it is somebody else's\n", Serve(_desk, new ScriptLink(_desk.Clock) { Remote = "10.77.0.9" }.Send($"\u0005lp anna {ids[3]}\n").End()));
        Assert.Equal($"job {ids[3]} is removed\n", Serve(_desk, $"\u0005lp anna {ids[3]}\n"));
        Assert.Equal(JobReasons.CanceledByUser, _desk.Printer.Find(ids[3])!.Reasons);
        Assert.Equal("", Serve(_desk, "\u0005lp anna 99999 carl\n"));
        string told = Serve(_desk, "\u0005lp bob bob anna\n");
        Assert.Contains($"job {ids[1]} is removed\n", told, StringComparison.Ordinal);
        Assert.Contains($"job {ids[2]} is removed\n", told, StringComparison.Ordinal);
        Assert.Contains($"job {ids[0]} is not removed", told, StringComparison.Ordinal);
        Assert.Equal(1, _desk.Printer.Waiting);
        Assert.Equal("\u0001", Serve(_desk, "\u0005lp\n"));
    }

    [Fact]
    public void TheSuperuserRemovesAnybodysAndWithNoneNamedItIsTheOneThatIsPrinted()
    {
        int[] ids = Fill();
        Assert.Equal($"job {ids[0]} is not removed: it is somebody else's\n", Serve(_desk, "\u0005lp bob\n"));
        Assert.Equal($"job {ids[0]} is removed\n", Serve(_desk, "\u0005lp anna\n"));
        Assert.Equal($"job {ids[2]} is removed\n", Serve(_desk, $"\u0005lp root {ids[2]}\n"));
        Assert.Equal(JobReasons.CanceledByOperator, _desk.Printer.Find(ids[2])!.Reasons);
        Assert.Contains("is removed", Serve(_desk, new ScriptLink(_desk.Clock) { Remote = "10.77.0.9" }.Send("\u0005lp root bob\n").End()), StringComparison.Ordinal);
    }

    [Fact]
    public void AQueueIsAPrinterByItsNameAndLpTheFirst()
    {
        VirtualClock clock = new();
        Printer[] all = new[] { "Label", "Label printer", "Büro" }.Select(name => new Printer(
            new PrinterSetup { Name = name }, new SimulatedOutput(clock), new RawLanguage(), new JobNumbers(null, new SeededRandom(1)), null, clock, Profile.SixteenSockets())).ToArray();
        LpdQueues queues = new(new Printers(all, null));
        Assert.Equal("Label", Named("Label"));
        Assert.Equal("Label printer", Named("Label printer"));
        Assert.Equal("Label printer", Named("Label printer anna"));
        Assert.Equal("Label", Named("Label anna"));
        Assert.Equal("Büro", Named("BÃ¼ro 17"));
        Assert.Equal("Label", Named("lp"));
        Assert.Equal("Label", Named("lp anna"));
        Assert.Null(Named("Labels"));
        Assert.Null(Named("B\u00fcro"));
        Assert.Null(Named("other"));
        Assert.Null(Named(""));
        queues = new LpdQueues(new Printers([all[0]], null));
        Assert.Equal("Label", Named("other"));
        Assert.Null(Named(" "));
        Assert.Null(new LpdQueues(new Printers([], null)).Find(Line("lp")));

        string? Named(string operands) => queues.Find(Line(operands))?.Name;

        static LpdLineReader Line(string operands)
        {
            BufferedSource source = new(new byte[Limits.LpdLineOctets]);
            source.Attach(new ScriptedSource(System.Text.Encoding.Latin1.GetBytes($"\u0003{operands}\n"), 1000));
            LpdLineReader line = new();
            line.Begin(source);
            Assert.Equal(LpdLineReader.Complete, line.Read());
            return line;
        }
    }

    // One that is being printed, two that wait, one that is held between them.
    private int[] Fill()
    {
        Serve(_desk, Bring(), Control("anna", "letter"), Data("12345"));
        Serve(_desk, Bring(), Control("bob", "plan", 2), Data("123"));
        Serve(_desk, Bring(), Control("bob", "list"), Data("1234567"));
        Serve(_desk, Bring(), Control("anna", "note"), Data("1"));
        int[] ids = _desk.Jobs().Select(job => job.Id).Order().ToArray();
        Assert.Equal(PrintStatus.Ok, _desk.Printer.Hold(ids[2]));
        Job current = _desk.Printer.TakeNext()!;
        Assert.Equal(ids[0], current.Id);
        Assert.Equal(PrintStatus.Ok, _desk.Printer.Begun(current));
        return ids;
    }

    private static string Row(string rank, string owner, int id, string name, int octets)
    {
        return FormattableString.Invariant($"{rank,-7}{owner,-11}{id + " ",-5}{name,-38}{octets} byte{(octets == 1 ? "" : "s")}\n");
    }
}
