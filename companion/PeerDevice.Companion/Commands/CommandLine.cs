using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Demo;
using PeerDevice.Companion.Sync;
using PeerDevice.Services.Settings;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Companion.Commands;

/// <summary>The command <c>peer</c> and what it is told.</summary>
internal static partial class CommandLine
{
    private const string NoPort = "none";

    /// <summary>Runs a command.</summary>
    /// <returns>0 only when all that was asked for was done.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        return Root(output, error).Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    /// <summary>All commands there are.</summary>
    internal static RootCommand Root(TextWriter output, TextWriter error)
    {
        return new RootCommand("A peer: shares this PC's folders and printer, and uses those of other peers, boards or PCs.")
        {
            Up(output, error),
            List(output, error),
            Get(output, error),
            Put(output, error),
            Remove(output, error),
            MakeFolder(output, error),
            MoveOrCopy(true, output, error),
            MoveOrCopy(false, output, error),
            Synchronize(output, error),
            Mirror(output, error),
            Mount(output, error),
            Print(output, error),
            Jobs(output, error),
            ChangeJobs("cancel", "Cancels jobs; what is on paper stays there.", Operation.CancelJob, output, error),
            ChangeJobs("hold", "Holds jobs that wait: they are not printed until they are released.", Operation.HoldJob, output, error),
            ChangeJobs("release", "Lets jobs that are held go on.", Operation.ReleaseJob, output, error),
            ChangePrinter("pause", "Pauses a printer, in the middle of a job too: jobs wait until it resumes.", Operation.PausePrinter, output, error),
            ChangePrinter("resume", "Lets a printer that was paused go on, at the same octet.", Operation.ResumePrinter, output, error),
            Printers(output, error),
            Status(output, error),
            Who(output, error),
            Find(output, error),
            Watch(output, error),
            Flash(output, error),
            Demonstrate(output, error),
        };
    }

    // By the numbers that PeerSettings has for them.
    private static readonly string[] Pulls = ["office", "any", "no"];

