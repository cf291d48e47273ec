using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;

namespace PeerDevice.Host;

/// <summary>Accepts raw connections, one after another as one device prints: the next waits in the listener's backlog.</summary>
internal sealed class RawServer
{
    private readonly IListener _listener;
    private readonly Gate _gate;
    private readonly RawIntake _intake;
    private readonly SessionParts _parts;
    private Link? _link;

    /// <summary>Makes a server on a port that is listening.</summary>
    public RawServer(IListener listener, Gate gate, RawIntake intake, SessionParts parts)
    {
        _listener = listener;
        _gate = gate;
        _intake = intake;
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
        _intake.IsEnding = true;
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

            int result = _intake.Print(link);
            if (result == RawIntake.DeviceFailed)
            {
                // An orderly end is how a raw client is told that all of it was printed.
                link.Abort();
            }

            Tell(result, link.RemoteAddress);
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

    private void Tell(int result, string client)
    {
        switch (result)
        {
            case RawIntake.Printed:
                _parts.Indicator.Report("printed a document from " + client);
                return;
            case RawIntake.CutShort:
                _parts.Indicator.Report("printed what came of a document from " + client + " that broke off");
                return;
            case RawIntake.DeviceFailed:
                _parts.Indicator.Report("the output device failed in a document from " + client);
                return;
            default:
                return;
        }
    }
}
