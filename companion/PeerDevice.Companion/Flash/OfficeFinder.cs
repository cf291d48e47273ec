using System;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Flash;

/// <summary>Looks for a board by the name that it was given, for a bounded time; what has no name, answers to none, or does not show up, another finder is asked for.</summary>
/// <param name="teller">Told what is waited for.</param>
/// <param name="office">Who is here.</param>
/// <param name="clock">Time.</param>
/// <param name="other">Who is asked then.</param>
internal sealed class OfficeFinder(Teller teller, IOffice office, IClock clock, IBoardFinder other) : IBoardFinder
{
    /// <inheritdoc/>
    public string? Find(FlashBoard board, string? name)
    {
        // Looking for one that may answer to no name takes the time, and then blames the cable.
        if (name is null || board.IsSmall)
        {
            return other.Find(board, name);
        }

        teller.Say($"looking for {name} on the network …");
        long until = clock.Milliseconds + DesktopLimits.FlashBoardPatience;
        while (true)
        {
            if (office.Look(name).Find(one => one is { IsHere: true, IsThisPc: false } && one.IsCalled(name)) is { } found)
            {
                return found.Authority;
            }

            if (clock.Milliseconds >= until)
            {
                teller.Say($"nobody here is called {name} so far: is the board's network cable in?");
                return other.Find(board, name);
            }

            clock.Sleep(DesktopLimits.FlashBoardPause);
        }
    }
}
