using System;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Files;
using PeerDevice.Services.Mirrors;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Ipp;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Snmp;
using PeerDevice.Services.Status;

namespace PeerDevice.Host;

/// <summary>
/// A peer: the engine put together on a ground. The same on a board, on the virtual board and in the companion.
/// </summary>
public sealed class Peer
{
    private const string Without = "spool, LPD, SNMP, event subscriptions, uploads that go on, mirrors, and fetching from others.";

    private readonly Profile _profile;
    private readonly Ground _ground;
    private readonly PeerSettings _settings;
    private readonly PeerFacts _facts;
    private readonly SessionParts _parts;
    private readonly Gate _gate;
    private readonly IFileStore _store;
    private readonly Commits _commits;
    private readonly CardSpace? _space;
    private readonly TagWork? _tags;
    private IListener? _http;
    private IListener? _ipp;
    private readonly Spool? _spool;
    private readonly Printers _printers;
    private readonly Pulls? _pulls;
    private readonly RawServer?[] _raws;
    private readonly Thread?[] _rawThreads;
    private readonly Thread?[] _printThreads;
    private readonly PrintThread?[] _prints;
    private HttpServer? _httpServer;
    private HttpServer? _ippServer;
    private readonly Steps _mirrorSteps = new Steps();
    private LpdServer? _lpd;
    private Thread? _lpdThread;
    private SnmpServer? _snmp;
    private Thread? _snmpThread;
    private DnsServer? _dns;
    private Thread? _dnsThread;
    private PeerRounds? _rounds;
    private Thread? _roundsThread;
    private Thread? _httpThread;
    private Thread? _ippThread;
    private Thread? _countThread;
    private Thread? _tagThread;
    private readonly Mirrors? _mirrors;
    private readonly StatusSheet _sheet;
    private readonly StatusPrint _statusPrint;
    private Thread? _mirrorThread;
    private readonly CopyJobs? _jobs;
    private Thread? _jobThread;
    private bool _isStopped;

