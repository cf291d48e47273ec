using System;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Tests;

/// <summary>Who asks an output device again as long as it says "not yet", which it does after a second: the other end may have no processor for longer.</summary>
internal static class Patient
{
    /// <summary>For a test that would hang otherwise: nothing is measured by it.</summary>
    internal static readonly TimeSpan Despair = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the last octet was taken.</summary>
    /// <returns>What <see cref="IOutputDevice.Finish"/> says at the end.</returns>
    internal static int Finish(IOutputDevice device) => Asked(device.Finish);

    /// <summary>Writes as soon as something is taken.</summary>
    /// <returns>What <see cref="IOutputDevice.Write"/> says at the end.</returns>
    internal static int Write(IOutputDevice device, byte[] octets, int count) => Asked(() => device.Write(octets, 0, count));

    private static int Asked(Func<int> ask)
    {
        int said = 0;
        Assert.True(SpinWait.SpinUntil(() => (said = ask()) != 0, Despair));
        return said;
    }
}