    private static Command Up(TextWriter output, TextWriter error)
    {
        Option<string[]> share = new("--share") { Description = "A folder to share, DIR or NAME=DIR; one stands at /files/, several at /files/NAME/ each. The current folder if none is given." };
        Option<bool> writable = new("--writable") { Description = "Lets others store and delete; otherwise they only read." };
        Option<string> name = new("--name") { Description = "The name others see.", DefaultValueFactory = static _ => Environment.MachineName };
        Option<string> bind = new("--bind") { Description = "The one address to listen on. Without it all of them, and only hosts on this PC's own links are served.", DefaultValueFactory = static _ => "" };
        Option<int> http = Port("--http", "The port for files; 0 lets the system choose.", DesktopLimits.HttpPort);
        Option<int> raw = Port("--raw", "The port for print data; 0 lets the system choose.", Limits.RawPort);
        Option<string> lpd = PortOrNone("--lpd", "The port for print data by LPD; 0 lets the system choose, none takes none.", Limits.LpdPort);
        Option<string> ipp = PortOrNone("--ipp", "A second port for IPP, such as 631, where its clients go by themselves; 0 lets the system choose.", PeerSettings.NoPort);
        Option<string> snmp = PortOrNone("--snmp", "The UDP port that tells the printer's state by SNMP; 0 lets the system choose, none tells nothing.", Limits.SnmpPort);
        Option<string[]> printer = new("--printer") { Description = $"Where print data goes, [NAME=]WHERE[,OPTION=VALUE]: {Outputs.Output.Forms}. A folder gets a file per document. Several are named apart. Options: {Outputs.Output.Options}." };
        Option<string> spool = new("--spool") { Description = "A folder in which jobs are kept until they are printed, this peer's alone; without it, who sends one waits until it is printed.", DefaultValueFactory = static _ => "" };
        Option<bool> keep = new("--keep-jobs") { Description = "Leaves the documents of jobs that were printed there until room is needed, so that they can be printed again; with --spool." };
        Option<string> pull = new("--pull") { Description = "From where documents are fetched for who asks to print them by their address: office (this PC's own links), any, or no.", DefaultValueFactory = static _ => Pulls[PeerSettings.PullsFromOffice] };
        pull.AcceptOnlyFromAmong(Pulls);
        Option<string[]> mirror = new("--mirror") { Description = "A folder of the share that follows one of another peer, FOLDER=NAME:/PLACE or FOLDER=ADDRESS: what is there comes here and goes with it; what went is kept in the share's .peer/t for 30 days." };
        Option<string> index = new("--index") { Description = "The folder in which it is kept what the shared files contain, so that others find the same content here; none keeps nothing.", DefaultValueFactory = static _ => Contents.ContentIndex.DefaultFolder };
        Option<bool> fast = new("--no-sync") { Description = "Confirms a stored file before it is on the disk: faster, and lost if the power fails." };
        Option<bool> hidden = new("--no-discovery") { Description = "Tells nobody on the network of this peer by itself; with --bind to a loopback address nobody is told anyway." };
        Command command = new("up", "Is a peer until Ctrl-C: shares folders read-only or writable, and prints what arrives.") { share, writable, name, bind, http, raw, lpd, ipp, snmp, printer, spool, keep, pull, mirror, index, fast, hidden };
        command.SetAction(result => Guard(error, () => UpCommand.Run(
            new LocalPeerPlan
            {
                Shares = result.GetValue(share) ?? [],
                Writable = result.GetValue(writable),
                Durable = !result.GetValue(fast),
                Name = result.GetValue(name)!,
                Bind = result.GetValue(bind)!,
                HttpPort = result.GetValue(http),
                RawPort = result.GetValue(raw),
                LpdPort = PortOf(result.GetValue(lpd)!),
                IppPort = PortOf(result.GetValue(ipp)!),
                SnmpPort = PortOf(result.GetValue(snmp)!),
                Discovery = !result.GetValue(hidden),
                Printers = result.GetValue(printer) ?? [],
                Spool = result.GetValue(spool)!,
                KeepsJobs = result.GetValue(keep),
                Mirrors = result.GetValue(mirror) ?? [],
                Index = result.GetValue(index)! is NoPort ? "" : result.GetValue(index)!,
                Pull = Array.IndexOf(Pulls, result.GetValue(pull)),
                NamesFile = FileNote.Place("names", result.GetValue(http)),
            },
            output,
            error)));
        return command;
    }

