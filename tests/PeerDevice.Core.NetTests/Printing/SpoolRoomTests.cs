using System;
using System.Linq;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>The fear: a document that says that it is larger than what the spool's disk has left fills that disk, all of it is sent, and it is not printed in the end.</summary>
public sealed class SpoolRoomTests
{
    private static readonly byte[] Large = Enumerable.Range(0, (int)Limits.RoomOctets + 77).Select(i => (byte)((i * 7) ^ (i >> 8))).ToArray();

    [Theory]
    [InlineData(0, JobStates.Completed)]
    [InlineData(1 << 20, JobStates.Pending)]
    public void WhatHasNoRoomThereGoesStraightToTheDevice(int spare, string state)
    {
        TestPeer peer = Peer(Large.Length + spare);
        byte[] message = IppCall.To(Operation.PrintJob).Document(Large).Octets();
        ScriptLink link = peer.Link().Send(Request(message.Length)).Await("100 Continue").Send(message).End();
        IppReply reply = IppReply.Of(peer.Serve(link, "POST")[^1]);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal(state, reply.OfJob("job-state"));
        Assert.Equal(state == JobStates.Completed ? [Large] : [], peer.Output.Documents);
    }

    /// <summary>The same on a card, and of what is more than all documents together may have, however much the disk has.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsMoreThanAllDocumentsMayHaveGoesStraightToTheDevice(bool isFat)
    {
        Profile profile = isFat ? Profile.SixteenSockets() : Profile.Desktop();
        profile.SpoolOctets = Large.Length - 1;
        TestPeer peer = new(isFat, profile: profile, hasSpool: true, spool: isFat ? null : new PlainStore(new VirtualClock(TestPeer.Now)));
        IppReply reply = IppCall.To(Operation.PrintJob).Document(Large).Ask(peer);
        Assert.Equal(IppStatus.SuccessfulOk, reply.Status);
        Assert.Equal(JobStates.Completed, reply.OfJob("job-state"));
        Assert.Equal([Large], peer.Output.Documents);
    }

    [Fact]
    public void OfWhichSeveralCopiesAreWantedItIsRefusedBeforeItIsSent()
    {
        TestPeer peer = Peer(Large.Length);
        byte[] message = IppCall.To(Operation.PrintJob).With(static to => to.Group(IppTag.JobGroup)).With(static to => to.Integer("copies", 2)).Document(Large).Octets();
        ScriptLink link = peer.Link().Send(Request(message.Length)).Await("100 Continue").Send(message.AsSpan(0, message.Length - Large.Length + 1000).ToArray()).Await("HTTP/1.1 200").End();
        IppReply reply = IppReply.Of(peer.Serve(link, "POST")[^1]);
        Assert.Equal(IppStatus.AttributesOrValuesNotSupported, reply.Status);
        Assert.Empty(peer.Output.Documents);
    }

    [Fact]
    public void BehindAnotherOfItsJobItIsRefusedBeforeItIsSent()
    {
        TestPeer peer = Peer(Large.Length);
        int job = IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(static to => to.Boolean("last-document", false)).Document([1, 2, 3]).Ask(peer).Status);
        byte[] message = IppCall.Of(Operation.SendDocument, job).With(static to => to.Boolean("last-document", true)).Document(Large).Octets();
        ScriptLink link = peer.Link().Send(Request(message.Length)).Await("100 Continue").Send(message.AsSpan(0, message.Length - Large.Length + 1000).ToArray()).Await("HTTP/1.1 200").End();
        Assert.Equal(IppStatus.TemporaryError, IppReply.Of(peer.Serve(link, "POST")[^1]).Status);
        Assert.Empty(peer.Output.Documents);
    }

    private static string Request(int octets) =>
        TestPeer.Request("POST", "/ipp/print", FormattableString.Invariant($"Content-Type: application/ipp\r\nContent-Length: {octets}\r\nExpect: 100-continue\r\n"));

    private static TestPeer Peer(long room) => new(isFat: false, spool: new PlainStore(new VirtualClock(TestPeer.Now)) { Capacity = room });

    private static class JobStates
    {
        public const string Pending = "3";
        public const string Completed = "9";
    }
}
