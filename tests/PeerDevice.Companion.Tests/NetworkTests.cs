using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Outputs;

namespace PeerDevice.Companion.Tests;

/// <summary>Sockets of this PC under the engine, and its output devices.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void TheSystemMovesAFileWhole(bool portable)
    {
        byte[] noise = new byte[5_000_011];
        new Random(5).NextBytes(noise);
        File.WriteAllBytes(_temp["file"], noise);
        using FolderStore store = new(_temp.Path, writable: false, portable: portable);
        Assert.Equal(StoreStatus.Ok, store.OpenRead("file", new StoreEntry(), out BlockSource? source));
        (Socket near, Socket far) = Pair();
        byte[] got = [];
        Thread reader = new(() => got = ReadAll(far));
        reader.Start();
        SocketSink sink = new(near, portable);
        byte[] block = new byte[65536];
        Assert.True(sink.Write("head"u8.ToArray(), 0, 4));
        Assert.Equal(100, sink.TransferFrom(source!, 7, 100, block));
        Assert.Equal(noise.Length - 107, sink.TransferFrom(source!, 107, noise.Length - 107, block));

        // More than there is: what there is, and no more.
        Assert.Equal(noise.Length - 3, sink.TransferFrom(source!, 3, noise.Length, block));
        near.Shutdown(SocketShutdown.Send);
        reader.Join();
        Assert.Equal(4 + (noise.Length - 7) + (noise.Length - 3), got.Length);
        Assert.True(got.AsSpan(4, noise.Length - 7).SequenceEqual(noise.AsSpan(7)));
        Assert.True(got.AsSpan(4 + noise.Length - 7).SequenceEqual(noise.AsSpan(3)));
        source!.Close();
        near.Dispose();
        far.Dispose();
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ATransferToOneWhoLeavesEnds(bool portable)
    {
        File.WriteAllBytes(_temp["file"], new byte[30_000_000]);
        using FolderStore store = new(_temp.Path, writable: false, portable: portable);
        Assert.Equal(StoreStatus.Ok, store.OpenRead("file", new StoreEntry(), out BlockSource? source));
        (Socket near, Socket far) = Pair();
        Thread leaver = new(() =>
        {
            far.Receive(new byte[1000]);
            far.Close(0);
        });
        leaver.Start();
        Assert.True(new SocketSink(near, portable).TransferFrom(source!, 0, source!.Length, new byte[65536]) < source.Length);
        leaver.Join();
        source.Close();
        near.Dispose();
    }

    [Fact]
    public void ClosingByAnotherThreadEndsAReadAndAnAccept()
    {
        PcNetwork network = new(IPAddress.Loopback);
        IListener listener = network.Listen(0)!;
        Link near = network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link far = listener.Accept()!;
        int got = 1;
        Thread reader = new(() => got = near.Source.Read(new byte[10], 0, 10));
        Link? accepted = far;
        Thread accepter = new(() => accepted = listener.Accept());
        reader.Start();
        accepter.Start();
        near.Close();
        near.Close();
        listener.Close();
        reader.Join();
        accepter.Join();
        Assert.True(got <= 0);
        Assert.Null(accepted);
        Assert.True(listener.IsClosed);
        Assert.False(near.Sink.Write(new byte[10], 0, 10));
        Assert.Equal(ByteSource.Broken, near.Source.Read(new byte[10], 0, 10));
        near.SetReadPatience(5);
        near.FinishSending();
        far.Close();
    }

    [Fact]
    public void ALinkSaysWhoIsThereAndWhenNobodySpeaks()
    {
        PcNetwork network = new();
        IListener listener = network.Listen(0)!;
        Link near = network.Connect("127.0.0.1", listener.Port, 5000)!;
        Link far = listener.Accept()!;
        Assert.Equal("127.0.0.1", far.LocalAddress);
        Assert.Equal("127.0.0.1", far.RemoteAddress);
        Assert.True(far.IsOnLink);
        far.SetReadPatience(1);
        Assert.Equal(ByteSource.TimedOut, far.Source.Read(new byte[10], 0, 10));
        Assert.True(near.Sink.Write("hallo"u8.ToArray(), 0, 5));
        near.FinishSending();
        far.SetReadPatience(0);
        Assert.Equal("hallo", Encoding.UTF8.GetString(ReadAll(far)));
        Assert.True(far.Sink.Write("back"u8.ToArray(), 0, 4));
        far.Close();
        Assert.Equal("back", Encoding.UTF8.GetString(ReadAll(near)));
        near.Close();
        Assert.Null(network.Listen(listener.Port)); // taken
        listener.Close();
        Assert.Null(network.Connect("127.0.0.1", listener.Port, 5000));
        Assert.Null(network.Connect("no such name", 80, 5000));
    }

    // At whatever moment: before the wait begins, while it begins, or when it has.
    [Fact]
    public void ClosingAListenerEndsAWaitThatHasATimeToo()
    {
        for (int pause = 0; pause < 1_000_000; pause += 1 + (pause / 2))
        {
            IListener listener = new PcNetwork().Listen(0)!;
            bool? isDue = null;
            Thread waiting = new(() => isDue = listener.Await(120_000));
            waiting.Start();
            Thread.SpinWait(pause);
            listener.Close();
            Assert.True(waiting.Join(60_000));
            Assert.True(isDue);
            Assert.Null(listener.Accept());
            Assert.True(listener.Await(120_000));
        }
    }

    [Fact]
    public void AWaitForAConnectionHasItsTimeAndEndsWithOne()
    {
        IListener listener = new PcNetwork().Listen(0)!;
        Assert.False(listener.Await(0));
        Assert.False(listener.Await(1));
        Link near = new PcNetwork().Connect("127.0.0.1", listener.Port, 5000)!;
        Assert.True(listener.Await(60_000));
        Link far = listener.Accept()!;
        Assert.False(listener.Await(0));
        far.Close();
        near.Close();
        listener.Close();
    }

    [Theory, InlineData("127.0.0.1", "127.0.0.1"), InlineData("", "127.0.0.1"), InlineData("", "::1"), InlineData("::1", "::1")]
    public void ADatagramIsAnsweredToWhoSentIt(string bind, string to)
    {
        PcNetwork network = new(bind.Length == 0 ? null : IPAddress.Parse(bind));
        IDatagrams port = network.OpenDatagrams(0)!;
        Assert.Null(network.OpenDatagrams(port.Port)); // taken
        using Socket one = Caller(to, port.Port);
        using Socket other = Caller(to, port.Port);
        byte[] got = new byte[6];
        foreach (Socket caller in (Socket[])[one, other, one])
        {
            caller.Send([1, 2, 3]);
            Assert.Equal(3, port.Receive(got, 2, 4));
            Assert.Equal([0, 0, 1, 2, 3, 0], got);
            Assert.True(port.IsOnLink);
            Assert.True(port.Reply(got, 3, 2));
            Assert.Equal(2, caller.Receive(new byte[10]));
        }

        one.Send([1, 2, 3, 4, 5]);
        one.Send(Array.Empty<byte>());
        Assert.Equal(4, port.Receive(got, 0, 4));
        Assert.Equal(0, port.Receive(got, 0, 4));
        port.Close();
    }

    [Fact]
    public void ClosingADatagramPortEndsTheWait()
    {
        IDatagrams port = new PcNetwork().OpenDatagrams(0)!;
        int got = 0;
        Thread waiting = new(() => got = port.Receive(new byte[10], 0, 10));
        waiting.Start();
        Thread.Sleep(50); // long enough to be waiting; whether it is makes no difference to what must come of it
        port.Close();
        port.Close();
        waiting.Join();
        Assert.True(got < 0);
        Assert.True(port.IsClosed);
        Assert.True(port.Receive(new byte[10], 0, 10) < 0);
        Assert.False(port.Reply(new byte[1], 0, 1));
    }

    [Theory]
    [InlineData("192.168.1.7", "192.168.1.200", 24, true), InlineData("192.168.1.7", "192.168.2.7", 24, false), InlineData("10.1.2.3", "10.1.3.9", 23, true)]
    [InlineData("10.1.2.3", "10.1.2.4", 32, false), InlineData("10.1.2.3", "200.1.2.3", 0, true), InlineData("fd00::1", "fd00::ffff", 64, true), InlineData("fd00::1", "fd00:0:0:1::1", 64, false)]
    public void OnLinkIsWhatSharesThePrefix(string own, string other, int bits, bool isOnLink) =>
        Assert.Equal(isOnLink, OwnAddresses.SharePrefix(IPAddress.Parse(own), IPAddress.Parse(other), bits));

    [Fact]
    public void OurAddressesAreOursInAnyForm()
    {
        PcNetwork network = new();
        foreach (string text in (string[])["127.0.0.1", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1"])
        {
            Assert.True(network.IsOurAddress(text));
        }

        foreach (string text in (string[])["203.0.113.9", "2001:db8::1", "example.org", "", "[]", "1.2.3.4.5", "127.1", "0177.0.0.1", "2130706433", "0x7f.0.0.1", "127.0.0.01"])
        {
            Assert.False(network.IsOurAddress(text));
        }
    }

    [Fact]
    public void AFolderGetsAFileForEachDocumentAndNoHalfOne()
    {
        IOutputDevice? device = Device("file:" + _temp["out"] + "/");
        Assert.True(device!.IsReady);
        foreach (string title in (string[])["", "report.pdf", "../../etc/pass wd", "raw from 10.0.0.1"])
        {
            Assert.True(device.Begin(title));
            Assert.Equal(3, device.Write("abc"u8.ToArray(), 0, 3));
            Assert.True(device.Finish() > 0);
            device.Close();
        }

        Assert.True(device.Begin("broken off"));
        device.Write("abc"u8.ToArray(), 0, 3);
        device.Close();
        string[] names = Directory.GetFiles(_temp["out"]);
        Array.Sort(names, StringComparer.Ordinal);
        Assert.Equal(
            ["job-0001.prn", "job-0002-report.pdf", "job-0003-pass wd.prn", "job-0004-raw from 10.0.0.1.prn", "job-0005-broken off.prn.part"],
            Array.ConvertAll(names, static name => Path.GetFileName(name)));

        IOutputDevice? again = Device("file:" + _temp["out"]);
        Assert.True(again!.Begin(""));
        again.Close();
        Assert.True(File.Exists(_temp["out/job-0006.prn.part"]));
    }

    [Fact]
    public void AFileIsAppendedToLikeADevice()
    {
        IOutputDevice? device = Device("file:" + _temp["device"]);
        for (int i = 0; i < 2; i++)
        {
            Assert.True(device!.Begin("x"));
            Assert.Equal(3, device.Write("abc"u8.ToArray(), 0, 3));
            Assert.True(device.Finish() > 0);
            device.Close();
        }

        Assert.Equal("abcabc", File.ReadAllText(_temp["device"]));
    }

    [Fact]
    public void ADeviceThatIsNotThereIsNotMade()
    {
        IOutputDevice? device = Device("tty:" + _temp["nothing"]);
        Assert.False(device!.IsReady);
        Assert.False(device.Begin("x"));
        Assert.False(File.Exists(_temp["nothing"]));
    }

    [Fact]
    public void ADeviceTakesWhatItCanAndLosesNothing()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // devices are files there
        }

        using (System.Diagnostics.Process process = System.Diagnostics.Process.Start("mkfifo", [_temp["line"]]))
        {
            process.WaitForExit();
        }

        byte[] document = new byte[300_001];
        new Random(6).NextBytes(document);
        byte[] got = [];
        using ManualResetEventSlim opened = new();
        IOutputDevice? device = Device("tty:" + _temp["line"]);
        Assert.False(device!.Begin("nobody at the other end yet"));
        Thread printer = new(() =>
        {
            using FileStream line = new(_temp["line"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            opened.Set();
            got = new byte[document.Length];
            line.ReadExactly(got);
        });
        printer.Start();
        opened.Wait(TestContext.Current.CancellationToken);
        Assert.True(device.Begin("x"));
        for (int sent = 0; sent < document.Length;)
        {
            int took = device.Write(document, sent, document.Length - sent);
            Assert.True(took >= 0);
            sent += took;
        }

        Assert.True(Patient.Finish(device) > 0);
        printer.Join();
        device.Close();
        Assert.Equal(document, got);
    }

    [Fact]
    public void APrinterBehindTcpHasPrintedWhenItCloses()
    {
        IListener listener = new PcNetwork(IPAddress.Loopback).Listen(0)!;
        byte[] got = [];
        Thread printer = new(() =>
        {
            Link link = listener.Accept()!;
            got = ReadAll(link);
            link.Sink.Write("status"u8.ToArray(), 0, 6);
            link.Close();
        });
        printer.Start();
        IOutputDevice? device = Device(FormattableString.Invariant($"tcp:127.0.0.1:{listener.Port}"));
        Assert.True(device!.Begin("x"));
        byte[] document = new byte[100_000];
        for (int sent = 0; sent < document.Length;)
        {
            int took = device.Write(document, sent, document.Length - sent);
            Assert.True(took >= 0);
            sent += took;
        }

        Assert.True(Patient.Finish(device) > 0);
        printer.Join();
        device.Close();
        listener.Close();
        Assert.Equal(document.Length, got.Length);
        Assert.False(device.Begin("nobody there"));
        Assert.False(device.IsReady);
    }

    [Theory, InlineData("file:"), InlineData("tcp:host"), InlineData("tcp:host:0"), InlineData("tcp:host:99999"), InlineData("usb:x"), InlineData("x")]
    public void WhatNamesNoPrinterIsSaid(string text)
    {
        Assert.NotNull(Output.Read(text, out Output? output));
        Assert.Null(output);
    }

    [Theory, InlineData("none"), InlineData("")]
    public void NoPrinterIsNone(string text)
    {
        Assert.Null(Device(text));
    }

    private static IOutputDevice? Device(string text)
    {
        Assert.Null(Output.Read(text, out Output? output));
        return output?.Device;
    }

    private static Socket Caller(string address, int port)
    {
        IPAddress to = IPAddress.Parse(address);
        Socket caller = new(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Patient.Despair.TotalMilliseconds };
        caller.Connect(to, port);
        return caller;
    }

    private static (Socket Near, Socket Far) Pair()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket near = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndPoint!);
        return (near, listener.Accept());
    }

    private static byte[] ReadAll(Socket socket)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        int got;
        while ((got = socket.Receive(buffer)) > 0)
        {
            all.Write(buffer, 0, got);
        }

        return all.ToArray();
    }

    private static byte[] ReadAll(Link link)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        int got;
        while ((got = link.Source.Read(buffer, 0, buffer.Length)) > 0)
        {
            all.Write(buffer, 0, got);
        }

        Assert.Equal(ByteSource.End, got);
        return all.ToArray();
    }
}
