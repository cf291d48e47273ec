using System.Collections;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Lpd;
using PeerDevice.Wire.Lpd;

namespace PeerDevice.Host;

/// <summary>One connection of LPD (RFC 1179) after another: what it asks, and the answers, an octet each or a text.</summary>
internal sealed class LpdConnection : DataConnection
{
    private readonly BufferedSource _input = new BufferedSource(new byte[Limits.LpdLineOctets]);
    private readonly byte[] _answer = new byte[1];
    private readonly LpdLineReader _line = new LpdLineReader();
    private readonly LpdQueues _queues;
    private readonly LpdJob _job;
    private readonly PacedSource _paced;
    private Printer? _printer;

    /// <summary>Makes what serves connections, one at a time.</summary>
    public LpdConnection(LpdQueues queues, IClock clock, BlockPool blocks, int ownOctets)
    {
        _queues = queues;
        _job = new LpdJob(clock, blocks, ownOctets);
        _paced = new PacedSource(clock);
    }

    /// <summary>Whether it is heard at the desk, and so may keep others from being.</summary>
    internal bool IsAtDesk { get; set; }

    /// <summary>Jobs that the last connection brought whole.</summary>
    public int Whole => _job.Whole;

    /// <summary>Reads what a connection asks.</summary>
    /// <returns>Whether it is something that there is an answer to: a known command, for a queue that is there. To be answered by <see cref="AnswerQuestion"/> or <see cref="Receive"/> then.</returns>
    public bool Begin(Link link)
    {
        _printer = null;
        Link = link;
        _paced.Attach(link);
        _input.Attach(_paced);
        if (ReadLine(Limits.LpdCommandMilliseconds) != LpdLineReader.Complete || _line.Code < LpdCommand.PrintWaiting || _line.Code > LpdCommand.RemoveJobs)
        {
            return false;
        }

        _printer = _queues.Find(_line);
        return _printer is not null;
    }

    /// <summary>Whether it brings jobs, rather than that it asks something that is answered at once.</summary>
    public bool BringsJobs => _line.Code == LpdCommand.ReceiveJob;

    /// <summary>Whether the queue would take a job now.</summary>
    public bool MayBring => _printer!.MayEnter() == PrintStatus.Ok;

    /// <summary>Answers a question, or does what is done at once.</summary>
    public void AnswerQuestion()
    {
        Printer printer = _printer!;
        int code = _line.Code;
        if (code == LpdCommand.PrintWaiting)
        {
            // RFC 1179 §5.1: what waits is printed unasked.
            Say(LpdCommand.Yes);
            return;
        }

        ArrayList operands = LpdQueues.Rest(_line);
        if (code != LpdCommand.RemoveJobs)
        {
            LpdQueues.Tell(printer, code == LpdCommand.LongState, operands, Link!.Sink);
            return;
        }

        if (operands.Count == 0)
        {
            // RFC 1179 §5.5: who asks is part of it.
            Say(LpdCommand.No);
            return;
        }

        string agent = (string)operands[0]!;
        operands.RemoveAt(0);
        LpdQueues.Remove(printer, agent, Link!.RemoteAddress, operands, Link.Sink);
    }

    /// <summary>Takes the jobs that the connection brings, to its end. Blocks for as long as the device takes where they are not stored.</summary>
    /// <returns>Whether all that was begun came whole.</returns>
    public bool Receive()
    {
        _job.Begin(_printer!, Link!.RemoteAddress);
        bool isWell = Say(LpdCommand.Yes);
        bool isCut = false;
        try
        {
            while (isWell)
            {
                // Who has brought one whole says at once whether there is another.
                int read = ReadLine(_job.IsOpen || _job.Whole == 0 ? Limits.LpdLineMilliseconds : Limits.LpdCommandMilliseconds);
                if (read != LpdLineReader.Complete)
                {
                    isWell = _input.Start == _input.End && (read == ByteSource.End || (read == ByteSource.TimedOut && _job.Whole > 0 && !_job.IsOpen));
                    break;
                }

                isWell = TakeOne();
            }
        }
        finally
        {
            isCut = _job.End();
        }

        if (!isWell)
        {
            Refuse();
        }

        return isWell && !isCut;
    }

    /// <summary>Says no, so that it arrives: what the client still sends is read past for a moment, since closing over it would break the connection.</summary>
    public void Refuse()
    {
        Link link = Link!;
        Say(LpdCommand.No);
        link.FinishSending();
        link.SetReadPatience(Limits.RefusalMilliseconds);
        byte[] past = _input.Buffer;
        for (int reads = 0; reads < Limits.RefusalReads && link.Source.Read(past, 0, past.Length) > 0; reads++)
        {
        }
    }

    private bool TakeOne()
    {
        switch (_line.Code)
        {
            case LpdCommand.AbortJob:
                _job.Abort();
                return Say(LpdCommand.Yes);
            case LpdCommand.ControlFile when _line.ReadFile():
                return TakeControl(_line.Count);
            case LpdCommand.DataFile when _line.ReadFile():
                return TakeData(_line.Count, Text.IsUtf8(_line.Buffer, _line.Start, _line.End) ? Text.String(_line.Buffer, _line.Start, _line.End) : "");
            default:
                return false;
        }
    }

    private bool TakeControl(long octets)
    {
        if (!_job.AcceptsControl(octets))
        {
            return Say(LpdCommand.No);
        }

        if (!Say(LpdCommand.Yes))
        {
            return false;
        }

        _paced.BeginIdle(Limits.LpdLineMilliseconds);
        return Told(_job.TakeControl(_input, octets));
    }

    private bool TakeData(long octets, string name)
    {
        if (!_job.AcceptsData())
        {
            return Say(LpdCommand.No);
        }

        if (!Say(LpdCommand.Yes))
        {
            return false;
        }

        _paced.BeginHeldBack(Limits.RawSilenceMilliseconds);
        return Told(_job.TakeData(_input, octets, name));
    }

    // What is lost is said once, at the end of the connection.
    private bool Told(int answer)
    {
        return answer != LpdJob.Lost && Say(answer == LpdJob.Taken ? LpdCommand.Yes : LpdCommand.No);
    }

    private bool Say(byte answer)
    {
        _answer[0] = answer;
        return Link!.Sink.Write(_answer, 0, 1);
    }

    private int ReadLine(int patience)
    {
        _paced.BeginIdle(patience);
        _line.Begin(_input);
        return _line.Read();
    }
}
