using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.View;

/// <summary>What never changes under its name, so that a browser asks for it once: the script of the pages, and what else is made of constants.</summary>
internal static class ViewResource
{
    /// <summary>Answers GET and HEAD of <see cref="ViewScript.Path"/>.</summary>
    public static void Answer(Exchange exchange)
    {
        string script = ViewScript.Text;
        int length = script.Length;
        if (!Begin(exchange, ViewScript.Version, "text/javascript; charset=utf-8", length))
        {
            return;
        }

        ByteWriter to = exchange.Out;
        int at = exchange.IsHead ? length : 0;
        while (at < length)
        {
            // From flash into the outgoing buffer, as much at a time as it holds.
            int count = length - at < to.Room ? length - at : to.Room;
            to.Ascii(script, at, count);
            at += count;
            if (at < length && !exchange.Flush())
            {
                return;
            }
        }

        exchange.Flush();
    }

    /// <summary>Begins the answer to GET and HEAD of what never changes under its name.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="version">Its entity tag.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="length">Its octets.</param>
    /// <returns>False when it has been answered; otherwise the content, but for HEAD, and a flush are to follow.</returns>
    public static bool Begin(Exchange exchange, string version, string type, int length)
    {
        byte[] tag = Encoding.UTF8.GetBytes(version);
        int held = Preconditions.Evaluate(exchange.Request, exchange.Head, true, tag, tag.Length, 0, true);
        if (held != Preconditions.Hold && held != 304)
        {
            exchange.Answer(held);
            return false;
        }

        exchange.Start(held == 304 ? 304 : 200);

        // RFC 8246 §2: not even a reload needs to ask again, since another content has another name.
        exchange.Out.Text("Cache-Control: public, max-age=31536000, immutable\r\nETag: \"");
        exchange.Out.Text(version);
        exchange.Out.Text("\"\r\n");
        if (held == 304)
        {
            exchange.EndHead();
            exchange.Flush();
            return false;
        }

        exchange.Out.Text("Content-Type: ");
        exchange.Out.Text(type);
        exchange.Out.Text("\r\nX-Content-Type-Options: nosniff\r\n");
        exchange.EndHead(length);
        return true;
    }
}
