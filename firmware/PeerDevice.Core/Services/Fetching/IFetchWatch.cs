namespace PeerDevice.Services.Fetching;

/// <summary>Who looks on while a content is fetched.</summary>
public interface IFetchWatch
{
    /// <summary>Looks at octets that came.</summary>
    /// <param name="octets">How many, since the last look.</param>
    /// <returns>False to give up.</returns>
    bool Moved(int octets);
}
