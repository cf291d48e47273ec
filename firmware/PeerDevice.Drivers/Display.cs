namespace PeerDevice.Drivers;

/// <summary>A display of a few lines of text.</summary>
public abstract class Display
{
    /// <summary>Characters of a line.</summary>
    public abstract int Columns { get; }

    /// <summary>Lines.</summary>
    public abstract int Rows { get; }

    /// <summary>Looks for it.</summary>
    /// <returns>Whether it is there.</returns>
    public abstract bool Open();

    /// <summary>Shows lines, as many as it has; what is shown already costs nothing.</summary>
    public abstract void Show(string[] lines);
}
