using System.Net;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>How many sockets the board has in all, listeners included, and which of the PC's addresses is its own.</summary>
internal static class Sockets
{
    private static readonly object Gate = new object();
    private static int _taken;

    /// <summary>How many there are.</summary>
    internal static int Limit { get; set; } = 16;

    /// <summary>The address that the board listens on.</summary>
    internal static IPAddress Bind { get; set; } = IPAddress.Loopback;

    /// <summary>Whether a group can be joined.</summary>
    internal static bool JoinsGroups { get; set; } = true;

    internal static int Taken => _taken;

    internal static bool Take()
    {
        lock (Gate)
        {
            if (_taken >= Limit)
            {
                return false;
            }

            _taken++;
            return true;
        }
    }

    internal static void GiveBack()
    {
        lock (Gate)
        {
            _taken--;
        }
    }
}
