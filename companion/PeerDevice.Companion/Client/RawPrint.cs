using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Prints by a peer's raw intake: all of the document, then our end of the connection, then the wait for the peer's orderly end,
/// by which it says that the output device took the last octet.
/// </summary>
internal static class RawPrint
{
    private const int Forever = 0;

    /// <summary>Prints an opened file.</summary>
    /// <exception cref="CommandFailure">It did not, or nobody can say that it did.</exception>
    public static void Print(PeerAddress peer, int port, BlockSource document, string name, Teller teller, INetwork network)
    {
        Link link = Connect(peer, port, network);
        try
        {
            byte[] block = new byte[DesktopLimits.Step];
            using Teller.Track track = teller.Follow(name, document.Length);
            long sent = 0;
            while (sent < document.Length)
            {
                long step = Math.Min(DesktopLimits.Step, document.Length - sent);
                long moved = link.Sink.TransferFrom(document, sent, step, block);
                sent += moved;
                track.At(sent);
                if (moved < step)
                {
                    throw NotPrinted(name);
                }
            }

            AwaitEnd(link, name, block);
        }
        finally
        {
            link.Close();
        }
    }

    /// <summary>Prints what a stream gives.</summary>
    /// <exception cref="CommandFailure">It did not, or nobody can say that it did.</exception>
    public static void Print(PeerAddress peer, int port, Stream document, string name, INetwork network)
    {
        Link link = Connect(peer, port, network);
        try
        {
            byte[] block = new byte[DesktopLimits.Step];
            int got;
            while ((got = document.Read(block, 0, block.Length)) > 0)
            {
                if (!link.Sink.Write(block, 0, got))
                {
                    throw NotPrinted(name);
                }
            }

            AwaitEnd(link, name, block);
        }
        finally
        {
            link.Close();
        }
    }

    private static Link Connect(PeerAddress peer, int port, INetwork network)
    {
        Link link = network.Connect(peer.Host, port, DesktopLimits.ConnectPatience)
            ?? throw new CommandFailure($"the raw port {port} of {Names.Shown(peer.Host)} cannot be reached: see `peer status`.");

        // A printer without paper takes nothing until somebody comes: that is no fault, and the user can end the command.
        (link as SocketLink)?.SetSendPatience(Forever);
        return link;
    }

    private static void AwaitEnd(Link link, string name, byte[] block)
    {
        link.FinishSending();
        link.SetReadPatience(Forever);
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
        new($"the peer ended the connection before {Names.Shown(name)} was printed: look at the printer, part of it may be there, then print it again.");
}
