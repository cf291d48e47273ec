using System.IO;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Flash;

/// <summary>Asks the person at the keyboard for a board's address.</summary>
/// <param name="teller">Asks.</param>
/// <param name="answers">Where the answer comes from; null where nobody can answer.</param>
internal sealed class AskedAddress(Teller teller, TextReader? answers) : IBoardFinder
{
    /// <inheritdoc/>
    public string? Find(string? name)
    {
        teller.Say($"Connect the board's network cable. Your router lists {(name is null ? "it" : name)} with its address; the board's display and its debug console tell it too.");
        if (answers is null)
        {
            return null;
        }

        teller.Say("Its address (Enter for none):");
        string? line = answers.ReadLine()?.Trim();
        return line is { Length: > 0 } ? line : null;
    }
}
