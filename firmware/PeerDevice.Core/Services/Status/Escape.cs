using PeerDevice.Bytes;

namespace PeerDevice.Services.Status;

/// <summary>Text inside other text. Per character, and so for short strings only: names.</summary>
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

    /// <summary>Writes a string as HTML text or the inside of a quoted attribute.</summary>
    public static void Html(ByteWriter to, string text)
    {
        int plain = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            string escaped = character == '&' ? "&amp;" : character == '<' ? "&lt;" : character == '>' ? "&gt;" : character == '"' ? "&quot;" : "";
            if (escaped.Length > 0)
            {
                to.Text(text.Substring(plain, i - plain));
                to.Text(escaped);
                plain = i + 1;
            }
        }

        to.Text(plain == 0 ? text : text.Substring(plain));
    }

    private static byte Digit(int value)
    {
        return (byte)(value < 10 ? '0' + value : 'a' + value - 10);
    }
}
