using System;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Status;
using PeerDevice.Wire.Snmp;

namespace PeerDevice.Services.Snmp;

/// <summary>
/// Answers SNMPv1 and v2c requests about a peer's Printers (RFC 1157, RFC 1901, RFC 3416): read only, community <c>public</c>. What is malformed, of another
/// community, or no request is not answered (RFC 1157 §4.1, RFC 3584 §5.2.1).
/// </summary>
public sealed class SnmpAgent
{
    private const int Half = 4;

    // "public", which is looked at four octets at a time by a native call.
    private static readonly byte[] Community = { (byte)'p', (byte)'u', (byte)'b', (byte)'l', (byte)'i', (byte)'c' };

    private readonly SnmpRequestReader _request = new SnmpRequestReader();
    private readonly SnmpResponseWriter _response;
    private readonly MibCursor _cursor;
    private readonly PrinterMib _mib;

    // Whether a round of a GetBulkRequest has found a variable at all.
    private bool _isMore;

    /// <summary>Makes the agent of a peer and its Printers, of which there is at least one. sysUpTime counts from now.</summary>
    public SnmpAgent(PeerFacts peer, IPrinterFacts[] printers, IClock clock)
    {
        _mib = new PrinterMib(peer, printers, clock);
        _cursor = new MibCursor(_mib);
        _response = new SnmpResponseWriter(new byte[Limits.SnmpOctets]);
    }

    /// <summary>The array that an answer stands in, from its beginning.</summary>
    public byte[] Response => _response.Buffer;

    /// <summary>Answers one request, which is the first <paramref name="count"/> octets of an array.</summary>
    /// <returns>Octets of the answer; 0 when there is none.</returns>
    public int Answer(byte[] request, int count)
    {
        if (!_request.Read(request, 0, count) || !IsPublic(request, _request.CommunityStart, _request.CommunityEnd))
        {
            return 0;
        }

        _mib.Look();
        switch (_request.Pdu)
        {
            case SnmpPdu.Get: return AnswerEach(false);
            case SnmpPdu.GetNext: return AnswerEach(true);
            case SnmpPdu.GetBulk: return AnswerBulk();
            default: return RefuseSet();
        }
    }

    /// <summary>One answer for each variable that is named: itself, or the one that follows.</summary>
    private int AnswerEach(bool isNext)
    {
        SnmpRequestReader request = _request;
        _response.Begin(request, SnmpPdu.NoError, 0);
        int index = 0;
        int missing = 0;
        bool fits = true;
        while (request.Next())
        {
            index++;
            if (missing != 0 || !fits)
            {
                // What comes behind is read all the same: malformed requests are not answered.
                continue;
            }

            _response.BeginBinding();
            if (!WriteOne(request.Buffer, request.NameStart, request.NameEnd, isNext) && request.Version == SnmpPdu.Version1)
            {
                missing = index;
            }

            fits = _response.EndBinding();
        }

        if (request.IsMalformed)
        {
            return 0;
        }

        // RFC 1157 §4.1.2 (1): SNMPv1 has one error for all of the request, and tells of which variable.
        return missing != 0 ? Refuse(SnmpPdu.NoSuchName, missing) : fits ? _response.End() : RefuseTooBig();
    }

    /// <summary>RFC 3416 §4.2.3: one successor of the first variables, and rounds of successors of the others, as many as fit.</summary>
    private int AnswerBulk()
    {
        SnmpRequestReader request = _request;
        _response.Begin(request, SnmpPdu.NoError, 0);
        int from = 0;
        int index = 0;
        bool fits = true;
        while (request.Next())
        {
            if (fits && index < request.NonRepeaters)
            {
                fits = AppendNext(request.Buffer, request.NameStart, request.NameEnd);
            }
            else if (fits && request.MaxRepetitions > 0)
            {
                if (index == request.NonRepeaters)
                {
                    from = _response.Position;
                    _isMore = false;
                }

                fits = AppendNext(request.Buffer, request.NameStart, request.NameEnd);
            }

            index++;
        }

        if (request.IsMalformed)
        {
            return 0;
        }

        if (fits && index > request.NonRepeaters)
        {
            Repeat(from, request.MaxRepetitions);
        }

        return _response.End();
    }

    /// <summary>
    /// Goes on from a first round of successors, which stands in the response: each answer's name asks for the next, so the round before is the list
    /// of what to ask, until all have come to their end or no more fits.
    /// </summary>
    private void Repeat(int from, int rounds)
    {
        SnmpResponseWriter response = _response;
        while (--rounds > 0 && _isMore)
        {
            int until = response.Position;
            _isMore = false;
            while (from < until)
            {
                from = response.ReadBinding(from);
                if (!AppendNext(response.Buffer, response.NameStart, response.NameEnd))
                {
                    return;
                }
            }
        }
    }

    private static bool IsPublic(byte[] b, int start, int end)
    {
        return end - start == Community.Length
            && BitConverter.ToInt32(b, start) == BitConverter.ToInt32(Community, 0)
            && BitConverter.ToInt32(b, end - Half) == BitConverter.ToInt32(Community, Community.Length - Half);
    }

    private bool AppendNext(byte[] name, int start, int end)
    {
        _response.BeginBinding();
        _isMore |= WriteOne(name, start, end, true);
        return _response.EndBinding();
    }

    /// <summary>Writes the name and value of a variable, or of the one that follows; what stands for the value where there is none.</summary>
    /// <returns>Whether there is one.</returns>
    private bool WriteOne(byte[] name, int start, int end, bool isNext)
    {
        if (isNext && _cursor.FindNext(name, start, end))
        {
            _cursor.WriteName(_response);
            _mib.WriteValue(_cursor, _response.Value);
            return true;
        }

        int found = isNext ? Ber.EndOfMibView : _cursor.Find(name, start, end);
        _response.CopyName(name, start, end);
        if (found != MibCursor.Found)
        {
            _response.Value.Empty(found);
            return false;
        }

        _mib.WriteValue(_cursor, _response.Value);
        return true;
    }

    /// <summary>Nothing can be set: RFC 1157 §4.1.5 (1) has noSuchName for what is not there for that, RFC 3416 §4.2.5 (1) noAccess.</summary>
    private int RefuseSet()
    {
        int count = 0;
        while (_request.Next())
        {
            count++;
        }

        return _request.IsMalformed ? 0
            : count == 0 ? Refuse(SnmpPdu.NoError, 0)
            : Refuse(_request.Version == SnmpPdu.Version1 ? SnmpPdu.NoSuchName : SnmpPdu.NoAccess, 1);
    }

    /// <summary>An answer with the request's own variable bindings.</summary>
    private int Refuse(int status, int index)
    {
        _response.Begin(_request, status, index);
        _response.CopyBindings(_request);
        return _response.End();
    }

    /// <summary>RFC 1157 §4.1.2 (3) gives the request's variable bindings back, RFC 3416 §4.2.1 none.</summary>
    private int RefuseTooBig()
    {
        if (_request.Version == SnmpPdu.Version1)
        {
            return Refuse(SnmpPdu.TooBig, 0);
        }

        _response.Begin(_request, SnmpPdu.TooBig, 0);
        return _response.End();
    }
}
