using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>
/// Accepts raw connections of one Printer. Where Jobs can be stored several are served at once; otherwise one after another, as one device prints: the next waits in the listener's backlog.
/// </summary>
internal sealed class RawServer : DataServer
{
    private readonly Gate _gate;
    private readonly Printer _printer;

    /// <summary>Makes a server on a port that is listening.</summary>
    public RawServer(IListener listener, Gate gate, Printer printer, SessionParts parts)
        : base(listener, printer.Spool is null ? 1 : parts.Profile.RawConnections, "raw intake", parts)
    {
        _gate = gate;
        _printer = printer;
    }

    /// <summary>The way to the device that whoever has its thread has already; null where each connection has its own.</summary>
    internal Delivery? Delivery { get; set; }

    /// <inheritdoc/>
    protected override DataConnection Make()
    {
        return new RawConnection(new Intake(_printer, Parts.Clock, Parts.Blocks, Parts.Profile.OwnOctets, Delivery ?? new Delivery(_printer, Parts.Clock)));
    }

    /// <inheritdoc/>
    protected override void GiveBack(DataConnection connection)
    {
        base.GiveBack(connection);
        if (Delivery is not null)
        {
            // There is one at most, and where there is no thread for it there is little memory too: its buffer is somebody else's until the next.
            Drop();
        }
    }

    /// <inheritdoc/>
    protected override void Serve(DataConnection connection)
    {
        Link link = connection.Link!;
        bool isIn = false;
        try
        {
            if (!Parts.Access.Authorize(link, Access.Print))
            {
                link.Abort();
                return;
            }

            // Raw has no way to say "busy" but to let the client wait.
            isIn = _gate.EnterForData();
            while (!isIn && !IsClosed)
            {
                Parts.Clock.Sleep(Delivery is null ? Limits.DeviceRetryMilliseconds : Delivery.Watch(Limits.DeviceRetryMilliseconds));
                isIn = _gate.EnterForData();
            }

            if (!isIn)
            {
                link.Abort();
                return;
            }

            int status = ((RawConnection)connection).Serve(link);
            if (status != PrintStatus.Ok && status != PrintStatus.Empty && !(status == PrintStatus.Interrupted && _printer.Setup.PrintsWhatCame))
            {
                // An orderly end is how a raw client is told that all of it was printed, or is safely stored.
                link.Abort();
            }

            Tell(status, link.RemoteAddress);
        }
        catch (Exception fault)
        {
            // Short memory on a board: this connection ends, and no other knows of it.
            link.Abort();
            Tell(fault);
        }
        finally
        {
            link.Close();
            if (isIn)
            {
                _gate.LeaveData();
            }

            GiveBack(connection);
        }
    }

    private void Tell(int status, string client)
    {
        switch (status)
        {
            case PrintStatus.Ok:
                Parts.Indicator.Report("took a document from " + client);
                return;
            case PrintStatus.Interrupted:
                Parts.Indicator.Report((_printer.Setup.PrintsWhatCame ? "took what came of" : "gave up") + " a document from " + client + " that broke off");
                return;
            case PrintStatus.DeviceFailed:
                Parts.Indicator.Report("the output device failed in a document from " + client);
                return;
            case PrintStatus.Canceled:
                Parts.Indicator.Report("a document from " + client + " was canceled");
                return;
            case PrintStatus.StoreFull:
            case PrintStatus.StoreFailed:
                Parts.Indicator.Report("there was no room to store a document from " + client);
                return;
            default:
                return;
        }
    }
}
