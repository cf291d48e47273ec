using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Host;

/// <content>What was not read of a content, and how a connection ends (RFC 9112 §9.6).</content>
public sealed partial class Session
{
    private bool IsBodyRead()
    {
        ByteSource? body = _exchange.Body;
        return body is null || (body == _chunkedBody ? _chunkedBody.Finished : _lengthBody.Remaining == 0);
    }

    /// <summary>Reads what is left of the content, so that the next request begins where it should.</summary>
    private bool DrainBody(Link link)
    {
        ByteSource? body = _exchange.Body;
        if (body is null || IsBodyRead())
        {
            return true;
        }

        byte[] block = _exchange.Block();
        int read = 0;
        while (read < Limits.DrainOctets)
        {
            int got = body.Read(block, 0, block.Length);
            if (got == ByteSource.End)
            {
                return true;
            }

            if (got < 0)
            {
                return false;
            }

            read += got;
        }

        Linger(link);
        return false;
    }

    /// <summary>
    /// Closes so that the answer is not lost: says that no more will come and reads on for a moment, since closing over unread
    /// octets resets the connection (RFC 9112 §9.6).
    /// </summary>
    private void Linger(Link link)
    {
        link.FinishSending();
        _paced.BeginIdle(Limits.LingerMilliseconds);
        byte[] block = _exchange.Block();
        int read = 0;
        while (read < Limits.LingerOctets)
        {
            int got = _paced.Read(block, 0, block.Length);
            if (got <= 0)
            {
                return;
            }

            read += got;
        }
    }
}
