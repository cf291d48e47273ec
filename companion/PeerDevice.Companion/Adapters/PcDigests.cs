using System.Security.Cryptography;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>Digests by this PC's own means.</summary>
internal sealed class PcDigests : IDigests
{
    public ContentDigest Sha256() => new Digest();

    private sealed class Digest : ContentDigest
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override void Append(byte[] octets, int offset, int count) => _hash.AppendData(octets, offset, count);

        public override byte[] End()
        {
            using (_hash)
            {
                return _hash.GetHashAndReset();
            }
        }
    }
}
