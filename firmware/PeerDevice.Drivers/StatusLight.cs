namespace PeerDevice.Drivers;

/// <summary>What a board shows its state with: dark, or lit in a colour, for those that have one.</summary>
public abstract class StatusLight
{
    /// <summary>Dark.</summary>
    public const int Dark = 0;

    /// <summary>Whether colours can be told apart, so that a state needs no blinking to be known.</summary>
    public abstract bool HasColours { get; }

    /// <summary>Shows a colour, red, green and blue in eight bits each (0xRRGGBB); <see cref="Dark"/> for none.</summary>
    public abstract void Show(int colour);
}
