using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Contents;
using PeerDevice.Companion.Outputs;
using PeerDevice.Host;
using PeerDevice.Services.Settings;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Commands;

/// <summary>How this PC is to be a peer.</summary>
internal sealed record LocalPeerPlan
{
    /// <summary>What is shared: DIR or NAME=DIR each; none is the current folder.</summary>
    public IReadOnlyList<string> Shares { get; init; } = [];

    /// <summary>Whether others may change what is shared.</summary>
    public bool Writable { get; init; }

    /// <summary>Whether a stored file is confirmed only when it is on the disk.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The peer's name.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The address to listen on; empty for all of them.</summary>
    public string Bind { get; init; } = "";

    /// <summary>The HTTP port; 0 lets the system choose.</summary>
    public int HttpPort { get; init; } = DesktopLimits.HttpPort;

    /// <summary>The raw port; 0 lets the system choose.</summary>
    public int RawPort { get; init; } = Limits.RawPort;

    /// <summary>The port of LPD; 0 lets the system choose, <see cref="PeerSettings.NoPort"/> leaves it shut.</summary>
    public int LpdPort { get; init; } = Limits.LpdPort;

    /// <summary>The port of IPP beside HTTP's own; 0 lets the system choose. None by itself: on a PC 631 is its own print scheduler's.</summary>
    public int IppPort { get; init; } = PeerSettings.NoPort;

    /// <summary>The UDP port of the SNMP agent; 0 lets the system choose, <see cref="PeerSettings.NoPort"/> leaves it shut.</summary>
    public int SnmpPort { get; init; } = Limits.SnmpPort;

    /// <summary>Whether it is told of by multicast DNS.</summary>
    public bool Discovery { get; init; }

    /// <summary>The output devices, as <see cref="Output"/> reads them; the first is the one that is meant where nobody says which.</summary>
    public IReadOnlyList<string> Printers { get; init; } = [];

    /// <summary>The folder in which jobs are kept until they are printed; empty for none: then who sends them waits.</summary>
    public string Spool { get; init; } = "";

    /// <summary>Whether the documents of a job that was printed stay in that folder until room is needed, so that it can be printed again.</summary>
    public bool KeepsJobs { get; init; }

    /// <summary>The folder of the user's in which it is kept what the shared files contain; empty for no such index.</summary>
    public string Index { get; init; } = "";

    /// <summary>The file in which the numbers of names are kept that others on the network have too; empty for none.</summary>
    public string NamesFile { get; init; } = "";

    /// <summary>Folders that follow others: FOLDER=ADDRESS each, or FOLDER=NAME:/PLACE.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>From where documents are fetched for who asks to print them: one of <see cref="PeerSettings"/>'s.</summary>
    public int Pull { get; init; } = PeerSettings.PullsFromOffice;
}

/// <summary>This PC as a peer: the engine on a PC's ground.</summary>
internal sealed class LocalPeer : IDisposable
{
    private readonly Peer _peer;
    private readonly List<FolderStore> _folders;
    private readonly ContentIndex? _contents;

    private LocalPeer(Peer peer, List<FolderStore> folders, ContentIndex? contents)
    {
        _peer = peer;
        _folders = folders;
        _contents = contents;
    }

    /// <summary>The HTTP port in use.</summary>
    public int HttpPort => _peer.HttpPort;

    /// <summary>The port of IPP beside that of HTTP; 0 where it has none.</summary>
    public int IppPort => _peer.IppPort;

    /// <summary>The raw port in use; 0 where there is no printer.</summary>
    public int RawPort => _peer.RawPort;

    /// <summary>An address by which others reach it, as it stands in a URL.</summary>
    public string Address { get; private init; } = "";

    /// <summary>The line that says that it serves.</summary>
    public string Ready => FormattableString.Invariant($"ready http://{Address}:{HttpPort}/") + Named("raw", RawPort) + Named("snmp", _peer.SnmpPort);

