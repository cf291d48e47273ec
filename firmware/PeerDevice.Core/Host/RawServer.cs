using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>Accepts raw connections, one after another as one device prints: the next waits in the listener's backlog.</summary>
internal sealed class RawServer
{
    private readonly IListener _listener;
    private readonly Gate _gate;
    private readonly Printer _printer;
    private readonly RawConnection _connection;
    private readonly SessionParts _parts;
    private Link? _link;

    /// <summary>Makes a server on a port that is listening.</summary>
    public RawServer(IListener listener, Gate gate, Printer printer, SessionParts parts)
    {
        _listener = listener;
        _gate = gate;
        _printer = printer;
        _connection = new RawConnection(printer, parts.Clock, parts.Blocks, parts.Profile.OutOctets);
        _parts = parts;
    }

    /// <summary>Accepts until the listener is closed. The body of the intake's thread.</summary>
    public void Run()
    {
        while (!_listener.IsClosed)
        {
            try
            {
                Link? link = _listener.Accept();
                if (link is not null)
                {
                    Take(link);
                }
                else if (!_listener.IsClosed)
                {
                    _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
                }
            }
            catch (Exception fault)
            {
                _parts.Indicator.Report("raw intake failed: " + fault.Message);
                _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
            }
        }
    }

    /// <summary>Stops listening and gives up what is under way.</summary>
    public void Stop()
    {
        _listener.Close();
        Link? link = _link;
        if (link is not null)
        {
            // Not in order: the document under way has not been printed whole.
            link.Abort();
        }
    }

    private void Take(Link link)
    {
        _link = link;
        bool isIn = false;
        try
        {
            if (!_parts.Access.Authorize(link, Access.Print))
            {
                link.Abort();
                return;
            }

            // Raw has no way to say "busy" but to let the client wait.
            isIn = _gate.EnterForData();
            while (!isIn && !_listener.IsClosed)
            {
                _parts.Clock.Sleep(Limits.DeviceRetryMilliseconds);
                isIn = _gate.EnterForData();
            }

            if (!isIn)
            {
                link.Abort();
                return;
            }

            int status = _connection.Serve(link);
            if (status != PrintStatus.Ok && status != PrintStatus.Empty && !(status == PrintStatus.Interrupted && _printer.Setup.PrintsWhatCame))
            {
                // An orderly end is how a raw client is told that all of it was printed.
                link.Abort();
            }

            Tell(status, link.RemoteAddress);
        }
        finally
        {
            _link = null;
            link.Close();
            if (isIn)
            {
                _gate.LeaveData();
            }
        }
    }

    private void Tell(int status, string client)
    {
        switch (status)
        {
            case PrintStatus.Ok:
                _parts.Indicator.Report("printed a document from " + client);
                return;
            case PrintStatus.Interrupted:
                _parts.Indicator.Report((_printer.Setup.PrintsWhatCame ? "printed what came of" : "gave up") + " a document from " + client + " that broke off");
                return;
            case PrintStatus.DeviceFailed:
                _parts.Indicator.Report("the output device failed in a document from " + client);
                return;
            case PrintStatus.Canceled:
                _parts.Indicator.Report("a document from " + client + " was canceled");
                return;
            default:
                return;
        }
    }
}
