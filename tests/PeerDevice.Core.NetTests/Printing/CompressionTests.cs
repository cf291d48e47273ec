using System.Linq;
using System.Text;
using PeerDevice.Host;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>Documents that come compressed (RFC 8011 §4.2.1.1) are unpacked where there is something to do it with, and otherwise refused; what cannot be unpacked is not called printed.</summary>
public sealed class CompressionTests
{
    private static readonly byte[] Letter = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 6000).Select(i => "line " + i + "\n")));
    private static readonly byte[] Packed = SevenUnpacker.Pack(Letter);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public void PrintJobUnpacks(string coding)
    {
        foreach (bool hasSpool in new[] { false, true })
        {
            PullRoom room = new(hasSpool: hasSpool, unpacker: new SevenUnpacker());
            Assert.Equal(IppStatus.SuccessfulOk, Call(Operation.PrintJob, coding).Document(Packed).Ask(room.Peer).Status);
            room.PrintStored();
            Assert.Equal(Letter, room.Peer.Output.Documents.SelectMany(d => d));
            Assert.Equal(((Letter.Length + 1023) / 1024).ToString(System.Globalization.CultureInfo.InvariantCulture), room.TheJob().OfJob("job-k-octets"));
        }
    }

    [Fact]
    public void SendDocumentUnpacksEachByItself()
    {
        TestPeer peer = new(unpacker: new SevenUnpacker());
        int job = IppCall.To(Operation.CreateJob).Ask(peer).Number("job-id");
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(w => w.Keyword("compression", "gzip")).With(w => w.Boolean("last-document", false)).Document(Packed).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(w => w.Keyword("compression", "none")).With(w => w.Boolean("last-document", false)).Document(Letter).Ask(peer).Status);
        Assert.Equal(IppStatus.SuccessfulOk, IppCall.Of(Operation.SendDocument, job).With(w => w.Boolean("last-document", true)).Document(Letter).Ask(peer).Status);
        Assert.Equal(Letter.Concat(Letter).Concat(Letter), peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void WhatIsFetchedIsUnpackedAndGoesOnWhereItWasCut()
    {
        PullRoom room = new(unpacker: new SevenUnpacker());
        room.Cut(Packed, 5000);
        room.Rest(Packed, 5000);
        Assert.Equal(IppStatus.SuccessfulOk, room.Print(with: w => w.Keyword("compression", "deflate")).Status);
        Assert.Equal(Letter, room.Peer.Output.Documents.SelectMany(d => d));
    }

    [Fact]
    public void WhatIsAdvertisedIsWhatIsThere()
    {
        Assert.Equal(new[] { "none" }, Told(new TestPeer()));
        Assert.Equal(new[] { "none", "deflate", "gzip" }, Told(new TestPeer(unpacker: new SevenUnpacker())));
        foreach (string coding in new[] { "gzip", "deflate", "compress" })
        {
            bool isThere = coding != "compress";
            Assert.Equal(isThere ? IppStatus.SuccessfulOk : IppStatus.CompressionNotSupported, Call(Operation.ValidateJob, coding).Ask(new TestPeer(unpacker: new SevenUnpacker())).Status);
            IppReply refused = Call(Operation.PrintJob, coding).Document(Packed).Ask(new TestPeer());
            Assert.Equal(IppStatus.CompressionNotSupported, refused.Status);
        }
    }

    [Fact]
    public void WhatCannotBeUnpackedIsNotCalledPrinted()
    {
        byte[] wrong = (byte[])Packed.Clone();
        wrong[^100] = 255;
        foreach (byte[] document in new[] { wrong, Packed[..^1] })
        {
            foreach (bool hasSpool in new[] { false, true })
            {
                PullRoom room = new(hasSpool: hasSpool, unpacker: new SevenUnpacker());
                IppReply reply = Call(Operation.PrintJob, "gzip").Document(document).Ask(room.Peer);
                Assert.Equal(IppStatus.CompressionError, reply.Status);
                IppReply job = room.TheJob();
                Assert.Equal("8", job.OfJob("job-state"));
                Assert.Equal(new[] { "aborted-by-system", "compression-error" }, job.Values(IppTag.JobGroup, "job-state-reasons"));
                Assert.Contains("unpacked", job.OfJob("job-state-message"), System.StringComparison.Ordinal);

                // It is the document that is broken, not the connection, nor the next document.
                Assert.Equal(IppStatus.SuccessfulOk, Call(Operation.PrintJob, "gzip").Document(Packed).Ask(room.Peer).Status);
            }
        }

        TestPeer first = new(unpacker: new SevenUnpacker());
        Assert.Equal(IppStatus.CompressionError, Call(Operation.PrintJob, "gzip").Document(new byte[] { 255 }).Ask(first).Status);
        Assert.Empty(first.Output.Documents);
        PullRoom fetched = new(unpacker: new SevenUnpacker());
        fetched.Whole(wrong);
        Assert.Equal(IppStatus.CompressionError, fetched.Print(with: w => w.Keyword("compression", "gzip")).Status);
        Assert.Contains("compression-error", fetched.TheJob().Values(IppTag.JobGroup, "job-state-reasons"));
        fetched = new PullRoom(unpacker: new SevenUnpacker());
        fetched.Cut(Packed, 5000, "");
        fetched.Aborted(fetched.Print(with: w => w.Keyword("compression", "gzip")), "no entity tag");
    }

    [Fact]
    public void AClientThatDiesInTheMiddleIsNoCompressionError()
    {
        PullRoom room = new(unpacker: new SevenUnpacker());
        byte[] message = Call(Operation.PrintJob, "gzip").Document(Packed).Octets();
        ScriptLink link = room.Peer.Link().Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + message.Length + "\r\n"));
        link.Send(message[..^5000]).Break();
        new Session(room.Peer.Peer.Parts, null).Serve(link);
        Assert.Equal(new[] { "aborted-by-system", "submission-interrupted" }, room.TheJob().Values(IppTag.JobGroup, "job-state-reasons"));
    }

    private static IppCall Call(int operation, string coding)
    {
        return IppCall.To(operation).With(w => w.Keyword("compression", coding));
    }

    private static string[] Told(TestPeer peer)
    {
        return IppCall.To(Operation.GetPrinterAttributes).Ask(peer).Values(IppTag.PrinterGroup, "compression-supported").ToArray();
    }
}
