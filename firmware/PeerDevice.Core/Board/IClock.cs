using System.Threading;

namespace PeerDevice.Board;

/// <summary>Time, as a port: virtual in tests.</summary>
public interface IClock
{
    /// <summary>Milliseconds since some moment; never goes backwards.</summary>
    long Milliseconds { get; }

    /// <summary>Seconds since 1970 (UTC), or 0 while the time of day is not known.</summary>
    long UnixSeconds { get; }

    /// <summary>Lets the calling thread wait.</summary>
    void Sleep(int milliseconds);

    /// <summary>Lets the calling thread wait for a signal, a time at most.</summary>
    /// <returns>Whether the signal came; it is used up then.</returns>
    bool Await(AutoResetEvent signal, int milliseconds);
}
