using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>
/// What a button that is held does: the settings are put aside under another name, on the card and in internal flash, and the board starts again without them. Nothing is deleted; which board it is stays.
/// </summary>
public static class SettingsReset
{
    /// <summary>Puts the settings aside and starts again; where there are none nothing happens.</summary>
    public static void Run(Peer peer, IIndicator indicator)
    {
        int status = peer.PutAside(PeerSettings.FileName, Stem, Ending, out string aside);
        string kept = InternalFlash.PutAside(PeerSettings.FileName, Stem, Ending);
        string told = aside.Length > 0 && kept.Length > 0 ? aside + " and " + kept : aside + kept;
        if (told.Length > 0)
        {
            SelfRestart.Now("the button was held; the settings of before are kept as " + told, indicator);
            return;
        }

        indicator.Report(status == StoreStatus.NotFound || status == StoreStatus.Absent ? "the button was held, but there are no settings to put aside" : "the button was held, but the settings could not be put aside");
    }

    // peer-1.cfg, peer-2.cfg, …
    private const string Stem = "peer-";
    private const string Ending = ".cfg";
}
