using PeerDevice.Bytes;

namespace PeerDevice.Services.Status;

/// <summary>Text inside JSON. Per octet, and so for short strings only: names.</summary>
public static class Escape
{
    /// <summary>Writes a string as the inside of a JSON string (RFC 8259 §7).</summary>
    public static void Json(ByteWriter to, string text)
    {
        int from = to.Position;
        to.Text(text);
        int end = to.Position;
        int more = 0;
        for (int i = from; i < end; i++)
        {
            byte octet = to.Buffer[i];
            more += octet < ' ' ? 5 : octet == '"' || octet == '\\' ? 1 : 0;
        }

        if (more == 0 || end + more > to.Buffer.Length)
        {
            // Without room for the escapes the string is left out: shorter, but JSON.
            to.Position = more == 0 ? end : from;
            return;
        }

        to.Position = end + more;
        int at = end + more;
        for (int i = end - 1; i >= from; i--)
        {
            byte octet = to.Buffer[i];
            if (octet < ' ')
            {
                at -= 6;
                to.Buffer[at] = (byte)'\\';
                to.Buffer[at + 1] = (byte)'u';
                to.Buffer[at + 2] = (byte)'0';
                to.Buffer[at + 3] = (byte)'0';
                to.Buffer[at + 4] = Digit(octet >> 4);
                to.Buffer[at + 5] = Digit(octet & 15);
                continue;
            }

            at--;
            to.Buffer[at] = octet;
            if (octet == '"' || octet == '\\')
            {
                at--;
                to.Buffer[at] = (byte)'\\';
            }
        }
    }

    private static byte Digit(int value)
    {
        return (byte)(value < 10 ? '0' + value : 'a' + value - 10);
    }
}
