using System;
using System.IO;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Flash;

namespace PeerDevice.Companion.Commands;

/// <summary>What <c>peer flash</c> is told.</summary>
internal sealed record FlashOptions
{
    /// <summary>The board's name; null to ask the board.</summary>
    public string? Board { get; init; }

    /// <summary>The serial port; null for the only one there is.</summary>
    public string? Port { get; init; }

    /// <summary>The peer's name; null to leave it.</summary>
    public string? Name { get; init; }

    /// <summary>The printer's language; null to leave it.</summary>
    public string? Language { get; init; }

    /// <summary>The image's file; null for the one beside this program.</summary>
    public string? Image { get; init; }

    /// <summary>Where the board will be, an address or a name; null to find out.</summary>
    public string? Address { get; init; }

    /// <summary>Whether only to say what would be done.</summary>
    public bool IsDry { get; init; }
}

/// <summary><c>peer flash</c>: makes a peer of a board that was bought today. Each step says what it does, and what to do when it fails.</summary>
/// <param name="teller">Told of it.</param>
/// <param name="network">The network, to see the board come up.</param>
/// <param name="clock">Time.</param>
/// <param name="finder">Where the board will be.</param>
/// <param name="ports">The serial ports there are.</param>
/// <param name="runs">Runs a command of this system for so many milliseconds: its exit code (-1 where it could not be started, or did not end), and what it said on both streams.</param>
internal sealed class FlashCommand(Teller teller, INetwork network, IClock clock, IBoardFinder finder, Func<string[]> ports, Func<string[], int, (int Code, string Said, string Complained)> runs)
{
    private const string Nanoff = "nanoff";

    // What nanoff needs beside it, as the README says.
    private const string ItsRuntime = "It needs the .NET 8 runtime beside a later one, or `--allow-roll-forward` behind that command.";

    /// <summary>What is the matter with a serial port; null for nothing.</summary>
    public Func<string, string?> PortTrouble { get; init; } = static port => SerialPorts.Trouble(port);

    /// <summary>Waits until a person has done what was said; does nothing where nobody is there.</summary>
    public Action Done { get; init; } = static () => { };

    /// <summary>Where a dry run has the files of the last step put.</summary>
    public string DryFolder { get; init; } = Path.Combine(Path.GetTempPath(), "peer-flash");

    /// <summary>Does it, or says it.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="nanoff">The program; null where it is not installed.</param>
    public void Run(FlashOptions options, string? nanoff)
    {
        FlashBoard? named = options.Board is null ? null : FlashBoard.Named(options.Board) ?? throw new CommandFailure($"there is no board {options.Board}; these are known: {Boards()}.");
        string portWords = "as --port says";
        bool isAssumed = false;
        string settings = FlashPlan.MakeSettings(options.Name, options.Language);
        if (nanoff is null && !options.IsDry)
        {
            throw new CommandFailure($"nanoFramework's flasher is not installed: run `dotnet tool install -g {Nanoff}`, then this again in a new terminal. {ItsRuntime}");
        }

        string port = options.Port ?? ChoosePort(options.IsDry, named, out portWords, out isAssumed);
        if (!isAssumed && named?.Way != FlashWay.Dfu && PortTrouble(port) is { } trouble)
        {
            portWords = options.IsDry ? $"{portWords}, but {trouble.TrimEnd('.')}" : throw new CommandFailure(trouble);
        }

        FlashBoard board = named ?? Recognise(nanoff, port, options.IsDry);
        if (board.OwnRuntime is not null)
        {
            teller.Say($"{(options.IsDry ? DryRun.Comment : "")}{board.Name} needs a runtime of its own, which is not written here. {board.OwnRuntime}");
        }

        string image = options.Image ?? Path.Combine(AppContext.BaseDirectory, "images", board.Image);
        if (board.Mistaken(image) is { } right)
        {
            throw new CommandFailure($"{Path.GetFileName(image)} is not the image for {board.Name}: name {right} by --image.");
        }

        if (!options.IsDry && !File.Exists(image))
        {
            throw new CommandFailure($"there is no image {image}: name the file {board.Image} of a release by --image.");
        }

        if (options.IsDry)
        {
            new DryRun(teller, new FlashPlan(board, port, image, settings, DryFolder)).Tell(portWords, options.Image is not null, nanoff is not null, options.Language);
            return;
        }

        teller.Say(board.Connection);
        string folder = Directory.CreateTempSubdirectory("peer-flash-").FullName;
        try
        {
            Write(new FlashPlan(board, port, image, settings, folder), nanoff!, options.Port);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string line in FlashPlan.OnCard(board, settings))
        {
            teller.Say(line);
        }

        teller.Say(FlashPlan.Restart);
        Greet(options, Where(options, board), board);
    }

    private string? Where(FlashOptions options, FlashBoard board)
    {
        if (options.Address is null)
        {
            return finder.Find(board, options.Name);
        }

        // A peer's name is looked for: the board has only just started.
        return PeerNames.Split(options.Address) is var (name, _, isCertain) && (isCertain || !PeerNames.IsHost(name)) ? finder.Find(board, name) : options.Address;
    }

    private static string Boards() => string.Join(", ", FlashBoard.All.Select(static board => board.Name));

