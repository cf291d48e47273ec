using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Tests.Host;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Printing;

/// <summary>A peer that fetches documents, and the servers it meets: a script for each connection, in their order. All on one thread.</summary>
internal sealed class PullRoom
{
    public const string Uri = "http://10.77.0.2:8631/files/letter.prn";
    public const string Tag = "\"v1\"";

    private readonly Queue<ScriptLink?> _servers = new();

    public PullRoom(Profile? profile = null, bool hasSpool = false, int pull = PeerSettings.PullsFromOffice, IUnpacker? unpacker = null, bool isFat = true)
    {
        Peer = new TestPeer(isFat, profile: profile, hasSpool: hasSpool, pull: pull, unpacker: unpacker);
        Peer.Network.Elsewhere = (host, port) =>
        {
            Called.Add(host + ":" + port.ToString(CultureInfo.InvariantCulture));
            return _servers.Count > 0 ? _servers.Dequeue() : null;
        };
    }

    public TestPeer Peer { get; }

    /// <summary>Whom it connected to, or tried to.</summary>
    public List<string> Called { get; } = new();

    /// <summary>The links there were, in their order.</summary>
    public List<ScriptLink> Links { get; } = new();

    public Printer Printer => Peer.Peer.Parts.Printers.First!;

    public string Trouble => Peer.Output.Documents.Count + " documents; " + string.Join(", ", Called);

    /// <summary>The next server; what it says is to be added.</summary>
    public ScriptLink Server()
    {
        ScriptLink link = new(Peer.Clock) { Remote = "10.77.0.2" };
        Links.Add(link);
        _servers.Enqueue(link);
        return link;
    }

    /// <summary>The next server is not there.</summary>
    public PullRoom Nobody()
    {
        _servers.Enqueue(null);
        return this;
    }

    /// <summary>The next server has a document.</summary>
    public ScriptLink Whole(byte[] document, string fields = "ETag: " + Tag + "\r\n")
    {
        return Server().Send("HTTP/1.1 200 OK\r\nContent-Length: " + document.Length + "\r\n" + fields + "\r\n").Send(document);
    }

    /// <summary>The next server has a document, and is cut after so many octets of it.</summary>
    public ScriptLink Cut(byte[] document, int after, string fields = "ETag: " + Tag + "\r\n")
    {
        return Server().Send("HTTP/1.1 200 OK\r\nContent-Length: " + document.Length + "\r\n" + fields + "\r\n").Send(document[..after]).Break();
    }

    /// <summary>The next server has the rest of a document.</summary>
    public ScriptLink Rest(byte[] document, int from, int? until = null, string tag = Tag)
    {
        int end = until ?? document.Length;
        string head = FormattableString.Invariant($"HTTP/1.1 206 Partial Content\r\nContent-Length: {document.Length - from}\r\nContent-Range: bytes {from}-{document.Length - 1}/{document.Length}\r\nETag: {tag}\r\n\r\n");
        ScriptLink link = Server().Send(head).Send(document[from..end]);
        return until is null ? link : link.Break();
    }

    public void Redirect(string location, int status = 302)
    {
        Server().Send("HTTP/1.1 " + status + " Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n");
    }

    public static string Request(ScriptLink link)
    {
        return Encoding.Latin1.GetString(link.Received);
    }

    /// <summary>Print-URI.</summary>
    public IppReply Print(string uri = Uri, Action<IppWriter>? with = null)
    {
        return IppCall.To(Operation.PrintUri).With(w => w.Uri("document-uri", uri)).With(with ?? (_ => { })).Ask(Peer);
    }

    /// <summary>The one Job there is, as IPP tells of it.</summary>
    public IppReply TheJob()
    {
        return IppCall.Of(Operation.GetJobAttributes, Assert.Single(Jobs())).Ask(Peer);
    }

    public int[] Jobs()
    {
        return IppCall.To(Operation.GetJobs).With(w => w.Keyword("which-jobs", "all")).Ask(Peer).Groups
            .Where(g => g.Tag == IppTag.JobGroup)
            .Select(g => int.Parse(g.Values["job-id"].Single(), CultureInfo.InvariantCulture))
            .ToArray();
    }

    /// <summary>Does what the Printer's thread does with what is stored.</summary>
    public void PrintStored()
    {
        Peer.PrintStored();
    }

    /// <summary>That a fetch was refused, and nothing came of it.</summary>
    public void NothingWasPrinted(IppReply reply, string? why = null)
    {
        Assert.Equal(IppStatus.DocumentAccessError, reply.Status);
        if (why is not null)
        {
            Assert.Contains(why, reply.Value(IppTag.OperationGroup, "status-message"), StringComparison.Ordinal);
        }

        Assert.Empty(Jobs());
        Assert.Empty(Peer.Output.Documents);
    }

    /// <summary>That a Job was aborted since its document could not be had whole.</summary>
    public void Aborted(IppReply reply, string? why = null)
    {
        Assert.Equal(IppStatus.DocumentAccessError, reply.Status);
        IppReply job = TheJob();
        Assert.Equal("8", job.OfJob("job-state"));
        Assert.Equal(new[] { "aborted-by-system", "document-access-error" }, job.Values(IppTag.JobGroup, "job-state-reasons"));
        if (why is not null)
        {
            Assert.Contains(why, job.OfJob("job-state-message"), StringComparison.Ordinal);
            Assert.Contains(why, reply.Value(IppTag.OperationGroup, "status-message"), StringComparison.Ordinal);
        }
    }
}
