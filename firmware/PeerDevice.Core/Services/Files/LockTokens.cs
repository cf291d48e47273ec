using System;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Services.Files;

/// <summary>
/// Draws lock tokens (RFC 4918 §6.5): UUIDs of version 4 (RFC 4122 §4.4) in the scheme of RFC 4122 §3. A running number goes over the drawn octets, so that no two
/// locks of one run share a token even where chance has failed. Not safe for several threads: the table's gate is around it.
/// </summary>
internal sealed class LockTokens
{
    private const string Scheme = "urn:uuid:";
    private const int Octets = 16;
    private const int Length = 45;

    private readonly IRandom _random;
    private readonly byte[] _drawn = new byte[Octets];
    private int _number;

    internal LockTokens(IRandom random)
    {
        _random = random;
    }

    /// <summary>Draws a token: a URI in ASCII.</summary>
    internal byte[] Draw()
    {
        byte[] drawn = _drawn;
        _random.Fill(drawn);
        _number++;
        Array.Copy(BitConverter.GetBytes(BitConverter.ToInt32(drawn, 0) ^ _number), drawn, 4);
        drawn[6] = (byte)((drawn[6] & 0x0F) | 0x40);      // version 4
        drawn[8] = (byte)((drawn[8] & 0x3F) | 0x80);      // the variant of RFC 4122 §4.1.1
        byte[] token = new byte[Length];
        int at = Encoding.UTF8.GetBytes(Scheme, 0, Scheme.Length, token, 0);
        for (int i = 0; i < Octets; i++)
        {
            if (i == 4 || i == 6 || i == 8 || i == 10)
            {
                token[at] = (byte)'-';
                at++;
            }

            Digits.Octet(drawn[i], token, at);
            at += 2;
        }

        return token;
    }
}
