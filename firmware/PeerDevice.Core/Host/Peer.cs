using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services;
using PeerDevice.Services.Discovery;
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
    private const string Without = "IPP, LPD, SNMP, a spool, uploads that go on, mirrors, and fetching from others.";

    private readonly Profile _profile;
    private readonly Ground _ground;
    private readonly PeerSettings _settings;
    private readonly PeerFacts _facts;
    private readonly SessionParts _parts;
    private readonly Gate _gate;
    private readonly INeighbours? _neighbours;
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly CardSpace? _space;
    private IListener? _http;
    private readonly IPrintOffice? _office;
    private readonly ISpool? _spool;
    private readonly Printers _printers;
    private readonly RawServer?[] _raws;
    private readonly Thread?[] _rawThreads;
    private readonly Thread?[] _printThreads;
    private readonly PrintThread?[] _prints;
    private HttpServer? _httpServer;
    private DnsServer? _dns;
    private Thread? _dnsThread;
    private Thread? _httpThread;
    private Thread? _countThread;
    private readonly StatusSheet _sheet;
    private readonly StatusPrint _statusPrint;

    /// <summary>Puts a peer together; nothing is opened yet.</summary>
    public Peer(Profile profile, Ground ground, PeerSettings settings)
    {
        _profile = profile;
        _ground = ground;
        _settings = settings;
        _facts = new PeerFacts { Id = IdOf(ground.Identity + settings.Name), Name = settings.Name, Kind = ground.Kind, Sessions = profile.Sessions, IsWritable = settings.Writable, Without = profile.HeapForOneMore > 0 ? Without : "" };

        // A card can be taken out; a PC's folder cannot, and its store stays as it is.
        _store = ground.Store.IsFat ? new CardWatch(ground.Store) : ground.Store;
        FileIndex index = new FileIndex(_store, profile.IndexEntries, ground.Random, profile.Lengths, profile.Tags);
        index.Clock = ground.Clock;
        _commits = new Commits(_store, index, ground.Clock, profile);
        Locks locks = new Locks(profile.Locks, profile.FoldsCase, ground.Clock, ground.Random);
        _space = _store.IsFat && settings.CardSize > 0 ? new CardSpace(_store, settings.CardSize, ground.Clock) : null;
        _commits.Space = _space;
        IVolume? volume = _space is null ? ground.Store as IVolume : _space;
        FileShare files = new FileShare(_store, index, _commits, locks, ground.Clock, settings.Durable, volume);
        files.Remembers = profile.Remembers;
        files.XmlOctets = profile.XmlOctets;
        files.Digests = ground.Digests;
        _office = ground.Office;
        _spool = MakeSpool();
        _printers = new Printers(MakePrinters(), _spool);
        _raws = new RawServer?[_printers.Count];
        _rawThreads = new Thread?[_printers.Count];
        _printThreads = new Thread?[_printers.Count];
        _prints = new PrintThread?[_printers.Count];
        Access access = new Access(settings.Name, settings.HostNames, settings.Writable, settings.Pull == PeerSettings.PullsFromAnywhere, ground.Network);
        _neighbours = ground.Neighbours;
        IPuller? puller = _neighbours?.Open(profile, ground, settings, _facts, access, _printers);
        _office?.Open(_printers, _facts, ground, profile, puller);
        _sheet = new StatusSheet(_facts, ground.Facts, _store, _printers, ground.Clock) { Label = settings.Discovery ? access.MulticastHost : null, Log = ground.Log };
        StatusReport status = new StatusReport(_facts, _store, _printers, _office?.Paths, ground.Clock, _sheet);
        status.Log = ground.Log;
        _parts = new SessionParts(profile, ground.Clock, ground.Indicator, access, files, _printers, _office, status);
        _neighbours?.Join(settings, _parts);
        _gate = new Gate(_parts, ground.Clock, profile.Sessions) { Memory = ground.Memory };
        Glance = new Glance(_sheet, _facts, _store, _printers, ground.Clock);
        _statusPrint = new StatusPrint(_sheet, _printers, ground.Clock, _parts.Blocks);
    }

    /// <summary>What a light and a display show.</summary>
    public Glance Glance { get; }

    /// <summary>The peer about itself on one page.</summary>
    public StatusSheet Sheet => _sheet;

    /// <summary>What sessions work with: a test serves a link of its own with it.</summary>
    public SessionParts Parts => _parts;

    /// <summary>The port of the HTTP service, once started.</summary>
    public int HttpPort => _facts.HttpPort;

    /// <summary>The port of raw intake of the first Printer, or 0 where there is none.</summary>
    public int RawPort => _printers.First is null ? 0 : _printers.First.RawPort;

    /// <summary>The port of LPD, or 0 where there is none.</summary>
    public int LpdPort => _facts.LpdPort;

    /// <summary>The port of IPP beside HTTP's own, or 0 where there is none.</summary>
    public int IppPort => _facts.IppPort;

    /// <summary>The port of the SNMP agent, or 0 where there is none.</summary>
    public int SnmpPort => _facts.SnmpPort;

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
        for (int i = 0; i < _printers.Count; i++)
        {
            if (!StartPrinter(i))
            {
                Stop();
                return false;
            }
        }

        if (_space is not null)
        {
            _space.Begin = BeginCount;
        }

        if (_office is not null && _printers.Count > 0)
        {
            _office.Start(_gate, _parts, _settings);
        }

        _neighbours?.Start();
        _httpServer = new HttpServer(_http, _gate, _parts);
        _httpThread = new Thread(_httpServer.Run);
        _httpThread.Start();
        if (_settings.Discovery && HasHeapForDiscovery())
        {
            StartDiscovery();
        }

        _ground.Indicator.Show(Glance.Look());
        return true;
    }

    /// <summary>Whether somebody who waits may be waiting for a file that is copied or compared whole, for as long as that takes. Takes no lock.</summary>
    public bool IsMending => _commits.IsMending;

    /// <summary>A service whose thread has ended though nobody stopped it; empty while all run. A board ends a thread without a word when something in it was not thought of.</summary>
    public string Ended()
    {
        for (int i = 0; i < _printers.Count; i++)
        {
            if (HasEnded(_rawThreads[i]))
            {
                return "raw";
            }

            if (HasEnded(_printThreads[i]))
            {
                return "printing";
            }
        }

        string others = _neighbours is null ? "" : _neighbours.Ended();
        return HasEnded(_httpThread) ? "HTTP" : HasEnded(_dnsThread) && !_dns!.IsDone ? "mDNS" : others.Length > 0 ? others
            : _office is null ? "" : _office.Ended();
    }

    /// <summary>
    /// A service whose thread has been in one and the same step for so long that it is stuck there (a lock that nobody gives back, a call that does not return); empty while all go on. To be asked every
    /// <see cref="Limits.RestartMilliseconds"/>, by one thread: each time counts as a look. Sessions are not watched: one that is stuck has a place of the gate, and whoever else needs what it holds is one of these.
    /// </summary>
    public string Stuck()
    {
        // What a cut left of a large file, or one that gets another spelling, is copied or compared for as long as that takes, and whoever needs the card waits.
        bool isMending = IsMending;
        string stuck = _office is null ? "" : _office.Stuck(isMending);
        for (int i = 0; i < _printers.Count; i++)
        {
            RawServer? raw = _raws[i];
            PrintThread? print = _prints[i];
            stuck = raw is not null && _rawThreads[i] is not null && raw.Steps.IsStuck(0, isMending) ? "raw" : stuck;
            stuck = print is not null && print.Steps.IsStuck(print.Inside, isMending) ? "printing" : stuck;
        }

        stuck = _dns is not null && !_dns.IsDone && _dns.Steps.IsStuck(_dns.Inside, isMending) ? "mDNS" : stuck;
        string others = _neighbours is null ? "" : _neighbours.Stuck(isMending);
        stuck = others.Length > 0 ? others : stuck;
        stuck = _httpServer is not null && _httpServer.Steps.IsStuck(0, isMending) ? "HTTP" : stuck;

        return stuck;
    }

    internal static bool HasEnded(Thread? thread)
    {
        return thread is not null && !thread.IsAlive;
    }

    /// <summary>Prints the page by which the peer tells of itself, as a press of its button does; waits for the printer where there is no spool. What becomes of it is in the log.</summary>
    public void PrintStatus()
    {
        string trouble;
        try
        {
            trouble = _statusPrint.Print();
        }
        catch (Exception fault)
        {
            // The body of a thread, which would end without a word.
            trouble = fault.Message;
        }

        _ground.Indicator.Report(trouble.Length == 0 ? "a status page is printed" : "no status page is printed: " + trouble);
    }

    /// <summary>Gives a file at the root of the store another name, which nothing has yet: the stem, a number from 1 on, the ending. Its content stays as it is.</summary>
    /// <returns>A <see cref="StoreStatus"/>; Exists when there are <see cref="Limits.SettingsAside"/> such names already.</returns>
    public int PutAside(string path, string stem, string ending, out string aside)
    {
        int status = StoreStatus.Exists;
        aside = "";
        for (int i = 1; i <= Limits.SettingsAside && status == StoreStatus.Exists; i++)
        {
            string name = stem + i.ToString() + ending;
            status = _commits.Move(path, name);
            aside = status == StoreStatus.Ok ? name : "";
        }

        return status;
    }

    /// <summary>Closes everything that is open. What is under way ends at its next read or write.</summary>
    public void Stop()
    {
        // Who looks for it is told first.
        if (_dns is not null)
        {
            _dns.Stop();
        }

        _neighbours?.Stop();

        if (_http is not null)
        {
            _http.Close();
        }

        for (int i = 0; i < _printers.Count; i++)
        {
            _printers.At(i).Stop();
            RawServer? raw = _raws[i];
            if (raw is not null)
            {
                raw.Stop();
            }
        }

        _office?.Stop();
        _space?.Stop();
        _gate.CloseAll();
        Join(_httpThread);

        // Twice more, for who was accepted at the last moment: an office waits for those of its ports.
        _gate.CloseAll();
        _office?.Join();
        _gate.CloseAll();
        for (int i = 0; i < _printers.Count; i++)
        {
            Join(_rawThreads[i]);
            Join(_printThreads[i]);
        }

        if (_spool is not null)
        {
            _spool.Rest();
        }

        Join(_dnsThread);
        Join(_countThread);
        _neighbours?.End();
        _commits.Tidy();
        _ground.Indicator.Show(Condition.Stopped);
    }

    /// <summary>The spool: on the card, or where a PC's ground has a place for it.</summary>
    private ISpool? MakeSpool()
    {
        IFileStore? place = _ground.Spool is null && _store.IsFat ? _store : _ground.Spool;
        if (_office is null || place is null || !_settings.Spool || _profile.SpoolOctets == 0 || _ground.Outlets.Length == 0)
        {
            return null;
        }

        return _office.MakeSpool(place, place.IsFat ? _commits : null, _ground, _profile);
    }

    private Printer[] MakePrinters()
    {
        JobNumbers numbers = new JobNumbers(_spool, _ground.Random);
        Printer[] printers = new Printer[_ground.Outlets.Length];
        for (int i = 0; i < printers.Length; i++)
        {
            Outlet outlet = _ground.Outlets[i];
            PrinterSetup setup = new PrinterSetup
            {
                Name = outlet.Name.Length == 0 ? _settings.Name : outlet.Name,
                Location = _settings.PrinterLocation,
                SpoolName = outlet.Name,
                PrintsWhatCame = _settings.PrintsWhatCame,
                AfterCut = _settings.AfterCut,
                KeepsJobs = _settings.KeepsJobs,
                Make = outlet.Make.Length == 0 ? _settings.PrinterMake : outlet.Make,
                Model = outlet.Model.Length == 0 ? _settings.PrinterModel : outlet.Model,
            };
            printers[i] = new Printer(setup, outlet.Device, outlet.Language, numbers, _spool, _ground.Clock, _profile) { Bell = _ground.Bell };
        }

        return printers;
    }

    /// <summary>
    /// Starts what works for one Printer: its own thread, and raw intake on a port of its own, the first on the port that is set and the others behind it; where no office is served, and so nobody else submits, on the same thread.
    /// </summary>
    private bool StartPrinter(int index)
    {
        Printer printer = _printers.At(index);
        RawServer? raw = null;
        if (_profile.ServesRaw)
        {
            IListener? listener = _ground.Network.Listen(_settings.RawPort == 0 ? 0 : _settings.RawPort + index);
            if (listener is null)
            {
                _ground.Indicator.Report("the raw port is taken");
                return false;
            }

            printer.RawPort = listener.Port;
            raw = new RawServer(listener, _gate, printer, _parts);
            _raws[index] = raw;
            if (_office is not null)
            {
                Thread rawThread = new Thread(raw.Run);
                _rawThreads[index] = rawThread;
                rawThread.Start();
            }
        }

        PrintThread print = new PrintThread(printer, _parts, _office is null ? raw : null);
        _prints[index] = print;
        Thread printThread = new Thread(print.Run);
        _printThreads[index] = printThread;
        printThread.Start();
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
        catch (Exception fault)
        {
            Fault.Tell(_ground.Indicator, "the card could not be counted: ", fault);
        }
    }

    /// <summary>Whether being found leaves enough for those who come: a peer that is found and then has no memory for them is worse than one whose address has to be typed.</summary>
    private bool HasHeapForDiscovery()
    {
        if (_profile.HeapForDiscovery == 0 || _ground.Memory is null || _ground.Memory.Free() >= _profile.HeapForDiscovery)
        {
            return true;
        }

        const string Words = "memory is short: the peer is not found by its name, only by its address";
        _sheet.Label = null;
        _ground.Facts.Add(Words);
        _ground.Indicator.Report(Words);
        return false;
    }

    /// <summary>Without its port, which somebody may have who does not share it, a peer serves all the same.</summary>
    private void StartDiscovery()
    {
        IMulticast? port = _ground.Network.OpenMulticast();
        if (port is null)
        {
            _ground.Indicator.Report("UDP port " + Limits.DnsPort.ToString() + " is taken: the peer is not found by its name");
            return;
        }

        OwnLabel host = _parts.Access.MulticastHost;
        OwnLabel label = OwnLabel.Instance(_settings.Name);
        _parts.Status.Label = label;
        PeerOffers offers = new PeerOffers(_facts, _printers, _office?.Paths, host, label);
        Responder responder = new Responder(host, offers.All, _ground.Random) { Watch = offers, IsGuest = _settings.HostNames.Length > 0 };
        INote? note = _store.IsFat ? new StoreNote(_store, _commits, "names") : _ground.Names;
        NameMemory? names = note is null ? null : new NameMemory(note, responder);
        names?.Load();
        IDnsSpeaker? seeker = _neighbours?.Seek(label, names);
        IDnsSpeaker[] speakers = new IDnsSpeaker[seeker is null ? 1 : 2];
        speakers[0] = responder;
        if (seeker is not null)
        {
            speakers[1] = seeker;
        }

        _dns = new DnsServer(port, speakers, _profile.DnsOctets, _ground.Clock, _ground.Indicator, new FirstLook(responder, seeker as PeerHosts)) { Names = seeker is null ? names : null };
        _dnsThread = new Thread(_dns.Run);
        _dnsThread.Start();
    }

    internal static void Join(Thread? thread)
    {
        if (thread is not null)
        {
            thread.Join(Limits.StopMilliseconds);
        }
    }

    // Two boards out of the box have one name; two peers on one PC have one address.
    private static string IdOf(string name)
    {
        return Text.Hash(name).ToString("x8");
    }
}
