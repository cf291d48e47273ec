using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net.Sockets;
using System.Reflection;
using System.Threading;

namespace PeerDevice.Benchmarks.Cost;

/// <summary>How much a stand-in for a socket has for its reader: it is asked of the PC's socket inside it.</summary>
internal static class Availability
{
    private const int PatienceMilliseconds = 60_000;

    // More than a client sends ahead, however the PC's stack keeps it: where its room were full, a reader that waits for more would have it wait for ever.
    private const int RoomOctets = 192 * 1024;

    private static readonly ConcurrentDictionary<Type, FieldInfo> Inner = new();

    /// <summary>Waits until a socket has <paramref name="count"/> octets to read, or for too long.</summary>
    internal static void Await(object standIn, int count)
    {
        Socket socket = Of(standIn);
        if (socket.Available < count && socket.ReceiveBufferSize < RoomOctets)
        {
            socket.ReceiveBufferSize = RoomOctets;
        }

        long start = Environment.TickCount64;
        while (socket.Available < count && Environment.TickCount64 - start < PatienceMilliseconds)
        {
            Thread.Sleep(0);
        }
    }

    /// <summary>The PC's socket inside a stand-in for one.</summary>
    internal static Socket Of(object standIn)
    {
        FieldInfo field = Inner.GetOrAdd(
            standIn.GetType(),
            type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(candidate => candidate.FieldType == typeof(Socket)));
        return (Socket)field.GetValue(standIn)!;
    }
}
