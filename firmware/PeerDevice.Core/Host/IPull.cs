namespace PeerDevice.Host;

/// <summary>Something that is being fetched.</summary>
internal interface IPull
{
    /// <summary>Ends it from another thread.</summary>
    void Break();
}
