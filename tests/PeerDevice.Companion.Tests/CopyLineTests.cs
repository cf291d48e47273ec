using System.IO;
using PeerDevice.Companion.Client;

namespace PeerDevice.Companion.Tests;

/// <summary>The fear: a peer that tells of a copy without ever ending its line fills the memory of the PC.</summary>
public sealed class CopyLineTests
{
    [Fact]
    public void OfALineWithoutAnEndTheFrontIsKept()
    {
        using StringReader lines = new("one\r\n\n" + new string('a', 3 * DesktopLimits.CopyLine) + "\nlast");
        Assert.Equal("one", DirectCopy.ReadLine(lines));
        Assert.Equal("", DirectCopy.ReadLine(lines));
        Assert.Equal(new string('a', DesktopLimits.CopyLine), DirectCopy.ReadLine(lines));
        Assert.Equal("last", DirectCopy.ReadLine(lines));
        Assert.Null(DirectCopy.ReadLine(lines));
    }
}
