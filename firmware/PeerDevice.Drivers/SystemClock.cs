using System;
using System.Threading;
using nanoFramework.Networking;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>The board's own time: a tick count that never goes back, and the time of day once somebody has told it.</summary>
public sealed class SystemClock : IClock, ITimeTaker
{
    private const int Milli = 1000;

    private static readonly long EpochTicks = DateTime.UnixEpoch.Ticks;

    // What a peer told: the time of day at which the milliseconds were 0.
    private long _began;

    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;

    /// <inheritdoc/>
    public long UnixSeconds
    {
        get
        {
            // Without a battery a board starts in the past; a time before this program was written is no time.
            long seconds = (DateTime.UtcNow.Ticks - EpochTicks) / TimeSpan.TicksPerSecond;
            long began = _began;
            return seconds >= Limits.ClockKnownSince ? seconds : began == 0 ? 0 : began + (Milliseconds / Milli);
        }
    }

    /// <inheritdoc/>
    public void Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
    }

    /// <inheritdoc/>
    public bool Await(AutoResetEvent signal, int milliseconds)
    {
        return signal.WaitOne(milliseconds, false);
    }

    /// <inheritdoc/>
    public void TakeTime(long unixSeconds)
    {
        _began = unixSeconds - (Milliseconds / Milli);
    }

    /// <summary>Has the runtime ask a host for the time (SNTP, RFC 4330) now and from time to time; nobody with an empty name.</summary>
    /// <returns>False when the runtime would not.</returns>
    public bool Follow(string host)
    {
        if (host.Length == 0)
        {
            return true;
        }

        try
        {
            if (Sntp.IsStarted)
            {
                Sntp.Stop();
            }

            Sntp.Server1 = host;
            Sntp.Start();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