    private static Command List(TextWriter output, TextWriter error)
    {
        Argument<string?> address = new("address") { Description = "What to list: a peer for all its files, or a folder on it. Without it, the peers that are here.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> recursive = new("--recursive", "-r") { Description = "Lists the folders in it as well." };
        Command command = new("ls", "Lists a peer's files; or, of nothing, the peers here, each with its kind, its printer, its room and its address.") { address, recursive };
        command.SetAction(result => Guard(error, output, teller =>
        {
            if (result.GetValue(address) is { } one)
            {
                new FileCommands(teller, new PcNetwork(), new PcClock(), OpenOffice()).List(At(one), result.GetValue(recursive));
                return;
            }

            Everybody(teller).List();
        }));
        return command;
    }

    private static Command Get(TextWriter output, TextWriter error)
    {
        Argument<string> address = Address("What to fetch; a folder comes with all that is in it.");
        Argument<string?> destination = new("destination") { Description = "Where to: a folder that is there, or a new name. The current folder if not given.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> force = Force("Replaces files that are here and differ.");
        Option<string[]> from = new("--from") { Description = "Where the same file is, too: it is fetched from all of these at once. Several times." };
        Command command = new("get", "Fetches a file or a folder. What was cut goes on where it ended; what is here already is skipped. Of X.meta4, here or there, it fetches what that names, from all its places at once.") { address, destination, force, from };
        return Act(command, output, error, (result, files) =>
        {
            if (result.GetValue(from) is { Length: > 0 } others)
            {
                files.GetFromMany(At([result.GetValue(address)!, .. others]), result.GetValue(destination), result.GetValue(force));
                return;
            }

            if (result.GetValue(address)!.EndsWith(MetalinkOrders.Suffix, StringComparison.OrdinalIgnoreCase))
            {
                files.GetByMetalink(File.Exists(result.GetValue(address)!) ? result.GetValue(address)! : At(result.GetValue(address)!), result.GetValue(destination), result.GetValue(force));
                return;
            }

            files.Get(At(result.GetValue(address)!), result.GetValue(destination), result.GetValue(force));
        });
    }

    private static Command Put(TextWriter output, TextWriter error)
    {
        Argument<string[]> paths = new("paths") { Description = "Files or folders (a folder goes with all that is in it; - is standard input), then where to: a peer's folder, or a new name.", Arity = new ArgumentArity(2, 10_000) };
        Option<bool> force = Force("Replaces files that are there.");
        Command command = new("put", "Stores files and folders on a peer. What is there already, the same, is skipped; links are left out and told.") { paths, force };
        return Act(command, output, error, (result, files) =>
        {
            string[] all = result.GetValue(paths)!;
            files.Put(all[..^1], At(all[^1]), result.GetValue(force));
        });
    }

    private static Command Remove(TextWriter output, TextWriter error)
    {
        Argument<string[]> addresses = new("addresses") { Description = "What to remove.", Arity = ArgumentArity.OneOrMore };
        Option<bool> recursive = new("--recursive", "-r") { Description = "Removes folders with all that is in them." };
        Command command = new("rm", "Removes files and, with -r, folders.") { addresses, recursive };
        return Act(command, output, error, (result, files) => files.Remove(At(result.GetValue(addresses)!), result.GetValue(recursive)));
    }

    private static Command MakeFolder(TextWriter output, TextWriter error)
    {
        Argument<string> address = Address("The folder to make.");
        Option<bool> parents = new("--parents", "-p") { Description = "Makes the folders above it as well, and minds none that is there." };
        Command command = new("mkdir", "Makes a folder.") { address, parents };
        return Act(command, output, error, (result, files) => files.MakeFolder(At(result.GetValue(address)!), result.GetValue(parents)));
    }

    private static Command MoveOrCopy(bool isMove, TextWriter output, TextWriter error)
    {
        Argument<string> from = new("from") { Description = "What; a folder goes with all that is in it." };
        Argument<string> to = new("to") { Description = isMove ? "Where to, on the same peer: a folder that is there, or a new name." : "Where to, on the same peer or another: a folder that is there, or a new name." };
        Option<bool> force = Force("Replaces what is there.");
        Command command = isMove
            ? new("mv", "Moves or renames a file or a folder on a peer.") { from, to, force }
            : new("cp", "Copies a file or a folder on a peer, or from one peer to another.") { from, to, force };
        return Act(command, output, error, (result, files) =>
        {
            string[] both = At([result.GetValue(from)!, result.GetValue(to)!]);
            files.MoveOrCopy(isMove, both[0], both[1], result.GetValue(force));
        });
    }

    private static Command Synchronize(TextWriter output, TextWriter error)
    {
        Argument<string> one = new("one") { Description = "A folder of this PC or of a peer (peer:/NAME, or host:port/files/NAME)." };
        Argument<string> other = new("other") { Description = "The other of the two: the order does not matter." };
        Option<bool> push = new("--push") { Description = "Only brings what changed here to the peer." };
        Option<bool> pull = new("--pull") { Description = "Only brings what changed on the peer here." };
        Option<bool> delete = new("--delete") { Description = "Deletes on one side what was deleted on the other since the last sync, unless it changed." };
        Option<bool> dry = new("--dry-run", "-n") { Description = "Says what would be done and changes nothing." };
        Option<bool> quick = new("--quick") { Description = "Takes a file for the same if its length and time are, where its tag does not say so; otherwise its content is compared." };
        Option<bool> forget = new("--forget") { Description = "Takes both for new to each other: nothing counts as deleted." };
        Option<string> state = new("--state") { Description = "The folder in which it is remembered what was synced.", DefaultValueFactory = static _ => SyncState.DefaultFolder };
        Command command = new("sync", "Makes a folder here and one of a peer the same, both ways: what changed on one side goes to the other; of what changed on both, both are kept.") { one, other, push, pull, delete, dry, quick, forget, state };
        command.Validators.Add(result =>
        {
            if (result.GetValue(push) && result.GetValue(pull))
            {
                result.AddError("--push and --pull exclude each other: without both, changes go both ways.");
            }
        });
        command.SetAction(result => Guard(error, output, teller => SyncCommand.Run(
            teller,
            new PcNetwork(),
            new PcClock(),
            Side(result.GetValue(one)!),
            Side(result.GetValue(other)!),
            new SyncOptions
            {
                Stores = !result.GetValue(pull),
                Fetches = !result.GetValue(push),
                Deletes = result.GetValue(delete),
                IsDry = result.GetValue(dry),
                IsQuick = result.GetValue(quick),
                Forgets = result.GetValue(forget),
                StateFolder = result.GetValue(state)!,
            })));
        return command;
    }

    private static Command Mirror(TextWriter output, TextWriter error)
    {
        Argument<string> from = new("from") { Description = "The folder that is followed, peer:/NAME or host:port/files/NAME; with --stop the one that follows." };
        Argument<string?> to = new("to") { Description = "The folder that follows it, on another peer.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> stop = new("--stop") { Description = "Has the folder follow nothing any more; what it has stays." };
        Command command = new("mirror", "Has a folder of one peer follow one of another from now on: what comes and goes there does so here too, a minute or so later, once the two meet.") { from, to, stop };
        return Act(command, output, error, (result, files) =>
        {
            PeerNames names = new(OpenOffice());
            string source = result.GetValue(from)!;
            files.Mirror(names.Address(source), result.GetValue(to) is { } target ? names.Address(target) : null, result.GetValue(stop), names.NameOf(source));
        });
    }

    private static Command Mount(TextWriter output, TextWriter error)
    {
        Argument<string> address = Address("What to mount: host:port for all its files, or host:port/files/NAME.");
        Option<string?> run = new("--run") { Description = OperatingSystem.IsWindows() ? "Mounts it, as this drive (Z:)." : "Mounts it, at this folder." };
        Command command = new("mount", "Says by which command of this system a peer's files are mounted, or with --run does it.") { address, run };
        command.SetAction(result => Guard(error, output, teller => MountCommand.Run(teller, At(result.GetValue(address)!), result.GetValue(run))));
        return command;
    }

    private static Command Status(TextWriter output, TextWriter error)
    {
        Argument<string> address = Address("The peer.");
        Option<bool> json = new("--json") { Description = "As the peer says it, for programs." };
        Command command = new("status", "Says what a peer is, has and offers.") { address, json };
        command.SetAction(result => Guard(error, output, teller => StatusCommand.Run(teller, new PcNetwork(), new PcClock(), At(result.GetValue(address)!), result.GetValue(json))));
        return command;
    }

    private static Command Demonstrate(TextWriter output, TextWriter error)
    {
        Option<bool> once = new("--once") { Description = "Ends by itself; the exit code is 0 only when every step was right." };
        Command command = new("demo", "Brings up a board made of software and this PC as peers, does the main job with them, checks it, and stays up.") { once };
        command.SetAction(result => Guard(error, () => DemoCommand.Run(result.GetValue(once), output, error)));
        return command;
    }

    private static Command Who(TextWriter output, TextWriter error)
    {
        Command command = new("who", "Tells which peers are here, which were, and how that is known.");
        command.SetAction(_ => Guard(error, output, teller => Everybody(teller).Who()));
        return command;
    }

    private static Command Find(TextWriter output, TextWriter error)
    {
        Argument<string> name = new("name") { Description = "What is in the name, in whatever case; with * or ? the whole name." };
        Command command = new("find", "Looks through the files of all peers here for a name.") { name };
        command.SetAction(result => Guard(error, output, teller => Everybody(teller).Find(result.GetValue(name)!)));
        return command;
    }

    private static Command Watch(TextWriter output, TextWriter error)
    {
        Option<int> seconds = new("--for") { Description = "Ends after so many seconds; without it Ctrl-C does." };
        seconds.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--for takes a number of seconds.");
            }
        });
        Command command = new("watch", "Shows the peers here as they come, change and go.") { seconds };
        command.SetAction(result => Guard(error, output, teller => new WatchCommand(teller, new PcNetwork(), new PcClock(), OpenOffice()).Run(result.GetValue(seconds))));
        return command;
    }

