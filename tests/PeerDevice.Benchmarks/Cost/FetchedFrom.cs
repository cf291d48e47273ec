using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>Another peer as the instrumented board sees it when it fetches: it says by HEAD what its content is, and gives it by GET, in step with the session that takes it.</summary>
internal sealed class FetchedFrom : IDisposable
{
    private const int PatienceMilliseconds = 20_000;
    private const int Slice = 8 * 1024;
    private const int UnreceivedOctets = 40 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;

    internal FetchedFrom(byte[] content)
    {
        _content = content;
        _listener.Start();
        new Thread(Run) { IsBackground = true }.Start();
    }

    internal string Uri => $"http://{_listener.LocalEndpoint}/files/content.bin";

    public void Dispose()
    {
        _listener.Stop();
    }

    private static void Await(Func<bool> condition)
    {
        long since = Environment.TickCount64;
        while (!condition())
        {
            if (Environment.TickCount64 - since > PatienceMilliseconds)
            {
                throw new IOException("The board does not come to wait for what it asked for.");
            }

            Thread.Sleep(0);
        }
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                using Socket socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                while (Head(socket) is { Length: > 0 } head)
                {
                    Answer(socket, head);
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private static string Head(Socket socket)
    {
        StringBuilder head = new();
        byte[] octets = new byte[4096];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int got = socket.Receive(octets);
            if (got == 0)
            {
                return string.Empty;
            }

            head.Append(Encoding.ASCII.GetString(octets, 0, got));
        }

        return head.ToString();
    }

    private void Answer(Socket socket, string request)
    {
        byte[] content = request.StartsWith("GET ", StringComparison.Ordinal) ? _content : [];
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nETag: \"1-2-3\"\r\nAccept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\nContent-Length: {_content.Length}\r\n\r\n");

        // Head and content apart, as BoardClient sends them.
        Await(() => Probe.Pending <= 0 && Probe.Receiver is { IsParked: true });
        Probe.Pending = head.Length + content.Length;
        socket.Send(head);
        Await(() => Probe.Pending <= content.Length);
        for (int sent = 0; sent < content.Length; sent += Slice)
        {
            int ahead = content.Length - sent + UnreceivedOctets;
            Await(() => Probe.Pending <= ahead);
            ReadOnlySpan<byte> slice = content.AsSpan(sent, Math.Min(Slice, content.Length - sent));
            while (slice.Length > 0)
            {
                slice = slice[socket.Send(slice)..];
            }
        }
    }
}
