using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Printing;

/// <summary>One mount of a store with the real spool on it, and on FAT the real commits beside it.</summary>
internal sealed class SpoolWorld
{
    public const int MostJobs = 4;
    public const int MostEnded = 3;
    public const long MostOctets = 200_000;

    // One for all mounts, so that no two draw the same.
    private static readonly SeededRandom Random = new(9100);

    public SpoolWorld(IFileStore store, int mostJobs = MostJobs, int mostEnded = MostEnded, long mostOctets = MostOctets)
    {
        Store = store.IsFat ? new CardWatch(store) : store;
        if (store.IsFat)
        {
            Commits = new Commits(Store, new FileIndex(Store, 16, Random, 0, Limits.Tags), Clock, new Profile());
        }

        Spool = new Spool(Store, Commits, Clock, Random, mostJobs, mostEnded, mostOctets);
    }

    public VirtualClock Clock { get; } = new(1_800_000_000);

    public IFileStore Store { get; }

    public Commits? Commits { get; }

    public Spool Spool { get; }

    /// <summary>Tickets that the last <see cref="Mount"/> was shown, in order.</summary>
    public List<SpoolTicket> Shown { get; } = [];

    public static byte[] Content(int seed, int length)
    {
        byte[] octets = new byte[length];
        new Random(seed).NextBytes(octets);
        return octets;
    }

    public int Mount()
    {
        int status = Commits?.Recover() ?? StoreStatus.Ok;
        return status == StoreStatus.Ok ? ShowNews() : status;
    }

    public int ShowNews()
    {
        Shown.Clear();
        return Spool.Recover(new Taker(Shown));
    }

    public SpoolWorld Mounted()
    {
        Assert.Equal(StoreStatus.Ok, Mount());
        return this;
    }

    /// <summary>A job with one document, as Print-Job brings it.</summary>
    public int Submit(SpoolTicket ticket, byte[] content, int block = 1000)
    {
        int status = Spool.Begin(ticket);
        return status == StoreStatus.Ok ? Send(ticket, content, true, block) : status;
    }

    /// <summary>One document more, as Send-Document brings it; the job is given up where it cannot go on.</summary>
    public int Send(SpoolTicket ticket, byte[] content, bool isLast, int block = 1000)
    {
        int status = Spool.AddDocument(ticket, "document", "application/octet-stream", out FileWriter? writer);
        if (status == StoreStatus.Ok)
        {
            bool isWritten = true;
            for (int at = 0; at < content.Length && isWritten; at += block)
            {
                isWritten = writer!.Write(content, at, Math.Min(block, content.Length - at));
            }

            status = isWritten ? Spool.EndDocument(writer!, isLast) : writer!.Status;
            if (!isWritten)
            {
                Spool.AbandonDocument(writer!);
            }
        }

        if (status != StoreStatus.Ok && !ticket.IsTold)
        {
            Spool.Abandon(ticket);
        }

        return status;
    }

    public byte[]? Read(SpoolTicket ticket, int document)
    {
        return Spool.Open(ticket, document, out BlockSource? content) == StoreStatus.Ok ? Read(content!, ticket.Documents[document - 1].Octets) : null;
    }

    /// <summary>The text of a file beside the spool; empty where there is none.</summary>
    public string Text(string path)
    {
        return Store.OpenRead(path, new StoreEntry(), out BlockSource? content) == StoreStatus.Ok ? Encoding.ASCII.GetString(Read(content!, content!.Length) ?? []) : "";
    }

    private static byte[]? Read(BlockSource content, long length)
    {
        byte[] octets = new byte[length];
        int at = 0;
        int got = 1;
        while (at < octets.Length && got > 0)
        {
            got = content.ReadAt(at, octets, at, octets.Length - at);
            at += Math.Max(got, 0);
        }

        content.Close();
        return at == octets.Length ? octets : null;
    }

    /// <summary>The names in the spool's folder, in order.</summary>
    public string[] Names()
    {
        Lister lister = new();
        Store.List(".peer/j", lister);
        return [.. lister.Names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names that there should be: a record for each ticket, its documents while it has them, one mark.</summary>
    public string[] NamesFor(IEnumerable<SpoolTicket> tickets)
    {
        List<string> names = [];
        foreach (SpoolTicket ticket in tickets)
        {
            names.Add(ticket.Number.ToString("X8") + ((ticket.Generation & 1) == 0 ? ".A" : ".B"));
            if (ticket.Life < SpoolTicket.Done || ticket.IsKept)
            {
                names.AddRange(ticket.Documents.Select(d => ticket.Number.ToString("X8") + "." + d.Number.ToString("D3")));
            }
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    private sealed class Taker(List<SpoolTicket> into) : SpoolVisitor
    {
        public override void Visit(SpoolTicket ticket)
        {
            into.Add(ticket);
        }
    }

    private sealed class Lister : MemberVisitor
    {
        public List<string> Names { get; } = [];

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            Names.Add(name);
            return true;
        }
    }
}
