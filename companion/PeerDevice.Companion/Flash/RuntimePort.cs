using System;
using System.Linq;
using PeerDevice.Board;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Flash;

/// <summary>
/// The serial port of a board whose port is its runtime's: while the chip's USB loader runs there is none, and what is there then is another device's, which must not be written to.
/// </summary>
/// <param name="teller">Told what is waited for.</param>
/// <param name="clock">Time.</param>
/// <param name="ports">The serial ports there are.</param>
/// <param name="trouble">What is the matter with one; null for nothing.</param>
internal sealed class RuntimePort(Teller teller, IClock clock, Func<string[]> ports, Func<string, string?> trouble)
{
    private string[] _others = [];

    /// <summary>Notes whose ports are others': called while the loader runs, and not before, since a board that ran until then had its port.</summary>
    public void Note() => _others = ports();

    /// <summary>Waits for it once the runtime was written.</summary>
    /// <param name="named">The port that the user named; null for the one that was not there.</param>
    /// <returns>A port that is there and may be used.</returns>
    /// <exception cref="CommandFailure">It did not come.</exception>
    public string Await(string? named)
    {
        teller.Say($"waiting for the runtime's serial port{(named is null ? "" : " " + named)}: press the board's reset button …");
        long until = clock.Milliseconds + DesktopLimits.FlashBoardPatience;
        while (true)
        {
            // One look: a port that goes and comes again would be another number of them in the next.
            string[] come = named is null ? [.. ports().Except(_others)] : [named];

            // A port that has only just come may not be used yet: the system sets its group a moment later.
            string? problem = come.Length == 1 ? trouble(come[0])
                : $"which serial port is the board's cannot be seen ({(come.Length == 0 ? "none came" : string.Join(", ", come) + " came")}): press its reset button, look at its cable, and run this again with --port.";
            if (problem is null)
            {
                return come[0];
            }

            if (clock.Milliseconds >= until)
            {
                throw new CommandFailure("the runtime was written, and " + problem);
            }

            clock.Sleep(DesktopLimits.FlashBoardPause);
        }
    }
}
