namespace PeerDevice.Drivers;

/// <summary>What one board has, and where: filled in by the image, read by <see cref="BoardStart"/>.</summary>
public sealed class BoardParts
{
    /// <summary>Describes a board.</summary>
    /// <param name="kind">What it is, for people: "board".</param>
    /// <param name="profile">What its ground can bear.</param>
    /// <param name="card">The slot of its card.</param>
    /// <param name="table">Who maps its pins.</param>
    /// <param name="pins">What is wired where.</param>
    /// <param name="words">Which board it was taken for and why, for people.</param>
    public BoardParts(string kind, Profile profile, CardSlot card, BoardTable table, BoardPins pins, string words)
    {
        Kind = kind;
        Profile = profile;
        Card = card;
        Table = table;
        Pins = pins;
        Words = words;
    }

    /// <summary>What it is, for people.</summary>
    public string Kind { get; set; }

    /// <summary>What its image has beside: nothing, unless the image says so.</summary>
    public BoardExtras Extras { get; set; } = new BoardExtras();

    /// <summary>What its ground can bear.</summary>
    public Profile Profile { get; }

    /// <summary>The slot of its card.</summary>
    public CardSlot Card { get; }

    /// <summary>Who maps its pins.</summary>
    public BoardTable Table { get; }

    /// <summary>What is wired where.</summary>
    public BoardPins Pins { get; }

    /// <summary>Which board it was taken for and why, for people.</summary>
    public string Words { get; }
}
