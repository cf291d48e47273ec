using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using PeerDevice.Host;
using PeerDevice.Services.Discovery;
using PeerDevice.Services.Files;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Ipp;
using PeerDevice.Simulation;
using PeerDevice.Tests.Printing;
using PeerDevice.Wire.Ipp;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The fear: each bound is small, and all of them together are more than a board has. What has bounds is filled, weighed at the board's own object sizes, and compared with the heap and the sockets of each
/// kind of board; firmware/README.md says the same numbers.
/// </summary>
public sealed class BudgetTests
{
    private const string Begin = "<!-- budget: checked by BudgetTests -->";
    private const string End = "<!-- /budget -->";
    private const string LockInfo = "<?xml version=\"1.0\"?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>OWNER</D:owner></D:lockinfo>";
    private const string PropFind = "<?xml version=\"1.0\"?><D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>";

    private const string PropPatch = "<?xml version=\"1.0\"?><D:propertyupdate xmlns:D=\"DAV:\" xmlns:Z=\"urn:schemas-microsoft-com:\"><D:set><D:prop><Z:Win32FileAttributes>00000020</Z:Win32FileAttributes></D:prop></D:set></D:propertyupdate>";

    // Stated beside their bounds in Profile, each with what it has: not weighed here.
    private const int LpdDesk = 700;
    private const int Pull = 5120;

    // As many as an ESP32's card opens.
    private const int OpenFiles = Limits.CardFiles;

    // Of the tables that a test does not fill: one of each, with names as long as a board lets them be, or as people make them.
    private static readonly int Upload = new HeapWeight().Of(new Upload { Id = Name(32), Target = Name(64), Staged = Name(32), Record = Name(32), Tag = Name(32) });
    private static readonly int PrinterEvent = new HeapWeight().Of(new PrinterEvent());
    private static readonly int Subscription = new HeapWeight().Of(new Subscription { User = Name(32), Data = new byte[Limits.NotifyUserData] });
    private static readonly int KnownPeer = new HeapWeight().Of(new KnownPeer
    {
        Name = Name(32), Id = Name(32), Kind = Name(14), Instance = new byte[32 + PeerType], Host = new byte[32 + LocalName],
    });

    // On the wire: "_peerdevice._tcp.local", ".local", with the octets of length.
    private const int PeerType = 26;
    private const int LocalName = 8;

    // Namespaces of the office and of the neighbours, which the image for boards without PSRAM has not.
    private static readonly string[] NotInTheSmallImage = ["Ipp", "Snmp", "Lpd", "Mirrors", "Fetching", "Json", "Metalink"];

    // What the runtime keeps of an image's assemblies, and of that for boards without PSRAM (firmware/README.md, "What an image takes").
    private const int Assemblies = 58_000;
    private const int AssembliesOfSmall = 36_800;

    // What an answer makes beside what its session and its content have, and drops with its end: a listing of some fifty members, or a PROPPATCH of what Explorer sets.
    private const int Answer = 6_000;

    // The card's, the printer's and the network's buffers and objects, which are the drivers' and the class library's, as the interpreter's heap has them.
    private const int Drivers = 9_700;

    // What is in use, records included and after a collection, when a board without PSRAM looks whether it has the memory to be found, as the interpreter's heap has it.
    private const int BeforeDiscovery = 64_800;

    // nf-interpreter: what an ESP32 has free less 100 KB.
    private const int SmallHeap = 96 * 1024;

    public static TheoryData<string, int> Boards => new TheoryData<string, int>
    {
        // 4 MB of mapped PSRAM less 256 KB; the PALTHREE's SDRAM, the smaller of the two.
        { "ESP32 without PSRAM", SmallHeap },
        { "ESP32 with PSRAM", (4 * 1024 * 1024) - (256 * 1024) },
        { "STM32", 8 * 1024 * 1024 },
    };

    [Theory]
    [MemberData(nameof(Boards))]
    public void WhatIsAllowedAtOnceFitsIntoTheHeap(string board, int heap)
    {
        Profile profile = ProfileOf(board);
        (int idle, int session, int aLock, int job, int file) = Weigh(board);
        Dictionary<string, int> tables = new Dictionary<string, int>
        {
            ["locks"] = profile.Locks * aLock,
            ["jobs"] = (profile.Jobs + profile.JobHistory) * job,
            ["files known"] = profile.IndexEntries * file,
            ["uploads"] = profile.Uploads * Upload,
            ["events"] = profile.PrinterEvents * PrinterEvent,
            ["subscriptions"] = profile.Subscriptions * Subscription,
            ["peers"] = profile.Peers * KnownPeer,
        };
        Dictionary<string, int> parts = new Dictionary<string, int>
        {
            ["idle"] = idle,
            ["assemblies"] = board == "ESP32 without PSRAM" ? AssembliesOfSmall : Assemblies,
            ["drivers"] = Drivers,
            ["sessions"] = Sessions(profile) * session,
            ["answers"] = Sessions(profile) * Answer,
            ["XML contents"] = Sessions(profile) * profile.XmlOctets,
            ["threads"] = Threads(profile) * HeapWeight.Thread,
            ["sockets"] = Open(profile) * HeapWeight.Socket,
            ["open files"] = OpenFiles * HeapWeight.File,
            ["tables"] = tables.Values.Sum(),
            ["LPD"] = profile.ServesLpd ? profile.LpdDesk * LpdDesk : 0,
            ["pulls"] = profile.Pulls * Pull,
            ["a content from several"] = profile.FetchLanes > 1 ? profile.FetchLanes * (profile.FetchOctets + Pull + HeapWeight.Thread) : 0,
        };
        int all = parts.Values.Sum();
        Assert.True(all <= heap, board + ": " + all + " of " + heap + " octets: " + string.Join(", ", parts.Concat(tables).Select(part => part.Key + " " + part.Value)));
        Says(board, idle, session, aLock, job, file, profile.Peers > 0 ? KnownPeer : 0, all);
    }

