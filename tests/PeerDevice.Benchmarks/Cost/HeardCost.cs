using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>
/// What a message of mDNS costs a board from where its port gives it until the port is asked for the next: the server with responder and querier, as a peer has them, on a port that the meter holds. Time passes when the
/// server waits. With the board's own port beneath, over a socket of loopback, what receiving costs comes along.
/// </summary>
internal class HeardCost : DispatchProxy
{
    // What the server is given before anything is counted: its names are had by then, and told.
    private const int SettledMilliseconds = 10_000;

    // A message is counted when it comes again: what is made once is there.
    private const int Times = 3;

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private readonly List<Count> _counts = [];
    private Queue<byte[]> _messages = new();
    private object _segments = Array.Empty<object>();
    private object? _board;
    private MethodInfo? _receive;
    private Socket? _sender;
    private long _passed;
    private Count? _given;
    private Count? _taken;
    private bool _isNew = true;
    private bool _isClosed;

    /// <summary>What each message costs, in their order; and the same with the board's port.</summary>
    /// <param name="image">The instrumented board.</param>
    /// <param name="before">What is heard before.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="speakers">Makes responder and querier.</param>
    /// <param name="segments">The board's one link.</param>
    /// <param name="isReceived">Whether what receiving costs is counted too.</param>
    internal static IReadOnlyList<Count> Of(ImageLoad image, IReadOnlyList<byte[]> before, IReadOnlyList<byte[]> messages, Func<object, (Array Speakers, object Look)> speakers, Array segments, bool isReceived)
    {
        Assembly core = image.LoadFromAssemblyName(new AssemblyName("PeerDevice.Core"));
        object clock = image.Board.CreateInstance("PeerDevice.Drivers.SystemClock")!;
        object random = Activator.CreateInstance(image.Board.GetType("PeerDevice.Drivers.BoardRandom", true)!, clock)!;
        HeardCost port = (HeardCost)DispatchProxy.Create(core.GetType("PeerDevice.Board.IMulticast", true)!, typeof(HeardCost));
        port._segments = segments;
        port._messages = new Queue<byte[]>(before.Concat(messages.SelectMany(message => Enumerable.Repeat(message, Times))));
        using Socket sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (isReceived)
        {
            object socket = Inner(image, "PeerDevice.VirtualBoard.Manners.BoardSocket", AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            InnerCall(socket, "Bind", new IPEndPoint(IPAddress.Loopback, 0));
            port._board = Inner(image, "PeerDevice.Drivers.BoardMulticast", socket, Inner(image, "PeerDevice.Drivers.OwnLinks", clock));
            port._receive = port._board.GetType().GetMethod("Receive")!;
            sender.Connect((EndPoint)socket.GetType().GetProperty("LocalEndPoint", Any)!.GetValue(socket)!);
            port._sender = sender;
        }

        (Array all, object look) = speakers(random);
        object indicator = DispatchProxy.Create(core.GetType("PeerDevice.Board.IIndicator", true)!, typeof(Silent));
        object server = Activator.CreateInstance(core.GetType("PeerDevice.Host.DnsServer", true)!, port, all, 1500, clock, indicator, look)!;
        server.GetType().GetMethod("Run")!.Invoke(server, null);
        if (port._board is not null)
        {
            InnerCall(port._board, "Close");
        }

        return [.. port._counts.Skip(before.Count).Where((_, at) => at % Times == Times - 1)];
    }

    private static object Inner(ImageLoad image, string type, params object[] arguments) => Activator.CreateInstance(image.Board.GetType(type, true)!, Any, null, arguments, null)!;

    private static object? InnerCall(object inner, string method, params object[] arguments) => inner.GetType().GetMethod(method, Any)!.Invoke(inner, arguments);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case "get_IsClosed":
                return _isClosed;
            case "get_Segments":
                return _segments;
            case "Refresh":
                bool isNew = _isNew;
                _isNew = false;
                return isNew;
            case "Receive":
                return Receive((byte[])args![0]!, (int)args[2]!);
            case "Sender":
                dynamic from = args![0]!;
                from.Set(0x0A4D0002L, 5353);
                from.Segment = 0;
                from.IsMulticast = true;
                from.IsOnLink = true;
                return true;
            case "Send":
                return true;
            default:
                return null;
        }
    }

    private int Receive(byte[] buffer, int patience)
    {
        Count now = Probe.Own.Snapshot();
        if (_given is { } given)
        {
            _counts.Add(now - given + _taken!);
            _given = null;
            _passed = SettledMilliseconds - 2_000;
        }

        if (_passed < SettledMilliseconds)
        {
            // Time for what it says by itself, and between two messages.
            Probe.Pass(Math.Max(patience, 1));
            _passed += Math.Max(patience, 1);
            return 0;
        }

        if (!_messages.TryDequeue(out byte[]? message))
        {
            _isClosed = true;
            return -1;
        }

        if (_board is null)
        {
            message.CopyTo(buffer, 0);
            _given = Probe.Own.Snapshot();
            _taken = _given - _given;
            return message.Length;
        }

        // What was done about the one before, that nobody asked the sender of, is done here.
        _sender!.Send(message);
        Count before = Probe.Own.Snapshot();
        int got = (int)_receive!.Invoke(_board, [buffer, buffer.Length, 1000])!;
        _given = Probe.Own.Snapshot();
        _taken = _given - before;
        return got;
    }

    internal class Silent : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
}
