using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>Accepts connections with print data, so many at once; the next ones wait in the listener's backlog.</summary>
internal abstract class DataServer
{
    private readonly IListener _listener;
    private readonly DataConnection?[] _connections;
    private readonly string _name;

    /// <summary>Makes a server on a port that is listening.</summary>
    /// <param name="listener">The port.</param>
    /// <param name="connections">Connections at once; one is served by the accepting thread itself.</param>
    /// <param name="name">What it is called where a fault is told.</param>
    /// <param name="parts">What it works with.</param>
    protected DataServer(IListener listener, int connections, string name, SessionParts parts)
    {
        _listener = listener;
        _connections = new DataConnection?[connections];
        _name = name;
        Parts = parts;
    }

    /// <summary>Where its thread is.</summary>
    internal Steps Steps { get; } = new Steps();

    /// <summary>What it works with.</summary>
    protected SessionParts Parts { get; }

    /// <summary>Whether it accepts no more.</summary>
    protected bool IsClosed => _listener.IsClosed;

    /// <summary>How many of its connections there may be.</summary>
    protected int Most => _connections.Length;

    /// <summary>Accepts until the listener is closed. The body of the server's thread.</summary>
    public void Run()
    {
        while (!_listener.IsClosed)
        {
            Turn();
        }
    }

    /// <summary>One turn of <see cref="Run"/>, for a thread that has other things to do as well: waits for a connection a time at most, and where there is only one at once serves it to its end.</summary>
    internal void Turn(int milliseconds)
    {
        if (_listener.Await(milliseconds))
        {
            Turn();
        }
    }

    /// <summary>Stops listening and gives up what is under way.</summary>
    public void Stop()
    {
        _listener.Close();
        for (int i = 0; i < _connections.Length; i++)
        {
            DataConnection? connection = _connections[i];
            Link? link = connection is null ? null : connection.Link;
            if (link is not null)
            {
                // Not in order: the document under way has not been printed whole.
                link.Abort();
            }
        }
    }

    /// <summary>Makes one more.</summary>
    protected abstract DataConnection Make();

    /// <summary>Whether another may be accepted now, if there is one free.</summary>
    protected virtual bool MayAccept()
    {
        return true;
    }

    /// <summary>Notes that a connection is about to be served.</summary>
    protected virtual void Begin(DataConnection connection)
    {
    }

    /// <summary>Serves a connection to its end and gives it back. The body of a thread: nothing may leave it.</summary>
    protected abstract void Serve(DataConnection connection);

    /// <summary>Gives a connection back.</summary>
    protected virtual void GiveBack(DataConnection connection)
    {
        connection.Link = null;
        connection.IsTaken = false;
    }

    /// <summary>Keeps none of those that were made; to be called while all are given back.</summary>
    protected void Drop()
    {
        Array.Clear(_connections, 0, _connections.Length);
    }

    /// <summary>One of those that were made; null for none.</summary>
    protected DataConnection? At(int index)
    {
        return _connections[index];
    }

    /// <summary>Tells that something went wrong inside.</summary>
    protected void Tell(Exception fault)
    {
        Fault.Tell(Parts.Indicator, _name + " failed: ", fault);
    }

    private void Turn()
    {
        try
        {
            AcceptOne();
        }
        catch (Exception fault)
        {
            Tell(fault);
            Parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
        }
    }

    private void AcceptOne()
    {
        DataConnection? free = MayAccept() ? TakeFree() : null;
        if (free is null)
        {
            Steps.Go();
            Parts.Clock.Sleep(Limits.PollInterval);
            return;
        }

        Link? link = null;
        bool isGiven = false;
        try
        {
            Steps.Wait();
            link = _listener.Accept();
            Steps.Go();
            if (link is null)
            {
                if (!_listener.IsClosed)
                {
                    Parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
                }

                return;
            }

            free.Link = link;
            Begin(free);
            if (_connections.Length == 1)
            {
                // As long as a device takes.
                isGiven = true;
                Steps.Wait();
                Serve(free);
                Steps.Go();
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

                GiveBack(free);
            }
        }
    }

    private DataConnection? TakeFree()
    {
        for (int i = 0; i < _connections.Length; i++)
        {
            DataConnection? connection = _connections[i];
            if (connection is null)
            {
                connection = Make();
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
}
