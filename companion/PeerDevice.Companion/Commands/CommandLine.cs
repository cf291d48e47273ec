using System;
using System.CommandLine;
using System.IO;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary>The command <c>peer</c> and what it is told.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <returns>0 only when all that was asked for was done.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        RootCommand root = new("A peer: shares this PC's folders and printer, and uses those of other peers, boards or PCs.")
        {
            Up(output, error),
        };
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    private static Command Up(TextWriter output, TextWriter error)
    {
        Option<string[]> share = new("--share") { Description = "A folder to share, DIR or NAME=DIR; one stands at /files/, several at /files/NAME/ each. The current folder if none is given." };
        Option<bool> writable = new("--writable") { Description = "Lets others store and delete; otherwise they only read." };
        Option<string> name = new("--name") { Description = "The name others see.", DefaultValueFactory = static _ => Environment.MachineName };
        Option<string> bind = new("--bind") { Description = "The one address to listen on. Without it all of them, and only hosts on this PC's own links are served.", DefaultValueFactory = static _ => "" };
        Option<int> http = Port("--http", "The port for files; 0 lets the system choose.", DesktopLimits.HttpPort);
        Option<int> raw = Port("--raw", "The port for print data; 0 lets the system choose.", Limits.RawPort);
        Option<string> printer = new("--printer") { Description = $"Where print data goes: {Outputs.Output.Forms}. A folder gets a file per document.", DefaultValueFactory = static _ => "none" };
        Option<bool> fast = new("--no-sync") { Description = "Confirms a stored file before it is on the disk: faster, and lost if the power fails." };
        Command command = new("up", "Is a peer until Ctrl-C: shares folders read-only or writable, and prints what arrives.") { share, writable, name, bind, http, raw, printer, fast };
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
                Printer = result.GetValue(printer)!,
            },
            output,
            error)));
        return command;
    }

    private static Option<int> Port(string name, string description, int value)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int port) || port is < 0 or > ushort.MaxValue))
            {
                result.AddError($"{name} takes a port from 0 to {ushort.MaxValue}.");
            }
        });
        return option;
    }

    private static int Guard(TextWriter error, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (CommandFailure failure)
        {
            error.WriteLine("peer: " + failure.Message);
            return 1;
        }
    }
}
