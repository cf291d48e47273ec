using PeerDevice.Bytes;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Wire.Http;

/// <summary>
/// The paths by which a content is asked for, wherever it stands, by what it is.
/// <code>
/// /.well-known/ni/sha-256/ 43 digits of base64url without padding     RFC 6920 §3, §4
/// /.well-known/peerdevice/tree/ 64 hexadecimal digits in lower case   PROTOCOL, "The same content elsewhere"
/// </code>
/// </summary>
public static class ContentPath
{
    /// <summary>It is neither.</summary>
    public const int None = 0;

    private const string Tree = ".well-known/peerdevice/tree/";
    private const string Named = ".well-known/ni/sha-256/";
    private const int HexDigits = 64;
    private const int Base64Digits = 43;

    /// <summary>Reads a path.</summary>
    /// <param name="path">Decoded, without a slash at either end.</param>
    /// <param name="digest">What the content has.</param>
    /// <returns>One of <see cref="ContentKind"/>, or <see cref="None"/>.</returns>
    public static int Read(string path, out byte[]? digest)
    {
        digest = null;
        if (path.Length == Tree.Length + HexDigits && Text.Begins(path, Tree))
        {
            digest = Hex(path, Tree.Length);
            return digest is null ? None : ContentKind.Tree;
        }

        if (path.Length == Named.Length + Base64Digits && Text.Begins(path, Named))
        {
            digest = Base64Url(path, Named.Length);
            return digest is null ? None : ContentKind.Sha256;
        }

        return None;
    }

    /// <summary>The path of a content by its tree tag, as <see cref="Read"/> reads it.</summary>
    public static string OfTree(byte[] tag)
    {
        byte[] digits = new byte[HexDigits];
        for (int i = 0; i < ContentKind.Octets; i++)
        {
            Digits.Octet(tag[i], digits, 2 * i);
        }

        return Tree + Text.String(digits, 0, HexDigits);
    }

    /// <summary>The path of a content by its SHA-256, likewise.</summary>
    public static string OfSha256(byte[] digest)
    {
        char[] digits = System.Convert.ToBase64String(digest).ToCharArray();
        for (int i = 0; i < Base64Digits; i++)
        {
            // RFC 4648 §5
            digits[i] = digits[i] == '+' ? '-' : digits[i] == '/' ? '_' : digits[i];
        }

        return Named + new string(digits, 0, Base64Digits);
    }

    /// <summary>Reads 64 hexadecimal digits in lower case; null where they are none.</summary>
    private static byte[]? Hex(string text, int at)
    {
        if (text.Length - at != HexDigits)
        {
            return null;
        }

        byte[] octets = new byte[ContentKind.Octets];
        for (int i = 0; i < HexDigits; i++)
        {
            char c = text[at + i];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
            {
                return null;
            }

            octets[i / 2] = (byte)((octets[i / 2] << 4) | digit);
        }

        return octets;
    }

    private static byte[]? Base64Url(string text, int at)
    {
        byte[] octets = new byte[ContentKind.Octets];
        int held = 0;
        int bits = 0;
        int length = 0;
        for (int i = at; i < text.Length; i++)
        {
            char c = text[i];
            int digit = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '-' ? 62 : c == '_' ? 63 : -1;
            if (digit < 0)
            {
                return null;
            }

            held = (held << 6) | digit;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                octets[length] = (byte)(held >> bits);
                length++;
                held &= (1 << bits) - 1;
            }
        }

        // RFC 4648 §3.5: what is left over of the last digit says nothing, and another spelling of the same name is none.
        return held == 0 ? octets : null;
    }
}
