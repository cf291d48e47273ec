namespace PeerDevice.Services.Files;

/// <summary>
/// Another service with files in the reserved area of a FAT store. A mount asks it together with the commits, since everything that is to be deleted must be
/// deleted before anything is written, whoever's it is. Called under the lock of <see cref="Commits"/>, of which it must ask nothing then.
/// </summary>
public abstract class Tenant
{
    /// <summary>Begins a mount: forgets what was known of the medium and reads what is there. Writes nothing.</summary>
    /// <returns>A <see cref="Board.StoreStatus"/>: unless it is Ok nothing may be deleted or written.</returns>
    public abstract int Recall();

    /// <summary>Deletes everything of its own that is to go, or that may have no chain any more. Takes no cluster.</summary>
    /// <returns>A <see cref="Board.StoreStatus"/>: unless it is Ok nothing may be written.</returns>
    public abstract int Sweep();
}