    /// <summary>Who is here; another office in tests, where nobody may be asked.</summary>
    internal static Func<IOffice> OpenOffice { get; set; } = static () => new Office(new PcNetwork(), new PcClock());

    private static OfficeCommands Everybody(Teller teller) => new(teller, new PcNetwork(), new PcClock(), OpenOffice());

    /// <summary>What a user wrote, with a peer's address where a peer's name stood.</summary>
    private static string At(string text) => new PeerNames(OpenOffice()).Address(text);

    private static string[] At(string[] texts) => Array.ConvertAll(texts, new PeerNames(OpenOffice()).Address);

    private static string Side(string text) => new PeerNames(OpenOffice()).Side(text);

    private static Command Act(Command command, TextWriter output, TextWriter error, Action<ParseResult, FileCommands> action)
    {
        command.SetAction(result => Guard(error, output, teller => action(result, new FileCommands(teller, new PcNetwork(), new PcClock(), OpenOffice()))));
        return command;
    }

    private static Argument<string> Address(string description) => new("address")
    {
        Description = description + " A peer by its name, as NAME or NAME:/PLACE, or host:port/files/PLACE. With http:// in front it is a URL, whose %20 and the like are taken for what they mean; without, the names are as they are.",
    };

    private static Option<bool> Force(string description) => new("--force", "-f") { Description = description };

