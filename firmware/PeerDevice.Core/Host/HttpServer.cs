using System;
using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>Accepts HTTP connections, gives each a session or refuses it at once.</summary>
internal sealed class HttpServer
{
    private readonly IListener _listener;
    private readonly Gate _gate;
    private readonly SessionParts _parts;

    /// <summary>Where its thread is.</summary>
    internal Steps Steps { get; } = new Steps();

    /// <summary>Makes a server on a port that is listening.</summary>
    public HttpServer(IListener listener, Gate gate, SessionParts parts)
    {
        _listener = listener;
        _gate = gate;
        _parts = parts;
    }

    /// <summary>Accepts until the listener is closed. The body of the accepting thread.</summary>
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
                Fault.Tell(_parts.Indicator, "accepting failed: ", fault);
                _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
            }
        }
    }

    private void AcceptOne()
    {
        Steps.Wait();
        Link? link = _listener.Accept();
        Steps.Go();
        if (link is null)
        {
            if (!_listener.IsClosed)
            {
                _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
            }

            return;
        }

        Session? session = null;
        try
        {
            session = _gate.Enter();
            if (session is null)
            {
                Refusal.Refuse(link);
                return;
            }

            session.Start(link);
        }
        catch (Exception)
        {
            // No memory for a thread or a session: its client is told to ask again, and the place and the socket go back before the fault is told.
            Refusal.Tell(link);
            link.Close();
            if (session is not null)
            {
                _gate.Leave(session);
            }

            throw;
        }
    }
}
