using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The hand that pulls the card out of the board and puts it back, by the count of all clients' requests: who pulls by a count of its own
/// leaves the card out for as long as its own thread does not run.
/// </summary>
internal sealed class SoakHand
{
    private const int PullEvery = 8000;
    private const int OutFor = 160;

    private readonly object _guard = new object();
    private readonly FatStore? _card;
    private int _requests;

    /// <param name="card">Null where the store is no card that can be pulled out.</param>
    public SoakHand(FatStore? card)
    {
        _card = card;
    }

    /// <summary>One more request is about to be sent, by any client.</summary>
    public void Count()
    {
        lock (_guard)
        {
            _requests++;
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
}
