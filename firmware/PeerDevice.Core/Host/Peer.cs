using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>
/// A peer: the engine put together on a ground. The same on a board, on the virtual board and in the companion.
/// </summary>
public sealed class Peer
{
    private readonly Profile _profile;
    private readonly Ground _ground;
    private readonly PeerSettings _settings;
    private readonly PeerFacts _facts;
    private readonly SessionParts _parts;
    private readonly Gate _gate;
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly CardSpace? _space;
    private IListener? _http;
    private RawServer? _raw;
    private Thread? _httpThread;
    private Thread? _rawThread;
    private Thread? _countThread;

    /// <summary>Puts a peer together; nothing is opened yet.</summary>
    public Peer(Profile profile, Ground ground, PeerSettings settings)
    {
        _profile = profile;
        _ground = ground;
        _settings = settings;
        _facts = new PeerFacts { Id = IdOf(settings.Name), Name = settings.Name, Kind = ground.Kind, Sessions = profile.Sessions, Uploads = profile.Uploads, IsWritable = settings.Writable };

        // A card can be taken out; a PC's folder cannot, and its store stays as it is.
        _store = ground.Store.IsFat ? new CardWatch(ground.Store) : ground.Store;
        FileIndex index = new FileIndex(_store, profile.IndexEntries, ground.Random);
        _commits = new Commits(_store, index, ground.Clock, new UploadTable(_store, ground.Clock, profile.Uploads, ground.Random));
        Locks locks = new Locks(profile.Locks, profile.FoldsCase, ground.Clock, ground.Random);
        _space = _store.IsFat && settings.CardSize > 0 ? new CardSpace(_store, settings.CardSize, ground.Clock) : null;
        _commits.Space = _space;
        IVolume? volume = _space is null ? ground.Store as IVolume : _space;
        FileShare files = new FileShare(_store, index, _commits, locks, ground.Clock, settings.Durable, volume);
        StatusReport status = new StatusReport(_facts, _store, ground.Output);
        Access access = new Access(settings.Name, settings.HostNames, settings.Writable, ground.Network);
        _parts = new SessionParts(profile, ground.Clock, ground.Indicator, access, files, status);
        _gate = new Gate(_parts, ground.Clock, profile.Sessions);
    }

    /// <summary>What sessions work with: a test serves a link of its own with it.</summary>
    public SessionParts Parts => _parts;

    /// <summary>The port of the HTTP service, once started.</summary>
    public int HttpPort => _facts.HttpPort;

    /// <summary>The port of raw intake, or 0 where there is none.</summary>
    public int RawPort => _facts.RawPort;

    /// <summary>Opens the services that the profile and the settings ask for, each on a thread of its own.</summary>
    /// <returns>False when the HTTP port could not be opened; the peer is stopped then.</returns>
    public bool Start()
    {
        _ground.Indicator.Show(Condition.Starting);
        if (_commits.Recover() != StoreStatus.Ok)
        {
            // The services open all the same: the card may come later, and each change asks for the recovery first.
            _ground.Indicator.Report("the card is not there, or what was interrupted on it could not be finished yet");
        }

        _http = _ground.Network.Listen(_settings.HttpPort);
        if (_http is null)
        {
            _ground.Indicator.Report("the HTTP port is taken");
            Stop();
            return false;
        }

        _facts.HttpPort = _http.Port;
        if (_profile.ServesRaw && _ground.Output is not null && !StartRaw(_ground.Output))
        {
            Stop();
            return false;
        }

        if (_space is not null)
        {
            _space.Begin = BeginCount;
        }

        _httpThread = new Thread(new HttpServer(_http, _gate, _parts).Run);
        _httpThread.Start();
        _ground.Indicator.Show(IsWell() ? Condition.Serving : Condition.Degraded);
        return true;
    }

    /// <summary>Closes everything that is open. What is under way ends at its next read or write.</summary>
    public void Stop()
    {
        if (_http is not null)
        {
            _http.Close();
        }

        if (_raw is not null)
        {
            _raw.Stop();
        }

        _space?.Stop();
        _gate.CloseAll();
        Join(_httpThread);

        // Once more, for who was accepted at the last moment.
        _gate.CloseAll();
        Join(_rawThread);
        Join(_countThread);
        _commits.Tidy();
        _ground.Indicator.Show(Condition.Stopped);
    }

    private bool StartRaw(IOutputDevice output)
    {
        IListener? listener = _ground.Network.Listen(_settings.RawPort);
        if (listener is null)
        {
            _ground.Indicator.Report("the raw port is taken");
            return false;
        }

        _facts.RawPort = listener.Port;
        RawIntake intake = new RawIntake(output, _ground.Clock, _parts.Blocks, _profile.OutOctets);
        _raw = new RawServer(listener, _gate, intake, _parts);
        _rawThread = new Thread(_raw.Run);
        _rawThread.Start();
        return true;
    }

    // The count of a card takes a thread only while it is made.
    private void BeginCount()
    {
        _countThread = new Thread(Count);
        _countThread.Start();
    }

    private void Count()
    {
        try
        {
            _space!.Count();
        }
        catch (Exception)
        {
            _ground.Indicator.Report("the card could not be counted: memory is short");
        }
    }

    private bool IsWell()
    {
        return _store.Find("", new StoreEntry()) == StoreStatus.Ok
            && (_ground.Output is null || _ground.Output.IsReady);
    }

    private static void Join(Thread? thread)
    {
        if (thread is not null)
        {
            thread.Join(Limits.StopMilliseconds);
        }
    }

    private static string IdOf(string name)
    {
        uint hash = 2166136261;
        for (int i = 0; i < name.Length; i++)
        {
            hash = (hash ^ name[i]) * 16777619;
        }

        return hash.ToString("x8");
    }
}
