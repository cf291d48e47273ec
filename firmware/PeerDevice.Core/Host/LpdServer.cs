using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing.Lpd;

namespace PeerDevice.Host;

/// <summary>
/// Accepts connections of LPD. Each is heard at the desk, of which there are few (one on a board): questions are answered there, so that a queue's state is told while every place
/// for print data is taken; who brings jobs goes on to such a place of the <see cref="Gate"/>, as raw connections do, or is told no when none becomes free.
/// </summary>
internal sealed class LpdServer : DataServer
{
    private readonly Gate _gate;
    private readonly LpdQueues _queues;

    /// <summary>Makes a server on a port that is listening.</summary>
    public LpdServer(IListener listener, Gate gate, SessionParts parts)
        : base(listener, parts.Profile.Sessions + parts.Profile.LpdDesk, "LPD", parts)
    {
        _gate = gate;
        _queues = new LpdQueues(parts.Printers);
    }

    /// <inheritdoc/>
    protected override DataConnection Make()
    {
        return new LpdConnection(_queues, Parts.Clock, Parts.Blocks, Parts.Profile.OutOctets);
    }

    /// <inheritdoc/>
    protected override bool MayAccept()
    {
        int atDesk = 0;
        for (int i = 0; i < Most; i++)
        {
            LpdConnection? connection = At(i) as LpdConnection;
            atDesk += connection is not null && connection.IsAtDesk ? 1 : 0;
        }

        return atDesk < Parts.Profile.LpdDesk;
    }

    /// <inheritdoc/>
    protected override void Begin(DataConnection connection)
    {
        ((LpdConnection)connection).IsAtDesk = true;
    }

    /// <inheritdoc/>
    protected override void GiveBack(DataConnection connection)
    {
        ((LpdConnection)connection).IsAtDesk = false;
        base.GiveBack(connection);
    }

    /// <inheritdoc/>
    protected override void Serve(DataConnection connection)
    {
        Link link = connection.Link!;
        try
        {
            if (Hear((LpdConnection)connection, link))
            {
                Take((LpdConnection)connection, link);
            }
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
            GiveBack(connection);
        }
    }

    /// <summary>Hears what a connection wants, and answers it unless it brings jobs.</summary>
    /// <returns>Whether it brings jobs, and has a place for print data.</returns>
    private bool Hear(LpdConnection connection, Link link)
    {
        if (!Parts.Access.Authorize(link, Access.Print))
        {
            link.Abort();
            return false;
        }

        bool isKnown = connection.Begin(link);
        if (isKnown && !connection.BringsJobs)
        {
            connection.AnswerQuestion();
            return false;
        }

        if (isKnown && connection.MayBring && EnterForData())
        {
            return true;
        }

        connection.Refuse();
        return false;
    }

    private void Take(LpdConnection connection, Link link)
    {
        connection.IsAtDesk = false;
        try
        {
            bool isWell = connection.Receive();
            for (int i = 0; i < connection.Whole; i++)
            {
                Parts.Indicator.Report("took a job from " + link.RemoteAddress);
            }

            if (!isWell)
            {
                Parts.Indicator.Report("gave up a job from " + link.RemoteAddress + " that did not come whole");
            }
        }
        finally
        {
            _gate.LeaveData();
        }
    }

    /// <summary>Takes a place for print data; waits a while for one, at the desk.</summary>
    private bool EnterForData()
    {
        long until = Parts.Clock.Milliseconds + Limits.LpdPlaceMilliseconds;
        bool isIn = _gate.EnterForData();
        while (!isIn && !IsClosed && Parts.Clock.Milliseconds < until)
        {
            Parts.Clock.Sleep(Limits.DeviceRetryMilliseconds);
            isIn = _gate.EnterForData();
        }

        return isIn;
    }
}
