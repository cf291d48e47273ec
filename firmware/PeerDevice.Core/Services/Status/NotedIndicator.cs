using PeerDevice.Board;

namespace PeerDevice.Services.Status;

/// <summary>An indicator whose lines are kept in a <see cref="LogRing"/> as well.</summary>
public sealed class NotedIndicator : IIndicator
{
    private readonly IIndicator _shown;

    /// <summary>Puts a log beside an indicator.</summary>
    public NotedIndicator(IIndicator shown, LogRing log)
    {
        _shown = shown;
        Log = log;
    }

    /// <summary>Where the lines are kept.</summary>
    public LogRing Log { get; }

    /// <inheritdoc/>
    public bool CanFlash => _shown.CanFlash;

    /// <inheritdoc/>
    public void Show(int condition)
    {
        _shown.Show(condition);
    }

    /// <inheritdoc/>
    public void Report(string line)
    {
        Log.Note(line);
        _shown.Report(line);
    }

    /// <inheritdoc/>
    public void Flash()
    {
        _shown.Flash();
    }
}
