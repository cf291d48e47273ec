using System.Text;
using nanoFramework.Runtime.Native;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// Starts the board again when one of the peer's own threads has ended, or is stuck, and says so afterwards. nanoFramework ends a thread silently when something in it was not thought of, and has no class for a hardware
/// watchdog; the rest would go on without the service, which nobody could tell from a cable that was pulled.
/// </summary>
public static class SelfRestart
{
    /// <summary>The file of internal flash that says why the board started again; empty once it has been told.</summary>
    public const string FileName = "peer.last";

    /// <summary>Tells why the board started again by itself, if it did. A board without internal flash has forgotten it.</summary>
    public static void Tell(IIndicator indicator)
    {
        byte[] text = new byte[Limits.LogLine];
        int length = InternalFlash.Read(FileName, text);
        if (length > 0)
        {
            indicator.Report("the board started again by itself: " + Encoding.UTF8.GetString(text, 0, length));
            InternalFlash.Write(FileName, "");
        }
    }

    /// <summary>Starts the board again. What was acknowledged is on the card.</summary>
    public static void Now(string why, IIndicator indicator)
    {
        indicator.Report("starting again: " + why);
        InternalFlash.Write(FileName, why);
        Power.RebootDevice();
    }
}
