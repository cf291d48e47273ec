using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Wire.Dav;
using PeerDevice.Wire.Http;

namespace PeerDevice.Services.Files;

/// <content>
/// COPY with a Source field: the target fetches from another server (PROTOCOL, "Third-party copies"). The session that was asked fetches, and tells how far it is; who asked may go.
/// </content>
public sealed partial class PeerFiles
{
    private const string CopyRoot = "copies/";
    private const string FollowsNamed = "?1;peer=";

    /// <summary>Who fetches from other servers; null where nobody does.</summary>
    public IRemotes? Remotes { get; set; }

    /// <summary>The copies that are under way or ended a while ago; null where there are none.</summary>
    public CopyTable? Copies { get; set; }

    /// <summary>What has the copies that are under way survive a restart; null where nothing does.</summary>
    public CopyJobs? Jobs { get; set; }

    /// <summary>The folders that follow others; null where none may.</summary>
    public Mirrors.Mirrors? Mirrors { get; set; }

    private static bool IsCopy(string path, out string id)
    {
        bool isCopy = path.Length == CopyRoot.Length + Limits.UploadIdDigits && Text.Begins(path, CopyRoot);
        id = isCopy ? path.Substring(CopyRoot.Length) : "";
        return isCopy;
    }

    // A request for the state of a copy.
    private void AnswerCopy(Exchange exchange, string id)
    {
        int method = exchange.Request.Method;
        CopyState? copy = Copies is null ? null : Copies.Find(id);
        if (method != Method.Get && method != Method.Head && method != Method.Delete)
        {
            exchange.Start(method == Method.Options ? 200 : 405);
            exchange.Out.Text("Allow: OPTIONS, GET, HEAD, DELETE\r\n");
            exchange.EndHead(0);
            exchange.Flush();
            return;
        }

        if (copy is null || Copies is null)
        {
            // Before the card is there nobody knows which copies there are.
            exchange.Answer(Jobs is not null && !Jobs.IsLoaded ? 503 : 404);
            return;
        }

        if (method == Method.Delete)
        {
            if (!FileShare.RefuseWriting(exchange))
            {
                Copies.Cancel(copy);
                exchange.Answer(Jobs is null || Jobs.Forget(copy) ? 204 : 503);
            }

            return;
        }

        exchange.StartParts(200);
        exchange.Out.Text("Cache-Control: no-store\r\nContent-Type: " + PerfMarker.Type + "\r\n");
        if (!exchange.EndHeadOfParts())
        {
            return;
        }

        exchange.FlushPart();
        PerfMarker.Write(exchange.Out, _clock.UnixSeconds, copy.Octets);
        if (copy.HasEnded)
        {
            PerfMarker.WriteEnd(exchange.Out, copy.Trouble);
        }

        exchange.EndParts();
    }

    private static string? Rare(Exchange exchange, string field, int index)
    {
        return FieldLines.Find(exchange.Head, exchange.Request.TargetStart, exchange.Request.HeadEnd, field, index);
    }

    /// <inheritdoc/>
    public void CopyFrom(Exchange exchange, FileDesk desk)
    {
        RequestReader request = exchange.Request;
        if (Remotes is null || Copies is null)
        {
            exchange.Answer(403, FileShare.FetchesNothing);
            return;
        }

        string? follow = Rare(exchange, FileShare.FollowField, 0);
        string? source = Rare(exchange, FileShare.SourceField, 0);
        int depth = FileShare.DepthOf(exchange);
        int overwrite = FileShare.OverwriteOf(exchange);
        if (follow == "?0" && source is null)
        {
            Unfollow(exchange, desk);
            return;
        }

        string? peer = follow is null || follow == "?1" ? "" : PeerOf(follow);
        if ((follow is not null && (peer is null || depth != FileShare.DepthInfinity)) || source is null || Rare(exchange, FileShare.SourceField, 1) is not null || request.Has(Field.Destination) || depth == FileShare.DepthMalformed || depth == 1 || overwrite == FileShare.OverwriteMalformed)
        {
            exchange.Answer(400, "COPY has one Source or one Destination.");
            return;
        }

        if (exchange.Body is not null)
        {
            exchange.Answer(415);
            return;
        }

        if (exchange.Path.Length == 0)
        {
            exchange.Answer(403, "The share itself stays.");
            return;
        }

        int held = CheckCopyTarget(exchange, desk, out bool exists);
        if (held != Preconditions.Hold)
        {
            exchange.Answer(held);
            return;
        }

        if (_share.RefuseByLock(exchange, desk, exchange.Path, true, !exists))
        {
            return;
        }

        RemoteFiles? remote = Remotes.Begin(exchange.Client!);
        if (remote is null)
        {
            exchange.Answer(503);
            return;
        }

        try
        {
            if (follow is not null)
            {
                Follow(exchange, remote, source, peer!, exists && !desk.Entry.IsCollection);
                return;
            }

            Fetch(exchange, desk, remote, source, exists && desk.Entry.IsCollection, exists, depth == FileShare.DepthInfinity);
        }
        finally
        {
            remote.Close();
        }
    }

