using System.Diagnostics;

namespace PeerDevice.VirtualBoard.Usb;

/// <summary>The time in which the model lives. Wires are too fast for a clock of milliseconds.</summary>
internal interface IWireTime
{
    /// <summary>Since some moment that does not move.</summary>
    long Nanoseconds { get; }

    /// <summary>Something takes so long. Where time passes by itself there is nothing to do.</summary>
    void Pass(long nanoseconds);
}

/// <summary>The PC's own time.</summary>
internal sealed class PassingTime : IWireTime
{
    public long Nanoseconds => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    public void Pass(long nanoseconds)
    {
    }
}