    /// <summary>Starts it.</summary>
    /// <exception cref="CommandFailure">The plan cannot be carried out.</exception>
    public static LocalPeer Start(LocalPeerPlan plan, IIndicator indicator)
    {
        IPAddress? bind = null;
        if (plan.Bind.Length > 0 && !IPAddress.TryParse(plan.Bind.Trim('[', ']'), out bind))
        {
            throw new CommandFailure($"--bind {plan.Bind} is not an address of this PC: give one such as 127.0.0.1.");
        }

        Outlet[] outlets = ReadPrinters(plan.Printers);
        List<FolderStore> folders = [];
        IFileStore store = OpenShares(plan, folders);
        ContentIndex? contents = OpenIndex(plan, store, folders, indicator);
        PeerSettings settings = new()
        {
            Name = plan.Name,
            HostNames = Adapters.HostNames.Own(),
            HttpPort = plan.HttpPort,
            RawPort = plan.RawPort,
            LpdPort = plan.LpdPort,
            IppPort = plan.IppPort,
            SnmpPort = plan.SnmpPort,
            Discovery = plan.Discovery && (bind is null || !IPAddress.IsLoopback(bind)),
            Writable = plan.Writable,
            Durable = plan.Durable,
            Pull = plan.Pull,
            KeepsJobs = plan.KeepsJobs,
            Mirrors = ReadMirrors(plan),
        };
        Ground ground = new("companion", store, new PcNetwork(bind), new PcClock(), new PcRandom(), indicator, outlets) { Office = new PrintOffice(), Digests = new PcDigests(), Unpacker = new PcUnpacker(), Spool = OpenSpool(plan, folders), Identity = PcIdentity.Read(), Contents = contents, Names = plan.NamesFile.Length == 0 ? null : new FileNote(plan.NamesFile), Neighbours = new Neighbours() };
        Profile profile = Profile.Desktop();

        // What these systems do by default; a volume that tells case apart only has a few locks more in the way than it needs.
        profile.FoldsCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        Peer peer = new(profile, ground, settings);
        if (!peer.Start())
        {
            contents?.Dispose();
            folders.ForEach(static folder => folder.Dispose());
            string ports = outlets.Length == 0 ? FormattableString.Invariant($"port {plan.HttpPort}") : FormattableString.Invariant($"port {plan.HttpPort} or {plan.RawPort}");
            string options = outlets.Length == 0 ? "another with --http" : "others with --http and --raw";
            throw new CommandFailure(bind is null
                ? $"{ports} cannot be had: end what uses it, or choose {options}."
                : $"{ports} cannot be had on {bind}: see that it is an address of this PC, end what uses it, or choose {options}.");
        }

        contents?.Start();
        return new LocalPeer(peer, folders, contents) { Address = Reachable(bind) };
    }

    public void Dispose()
    {
        _peer.Stop();
        _contents?.Dispose();
        _folders.ForEach(static folder => folder.Dispose());
    }

