using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PeerDevice.Clients;

/// <summary>One UDP datagram, empty or as long as one can be, from a network namespace: this program sends it itself, since others' send none that is empty.</summary>
internal static class Datagram
{
    /// <summary>The argument by which this program is told that it is to send one.</summary>
    internal const string Argument = "--datagram";

    /// <summary>Sends one.</summary>
    /// <param name="within">The words before a command that is to run in the namespace.</param>
    /// <param name="content">Its octets.</param>
    /// <param name="to">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="from">The port that it comes from; 0 for any.</param>
    internal static void Send(string[] within, byte[] content, string to, int port, int from = 0) => Send(within, content, to, port, from, TimeSpan.Zero);

    /// <summary>Sends one, and waits for an answer for <see cref="Bounds.Datagram"/>.</summary>
    /// <returns>The answer; nothing where there is none.</returns>
    internal static byte[] Ask(string[] within, byte[] content, string to, int port, int from = 0) => Send(within, content, to, port, from, Bounds.Datagram);

    /// <summary>Is the one that sends.</summary>
    internal static int Run(string[] arguments)
    {
        using MemoryStream content = new();
        Console.OpenStandardInput().CopyTo(content);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, int.Parse(arguments[^2])));
        socket.SendTo(content.ToArray(), new IPEndPoint(IPAddress.Parse(arguments[^4]), int.Parse(arguments[^3])));
        if (socket.Poll(TimeSpan.FromMilliseconds(int.Parse(arguments[^1])), SelectMode.SelectRead))
        {
            byte[] answer = new byte[ushort.MaxValue];
            int count = socket.Receive(answer);
            Console.OpenStandardOutput().Write(answer, 0, count);
        }

        return 0;
    }

    private static byte[] Send(string[] within, byte[] content, string to, int port, int from, TimeSpan patience) =>
        Tool.Run(Bounds.Program, content, null, within[0], [.. within.Skip(1), "dotnet", typeof(Datagram).Assembly.Location, Argument, to, $"{port}", $"{from}", $"{patience.TotalMilliseconds:F0}"]).Well().Output;
}
