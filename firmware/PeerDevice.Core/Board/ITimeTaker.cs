namespace PeerDevice.Board;

/// <summary>A clock that can be told the time of day by somebody on the network, where nobody better tells it.</summary>
public interface ITimeTaker
{
    /// <summary>Takes a time of day, which holds until a better source tells another. What counts milliseconds goes on as it was.</summary>
    /// <param name="unixSeconds">Seconds since 1970 (UTC).</param>
    void TakeTime(long unixSeconds);
}
