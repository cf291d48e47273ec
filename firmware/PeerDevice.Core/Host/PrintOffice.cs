using System.Threading;
using PeerDevice.Board;
using PeerDevice.Services;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Ipp;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Snmp;
using PeerDevice.Services.Status;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>The office of a peer's Printers, put together: IPP by HTTP's port and by its own, LPD, SNMP, and the spool.</summary>
public sealed class PrintOffice : IPrintOffice
{
    private IppService? _service;
    private Printers? _printers;
    private PeerFacts? _facts;
    private Ground? _ground;
    private IListener? _ipp;
    private HttpServer? _ippServer;
    private Thread? _ippThread;
    private LpdServer? _lpd;
    private Thread? _lpdThread;
    private SnmpServer? _snmp;
    private Thread? _snmpThread;

    /// <inheritdoc/>
    public string[] Paths => _service!.Paths;

    /// <inheritdoc/>
    public ISpool MakeSpool(IFileStore place, Commits? commits, Ground ground, Profile profile)
    {
        return new Spool(place, commits, ground.Clock, ground.Random, profile.Jobs, profile.JobHistory, profile.SpoolOctets);
    }

    /// <inheritdoc/>
    public void Open(Printers printers, PeerFacts facts, Ground ground, Profile profile, IPuller? puller)
    {
        _printers = printers;
        _facts = facts;
        _ground = ground;
        IppFacts said = new IppFacts { PeerName = facts.Name, PeerId = facts.Id, Unpacker = ground.Unpacker };
        _service = new IppService(printers, said, ground.Clock, profile.Subscriptions, profile.Sessions / Limits.SessionsForOneWait, puller, ground.Indicator);
    }

    /// <inheritdoc/>
    public bool IsForFirst(Exchange exchange)
    {
        return IppService.IsRoot(exchange.Head, exchange.Request.TargetStart, exchange.Request.TargetEnd) && IppService.IsIpp(exchange);
    }

    /// <inheritdoc/>
    public bool IsMeant(Exchange exchange)
    {
        return PrintDesk.IsTarget(exchange.Path) || (exchange.Request.Method == Method.Post && IppService.IsIpp(exchange));
    }

    /// <inheritdoc/>
    public PrintDesk MakeDesk(Exchange exchange, SessionParts parts)
    {
        return new IppDesk(_service!, exchange, parts.Clock, parts.Blocks, parts.Profile);
    }

    /// <inheritdoc/>
    public void Start(Gate gate, SessionParts parts, PeerSettings settings)
    {
        if (parts.Profile.ServesLpd && settings.LpdPort != PeerSettings.NoPort)
        {
            StartLpd(gate, parts, settings.LpdPort);
        }

        if (parts.Profile.ServesIpp && settings.IppPort != PeerSettings.NoPort)
        {
            StartIpp(gate, parts, settings.IppPort);
        }

        if (parts.Profile.ServesSnmp && settings.SnmpPort != PeerSettings.NoPort)
        {
            StartSnmp(parts, settings.SnmpPort);
        }
    }

    /// <inheritdoc/>
    public string Ended()
    {
        return Peer.HasEnded(_ippThread) ? "IPP" : Peer.HasEnded(_lpdThread) ? "LPD" : Peer.HasEnded(_snmpThread) ? "SNMP" : "";
    }

    /// <inheritdoc/>
    public string Stuck(bool isMending)
    {
        string stuck = _lpd is not null && _lpd.Steps.IsStuck(0, isMending) ? "LPD" : "";
        stuck = _snmp is not null && _snmp.Steps.IsStuck(0, isMending) ? "SNMP" : stuck;
        return _ippServer is not null && _ippServer.Steps.IsStuck(0, isMending) ? "IPP" : stuck;
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _ipp?.Close();
        _lpd?.Stop();
        _snmp?.Stop();
    }

    /// <inheritdoc/>
    public void Join()
    {
        Peer.Join(_ippThread);
        Peer.Join(_lpdThread);
        Peer.Join(_snmpThread);
    }

    /// <summary>One for all Printers: a queue's name says which. Without its port, which a PC gives only to the privileged, a peer prints all the same.</summary>
    private void StartLpd(Gate gate, SessionParts parts, int port)
    {
        IListener? listener = _ground!.Network.Listen(port);
        if (listener is null)
        {
            parts.Indicator.Report("port " + port.ToString() + " is taken or not permitted: nothing is printed by LPD");
            return;
        }

        _facts!.LpdPort = listener.Port;
        _lpd = new LpdServer(listener, gate, parts);
        _lpdThread = new Thread(_lpd.Run);
        _lpdThread.Start();
    }

    /// <summary>The port that IPP's clients go to by themselves (RFC 8010 §4). All of HTTP is served there: a Printer is a resource as others are. Without it they print by HTTP's own.</summary>
    private void StartIpp(Gate gate, SessionParts parts, int port)
    {
        _ipp = _ground!.Network.Listen(port);
        if (_ipp is null)
        {
            parts.Indicator.Report("port " + port.ToString() + " is taken or not permitted: IPP is served by the HTTP port alone");
            return;
        }

        _facts!.IppPort = _ipp.Port;
        _ippServer = new HttpServer(_ipp, gate, parts);
        _ippThread = new Thread(_ippServer.Run);
        _ippThread.Start();
    }

    /// <summary>Without its port, which a PC gives only to the privileged, a peer prints all the same.</summary>
    private void StartSnmp(SessionParts parts, int at)
    {
        IDatagrams? port = _ground!.Network.OpenDatagrams(at);
        if (port is null)
        {
            parts.Indicator.Report("UDP port " + at.ToString() + " is taken or not permitted: the printer's state is not told by SNMP");
            return;
        }

        _facts!.SnmpPort = port.Port;
        IPrinterFacts[] printers = new IPrinterFacts[_printers!.Count];
        for (int i = 0; i < printers.Length; i++)
        {
            printers[i] = _printers.At(i);
        }

        _snmp = new SnmpServer(port, new SnmpAgent(_facts, printers, _ground.Clock), parts);
        _snmpThread = new Thread(_snmp.Run);
        _snmpThread.Start();
    }
}
