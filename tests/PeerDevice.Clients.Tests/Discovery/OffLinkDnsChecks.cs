using System;
using System.IO;
using System.Text;

namespace PeerDevice.Clients.Discovery;

/// <summary>Multicast DNS by unicast, from a neighbour and from behind a router (RFC 6762 §11), and datagrams that are no messages.</summary>
internal static class OffLinkDnsChecks
{
    private const int Port = 5353;
    private const int A = 1;
    private const int Pointer = 12;
    private const int Txt = 16;
    private const int Srv = 33;
    private const int FlushIn = 0x8001; // RFC 6762 §10.2
    private const int Seconds = 120;
    private const int Huge = 9000;
    private const string Peers = "_peerdevice._tcp.local";
    private const string Ghost = "Ghost." + Peers;
    private const string GhostHost = "ghost.local";

    /// <param name="score">The count.</param>
    /// <param name="kind">What the peer is.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="ghost">An address of its link where nobody is.</param>
    /// <param name="near">The words before a command of its neighbour's.</param>
    /// <param name="far">The words before a command behind the router.</param>
    /// <param name="report">What it tells of itself and of the others.</param>
    internal static void Run(Scorecard score, string kind, string address, byte[] ghost, string[] near, string[] far, Func<string> report)
    {
        byte[] question = Question();
        bool IsAnswered() => Datagram.Ask(near, question, address, Port) is { Length: > 12 } answer && (answer[2] & 0x80) != 0;
        score.Check($"off-link: the {kind} answers a question of its neighbour's by unicast, and none of who is behind the router", () =>
        {
            Expect.Becomes(IsAnswered, static () => "the neighbour is not answered");
            Expect.Equal(0, Datagram.Ask(far, question, address, Port).Length, "the length of the answer");
            Expect.Equal(0, Datagram.Ask(far, question, address, Port, Port).Length, "the length of the answer to port 5353");
        });
        score.Check($"off-link: the {kind} goes on after datagrams that are empty, and of {Huge} octets", () =>
        {
            foreach (string[] from in (string[][])[near, far])
            {
                foreach (byte[] content in (byte[][])[[], new byte[Huge], [.. question, .. new byte[Huge - question.Length]]])
                {
                    Datagram.Send(from, content, address, Port);
                    Datagram.Send(from, content, address, Port, Port);
                }
            }

            Expect.Becomes(IsAnswered, static () => "the neighbour is not answered any more");
        });
        score.Check($"off-link: the {kind} believes what its neighbour tells, and nothing of who is behind the router", () =>
        {
            byte[] told = Announcement(ghost);
            Datagram.Send(far, told, address, Port, Port);
            Expect.Becomes(IsAnswered, static () => "the neighbour is not answered any more");
            string seen = report();
            Expect.True(!seen.Contains("Ghost", StringComparison.Ordinal), seen);
            Datagram.Send(near, told, address, Port, Port);
            Expect.Becomes(() => (seen = report()).Contains("\"name\":\"Ghost\"", StringComparison.Ordinal), () => seen);
        });
    }

    private static byte[] Question()
    {
        using MemoryStream to = new();
        Numbers(to, 7, 0, 1, 0, 0, 0);
        Name(to, Peers);
        Numbers(to, Pointer, 1);
        return to.ToArray();
    }

    private static byte[] Announcement(byte[] address)
    {
        using MemoryStream to = new();
        Numbers(to, 0, 0x8400, 0, 4, 0, 0);
        Record(to, Peers, Pointer, 1, static data => Name(data, Ghost));
        Record(to, Ghost, Srv, FlushIn, static data =>
        {
            Numbers(data, 0, 0, 8631);
            Name(data, GhostHost);
        });
        Record(to, Ghost, Txt, FlushIn, static data => data.WriteByte(0));
        Record(to, GhostHost, A, FlushIn, data => data.Write(address));
        return to.ToArray();
    }

    private static void Record(MemoryStream to, string name, int type, int kind, Action<MemoryStream> write)
    {
        using MemoryStream data = new();
        write(data);
        Name(to, name);
        Numbers(to, type, kind, 0, Seconds, (int)data.Length);
        data.WriteTo(to);
    }

    private static void Name(MemoryStream to, string name)
    {
        foreach (string label in name.Split('.'))
        {
            to.WriteByte((byte)label.Length);
            to.Write(Encoding.ASCII.GetBytes(label));
        }

        to.WriteByte(0);
    }

    private static void Numbers(MemoryStream to, params int[] numbers)
    {
        foreach (int number in numbers)
        {
            to.WriteByte((byte)(number >> 8));
            to.WriteByte((byte)number);
        }
    }
}