    private void Fetch(Exchange exchange, FileDesk desk, RemoteFiles remote, string uri, bool isCollection, bool exists, bool isDeep)
    {
        remote.Rest = _commits.Rest;
        int opened = remote.Open(uri);
        if (opened < 0)
        {
            exchange.Answer(opened == RemoteFiles.Forbidden ? 403 : 502, remote.Trouble);
            return;
        }

        if ((opened == RemoteFiles.Collection) != (exists ? isCollection : exchange.HadSlash || opened == RemoteFiles.Collection))
        {
            exchange.Answer(409, "One of source and target is a collection, the other is none.");
            return;
        }

        CopyState? copy = Copies!.Begin(remote);
        if (copy is null)
        {
            exchange.Answer(503);
            return;
        }

        string trouble = "It was broken off.";
        CopyArrivals? arrivals = null;
        try
        {
            Note(exchange, remote, opened, copy, isDeep);
            arrivals = new CopyArrivals(this, exchange, desk, copy);
            exchange.StartParts(202);
            exchange.Out.Text("Location: /" + CopyRoot);
            exchange.Out.Text(copy.Id);
            exchange.Out.Text("\r\nContent-Type: " + PerfMarker.Type + "\r\n");
            exchange.EndHeadOfParts();
            arrivals.Tell();
            RemoteTree tree = new RemoteTree(_store, _commits, _share.IsDurable, remote, arrivals, exchange.OwnBlock() ?? new byte[Limits.CopyBlock]);
            trouble = opened == RemoteFiles.Content ? tree.BringFile(exchange.Path) : tree.BringCollection(remote.Place, exchange.Path, isDeep);
        }
        finally
        {
            Jobs?.End(copy, trouble);
            Copies.End(copy, trouble);
        }

        arrivals.Conclude(trouble);
    }

    // What is small is there before it could be written down.
    private void Note(Exchange exchange, RemoteFiles remote, int opened, CopyState copy, bool isDeep)
    {
        if (Jobs is null || (opened == RemoteFiles.Content && remote.Length >= 0 && remote.Length < Limits.CopyKeptOctets))
        {
            return;
        }

        RequestReader request = exchange.Request;
        CopyRecord record = new CopyRecord
        {
            Id = copy.Id,
            From = remote.Place,
            To = exchange.Path,
            IsDeep = isDeep,
            KeepsOthers = FileShare.OverwriteOf(exchange) == FileShare.OverwriteNo,
            IsOurs = Remotes!.IsOurs(exchange.Client!),
            IsConditional = request.Has(Field.If) || request.Has(Field.IfMatch) || request.Has(Field.IfNoneMatch) || request.Has(Field.IfUnmodifiedSince),
        };
        Jobs.Begin(record, copy);
    }

    /// <summary>Has the target follow the source from now on (PROTOCOL, "Mirrors"): what is there is fetched by and by.</summary>
    private void Follow(Exchange exchange, RemoteFiles remote, string uri, string peer, bool isFile)
    {
        if (Mirrors is null)
        {
            exchange.Answer(403, "No folder of this peer follows another.");
            return;
        }

        int opened = isFile ? RemoteFiles.Content : remote.Open(uri);
        if (opened >= 0 && opened != RemoteFiles.Collection)
        {
            exchange.Answer(409, "Only a collection follows another.");
            return;
        }

        string place = remote.Place;
        bool isThere = opened == RemoteFiles.Collection && remote.List(place) is not null;
        remote.EndList();
        if (!isThere)
        {
            exchange.Answer(opened == RemoteFiles.Forbidden || remote.IsForbidden ? 403 : 502, remote.Trouble);
            return;
        }

        exchange.Answer(Mirrors.Follow(Mirrors.Named(place, peer), exchange.Path, Remotes!.IsOurs(exchange.Client!)) ? 204 : 507);
    }

