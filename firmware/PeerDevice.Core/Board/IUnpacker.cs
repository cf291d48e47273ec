using PeerDevice.Bytes;

namespace PeerDevice.Board;

/// <summary>Unpacks compressed documents, as a port: a PC can, no board's class library does, and in managed code it would cost a board some hundred instructions an octet.</summary>
public interface IUnpacker
{
    /// <summary>Puts itself in front of packed octets.</summary>
    /// <param name="coding">The coding: "gzip" (RFC 1952) or "deflate" (RFC 1951, or in the frame of RFC 1950, since senders differ).</param>
    /// <param name="packed">The packed octets. They are read up to the end of what is packed, or beyond, or until they fail.</param>
    /// <returns>The unpacked octets: to their end; Broken where what is packed makes no sense, is cut short or fails its checksum; or how the packed ones failed. No packed octets are no octets.</returns>
    ByteSource Open(string coding, ByteSource packed);
}
