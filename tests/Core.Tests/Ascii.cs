using System.Text;

namespace PeerDevice.Tests;

/// <summary>Short ways to write octets in a test.</summary>
internal static class Ascii
{
    /// <summary>The octets of a text, each character one octet.</summary>
    public static byte[] Octets(string text)
    {
        byte[] octets = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            octets[i] = (byte)text[i];
        }

        return octets;
    }

    /// <summary>What a writer has written, as UTF-8.</summary>
    public static string Written(PeerDevice.Bytes.ByteWriter w)
    {
        return Encoding.UTF8.GetString(w.Buffer, 0, w.Position);
    }
}
