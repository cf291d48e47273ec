using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Commands;
using PeerDevice.Host;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Fetches one file from several places at once, by the engine's <see cref="Fetcher"/>. It arrives as <c>NAME.part</c>, with what is known of it beside it, and gets its name when all of it is there and right.
/// </summary>
internal sealed class ManyDownload(INetwork network, IClock clock, LocalFolder folder, Teller teller, bool force)
{
    /// <summary>Fetches what an order says, and gives it its name.</summary>
    /// <exception cref="CommandFailure">It is not to be had; what has come is kept, unless it is of no use.</exception>
    public void Fetch(string name, FetchOrder order)
    {
        StoreEntry? there = folder.Find(name);
        if (there is { IsCollection: true })
        {
            throw new CommandFailure($"{folder.Shown(name)} is a folder: move it away, or choose another name.");
        }

        if (there is not null && !force && order.Length >= 0 && there.Length != order.Length)
        {
            throw new CommandFailure($"{folder.Shown(name)} is here already and differs: use --force to replace it.");
        }

        int outcome = Run(order);
        if (outcome == FetchOutcome.Changed)
        {
            // What had come is of a version that is no more; once more, of this one.
            order = new FetchOrder(order.Path, [.. order.Sources.Select(static source => new FetchSource(source.Uri, source.Rank))]) { Length = order.Length, Sha256 = order.Sha256, TreeTag = order.TreeTag, Pieces = order.Pieces };
            outcome = Run(order);
        }

        if (outcome != FetchOutcome.Ok)
        {
            folder.Check(order.StoreStatus, order.Path);
            throw new CommandFailure(Sentence(name, outcome, order));
        }

        foreach (FetchSource source in order.Sources.Where(static source => source.IsDropped))
        {
            teller.Say($"{source.Uri} was of no use: {Lower(source.Trouble)}");
        }

        if (order.Modified > 0)
        {
            FolderWriter writer = folder.Write(order.Path, anew: false);
            writer.Modified = DateTime.UnixEpoch.AddSeconds(order.Modified);
            folder.Check(writer.Close(durable: false), order.Path);
        }

        Download.Settle(folder, teller, order.Sources[0].Uri, order.Path, name, there is not null && !force);
    }

    private int Run(FetchOrder order)
    {
        Fetcher fetcher = new(order, folder.Store, network, clock, new PcDigests(), Profile.Desktop());
        void OnInterrupt(object? sender, ConsoleCancelEventArgs arguments)
        {
            arguments.Cancel = true;
            fetcher.Stop();
        }

        Console.CancelKeyPress += OnInterrupt;
        try
        {
            Task<int> running = Task.Factory.StartNew(fetcher.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Teller.Track? track = null;
            while (!running.Wait(DesktopLimits.ProgressInterval))
            {
                track ??= fetcher.Length >= 0 ? teller.Follow(order.Path[..^Download.PartSuffix.Length], fetcher.Length) : null;
                track?.At(fetcher.Done);
            }

            track?.Dispose();
            return running.Result;
        }
        finally
        {
            Console.CancelKeyPress -= OnInterrupt;
        }
    }

    /// <summary>What is told of a fetch that brought no file.</summary>
    internal static string Sentence(string name, int outcome, FetchOrder order)
    {
        string what = Names.Shown(name);
        string reasons = string.Join(" ", order.Sources.Where(static source => source.Trouble.Length > 0).Select(static source => $"{source.Uri}: {Lower(source.Trouble)}"));
        return outcome switch
        {
            FetchOutcome.Stopped => $"{what} was stopped after {order.Done} octets: run the command again, it {(order.Sources.All(static source => source.IsOfNoUse || source.IsWhole) ? "begins from the start, since none of its places gives the rest" : "goes on from there")}.",
            FetchOutcome.Wrong => $"what came of {what} is not what it should be, from any of its sources: nothing was kept.",
            FetchOutcome.Changed => $"{what} is being changed where it comes from: try again later.",
            _ when order.Done > 0 && order.Sources.All(static source => source.IsOfNoUse) => $"{what} broke off after {order.Done} octets, which are kept: none of its places gives the rest. {reasons}",
            _ when order.Done > 0 && order.Sources.All(static source => source.IsOfNoUse || source.IsWhole) => $"{what} broke off after {order.Done} octets: try again, from the start, since none of its places gives the rest of it. {reasons}",
            _ when order.Done > 0 => $"{what} broke off after {order.Done} octets: run the command again, it goes on from there. {reasons}",
            _ => $"{what} cannot be fetched. {reasons}",
        };
    }

    private static string Lower(string sentence) => sentence.Length == 0 ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
