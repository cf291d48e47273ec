using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>
/// Accepts raw connections of one Printer. Where Jobs can be stored several are served at once; otherwise one after another, as one device prints: the next waits in the listener's backlog.
/// </summary>
internal sealed class RawServer
{
    private readonly IListener _listener;
    private readonly Gate _gate;
    private readonly Printer _printer;
    private readonly SessionParts _parts;
    private readonly RawConnection?[] _connections;

    /// <summary>Makes a server on a port that is listening.</summary>
    public RawServer(IListener listener, Gate gate, Printer printer, SessionParts parts)
    {
        _listener = listener;
        _gate = gate;
        _printer = printer;
        _parts = parts;
        _connections = new RawConnection?[printer.Spool is null ? 1 : parts.Profile.RawConnections];
    }

    /// <summary>Accepts until the listener is closed. The body of the intake's thread.</summary>
    public void Run()
    {
        while (!_listener.IsClosed)
        {
            try
            {
                AcceptOne();
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
        for (int i = 0; i < _connections.Length; i++)
        {
            RawConnection? connection = _connections[i];
            Link? link = connection is null ? null : connection.Link;
            if (link is not null)
            {
                // Not in order: the document under way has not been printed whole.
                link.Abort();
            }
        }
    }

    private void AcceptOne()
    {
        RawConnection? free = TakeFree();
        if (free is null)
        {
            _parts.Clock.Sleep(Limits.PollInterval);
            return;
        }

        Link? link = null;
        bool isGiven = false;
        try
        {
            link = _listener.Accept();
            if (link is null)
            {
                if (!_listener.IsClosed)
                {
                    _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
                }

                return;
            }

            free.Link = link;
            if (_connections.Length == 1)
            {
                isGiven = true;
                Serve(free);
                return;
            }

            Thread thread = new Thread(() => Serve(free));
            thread.Start();
            isGiven = true;
        }
        finally
        {
            if (!isGiven)
            {
                if (link is not null)
                {
                    link.Abort();
                }

                free.Link = null;
                free.IsTaken = false;
            }
        }
    }

    private RawConnection? TakeFree()
    {
        for (int i = 0; i < _connections.Length; i++)
        {
            RawConnection? connection = _connections[i];
            if (connection is null)
            {
                connection = new RawConnection(_printer, _parts.Clock, _parts.Blocks, _parts.Profile.OutOctets);
                _connections[i] = connection;
            }

            if (!connection.IsTaken)
            {
                connection.IsTaken = true;
                return connection;
            }
        }

        return null;
    }

    private void Serve(RawConnection connection)
    {
        Link link = connection.Link!;
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

            int status = connection.Serve(link);
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
            _parts.Indicator.Report("raw intake failed: " + fault.Message);
        }
        finally
        {
            link.Close();
            connection.Link = null;
            if (isIn)
            {
                _gate.LeaveData();
            }

            connection.IsTaken = false;
        }
    }

    private void Tell(int status, string client)
    {
        switch (status)
        {
            case PrintStatus.Ok:
                _parts.Indicator.Report("took a document from " + client);
                return;
            case PrintStatus.Interrupted:
                _parts.Indicator.Report((_printer.Setup.PrintsWhatCame ? "took what came of" : "gave up") + " a document from " + client + " that broke off");
                return;
            case PrintStatus.DeviceFailed:
                _parts.Indicator.Report("the output device failed in a document from " + client);
                return;
            case PrintStatus.Canceled:
                _parts.Indicator.Report("a document from " + client + " was canceled");
                return;
            case PrintStatus.StoreFull:
            case PrintStatus.StoreFailed:
                _parts.Indicator.Report("there was no room to store a document from " + client);
                return;
            default:
                return;
        }
    }
}
