using System.Linq;
using System.Text;
using System.Threading;
using PeerDevice.Host;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The fear: a program gone wild locks without end, and takes the memory, or the share for good. 20 threads send 5,000 LOCKs each (and 20,000 each to the
/// table itself in LocksTests); what the table has no place for is told to come again, and what nobody refreshes goes.
/// </summary>
public sealed class LockStormTests
{
    private const int Threads = 20;
    private const int Rounds = 5;
    private const int LocksPerRound = 1000;
    private const int Files = 1200;
    private const int Seconds = 100;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AStormOfLocksGetsWhatTheTableHoldsAndTheRestIsToldToWait(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Store.KeepsLog = false;
        for (int file = 0; file < Files; file++)
        {
            peer.Put("f" + file, "old");
        }

        string content = "<?xml version=\"1.0\"?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>";
        string[] requests = Enumerable.Range(0, Files).Select(file => TestPeer.Request("LOCK", "/files/f" + file, "Timeout: Second-" + Seconds + "\r\nContent-Length: " + content.Length + "\r\n") + content).ToArray();
        byte[][] batches = Enumerable.Range(0, Threads)
            .Select(thread => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(thread * Files / Threads, LocksPerRound).Select(file => requests[file % Files]))))
            .ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            string[] told = new string[Threads];
            Thread[] threads = new Thread[Threads];
            for (int i = 0; i < Threads; i++)
            {
                int own = i;
                threads[i] = new Thread(() =>
                {
                    ScriptLink link = peer.Link().Send(batches[own]).End();
                    new Session(peer.Peer.Parts, null).Serve(link);
                    told[own] = Encoding.Latin1.GetString(link.Received);
                });
            }

            // Locks last for a time that must not fly while one waits for a path that another is about to lock.
            Patient.Run(peer.Clock, Limits.PollInterval, "A client", threads);
            int granted = Count(told, "HTTP/1.1 200 ");
            int refused = Count(told, "HTTP/1.1 503 ");
            Assert.Equal(peer.Profile.Locks, granted);
            Assert.True(refused > 0, "The table was never full.");
            Assert.Equal(Threads * LocksPerRound, granted + refused + Count(told, "HTTP/1.1 423 "));
            Assert.Equal(refused, Count(told, "\r\nRetry-After: "));
            Assert.Empty(peer.Indicator.Lines);
            peer.Clock.Advance((Seconds + 1) * 1000L);
        }

        Assert.Equal(204, peer.Ask("PUT", "/files/f0", "", "new").Status);
    }

    private static int Count(string[] answers, string what)
    {
        return answers.Sum(each => each.Split(what).Length - 1);
    }
}
