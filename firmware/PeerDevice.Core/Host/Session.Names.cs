using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <content>Whether a request is for this peer, by the host that it names (RFC 9112 §3.2).</content>
public sealed partial class Session
{
    /// <summary>
    /// Whether a path is refused for nothing but a name that FAT cannot hold, in a request that only looks: then nothing stands there. Finder asks each volume for
    /// <c>._.</c>, and takes a refusal for trouble.
    /// </summary>
    private bool IsOnlyNoName(int status, byte[] head)
    {
        int method = _request.Method;
        return status == 403
            && _parts.Files.IsFat
            && (method == Method.Get || method == Method.Head || method == Method.PropFind)
            && RequestTarget.Path(head, _request.TargetStart, _request.TargetEnd, false, out _, out _) == 0;
    }

    private bool IsForUs(Link link, byte[] head)
    {
        if (_request.Has(Field.Host) && !IsOurHost(link, head, _request.Start(Field.Host), _request.End(Field.Host)))
        {
            return false;
        }

        if (head[_request.TargetStart] == '/')
        {
            return true;
        }

        // RFC 9112 §3.2.2: the authority of an absolute-form counts, whatever Host says.
        int split = RequestTarget.Split(head, _request.TargetStart, _request.TargetEnd, out int start, out int end, out int _, out int _);
        return split != 0 || _parts.Access.IsOurHost(link, head, start, end);
    }

    /// <summary>Asks Access once: a client says the same name in every request of a connection.</summary>
    private bool IsOurHost(Link link, byte[] head, int start, int end)
    {
        int length = end - start;
        if (length == _hostLength && Octets.AreSame(head, start, _host, 0, length))
        {
            return true;
        }

        if (!_parts.Access.IsOurHost(link, head, start, end))
        {
            return false;
        }

        if (length <= _host.Length)
        {
            Array.Copy(head, start, _host, 0, length);
            _hostLength = length;
        }

        return true;
    }
}
