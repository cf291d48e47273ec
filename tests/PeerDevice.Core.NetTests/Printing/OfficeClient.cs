using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>How a document was brought.</summary>
internal enum Way
{
    Raw,
    Lpd,
    Ipp,
    Pull,
}

/// <summary>What its sender knows of a document it has brought.</summary>
internal enum Told
{
    /// <summary>It was refused, however often it was tried.</summary>
    Refused,

    /// <summary>Its sender broke off in the middle of it.</summary>
    BrokenOff,

    /// <summary>The peer broke off, so nobody knows.</summary>
    Unknown,

    /// <summary>It was acknowledged.</summary>
    Acknowledged,
}

/// <summary>A document that an office client brought once, or tried to.</summary>
internal sealed record Brought(string Name, byte[] Octets, Way Way, Told Told);

/// <summary>
/// A client of the office: brings one document after the other, each by a way that chance draws, breaks off some of them, and tries again what it is told that
/// there is no room for. All its waiting is by the clock of the peer.
/// </summary>
internal sealed class OfficeClient(int number, int seed, MemoryNetwork network, VirtualClock clock, Func<string, byte[], string> serve)
{
    /// <summary>How many of them there are.</summary>
    public const int Clients = 8;

    private const int BreakEvery = 12;
    private const int MostTries = 400;
    private const int Pause = 200;
    private const int ShortestDocument = 40;
    private const int LengthStep = 5;
    private const int Lengths = 1009;     // a prime, so that each number in its order is another length
    private const int Stride = 397;
    private const int Patience = 24 * 3600 * 1000;
    private const int ServerErrorBusy = 0x0507;

    private readonly Random _random = new((seed * 1000) + number);

    /// <summary>All it brought.</summary>
    public List<Brought> All { get; } = [];

    /// <summary>What went wrong with the client itself.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Brings so many documents.</summary>
    public void Work(int documents)
    {
        try
        {
            for (int i = 0; i < documents; i++)
            {
                string name = FormattableString.Invariant($"c{number}d{i}");
                byte[] octets = Document(name, ShortestDocument + ((((i * Clients) + number) * Stride % Lengths) * LengthStep));
                Way way = (Way)_random.Next(4);
                bool breaks = way != Way.Pull && _random.Next(BreakEvery) == 0;
                All.Add(new Brought(name, octets, way, Bring(way, name, octets, breaks)));
            }
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
    }

    private Told Bring(Way way, string name, byte[] octets, bool breaks)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            Told? told = way switch
            {
                Way.Raw => BringRaw(octets, breaks),
                Way.Lpd => BringByLpd(name, octets, breaks),
                Way.Ipp => BringByIpp(IppCall.To(Operation.PrintJob).With(to => to.Name("job-name", name)).Document(octets).Octets(), breaks),
                _ => BringByIpp(IppCall.To(Operation.PrintUri).With(to => to.Uri("document-uri", serve(name, octets))).With(to => to.Name("job-name", name)).Octets(), false),
            };
            if (told is not null)
            {
                return told.Value;
            }

            clock.Sleep(Pause);
        }

