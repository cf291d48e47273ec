using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>Another peer as the instrumented board sees it when it fetches a content from it.</summary>
internal abstract class OtherPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>Begins to serve a content.</summary>
    protected OtherPeer(byte[] content)
    {
        Content = content;
        _listener.Start();
        new Thread(Run) { IsBackground = true }.Start();
    }

    /// <summary>Where the content is.</summary>
    internal string Uri => $"http://{_listener.LocalEndpoint}/files/content.bin";

    /// <summary>What is served.</summary>
    protected byte[] Content { get; }

    public void Dispose()
    {
        _listener.Stop();
    }

    /// <summary>Answers what is asked over a connection, until there is nothing more.</summary>
    protected abstract void Serve(Socket socket);

    /// <summary>The head of the next request; empty when there is none.</summary>
    protected static string Head(Socket socket)
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

    private void Run()
    {
        try
        {
            while (true)
            {
                using Socket socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                Serve(socket);
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was stopped.
        }
    }
}
