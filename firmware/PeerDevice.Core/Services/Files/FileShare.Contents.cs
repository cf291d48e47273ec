using System;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Tags;

namespace PeerDevice.Services.Files;

/// <content>Files by what they contain (PROTOCOL, "The same content elsewhere"; RFC 6920), and what they contain (RFC 9530).</content>
public sealed partial class FileShare
{
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

    /// <summary>Answers a request for a content, wherever it stands.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="desk">The session's desk.</param>
    /// <param name="kind">One of <see cref="ContentKind"/>.</param>
    /// <param name="digest">What the content has.</param>
    public void AnswerContent(Exchange exchange, FileDesk desk, int kind, byte[] digest)
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
            Refuse(exchange, status);
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
            GetFile(exchange, desk, content);
            return true;
        }
        finally
        {
            content?.Close();
            _commits.EndRead(lease);
        }
    }

    /// <summary>Writes what the content is, for who wants to know, where somebody has looked.</summary>
    private static void WriteDigests(Exchange exchange, FileDesk desk, IContents contents)
    {
        bool isWanted = WantDigest.Sha256(Rare(exchange, "want-repr-digest", 0));
        bool isWantedOldWay = WantDigest.Sha256(Rare(exchange, "want-digest", 0));
        byte[] digest = new byte[ContentKind.Octets];
        if ((!isWanted && !isWantedOldWay) || !contents.Tell(exchange.Path, desk.Entry, ContentKind.Sha256, digest))
        {
            return;
        }

        string digits = Convert.ToBase64String(digest);
        if (isWanted)
        {
            exchange.Out.Text("Repr-Digest: sha-256=:");
            exchange.Out.Text(digits);
            exchange.Out.Text(":\r\n");
        }

        if (isWantedOldWay)
        {
            exchange.Out.Text("Digest: SHA-256=");
            exchange.Out.Text(digits);
            exchange.Out.Text("\r\n");
        }
    }
}
