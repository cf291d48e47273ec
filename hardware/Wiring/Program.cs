using System;
using System.IO;

namespace PeerDevice.Wiring;

/// <summary>Writes the drawings, and the table of hardware/README.md, from the csv files.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        string hardware = arguments.Length > 0 ? arguments[0] : "hardware";
        string readme = Path.Combine(hardware, "README.md");
        if (!File.Exists(readme))
        {
            Console.Error.WriteLine("There is no " + readme + ": call it in the repository's root, or name the folder hardware.");
            return 1;
        }

        Pinout[] boards = Pinout.All(hardware);
        foreach (Pinout board in boards)
        {
            File.WriteAllText(Path.Combine(hardware, board.Board, Drawing.FileName), Drawing.Of(board));
        }

        File.WriteAllText(readme, FitTable.Put(File.ReadAllText(readme), boards));
        Console.WriteLine(boards.Length + " boards drawn.");
        return 0;
    }
}
