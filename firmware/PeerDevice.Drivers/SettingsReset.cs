using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>
/// What a button that is held does: the settings are put aside under another name, on the card and in internal flash, and the board starts again without them. Nothing is deleted; which board it is stays.
/// </summary>
public static class SettingsReset
{
    /// <summary>Puts the settings aside and starts again; where there are none, or those of the card cannot be moved, nothing happens.</summary>
    public static void Run(Peer peer, IIndicator indicator)
    {
        int status = peer.PutAside(PeerSettings.FileName, Stem, Ending, out string aside);
        if (status != StoreStatus.Ok && status != StoreStatus.NotFound && status != StoreStatus.Absent)
        {
            // Those of the card stay in force; without those of flash beside them only what they fall back on would be gone.
            indicator.Report("the button was held, but the settings on the card could not be put aside");
            return;
        }

        string kept = InternalFlash.PutAside(PeerSettings.FileName, Stem, Ending);
        string told = aside.Length > 0 && kept.Length > 0 ? aside + " and " + kept : aside + kept;
        if (told.Length > 0)
        {
            // A light in colours keeps its last one while the board starts.
            indicator.Show(Condition.Stopped);
            SelfRestart.Now("the button was held; the settings of before are kept as " + told, indicator);
            return;
        }

        indicator.Report("the button was held, but there are no settings to put aside");
    }

    // peer-1.cfg, peer-2.cfg, …
    private const string Stem = "peer-";
    private const string Ending = ".cfg";
}
