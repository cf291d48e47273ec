namespace PeerDevice.Drivers;

/// <summary>What one board has, and where: filled in by the image from its pins, read by <see cref="BoardStart"/>.</summary>
public sealed class BoardParts
{
    /// <summary>Describes a board.</summary>
    /// <param name="kind">What it is, for people: "board".</param>
    /// <param name="profile">What its ground can bear.</param>
    /// <param name="card">The slot of its card.</param>
    /// <param name="serialPort">The port of its output device, such as "COM2".</param>
    /// <param name="lightPin">The pin of its light, or <see cref="LightIndicator.NoPin"/>.</param>
    /// <param name="isLightLitByLow">Whether the light burns while its pin is low.</param>
    public BoardParts(string kind, Profile profile, CardSlot card, string serialPort, int lightPin, bool isLightLitByLow)
    {
        Kind = kind;
        Profile = profile;
        Card = card;
        SerialPort = serialPort;
        LightPin = lightPin;
        IsLightLitByLow = isLightLitByLow;
    }

    /// <summary>The pin by which its output device may say stop, or <see cref="StopLine.NoPin"/>; the settings may name another.</summary>
    public int StopPin { get; set; } = StopLine.NoPin;

    /// <summary>The pin that tells its output device that the board listens, or <see cref="StopLine.NoPin"/>; the settings may name another.</summary>
    public int ReadyPin { get; set; } = StopLine.NoPin;

    /// <summary>What it is, for people.</summary>
    public string Kind { get; set; }

    /// <summary>What its ground can bear.</summary>
    public Profile Profile { get; }

    /// <summary>The slot of its card.</summary>
    public CardSlot Card { get; }

    /// <summary>The port of its output device.</summary>
    public string SerialPort { get; }

    /// <summary>The pin of its light.</summary>
    public int LightPin { get; }

    /// <summary>Whether the light burns while its pin is low.</summary>
    public bool IsLightLitByLow { get; }
}
