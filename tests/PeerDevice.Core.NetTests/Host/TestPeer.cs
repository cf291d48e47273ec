using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Services.Status;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>A peer in memory with a store that can be watched, asked over a scripted connection.</summary>
internal sealed class TestPeer
{
    public const long Now = 1763800000;

    // One for all peers: two mounts of a card must not draw the same.
    private static readonly SeededRandom Chance = new SeededRandom(1);

    public TestPeer(bool isFat = true, bool isWritable = true, Profile? profile = null, IFileStore? inFront = null, FatMedium? medium = null, IRandom? random = null, string name = "desk", long cardSize = 0, bool hasSpool = false, int pull = PeerSettings.PullsFromOffice, PrinterLanguage? language = null, IUnpacker? unpacker = null, bool keepsJobs = false, string identity = "", KnownContents? contents = null, IMemory? memory = null, IFileStore? spool = null)
    {
        Clock = new VirtualClock(Now);
        Output = new SimulatedOutput(Clock);
        Network = new MemoryNetwork(Clock);
        Profile = profile ?? (isFat ? Profile.SixteenSockets() : Profile.Desktop());
        Medium = medium ?? new FatMedium(4096, 512);
        Fat = new FatStore(Medium);
        Plain = new PlainStore(Clock);
        contents?.Of(Plain);
        Store = new FailingStore(inFront ?? (isFat ? Fat : Plain));
        Settings = new PeerSettings { Name = name, HostNames = new[] { "pc-7", "pc-7.local", "pc-7.office.example" }, HttpPort = 80, RawPort = 9100, Writable = isWritable, CardSize = cardSize, Spool = hasSpool || spool is not null, Pull = pull, KeepsJobs = keepsJobs };
        Random = random ?? Chance;
        Peer = new Peer(Profile, new Ground("board", Store, Network, Clock, Random, new NotedIndicator(Indicator, new LogRing(Clock, Profile.LogOctets)), new[] { new Outlet("", Output, language ?? new RawLanguage()) }) { Office = Profile.HasOffice ? new PrintOffice() : null, Digests = isFat ? null : new Sha256Digests(), Unpacker = unpacker, Identity = identity, Spool = spool, Contents = contents, Memory = memory, Neighbours = Profile.HasNeighbours ? Neighbours : null }, Settings);
    }

    public VirtualClock Clock { get; }

    public FatMedium Medium { get; }

    public FatStore Fat { get; }

    public PlainStore Plain { get; }

    public FailingStore Store { get; }

    public IRandom Random { get; }

    public SimulatedOutput Output { get; }

    public MemoryNetwork Network { get; }

    public SilentIndicator Indicator { get; } = new SilentIndicator();

    public Profile Profile { get; }

    public PeerSettings Settings { get; }

    public Peer Peer { get; }

    /// <summary>What it has to do with others; nothing where its profile has no room for that.</summary>
    public Neighbours Neighbours { get; } = new Neighbours();

    /// <summary>A connection that has sent nothing yet.</summary>
    public ScriptLink Link()
    {
        return new ScriptLink(Clock);
    }

    /// <summary>Serves a connection to its end; what came back, and nothing may have gone wrong inside.</summary>
    public List<Answer> Serve(ScriptLink link, params string[] methods)
    {
        new Session(Peer.Parts, null).Serve(link);
        Assert.Empty(Indicator.Lines);
        Assert.Empty(Fat.WrongFacts);
        Assert.True(link.IsClosed);
        return Answer.All(link.Received, methods);
    }

    /// <summary>Asks one thing on a connection of its own.</summary>
    public Answer Ask(string method, string target, string fields = "", string content = "")
    {
        return Ask(method, target, fields, Encoding.Latin1.GetBytes(content));
    }

    /// <summary>Asks one thing with content on a connection of its own.</summary>
    public Answer Ask(string method, string target, string fields, byte[] content)
    {
        string length = content.Length > 0 || method == "PUT" ? "Content-Length: " + content.Length + "\r\n" : "";
        List<Answer> answers = Serve(Link().Send(Request(method, target, fields + length)).Send(content).End(), method);
        Assert.Single(answers);
        return answers[0];
    }

    /// <summary>A request's head.</summary>
    public static string Request(string method, string target, string fields = "")
    {
        return method + " " + target + " HTTP/1.1\r\nHost: desk\r\n" + fields + "\r\n";
    }

    /// <summary>Does what the Printer's thread does with what is stored.</summary>
    public void PrintStored()
    {
        Printer printer = Peer.Parts.Printers.First!;
        PrintRun run = new PrintRun(printer, Clock, Peer.Parts.Blocks, 512);
        while (printer.TakeNext() is { } job)
        {
            run.Print(job);
        }
    }

    /// <summary>Puts a file there by the front door.</summary>
    public void Put(string path, string content)
    {
        Answer answer = Ask("PUT", "/files/" + path, "", content);
        Assert.True(answer.Status is 201 or 204, "PUT " + path + ": " + answer.Status + " " + answer.Text);
    }

    /// <summary>Makes a collection by the front door.</summary>
    public void MakeCollection(string path)
    {
        Assert.Equal(201, Ask("MKCOL", "/files/" + path).Status);
    }

    /// <summary>The content of a file as a client gets it; null when it is not there.</summary>
    public string? Get(string path)
    {
        Answer answer = Ask("GET", "/files/" + path);
        if (answer.Status == 404)
        {
            return null;
        }

        Assert.Equal(200, answer.Status);
        Assert.True(answer.IsWhole);
        return answer.Text;
    }

    /// <summary>Every file and collection but the reserved area: what a change has done to the share.</summary>
    public string Tree()
    {
        List<string> lines = new List<string>();
        if (Store.IsFat)
        {
            FatReport report = FatCheck.Examine(Fat.Medium);
            Assert.True(report.IsSound, report.ToString());
            foreach (KeyValuePair<string, byte[]?> file in report.Files)
            {
                lines.Add(file.Key + " = " + Encoding.Latin1.GetString(file.Value!));
            }

            foreach (string collection in report.Collections)
            {
                lines.Add(collection + "/");
            }
        }
        else
        {
            foreach (string path in Plain.All())
            {
                lines.Add(path.EndsWith('/') ? path : path + " = " + Encoding.Latin1.GetString(Plain.Get(path)!));
            }
        }

        lines.RemoveAll(line => line.StartsWith(".peer", StringComparison.Ordinal));
        lines.Sort(StringComparer.Ordinal);
        return string.Join("\n", lines);
    }

    /// <summary>Uploads that were left in the reserved area.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        return Store.IsFat
            ? FatCheck.Examine(Fat.Medium).Leftovers
            : Plain.All().FindAll(path => path.StartsWith(".peer/u/", StringComparison.Ordinal) && !path.EndsWith('/'));
    }
}
