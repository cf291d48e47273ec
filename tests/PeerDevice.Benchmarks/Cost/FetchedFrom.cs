using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>Another peer as the instrumented board sees it when it fetches: it says by HEAD what its content is, and gives it by GET, in step with the session that takes it.</summary>
internal sealed class FetchedFrom : IDisposable
{
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
        BoardClient.Await(() => Probe.Pending <= 0 && Probe.Receiver is { IsParked: true });
        Probe.Pending = head.Length + content.Length;
        socket.Send(head);
        BoardClient.Await(() => Probe.Pending <= content.Length);
        BoardClient.SendContent(socket, content);
    }
}
