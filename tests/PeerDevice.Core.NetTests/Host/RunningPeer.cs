using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>
/// A started peer on a network in memory, with real threads and a clock that stands still. Time passes only while a test waits for
/// something that needs it, so the result is the same on a slow machine.
/// </summary>
internal sealed class RunningPeer : IDisposable
{
    // Only for a test that would otherwise hang: nothing is measured by it.
    private static readonly TimeSpan Despair = TimeSpan.FromMinutes(10);

    public RunningPeer(Profile profile, Action<TestPeer>? prepare = null, bool isFat = true, long cardSize = 0, bool hasSpool = false, IMemory? memory = null, PrinterLanguage? language = null)
    {
        Test = new TestPeer(isFat, true, profile, cardSize: cardSize, hasSpool: hasSpool, memory: memory, language: language);
        prepare?.Invoke(Test);
        Test.Clock.StandsStill = true;
        Assert.True(Test.Peer.Start());
    }

    public TestPeer Test { get; }

    public MemoryLink Connect(int port)
    {
        MemoryLink link = Assert.IsType<MemoryLink>(Test.Network.Connect(port));
        link.SetReadPatience(0);
        return link;
    }

    /// <summary>Asks for a file, and has the session stay at its opening until it is released.</summary>
    public MemoryLink Hold(string name, ManualResetEventSlim release)
    {
        int held = 0;
        Test.Store.Before = call =>
        {
            if (call == "open " + name)
            {
                Interlocked.Increment(ref held);
                release.Wait();
            }
        };
        MemoryLink busy = Ask("GET", "/files/" + name);
        Until(() => Volatile.Read(ref held) == 1);
        return busy;
    }

    /// <summary>A connection to the HTTP port that has sent a request.</summary>
    public MemoryLink Ask(string method, string target, string fields = "")
    {
        MemoryLink link = Connect(80);
        Send(link, TestPeer.Request(method, target, fields));
        return link;
    }

    public static void Send(MemoryLink link, string text)
    {
        byte[] octets = Encoding.Latin1.GetBytes(text);
        Assert.True(link.Sink.Write(octets, 0, octets.Length));
    }

    /// <summary>Waits until something is so, letting time pass in small steps if asked, as long as none of the peer's threads has anything to do.</summary>
    public void Until(Func<bool> isSo, int step = 0)
    {
        DateTime despair = DateTime.UtcNow + Despair;
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < despair, "It never came to pass. " + string.Join("; ", Test.Indicator.Lines));
            if (step > 0)
            {
                Test.Clock.Elapse(step);
            }

            Thread.Sleep(1);
        }
    }

    /// <summary>Reads one whole answer.</summary>
    public Answer Receive(MemoryLink link, int step = 0)
    {
        MemoryStream received = new MemoryStream();
        byte[] block = new byte[4096];
        Answer? answer = null;
        Until(
            () =>
            {
                int got = link.Source.Read(block, 0, block.Length);
                if (got > 0)
                {
                    received.Write(block, 0, got);
                }

                byte[] all = received.ToArray();
                answer = all.AsSpan().IndexOf("\r\n\r\n"u8) >= 0 ? Answer.All(all).Single() : null;
                return answer is { IsWhole: true } || got is ByteSource.End or ByteSource.Broken;
            },
            step);
        return Assert.IsType<Answer>(answer);
    }

    /// <summary>How a connection ends once everything was read: End or Broken.</summary>
    public int EndOf(MemoryLink link, int step = 0)
    {
        byte[] block = new byte[4096];
        int got = 1;
        Until(() => (got = link.Source.Read(block, 0, block.Length)) is ByteSource.End or ByteSource.Broken, step);
        return got;
    }

    public void Dispose()
    {
        // The threads may wait for time.
        using Timer timer = new Timer(_ => Test.Clock.Elapse(Limits.DeviceRetryMilliseconds), null, 0, 1);
        Test.Peer.Stop();
    }
}
