using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Services.Settings;

namespace PeerDevice.Companion.Demo;

/// <summary>
/// <c>peer demo</c>: a virtual board with a card and a printer, and a companion, on this PC and nowhere else; does the main job
/// with them by the very commands a user types, and checks each step by the files themselves.
/// </summary>
internal sealed class DemoCommand
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly string _folder;

    private DemoCommand(TextWriter output, TextWriter error, string folder)
    {
        _output = output;
        _error = error;
        _folder = folder;
    }

    /// <summary>Runs the demo.</summary>
    /// <param name="once">Whether to end after the steps, instead of staying up.</param>
    /// <param name="output">What happens.</param>
    /// <param name="error">What goes wrong.</param>
    public static int Run(bool once, TextWriter output, TextWriter error)
    {
        string folder = Directory.CreateTempSubdirectory("peerdevice-demo-").FullName;
        using Ending ending = new();
        try
        {
            new DemoCommand(output, error, folder).Play(once ? null : ending);
        }
        catch (Exception problem) when (problem is CommandFailure or IOException or UnauthorizedAccessException)
        {
            error.WriteLine("peer: the demo failed: " + Names.Shown(problem.Message));
            error.WriteLine("peer: its files are left for a look in " + folder);
            return 1;
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private void Play(Ending? ending)
    {
        string card = Make("card");
        string printed = Make("printed");
        string office = Make("office");
        Samples.FillCard(card);
        byte[] document = Samples.Document();
        string letter = Path.Combine(Make("desk"), "letter.pdf");
        File.WriteAllBytes(letter, document);

        _output.WriteLine("A board made of software comes up, with a card and a printer...");
        using BoardProcess board = BoardProcess.Start(card, printed, "demo-board", line => _error.WriteLine("board: " + line));
        _output.WriteLine("...and this PC as a peer like it.");
        LocalPeerPlan plan = new() { Shares = [office], Writable = true, Name = "demo-companion", Bind = "127.0.0.1", HttpPort = 0, RawPort = 0, LpdPort = PeerSettings.NoPort, SnmpPort = PeerSettings.NoPort, Printers = ["file:" + Make("printed-here") + "/"] };
        using LocalPeer companion = LocalPeer.Start(plan, new ConsoleIndicator(_error));
        string here = FormattableString.Invariant($"{companion.Address}:{companion.HttpPort}");
        _output.WriteLine();

        Step(["status", board.Authority], "it answers", show: true);
        Step(["ls", "-r", board.Authority], "its card, as it is", show: true);
        string fetched = Path.Combine(_folder, "fetched");
        Step(["get", board.Authority, fetched], "");
        Verify(Compare(card, fetched), "every file of the card is here, octet by octet");
        Step(["put", letter, board.Authority + "/files/"], "");
        Verify(IsSame(letter, Path.Combine(card, "letter.pdf")), "the letter is on the card, octet by octet");
        Step(["print", letter, board.Authority], "");
        Verify(IsSame(letter, OnlyFile(printed)), "the printer has the letter, octet by octet");
        Step(["cp", board.Authority + "/files/notes", here + "/files/"], "");
        Verify(Compare(Path.Combine(card, "notes"), Path.Combine(office, "notes")), "the notes went from the board to this PC's share, octet by octet");
        Step(["print", letter, here], "");
        Verify(IsSame(letter, OnlyFile(Path.Combine(_folder, "printed-here"))), "this PC prints for others as well");
        Step(["mkdir", board.Authority + "/files/old"], "");
        Step(["mv", board.Authority + "/files/letter.pdf", board.Authority + "/files/old/"], "");
        Verify(IsSame(letter, Path.Combine(card, "old", "letter.pdf")), "the letter moved");
        Step(["rm", "-r", board.Authority + "/files/old"], "");
        Verify(!Directory.Exists(Path.Combine(card, "old")), "and is gone");
        _output.WriteLine();
        _output.WriteLine("Everything arrived.");
        if (ending is null)
        {
            return;
        }

        _output.WriteLine();
        _output.WriteLine($"The board stays up at   http://{board.Authority}/  (files: http://{board.Authority}/files/)");
        _output.WriteLine($"and this PC at          http://{here}/  (files: http://{here}/files/)");
        _output.WriteLine($"Look into {_folder}: card, office, fetched, printed. Ctrl-C ends the demo and removes it.");
        ending.Wait();
    }

    /// <summary>Runs a command as a user would type it.</summary>
    private void Step(string[] words, string told, bool show = false)
    {
        _output.WriteLine("$ peer " + string.Join(' ', words));
        StringWriter said = new(CultureInfo.InvariantCulture);
        StringWriter complained = new(CultureInfo.InvariantCulture);
        int code = CommandLine.Run(words, said, complained);
        if (code != 0)
        {
            throw new CommandFailure($"`peer {words[0]}` ended with {code}: {complained.ToString().Trim()}");
        }

        if (show)
        {
            _output.Write(said.ToString());
        }

        if (told.Length > 0)
        {
            _output.WriteLine("  ok: " + told);
        }
    }

    private void Verify(bool isTrue, string claim)
    {
        if (!isTrue)
        {
            throw new CommandFailure($"it is not so that {claim}.");
        }

        _output.WriteLine("  ok: " + claim);
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private static string OnlyFile(string folder)
    {
        string[] files = Directory.GetFiles(folder);
        return files.Length == 1 ? files[0] : throw new CommandFailure($"the printer's folder has {files.Length} files instead of one.");
    }

    private static bool IsSame(string a, string b) => File.Exists(b) && File.ReadAllBytes(a).AsSpan().SequenceEqual(File.ReadAllBytes(b));

    /// <summary>Whether two folders have the same files with the same contents, reserved areas aside.</summary>
    private static bool Compare(string a, string b)
    {
        SortedSet<string> left = Files(a);
        SortedSet<string> right = Files(b);
        if (!left.SetEquals(right) || left.Count == 0)
        {
            return false;
        }

        foreach (string name in left)
        {
            if (!IsSame(Path.Combine(a, name), Path.Combine(b, name)))
            {
                return false;
            }
        }

        return true;
    }

    private static SortedSet<string> Files(string folder)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, file);
            if (!name.StartsWith(FolderStore.Reserved, StringComparison.Ordinal))
            {
                names.Add(name);
            }
        }

        return names;
    }
}