    // The fear: a board is found by its name, and then has no memory for who comes; or has it, and is not found.
    [Fact]
    public void WhereAPeerIsFoundByItsNameThereIsMemoryForWhoComesAndABoardWithoutPsramIsFound()
    {
        const string Board = "ESP32 without PSRAM";
        Profile profile = ProfileOf(Board);
        (_, int session, int aLock, int job, _) = Weigh(Board);
        int needed = Services(profile) + HeapWeight.Thread + HeapWeight.Socket
            + (Sessions(profile) * (session + Answer + profile.XmlOctets + HeapWeight.Thread + HeapWeight.Socket))
            + (OpenFiles * HeapWeight.File) + (profile.Locks * aLock) + ((profile.Jobs + profile.JobHistory) * job);
        Assert.InRange(profile.HeapForDiscovery, needed, SmallHeap - BeforeDiscovery);
        Assert.True(SmallHeap - BeforeDiscovery - profile.HeapForDiscovery < needed / 10, "and not long before it has to be");
    }

    [Theory]
    [InlineData("ESP32 without PSRAM")]
    [InlineData("ESP32 with PSRAM")]
    [InlineData("STM32")]
    public void AllSocketsThatMayBeOpenAtOnceAreThere(string board)
    {
        Profile profile = ProfileOf(board);

        int open = Open(profile);
        Assert.True(open <= profile.Sockets, board + " may open " + open + " of " + profile.Sockets + " sockets");
    }

    // HTTP; raw data; IPP; LPD and who is heard at its desk; SNMP; sessions; multicast DNS; and one to refuse or to fetch with.
    private static int Open(Profile profile)
    {
        return 1 + (profile.ServesRaw ? 1 : 0) + (profile.ServesIpp ? 1 : 0) + (profile.ServesLpd ? 1 + profile.LpdDesk : 0) + (profile.ServesSnmp ? 1 : 0) + profile.Sessions + 1 + 1;
    }

    private static Profile ProfileOf(string board)
    {
        return board == "STM32" ? Profile.FourSockets() : board == "ESP32 with PSRAM" ? Profile.SixteenSockets() : Profile.SixteenSocketsSmallHeap();
    }

    // Sessions; one for each listener and datagram socket, but that the Printer's own serves raw intake where there is no office; LPD's desk; the Printer's, multicast DNS', the image's own, the light's; and those of peers that are looked for and followed.
    private static int Threads(Profile profile)
    {
        const int Others = 4;
        return Sessions(profile) + 1 + (profile.ServesRaw && profile.HasOffice ? 1 : 0) + (profile.ServesIpp ? 1 : 0) + (profile.ServesLpd ? 1 + profile.LpdDesk : 0) + (profile.ServesSnmp ? 1 : 0)
            + Others + (profile.Peers > 0 ? 1 : 0) + (profile.Pulls > 0 ? 1 : 0) + (profile.Tags > 0 ? 1 : 0);
    }

    // Those that there is always room for: where memory is short one more has to find it.
    private static int Sessions(Profile profile)
    {
        return profile.HeapForOneMore > 0 ? 1 : profile.Sessions;
    }

    /// <summary>What the services have that are there only when it runs, multicast DNS with its own records above all.</summary>
    private static int Services(Profile profile)
    {
        TestPeer resting = new TestPeer(profile: profile, hasSpool: true);
        int before = new HeapWeight().Of(resting.Peer);
        using RunningPeer running = new RunningPeer(
            profile,
            static test =>
            {
                test.Settings.Discovery = true;
                test.Network.Ether = new MemoryEther(test.Clock);
            },
            hasSpool: true);

        // Its thread knows its link, and so has its records, from its first turn on.
        running.Until(() => new HeapWeight().Count(running.Test.Peer, "ResponderLink") > 0, Limits.PollInterval);
        return new HeapWeight().Of(running.Test.Peer) - before;
    }

    private static (int Idle, int Session, int Lock, int Job, int File) Weigh(string board)
    {
        Profile profile = ProfileOf(board);
        TestPeer peer = new TestPeer(profile: profile, hasSpool: true);
        peer.Store.KeepsLog = false;
        byte[]?[] blocks = new byte[]?[profile.Blocks];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = peer.Peer.Parts.Blocks.Borrow();
        }

