using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Printing;
using PeerDevice.Services.Printing.Languages;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Host;

namespace PeerDevice.Tests.Printing;

/// <summary>
/// The fear: in a busy office a document is lost, or printed twice and nobody says so. Eight clients bring a thousand documents by raw data, LPD, IPP and by having
/// them fetched, and break off some; the printer jams, runs out of paper, stops, resets and is unplugged; the card fails. Every document is accounted for, octet by octet.
/// </summary>
public sealed class OfficeCrowdTests
{
    private const int Clients = OfficeClient.Clients;
    private const int Documents = 125;
    private const int Troubles = 60;
    private const int TroubleEvery = 40_000;
    private const int LongestTrouble = 3000;
    private const int StoreFaultEvery = 2000;
    private const int Step = 20;
    private const int FetchedCutEvery = 4;
    private const string Server = "10.77.0.2";
    private const int ServerPort = 8080;

    // For a test that would hang otherwise: nothing is measured by it.
    private static readonly TimeSpan Despair = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void AThousandDocumentsAreEachPrintedOnceOrReported(bool hasSpool, int seed)
    {
        VirtualClock clock = new(TestPeer.Now) { StandsStill = true };
        MemoryNetwork network = new(clock);
        PrinterModel model = new(clock);
        Random faults = new(seed);
        for (int i = 0; i < Troubles; i++)
        {
            model.With(faults.Next(i * TroubleEvery, (i + 1) * TroubleEvery), (TroubleKind)faults.Next(Enum.GetValues<TroubleKind>().Length), faults.Next(1, LongestTrouble));
        }

        FailingStore store = new(new FatStore(new FatMedium(16384, 512))) { KeepsLog = false };
        Profile profile = Profile.SixteenSockets();
        profile.JobHistory = 2 * Clients * Documents;
        PeerSettings settings = new() { Name = "desk", HttpPort = 80, RawPort = 9100, LpdPort = 515, Spool = hasSpool, SnmpPort = PeerSettings.NoPort };
        Peer peer = new(profile, new Ground("board", store, network, clock, new SeededRandom(seed), new SilentIndicator(), [new Outlet("", model, new RawLanguage())]) { Office = new PrintOffice(), Neighbours = new Neighbours() }, settings);
        ConcurrentDictionary<string, byte[]> fetched = new();
        network.Elsewhere = (_, port) => port == ServerPort ? Serving(clock, fetched, faults) : null;
        Assert.True(peer.Start());
        store.Status = StoreStatus.Failed;
        store.FailsNow = call => hasSpool && Chance(faults, StoreFaultEvery);

        List<OfficeClient> clients = Enumerable.Range(0, Clients).Select(i => new OfficeClient(i, seed, network, clock, (name, octets) =>
        {
            fetched[name] = octets;
            return FormattableString.Invariant($"http://{Server}:{ServerPort}/{name}");
        })).ToList();
        List<Thread> threads = clients.ConvertAll(client => new Thread(() => client.Work(Documents)));
        threads.ForEach(thread => thread.Start());
        Printer printer = peer.Parts.Printers.First!;
        long start = Stopwatch.GetTimestamp();
        while (threads.Exists(thread => thread.IsAlive) || printer.Waiting > 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Despair, $"seed {seed}: {printer.Waiting} jobs wait: {printer.Message}");
            if (!threads.Exists(thread => thread.IsAlive))
            {
                store.FailsNow = null;
            }

            clock.Elapse(Step);
            Thread.Sleep(1);
        }

