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
    private const int PatienceMilliseconds = 10_000;

    private static readonly ConcurrentDictionary<Type, FieldInfo> Inner = new();

    /// <summary>Waits until a socket has <paramref name="count"/> octets to read, or for too long.</summary>
    internal static void Await(object standIn, int count)
    {
        FieldInfo field = Inner.GetOrAdd(
            standIn.GetType(),
            type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(candidate => candidate.FieldType == typeof(Socket)));
        Socket socket = (Socket)field.GetValue(standIn)!;
        long start = Environment.TickCount64;
        while (socket.Available < count && Environment.TickCount64 - start < PatienceMilliseconds)
        {
            Thread.Sleep(0);
        }
    }
}
