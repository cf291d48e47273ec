using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PeerDevice.Benchmarks.Speed;

/// <summary>The same plain client for every contender: one kept-alive connection, one request at a time, content thrown away.</summary>
internal sealed class RawClient : IDisposable
{
    private const int HeadRoom = 16 * 1024;
    private const string LengthField = "Content-Length:";
    private const long Chunked = -1;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly int _port;

    internal RawClient(int port)
    {
        _port = port;
        _socket.Connect(IPAddress.Loopback, port);
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    /// <summary>Asks for a file and throws it away.</summary>
    /// <returns>The octets of content.</returns>
    internal long Get(string target)
    {
        SendAll(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nUser-Agent: speed\r\nAccept: */*\r\n\r\n"));
        return Answer("200");
    }

    /// <summary>Lists a collection (RFC 4918 §9.1, Depth 1) and throws the list away.</summary>
    /// <returns>The octets of content.</returns>
    internal long PropFind(string target, string content)
    {
        SendAll(Encoding.ASCII.GetBytes($"PROPFIND {target} HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nUser-Agent: speed\r\nDepth: 1\r\nContent-Type: application/xml\r\nContent-Length: {content.Length}\r\n\r\n{content}"));
        return Answer("207");
    }

    /// <summary>Stores <paramref name="length"/> octets of content, block after block.</summary>
    internal void Put(string target, byte[] block, long length)
    {
        SendAll(Encoding.ASCII.GetBytes($"PUT {target} HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nUser-Agent: speed\r\nContent-Length: {length}\r\n\r\n"));
        for (long left = length; left > 0; left -= block.Length)
        {
            SendAll(block.AsSpan(0, (int)Math.Min(left, block.Length)));
        }

        Answer("201", "204");
    }

    private static long Length(string head)
    {
        foreach (string line in head.Split("\r\n"))
        {
            if (line.StartsWith(LengthField, StringComparison.OrdinalIgnoreCase))
            {
                return long.Parse(line[LengthField.Length..], CultureInfo.InvariantCulture);
            }
        }

        return head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) ? Chunked : 0;
    }

    private void SendAll(ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            octets = octets[_socket.Send(octets)..];
        }
    }

    private long Answer(params string[] expected)
    {
        int have = 0;
        int end;
        while ((end = _buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8)) < 0)
        {
            have += Receive(have, HeadRoom - have);
        }

        string head = Encoding.ASCII.GetString(_buffer, 0, end);
        if (Array.IndexOf(expected, head.Substring("HTTP/1.1 ".Length, 3)) < 0)
        {
            throw new IOException($"The answer was not {string.Join(" or ", expected)}: {head}");
        }

        long length = Length(head);
        if (length == Chunked)
        {
            return TakeChunks(end + "\r\n\r\n".Length, have);
        }

        for (long left = length - (have - end - "\r\n\r\n".Length); left > 0;)
        {
            left -= Receive(0, (int)Math.Min(left, _buffer.Length));
        }

        return length;
    }

    /// <summary>Takes chunked content up to its end. No text that a server writes here holds the octets that end it, so only the last ones are looked at.</summary>
    private long TakeChunks(int from, int have)
    {
        ReadOnlySpan<byte> last = "\r\n0\r\n\r\n"u8;
        long taken = have - from;
        while (have < last.Length || !_buffer.AsSpan(0, have).EndsWith(last))
        {
            // What may be the beginning of the end is kept in front of what comes.
            int kept = Math.Min(have, last.Length);
            _buffer.AsSpan(have - kept, kept).CopyTo(_buffer);
            int got = Receive(kept, _buffer.Length - kept);
            taken += got;
            have = kept + got;
        }

        return taken;
    }

    private int Receive(int offset, int count)
    {
        int got = _socket.Receive(_buffer, offset, count, SocketFlags.None);
        return got > 0 ? got : throw new IOException("The connection ended before the answer did.");
    }
}