    /// <summary>The name of whom is followed, in a field that has one; null where it is malformed.</summary>
    private static string? PeerOf(string follow)
    {
        int at = FollowsNamed.Length;
        string? peer = Text.Begins(follow, FollowsNamed) ? DisplayString.Read(follow, at, Limits.DnsLabelOctets) : null;
        return peer is null || peer.Length == 0 || peer.IndexOf(':') >= 0 || peer.IndexOf('/') >= 0 ? null : peer;
    }

    private void Unfollow(Exchange exchange, FileDesk desk)
    {
        if (_share.RefuseByLock(exchange, desk, exchange.Path, false, false))
        {
            return;
        }

        exchange.Answer(Mirrors is not null && Mirrors.Unfollow(exchange.Path) ? 204 : 404);
    }

    /// <summary>Whether the target of a COPY with a Source may be written, as far as that is known before the source is.</summary>
    private int CheckCopyTarget(Exchange exchange, FileDesk desk, out bool exists)
    {
        int status = _store.Find(exchange.Path, desk.Entry);
        exists = status == StoreStatus.Ok;
        if (!exists && status != StoreStatus.NotFound)
        {
            return FileShare.StatusOf(status);
        }

        desk.ForgetTag();
        if (exists && exchange.HadSlash && !desk.Entry.IsCollection)
        {
            return 409;
        }

        if (exists && !desk.Entry.IsCollection)
        {
            _share.Know(exchange, desk);
        }

        int held = Preconditions.Evaluate(exchange.Request, exchange.Head, exists, desk.Tag, desk.TagLength, exists ? desk.Entry.Modified : 0, true);
        return held == Preconditions.Hold && exists && FileShare.OverwriteOf(exchange) == FileShare.OverwriteNo ? 412 : held;
    }

    /// <summary>One COPY with a Source, under way for who asked: its conditions and locks count whenever something takes its place.</summary>
    private sealed class CopyArrivals : Arrivals
    {
        private readonly PeerFiles _files;
        private readonly Exchange _exchange;
        private readonly FileDesk _desk;
        private readonly CopyState _copy;
        private readonly StoreEntry _entry = new StoreEntry();
        private bool _isAlone;
        private long _toldAt;

        public CopyArrivals(PeerFiles files, Exchange exchange, FileDesk desk, CopyState copy)
        {
            _files = files;
            _exchange = exchange;
            _desk = desk;
            _copy = copy;
        }

        public override bool Moved(int octets)
        {
            _copy.Octets += octets;
            if (_files._clock.Milliseconds - _toldAt >= Limits.CopyMarkerMilliseconds)
            {
                Tell();
            }

            return !_copy.IsCanceled;
        }

        public override bool Wants(string path, ListingReader member)
        {
            return true;
        }

        public override int Begin(string path, bool isCollection)
        {
            int held = Preconditions.Hold;
            bool exists;
            if (!isCollection && path == _exchange.Path)
            {
                // Asked again under the gate: another's commit may have come between.
                held = _files.CheckCopyTarget(_exchange, _desk, out exists);
            }
            else
            {
                exists = _files._store.Find(path, _entry) == StoreStatus.Ok;
            }

            return held == Preconditions.Hold ? _files._share.BeginWrite(_exchange, _desk, _desk.Here, path, false, !exists, null) : held;
        }

        public override void End()
        {
            _files._share.EndWrite(_desk);
            _desk.ForgetTag();
        }

        public override void Placed(string path, RemoteFiles remote)
        {
            _copy.Files++;
        }

        /// <summary>Tells how far it is, while somebody listens.</summary>
        public void Tell()
        {
            _toldAt = _files._clock.Milliseconds;
            if (_isAlone)
            {
                return;
            }

            PerfMarker.Write(_exchange.Out, _files._clock.UnixSeconds, _copy.Octets);
            _isAlone = !_exchange.FlushPart();
        }

        /// <summary>Tells what came of it.</summary>
        public void Conclude(string trouble)
        {
            if (_isAlone)
            {
                return;
            }

            PerfMarker.Write(_exchange.Out, _files._clock.UnixSeconds, _copy.Octets);
            if (_exchange.FlushPart())
            {
                PerfMarker.WriteEnd(_exchange.Out, trouble);
                _exchange.EndParts();
            }
        }
    }
}
