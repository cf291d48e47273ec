using PeerDevice.Wire.Dns;

namespace PeerDevice.Services.Discovery;

/// <summary>
/// One look at what comes by multicast DNS, for the responder and the querier together, before either hears it. Nearly all of it is neither's business, and must cost a board next to nothing. It never says no to
/// what one of them would do something about, but for this: another's question about one peer, whose service's label is not the second of its name, is not known by the querier as asked already; and where no link has an address nobody hears anything.
/// </summary>
public sealed class FirstLook
{
    /// <summary>Of the length of a label, what tells its bit in <see cref="HostLengths"/>.</summary>
    internal const int LengthBits = 63;

    private readonly Responder _responder;
    private readonly PeerHosts? _querier;

    /// <summary>Makes a look; before the responder is given links.</summary>
    /// <param name="responder">Who answers.</param>
    /// <param name="querier">Who looks for peers; null where nobody does.</param>
    public FirstLook(Responder responder, PeerHosts? querier)
    {
        _responder = responder;
        _querier = querier;
        if (querier is not null)
        {
            responder.Beside = DnsText.Name(PeerHosts.PeerService);
        }
    }

    /// <summary>The one filter that decides, until somebody here hears or says something; null where each message has to be shown to <see cref="IsForNobody"/>.</summary>
    internal QuestionFilter? Filter
    {
        get
        {
            ResponderLink? only = _responder.Only;
            return only is null ? null : only.Filter;
        }
    }

    /// <summary>Lengths of the first labels of the peers' hosts, a bit each, of which most hosts' names have none; until somebody here hears something.</summary>
    internal long HostLengths => _querier is null ? 0 : _querier.HostLengths;

    /// <summary>Whether the first record of a response, of which <see cref="Filter"/> knows nothing but that it tells, is of a peer's host.</summary>
    internal bool TellsOfHost(byte[] message, int end)
    {
        return _querier is not null && _querier.TellsOfHost(message, end);
    }

    /// <summary>Whether nobody has to hear a message.</summary>
    /// <param name="message">The message, from index 0.</param>
    /// <param name="end">Behind the octets received.</param>
    public bool IsForNobody(byte[] message, int end)
    {
        ResponderLink? only = _responder.Only;
        int seen = only is null ? _responder.Look(message, end) : only.Look(message, end);
        return seen == QuestionFilter.Nobody || (seen == QuestionFilter.Told && !TellsOfHost(message, end));
    }
}
