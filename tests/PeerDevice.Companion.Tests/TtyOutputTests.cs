using System;
using System.Diagnostics;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Companion.Outputs;

namespace PeerDevice.Companion.Tests;

/// <summary>A serial line, at a terminal made of software: octets as they are, both ways, and set as asked for.</summary>
public sealed class TtyOutputTests
{
    [Fact]
    public void EveryOctetGoesAndComesAsItIs()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // a terminal is made and looked at as Linux does
        }

        using PseudoTerminal line = new();
        IOutputDevice device = Device("tty:" + line.Path + ",handshake=none");
        Assert.Equal(0, device.Conditions);
        Assert.True(device.Begin("a"));
        byte[] all = new byte[256];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (byte)i;
        }

        Assert.Equal(256, device.Write(all, 0, all.Length));
        Assert.Equal(all, line.Read(256));
        Assert.Equal(1, Patient.Finish(device));
        line.Say(all);
        byte[] heard = new byte[300];
        int got = Hear(device, heard, 256);
        Assert.Equal(all, heard[..got]);
        Assert.Equal(0, device.Read(heard, 0, heard.Length));
        device.Close();

        // Between documents the line stays up, and is heard.
        line.Say("!"u8);
        Assert.Equal(1, Hear(device, heard, 1));
        Assert.Equal((byte)'!', heard[0]);
    }

    [Fact]
    public void TheLineIsSetAsTheOptionsSay()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // a terminal is made and looked at as Linux does
        }

        using PseudoTerminal line = new();
        IOutputDevice device = Device("tty:" + line.Path + ",baud=19200,stop-bits=2,handshake=xon-xoff");
        Assert.True(device.Begin("a"));
        string set = Stty(line.Path);
        Assert.Contains("speed 19200 baud", set, StringComparison.Ordinal);
        foreach (string flag in (string[])[" cstopb", " ixon", " -crtscts", " -opost", " -icanon", " -echo", " -icrnl", " -isig", " clocal", " cread"])
        {
            Assert.Contains(flag, set, StringComparison.Ordinal);
        }

        using PseudoTerminal other = new();
        IOutputDevice wired = Device("tty:" + other.Path + ",baud=115200,handshake=rts-cts");
        Assert.True(wired.Begin("a"));
        set = Stty(other.Path);
        Assert.Contains("speed 115200 baud", set, StringComparison.Ordinal);
        Assert.Contains(" crtscts", set, StringComparison.Ordinal);
        Assert.Contains(" -ixon", set, StringComparison.Ordinal);
        Assert.Contains(" -cstopb", set, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatNobodyAskedForIsLeftAsItWas()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // a terminal is made and looked at as Linux does
        }

        using PseudoTerminal line = new();
        IOutputDevice first = Device("tty:" + line.Path + ",baud=2400,stop-bits=2,handshake=xon-xoff");
        Assert.True(first.Begin("a"));
        IOutputDevice second = Device("tty:" + line.Path);
        Assert.True(second.Begin("b"));
        string set = Stty(line.Path);
        Assert.Contains("speed 2400 baud", set, StringComparison.Ordinal);
        Assert.Contains(" cstopb", set, StringComparison.Ordinal);
        Assert.Contains(" ixon", set, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineThatTakesNothingHoldsNobodyUpAndOneThatIsGoneIsSaid()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // a terminal is made and looked at as Linux does
        }

        PseudoTerminal line = new();
        IOutputDevice device = Device("tty:" + line.Path);
        Assert.True(device.Begin("a"));
        byte[] block = new byte[65536];
        int took = 1;
        int all = 0;
        while (took > 0)
        {
            took = device.Write(block, 0, block.Length);
            all += took;
        }

        Assert.Equal(0, took);
        Assert.True(all > 0);
        line.Read(all);
        Assert.True(Patient.Write(device, block, 10) > 0);

        // The other end is pulled out; a program that another test is just starting may still have it for a moment.
        line.Dispose();
        Assert.True(SpinWait.SpinUntil(() => device.Write(block, 0, 10) < 0, Patient.Despair));
        Assert.Equal(DeviceCondition.Missing, device.Conditions);
        Assert.False(device.IsReady);
        Assert.False(device.Begin("b"));
        Assert.Equal(-1, device.Finish());
    }

    private static IOutputDevice Device(string text)
    {
        Assert.Null(Output.Read(text, out Output? output));
        return output!.Device;
    }

    private static int Hear(IOutputDevice device, byte[] into, int count)
    {
        int got = 0;
        Assert.True(SpinWait.SpinUntil(() => (got += device.Read(into, got, into.Length - got)) >= count, Patient.Despair));
        return got;
    }

    private static string Stty(string path)
    {
        using Process stty = Process.Start(new ProcessStartInfo("stty", ["-F", path, "-a"]) { RedirectStandardOutput = true })!;
        string said = stty.StandardOutput.ReadToEnd();
        stty.WaitForExit();
        return said.Replace('\n', ' ');
    }
}
