using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Companion.Tests;

/// <summary>
/// A server that does what a test says, octet by octet, on the client's own thread: nothing waits and nothing depends on time.
/// When the client reads and there is nothing, the script is asked for the next reply.
/// </summary>
internal sealed class ScriptedServer(Func<ScriptedServer.Request, ScriptedServer.Reply> script) : INetwork
{
    /// <summary>Every request that came, in order.</summary>
    public List<Request> Requests { get; } = [];

    /// <summary>How many connections were opened.</summary>
    public int Connections { get; private set; }

    /// <summary>How many connections there will be; later ones are refused.</summary>
    public int ConnectionsLeft { get; set; } = int.MaxValue;

    /// <summary>A connection breaks when so many octets of a request have come.</summary>
    public int BreaksAfter { get; set; } = int.MaxValue;

    /// <summary>Milliseconds of silence that the client bears now.</summary>
    public int Patience { get; private set; }

    /// <summary>At most so many octets a read.</summary>
    public int Fragment { get; set; } = int.MaxValue;

    public IListener? Listen(int port) => null;

    public IDatagrams? OpenDatagrams(int port) => null;

    public IMulticast? OpenMulticast() => null;

    public bool IsOurAddress(string address) => false;

    public bool IsOnLink(string address) => true;

    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        if (ConnectionsLeft-- <= 0)
        {
            return null;
        }

        Connections++;
        return new ScriptedLink(this);
    }

    /// <summary>A reply with a head and a text.</summary>
    public static Reply Text(int status, string body, params string[] fields) => Octets(status, Encoding.UTF8.GetBytes(body), fields);

    /// <summary>A reply with a head and octets.</summary>
    public static Reply Octets(int status, byte[] body, params string[] fields)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Scripted\r\nContent-Length: {body.Length}\r\n");
        foreach (string field in fields)
        {
            head.Append(field).Append("\r\n");
        }

        return Raw(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), body);
    }

    /// <summary>A reply of whatever octets.</summary>
    public static Reply Raw(params byte[][] parts)
    {
        List<byte> all = [];
        foreach (byte[] part in parts)
        {
            all.AddRange(part);
        }

        return new Reply(all.ToArray());
    }

    /// <summary>A reply of whatever text.</summary>
    public static Reply Raw(string text) => new(Encoding.Latin1.GetBytes(text));

    /// <summary>What came.</summary>
    /// <param name="Line">The request line.</param>
    /// <param name="Head">All of the head.</param>
    /// <param name="Body">What came behind the head until the client read.</param>
    /// <param name="OnConnection">The how manieth request of its connection.</param>
    internal sealed record Request(string Line, string Head, byte[] Body, int OnConnection)
    {
        public string Method => Line[..Line.IndexOf(' ')];

        public string Target => Line.Split(' ')[1];

        /// <summary>A field's value, or null.</summary>
        public string? this[string name]
        {
            get
            {
                foreach (string line in Head.Split("\r\n"))
                {
                    if (line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
                    {
                        return line[(name.Length + 2)..];
                    }
                }

                return null;
            }
        }
    }

    /// <summary>What goes back.</summary>
    /// <param name="All">The octets.</param>
    internal sealed record Reply(byte[] All)
    {
        /// <summary>Ends the connection after so many of the octets.</summary>
        public int EndAfter { get; init; } = int.MaxValue;

        /// <summary>Falls silent after the octets instead of waiting for the next request.</summary>
        public bool IsSilentAfter { get; init; }
    }

    private sealed class ScriptedLink : Link
    {
        private readonly ScriptedServer _server;
        private readonly List<byte> _got = [];
        private byte[] _reply = [];
        private int _at;
        private int _end;
        private bool _isEnded;
        private bool _isSilent;
        private int _requests;

        public ScriptedLink(ScriptedServer server)
        {
            _server = server;
            Source = new From(this);
            Sink = new To(this);
        }

        public override ByteSource Source { get; }

        public override ByteSink Sink { get; }

        public override bool IsOnLink => true;

        public override string LocalAddress => "10.77.0.1";

        public override string RemoteAddress => "10.77.0.2";

        public override void SetReadPatience(int milliseconds) => _server.Patience = milliseconds;

        public override void FinishSending()
        {
        }

        public override void Close() => _isEnded = true;

        public override void Abort() => _isEnded = true;

        private int Read(byte[] buffer, int offset, int count)
        {
            if (_at >= _end && !_isEnded && !_isSilent)
            {
                Next();
            }

            int give = Math.Min(Math.Min(count, _end - _at), _server.Fragment);
            if (give <= 0)
            {
                return _isSilent ? ByteSource.TimedOut : ByteSource.End;
            }

            Array.Copy(_reply, _at, buffer, offset, give);
            _at += give;
            return give;
        }

        private void Next()
        {
            byte[] all = _got.ToArray();
            _got.Clear();
            string text = Encoding.Latin1.GetString(all);
            int cut = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            string head = cut < 0 ? "" : text[..cut];
            Request request = new(cut < 0 ? "NONE /" : head.Split("\r\n")[0], head, cut < 0 ? all : all[(cut + 4)..], ++_requests);
            Reply reply = _server.Script(request);
            _reply = reply.All;
            _at = 0;
            _end = Math.Min(reply.All.Length, reply.EndAfter);
            _isEnded = reply.EndAfter != int.MaxValue;
            _isSilent = reply.IsSilentAfter;
        }

        private sealed class From(ScriptedLink link) : ByteSource
        {
            public override int Read(byte[] buffer, int offset, int count) => link.Read(buffer, offset, count);
        }

        private sealed class To(ScriptedLink link) : ByteSink
        {
            public override bool Write(byte[] buffer, int offset, int count)
            {
                if (link._isEnded)
                {
                    return false;
                }

                link._got.AddRange(buffer.AsSpan(offset, count));
                link._isEnded = link._got.Count > link._server.BreaksAfter;
                return !link._isEnded;
            }
        }
    }

    // One at a time, for clients with several threads.
    private Reply Script(Request request)
    {
        lock (Requests)
        {
            Requests.Add(request);
            return script(request);
        }
    }
}
