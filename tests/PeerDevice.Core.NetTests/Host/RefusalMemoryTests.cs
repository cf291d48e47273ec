using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Host;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a client is refused because memory is short, and refusing it needs memory: then it is reset before it has read why.</summary>
public sealed class RefusalMemoryTests
{
    [Fact]
    public void ARefusalReadsWhatWasSentSaysNoAndTakesNoMemory()
    {
        Refusal.Refuse(new Asking());
        Asking link = new Asking();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Refuse(link);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal("rwfrrrrrrrrc", new string(link.Calls, 0, link.Count));
        Assert.Equal(1 + Limits.RefusalReads, link.Reads);
        Assert.Equal("HTTP/1.1 503 ", link.Said);
    }

    /// <summary>One that goes on sending, and makes nothing itself.</summary>
    private sealed class Asking : Link
    {
        private readonly Sent _sent;
        private readonly Heard _heard;

        public Asking()
        {
            _sent = new Sent(this);
            _heard = new Heard(this);
        }

        public char[] Calls { get; } = new char[100];

        public int Count { get; private set; }

        public int Reads { get; private set; }

        public string Said => System.Text.Encoding.ASCII.GetString(_heard.First);

        public override ByteSource Source => _sent;

        public override ByteSink Sink => _heard;

        public override bool IsOnLink => true;

        public override string LocalAddress => "";

        public override string RemoteAddress => "";

        public override void SetReadPatience(int milliseconds)
        {
        }

        public override void FinishSending()
        {
            Note('f');
        }

        public override void Close()
        {
            Note('c');
        }

        private void Note(char call)
        {
            Calls[Count] = call;
            Count++;
        }

        private sealed class Sent(Asking link) : ByteSource
        {
            public override int Read(byte[] buffer, int offset, int count)
            {
                link.Note('r');
                link.Reads++;
                return count;
            }
        }

        private sealed class Heard(Asking link) : ByteSink
        {
            public byte[] First { get; } = new byte[13];

            public override bool Write(byte[] buffer, int offset, int count)
            {
                link.Note('w');
                Array.Copy(buffer, offset, First, 0, First.Length);
                return true;
            }
        }
    }
}
