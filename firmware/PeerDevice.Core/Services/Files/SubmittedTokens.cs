using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <summary>
/// The lock tokens that a request submits: those that stand in its If field, whether what is said of them is true or not
/// (RFC 4918 §6.4, §10.4.1), and one that the peer took for the request itself.
/// </summary>
public sealed class SubmittedTokens
{
    private readonly IfReader _reader = new IfReader();
    private byte[] _buffer = new byte[0];
    private int _start;
    private int _end;

    /// <summary>A lock that was granted to the request under way: it may write under it.</summary>
    internal HeldLock? Own { get; set; }

    /// <summary>Whether the request submits the token of a lock.</summary>
    public bool Has(HeldLock held)
    {
        return Own == held || (_end > _start && _reader.Submits(_buffer, _start, _end, held.Token));
    }

    /// <summary>Looks at another request.</summary>
    public void Begin(RequestReader request, byte[] head)
    {
        Own = null;
        _buffer = head;
        bool has = request.Has(Field.If);
        _start = has ? request.Start(Field.If) : 0;
        _end = has ? request.End(Field.If) : 0;
    }
}
