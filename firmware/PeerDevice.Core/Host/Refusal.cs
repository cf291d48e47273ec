using System.Text;
using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>Says no to a connection for which there is no session, from the socket that is kept for it.</summary>
internal static class Refusal
{
    private const string Busy =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 55\r\n\r\n"
        + "Every session of this peer is busy; try again shortly.\n";

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(Busy);

    // Made beforehand: who is refused may be so because there is no memory. Nobody looks at what is in it, so that two who refuse at once may both have it.
    private static readonly byte[] Unread = new byte[Limits.RefusalOctets];

    /// <summary>Refuses a connection and closes it. Takes a bounded time whatever the other end does.</summary>
    public static void Refuse(Link link)
    {
        // What the client sent is read first, a moment long: closing over unread octets resets the connection,
        // and the reset may overtake the answer (RFC 9112 §9.6).
        link.SetReadPatience(Limits.RefusalMilliseconds);
        link.Source.Read(Unread, 0, Unread.Length);
        Tell(link);
        link.FinishSending();
        int reads = 0;
        while (reads < Limits.RefusalReads && link.Source.Read(Unread, 0, Unread.Length) > 0)
        {
            reads++;
        }

        link.Close();
    }

    /// <summary>Says no to a connection to which nothing has been said yet; the answer fits into what the system keeps for it, so this takes no time.</summary>
    public static void Tell(Link link)
    {
        link.Sink.Write(Answer, 0, Answer.Length);
    }
}
