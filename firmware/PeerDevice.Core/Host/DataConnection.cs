using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>What serves connections with print data, one at a time.</summary>
internal abstract class DataConnection
{
    private Link? _link;

    /// <summary>Whether a connection has been given to it, or is about to be.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>The connection that was given to it; null for none.</summary>
    internal Link? Link
    {
        get { return _link; }
        set { _link = value; }
    }
}