        Array.ForEach(blocks, block => peer.Peer.Parts.Blocks.Return(block!));

        // What the share remembers of what was asked last, and what it knows of properties once there are any.
        peer.Put("first", "content");
        peer.Ask("PROPFIND", "/files/", "Depth: 1\r\n", PropFind);
        Assert.Equal(207, peer.Ask("PROPPATCH", "/files/first", "", PropPatch).Status);
        int idle = new HeapWeight().Of(peer.Peer);

        string name = new string('n', 24);
        for (int i = 0; i < profile.IndexEntries; i++)
        {
            peer.Put(name + i, "content");
        }

        int withFiles = new HeapWeight().Of(peer.Peer);
        string owner = new string('o', 64);
        string content = LockInfo.Replace("OWNER", owner);
        for (int i = 0; i < profile.Locks; i++)
        {
            Assert.Equal(200, peer.Ask("LOCK", "/files/" + name + i, "", content).Status);
        }

        int withLocks = new HeapWeight().Of(peer.Peer);
        for (int i = 0; i < profile.Jobs; i++)
        {
            Assert.True(profile.HasOffice ? Spools(peer) : Waits(peer, profile));
        }

        int withJobs = new HeapWeight().Of(peer.Peer);
        HeapWeight rest = new HeapWeight();
        rest.Of(peer.Peer);
        int session = rest.Of(Used(peer));
        return (idle + new HeapWeight().OfStatics(profile.HasOffice ? [] : NotInTheSmallImage) + Services(profile), session, (withLocks - withFiles) / profile.Locks, (withJobs - withLocks) / profile.Jobs, (withFiles - idle) / profile.IndexEntries);
    }

    private static bool Spools(TestPeer peer)
    {
        return IppCall.To(Operation.PrintJob).With(w => w.Name("job-name", new string('j', 40))).Document(new byte[] { 1 }).Ask(peer).Status == IppStatus.SuccessfulOk;
    }

    // Without a spool a document is printed as it comes: then a Job waits before its document does.
    private static bool Waits(TestPeer peer, Profile profile)
    {
        return new Intake(peer.Peer.Parts.Printers.First!, peer.Clock, peer.Peer.Parts.Blocks, profile.OwnOctets).Create(new Job { Name = Name(40), Host = Name(15) }) == PrintStatus.Ok;
    }

    /// <summary>A session that has done everything once, so that it has every buffer that it ever makes.</summary>
    private static Session Used(TestPeer peer)
    {
        Session session = new Session(peer.Peer.Parts, null);
        session.Serve(peer.Link().Send(TestPeer.Request("GET", "/files/")).End());
        session.Serve(peer.Link().Send(TestPeer.Request("PROPFIND", "/files/", "Depth: 0\r\nContent-Length: " + PropFind.Length + "\r\n") + PropFind).End());
        session.Serve(peer.Link().Send(TestPeer.Request("LOCK", "/files/another", "Content-Length: " + LockInfo.Length + "\r\n") + LockInfo).End());
        byte[] print = IppCall.To(Operation.GetPrinterAttributes).Octets();
        session.Serve(peer.Link().Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + print.Length + "\r\n")).Send(print).End());
        print = IppCall.To(Operation.PrintJob).With(w => w.Name("job-name", new string('j', 40))).Document(new byte[] { 1 }).Octets();
        for (int i = 0; i < 2; i++)
        {
            session.Serve(peer.Link().Send(TestPeer.Request("POST", "/ipp/print", "Content-Type: application/ipp\r\nContent-Length: " + print.Length + "\r\n")).Send(print).End());
        }

        return session;
    }

    // No literal: the text of one of those stays in flash.
    private static string Name(int length) => new string('n', length);

    /// <summary>The table in firmware/README.md states no less than was weighed, and not half as much again.</summary>
    private static void Says(string board, params int[] weighed)
    {
        string[] lines = File.ReadAllText(Readme()).Split('\n').SkipWhile(line => line.Trim() != Begin).TakeWhile(line => line.Trim() != End).ToArray();
        string? row = Array.Find(lines, line => line.StartsWith("| " + board + " |", StringComparison.Ordinal));
        string said = string.Join(" | ", weighed.Select(one => one.ToString("N0", CultureInfo.InvariantCulture)));
        Assert.True(row is not null, "firmware/README.md has no budget of " + board + "; weighed: " + said);
        int[] stated = row!.Split('|').Skip(2).Take(weighed.Length).Select(cell => int.Parse(cell.Replace(",", ""), CultureInfo.InvariantCulture)).ToArray();
        for (int i = 0; i < weighed.Length; i++)
        {
            Assert.True(weighed[i] <= stated[i] && stated[i] <= (weighed[i] * 3 / 2) + 1, board + ": firmware/README.md states " + row.Trim() + "; weighed: " + said);
        }
    }

    private static string Readme()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PeerDevice.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "firmware", "README.md");
    }
}
