using System;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Tests;

/// <summary>A network on which a test may do something at each read and write of a client, such as kill it or take its peer away.</summary>
internal sealed class WatchedNetwork(INetwork inner) : INetwork
{
    /// <summary>Called at each read and write; throws to kill the client. Told the first line of what is written, or "" for a read.</summary>
    public Action<string> OnCall { get; set; } = static _ => { };

    /// <summary>Whether the peer is not there any more: what is open is broken, and nothing connects.</summary>
    public bool IsGone { get; set; }

    public IListener? Listen(int port) => inner.Listen(port);

    public IDatagrams? OpenDatagrams(int port) => inner.OpenDatagrams(port);

    public IMulticast? OpenMulticast() => inner.OpenMulticast();

    public bool IsOurAddress(string address) => inner.IsOurAddress(address);

    public bool IsOnLink(string address) => inner.IsOnLink(address);

    public Link? Connect(string host, int port, int patienceMilliseconds) =>
        !IsGone && inner.Connect(host, port, patienceMilliseconds) is { } link ? new WatchedLink(this, link) : null;

    private sealed class WatchedLink(WatchedNetwork network, Link link) : Link
    {
        public override ByteSource Source { get; } = new From(network, link.Source);

        public override ByteSink Sink { get; } = new To(network, link.Sink);

        public override bool IsOnLink => link.IsOnLink;

        public override string LocalAddress => link.LocalAddress;

        public override string RemoteAddress => link.RemoteAddress;

        public override void SetReadPatience(int milliseconds) => link.SetReadPatience(milliseconds);

        public override void FinishSending() => link.FinishSending();

        /// <summary>
        /// Only when the peer has answered what it was asked and closed as well: a request that was sent goes on at the peer
        /// when its client dies, and a test that looks meanwhile would see now this and now that.
        /// </summary>
        public override void Close()
        {
            byte[] rest = new byte[64 * 1024];
            link.FinishSending();
            while (link.Source.Read(rest, 0, rest.Length) > 0)
            {
            }

            link.Close();
        }

        public override void Abort() => link.Abort();
    }

    private sealed class From(WatchedNetwork network, ByteSource source) : ByteSource
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            network.OnCall("");
            return network.IsGone ? Broken : source.Read(buffer, offset, count);
        }
    }

    private sealed class To(WatchedNetwork network, ByteSink sink) : ByteSink
    {
        public override bool Write(byte[] buffer, int offset, int count)
        {
            string text = Encoding.UTF8.GetString(buffer, offset, Math.Min(count, 200));
            network.OnCall(text.Split("\r\n")[0]);
            return !network.IsGone && sink.Write(buffer, offset, count);
        }
    }
}
