namespace PeerDevice.Services.Files;

/// <summary>One third-party copy: how far it is, and what came of it.</summary>
public sealed class CopyState
{
    /// <summary>Who it is: hexadecimal digits that nobody guesses.</summary>
    public string Id = "";

    /// <summary>Octets that have arrived.</summary>
    public long Octets;

    /// <summary>Files that have taken their places.</summary>
    public int Files;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded;

    /// <summary>Why it failed, in one line; empty while and where it did not.</summary>
    public string Trouble = "";

    /// <summary>When it ended, by the clock's milliseconds.</summary>
    public long EndedAt;

    /// <summary>Whether somebody asked that it be given up.</summary>
    public bool IsCanceled;

    /// <summary>Where it is written down, so that a restart does not end it; empty where it is not.</summary>
    public string Record = "";

    /// <summary>What it is fetched by; null once it has ended.</summary>
    public RemoteFiles? Remote;
}
