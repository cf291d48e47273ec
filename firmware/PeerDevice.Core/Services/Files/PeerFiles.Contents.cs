using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Services.Files;

/// <content>Files by what they contain (PROTOCOL, "The same content elsewhere"; RFC 6920), and what they contain (RFC 9530).</content>
public sealed partial class PeerFiles
{
    private const string WantField = "want-repr-digest";

    private IContents? _contents;
    private IContents? _digestsOfContents;

    /// <summary>Who knows which file has a content; null where nobody does.</summary>
    public IContents? Contents
    {
        get
        {
            return _contents;
        }

        set
        {
            _contents = value;

            // No board knows a SHA-256.
            _digestsOfContents = _store.IsFat ? null : value;
        }
    }

    // A request for a content, wherever it stands.
    private void AnswerContent(Exchange exchange, FileDesk desk, int kind, byte[] digest)
    {
        int method = exchange.Request.Method;
        if (method != Method.Get && method != Method.Head)
        {
            exchange.Start(method == Method.Options ? 200 : 405);
            exchange.Out.Text("Allow: OPTIONS, GET, HEAD\r\n");
            exchange.EndHead(0);
            exchange.Flush();
            return;
        }

        // First of all: another card may have other contents.
        int status = _commits.Ready();
        if (status != StoreStatus.Ok)
        {
            FileShare.Refuse(exchange, status);
            return;
        }

        for (int i = 0; i < Limits.ContentPlaces; i++)
        {
            string? path = _contents is null ? null : _contents.Find(kind, digest, i);
            if (path is null)
            {
                break;
            }

            if (AnswerPlace(exchange, desk, path, kind, digest))
            {
                return;
            }
        }

        exchange.Answer(404);
    }

    // The file is looked at while it is open and, on a card, under a lease: what it was when somebody looked at it before says nothing.
    private bool AnswerPlace(Exchange exchange, FileDesk desk, string path, int kind, byte[] digest)
    {
        if (RequestTarget.IsReserved(path, _store.IsFat) || _commits.Attend(path, false) != StoreStatus.Ok)
        {
            return false;
        }

        int lease = _commits.BeginRead(path);
        if (lease < 0)
        {
            return false;
        }

        BlockSource? content = null;
        try
        {
            byte[] known = new byte[ContentKind.Octets];
            if (_store.OpenRead(path, desk.Entry, out content) != StoreStatus.Ok
                || content is null
                || !_contents!.Tell(path, desk.Entry, kind, known)
                || !Octets.AreSame(known, 0, digest, 0, ContentKind.Octets))
            {
                return false;
            }

            exchange.Path = path;
            _share.GetFile(exchange, desk, content, null);
            return true;
        }
        finally
        {
            content?.Close();
            _commits.EndRead(lease);
        }
    }

    /// <inheritdoc/>
    public void WriteFields(Exchange exchange, FileDesk desk, byte[]? treeTag)
    {
        if (_digestsOfContents is not null)
        {
            WriteDigests(exchange, desk, _digestsOfContents);
        }
        else if (treeTag is not null && _share.Tags!.Tell(exchange.Path, desk.Entry.Length, treeTag))
        {
            // What it is belongs to what it was; by now it may be another.
            WriteDigest(exchange, "Repr-Digest: " + ReprDigest.TreeName, treeTag);
            exchange.Out.Text("\r\n");
        }

        WriteLinks(exchange, desk.Entry);
    }

    /// <summary>Writes what the content is, for who wants to know, where somebody has looked.</summary>
    private static void WriteDigests(Exchange exchange, FileDesk desk, IContents contents)
    {
        string? wanted = Rare(exchange, WantField, 0);
        byte[] digest = new byte[ContentKind.Octets];
        bool isTold = WantDigest.Sha256(wanted) && contents.Tell(exchange.Path, desk.Entry, ContentKind.Sha256, digest);
        if (isTold)
        {
            WriteDigest(exchange, "Repr-Digest: " + ReprDigest.Sha256Name, digest);
        }

        if (WantDigest.Tree(wanted) && contents.Tell(exchange.Path, desk.Entry, ContentKind.Tree, digest))
        {
            WriteDigest(exchange, (isTold ? ", " : "Repr-Digest: ") + ReprDigest.TreeName, digest);
            isTold = true;
        }

        if (isTold)
        {
            exchange.Out.Text("\r\n");
        }

        if (WantDigest.Sha256(Rare(exchange, "want-digest", 0)) && contents.Tell(exchange.Path, desk.Entry, ContentKind.Sha256, digest))
        {
            exchange.Out.Text("Digest: SHA-256=");
            exchange.Out.Text(Convert.ToBase64String(digest));
            exchange.Out.Text("\r\n");
        }
    }

    // A member of the dictionary.
    private static void WriteDigest(Exchange exchange, string before, byte[] digest)
    {
        exchange.Out.Text(before);
        exchange.Out.Text("=:");
        exchange.Out.Text(Convert.ToBase64String(digest));
        exchange.Out.Text(":");
    }

    /// <inheritdoc/>
    public byte[]? TreeTagFor(Exchange exchange, FileDesk desk)
    {
        // What is small is fetched in the time that computing it takes, and is told of only if it is known.
        ITreeTags? tags = _share.Tags;
        if (tags is null || !WantDigest.Tree(Rare(exchange, WantField, 0)) || _store.Find(exchange.Path, desk.Entry) != StoreStatus.Ok || desk.Entry.IsCollection)
        {
            return null;
        }

        byte[] tag = new byte[ContentKind.Octets];
        long length = desk.Entry.Length;
        return tags.Tell(exchange.Path, length, tag) || (length >= Limits.HolderOctets && tags.Ask(exchange.Path, length, tag)) ? tag : null;
    }
}
