namespace PeerDevice.Services.Files;

/// <summary>What there is of a fetch that did not come to its end and may go on, among the staged files: one at a time.</summary>
public interface IFetchRest
{
    /// <summary>The path of its content; empty where there is none.</summary>
    string Path { get; }

    /// <summary>Looks whether there is one at a path.</summary>
    bool Take(string path);

    /// <summary>Takes up one that stands in a folder of staged files, when a mount begins.</summary>
    /// <returns>A <see cref="Board.StoreStatus"/>: unless it is Ok nothing may be swept.</returns>
    int Recall(string folder);

    /// <summary>Whether a file belongs to it, and is needed. Whoever writes to it needs more.</summary>
    bool Needs(string file);

    /// <summary>Somebody goes on with it, or it is no more.</summary>
    void Forget();

    /// <summary>Is given up.</summary>
    /// <returns>Whether all of it is gone.</returns>
    bool Drop();
}
