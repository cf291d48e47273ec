using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Client;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Companion.Commands;

/// <summary>The commands that deal with a peer's files, each one function.</summary>
internal sealed class FileCommands(Teller teller, INetwork network, IClock clock, IOffice office)
{
    /// <summary>Where else a large file is.</summary>
    internal OtherPlaces Elsewhere { get; init; } = new(network, clock, office);

    /// <summary><c>peer ls</c></summary>
    public void List(string address, bool recursive)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = Open(at);
        RemoteEntry entry = Existing(peer, at);
        if (!entry.IsCollection)
        {
            Show(entry, entry.Name);
            return;
        }

        ListFolder(peer, entry.Path, "", recursive, 0);
    }

    /// <summary><c>peer get</c></summary>
    public void Get(string address, string? destination, bool force)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = Open(at);
        RemoteEntry entry = Existing(peer, at);
        bool isRoot = entry.IsCollection && at.Path.Trim('/') is "" or "files";
        (string folder, string name) = isRoot ? (destination ?? ".", "") : Place(at.Name, destination);
        using LocalFolder local = new(folder, writable: true);
        teller.During(() =>
        {
            new Download(peer, local, teller, force) { FromAll = (file, to) => GetFromAll(peer, at with { Path = file.Path }, file, local, to, force) }.Fetch(entry, name);
        });
    }

    // A large file, from everywhere that has it. What was begun in either way goes on in that; and what is here may need nothing.
    private bool GetFromAll(RemotePeer peer, PeerAddress at, RemoteEntry entry, LocalFolder local, string name, bool force)
    {
        string part = name + Download.PartSuffix;
        bool isFromOne = entry.Length is >= 0 and < DesktopLimits.ManyOctets || (!force && local.Find(name) is not null) || local.Find(part + PartNote.Suffix) is not null;
        FetchOrder? order = isFromOne ? null : Elsewhere.Find(peer, at, part);
        bool isBegun = local.Find(part + FetchRecord.EvenSuffix) is not null || local.Find(part + FetchRecord.OddSuffix) is not null;
        if (order is null || (order.Sources.Length == 1 && !isBegun))
        {
            return false;
        }

        new ManyDownload(network, clock, local, teller, force).Fetch(name, order);
        return true;
    }

    /// <summary><c>peer get X.meta4</c>: what a Metalink document is about, from all the places that it names.</summary>
    public void GetByMetalink(string address, string? destination, bool force)
    {
        byte[] document;
        if (File.Exists(address))
        {
            document = MetalinkOrders.Load(address);
        }
        else
        {
            PeerAddress at = PeerAddress.Read(address);
            using RemotePeer peer = Open(at);
            document = MetalinkOrders.Load(peer, at.Path);
        }

        List<(string Name, FetchOrder Order)> orders = MetalinkOrders.Read(document, address);
        using LocalFolder local = new(destination ?? ".", writable: true);
        teller.During(() =>
        {
            foreach ((string name, FetchOrder order) in orders)
            {
                for (int cut = name.IndexOf('/'); cut > 0; cut = name.IndexOf('/', cut + 1))
                {
                    local.MakeFolder(name[..cut]);
                }

                Try(() => new ManyDownload(network, clock, local, teller, force).Fetch(name, order), goesOn: orders.Count > 1);
            }
        });
    }

    /// <summary><c>peer get --from</c>: one file, from several places that have it.</summary>
    public void GetFromMany(IReadOnlyList<string> addresses, string? destination, bool force)
    {
        FetchSource[] sources = new FetchSource[addresses.Count];
        for (int i = 0; i < sources.Length; i++)
        {
            PeerAddress at = PeerAddress.Read(addresses[i]);
            if (at.Path.EndsWith('/'))
            {
                throw new CommandFailure($"{at} is a folder: from several places only a file is fetched.");
            }

            sources[i] = new FetchSource(at.Url, i + 1);
        }

        (string folder, string name) = Place(PeerAddress.Read(addresses[0]).Name, destination);
        using LocalFolder local = new(folder, writable: true);
        teller.During(() => new ManyDownload(network, clock, local, teller, force).Fetch(name, new FetchOrder(name + Download.PartSuffix, sources)));
    }

    /// <summary><c>peer put</c></summary>
    public void Put(IReadOnlyList<string> sources, string address, bool force)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = Open(at);
        RemoteEntry? there = at.Path.EndsWith('/') ? null : peer.Find(at.Path);
        bool isInside = at.Path.EndsWith('/') || there is { IsCollection: true };
        if (sources.Count > 1 && !isInside)
        {
            throw new CommandFailure($"{at.Path} is no folder, and several things do not fit in one name: make it with `peer mkdir`.");
        }

        Upload upload = new(peer, teller, force);
        teller.During(() =>
        {
            foreach (string source in sources)
            {
                Try(() => PutOne(upload, source, at.Path, isInside), goesOn: sources.Count > 1);
            }
        });
    }

    /// <summary><c>peer rm</c></summary>
    public void Remove(IReadOnlyList<string> addresses, bool recursive)
    {
        foreach (string address in addresses)
        {
            Try(() => RemoveOne(PeerAddress.Read(address), recursive), goesOn: addresses.Count > 1);
        }
    }

    /// <summary><c>peer mkdir</c></summary>
    public void MakeFolder(string address, bool parents)
    {
        PeerAddress at = PeerAddress.Read(address);
        using RemotePeer peer = Open(at);
        if (parents)
        {
            Upload upload = new(peer, teller, force: false);
            string path = at.Path.Trim('/');
            for (int cut = path.IndexOf('/'); cut >= 0; cut = path.IndexOf('/', cut + 1))
            {
                string above = "/" + path[..cut];
                if (above + "/" != PeerAddress.Files)
                {
                    upload.MakeFolder(above);
                }
            }

            upload.MakeFolder("/" + path);
        }
        else
        {
            int status = peer.Ask("MKCOL", at.Path.TrimEnd('/') + "/");
            if (status == 405)
            {
                peer.Client.Finish();
                throw new CommandFailure($"{at.Path} is there already: with -p that is no failure.");
            }

            peer.Expect(status, at.Path);
            peer.Client.Finish();
        }

        teller.Say($"made {at}");
    }

    /// <summary><c>peer mv</c> and <c>peer cp</c></summary>
    public void MoveOrCopy(bool isMove, string from, string to, bool force)
    {
        PeerAddress source = PeerAddress.Read(from);
        PeerAddress target = PeerAddress.Read(to);
        if (source.Path.Trim('/') is "" or "files")
        {
            throw new CommandFailure("all of a peer's files cannot be named at once here: name what is in them.");
        }

        using RemotePeer peer = Open(source);
        RemoteEntry entry = Existing(peer, source);
        if (source.IsSamePeer(target))
        {
            string path = Into(peer, target, source.Name);
            if (path == entry.Path || path.StartsWith(entry.Path + "/", StringComparison.Ordinal))
            {
                throw new CommandFailure($"{entry.Path} cannot go onto or into itself: name another place.");
            }

            int status = peer.Ask(isMove ? "MOVE" : "COPY", entry.IsCollection ? entry.Path + "/" : entry.Path, client =>
            {
                client.FieldPath("Destination: ", path);
                client.Field("Overwrite: ", force ? "T" : "F"); // RFC 4918 §10.6
            });
            Conclude(peer, status, status is 412 or 409 ? path : entry.Path);
            teller.Say($"{entry.Path} -> {path}");
            return;
        }

        if (isMove)
        {
            throw new CommandFailure("a thing cannot be moved to another peer in one step: copy it with `peer cp`, then remove it with `peer rm`.");
        }

        using RemotePeer other = Open(target);
        string into = Into(other, target, source.Name);
        teller.During(() =>
        {
            string why = "";
            if (!new DirectCopy(source.AsSeenFrom(target.Host), other, teller, clock, force).Try(entry, into, out why))
            {
                teller.Say($"through this PC: {why}");
                new Relay(peer, other, teller, force).Copy(entry, into);
            }
        });
    }

    /// <summary>Where something of a name goes: into a folder that is there or that ends in '/', or to a new name.</summary>
    private static (string Folder, string Name) Place(string name, string? destination)
    {
        bool isInside = destination is null || Directory.Exists(destination) || destination.EndsWith('/') || Path.EndsInDirectorySeparator(destination);
        if (!isInside)
        {
            string full = Path.GetFullPath(destination!);
            return (Path.GetDirectoryName(full) ?? full, Path.GetFileName(full));
        }

        return Names.Objection(name) is { } objection
            ? throw new CommandFailure($"{name} cannot be a name here ({objection}): give another one as the last argument.")
            : (destination ?? ".", name);
    }

    /// <summary><c>peer mirror</c></summary>
    /// <param name="from">The address of what is followed.</param>
    /// <param name="to">The address of what follows it; null where <paramref name="from"/> is to follow nothing any more.</param>
    /// <param name="stops">Whether it ends.</param>
    /// <param name="name">What the peer that is followed is called; null where its address was given.</param>
    public void Mirror(string from, string? to, bool stops, string? name = null)
    {
        if (stops != to is null)
        {
            throw new CommandFailure(stops ? "with --stop name the folder that follows, and nothing else." : "name the folder that is followed, then the one that follows it.");
        }

        PeerAddress source = PeerAddress.Read(from);
        PeerAddress target = stops ? source : PeerAddress.Read(to!);
        if (!stops && source.IsSamePeer(target))
        {
            throw new CommandFailure("a folder follows one of another peer: name two peers.");
        }

        using RemotePeer peer = Open(target);
        if (!stops && PeerReport.Find(peer) is not { Copies: > 0 })
        {
            throw new CommandFailure($"{peer.Client.Authority} does not fetch by itself: nothing of it can follow.");
        }

        string path = target.Path.TrimEnd('/') + "/";
        int status = peer.Ask("COPY", path, client =>
        {
            client.Field("Follow: ", stops ? "?0" : name is null ? "?1" : "?1;peer=" + Shown(name));
            if (!stops)
            {
                client.Field("Source: ", source.AsSeenFrom(target.Host).FolderUri);
            }
        });
        if (status is 502 or 404 && !(stops && status == 502))
        {
            peer.Client.Finish();
            throw new CommandFailure(stops ? $"{path} follows nothing: see `peer status --json`." : $"{peer.Client.Authority} cannot list {Names.Shown(source.ToString())}: is it a folder of a peer that it can reach?");
        }

        peer.Expect(status, path);
        peer.Client.Finish();
        if (stops)
        {
            teller.Say($"{target} follows nothing");
            return;
        }

        // Who follows knows whether it knows that name.
        bool isNamed = name is not null && PeerReport.Find(peer) is { } report && report.Follows.Any(one => one.StartsWith(name + ":/", StringComparison.OrdinalIgnoreCase));
        teller.Say(isNamed ? $"{target} follows {name}:{source.Path[(PeerAddress.Files.Length - 1)..]}, wherever {name} is" : $"{target} follows {source}, as long as it has that address");
    }

    /// <summary>A name as a Display String (RFC 9651 §3.3.8).</summary>
    private static string Shown(string name)
    {
        StringBuilder shown = new("%\"");
        foreach (byte octet in Encoding.UTF8.GetBytes(name))
        {
            shown.Append(octet is >= 0x20 and < 0x7F and not (byte)'%' and not (byte)'"' ? ((char)octet).ToString() : "%" + octet.ToString("x2", CultureInfo.InvariantCulture));
        }

        return shown.Append('"').ToString();
    }

    private static string Into(RemotePeer peer, PeerAddress target, string name)
    {
        bool isFolder = target.Path.EndsWith('/') || peer.Find(target.Path) is { IsCollection: true };
        return isFolder ? PeerAddress.Join(target.Path, name) : target.Path;
    }

    private static RemoteEntry Existing(RemotePeer peer, PeerAddress at) => peer.Find(at.Path) ?? throw peer.Refusal(404, at.Path);

    private void PutOne(Upload upload, string source, string to, bool isInside)
    {
        if (source == "-")
        {
            if (isInside)
            {
                throw new CommandFailure("what comes from a pipe has no name: end the address with one.");
            }

            using Stream pipe = Console.OpenStandardInput();
            upload.StoreStream(pipe, to);
            return;
        }

        string full = LocalFile.Resolve(source);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));
        string target = isInside ? PeerAddress.Join(to, name) : to;
        bool isFolder = Directory.Exists(full);
        using LocalFolder folder = new(isFolder ? full : Path.GetDirectoryName(full)!, writable: false);
        upload.Store(folder, isFolder ? "" : Path.GetFileName(full), target);
    }

    private void RemoveOne(PeerAddress at, bool recursive)
    {
        using RemotePeer peer = Open(at);
        RemoteEntry entry = Existing(peer, at);
        if (entry.IsCollection && !recursive)
        {
            throw new CommandFailure($"{at.Path} is a folder: use -r to remove it with all that is in it.");
        }

        if (at.Path.Trim('/') is "" or "files")
        {
            throw new CommandFailure("all of a peer's files cannot be removed at once: name what is to go.");
        }

        Conclude(peer, peer.Ask("DELETE", entry.IsCollection ? entry.Path + "/" : entry.Path), entry.Path);
        teller.Say($"removed {at}");
    }

    /// <summary>Takes the answer of a method that works on a whole tree: a 207 tells what of it failed (RFC 4918 §9.6.1).</summary>
    private static void Conclude(RemotePeer peer, int status, string path)
    {
        if (status != 207)
        {
            peer.Expect(status, path);
            peer.Client.Finish();
            return;
        }

        (string Href, string Status)? error = Multistatus.FirstError(new BodyStream(peer.Client.Body));
        peer.Client.Finish();
        if (error is { } found)
        {
            throw new CommandFailure($"not all of {path} went: {found.Href} answers {found.Status}; look with `peer ls` and try again.");
        }
    }

    private void ListFolder(RemotePeer peer, string path, string prefix, bool recursive, int depth)
    {
        foreach (RemoteEntry member in peer.List(path))
        {
            Show(member, prefix + member.Name + (member.IsCollection ? "/" : ""));
            if (!member.IsCollection || !recursive || Names.Objection(member.Name) is not null)
            {
                continue;
            }

            if (depth >= DesktopLimits.TreeDepth)
            {
                teller.Complain($"left out what is in {member.Path}: it lies deeper than {DesktopLimits.TreeDepth} folders.");
            }
            else
            {
                ListFolder(peer, member.Path, prefix + member.Name + "/", recursive, depth + 1);
            }
        }
    }

    private void Show(RemoteEntry entry, string name)
    {
        // Exact octets for programs, units for people.
        string length = entry.Length < 0 ? "-" : teller.IsTerminal ? Measure.Of(entry.Length) : entry.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string time = entry.Modified is { } moment ? Measure.Of(moment) : "-";
        teller.Say($"{length,12}  {time,-16}  {name}");
    }

    private RemotePeer Open(PeerAddress at) =>
        new(at, network, clock) { Waits = teller.Await, Strangers = stranger => teller.Complain($"left out {stranger}: the peer lists it where it does not belong.") };

    private void Try(Action action, bool goesOn)
    {
        try
        {
            action();
        }
        catch (CommandFailure failure) when (goesOn && !failure.IsFinal)
        {
            teller.Complain(failure.Message);
        }
    }
}
