using System.IO;
using System.Security.Cryptography;
using PeerDevice.Board;

namespace PeerDevice.Simulation;

/// <summary>Digests of what was gathered in memory.</summary>
public sealed class Sha256Digests : IDigests
{
    /// <inheritdoc/>
    public ContentDigest Sha256()
    {
        return new Digest();
    }

    private sealed class Digest : ContentDigest
    {
        private readonly MemoryStream _content = new MemoryStream();

        public override void Append(byte[] octets, int offset, int count)
        {
            _content.Write(octets, offset, count);
        }

        public override byte[] End()
        {
            return SHA256.HashData(_content.ToArray());
        }
    }
}
