using System.IO;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Flash;

/// <summary>Asks the person at the keyboard for a board's address.</summary>
/// <param name="teller">Asks.</param>
/// <param name="answers">Where the answer comes from; null where nobody can answer.</param>
internal sealed class AskedAddress(Teller teller, TextReader? answers) : IBoardFinder
{
    /// <summary>What there is to know before a board gets its cable: the supply of most boards with PoE is not isolated.</summary>
    public const string BesidePower = "where it brings power (PoE), unplug USB first and leave it out, never both";

    /// <inheritdoc/>
    public string? Find(FlashBoard board, string? name)
    {
        teller.Say($"Connect the board's network cable ({BesidePower}). " + (board.IsSmall
            ? "A board without PSRAM may not be found by its name: it is reached by its address for certain, which your router lists and its debug console tells (--address gives it here)."
            : $"Your router lists {name ?? "it"} with its address; its debug console tells it too, and so does a display where it has one."));
        if (answers is null)
        {
            return null;
        }

        teller.Say("Its address (Enter for none):");
        string? line = answers.ReadLine()?.Trim();
        return line is { Length: > 0 } ? line : null;
    }
}
