using System;
using System.Text;
using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Draws lock tokens (RFC 4918 §6.5): UUIDs of version 4 (RFC 4122 §4.4) in the scheme of RFC 4122 §3. A running number goes over the drawn octets, so that no two
/// locks of one run share a token even where chance has failed. Not safe for several threads: the table's gate is around it.
/// </summary>
internal sealed class LockTokens
{
    private const string Form = "urn:uuid:00000000-0000-0000-0000-000000000000";

    // Kept, since a literal costs a board 12 octets each time.
    private static readonly string Digits = "x8";

    private readonly IRandom _random;
    private readonly byte[] _drawn = new byte[16];
    private readonly Encoding _utf8 = Encoding.UTF8;
    private readonly byte[] _form;
    private int _number;

    internal LockTokens(IRandom random)
    {
        _random = random;
        _form = _utf8.GetBytes(Form);
    }

    /// <summary>Draws a token: a URI in ASCII.</summary>
    internal byte[] Draw()
    {
        byte[] drawn = _drawn;
        _random.Fill(drawn);
        _number++;

        // Four words, whose digits a native call makes, and the groups of RFC 4122 §3 cut out of them: 4, 2, 2, 2 and 6 octets. Of the second word the third
        // octet begins with the version, 4; the third word begins with the variant of §4.1.1.
        string first = ((uint)(BitConverter.ToInt32(drawn, 0) ^ _number)).ToString(Digits);
        string second = ((uint)BitConverter.ToInt32(drawn, 4) & 0xFFFF0FFF | 0x4000).ToString(Digits);
        string third = ((uint)BitConverter.ToInt32(drawn, 8) & 0x3FFFFFFF | 0x80000000).ToString(Digits);
        string fourth = ((uint)BitConverter.ToInt32(drawn, 12)).ToString(Digits);
        Encoding utf8 = _utf8;
        byte[] token = new byte[Form.Length];
        Array.Copy(_form, token, Form.Length);
        utf8.GetBytes(first, 0, 8, token, 9);
        utf8.GetBytes(second, 0, 4, token, 18);
        utf8.GetBytes(second, 4, 4, token, 23);
        utf8.GetBytes(third, 0, 4, token, 28);
        utf8.GetBytes(third, 4, 4, token, 33);
        utf8.GetBytes(fourth, 0, 8, token, 37);
        return token;
    }
}
