using System;
using System.Net.Sockets;
using System.Threading;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>Passes each document to a network printer's raw port, one connection a document.</summary>
internal sealed class TcpBox : Box
{
    private const int EndMilliseconds = 30000;

    private readonly string _host;
    private readonly int _port;
    private System.Net.Sockets.Socket? _socket;

    internal TcpBox(string host, int port)
    {
        _host = host;
        _port = port;
    }

    internal override string Name => "the printer at " + _host + ":" + _port;

    internal override bool BeginDocument()
    {
        Drop();
        System.Net.Sockets.Socket socket = new System.Net.Sockets.Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(_host, _port);
        }
        catch (System.Net.Sockets.SocketException)
        {
            socket.Dispose();
            return false;
        }

        _socket = socket;
        new Thread(() => Listen(socket)) { IsBackground = true }.Start();
        return true;
    }

    internal override void Take(ReadOnlySpan<byte> octets)
    {
        if (_socket is null)
        {
            throw new InvalidOperationException(_host);
        }

        while (octets.Length > 0)
        {
            octets = octets.Slice(_socket.Send(octets));
        }
    }

    /// <summary>Says that this was all, and waits for the printer to close: then it has it.</summary>
    internal override bool EndDocument()
    {
        System.Net.Sockets.Socket? socket = _socket;
        if (socket is null)
        {
            return false;
        }

        try
        {
            socket.Shutdown(SocketShutdown.Send);
            return SpinWait.SpinUntil(() => _socket is null, EndMilliseconds);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
        finally
        {
            Drop();
        }
    }

    public override void Dispose()
    {
        Drop();
    }

    private void Drop()
    {
        Interlocked.Exchange(ref _socket, null)?.Dispose();
    }

    private void Listen(System.Net.Sockets.Socket socket)
    {
        byte[] heard = new byte[256];
        try
        {
            int got = socket.Receive(heard);
            while (got > 0)
            {
                for (int i = 0; i < got; i++)
                {
                    Said?.Invoke(heard[i]);
                }

                got = socket.Receive(heard);
            }

            Interlocked.CompareExchange(ref _socket, null, socket);
        }
        catch (Exception fault) when (fault is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            return;
        }
    }
}
