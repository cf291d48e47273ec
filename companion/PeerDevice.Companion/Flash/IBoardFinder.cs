namespace PeerDevice.Companion.Flash;

/// <summary>Where a board shows up on the network once it has been flashed.</summary>
internal interface IBoardFinder
{
    /// <summary>Says what is being waited for, and looks for a board.</summary>
    /// <param name="board">Which board it is: not every one is found by its name.</param>
    /// <param name="name">The name that it was given; null when it has kept its own.</param>
    /// <returns>Its address, host and perhaps port; null when nobody knows it.</returns>
    string? Find(FlashBoard board, string? name);
}
