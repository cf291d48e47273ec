using System;
using System.Threading;
using nanoFramework.Networking;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>The board's own time: a tick count that never goes back, and the time of day once somebody has told it.</summary>
public sealed class SystemClock : IClock
{
    private static readonly long EpochTicks = DateTime.UnixEpoch.Ticks;

    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;

    /// <inheritdoc/>
    public long UnixSeconds
    {
        get
        {
            // Without a battery a board starts in the past; a time before this program was written is no time.
            long seconds = (DateTime.UtcNow.Ticks - EpochTicks) / TimeSpan.TicksPerSecond;
            return seconds < Limits.ClockKnownSince ? 0 : seconds;
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