    /// <summary>Puts a peer together; nothing is opened yet.</summary>
    public Peer(Profile profile, Ground ground, PeerSettings settings)
    {
        _profile = profile;
        _ground = ground;
        _settings = settings;
        _facts = new PeerFacts { Id = IdOf(ground.Identity + settings.Name), Name = settings.Name, Kind = ground.Kind, Sessions = profile.Sessions, Uploads = profile.Uploads, Copies = settings.Pull == PeerSettings.PullsNothing ? 0 : profile.Pulls, IsWritable = settings.Writable, Without = profile.HeapForOneMore > 0 ? Without : "" };

        // A card can be taken out; a PC's folder cannot, and its store stays as it is.
        _store = ground.Store.IsFat ? new CardWatch(ground.Store) : ground.Store;
        FileIndex index = new FileIndex(_store, profile.IndexEntries, ground.Random, profile.Lengths, profile.Tags);
        index.Clock = ground.Clock;
        _commits = new Commits(_store, index, ground.Clock, new UploadTable(_store, ground.Clock, profile.Uploads, ground.Random), profile);
        Locks locks = new Locks(profile.Locks, profile.FoldsCase, ground.Clock, ground.Random);
        _space = _store.IsFat && settings.CardSize > 0 ? new CardSpace(_store, settings.CardSize, ground.Clock) : null;
        _commits.Space = _space;
        IVolume? volume = _space is null ? ground.Store as IVolume : _space;
        FileShare files = new FileShare(_store, index, _commits, locks, ground.Clock, settings.Durable, volume);
        _tags = _store.IsFat && profile.Tags > 0 ? new TagWork(_store, index, _commits, ground.Clock) : null;
        files.Remembers = profile.Remembers;
        files.Tags = _tags;
        files.Contents = _tags is null ? ground.Contents : _tags;
        files.Digests = ground.Digests;
        _spool = MakeSpool();
        _printers = new Printers(MakePrinters(), _spool);
        _raws = new RawServer?[_printers.Count];
        _rawThreads = new Thread?[_printers.Count];
        _printThreads = new Thread?[_printers.Count];
        _prints = new PrintThread?[_printers.Count];
        Access access = new Access(settings.Name, settings.HostNames, settings.Writable, settings.Pull == PeerSettings.PullsFromAnywhere, ground.Network);
        _pulls = settings.Pull == PeerSettings.PullsNothing || profile.Pulls == 0 ? null : new Pulls(profile, ground.Network, ground.Clock, ground.Random, access, _printers, _facts) { KeepsTags = _store.IsFat, Digests = ground.Digests };
        files.Remotes = _pulls;
        CopyTable? copies = _pulls is null ? null : new CopyTable(_store.IsFat ? Limits.Copies : profile.Pulls * 2, ground.Clock, ground.Random);
        files.Copies = copies;
        IppService ipp = new IppService(_printers, new IppFacts { PeerName = settings.Name, PeerId = _facts.Id, Unpacker = ground.Unpacker }, ground.Clock, profile.Subscriptions, profile.Sessions / Limits.SessionsForOneWait, _pulls, ground.Indicator);
        _sheet = new StatusSheet(_facts, ground.Facts, _store, _printers, ground.Clock) { Label = settings.Discovery ? access.MulticastHost : null, Log = ground.Log };
        StatusReport status = new StatusReport(_facts, _store, _printers, ipp.Paths, ground.Clock, _sheet);
        status.Log = ground.Log;
        _parts = new SessionParts(profile, ground.Clock, ground.Indicator, access, files, _printers, ipp, status);
        _mirrors = _pulls is null ? null : new Mirrors(_store, _commits, locks, ground.Clock, settings.Durable, _pulls, _parts.Blocks, profile.MirrorFiles) { Asked = settings.Mirrors };
        files.Mirrors = _mirrors;
        _jobs = _pulls is null ? null : new CopyJobs(_store, _commits, locks, ground.Clock, settings.Durable, _pulls, _parts.Blocks, copies!, profile.Pulls) { MayWrite = settings.Writable };
        files.Jobs = _jobs;
        status.Mirrors = _mirrors;
        _gate = new Gate(_parts, ground.Clock, profile.Sessions) { Memory = ground.Memory };
        Glance = new Glance(_sheet, _facts, _store, _printers, ground.Clock);
        _statusPrint = new StatusPrint(_sheet, _printers, ground.Clock, _parts.PrintBlocks);
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

        if (_profile.ServesLpd && _printers.Count > 0 && _settings.LpdPort != PeerSettings.NoPort)
        {
            StartLpd();
        }

        if (_profile.ServesIpp && _printers.Count > 0 && _settings.IppPort != PeerSettings.NoPort)
        {
            StartIpp();
        }

        if (_profile.ServesSnmp && _printers.Count > 0 && _settings.SnmpPort != PeerSettings.NoPort)
        {
            StartSnmp();
        }

        if (_tags is not null)
        {
            _tags.Begin = BeginTag;
        }

        if (_jobs is not null)
        {
            _jobs.Found = BeginCopying;
            _jobs.Tend();
        }

        if (_mirrors is not null)
        {
            _mirrors.Begin = BeginMirrors;
            _mirrors.Load();
            if (_mirrors.IsAny || _settings.Mirrors.Length > 0)
            {
                BeginMirrors();
            }
        }

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

        return HasEnded(_httpThread) ? "HTTP" : HasEnded(_ippThread) ? "IPP" : HasEnded(_lpdThread) ? "LPD" : HasEnded(_snmpThread) ? "SNMP"
            : HasEnded(_dnsThread) && !_dns!.IsDone ? "mDNS" : HasEnded(_roundsThread) ? "peers" : HasEnded(_mirrorThread) ? "mirrors" : "";
    }

    /// <summary>
    /// A service whose thread has been in one and the same step for so long that it is stuck there (a lock that nobody gives back, a call that does not return); empty while all go on. To be asked every
    /// <see cref="Limits.RestartMilliseconds"/>, by one thread: each time counts as a look. Sessions are not watched: one that is stuck has a place of the gate, and whoever else needs what it holds is one of these.
    /// </summary>
    public string Stuck()
    {
        // What a cut left of a large file, or one that gets another spelling, is copied or compared for as long as that takes, and whoever needs the card waits.
        bool isMending = IsMending;
        string stuck = "";
        for (int i = 0; i < _printers.Count; i++)
        {
            RawServer? raw = _raws[i];
            PrintThread? print = _prints[i];
            stuck = raw is not null && raw.Steps.IsStuck(0, isMending) ? "raw" : stuck;
            stuck = print is not null && print.Steps.IsStuck(print.Inside, isMending) ? "printing" : stuck;
        }

        stuck = _lpd is not null && _lpd.Steps.IsStuck(0, isMending) ? "LPD" : stuck;
        stuck = _snmp is not null && _snmp.Steps.IsStuck(0, isMending) ? "SNMP" : stuck;
        stuck = _dns is not null && !_dns.IsDone && _dns.Steps.IsStuck(_dns.Inside, isMending) ? "mDNS" : stuck;
        stuck = _rounds is not null && _rounds.Steps.IsStuck(0, isMending) ? "peers" : stuck;
        stuck = _mirrorThread is not null && _mirrorSteps.IsStuck(0, isMending) ? "mirrors" : stuck;
        stuck = _ippServer is not null && _ippServer.Steps.IsStuck(0, isMending) ? "IPP" : stuck;
        stuck = _httpServer is not null && _httpServer.Steps.IsStuck(0, isMending) ? "HTTP" : stuck;

        return stuck;
    }

