using System;
using System.CommandLine;
using System.IO;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Commands;

/// <content>The commands about printing.</content>
internal static partial class CommandLine
{
    private static Command Print(TextWriter output, TextWriter error)
    {
        Argument<string> file = new("file") { Description = "The document, in a form the printer understands; - is standard input. What is on a peer, NAME:/PLACE or an http URL, the printer fetches itself." };
        Argument<string?> address = new("address") { Description = PrinterArgument().Description, Arity = ArgumentArity.ZeroOrOne };
        Option<string?> to = new("--to") { Description = "The same as the address behind the document." };
        Option<string?> printer = PrinterOption();
        Option<int> copies = new("--copies") { Description = "How many.", DefaultValueFactory = static _ => 1 };
        copies.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Limits.JobCopies)
            {
                result.AddError($"--copies takes a number from 1 to {Limits.JobCopies}.");
            }
        });
        Option<string?> title = new("--title") { Description = "What the job is called; the document's name if not given." };
        Option<string?> format = new("--format") { Description = "What the document is, such as text/plain; application/octet-stream goes to the printer as it is. By the document's name if not given." };
        Option<bool> leave = new("--no-wait") { Description = "Is done when the peer has the document, and says what becomes of it." };
        Option<bool> raw = new("--raw") { Description = "Prints by the raw port, where there is no IPP." };
        Command command = new("print", "Prints a document on a peer's printer, or on any that speaks IPP, and waits until it is printed.") { file, address, to, printer, copies, title, format, leave, raw };
        command.Validators.Add(result =>
        {
            if (result.GetValue(address) is null == result.GetValue(to) is null)
            {
                result.AddError("Say once where to print: behind the document, or with --to.");
            }
        });
        command.SetAction(result => Guard(error, output, teller => PrintCommand.Run(
            teller,
            new PcNetwork(),
            new PcClock(),
            new PrintOptions
            {
                File = new PeerNames(OpenOffice()).Document(result.GetValue(file)!),
                Address = At(result.GetValue(address) ?? result.GetValue(to)!),
                Printer = result.GetValue(printer),
                Copies = result.GetValue(copies),
                Title = result.GetValue(title),
                Format = result.GetValue(format),
                Waits = !result.GetValue(leave),
                IsRaw = result.GetValue(raw),
            })));
        return command;
    }

    private static Command Jobs(TextWriter output, TextWriter error)
    {
        Argument<string> address = PrinterArgument();
        Option<string?> printer = new("--printer") { Description = "Which of the peer's printers; all of them if not given." };
        Option<bool> all = new("--all", "-a") { Description = "Those that have ended as well, as far as the peer remembers." };
        Command command = new("jobs", "Lists the jobs of a peer's printers.") { address, printer, all };
        command.SetAction(result => Guard(error, output, teller => new JobCommands(teller, new PcNetwork(), new PcClock()).List(At(result.GetValue(address)!), result.GetValue(printer), result.GetValue(all))));
        return command;
    }

    private static Command ChangeJobs(string name, string description, int operation, TextWriter output, TextWriter error)
    {
        Argument<string> address = PrinterArgument();
        Argument<int[]> ids = new("ids") { Description = "The jobs' numbers, see `peer jobs`.", Arity = new ArgumentArity(1, DesktopLimits.JobsAtOnce) };
        Option<string?> printer = new("--printer") { Description = "Which of the peer's printers; whichever has the job if not given." };
        Command command = new(name, description) { address, ids, printer };
        command.SetAction(result => Guard(error, output, teller => new JobCommands(teller, new PcNetwork(), new PcClock()).Change(operation, At(result.GetValue(address)!), result.GetValue(ids)!, result.GetValue(printer))));
        return command;
    }

    private static Command ChangePrinter(string name, string description, int operation, TextWriter output, TextWriter error)
    {
        Argument<string> address = PrinterArgument();
        Option<string?> printer = new("--printer") { Description = "Which of the peer's printers, where it has several." };
        Command command = new(name, description) { address, printer };
        command.SetAction(result => Guard(error, output, teller => new JobCommands(teller, new PcNetwork(), new PcClock()).Change(operation, At(result.GetValue(address)!), result.GetValue(printer))));
        return command;
    }

    private static Command Printers(TextWriter output, TextWriter error)
    {
        Argument<string> name = new("name") { Description = "What the queue is to be called." };
        Argument<string> address = PrinterArgument();
        Option<string?> printer = PrinterOption();
        Option<string?> driver = new("--driver") { Description = OperatingSystem.IsWindows() ? "A driver of Windows; Generic / Text Only if not given." : "A model of CUPS (lpinfo -m), or raw; that of the printer's language if not given." };
        Option<bool> only = new("--print-only") { Description = "Only says the commands." };
        Command add = new("add", "Sets up a queue of this system that prints on a peer's printer.") { name, address, printer, driver, only };
        add.SetAction(result => Guard(error, output, teller => new PrinterAddCommand(teller, new PcNetwork(), new PcClock(), Shell.Has, Shell.Run).Run(
            result.GetValue(name)!,
            At(result.GetValue(address)!),
            result.GetValue(printer),
            result.GetValue(driver),
            result.GetValue(only))));
        return new Command("printer", "This system's own printing, by a peer.") { add };
    }

    private static Argument<string> PrinterArgument() => new("address")
    {
        Description = "The peer, by its name or as host:port; or a printer, ipp://host:port/…, or with its raw port alone socket://host:port.",
    };

    private static Option<string?> PrinterOption() => new("--printer") { Description = "Which of the peer's printers, where it has several; the first if not given." };
}
