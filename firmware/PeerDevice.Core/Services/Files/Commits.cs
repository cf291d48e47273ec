using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// Makes staged content, moves and deletions take effect, one at a time, so that a power cut leaves the old or the new.
/// On FAT through an intent in the index; on a PC the file system does it. Every method answers a <see cref="StoreStatus"/>, none throws.
/// </summary>
public sealed class Commits
{
    /// <summary>The commits of one store. Nothing is read or written before <see cref="Recover"/>.</summary>
    public Commits(IFileStore store, FileIndex index, IClock clock)
    {
    }

    /// <summary>
    /// Begins a mount: finishes what a power cut interrupted, sweeps what was never committed, opens the index.
    /// Called once before serving, and again whenever a card came back. Cheap on a PC.
    /// </summary>
    /// <returns>Ok; or Absent, Failed: ask again later, nothing may be written until then (the other methods see to that themselves).</returns>
    public int Recover()
    {
        return StoreStatus.Ok;
    }

    /// <summary>Gives a fresh path beside a target, on its volume, for <see cref="IFileStore.Create"/>. No path is given twice.</summary>
    /// <returns>Ok; otherwise nothing may be written now (an interrupted commit could not be finished yet).</returns>
    public int Stage(string target, out string staged)
    {
        staged = "";
        return StoreStatus.Ok;
    }

    /// <summary>Puts a staged file, closed and durable, in the place of a target file that may exist. On failure the caller calls <see cref="Abandon"/>.</summary>
    /// <returns>Ok: it is in place for good; Busy: the target is being read, or in use, for longer than <see cref="Limits.CommitPatience"/>; NoParent, WrongKind (the target is a collection), Full, …</returns>
    public int Replace(string staged, string target)
    {
        return StoreStatus.Ok;
    }

    /// <summary>Moves a file to a path where nothing is (Exists otherwise). Another spelling of the same FAT name is allowed.</summary>
    public int Move(string from, string to)
    {
        return StoreStatus.Ok;
    }

    /// <summary>Deletes a file, or a collection without members.</summary>
    public int Delete(string path)
    {
        return StoreStatus.Ok;
    }

    /// <summary>Creates a collection in one that exists.</summary>
    public int MakeCollection(string path)
    {
        return StoreStatus.Ok;
    }

    /// <summary>Throws a staged file away. Harmless when it was committed, was never created, or is still needed by an unfinished commit.</summary>
    public void Abandon(string staged)
    {
    }

    /// <summary>
    /// To be asked before a file is opened for reading, since FAT cannot keep a file for its readers: no commit touches the
    /// path until <see cref="EndRead"/>. Costs nothing on a PC.
    /// </summary>
    /// <returns>A lease to give back, 0 or more; or -1 when a commit on the path did not end within <see cref="Limits.CommitPatience"/> (Busy).</returns>
    public int BeginRead(string path)
    {
        return 0;
    }

    /// <summary>Gives a lease back.</summary>
    public void EndRead(int lease)
    {
    }

    /// <summary>Removes the empty reserved area of a PC's share; for an orderly end. Leaves a FAT card alone.</summary>
    public void Tidy()
    {
    }
}