    // In a dry run there is always one, which is assumed where none is there; of a board whose port is its runtime's there is none before that is written.
    private string ChoosePort(bool isDry, FlashBoard? board, out string words, out bool isAssumed)
    {
        isAssumed = true;
        if (board?.Way == FlashWay.Dfu)
        {
            words = "assumed, since it comes with the runtime: --port names another";
            return isDry ? SerialPorts.Usual(FlashWay.Dfu) : "";
        }

        string[] all = ports();
        string listed = string.Join(", ", all.Select(static one => SerialPorts.Hint(one) is { Length: > 0 } hint ? $"{one} ({hint})" : one));
        isAssumed = all.Length == 0;
        words = "the only one there is";
        if (all.Length == 1)
        {
            return all[0];
        }

        if (isDry)
        {
            words = all.Length == 0 ? "assumed, since none is there now: --port names another" : $"the first of {listed}: --port names another";
            return all.Length == 0 ? SerialPorts.Usual(board?.Way ?? FlashWay.Serial) : all[0];
        }

        throw new CommandFailure(all.Length == 0
            ? "no serial port is there: connect the board by USB (one without a USB socket by an adapter of 3.3 V; some cables only charge), or name the port by --port."
            : $"there are several serial ports, name the board's by --port: {listed}.");
    }

    /// <summary>Asks a board that was flashed before what it is; any other has no words yet.</summary>
    private FlashBoard Recognise(string? nanoff, string port, bool isDry)
    {
        if (nanoff is not null)
        {
            string[] words = [nanoff, "--listdevices"];
            if (isDry)
            {
                teller.Say(Typed(words));
            }

            (_, string said, string complained) = runs(words, DesktopLimits.FlashListPatience);
            if (NanoffAnswer.LacksDotnet(complained + said))
            {
                throw new CommandFailure(NanoffAnswer.DotnetAdvice + ".");
            }

            if (NanoffAnswer.Runtime(said, port) is { } runtime && FlashBoard.Running(runtime) is { } board)
            {
                teller.Say($"at {port} is a board with the runtime {runtime}");
                return board;
            }
        }

        string hint = SerialPorts.Hint(port);
        throw new CommandFailure($"a new board cannot say what it is{(hint.Length > 0 ? $" (at {port} is {hint})" : "")}: name it by --board, one of {Boards()}.");
    }

    private void Write(FlashPlan plan, string nanoff, string? namedPort)
    {
        RuntimePort? later = plan.Board.Way == FlashWay.Dfu ? new RuntimePort(teller, clock, ports, PortTrouble) : null;
        int steps = plan.Steps(nanoff).Length;
        for (int i = 0; i < steps; i++)
        {
            if (i == 1 && later is not null)
            {
                plan = plan with { Port = later.Await(namedPort) };
            }

            if (i == steps - 1 && plan.Board.HasInternalDrive)
            {
                foreach ((string name, string content) in plan.Files())
                {
                    File.WriteAllText(Path.Combine(plan.Folder, name), content);
                }
            }

            FlashStep step = plan.Steps(nanoff)[i];
            if (step.Before.Length > 0)
            {
                teller.Say($"For {step.What}: {step.Before}");
                Done();
            }

            if (i == 0)
            {
                later?.Note();
            }

            Write(plan, step);
        }
    }

    private void Write(FlashPlan plan, FlashStep step)
    {
        teller.Say($"writing {step.What} …");
        (int code, string said, string complained) = runs(step.Words, DesktopLimits.FlashStepPatience);
        string all = (said + "\n" + complained).Trim();
        if (code == -1)
        {
            throw new CommandFailure($"{step.What} could not be written: {complained.Trim()}{(complained.Contains("did not end", StringComparison.Ordinal) ? $" within {DesktopLimits.FlashStepPatience / 60_000} minutes" : "")}. Take the board's power away for a moment and try again; by hand: {Typed(step.Words)}");
        }

        if (NanoffAnswer.IsFailure(code, all))
        {
            Array.ForEach(all.Split('\n'), line => teller.Say("  " + line.TrimEnd()));
            int number = NanoffAnswer.Number(code, all);
            string advice = code == 0 ? "the board did not take the file: its internal drive may be full or broken; the image works without, by its runtime's name"
                : NanoffAnswer.LacksDotnet(all) ? NanoffAnswer.DotnetAdvice
                : NanoffAnswer.Advice(number, plan.Board.Way, plan.Port);
            throw new CommandFailure($"{step.What} could not be written: {advice}. By hand: {Typed(step.Words)}");
        }
    }

    /// <summary>Waits until the board answers, and prints a page.</summary>
    private void Greet(FlashOptions options, string? address, FlashBoard board)
    {
        if (address is null)
        {
            teller.Say(FlashPlan.LookByHand(board, options.Language));
            return;
        }

        PeerAddress at = PeerAddress.Read(address);
        PeerReport report = Await(at);
        teller.Say($"{report.Name} is up at {at}, with {(report.HasStore ? "a card" : "no card")} and {report.Device ?? "no printer"}");
        if (options.Name is not null && report.Name != options.Name)
        {
            teller.Complain($"it is called {report.Name}, not {options.Name}: it has another peer.cfg on its card, or was not started again.");
        }

        if (report.Device is not null)
        {
            new FirstPage(teller, network, clock).Print(report, at, options.Language);
        }
    }

    private PeerReport Await(PeerAddress at)
    {
        teller.Say($"waiting for the board at {at} …");
        long until = clock.Milliseconds + DesktopLimits.FlashBoardPatience;
        while (true)
        {
            try
            {
                using RemotePeer peer = new(at, network, clock);
                return PeerReport.Of(peer);
            }
            catch (CommandFailure failure)
            {
                if (clock.Milliseconds >= until)
                {
                    throw new CommandFailure($"the board does not answer at {at}: {failure.Message} Look at its light (steady: all is well; blinking: no card, cable or printer; dark: it did not start), at the cable, and at the address; the flashing itself went well.");
                }
            }

            clock.Sleep(DesktopLimits.FlashBoardPause);
        }
    }

    private static string Typed(string[] words) => Shell.Typed(Shell.Here, words);
}
