using PeerDevice.Bytes;
using PeerDevice.Wire.Metalink;

namespace PeerDevice.Tests.OnBoard;

/// <summary>A Metalink document (RFC 5854) that a board writes is read again as it was meant, and what is none is refused.</summary>
[TestClass]
public class MetalinkTests
{
    [TestMethod]
    public void WhatIsWrittenIsRead()
    {
        byte[] one = Digest(0x1F);
        byte[] two = Digest(0xE0);
        ByteWriter to = new ByteWriter(new byte[1024]);
        MetalinkWriter.Begin(to, "a <&> ü.bin", 4294967297);
        MetalinkWriter.BeginUrl(to, 1);
        to.Text("http://host:1/files/a");
        MetalinkWriter.EndUrl(to);
        MetalinkWriter.Hash(to, MetalinkReader.TreeType, two);
        MetalinkWriter.Hash(to, MetalinkReader.ShaType, one);
        MetalinkWriter.BeginPieces(to, MetalinkReader.TreeType, 262144);
        MetalinkWriter.Piece(to, one);
        MetalinkWriter.Piece(to, two);
        MetalinkWriter.EndPieces(to);
        MetalinkWriter.End(to);

        MetalinkReader reader = new MetalinkReader();
        Check.Same(0, reader.Read(to.Buffer, 0, to.Position), "status");
        Check.Same(1, reader.Count, "files");
        MetalinkFile file = reader.At(0);
        Check.Same("a <&> ü.bin", file.Name, "name");
        Check.Holds(file.Size == 4294967297, "size");
        Check.Same(1, file.Urls, "places");
        Check.Same("http://host:1/files/a", file.Url[0], "place");
        Check.Same(1, file.Priority[0], "its priority");
        Check.Holds(file.Sha256 is not null && file.Sha256[31] == 0x1F, "SHA-256");
        Check.Holds(file.TreeTag is not null && file.TreeTag[0] == 0xE0, "tree tag");
        Check.Holds(file.PieceOctets == 262144 && file.HasTreePieces, "pieces");
        Check.Same(64, file.Pieces.Length, "their digests");
    }

    [TestMethod]
    public void WhatIsCutOrNoneIsRefused()
    {
        byte[] whole = Check.Octets("<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"a\"><size>1</size></file></metalink>");
        MetalinkReader reader = new MetalinkReader();
        Check.Same(0, reader.Read(whole, 0, whole.Length), "the whole of it");
        for (int end = 0; end < whole.Length; end++)
        {
            Check.Holds(reader.Read(whole, 0, end) != 0, end.ToString() + " octets");
        }

        byte[] other = Check.Octets("<metalink xmlns=\"urn:other\"><file name=\"a\"/></metalink>");
        Check.Holds(reader.Read(other, 0, other.Length) != 0, "another's");
    }

    private static byte[] Digest(byte octet)
    {
        byte[] digest = new byte[MetalinkReader.DigestOctets];
        for (int i = 0; i < digest.Length; i++)
        {
            digest[i] = octet;
        }

        return digest;
    }
}
