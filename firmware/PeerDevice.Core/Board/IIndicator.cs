namespace PeerDevice.Board;

/// <summary>How a peer shows people nearby what state it is in: a light, a display, a line on a console.</summary>
public interface IIndicator
{
    /// <summary>Shows a state, one of <see cref="Condition"/>.</summary>
    void Show(int condition);

    /// <summary>Tells one line of what happened, for a log; no line ends, no secrets.</summary>
    void Report(string line);

    /// <summary>Whether there is something that <see cref="Flash"/> shows.</summary>
    bool CanFlash { get; }

    /// <summary>Draws eyes to this very device for some seconds (Identify-Printer, PWG 5100.13); what is shown then is what was to be shown before or meanwhile.</summary>
    void Flash();
}

/// <summary>The states a peer shows.</summary>
public static class Condition
{
    /// <summary>Starting: not serving yet.</summary>
    public const int Starting = 0;

    /// <summary>Serving, all well.</summary>
    public const int Serving = 1;

    /// <summary>Serving, but something is missing that it should have: card, printer, network.</summary>
    public const int Degraded = 2;

    /// <summary>Ended.</summary>
    public const int Stopped = 3;

    /// <summary>Serving, and printing just now.</summary>
    public const int Printing = 4;
}
