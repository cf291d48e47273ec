using System;
using System.IO;
using System.Linq;
using PeerDevice.Wiring;

namespace PeerDevice.VirtualBoard.Tests;

/// <summary>What people buy and plan by (sockets and sessions in the tables, the lists of parts) is what the image has.</summary>
public sealed class BoardTablesTests
{
    private const string Off = "off";

    public static TheoryData<string> Boards => new(Pinout.All(Hardware).Select(board => board.Board));

    private static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "PeerDevice.sln")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return folder;
        }
    }

    private static string Hardware => Path.Combine(Root, "hardware");

    [Theory]
    [InlineData("SixteenSockets")]
    [InlineData("SixteenSocketsSmallHeap")]
    [InlineData("FourSockets")]
    public void TheTableOfSocketsIsThatOfTheProfile(string name)
    {
        Profile profile = (Profile)typeof(Profile).GetMethod(name)!.Invoke(null, null)!;
        int[] listeners = [1, profile.ServesIpp ? 1 : 0, profile.ServesRaw ? 1 : 0, profile.ServesLpd ? 1 + profile.LpdDesk : 0, profile.ServesSnmp ? 1 : 0, 1];
        int free = profile.Sockets - listeners.Sum() - profile.Sessions - 1;
        Assert.True(free >= 0, "the profile promises more sockets than there are");
        string[] expected = [profile.Sockets.ToString(), .. listeners.Select(count => count == 0 ? Off : count.ToString()), profile.Sessions.ToString(), "1", free.ToString()];
        string row = File.ReadAllLines(Path.Combine(Root, "firmware", "README.md")).Single(line => line.StartsWith('|') && line.Contains("(`Profile." + name + "`)", StringComparison.Ordinal));
        Assert.Equal(expected, row.Trim('|').Split('|').Skip(1).Select(cell => cell.Trim()));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void SessionsAndSocketsOfABoardAreThoseOfItsProfile(string name)
    {
        string memory = BoardsToBuy.Of(Hardware, name, "memory");
        (string profile, Profile its) = new Stm32.Boards().Find(name) is not null ? ("FourSockets", PeerDevice.Profile.FourSockets())
            : memory.Contains("PSRAM", StringComparison.Ordinal) ? ("SixteenSockets", PeerDevice.Profile.SixteenSockets()) : ("SixteenSocketsSmallHeap", PeerDevice.Profile.SixteenSocketsSmallHeap());
        Assert.Equal(its.Sessions.ToString(), BoardsToBuy.Of(Hardware, name, "sessions"));
        string text = File.ReadAllText(Path.Combine(Hardware, name, "README.md"));
        Assert.Contains(its.Sessions == 1 ? "one session" : its.HeapForOneMore > 0 ? "one session and a second where there is room" : "eight sessions", text, StringComparison.Ordinal);
        Assert.Contains("(`Profile." + profile + "`)", text, StringComparison.Ordinal);
        Assert.Contains("| sockets | " + its.Sockets, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheListOfPartsHasWhatThePinsNeedAndNothingElse(string name)
    {
        Pinout board = Pinout.Read(Path.Combine(Hardware, name));
        string[] parts = File.ReadAllLines(Path.Combine(Hardware, name, "bom.csv")).Skip(1).ToArray();
        bool Has(string purpose) => parts.Any(part => Purpose(part) == purpose);
        bool IsWired(string device) => board.Of(device).Any(pair => !pair.Row.IsOnBoard);
        Assert.Equal(IsWired("card"), parts.Any(part => Purpose(part) == "the card" && part.Contains("module", StringComparison.Ordinal)));
        Assert.Equal(IsWired("light"), Has("light"));
        Assert.Equal(IsWired("button"), Has("button"));
        Assert.Equal(IsWired("display"), Has("display"));
        Assert.Equal(IsWired("printer"), Has("serial printer"));
        Assert.Equal(IsWired("usb-host"), parts.Any(part => Purpose(part) == "USB printer" && part.Contains("VBUS", StringComparison.Ordinal)));
        Assert.True(Has("files and jobs") && Has("power") && Has("network"), name);
        Assert.Equal(BoardsToBuy.Of(Hardware, name, "USB to flash") == "adapter", Has("flashing"));
        bool stops = board.Of("printer").Any(pair => pair.Use.Signal == "stop");
        Assert.True(stops || !parts.Any(part => part.Contains("with wires that stop", StringComparison.Ordinal)), name + " has no wire that stops");

        // An input without a pull of its own.
        Assert.Equal(parts.Any(part => part.StartsWith("resistor 10 k", StringComparison.Ordinal)), board.Of("button").Any(pair => pair.Row.Note.Contains("10 kΩ", StringComparison.Ordinal)));
    }

    /// <summary>What a part is for: the second field; the first may be quoted.</summary>
    private static string Purpose(string part)
    {
        int at = part.StartsWith('"') ? part.IndexOf("\",", StringComparison.Ordinal) + 2 : part.IndexOf(',') + 1;
        return part[at..part.IndexOf(',', at)];
    }
}
