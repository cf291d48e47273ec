using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Fetching;
using PeerDevice.Services.Files;
using PeerDevice.Services.Mirrors;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>The neighbours of a peer, put together: who looks for them and asks them, who fetches from them, and what follows theirs; each on a thread where it has something to do.</summary>
public sealed class Neighbours : INeighbours
{
    private readonly object _gate = new object();
    private readonly Steps _mirrorSteps = new Steps();
    private Ground _ground = null!;
    private Profile _profile = null!;
    private PeerFacts _facts = null!;
    private PeerReport _report = null!;
    private TagWork? _tags;
    private Pulls? _pulls;
    private PeerRounds? _rounds;
    private Thread? _roundsThread;
    private Thread? _tagThread;
    private Thread? _mirrorThread;
    private Thread? _jobThread;
    private bool _isStopped;

    /// <summary>What the share has to do with others.</summary>
    public PeerFiles Files { get; private set; } = null!;

    /// <summary>The other peers that are known; null where nobody looks for them.</summary>
    public PeerDirectory? Peers => _report.Peers;

    /// <inheritdoc/>
    public IPuller? Open(Profile profile, Ground ground, PeerSettings settings, PeerFacts facts, Access access, Printers printers)
    {
        _ground = ground;
        _profile = profile;
        _facts = facts;
        facts.Uploads = profile.Uploads;
        if (settings.Pull != PeerSettings.PullsNothing && profile.Pulls > 0)
        {
            facts.Copies = profile.Pulls;
            _pulls = new Pulls(profile, ground.Network, ground.Clock, ground.Random, access, printers, facts) { KeepsTags = ground.Store.IsFat, Digests = ground.Digests };
        }

        return _pulls;
    }

    /// <inheritdoc/>
    public void Join(PeerSettings settings, SessionParts parts)
    {
        FileShare share = parts.Files;
        IFileStore store = share.Store;
        Commits commits = share.Commits;
        IClock clock = _ground.Clock;
        UploadTable uploads = new UploadTable(store, clock, _profile.Uploads, _ground.Random);
        commits.Uploads = uploads;
        commits.Fetched = new FetchRest(store);
        PeerFiles files = new PeerFiles(share, clock, new Uploads(store, commits, uploads, clock));
        Files = files;
        _tags = store.IsFat && _profile.Tags > 0 ? new TagWork(store, share.Index, commits, clock) : null;
        files.Contents = _tags is null ? _ground.Contents : _tags;
        share.Tags = _tags;
        share.Others = files;
        _report = new PeerReport(clock);
        parts.Status.Others = _report;
        if (_pulls is null)
        {
            return;
        }

        files.Remotes = _pulls;
        files.Copies = new CopyTable(store.IsFat ? Limits.Copies : _profile.Pulls * 2, clock, _ground.Random);
        files.Jobs = new CopyJobs(store, commits, share.Locks, clock, settings.Durable, _pulls, parts.Blocks, files.Copies, _profile.Pulls) { MayWrite = settings.Writable };
        files.Mirrors = new Mirrors(store, commits, share.Locks, clock, settings.Durable, _pulls, parts.Blocks, _profile.MirrorFiles) { Asked = settings.Mirrors };
        _report.Mirrors = files.Mirrors;
    }

    /// <inheritdoc/>
    public void Start()
    {
        if (_tags is not null)
        {
            _tags.Begin = BeginTag;
        }

        if (Files.Jobs is not null)
        {
            Files.Jobs.Found = BeginCopying;
            Files.Jobs.Tend();
        }

        Mirrors? mirrors = Files.Mirrors;
        if (mirrors is not null)
        {
            mirrors.Begin = BeginMirrors;
            mirrors.Load();
            if (mirrors.IsAny || mirrors.Asked.Length > 0)
            {
                BeginMirrors();
            }
        }
    }

