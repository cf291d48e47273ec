using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The hand that pulls the card out of the board and puts it back, by the count of all clients' requests: who pulls by a count of its own
/// leaves the card out for as long as its own thread does not run. It also knows who is in the middle of a request: who was refused
/// waits until those have ended, as they would in the seconds that it waits. Otherwise it asks hundreds of times while another's thread does not run.
/// </summary>
internal sealed class SoakHand
{
    private const int PullEvery = 8000;
    private const int OutFor = 160;

    private readonly object _guard = new object();
    private readonly FatStore? _card;
    private readonly Dictionary<int, int> _under = new Dictionary<int, int>(); // by client, its request that is under way
    private int _requests;

    /// <param name="card">Null where the store is no card that can be pulled out.</param>
    public SoakHand(FatStore? card)
    {
        _card = card;
    }

    /// <summary>One more request is about to be sent.</summary>
    /// <param name="client">By whom.</param>
    public void Begin(int client)
    {
        lock (_guard)
        {
            _requests++;
            _under[client] = _requests;
            if (_card is null)
            {
                return;
            }

            int turn = _requests % PullEvery;
            if (turn == PullEvery - OutFor)
            {
                _card.Pull();
            }
            else if (turn == 0)
            {
                _card.Insert();
            }
        }
    }

    /// <summary>What it sent last has come to its end, or its client is told to come again.</summary>
    public void End(int client)
    {
        lock (_guard)
        {
            _under.Remove(client);
            Monitor.PulseAll(_guard);
        }
    }

    /// <summary>Waits until every request that is under way now has ended.</summary>
    /// <param name="client">Who waits; nobody waits for it meanwhile.</param>
    public void Outlast(int client)
    {
        lock (_guard)
        {
            End(client);
            int last = _requests;
            while (_under.Values.Any(request => request <= last))
            {
                Monitor.Wait(_guard);
            }
        }
    }
}
