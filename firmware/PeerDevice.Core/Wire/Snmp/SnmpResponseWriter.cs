using PeerDevice.Bytes;

namespace PeerDevice.Wire.Snmp;

/// <summary>
/// Writes the Response to a request: what an answer has of its request (version, community, request-id) is copied octet by octet. Reused.
/// </summary>
/// <remarks>
/// <code>
/// Message  ::= SEQUENCE { version, community, data Response }                     RFC 1157 §4, RFC 1901 §3
/// Response ::= [2] IMPLICIT SEQUENCE { request-id, error-status, error-index, variable-bindings }
/// </code>
/// </remarks>
public sealed class SnmpResponseWriter
{
    private const int None = -1;

    private readonly ByteWriter _out;
    private readonly BerWriter _ber;
    private int _message;
    private int _pdu;
    private int _bindings;
    private int _binding;
    private int _bindingStart;

    /// <summary>Makes a writer of messages of at most as many octets as an array has.</summary>
    public SnmpResponseWriter(byte[] buffer)
    {
        _out = new ByteWriter(buffer);
        _ber = new BerWriter(_out);
    }

    /// <summary>The array with the message, once <see cref="End"/> was called.</summary>
    public byte[] Buffer => _out.Buffer;

    /// <summary>Writes what a variable binding has.</summary>
    public BerWriter Value => _ber;

    /// <summary>Where the name begins that <see cref="ReadBinding"/> found, without tag and length.</summary>
    public int NameStart { get; private set; }

    /// <summary>Behind that name.</summary>
    public int NameEnd { get; private set; }

    /// <summary>Where the next variable binding will begin.</summary>
    public int Position => _out.Position;

    /// <summary>Begins the Response to a request.</summary>
    public void Begin(SnmpRequestReader request, int status, int index)
    {
        ByteWriter to = _out;
        to.Reset();
        _message = _ber.Open(Ber.Sequence);
        to.Octets(request.Buffer, request.HeadStart, request.CommunityEnd - request.HeadStart);
        _pdu = _ber.Open(SnmpPdu.Response);
        to.Octets(request.Buffer, request.IdStart, request.IdEnd - request.IdStart);
        _ber.Integer(Ber.Integer, status);
        _ber.Integer(Ber.Integer, index);
        _bindings = _ber.Open(Ber.Sequence);
    }

    /// <summary>Ends the Response.</summary>
    /// <returns>Octets of the message; 0 when something did not fit.</returns>
    public int End()
    {
        _ber.Close(_bindings);
        _ber.Close(_pdu);
        _ber.Close(_message);
        return _out.Overflowed ? 0 : _out.Position;
    }

    /// <summary>Writes the variable bindings of the request as they came, as an answer with an error has them.</summary>
    public void CopyBindings(SnmpRequestReader request)
    {
        _out.Octets(request.Buffer, request.BindingsStart, request.BindingsEnd - request.BindingsStart);
    }

    /// <summary>Begins a variable binding: its name and its value are written next.</summary>
    public void BeginBinding()
    {
        _bindingStart = _out.Overflowed ? None : _out.Position;
        _binding = _ber.Open(Ber.Sequence);
    }

    /// <summary>Writes a name that stands in an array, which may be the message's own.</summary>
    public void CopyName(byte[] buffer, int start, int end)
    {
        _ber.Copy(Ber.ObjectIdentifier, buffer, start, end);
    }

    /// <summary>Ends a variable binding. One that does not fit whole is taken back.</summary>
    /// <returns>False when it did not fit.</returns>
    public bool EndBinding()
    {
        if (_out.Overflowed)
        {
            if (_bindingStart != None)
            {
                _out.Reset(_bindingStart);
            }

            return false;
        }

        _ber.Close(_binding);
        return true;
    }

    /// <summary>Looks at a variable binding that was written before, in the form that this writer gives it.</summary>
    /// <returns>Where the next one begins.</returns>
    public int ReadBinding(int start)
    {
        NameStart = start + (2 * BerWriter.HeaderOctets);
        NameEnd = NameStart + Length(NameStart);
        return start + BerWriter.HeaderOctets + Length(start + BerWriter.HeaderOctets);
    }

    private int Length(int content)
    {
        return (_out.Buffer[content - 2] << 8) | _out.Buffer[content - 1];
    }
}
