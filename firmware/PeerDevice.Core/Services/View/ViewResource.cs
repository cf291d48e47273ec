using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.View;

/// <summary>The one resource that the pages of collections link to: their script. It never changes under its name, so a browser asks for it once.</summary>
internal static class ViewResource
{
    /// <summary>Answers GET and HEAD of <see cref="ViewScript.Path"/>.</summary>
    public static void Answer(Exchange exchange)
    {
        byte[] tag = Encoding.UTF8.GetBytes(ViewScript.Version);
        int held = Preconditions.Evaluate(exchange.Request, exchange.Head, true, tag, tag.Length, 0, true);
        if (held != Preconditions.Hold && held != 304)
        {
            exchange.Answer(held);
            return;
        }

        exchange.Start(held == 304 ? 304 : 200);

        // RFC 8246 §2: not even a reload needs to ask again, since another content has another name.
        exchange.Out.Text("Cache-Control: public, max-age=31536000, immutable\r\nETag: \"" + ViewScript.Version + "\"\r\n");
        if (held == 304)
        {
            exchange.EndHead();
            exchange.Flush();
            return;
        }

        exchange.Out.Text("Content-Type: text/javascript; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n");
        string script = ViewScript.Text;
        int length = script.Length;
        exchange.EndHead(length);
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
}
