using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>A document that comes compressed (compression, RFC 8011 §4.2.1.1).</summary>
public sealed class UnpackedDocument : DocumentSource
{
    private readonly Packed _packed;
    private readonly ByteSource _unpacked;
    private bool _isMalformed;

    /// <summary>Makes a document of packed octets.</summary>
    public UnpackedDocument(IUnpacker unpacker, string coding, ByteSource packed)
    {
        _packed = new Packed(packed);
        _unpacked = unpacker.Open(coding, _packed);
    }

    /// <inheritdoc/>
    public override string Trouble => _isMalformed ? "It could not be unpacked." : _packed.Source is DocumentSource source ? source.Trouble : "";

    /// <inheritdoc/>
    public override int Reason => _isMalformed ? JobReasons.CompressionError : _packed.Source is DocumentSource source ? source.Reason : JobReasons.None;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int got = _isMalformed ? Broken : _unpacked.Read(buffer, offset, count);
        if (got >= 0 || _packed.Failed)
        {
            return got;
        }

        _isMalformed = true;
        return Broken;
    }

    /// <summary>The packed octets, of which it is remembered whether it was they that failed.</summary>
    private sealed class Packed : ByteSource
    {
        public Packed(ByteSource source)
        {
            Source = source;
        }

        public ByteSource Source { get; }

        public bool Failed { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int got = Source.Read(buffer, offset, count);
            Failed |= got < 0;
            return got;
        }
    }
}
