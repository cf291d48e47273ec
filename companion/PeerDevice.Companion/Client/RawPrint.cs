using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Prints by a raw port: all of the document, then our end of the connection, then the wait for the other's orderly end,
/// by which a peer says that the output device took the last octet, or that the document is safely stored.
/// </summary>
internal static class RawPrint
{
    /// <summary>Prints a document.</summary>
    /// <exception cref="CommandFailure">It did not, or nobody can say that it did.</exception>
    public static void Print(string host, int port, PrintDocument document, Teller teller, INetwork network)
    {
        Link link = new PatientNetwork(network).Connect(host, port, DesktopLimits.ConnectPatience)
            ?? throw new CommandFailure($"the raw port {port} of {Names.Shown(host)} cannot be reached: see `peer status`.");
        try
        {
            using Teller.Track track = teller.Follow(document.Name, document.Octets);
            if (!document.Pour(link.Sink, static () => false, track))
            {
                throw NotPrinted(document.Name);
            }

            AwaitEnd(link, document.Name);
        }
        catch
        {
            // What did not come whole must not be taken for whole.
            link.Abort();
            throw;
        }
        finally
        {
            link.Close();
        }
    }

    private static void AwaitEnd(Link link, string name)
    {
        byte[] block = new byte[DesktopLimits.BackTalkBlock];
        link.FinishSending();
        link.SetReadPatience(PatientNetwork.Forever);
        long heard = 0;
        int got;
        while ((got = link.Source.Read(block, 0, block.Length)) > 0)
        {
            // What a printer says back is not for us to read; one that never stops is not a printer.
            heard += got;
            if (heard > DesktopLimits.BackTalkOctets)
            {
                throw NotPrinted(name);
            }
        }

        if (got != ByteSource.End)
        {
            throw NotPrinted(name);
        }
    }

    private static CommandFailure NotPrinted(string name) =>
        new($"the connection ended before {Names.Shown(name)} was printed: look at the printer, part of it may be there, then print it again.");
}
