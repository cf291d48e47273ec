using PeerDevice.Bytes;

namespace PeerDevice.Board;

/// <summary>
/// What a ground knows of itself that people want to be told wherever they look: which board it is, its address, and what of its settings or its wiring makes no sense. Filled in by whoever starts the
/// peer; any thread may read it.
/// </summary>
public sealed class BoardFacts
{
    private readonly object _gate = new object();
    private string[] _troubles = new string[0];

    /// <summary>Which board it is and who says so, for people; empty where there is nothing to say.</summary>
    public string Board = "";

    /// <summary>The IPv4 address just now; empty where there is none, or a machine has several.</summary>
    public string Address = "";

    /// <summary>What there is to say of the address beside it: that nobody gave one; empty where all is well.</summary>
    public string AddressWords = "";

    /// <summary>How many troubles there are.</summary>
    public int Troubles => _troubles.Length;

    /// <summary>One of them, in words: "peer.cfg: line 3: …".</summary>
    public string Trouble(int index)
    {
        return _troubles[index];
    }

    /// <summary>Adds what makes no sense; a board that tries again to start says the same again, which stands here once. What is beyond <see cref="Limits.BoardTroubles"/> is in the log alone.</summary>
    public void Add(string trouble)
    {
        lock (_gate)
        {
            string[] troubles = _troubles;
            for (int i = 0; i < troubles.Length; i++)
            {
                if (troubles[i] == trouble)
                {
                    return;
                }
            }

            if (troubles.Length < Limits.BoardTroubles)
            {
                // Most boards have none. Who reads goes by the length, so the new one takes its place whole.
                string[] all = Text.Blanks(troubles.Length + 1);
                System.Array.Copy(troubles, 0, all, 0, troubles.Length);
                all[troubles.Length] = trouble;
                _troubles = all;
            }
        }
    }
}
