using System;
using PeerDevice.Board;

namespace PeerDevice.Host;

/// <summary>Tells of what must not be, from where nothing may go wrong any more: the body of a thread, which a board ends without a word.</summary>
internal static class Fault
{
    /// <summary>Tells it. Where memory is so short that not even that can be said, it is not said.</summary>
    public static void Tell(IIndicator indicator, string what, Exception fault)
    {
        try
        {
            indicator.Report(what + fault.Message);
        }
        catch (Exception)
        {
            return;
        }
    }
}
