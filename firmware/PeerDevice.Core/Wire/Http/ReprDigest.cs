using PeerDevice.Bytes;

namespace PeerDevice.Wire.Http;

/// <summary>
/// The field by which a sender says what the whole content is (RFC 9530 §3): a dictionary (RFC 9651 §3.2) of algorithms, of which two are read here.
/// <code>
/// Repr-Digest: sha-256=:d435Qo+nKZ+gLcUHn7GQtQ72hiBVAgqoLsZnZPiTGPk=:, sha-512=:…:, peerdevice-tree-1=:…:
/// </code>
/// </summary>
public static class ReprDigest
{
    /// <summary>The field does not name the algorithm.</summary>
    public const int None = 0;

    /// <summary>The digest was read.</summary>
    public const int Found = 1;

    /// <summary>The algorithm is named with something that is no digest of its length, or the field is no dictionary.</summary>
    public const int Malformed = -1;

    /// <summary>Octets of a SHA-256, and of a tree tag.</summary>
    public const int Octets = 32;

    /// <summary>The name of SHA-256.</summary>
    public const string Sha256Name = "sha-256";

    /// <summary>The name of tree tags (PROTOCOL, "Tree tags"), here as in Metalink documents.</summary>
    public const string TreeName = "peerdevice-tree-1";

    // 43 digits of six bits, and a padding that may be missing (RFC 9651 §4.2.7).
    private const int Digits = 43;
    private const int NoDigit = -1;

    /// <summary>Reads the digest by SHA-256; where it is there twice the last one counts (RFC 9651 §4.2.2).</summary>
    /// <param name="b">The buffer.</param>
    /// <param name="start">Where the field's value begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="into">Takes the digest: <see cref="Octets"/> long.</param>
    /// <returns><see cref="None"/>, <see cref="Found"/> or <see cref="Malformed"/>.</returns>
    public static int Sha256(byte[] b, int start, int end, byte[] into)
    {
        return Read(b, start, end, Sha256Name, into);
    }

    /// <summary>Reads the tree tag, as <see cref="Sha256"/> reads the other.</summary>
    public static int Tree(byte[] b, int start, int end, byte[] into)
    {
        return Read(b, start, end, TreeName, into);
    }

    // dictionary = [ key [ "=" item ] parameters *( OWS "," OWS the same ) ]; what is none says nothing at all (RFC 9651 §4.2).
    private static int Read(byte[] b, int start, int end, string name, byte[] into)
    {
        int answer = None;
        int at = Text.SkipBlanks(b, start, end);
        while (at < end)
        {
            int behind = StructuredField.EndOfKey(b, at, end);
            int value = behind == StructuredField.None ? StructuredField.None : StructuredField.EndOfValue(b, behind, end);
            if (value == StructuredField.None)
            {
                return Malformed;
            }

            if (Text.Is(b, at, behind, name))
            {
                answer = Value(b, behind, value, into) ? Found : Malformed;
            }

            at = StructuredField.EndOfParameters(b, value, end);
            if (at == StructuredField.None)
            {
                return Malformed;
            }

            at = Text.SkipBlanks(b, at, end);
            if (at < end)
            {
                // A comma, and a member behind it.
                int next = Text.SkipBlanks(b, at + 1, end);
                if (b[at] != ',' || next == end)
                {
                    return Malformed;
                }

                at = next;
            }
        }

        return answer;
    }

    // "=:" 43 digits [ "=" ] ":"
    private static bool Value(byte[] b, int at, int end, byte[] into)
    {
        if (end - at < Digits + 3 || b[at] != '=' || b[at + 1] != ':')
        {
            return false;
        }

        at += 2;
        int bits = 0;
        int held = 0;
        int length = 0;
        for (int i = 0; i < Digits; i++)
        {
            int digit = Digit(b[at]);
            if (digit == NoDigit)
            {
                return false;
            }

            at++;
            held = (held << 6) | digit;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                into[length] = (byte)(held >> bits);
                length++;
                held &= (1 << bits) - 1;
            }
        }

        if (at < end && b[at] == '=')
        {
            at++;
        }

        return at == end - 1 && b[at] == ':';
    }

    private static int Digit(byte octet)
    {
        return octet >= 'A' && octet <= 'Z' ? octet - 'A'
            : octet >= 'a' && octet <= 'z' ? octet - 'a' + 26
            : octet >= '0' && octet <= '9' ? octet - '0' + 52
            : octet == '+' ? 62
            : octet == '/' ? 63 : NoDigit;
    }
}
