using System;
using PeerDevice.Board;
using PeerDevice.Services.Snmp;

namespace PeerDevice.Host;

/// <summary>Answers SNMP requests, one datagram after another on one thread. Nothing that arrives ends it.</summary>
internal sealed class SnmpServer
{
    private readonly IDatagrams _port;
    private readonly SnmpAgent _agent;
    private readonly SessionParts _parts;

    // An octet more than a request may have, so that a longer one is seen.
    private readonly byte[] _request = new byte[Limits.SnmpRequestOctets + 1];

    /// <summary>Where its thread is.</summary>
    internal Steps Steps { get; } = new Steps();

    /// <summary>Makes a server on a port that is open.</summary>
    public SnmpServer(IDatagrams port, SnmpAgent agent, SessionParts parts)
    {
        _port = port;
        _agent = agent;
        _parts = parts;
    }

    /// <summary>Answers until the port is closed. The body of the agent's thread.</summary>
    public void Run()
    {
        while (!_port.IsClosed)
        {
            try
            {
                AnswerOne();
            }
            catch (Exception fault)
            {
                Fault.Tell(_parts.Indicator, "an SNMP request failed: ", fault);
                _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
            }
        }
    }

    /// <summary>Closes the port.</summary>
    public void Stop()
    {
        _port.Close();
    }

    private void AnswerOne()
    {
        Steps.Wait();
        int got = _port.Receive(_request, 0, _request.Length);
        Steps.Go();
        if (got < 0)
        {
            if (!_port.IsClosed)
            {
                _parts.Clock.Sleep(Limits.AcceptPauseMilliseconds);
            }

            return;
        }

        if (got > Limits.SnmpRequestOctets || !_parts.Access.Authorize(_port, Access.Read))
        {
            return;
        }

        int length = _agent.Answer(_request, got);
        if (length > 0)
        {
            // Whoever asked asks again where this is lost (RFC 1157 §4).
            _port.Reply(_agent.Response, 0, length);
        }
    }
}
