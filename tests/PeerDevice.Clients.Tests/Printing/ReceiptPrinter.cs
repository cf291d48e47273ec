using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace PeerDevice.Clients.Printing;

/// <summary>
/// A receipt printer behind TCP, as far as it matters: it answers ESC/POS' requests for its state (DLE EOT 1 to 4), and says that it has printed (GS r 1) only while it has paper.
/// What else it is given is on its paper.
/// </summary>
internal sealed class ReceiptPrinter : IDisposable
{
    private const byte Dle = 0x10;
    private const byte Eot = 0x04;
    private const byte Gs = 0x1D;

    // DLE EOT 4, bits 5 and 6: paper end; bits 1 and 4 are set in every answer.
    private const byte Well = 0x12;
    private const byte PaperEnd = 0x72;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly MemoryStream _paper = new();
    private NetworkStream? _asking;
    private bool _hasPaper = true;

    internal ReceiptPrinter()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether it has paper; with it comes the answer that was due.</summary>
    internal bool HasPaper
    {
        set
        {
            lock (_gate)
            {
                _hasPaper = value;
                if (value && _asking is { } asking)
                {
                    _asking = null;
                    asking.WriteByte(0);
                }
            }
        }
    }

    /// <summary>What is on its paper.</summary>
    internal byte[] Paper
    {
        get
        {
            lock (_gate)
            {
                return _paper.ToArray();
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Begins a new roll.</summary>
    internal void Clear()
    {
        lock (_gate)
        {
            _paper.SetLength(0);
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                Serve(client.GetStream());
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The check is over.
        }
    }

    private void Serve(NetworkStream stream)
    {
        try
        {
            // A call of the system for each octet would make it slower than any printer when the machine is busy.
            BufferedStream from = new(stream, Bounds.Document);
            for (int octet = from.ReadByte(); octet >= 0; octet = from.ReadByte())
            {
                bool isRequest = octet is Dle or Gs;
                int second = isRequest ? from.ReadByte() : 0;
                int third = isRequest ? from.ReadByte() : 0;
                lock (_gate)
                {
                    if (octet == Dle && second == Eot)
                    {
                        stream.WriteByte(third == 4 && !_hasPaper ? PaperEnd : Well);
                    }
                    else if (octet == Gs && second == 'r' && _hasPaper)
                    {
                        stream.WriteByte(0);
                    }
                    else if (octet == Gs && second == 'r')
                    {
                        _asking = stream;
                    }
                    else
                    {
                        _paper.WriteByte((byte)octet);
                    }
                }
            }
        }
        catch (IOException)
        {
            // Who printed has gone.
        }

        lock (_gate)
        {
            _asking = null;
        }
    }
}
