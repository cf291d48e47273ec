using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Adapters;

/// <summary>A TCP connection, by a blocking socket.</summary>
public sealed class SocketLink : Link
{
    private readonly Socket _socket;
    private readonly IPAddress _local;
    private readonly IPAddress _remote;
    private readonly SocketSource _source;
    private readonly SocketSink _sink;
    private readonly bool _isOnLink;
    private int _patience;

    internal SocketLink(Socket socket, OwnAddresses addresses)
    {
        _socket = socket;
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.NoDelay = true; // heads and contents are written whole; nothing is to be waited for
        }

        socket.SendTimeout = DesktopLimits.SendPatience;
        _local = AddressOf(socket, ours: true);
        _remote = AddressOf(socket, ours: false);
        _isOnLink = _remote.Equals(_local) || addresses.IsOnLink(_remote);
        _source = new SocketSource(socket);
        _sink = new SocketSink(socket);
    }

    /// <inheritdoc/>
    public override ByteSource Source => _source;

    /// <inheritdoc/>
    public override ByteSink Sink => _sink;

    /// <summary>What lets time pass, in milliseconds, while bulk comes together.</summary>
    internal Action<int> Rest
    {
        set => _source.Rest = value;
    }

    /// <inheritdoc/>
    public override bool IsOnLink => _isOnLink;

    /// <inheritdoc/>
    public override string LocalAddress => field ??= _local.Equals(IPAddress.None) ? "" : _local.ToString();

    /// <inheritdoc/>
    public override string RemoteAddress => field ??= _remote.Equals(IPAddress.None) ? "" : _remote.ToString();

    /// <inheritdoc/>
    public override bool HasMore
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                return true; // closed meanwhile
            }
        }
    }

    /// <inheritdoc/>
    public override void SetReadPatience(int milliseconds)
    {
        // A system call each time; most requests ask for the patience there is already.
        if (milliseconds == _patience)
        {
            return;
        }

        _patience = milliseconds;
        try
        {
            _socket.ReceiveTimeout = milliseconds;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Closed meanwhile: the next read says so.
        }
    }

    /// <summary>How long the other end may take nothing, in milliseconds, before sending fails; 0 for ever.</summary>
    internal void SetSendPatience(int milliseconds) => _socket.SendTimeout = milliseconds;

    /// <inheritdoc/>
    public override void FinishSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Gone already: reading on says so.
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// .NET ends a receive that waits in another thread by resetting the connection. The other end is told of an orderly end instead:
    /// the shutdown wakes the receive, and the thread that waited disposes.
    /// </remarks>
    public override void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        if (_source.MayDispose())
        {
            _socket.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        try
        {
            // Lingering for no time is how a socket is told to reset.
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // Gone already.
        }

        _socket.Dispose();
    }

    private static IPAddress AddressOf(Socket socket, bool ours)
    {
        try
        {
            return ((ours ? socket.LocalEndPoint : socket.RemoteEndPoint) as IPEndPoint)?.Address is { } address ? OwnAddresses.Plain(address) : IPAddress.None;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return IPAddress.None; // the other end went away between connecting and our looking
        }
    }

    private sealed class SocketSource(Socket socket) : ByteSource
    {
        private const int Idle = 0;
        private const int Reading = 1;
        private const int Closed = 2;

        private int _state;
        private long _begun;
        private long _octets;
        private bool _isSlow;
        private int _awake; // reads that do not rest

        public Action<int> Rest { get; set; } = Thread.Sleep;

        /// <summary>Marks the source closed; false when a read is under way, which disposes as it ends.</summary>
        public bool MayDispose() => Interlocked.Exchange(ref _state, Closed) != Reading;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Interlocked.CompareExchange(ref _state, Reading, Idle) != Idle)
            {
                return Broken;
            }

            int got = Receive(buffer, offset, count);
            if (Interlocked.CompareExchange(ref _state, Idle, Reading) == Reading)
            {
                return got;
            }

            socket.Dispose();
            return got > 0 ? got : Broken;
        }

        private int Receive(byte[] buffer, int offset, int count)
        {
            while (true)
            {
                try
                {
                    int got = socket.Receive(new Span<byte>(buffer, offset, count), SocketFlags.None, out SocketError error);
                    switch (error)
                    {
                        case SocketError.Success:
                            return got > 0 && count >= DesktopLimits.BulkRead && IsSlow(got) ? Gather(buffer, offset, got, count) : got;
                        case SocketError.TimedOut or SocketError.WouldBlock:
                            return TimedOut;
                        case SocketError.Interrupted:
                            continue;
                        default:
                            return Broken;
                    }
                }
                catch (ObjectDisposedException)
                {
                    return Broken;
                }
            }
        }

        // Whether less comes than the rest of a PC takes anyhow, by the last stretch of time.
        private bool IsSlow(int got)
        {
            _octets += got;
            long now = Environment.TickCount64;
            if (now - _begun >= DesktopLimits.PaceStretch)
            {
                _isSlow = _begun > 0 && _octets < (now - _begun) * DesktopLimits.SlowOctetsPerMillisecond;
                _begun = now;
                _octets = 0;
            }

            _awake -= _awake > 0 ? 1 : 0;
            return _isSlow && _awake == 0;
        }

        // Lets octets come together: to be woken for each packet, and to store each, costs more than all the rest. But a sender with a small window waits until its octets are read, since
        // Linux acknowledges little before that, and BBR makes its window one of four packets every ten seconds: where resting brings little, it is left for a while.
        private int Gather(byte[] buffer, int offset, int got, int count)
        {
            Rest(DesktopLimits.Breath);
            int more = 0;
            try
            {
                int there = Math.Min(socket.Available, count - got);
                more = there > 0 ? socket.Receive(new Span<byte>(buffer, offset + got, there), SocketFlags.None, out _) : 0;
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                // What came before counts; the next read says what happened.
            }

            _octets += more;
            _awake = got + more < DesktopLimits.BreathOctets ? DesktopLimits.AwakeReads : 0;
            return got + more;
        }
    }
}
