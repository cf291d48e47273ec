using PeerDevice.VirtualBoard.Usb;

namespace PeerDevice.VirtualBoard.Tests.Usb;

/// <summary>The wires' time on a clock that only tests and the wires themselves move.</summary>
internal sealed class BenchTime : IWireTime
{
    private readonly VirtualClock _clock;
    private long _rest;

    internal BenchTime(VirtualClock clock)
    {
        _clock = clock;
    }

    public long Nanoseconds => (_clock.Microseconds * 1000) + _rest;

    public void Pass(long nanoseconds)
    {
        _rest += nanoseconds;
        long whole = _rest / 1000;
        _rest -= whole * 1000;
        _clock.Advance(whole);
    }
}