    private static Option<string> PortOrNone(string name, string description, int value)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => value == PeerSettings.NoPort ? NoPort : value.ToString(CultureInfo.InvariantCulture) };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value != NoPort && PortOf(result.Tokens[0].Value) < 0)
            {
                result.AddError($"{name} takes a port from 0 to {ushort.MaxValue}, or none.");
            }
        });
        return option;
    }

    private static Option<int> Port(string name, string description, int value)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && PortOf(result.Tokens[0].Value) < 0)
            {
                result.AddError($"{name} takes a port from 0 to {ushort.MaxValue}.");
            }
        });
        return option;
    }

    /// <summary>A port from 0 to 65535, or <see cref="PeerSettings.NoPort"/> for any other text.</summary>
    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue ? port : PeerSettings.NoPort;

    private static int Guard(TextWriter error, TextWriter output, Action<Teller> command)
    {
        Teller teller = Teller.ForConsole(output, error);
        int code = Guard(error, () =>
        {
            command(teller);
            return 0;
        });
        return code != 0 ? code : teller.ExitCode;
    }

    private static int Guard(TextWriter error, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (CommandFailure failure)
        {
            error.WriteLine("peer: " + Names.Shown(failure.Message));
            return 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // What nobody thought of, such as a current folder that was deleted: one sentence all the same.
            error.WriteLine("peer: " + Names.Shown(problem.Message));
            return 1;
        }
    }
}