        return Told.Refused;
    }

    // Null where it is to be tried again.
    private Told? BringRaw(byte[] octets, bool breaks)
    {
        MemoryLink? link = Open(9100);
        if (link is null || !Send(link, octets, breaks))
        {
            return breaks ? Told.BrokenOff : link is null ? null : Told.Unknown;
        }

        link.FinishSending();
        bool isEnd = Rest(link, out byte[] _);
        link.Close();
        return isEnd ? Told.Acknowledged : Told.Unknown;
    }

    private Told? BringByLpd(string name, byte[] octets, bool breaks)
    {
        MemoryLink? link = Open(515);
        if (link is null)
        {
            return null;
        }

        try
        {
            byte[] control = Encoding.ASCII.GetBytes($"Hpc\nPanna\nJ{name}\nldfA001pc\n");
            bool isControlFirst = _random.Next(2) == 0;
            if (!Said(link, Encoding.ASCII.GetBytes("\u0002lp\n")))
            {
                return null;
            }

            for (int file = 0; file < 2; file++)
            {
                bool isControl = (file == 0) == isControlFirst;
                byte[] content = isControl ? control : octets;
                byte[] head = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{(char)(isControl ? 2 : 3)}{content.Length} {(isControl ? "cfA001pc" : "dfA001pc")}\n"));
                if (!Said(link, head))
                {
                    return file == 0 ? null : Told.Unknown;
                }

                if (!Send(link, content, breaks && file == 1))
                {
                    return breaks ? Told.BrokenOff : Told.Unknown;
                }

                if (!Said(link, [0]))
                {
                    return Told.Unknown;
                }
            }

            return Told.Acknowledged;
        }
        finally
        {
            link.Close();
        }
    }

    private Told? BringByIpp(byte[] message, bool breaks)
    {
        MemoryLink? link = Open(80);
        if (link is null)
        {
            return null;
        }

        byte[] head = Encoding.ASCII.GetBytes(TestPeer.Request("POST", "/ipp/print", FormattableString.Invariant($"Content-Type: application/ipp\r\nContent-Length: {message.Length}\r\nConnection: close\r\n")));
        if (!Send(link, [.. head, .. message], breaks))
        {
            // A busy peer answers before it has read, and closes.
            return breaks ? Told.BrokenOff : null;
        }

        Rest(link, out byte[] received);
        link.Close();
        Answer? answer = received.AsSpan().IndexOf("\r\n\r\n"u8) < 0 ? null : Answer.All(received, "POST").Last();
        if (answer is null || !answer.IsWhole)
        {
            return Told.Unknown;
        }

        if (answer.Status == 503)
        {
            return null;
        }

        Assert.Equal(200, answer.Status);
        int status = (answer.Content[2] << 8) | answer.Content[3];
        return status == ServerErrorBusy ? null : status < 0x100 ? Told.Acknowledged : Told.Unknown;
    }

    private MemoryLink? Open(int port)
    {
        MemoryLink? link = network.Connect(port);
        link?.SetReadPatience(Patience);
        return link;
    }

    /// <summary>Sends all of it, or breaks off somewhere in it.</summary>
    /// <returns>Whether all of it went.</returns>
    private bool Send(MemoryLink link, byte[] octets, bool breaks)
    {
        int until = breaks ? _random.Next(octets.Length) : octets.Length;
        for (int sent = 0; sent < until;)
        {
            int part = Math.Min(_random.Next(1, 2000), until - sent);
            if (!link.Sink.Write(octets, sent, part))
            {
                return false;
            }

            sent += part;
        }

        if (breaks)
        {
            link.Abort();
        }

        return !breaks;
    }

    // What LPD answers to each thing that is said.
    private static bool Said(MemoryLink link, byte[] octets)
    {
        byte[] answer = new byte[1];
        return link.Sink.Write(octets, 0, octets.Length) && link.Source.Read(answer, 0, 1) == 1 && answer[0] == 0;
    }

    /// <summary>Reads to the end of a connection.</summary>
    /// <returns>Whether it ended, rather than broke.</returns>
    private static bool Rest(MemoryLink link, out byte[] received)
    {
        MemoryStream all = new();
        byte[] block = new byte[4096];
        int got;
        while ((got = link.Source.Read(block, 0, block.Length)) > 0)
        {
            all.Write(block, 0, got);
        }

        received = all.ToArray();
        return got == ByteSource.End;
    }

    // Its name at both ends, so that no part of one is a part of another; each of another length.
    private byte[] Document(string name, int length)
    {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++)
        {
            octets[i] = (byte)('a' + _random.Next(26));
        }

        Encoding.ASCII.GetBytes($"<{name}>").CopyTo(octets, 0);
        byte[] end = Encoding.ASCII.GetBytes($"</{name}>");
        end.CopyTo(octets, length - end.Length);
        return octets;
    }
}