    private static bool HasEnded(Thread? thread)
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

        _rounds?.Stop();

        if (_http is not null)
        {
            _http.Close();
        }

        _ipp?.Close();

        for (int i = 0; i < _printers.Count; i++)
        {
            _printers.At(i).Stop();
            RawServer? raw = _raws[i];
            if (raw is not null)
            {
                raw.Stop();
            }
        }

        if (_lpd is not null)
        {
            _lpd.Stop();
        }

        if (_snmp is not null)
        {
            _snmp.Stop();
        }

        _isStopped = true;
        _pulls?.Stop();
        _space?.Stop();
        _tags?.Stop();
        _gate.CloseAll();
        Join(_httpThread);
        Join(_ippThread);

        // Once more, for who was accepted at the last moment.
        _gate.CloseAll();
        for (int i = 0; i < _printers.Count; i++)
        {
            Join(_rawThreads[i]);
            Join(_printThreads[i]);
        }

        Join(_lpdThread);
        if (_spool is not null)
        {
            _spool.Rest();
        }

        Join(_snmpThread);
        Join(_dnsThread);
        Join(_roundsThread);
        Join(_countThread);
        Join(_tagThread);
        Join(_mirrorThread);
        Join(_jobThread);
        _commits.Tidy();
        _ground.Indicator.Show(Condition.Stopped);
    }

    /// <summary>The spool: on the card, or where a PC's ground has a place for it.</summary>
    private Spool? MakeSpool()
    {
        IFileStore? place = _ground.Spool is null && _store.IsFat ? _store : _ground.Spool;
        if (place is null || !_settings.Spool || _profile.SpoolOctets == 0 || _ground.Outlets.Length == 0)
        {
            return null;
        }

        return new Spool(place, place.IsFat ? _commits : null, _ground.Clock, _ground.Random, _profile.Jobs, _profile.JobHistory, _profile.SpoolOctets);
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

    /// <summary>Starts what works for one Printer: its own thread, and raw intake on a port of its own, the first on the port that is set and the others behind it.</summary>
    private bool StartPrinter(int index)
    {
        Printer printer = _printers.At(index);
        if (_profile.ServesRaw)
        {
            IListener? listener = _ground.Network.Listen(_settings.RawPort == 0 ? 0 : _settings.RawPort + index);
            if (listener is null)
            {
                _ground.Indicator.Report("the raw port is taken");
                return false;
            }

            printer.RawPort = listener.Port;
            RawServer raw = new RawServer(listener, _gate, printer, _parts);
            _raws[index] = raw;
            Thread rawThread = new Thread(raw.Run);
            _rawThreads[index] = rawThread;
            rawThread.Start();
        }

        PrintThread print = new PrintThread(printer, _parts);
        _prints[index] = print;
        Thread printThread = new Thread(print.Run);
        _printThreads[index] = printThread;
        printThread.Start();
        return true;
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
            _jobs!.Run();
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
        while (!_isStopped)
        {
            _mirrorSteps.Go();
            try
            {
                PeerDirectory? peers = _parts.Status.Peers;
                if (peers is not null)
                {
                    _mirrors!.Met(peers.Comings);
                }

                Mirror? due = _mirrors!.Load() ? _mirrors.Due() : null;
                if (due is not null)
                {
                    // As long as what is fetched takes.
                    _mirrorSteps.Wait();
                    _mirrors.Round(due);
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
        _tagThread = new Thread(ComputeTag);
        _tagThread.Start();
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

    /// <summary>One for all Printers: a queue's name says which. Without its port, which a PC gives only to the privileged, a peer prints all the same.</summary>
    private void StartLpd()
    {
        IListener? listener = _ground.Network.Listen(_settings.LpdPort);
        if (listener is null)
        {
            _ground.Indicator.Report("port " + _settings.LpdPort.ToString() + " is taken or not permitted: nothing is printed by LPD");
            return;
        }

        _facts.LpdPort = listener.Port;
        _lpd = new LpdServer(listener, _gate, _parts);
        _lpdThread = new Thread(_lpd.Run);
        _lpdThread.Start();
    }

    /// <summary>The port that IPP's clients go to by themselves (RFC 8010 §4). All of HTTP is served there: a Printer is a resource as others are. Without it they print by HTTP's own.</summary>
    private void StartIpp()
    {
        _ipp = _ground.Network.Listen(_settings.IppPort);
        if (_ipp is null)
        {
            _ground.Indicator.Report("port " + _settings.IppPort.ToString() + " is taken or not permitted: IPP is served by the HTTP port alone");
            return;
        }

        _facts.IppPort = _ipp.Port;
        _ippServer = new HttpServer(_ipp, _gate, _parts);
        _ippThread = new Thread(_ippServer.Run);
        _ippThread.Start();
    }

    /// <summary>Without its port, which a PC gives only to the privileged, a peer prints all the same.</summary>
    private void StartSnmp()
    {
        IDatagrams? port = _ground.Network.OpenDatagrams(_settings.SnmpPort);
        if (port is null)
        {
            _ground.Indicator.Report("UDP port " + _settings.SnmpPort.ToString() + " is taken or not permitted: the printer's state is not told by SNMP");
            return;
        }

        _facts.SnmpPort = port.Port;
        IPrinterFacts[] printers = new IPrinterFacts[_printers.Count];
        for (int i = 0; i < printers.Length; i++)
        {
            printers[i] = _printers.At(i);
        }

        _snmp = new SnmpServer(port, new SnmpAgent(_facts, printers, _ground.Clock), _parts);
        _snmpThread = new Thread(_snmp.Run);
        _snmpThread.Start();
    }

    /// <summary>From now on these are the other peers there are.</summary>
    internal void Meet(PeerDirectory directory)
    {
        _parts.Status.Peers = directory;
        if (_pulls is not null)
        {
            _pulls.Peers = directory;
        }

        if (_mirrors is not null)
        {
            _mirrors.Peers = directory;
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
        PeerOffers offers = new PeerOffers(_facts, _printers, _parts.Ipp.Paths, host, label);
        Responder responder = new Responder(host, offers.All, _ground.Random) { Watch = offers, IsGuest = _settings.HostNames.Length > 0 };
        INote? note = _store.IsFat ? new StoreNote(_store, _commits, "names") : _ground.Names;
        NameMemory? names = note is null ? null : new NameMemory(note, responder);
        names?.Load();
        bool seeksPeers = _profile.Peers > 0;
        IDnsSpeaker[] speakers = new IDnsSpeaker[seeksPeers ? 2 : 1];
        speakers[0] = responder;
        if (seeksPeers)
        {
            speakers[1] = SeekPeers(label, names);
        }

        _dns = new DnsServer(port, speakers, _profile.DnsOctets, _ground.Clock, _ground.Indicator) { Names = seeksPeers ? null : names };
        _dnsThread = new Thread(_dns.Run);
        _dnsThread.Start();
        if (_rounds is not null)
        {
            _roundsThread = new Thread(_rounds.Run);
            _roundsThread.Start();
        }
    }

    /// <summary>Makes what looks for the other peers, and asks them what they are.</summary>
    private Querier SeekPeers(OwnLabel label, NameMemory? names)
    {
        PeerDirectory directory = new PeerDirectory(_profile.Peers) { OwnId = _facts.Id, Own = label };
        byte[] drawn = new byte[1];
        _ground.Random.Fill(drawn);
        Querier querier = new Querier(directory, new RecordCache(_profile.Peers * Limits.DnsRecordsOfPeer, drawn[0]), _ground.Random, _profile.AsksWidely) { Links = _ground.Network, TakesIpv6 = _profile.TakesIpv6 };
        Meet(directory);
        _rounds = new PeerRounds(directory, _ground.Network, _ground.Clock, _ground.Indicator, _profile) { Names = names };
        return querier;
    }

    private static void Join(Thread? thread)
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
