using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>One kept-alive connection to the instrumented board, in step with the session that serves it.</summary>
internal sealed class BoardClient : IDisposable
{
    private const int PatienceMilliseconds = 300_000;
    private const int Slice = 8 * 1024;
    private const int UnreceivedOctets = 40 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = PatienceMilliseconds };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private bool _hasAsked;
    private int _start;
    private int _end;

    internal BoardClient(IPEndPoint board)
    {
        _socket.Connect(board);
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    /// <summary>Sends a request, reads its answer and waits until the session waits for the next.</summary>
    /// <param name="head">The request's head.</param>
    /// <param name="content">Its content; empty for none.</param>
    /// <param name="status">The status it must get.</param>
    /// <returns>The head of the answer and what the session did between the two waits; null the first time, when there is no wait before.</returns>
    internal (string Head, Count? Count) Ask(string head, byte[] content, int status)
    {
        Count? before = Probe.Receiver is { IsParked: true } waiting && _hasAsked ? waiting.Snapshot() : null;
        _hasAsked = true;
        byte[] octets = Encoding.ASCII.GetBytes(head);
        Probe.Pending = octets.Length + content.Length;
        SendAll(_socket, octets);
        if (content.Length > 0)
        {
            // Head and content apart, so that what the waiting read is given does not hang on who is faster.
            Await(() => Probe.Pending <= content.Length);
            SendContent(_socket, content);
        }

        string answer = Answer(head.StartsWith("HEAD", StringComparison.Ordinal));
        if (!answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal))
        {
            throw new IOException($"Not {status} was answered: {answer}");
        }

        Await(() => Probe.Pending <= 0 && Probe.Receiver is { IsParked: true });
        return (answer, before is null ? null : Probe.Receiver!.Snapshot() - before);
    }

    /// <summary>Sends content over a connection of its own and waits until the board has closed it.</summary>
    /// <returns>What its thread did from the first to the last Receive.</returns>
    internal static Count Print(IPEndPoint board, byte[] content)
    {
        Probe.AwaitSpan();
        Probe.Pending = content.Length;
        using BoardClient client = new(board);
        SendContent(client._socket, content);
        client._socket.Shutdown(SocketShutdown.Send);
        while (client._socket.Receive(client._buffer) > 0)
        {
        }

        Await(() => Probe.Span is not null);
        return Probe.Span!;
    }

    /// <summary>Sends a job of one document by LPD (RFC 1179), over a connection of its own, and waits until the board has closed it.</summary>
    /// <returns>As <see cref="Print"/>.</returns>
    internal static Count PrintByLpd(IPEndPoint board, byte[] content)
    {
        const string Control = "Hpc\nPann\nJletter\nldfA001pc\nUdfA001pc\nNletter\n";
        Probe.AwaitSpan();
        Probe.Pending = 0;
        using BoardClient client = new(board);
        client.Step("\u0002lp\n");
        client.Step(FormattableString.Invariant($"\u0002{Control.Length} cfA001pc\n"));
        client.Step(Control + '\0');
        client.Step(FormattableString.Invariant($"\u0003{content.Length} dfA001pc\n"));
        Probe.Pending = content.Length + 1;
        SendContent(client._socket, [.. content, 0]);
        client.Acknowledged();
        client._socket.Shutdown(SocketShutdown.Send);
        while (client._socket.Receive(client._buffer) > 0)
        {
        }

        Await(() => Probe.Span is not null);
        return Probe.Span!;
    }

    private void Step(string octets)
    {
        Probe.Pending = octets.Length;
        SendAll(_socket, Encoding.ASCII.GetBytes(octets));
        Acknowledged();
    }

    private void Acknowledged()
    {
        if (_socket.Receive(_buffer, 0, 1, SocketFlags.None) != 1 || _buffer[0] != 0)
        {
            throw new IOException("LPD did not say yes.");
        }
    }

    /// <summary>Sends a request whose content the board stores and prints when it has answered.</summary>
    /// <param name="head">The request's head.</param>
    /// <param name="content">Its content.</param>
    /// <param name="document">Octets of it that are printed.</param>
    /// <returns>What the session did, and what the thread did that prints; null the first time it prints.</returns>
    internal (Count? Taken, Count? Printed) AskToPrint(string head, byte[] content, int document)
    {
        Count? before = Probe.Printer is { IsResting: true } printer ? printer.Snapshot() : null;
        long printed = Probe.PrintedOctets + document;
        Count? taken = Ask(head, content, 200).Count;
        Await(() => Probe.PrintedOctets >= printed && Probe.Printer is { IsResting: true });
        return (taken, before is null ? null : Probe.Printer!.Snapshot() - before);
    }

    /// <summary>Sends a datagram, reads the answer and waits until the board waits for the next.</summary>
    /// <returns>What the thread that answers did between the two waits.</returns>
    internal static Count AskDatagram(IPEndPoint board, byte[] request)
    {
        Await(() => Probe.Listener is { IsParked: true });
        Tally listener = Probe.Listener!;
        Count before = listener.Snapshot();
        int heard = Probe.Datagrams;
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds };
        socket.Connect(board);
        socket.Send(request);
        socket.Receive(new byte[64 * 1024]);
        Await(() => Probe.Datagrams == heard + 1 && listener.IsParked);
        return listener.Snapshot() - before;
    }

    /// <summary>Waits until something is so.</summary>
    internal static void Await(Func<bool> condition)
    {
        long since = Environment.TickCount64;
        while (!condition())
        {
            if (Environment.TickCount64 - since > PatienceMilliseconds)
            {
                throw new IOException("The session does not come to wait for its next request.");
            }

            Thread.Sleep(0);
        }
    }

    private static string? Field(string head, string name)
    {
        foreach (string line in head.Split("\r\n"))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }

    /// <summary>Sends content in step with the board that receives it (<see cref="Probe.Pending"/>).</summary>
    internal static void SendContent(Socket socket, byte[] content)
    {
        SendContent(socket, content, static ahead => Probe.Pending <= ahead);
    }

    /// <summary>
    /// Sends content so that there is always enough for the board's next read and never more than the PC's first window takes:
    /// a reader that waits for more than has arrived opens no window.
    /// </summary>
    /// <param name="socket">Where to.</param>
    /// <param name="content">The content.</param>
    /// <param name="mayGoOn">Whether the board has no more than so many octets of it still to receive, or there is no use in waiting for that.</param>
    internal static void SendContent(Socket socket, ReadOnlySpan<byte> content, Func<int, bool> mayGoOn)
    {
        for (int sent = 0; sent < content.Length; sent += Slice)
        {
            int ahead = content.Length - sent + UnreceivedOctets;
            Await(() => mayGoOn(ahead));
            SendAll(socket, content.Slice(sent, Math.Min(Slice, content.Length - sent)));
        }
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            octets = octets[socket.Send(octets)..];
        }
    }

    private string Answer(bool isHead)
    {
        string head = Line("\r\n\r\n");
        while (head.StartsWith("HTTP/1.1 1", StringComparison.Ordinal))
        {
            // An interim response (RFC 9110 §15.2).
            head = Line("\r\n\r\n");
        }

        if (isHead || head.StartsWith("HTTP/1.1 304 ", StringComparison.Ordinal) || head.StartsWith("HTTP/1.1 204 ", StringComparison.Ordinal))
        {
            return head;
        }

        if (Field(head, "Transfer-Encoding") is null)
        {
            Skip(long.Parse(Field(head, "Content-Length")!, CultureInfo.InvariantCulture));
            return head;
        }

        while (true)
        {
            long size = long.Parse(Line("\r\n"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Skip(size + "\r\n".Length);
            if (size == 0)
            {
                return head;
            }
        }
    }

    private string Line(string ending)
    {
        byte[] mark = Encoding.ASCII.GetBytes(ending);
        int at;
        while ((at = _buffer.AsSpan(_start, _end - _start).IndexOf(mark)) < 0)
        {
            Fill();
        }

        string line = Encoding.ASCII.GetString(_buffer, _start, at);
        _start += at + mark.Length;
        return line;
    }

    private void Skip(long count)
    {
        while (count > _end - _start)
        {
            count -= _end - _start;
            _start = _end;
            Fill();
        }

        _start += (int)count;
    }

    private void Fill()
    {
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        int got = _socket.Receive(_buffer, _end, _buffer.Length - _end, SocketFlags.None);
        _end += got > 0 ? got : throw new IOException("The connection ended before the answer did.");
    }
}
