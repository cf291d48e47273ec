using System.Security.Cryptography;
using PeerDevice.Board;

namespace PeerDevice.Companion.Adapters;

/// <summary>Chance as the operating system draws it for cryptography.</summary>
public sealed class PcRandom : IRandom
{
    /// <inheritdoc/>
    public void Fill(byte[] octets) => RandomNumberGenerator.Fill(octets);
}
