using System;
using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Commands;

/// <summary><c>peer print</c>: sends a document, as it is, to a peer's output device, and waits until it has taken all of it.</summary>
internal static class PrintCommand
{
    public static void Run(Teller teller, INetwork network, IClock clock, string file, string address)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = new(at, network, clock);
        PeerReport report = PeerReport.Of(peer);
        peer.Client.Close();
        if (report.RawPort is <= 0 or > ushort.MaxValue)
        {
            throw new CommandFailure($"{report.Name} has no printer: name a peer that has one, see `peer status`.");
        }

        if (!report.IsDeviceReady)
        {
            teller.Say($"{report.Device ?? "the printer"} is not ready; waiting for it, Ctrl-C ends");
        }

        if (file == "-")
        {
            using Stream pipe = Console.OpenStandardInput();
            RawPrint.Print(at, report.RawPort, pipe, "the document", network);
            teller.Say($"printed on {report.Device} of {report.Name}");
            return;
        }

        string full = LocalFile.Resolve(file);
        if (Directory.Exists(full))
        {
            throw new CommandFailure($"{file} is a folder: name the document to print.");
        }

        using LocalFolder folder = new(Path.GetDirectoryName(full)!, writable: false);
        StoreEntry entry = new();
        BlockSource document = folder.Read(Path.GetFileName(full), entry);
        try
        {
            if (document.Length == 0)
            {
                throw new CommandFailure($"{file} is empty: there is nothing to print.");
            }

            teller.During(() => RawPrint.Print(at, report.RawPort, document, Path.GetFileName(full), teller, network));
            teller.Say($"printed {file} ({Measure.Of(document.Length)}) on {report.Device} of {report.Name}");
        }
        finally
        {
            document.Close();
        }
    }
}