    /// <summary>The place for jobs, which is nobody's but this peer's: what two wrote into at once would be neither's.</summary>
    private static FolderStore? OpenSpool(LocalPeerPlan plan, List<FolderStore> folders)
    {
        if (plan.Spool.Length == 0 || plan.Printers.Count == 0)
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(plan.Spool);
            FolderStore spool = new(plan.Spool, true, plan.Durable);
            folders.Add(spool);
            return spool;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            folders.ForEach(static folder => folder.Dispose());
            throw new CommandFailure($"jobs cannot be kept in {Names.Shown(plan.Spool)}: name a folder that you may write to.");
        }
    }

    private string Named(string service, int port) => port == 0 ? "" : FormattableString.Invariant($" {service} {Address}:{port}");

    private static Outlet[] ReadPrinters(IReadOnlyList<string> printers)
    {
        List<Outlet> outlets = [];
        foreach (string printer in printers)
        {
            if (Output.Read(printer, out Output? output) is { } problem)
            {
                throw new CommandFailure(problem);
            }

            if (output is null)
            {
                continue;
            }

            if (outlets.Exists(other => string.Equals(other.Name, output.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new CommandFailure(output.Name.Length == 0
                    ? "several printers need names: write --printer NAME=WHERE."
                    : $"two printers are called {Names.Shown(output.Name)}: name them apart.");
            }

            outlets.Add(new Outlet(output.Name, output.Device, output.Language) { Make = output.Settings.PrinterMake, Model = output.Settings.PrinterModel });
        }

        return [.. outlets];
    }

    private static IFileStore OpenShares(LocalPeerPlan plan, List<FolderStore> folders)
    {
        IReadOnlyList<string> given = plan.Shares.Count == 0 ? ["."] : plan.Shares;
        Dictionary<string, FolderStore> named = new(StringComparer.Ordinal);
        foreach (string share in given)
        {
            (string name, string folder) = Split(share);
            if (given.Count > 1 && !SharesStore.IsName(name))
            {
                throw new CommandFailure($"'{Names.Shown(share)}' needs a name to be shared by: write --share NAME={Names.Shown(folder)}.");
            }

            try
            {
                if (!named.TryAdd(name, new FolderStore(folder, plan.Writable || plan.Mirrors.Count > 0, plan.Durable)))
                {
                    throw new CommandFailure($"two shares are called {Names.Shown(name)}: name them apart with --share NAME=DIR.");
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new CommandFailure($"the folder {Names.Shown(folder)} cannot be shared: is it there, and may you read it?");
            }

            folders.Add(named[name]);
        }

        return folders.Count == 1 ? folders[0] : new SharesStore(named);
    }

    /// <summary>What follows what, as the engine's settings have it.</summary>
    private static string[] ReadMirrors(LocalPeerPlan plan)
    {
        List<string> read = [];
        foreach (string mirror in plan.Mirrors)
        {
            int equals = mirror.IndexOf('=');
            string folder = equals < 0 ? "" : mirror[..equals].Trim('/');
            if (folder.Length == 0)
            {
                throw new CommandFailure($"--mirror {Names.Shown(mirror)} does not say what follows what: write FOLDER=ADDRESS, such as photos=hub:/photos/.");
            }

            if (!RequestTarget.Folder(folder, false, out string path))
            {
                throw new CommandFailure($"--mirror {Names.Shown(mirror)}: {Names.Shown(folder)} is no folder of this share that could follow.");
            }

            read.Add(Followed(mirror[(equals + 1)..], plan));
            read.Add(path);
        }

        return [.. read];
    }

    // Its URI, or the name of its peer, who need not be here yet, and the place.
    private static string Followed(string text, LocalPeerPlan plan)
    {
        if (PeerNames.Split(text) is not (var name, var place, true))
        {
            return PeerAddress.Read(text).FolderUri;
        }

        if (!plan.Discovery)
        {
            throw new CommandFailure($"--mirror: {Names.Shown(name)} is a peer's name, and with --no-discovery none is known; write its address.");
        }

        string path = PeerAddress.Encode(PeerAddress.Read("0.0.0.0" + place).Path.TrimEnd('/'));
        return name + ":" + path[(PeerAddress.Files.Length - 1)..] + "/";
    }

    /// <summary>What the shared files contain, as far as somebody wants to know. Without it a peer serves all the same.</summary>
    private static ContentIndex? OpenIndex(LocalPeerPlan plan, IFileStore store, List<FolderStore> shares, IIndicator indicator)
    {
        if (plan.Index.Length == 0)
        {
            return null;
        }

        List<string> names = shares.Count == 1 ? [""] : [.. plan.Shares.Select(static share => Split(share).Name + "/")];
        IEnumerable<(string Prefix, string Folder)> places = names.Zip(shares.Select(static share => share.FullPath));
        ContentIndex? contents = ContentIndex.Open(plan.Index, store, new PcClock(), string.Join('\n', places.Select(static place => place.Prefix + "=" + place.Folder)));
        if (contents is null)
        {
            indicator.Report("what the files contain is not kept: another peer has the index of these shares, or it cannot be written");
            return null;
        }

        foreach ((string prefix, string folder) in places)
        {
            contents.Watch(prefix, folder);
        }

        return contents;
    }

    private static (string Name, string Folder) Split(string share)
    {
        int equals = share.IndexOf('=');
        if (equals > 0 && !Directory.Exists(share))
        {
            return (share[..equals], share[(equals + 1)..]);
        }

        return (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(share))), share);
    }

    /// <summary>The address to tell people: the one that was asked for, or else the first that a neighbour can use.</summary>
    private static string Reachable(IPAddress? bind)
    {
        if (bind is not null && !bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any))
        {
            return bind.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{bind}]" : bind.ToString();
        }

        try
        {
            foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
            {
                if (card.OperationalStatus != OperationalStatus.Up || card.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                {
                    continue;
                }

                foreach (UnicastIPAddressInformation address in card.GetIPProperties().UnicastAddresses)
                {
                    if (address.Address.AddressFamily == AddressFamily.InterNetwork)
                    {
                        return address.Address.ToString();
                    }
                }
            }
        }
        catch (NetworkInformationException)
        {
            // Then the one that is always there.
        }

        return IPAddress.Loopback.ToString();
    }
}
