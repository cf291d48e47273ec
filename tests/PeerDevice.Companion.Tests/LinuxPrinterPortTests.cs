using System;
using System.Text;
using PeerDevice.Companion.Outputs;

namespace PeerDevice.Companion.Tests;

/// <summary>What Linux' printer drivers are asked, by their numbers, and what is made of lengths that printers get wrong.</summary>
public sealed class LinuxPrinterPortTests
{
    private const string Id = "MFG:Example;MDL:Laser;";

    [Fact]
    public void TheRequestsHaveTheDriversNumbers()
    {
        // include/uapi/linux/lp.h: LPGETSTATUS. drivers/usb/class/usblp.c: _IOC(_IOC_READ, 'P', 1, len); CUPS' backends ask with 1024.
        Assert.Equal(0x060Bu, LinuxPrinterPort.GetStatus);
        Assert.Equal(0x84005001u, LinuxPrinterPort.GetDeviceId(1024));
        Assert.Equal(0x83FF5001u, LinuxPrinterPort.GetDeviceId(1023));
        Assert.Equal(0x80025001u, LinuxPrinterPort.GetDeviceId(2));
    }

    [Theory]
    [InlineData(0, 24)] // right: the length counts its own two octets
    [InlineData(-2, 24)] // it does not count them
    [InlineData(-22, 4)] // far too short: no more than two octets above it are believed
    [InlineData(1, 24)] // one too many, more than there is
    [InlineData(0x3000, 24)] // the octets the wrong way round, or nonsense
    public void ALengthThatAPrinterGetsWrongIsSetRight(int wrong, int expected)
    {
        byte[] buffer = new byte[1024];
        int told = Id.Length + 2 + wrong;
        buffer[0] = (byte)(told >> 8);
        buffer[1] = (byte)told;
        Encoding.ASCII.GetBytes(Id, buffer.AsSpan(2));
        Assert.Equal(expected, LinuxPrinterPort.LengthOfId(buffer));
    }

    [Fact]
    public void ZerosWithinTheLengthAreOfTheIdAndNoIdIsNone()
    {
        Assert.Equal(0, LinuxPrinterPort.LengthOfId(new byte[1024]));

        // A full buffer.
        byte[] full = new byte[16];
        Array.Fill(full, (byte)'x');
        (full[0], full[1]) = (0, 16);
        Assert.Equal(16, LinuxPrinterPort.LengthOfId(full));
    }
}
