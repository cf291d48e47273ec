namespace PeerDevice.Services.Mirrors;

/// <summary>Who knows where the other peers are.</summary>
public interface IPeerPlaces
{
    /// <summary>Where the peer of a name is now, whatever the case of its letters.</summary>
    /// <returns>The authority of its URIs (RFC 3986 §3.2); empty where nobody here is called so, or has no address that a URI has a place for.</returns>
    string Place(string name);
}
