namespace PeerDevice.Services.Files;

/// <summary>
/// A write that has been let past the locks and is taking effect: as long as it is, no lock is granted on what it touches. A session has two of these,
/// one for each end of a MOVE, and uses them again and again.
/// </summary>
public sealed class PendingWrite
{
    internal string Path = "";
    internal bool IsDeep;
    internal bool IsMembership;
    internal bool IsUnderWay;
    internal PendingWrite? Next;
}
