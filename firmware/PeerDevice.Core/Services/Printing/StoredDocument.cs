using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>A document in the spool, from its beginning on.</summary>
internal sealed class StoredDocument : DocumentSource
{
    private readonly BlockSource _content;
    private readonly long _octets;
    private long _at;
    private bool _isLost;

    /// <summary>Makes a source of what was opened.</summary>
    /// <param name="content">The file.</param>
    /// <param name="octets">Octets of it that count.</param>
    public StoredDocument(BlockSource content, long octets)
    {
        _content = content;
        _octets = octets;
    }

    /// <inheritdoc/>
    public override string Trouble => _isLost ? "It could not be read where it is kept." : "";

    /// <inheritdoc/>
    public override int Reason => _isLost ? JobReasons.ErrorsDetected : JobReasons.None;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        long left = _octets - _at;
        if (left == 0)
        {
            return End;
        }

        int got = _content.ReadAt(_at, buffer, offset, left < count ? (int)left : count);
        if (got <= 0)
        {
            _isLost = true;
            return Broken;
        }

        _at += got;
        return got;
    }
}
