using System;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>The time of day of a board, which has no battery: what SNTP has set, or some time long ago. Here it is the PC's, unless somebody says otherwise.</summary>
internal static class BoardDateTime
{
    internal static readonly System.DateTime UnixEpoch = System.DateTime.UnixEpoch;

    internal static System.DateTime UtcNow => Now();

    internal static Func<System.DateTime> Now { get; set; } = static () => System.DateTime.UtcNow;
}
