using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Lpd;

namespace PeerDevice.Host;

/// <summary>
/// Accepts connections of LPD. Each is heard at the desk, of which there are few (one on a board): questions are answered there, so that a queue's state is told while every place
/// for print data is taken; who brings jobs goes on to such a place of the <see cref="Gate"/>, as raw connections do, or is told no when none becomes free.
/// </summary>
internal sealed class LpdServer
{
    private readonly IListener _listener;
    private readonly Gate _gate;
    private readonly SessionParts _parts;
    private readonly LpdQueues _queues;
    private readonly LpdConnection?[] _connections;
    private int _atDesk;

    /// <summary>Makes a server on a port that is listening.</summary>
    public LpdServer(IListener listener, Gate gate, SessionParts parts)
    {
        _listener = listener;
        _gate = gate;
        _parts = parts;
        _queues = new LpdQueues(parts.Printers);
        _connections = new LpdConnection?[parts.Profile.Sessions + parts.Profile.LpdDesk];
    }

    /// <summary>Accepts until the listener is closed. The body of LPD's thread.</summary>
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
                _parts.Indicator.Report("LPD failed: " + fault.Message);
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
            LpdConnection? connection = _connections[i];
            Link? link = connection is null ? null : connection.Link;
            if (link is not null)
            {
                link.Abort();
            }
        }
    }

    private void AcceptOne()
    {
        LpdConnection? free = _atDesk < _parts.Profile.LpdDesk ? TakeFree() : null;
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
            Thread thread = new Thread(() => Serve(free));
            Interlocked.Increment(ref _atDesk);
            isGiven = true;
            try
            {
                thread.Start();
            }
            catch (Exception)
            {
                Interlocked.Decrement(ref _atDesk);
                isGiven = false;
                throw;
            }
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

    private LpdConnection? TakeFree()
    {
        for (int i = 0; i < _connections.Length; i++)
        {
            LpdConnection? connection = _connections[i];
            if (connection is null)
            {
                connection = new LpdConnection(_queues, _parts.Clock, _parts.Blocks, _parts.Profile.OutOctets);
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

    private void Serve(LpdConnection connection)
    {
        Link link = connection.Link!;
        bool isIn = false;
        bool isAtDesk = true;
        try
        {
            if (!_parts.Access.Authorize(link, Access.Print))
            {
                link.Abort();
                return;
            }

            if (!connection.Begin(link))
            {
                connection.Refuse();
                return;
            }

            if (!connection.BringsJobs)
            {
                connection.AnswerQuestion();
                return;
            }

            isIn = connection.MayBring && EnterForData();
            if (!isIn)
            {
                connection.Refuse();
                return;
            }

            isAtDesk = false;
            Interlocked.Decrement(ref _atDesk);
            bool isWell = connection.Receive();
            Tell(connection.Whole, isWell, link.RemoteAddress);
        }
        catch (Exception fault)
        {
            // Short memory on a board: this connection ends, and no other knows of it.
            link.Abort();
            _parts.Indicator.Report("LPD failed: " + fault.Message);
        }
        finally
        {
            link.Close();
            connection.Link = null;
            if (isIn)
            {
                _gate.LeaveData();
            }

            if (isAtDesk)
            {
                Interlocked.Decrement(ref _atDesk);
            }

            connection.IsTaken = false;
        }
    }

    /// <summary>Takes a place for print data; waits a while for one, at the desk.</summary>
    private bool EnterForData()
    {
        long until = _parts.Clock.Milliseconds + Limits.LpdPlaceMilliseconds;
        bool isIn = _gate.EnterForData();
        while (!isIn && !_listener.IsClosed && _parts.Clock.Milliseconds < until)
        {
            _parts.Clock.Sleep(Limits.DeviceRetryMilliseconds);
            isIn = _gate.EnterForData();
        }

        return isIn;
    }

    private void Tell(int whole, bool isWell, string client)
    {
        for (int i = 0; i < whole; i++)
        {
            _parts.Indicator.Report("took a job from " + client);
        }

        if (!isWell)
        {
            _parts.Indicator.Report("gave up a job from " + client + " that did not come whole");
        }
    }
}
