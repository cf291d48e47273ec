using System;
using System.CommandLine;
using System.IO;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Flash;

namespace PeerDevice.Companion.Commands;

/// <content>The command that makes boards.</content>
internal static partial class CommandLine
{
    private static Command Flash(TextWriter output, TextWriter error)
    {
        Option<string?> board = new("--board") { Description = "The board, as hardware/ calls it. A board that was flashed before is asked itself." };
        Option<string?> port = new("--port") { Description = "Its serial port. The only one there is if not given." };
        Option<string?> name = new("--name") { Description = "The name that others are to see." };
        Option<string?> language = new("--printer-language") { Description = "What its printer speaks, such as escpos-80: see firmware/README.md." };
        Option<string?> image = new("--image") { Description = "The image. The one of this program's release if not given." };
        Option<string?> address = new("--address") { Description = "Where the board will be: a peer's name, host or host:port. Looked for by --name, else asked for, if not given." };
        Option<bool> dry = new("--dry-run", "-n") { Description = "Says every command and every file, and does nothing." };
        Command command = new("flash", "Makes a peer of a board: writes runtime, image and settings with nanoff, waits for it on the network, and prints a page.") { board, port, name, language, image, address, dry };
        command.SetAction(result => Guard(error, output, teller =>
        {
            TextReader? answers = Console.IsInputRedirected || !teller.IsTerminal ? null : Console.In;
            new FlashCommand(teller, new PcNetwork(), new PcClock(), new OfficeFinder(teller, OpenOffice(), new PcClock(), new AskedAddress(teller, answers)), static () => SerialPorts.All(), Shell.Run)
            {
                Done = () => Enter(teller, answers),
            }.Run(
                new FlashOptions
                {
                    Board = result.GetValue(board),
                    Port = result.GetValue(port),
                    Name = result.GetValue(name),
                    Language = result.GetValue(language),
                    Image = result.GetValue(image),
                    Address = result.GetValue(address),
                    IsDry = result.GetValue(dry),
                },
                Shell.Find("nanoff", DotnetTools));
        }));
        return command;
    }

    private static void Enter(Teller teller, TextReader? answers)
    {
        if (answers is not null)
        {
            teller.Say("(then Enter)");
            answers.ReadLine();
        }
    }

    // Where `dotnet tool install -g` puts programs; a path learns of it with the next login.
    private static string DotnetTools => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
}
