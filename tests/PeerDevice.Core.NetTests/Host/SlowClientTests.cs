using System.Linq;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>Slow and silent clients are timed out, each phase by its own bound; all by a virtual clock.</summary>
public sealed class SlowClientTests
{
    private const long Start = 1000;

    [Fact]
    public void AHeadThatDribblesInEndsAtItsDeadline()
    {
        TestPeer peer = new TestPeer();
        string request = TestPeer.Request("GET", "/files/", "X: " + new string('y', 200) + "\r\n");
        ScriptLink link = peer.Link();
        foreach (char c in request)
        {
            link.Send(c.ToString()).Wait(1000);
        }

        Answer answer = Assert.Single(peer.Serve(link));
        Assert.Equal(408, answer.Status);
        Assert.True(answer.SaysClose);
        Assert.InRange(link.ClosedAt, Start + Limits.HeadMilliseconds, Start + (2 * Limits.HeadMilliseconds) + Limits.LingerMilliseconds);
    }

    [Fact]
    public void AHeadThatStopsIsTimedOut()
    {
        TestPeer peer = new TestPeer();
        string request = TestPeer.Request("GET", "/files/");
        for (int cut = 1; cut < request.Length; cut++)
        {
            ScriptLink link = peer.Link().Send(request.Substring(0, cut));
            Assert.Equal(408, Assert.Single(peer.Serve(link)).Status);
        }
    }

    [Fact]
    public void ASlowHeadWithinTheDeadlineIsServed()
    {
        TestPeer peer = new TestPeer();
        string request = TestPeer.Request("OPTIONS", "*");
        ScriptLink link = peer.Link();
        foreach (char c in request)
        {
            link.Send(c.ToString()).Wait(Limits.HeadMilliseconds / 2 / request.Length);
        }

        Assert.Equal(200, Assert.Single(peer.Serve(link.End())).Status);
    }

    [Fact]
    public void AnIdleConnectionIsEndedAfterItsPatienceWithoutAWord()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send(TestPeer.Request("OPTIONS", "*"));
        Assert.Single(peer.Serve(link));
        Assert.Equal(Start + Limits.IdleMilliseconds, link.ClosedAt);
        long before = peer.Clock.Milliseconds;
        link = peer.Link();
        for (int i = 0; i < 10; i++)
        {
            link.Send(TestPeer.Request("OPTIONS", "*")).Wait(Limits.IdleMilliseconds - 1);
        }

        Assert.Equal(10, peer.Serve(link.End()).Count);
        Assert.Equal(before + (10L * (Limits.IdleMilliseconds - 1)), link.ClosedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ContentThatFallsSilentIsGivenUp(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("a", "old");
        foreach (string content in new[] { "", "ne" })
        {
            ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 3\r\n")).Send(content);
            long began = peer.Clock.Milliseconds;
            Answer answer = Assert.Single(peer.Serve(link, "PUT"));
            Assert.Equal(408, answer.Status);
            Assert.True(answer.SaysClose);
            Assert.InRange(link.ClosedAt - began, Limits.SilenceMilliseconds, Limits.SilenceMilliseconds + Limits.LingerMilliseconds + 10);
            Assert.Equal("a = old", peer.Tree());
            Assert.Empty(peer.Leftovers());
        }

        string propfind = TestPeer.Request("PROPFIND", "/files/", "Depth: 0\r\nContent-Length: 100\r\n") + "<propfind";
        Assert.Equal(408, Assert.Single(peer.Serve(peer.Link().Send(propfind))).Status);
    }

    [Fact]
    public void ContentSlowerThanTheSlowestRateIsGivenUp()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 1000\r\n"));
        for (int i = 0; i < 1000; i++)
        {
            link.Send("x").Wait(1000);
        }

        Assert.Equal(408, Assert.Single(peer.Serve(link, "PUT")).Status);
        Assert.InRange(link.ClosedAt, Start + Limits.SilenceMilliseconds, Start + (2 * Limits.SilenceMilliseconds) + Limits.LingerMilliseconds);
        Assert.Equal("", peer.Tree());
    }

    [Fact]
    public void WhatCameFastIsNoCreditForWhatDribblesInLater()
    {
        TestPeer peer = new TestPeer(false);
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 10000000\r\n")).Send(new byte[9_000_000]);
        for (int i = 0; i < 1000; i++)
        {
            link.Send("x").Wait(20000);
        }

        Assert.Equal(408, Assert.Single(peer.Serve(link, "PUT")).Status);
        Assert.InRange(link.ClosedAt, Start + Limits.SilenceMilliseconds, Start + (2 * Limits.SilenceMilliseconds) + Limits.LingerMilliseconds);
        Assert.Equal("", peer.Tree());
    }

    [Fact]
    public void ContentOfASlowLineIsTaken()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/a", "Content-Length: 120000\r\n"));
        for (int i = 0; i < 100; i++)
        {
            // 1,200 octets a second, in gulps.
            link.Send(new byte[1200]).Wait(1000);
        }

        Assert.Equal(201, Assert.Single(peer.Serve(link.End(), "PUT")).Status);
    }

    [Fact]
    public void UnwantedContentThatStopsDoesNotHoldTheSession()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send(TestPeer.Request("PUT", "/files/none/a", "Content-Length: 1000\r\n") + "x");
        Assert.Equal(409, Assert.Single(peer.Serve(link, "PUT")).Status);
        Assert.InRange(link.ClosedAt, Start, Start + Limits.SilenceMilliseconds + Limits.LingerMilliseconds);
    }

    [Fact]
    public void AClientThatNeverStopsSendingAfterItsLastAnswerIsCutOff()
    {
        TestPeer peer = new TestPeer();
        ScriptLink link = peer.Link().Send("nonsense\r\n\r\n");
        for (int i = 0; i < 10; i++)
        {
            link.Send(new byte[1000000]);
        }

        Assert.Equal(400, Assert.Single(peer.Serve(link)).Status);
        Assert.InRange(link.Consumed, 1, Limits.LingerOctets + 1000000);

        link = peer.Link().Send("nonsense\r\n\r\n");
        long began = peer.Clock.Milliseconds;
        for (int i = 0; i < 10000; i++)
        {
            link.Send("x").Wait(100);
        }

        Assert.Equal(400, Assert.Single(peer.Serve(link)).Status);
        Assert.InRange(link.ClosedAt - began, 0, 2 * Limits.LingerMilliseconds);
    }
}
