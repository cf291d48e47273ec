using System.Net.NetworkInformation;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's NetworkChange: the PC's own, and what a test says of a cable that only it has.</summary>
internal static class BoardNetworkChange
{
    static BoardNetworkChange()
    {
        System.Net.NetworkInformation.NetworkChange.NetworkAvailabilityChanged += static (sender, change) => NetworkAvailabilityChanged?.Invoke(sender, change);
    }

    internal static event NetworkAvailabilityChangedEventHandler? NetworkAvailabilityChanged;

    /// <summary>A test's cable went out, or came in. What it was is not told: nobody looks.</summary>
    internal static void Tell()
    {
        NetworkAvailabilityChanged?.Invoke(null, null!);
    }
}
