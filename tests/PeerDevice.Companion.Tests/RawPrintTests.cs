using System.IO;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>Printing by a raw port whose printer never says that it has taken the document.</summary>
public sealed class RawPrintTests
{
    private const int Patience = 60_000;

    // Between two octets of a printer that mumbles.
    private const int Silence = 59_000;

    private readonly FakeClock _clock = new();

    [Theory, InlineData(false), InlineData(true)]
    public void APrinterThatTakesNothingIsWaitedForAsLongAsWasSaid(bool mumbles)
    {
        Wire wire = new(_clock, mumbles);
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Print(wire, Patience));
        Assert.Contains("document was sent, and the printer did not take it within 60 s", failure.Message, System.StringComparison.Ordinal);
        Assert.Equal(Patience, _clock.Milliseconds);

        // All of it is there: it may come out once the printer takes it.
        Assert.False(wire.IsAborted);
        Assert.True(wire.IsClosed);
    }

    [Fact]
    public void WhereAPersonWaitsThereIsNoBound()
    {
        Wire wire = new(_clock, mumbles: true);
        Assert.Throws<CommandFailure>(() => Print(wire, PatientNetwork.Forever));
        Assert.Equal(PatientNetwork.Forever, wire.Patience);
        Assert.True(wire.Said > DesktopLimits.BackTalkOctets);
        Assert.True(wire.IsAborted);
    }

    private void Print(Wire wire, int patience)
    {
        using PrintDocument document = new(new MemoryStream([1, 2, 3]));
        new RawPrint(new Teller(TextWriter.Null, TextWriter.Null), wire, _clock, patience).Print("board", 9100, document);
    }

    /// <summary>A network with one connection, at whose other end nobody closes; each read lasts as long as it may, or until an octet comes, which takes nearly all of the patience.</summary>
    private sealed class Wire(FakeClock clock, bool mumbles) : Link, INetwork
    {
        public int Patience { get; private set; }

        public long Said { get; private set; }

        public bool IsClosed { get; private set; }

        public bool IsAborted { get; private set; }

        public override ByteSource Source => new Other(this);

        public override ByteSink Sink { get; } = new Taken();

        public override bool IsOnLink => true;

        public override string LocalAddress => "";

        public override string RemoteAddress => "";

        public override void SetReadPatience(int milliseconds) => Patience = milliseconds;

        public override void FinishSending()
        {
        }

        public override void Close() => IsClosed = true;

        public override void Abort() => IsAborted = true;

        public IListener? Listen(int port) => null;

        public Link? Connect(string host, int port, int patienceMilliseconds) => this;

        public IDatagrams? OpenDatagrams(int port) => null;

        public IMulticast? OpenMulticast() => null;

        public bool IsOurAddress(string address) => false;

        bool INetwork.IsOnLink(string address) => true;

        private sealed class Other(Wire wire) : ByteSource
        {
            public override int Read(byte[] buffer, int offset, int count)
            {
                return wire.Wait(count);
            }
        }

        private int Wait(int count)
        {
            bool comes = mumbles && (Patience == PatientNetwork.Forever || Patience >= Silence);
            clock.Sleep(comes ? Silence : Patience);
            Said += comes ? count : 0;
            return comes ? count : ByteSource.TimedOut;
        }

        private sealed class Taken : ByteSink
        {
            public override bool Write(byte[] buffer, int offset, int count) => true;
        }
    }
}
