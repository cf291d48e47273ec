using PeerDevice.Board;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>What a share does for other peers and with them, in the files beside this one. Any number of sessions ask it at once, as they do the share.</summary>
public sealed partial class PeerFiles : IPeerFiles
{
    private readonly FileShare _share;
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly IClock _clock;
    private readonly Uploads _uploads;

    /// <summary>Nothing is fetched, and no content known, before somebody says by whom.</summary>
    /// <param name="share">The share.</param>
    /// <param name="clock">Time.</param>
    /// <param name="uploads">The uploads that can be cut.</param>
    public PeerFiles(FileShare share, IClock clock, Uploads uploads)
    {
        _uploads = uploads;
        _share = share;
        _store = share.Store;
        _commits = share.Commits;
        _clock = clock;
    }

    /// <inheritdoc/>
    public bool Fetches => Remotes is not null;

    /// <inheritdoc/>
    public bool Answer(Exchange exchange, FileDesk desk, string path)
    {
        if (IsUpload(path, out string id))
        {
            AnswerUpload(exchange, desk, id);
            return true;
        }

        int kind = ContentPath.Read(path, out byte[]? digest);
        if (kind != ContentPath.None)
        {
            AnswerContent(exchange, desk, kind, digest!);
            return true;
        }

        if (!IsCopy(path, out id))
        {
            return false;
        }

        AnswerCopy(exchange, id);
        return true;
    }

    /// <inheritdoc/>
    public void Tend()
    {
        _uploads.Sweep();
        Jobs?.Tend();
    }
}
