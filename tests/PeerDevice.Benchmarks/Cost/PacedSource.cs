using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>One of several peers that have a content: it gives ranges of it (RFC 9110 §14), as fast as it is told to on the clock of those who take turns.</summary>
internal sealed partial class PacedSource(byte[] content) : OtherPeer(content)
{
    // A lane's block is there before it has waited as long as it does to gather one.
    private const int OctetsPerMillisecond = 500;

    // A session that fetches from one source is given its block at a time, so a lane, whose block is larger, is given no more.
    private const int Most = 40 * 1024;

    private static readonly ConcurrentDictionary<int, Answered> Connections = new();

    /// <summary>The image is about to receive: waits until a full buffer, or all that there is of the answer's head or content, has come.</summary>
    /// <returns>How much that is.</returns>
    internal static int Receive(Turns.Turn turn, object standIn, int count)
    {
        Socket socket = Availability.Of(standIn);
        Answered answered = Connections.GetOrAdd(((IPEndPoint)socket.LocalEndPoint!).Port, static _ => new Answered());
        BoardClient.Await(() => Volatile.Read(ref answered.Due) > 0);
        int whole = answered.Head > 0 ? answered.Head : (int)answered.Due;
        int ask = Math.Min(Math.Min(count, Most), whole);
        answered.Until = Math.Max(answered.Until, turn.Turns.Now) + ((ask + OctetsPerMillisecond - 1) / OctetsPerMillisecond);
        turn.Turns.Pause(turn, answered.Until, null);
        Availability.Await(standIn, ask);
        answered.Head -= answered.Head > 0 ? ask : 0;
        Interlocked.Add(ref answered.Due, -ask);
        return ask;
    }

    /// <inheritdoc/>
    protected override void Serve(Socket socket)
    {
        int port = ((IPEndPoint)socket.RemoteEndPoint!).Port;
        Answered answered = Connections.GetOrAdd(port, static _ => new Answered());
        try
        {
            while (Head(socket) is { Length: > 0 } head)
            {
                Answer(socket, answered, head);
            }
        }
        catch (SocketException)
        {
            // What else it would have given is not wanted.
        }

        Connections.TryRemove(port, out _);
    }

    private void Answer(Socket socket, Answered answered, string request)
    {
        Match range = RangeForm().Match(request);
        int first = range.Success ? int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture) : throw new IOException($"No range was asked for: {request}");
        int last = Math.Min(int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture), Content.Length - 1);
        byte[] head = Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 206 Partial Content\r\nETag: \"1-2-3\"\r\nAccept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes {first}-{last}/{Content.Length}\r\nContent-Length: {last - first + 1}\r\n\r\n"));
        answered.Head = head.Length;
        Volatile.Write(ref answered.Due, head.Length + last - first + 1);
        socket.Send(head);
        BoardClient.SendContent(socket, Content.AsSpan(first, last + 1 - first), ahead => Volatile.Read(ref answered.Due) <= ahead || socket.Poll(0, SelectMode.SelectRead));
    }

    [GeneratedRegex("\r\nRange: bytes=([0-9]+)-([0-9]+)\r\n")]
    private static partial Regex RangeForm();

    /// <summary>What of an answer is still to be received over a connection, and until when that which was received was on its way.</summary>
    private sealed class Answered
    {
        internal int Head;
        internal long Due;
        internal long Until;
    }
}