        Assert.All(clients, client => Assert.Null(client.Fault));
        Account(clients.SelectMany(client => client.All).ToList(), Jobs(printer), model.Papers, hasSpool, seed);
        using Timer timer = new(_ => clock.Elapse(Limits.DeviceRetryMilliseconds), null, 0, 1);
        peer.Stop();
    }

    private static void Account(List<Brought> brought, List<Job> jobs, IReadOnlyList<PrinterModel.Paper> papers, bool hasSpool, int seed)
    {
        StringBuilder wrong = new();
        Dictionary<string, Brought> byName = brought.ToDictionary(each => each.Name);
        ILookup<string, PrinterModel.Paper> onPaper = papers.Where(paper => paper.Octets.Length > 0).ToLookup(paper => NameOn(paper.Octets, brought));
        ILookup<string, Job> byJob = jobs.ToLookup(job => byName.ContainsKey(job.Name) ? job.Name : RawName(job, brought));
        foreach (Brought one in brought)
        {
            int whole = onPaper[one.Name].Count(paper => paper.IsWhole && paper.Octets.AsSpan().SequenceEqual(one.Octets));
            List<Job> its = byJob[one.Name].ToList();
            bool isReported = its.Any(job => job.State != JobState.Completed || (job.Reasons & (JobReasons.PossiblyPrintedTwice | JobReasons.CompletedWithErrors)) != 0);
            bool mayBeTwice = its.Any(job => (job.Reasons & JobReasons.PossiblyPrintedTwice) != 0);
            bool isSo = one.Told switch
            {
                Told.Acknowledged => its.Count == 1 && (whole == 1 || (whole > 1 && mayBeTwice) || (whole == 0 && isReported)),
                Told.Refused => whole == 0,
                _ => whole <= 1 || mayBeTwice,
            };
            if (!isSo)
            {
                wrong.Append(CultureInfo.InvariantCulture, $"{one.Name} by {one.Way}, {one.Told}: printed {whole} times, jobs {string.Join(", ", its.Select(job => $"{job.State}/{job.Reasons:x} {job.Message}"))}\n");
            }
        }

        Assert.True(wrong.Length == 0, $"seed {seed}:\n{wrong}");
        foreach (PrinterModel.Paper paper in papers.Where(paper => paper.Octets.Length > 0))
        {
            Brought of = byName[NameOn(paper.Octets, brought)];
            Assert.True(of.Octets.AsSpan().StartsWith(paper.Octets), $"seed {seed}: what is on paper was never brought");
            bool mayBePart = !paper.IsWhole || (of.Way == Way.Raw && of.Told != Told.Acknowledged);
            Assert.True(mayBePart || paper.Octets.Length == of.Octets.Length, $"seed {seed}: {of.Name} by {of.Way}, {of.Told}, was printed in part and called whole");
        }

        Assert.All(jobs, job => Assert.True(job.IsEnded));
        foreach (Way way in Enum.GetValues<Way>())
        {
            int acknowledged = brought.Count(one => one.Way == way && one.Told == Told.Acknowledged);
            Assert.True(acknowledged > Clients * Documents / 6, $"Hardly anything was printed by {way}: {acknowledged}");
        }

        Assert.Contains(brought, one => one.Told == Told.BrokenOff);
        Assert.Contains(papers, paper => !paper.IsWhole);
        if (hasSpool)
        {
            Assert.Contains(jobs, job => (job.Reasons & JobReasons.PossiblyPrintedTwice) != 0);
        }
    }

    // Raw data has no name: a job of which all arrived is known by its length, which no other document has. What arrived of one that broke off may be as long as
    // another, and says nothing.
    private static string RawName(Job job, List<Brought> brought)
    {
        bool isWhole = job.Origin == Job.ByRaw && (job.Reasons & JobReasons.SubmissionInterrupted) == 0 && (job.State == JobState.Completed || job.IsSpooled);
        return isWhole ? brought.Find(one => one.Way == Way.Raw && one.Octets.Length == job.Octets)?.Name ?? "" : "";
    }

    private static string NameOn(byte[] octets, List<Brought> brought)
    {
        string text = Encoding.ASCII.GetString(octets);
        int end = text.IndexOf('>', StringComparison.Ordinal);
        return end > 0 ? text.Substring(1, end - 1) : brought.Find(one => one.Octets.AsSpan().StartsWith(octets))?.Name ?? "";
    }

    private static List<Job> Jobs(Printer printer)
    {
        Job[] jobs = new Job[printer.Held];
        return jobs.Take(printer.List(jobs, true)).ToList();
    }

    private static bool Chance(Random random, int every)
    {
        lock (random)
        {
            return random.Next(every) == 0;
        }
    }

    /// <summary>A server of the documents that are to be fetched; it cuts some of them off, and goes on where it is asked to.</summary>
    private static MemoryLink Serving(VirtualClock clock, ConcurrentDictionary<string, byte[]> documents, Random faults)
    {
        MemoryLink server = MemoryLink.Pair(clock);
        server.Other.Remote = Server;
        new Thread(() => Serve(server, documents, faults)) { IsBackground = true }.Start();
        return server.Other;
    }

    private static void Serve(MemoryLink link, ConcurrentDictionary<string, byte[]> documents, Random faults)
    {
        link.SetReadPatience(int.MaxValue);
        byte[] octet = new byte[1];
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (link.Source.Read(octet, 0, 1) != 1)
            {
                link.Close();
                return;
            }

            head.Append((char)octet[0]);
        }

        string request = head.ToString();
        string name = request.Split(' ')[1].Substring(1);
        byte[] document = documents[name];
        int range = request.IndexOf("Range: bytes=", StringComparison.OrdinalIgnoreCase);
        int first = range < 0 ? 0 : int.Parse(request.AsSpan(range + 13, request.IndexOf('-', range) - range - 13), CultureInfo.InvariantCulture);
        string status = first == 0 ? "200 OK" : "206 Partial Content";
        string part = first == 0 ? "" : FormattableString.Invariant($"Content-Range: bytes {first}-{document.Length - 1}/{document.Length}\r\n");
        byte[] answer = Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 {status}\r\nContent-Length: {document.Length - first}\r\n{part}ETag: \"{name}\"\r\nConnection: close\r\n\r\n"));
        byte[] all = [.. answer, .. document.AsSpan(first)];
        bool isCut = Chance(faults, FetchedCutEvery);
        int until = all.Length;
        if (isCut)
        {
            lock (faults)
            {
                until = faults.Next(answer.Length, all.Length);
            }
        }

        link.Sink.Write(all, 0, until);
        if (isCut && Chance(faults, 2))
        {
            link.Abort();       // what is on its way is lost too
        }
        else
        {
            link.Close();
        }
    }
}
