using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>What a request takes it gives back, however it ends: places for uploads, open files, leases and claims are few on a board.</summary>
public sealed class GiveBackTests
{
    [Theory]
    [InlineData("PUT", "")]
    [InlineData("COPY", "Destination: /files/new\r\n")]
    public void UploadsThatCannotBeginKeepNoPlace(string method, string fields)
    {
        TestPeer peer = Peer(true);
        peer.Store.Status = StoreStatus.Full;
        peer.Store.Before = call =>
        {
            if (call.StartsWith("create .peer/u/", StringComparison.Ordinal))
            {
                peer.Store.FailAt = peer.Store.Calls;
            }
        };
        for (int i = 0; i < Limits.Staged + 2; i++)
        {
            Assert.Equal(507, peer.Ask(method, "/files/f", fields, method == "PUT" ? "x" : "").Status);
        }

        peer.Store.Before = null;
        Assert.True(peer.Ask(method, "/files/f", fields, method == "PUT" ? "x" : "").Status is 201 or 204);
        Assert.Empty(peer.Leftovers());
    }

    [Theory]
    [InlineData("GET", "f", "", "", true)]
    [InlineData("PROPFIND", "d", "Depth: 1\r\n", "", true)]
    [InlineData("PUT", "f", "", "new content", true)]
    [InlineData("DELETE", "f", "", "", true)]
    [InlineData("COPY", "f", "Destination: /files/g\r\n", "", true)]
    [InlineData("MOVE", "f", "Destination: /files/g\r\n", "", true)]
    [InlineData("PUT", "f", "", "new content", false)]
    [InlineData("COPY", "f", "Destination: /files/g\r\n", "", false)]
    [InlineData("MOVE", "f", "Destination: /files/g\r\n", "", false)]
    public void MemoryThatRunsOutAtAnyCallOfTheStoreEndsOneConnectionOnly(string method, string path, string fields, string content, bool isFat)
    {
        bool hasFailed = true;
        for (int at = 0; hasFailed; at++)
        {
            TestPeer peer = Peer(isFat);
            int count = 0;
            int failing = at;
            peer.Store.Before = _ =>
            {
                if (count++ == failing)
                {
                    throw new OutOfMemoryException();
                }
            };
            string length = content.Length > 0 ? "Content-Length: " + content.Length + "\r\n" : "";
            ScriptLink link = peer.Link().Send(TestPeer.Request(method, "/files/" + path, fields + length) + content).End();
            new Session(peer.Peer.Parts, null).Serve(link);
            Assert.True(link.IsClosed);
            hasFailed = count > at;
            peer.Store.Before = null;

            // Every file can be replaced, which no reader and no commit left behind would allow.
            foreach (string file in new[] { "f", "g" })
            {
                Answer answer = Ask(peer, "PUT", "/files/" + file, "after");
                Assert.True(answer.Status is 201 or 204, method + " at " + at + ": " + answer.Status + " " + answer.Text);
            }

            string[] tree = peer.Tree().Split('\n');
            Assert.Contains("f = after", tree);
            Assert.Contains("g = after", tree);
            Assert.Empty(peer.Leftovers());
        }
    }

    [Theory]
    [InlineData("COPY", true)]
    [InlineData("COPY", false)]
    [InlineData("MOVE", true)]
    [InlineData("MOVE", false)]
    public void OverwriteFNeverTakesThePlaceOfWhatCameMeanwhile(string method, bool isFat)
    {
        for (int at = 0; ; at++)
        {
            TestPeer peer = Peer(isFat);
            int count = 0;
            int meeting = at;
            int other = 0;
            int status = 0;
            Thread? rival = null;
            Thread asking = new Thread(() =>
            {
                ScriptLink link = peer.Link().Send(TestPeer.Request(method, "/files/f", "Destination: /files/new\r\nOverwrite: F\r\n")).End();
                new Session(peer.Peer.Parts, null).Serve(link);
                status = Assert.Single(Answer.All(link.Received, method)).Status;
                rival?.Join();
            });
            peer.Store.Before = _ =>
            {
                if (Thread.CurrentThread == asking && count++ == meeting)
                {
                    rival = new Thread(() => other = Ask(peer, "PUT", "/files/new", "rival").Status);
                    rival.Start();

                    // Held up by a lock it waits for us, so we wait for its end only while it does something: either order has one right outcome.
                    long until = peer.Clock.Milliseconds + (2 * Limits.PollInterval);
                    while (rival.IsAlive && peer.Clock.Milliseconds < until)
                    {
                        peer.Clock.Sleep(Limits.PollInterval);
                    }
                }
            };
            Patient.Run(peer.Clock, Limits.PollInterval, "Who asks", [asking]);
            if (rival is null)
            {
                // It has come at each call of the store.
                Assert.Equal(201, status);
                Assert.True(at > 4, method + ": " + at + " calls");
                return;
            }

            Assert.Contains("new = rival", peer.Tree().Split('\n'));
            Assert.True(other == (status == 201 ? 204 : 201), method + " at " + at + ": " + status + ", the other " + other);
        }
    }

    [Fact]
    public void ADeletionOfMembersThatAreListedAndNeverFoundEnds()
    {
        TestPeer peer = Peer(false);
        peer.Store.Status = StoreStatus.NotFound;
        peer.Store.Before = call =>
        {
            if (call == "delete d/one")
            {
                peer.Store.FailAt = peer.Store.Calls;
            }
        };
        Assert.Equal(500, peer.Ask("DELETE", "/files/d").Status);
        Assert.Contains("d/one = 1", peer.Tree().Split('\n'));
    }

    private static Answer Ask(TestPeer peer, string method, string target, string content)
    {
        ScriptLink link = peer.Link().Send(TestPeer.Request(method, target, "Content-Length: " + content.Length + "\r\n") + content).End();
        new Session(peer.Peer.Parts, null).Serve(link);
        return Assert.Single(Answer.All(link.Received, method));
    }

    private static TestPeer Peer(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("f", "file");
        peer.Put("g", "another");
        peer.MakeCollection("d");
        peer.Put("d/one", "1");
        return peer;
    }
}
