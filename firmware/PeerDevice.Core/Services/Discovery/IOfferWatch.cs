namespace PeerDevice.Services.Discovery;

/// <summary>Knows whether what a TXT record tells is another by now: a printer that was switched on says what it is.</summary>
public interface IOfferWatch
{
    /// <summary>Brings the offers' TXT records up to date.</summary>
    /// <returns>Whether one is another now.</returns>
    bool Refresh();
}
