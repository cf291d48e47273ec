using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Companion.Tests;

/// <summary>
/// Stands between a client and a peer on loopback, one connection at a time, and cuts them: after so many octets of what the client sends, or before the answer. Counts the
/// content that reached the peer. The next connection is accepted when the peer has done with the one before.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly Queue<long> _cuts;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <param name="port">Where the peer is.</param>
    /// <param name="cuts">For each connection the octets after which it is cut; negative: cut when the peer has answered so many heads, without passing on the last. Later ones are not.</param>
    public CuttingProxy(int port, params long[] cuts)
    {
        _port = port;
        _cuts = new Queue<long>(cuts);
        _listener.Start();
        _thread = new Thread(Run);
        _thread.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Octets of content that reached the peer.</summary>
    public long Content { get; private set; }

    public int Connections { get; private set; }

    public int CutsLeft => _cuts.Count;

    public void Dispose()
    {
        _isOver = true;
        _listener.Stop();
        _thread.Join();
    }

    private void Run()
    {
        while (!_isOver)
        {
            try
            {
                using Socket client = _listener.AcceptSocket();
                using Socket server = new(SocketType.Stream, ProtocolType.Tcp);
                server.Connect(IPAddress.Loopback, _port);
                Connections++;
                Serve(client, server, _cuts.Count > 0 ? _cuts.Dequeue() : long.MaxValue);
            }
            catch (SocketException)
            {
                // The listener was stopped, or one end broke off, which is the other's to notice.
            }
        }
    }

    private void Serve(Socket client, Socket server, long cut)
    {
        Request request = new();
        byte[] block = new byte[65536];
        long left = cut < 0 ? long.MaxValue : cut;
        long answers = cut < 0 ? -cut : long.MaxValue;
        while (!_isOver)
        {
            List<Socket> ready = [client, server];
            Socket.Select(ready, null, null, 100_000);
            if (ready.Contains(client))
            {
                int got = client.Receive(block, 0, (int)Math.Min(block.Length, left), SocketFlags.None);
                if (got == 0)
                {
                    server.Shutdown(SocketShutdown.Send);
                    Drain(server);
                    return;
                }

                server.Send(block, got, SocketFlags.None);
                Content += request.Take(block, got);
                left -= got;
                if (left == 0)
                {
                    // To the peer an end in the middle; to the client a broken line, at once.
                    client.Close(0);
                    server.Shutdown(SocketShutdown.Send);
                    Drain(server);
                    return;
                }
            }

            if (ready.Contains(server))
            {
                int got = server.Receive(block);
                answers -= Text(block, got).Split("HTTP/1.1 2").Length - 1;
                if (got == 0 || answers <= 0)
                {
                    client.Close(0);
                    server.Shutdown(SocketShutdown.Send);
                    Drain(server);
                    return;
                }

                client.Send(block, got, SocketFlags.None);
            }
        }
    }

    private static string Text(byte[] block, int count) => Encoding.Latin1.GetString(block, 0, count);

    private static void Drain(Socket server)
    {
        byte[] block = new byte[4096];
        while (server.Receive(block) > 0)
        {
            // What it still says nobody hears.
        }
    }

    /// <summary>Tells content from heads in what a client sends on one connection.</summary>
    private sealed class Request
    {
        private readonly StringBuilder _head = new();
        private long _content;

        public long Take(byte[] block, int count)
        {
            long content = 0;
            for (int at = 0; at < count;)
            {
                if (_content > 0)
                {
                    long part = Math.Min(_content, count - at);
                    content += part;
                    _content -= part;
                    at += (int)part;
                    continue;
                }

                _head.Append((char)block[at++]);
                if (_head.Length >= 4 && _head.ToString(_head.Length - 4, 4) == "\r\n\r\n")
                {
                    foreach (string line in _head.ToString().Split("\r\n"))
                    {
                        if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                        {
                            _content = long.Parse(line.AsSpan(16), CultureInfo.InvariantCulture);
                        }
                    }

                    _head.Clear();
                }
            }

            return content;
        }
    }
}
