using System;
using System.Net.Sockets;
using System.Text;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>Another peer as the instrumented board sees it when it fetches: it says by HEAD what its content is, and gives it by GET, in step with the session that takes it.</summary>
internal sealed class FetchedFrom(byte[] content) : OtherPeer(content)
{
    /// <inheritdoc/>
    protected override void Serve(Socket socket)
    {
        while (Head(socket) is { Length: > 0 } head)
        {
            Answer(socket, head);
        }
    }

    private void Answer(Socket socket, string request)
    {
        byte[] content = request.StartsWith("GET ", StringComparison.Ordinal) ? Content : [];
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nETag: \"1-2-3\"\r\nAccept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\nContent-Length: {Content.Length}\r\n\r\n");

        // Head and content apart, as BoardClient sends them.
        BoardClient.Await(() => Probe.Pending <= 0 && Probe.Receiver is { IsParked: true });
        Probe.Pending = head.Length + content.Length;
        socket.Send(head);
        BoardClient.Await(() => Probe.Pending <= content.Length);
        BoardClient.SendContent(socket, content);
    }
}