    /// <inheritdoc/>
    public IDnsSpeaker? Seek(OwnLabel label, NameMemory? names)
    {
        if (_profile.Peers == 0)
        {
            return null;
        }

        PeerDirectory directory = new PeerDirectory(_profile.Peers) { OwnId = _facts.Id, Own = label };
        byte[] drawn = new byte[1];
        _ground.Random.Fill(drawn);
        Querier querier = new Querier(directory, new RecordCache(_profile.Peers * Limits.DnsRecordsOfPeer, drawn[0]), _ground.Random, _profile.AsksWidely) { Links = _ground.Network, TakesIpv6 = _profile.TakesIpv6 };
        Meet(directory);
        _rounds = new PeerRounds(directory, _ground.Network, _ground.Clock, _ground.Indicator, _profile) { Names = names };
        _roundsThread = new Thread(_rounds.Run);
        _roundsThread.Start();
        return querier;
    }

    /// <summary>From now on these are the other peers there are.</summary>
    internal void Meet(PeerDirectory? directory)
    {
        _report.Peers = directory;
        if (_pulls is not null)
        {
            _pulls.Peers = directory;
        }

        if (Files.Mirrors is not null)
        {
            Files.Mirrors.Peers = directory;
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _rounds?.Stop();
        lock (_gate)
        {
            _isStopped = true;
        }

        _pulls?.Stop();
        _tags?.Stop();
    }

    /// <inheritdoc/>
    public void End()
    {
        Peer.Join(_roundsThread);
        Peer.Join(_tagThread);
        Peer.Join(_mirrorThread);
        Peer.Join(_jobThread);
    }

    /// <inheritdoc/>
    public string Ended()
    {
        return Peer.HasEnded(_roundsThread) ? "peers" : Peer.HasEnded(_mirrorThread) ? "mirrors" : "";
    }

    /// <inheritdoc/>
    public string Stuck(bool isMending)
    {
        string stuck = _rounds is not null && _rounds.Steps.IsStuck(0, isMending) ? "peers" : "";
        return _mirrorThread is not null && _mirrorSteps.IsStuck(0, isMending) ? "mirrors" : stuck;
    }

    // Copies that a restart broke off take a thread only while there are any.
    private void BeginCopying()
    {
        lock (_gate)
        {
            if (!_isStopped)
            {
                _jobThread = new Thread(GoOnCopying);
                _jobThread.Start();
            }
        }
    }

    private void GoOnCopying()
    {
        try
        {
            Files.Jobs!.Run();
        }
        catch (Exception fault)
        {
            Fault.Tell(_ground.Indicator, "copies from other peers that were broken off could not go on: ", fault);
        }
    }

    // Folders that follow others take a thread where there are any.
    private void BeginMirrors()
    {
        lock (_gate)
        {
            if (_mirrorThread is null && !_isStopped)
            {
                _mirrorThread = new Thread(Follow);
                _mirrorThread.Start();
            }
        }
    }

    private void Follow()
    {
        Mirrors mirrors = Files.Mirrors!;
        while (!_isStopped)
        {
            _mirrorSteps.Go();
            try
            {
                if (Peers is not null)
                {
                    mirrors.Met(Peers.Comings);
                }

                Mirror? due = mirrors.Load() ? mirrors.Due() : null;
                if (due is not null)
                {
                    // As long as what is fetched takes.
                    _mirrorSteps.Wait();
                    mirrors.Round(due);
                    continue;
                }
            }
            catch (Exception fault)
            {
                Fault.Tell(_ground.Indicator, "a folder that follows another could not be looked after: ", fault);
            }

            _ground.Clock.Sleep(Limits.MirrorLook);
        }
    }

    // A tree tag takes a thread only while it is computed.
    private void BeginTag()
    {
        lock (_gate)
        {
            if (!_isStopped)
            {
                _tagThread = new Thread(ComputeTag);
                _tagThread.Start();
            }
        }
    }

    private void ComputeTag()
    {
        try
        {
            _tags!.Run();
        }
        catch (Exception fault)
        {
            Fault.Tell(_ground.Indicator, "a tree tag could not be computed: ", fault);
        }
    }
}
