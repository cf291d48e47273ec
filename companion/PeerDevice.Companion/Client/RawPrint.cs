using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Prints by a raw port: all of the document, then our end of the connection, then the wait for the other's orderly end,
/// by which a peer says that the output device took the last octet, or that the document is safely stored.
/// </summary>
/// <param name="teller">Told how far it is.</param>
/// <param name="network">The network.</param>
/// <param name="clock">Time.</param>
/// <param name="patience">Milliseconds for the other end to close; <see cref="PatientNetwork.Forever"/> for as long as a printer without paper takes.</param>
internal sealed class RawPrint(Teller teller, INetwork network, IClock clock, int patience)
{
    /// <summary>Prints a document.</summary>
    /// <exception cref="CommandFailure">It did not, or nobody can say that it did.</exception>
    public void Print(string host, int port, PrintDocument document)
    {
        bool isSent = false;
        Link link = new PatientNetwork(network).Connect(host, port, DesktopLimits.ConnectPatience)
            ?? throw new CommandFailure($"the raw port {port} of {Names.Shown(host)} cannot be reached: see `peer status`.");
        try
        {
            using Teller.Track track = teller.Follow(document.Name, document.Octets);
            if (!document.Pour(link.Sink, static () => false, track))
            {
                throw NotPrinted(document.Name);
            }

            isSent = true;
            AwaitEnd(link, document.Name);
        }
        catch when (!isSent || patience == PatientNetwork.Forever)
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

    private void AwaitEnd(Link link, string name)
    {
        long until = clock.Milliseconds + patience;
        byte[] block = new byte[DesktopLimits.BackTalkBlock];
        link.FinishSending();
        long heard = 0;
        int got;
        while (true)
        {
            // What it says back gives it no more time.
            int left = (int)Math.Max(until - clock.Milliseconds, 0);
            if (patience != PatientNetwork.Forever && left == 0)
            {
                throw NotTaken(name);
            }

            link.SetReadPatience(patience == PatientNetwork.Forever ? patience : left);
            got = link.Source.Read(block, 0, block.Length);
            if (got <= 0)
            {
                break;
            }

            // What a printer says back is not for us to read; one that never stops is not a printer.
            heard += got;
            if (heard > DesktopLimits.BackTalkOctets)
            {
                throw NotPrinted(name);
            }
        }

        if (got == ByteSource.TimedOut)
        {
            throw NotTaken(name);
        }

        if (got != ByteSource.End)
        {
            throw NotPrinted(name);
        }
    }

    private CommandFailure NotTaken(string name) =>
        new($"{Names.Shown(name)} was sent, and the printer did not take it within {patience / 1000} s: has it paper, and is it on? It may still come out when it is.");

    private static CommandFailure NotPrinted(string name) =>
        new($"the connection ended before {Names.Shown(name)} was printed: look at the printer, part of it may be there, then print it again.");
}
