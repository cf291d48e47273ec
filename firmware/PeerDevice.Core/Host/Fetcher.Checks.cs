using PeerDevice.Board;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Host;

/// <content>Whether what came is right, and through whom it is not.</content>
public sealed partial class Fetcher
{
    /// <summary>A source names the SHA-256 of what it has; the first to do so is believed until it turns out wrong, unless the order knows better. Under the plan's lock.</summary>
    /// <returns>What it should be; null where something else will tell.</returns>
    internal byte[]? Believe(byte[] digest)
    {
        if (Order.Sha256 is null && (Pieces is not null || Order.TreeTag is not null))
        {
            return null;
        }

        _said = _said ?? digest;
        return Order.Sha256 ?? _said;
    }

    /// <summary>What verifies the pieces of a run.</summary>
    internal PieceCheck? NewCheck()
    {
        return PieceCheck.For(Pieces, _digests);
    }

    private int Look()
    {
        if (IsTooLong)
        {
            return FetchOutcome.TooLong;
        }

        if (Files.Status != StoreStatus.Ok)
        {
            return FetchOutcome.Store;
        }

        if (Plan.IsDone)
        {
            return IsRight() ? FetchOutcome.Ok : Files.Status != StoreStatus.Ok ? FetchOutcome.Store : FetchOutcome.Wrong;
        }

        return IsStopped ? FetchOutcome.Stopped : HasChanged ? FetchOutcome.Changed : FetchTrial.HasLiar(Order.Sources) && Plan.Length == Plan.Missing() ? FetchOutcome.Wrong : FetchOutcome.NoSource;
    }

    // The whole is looked at, unless each of its pieces was.
    private bool IsRight()
    {
        // Closed: a card's file is not read while it is written.
        if (!Files.Close(_isDurable) || !Files.Join(Plan))
        {
            return false;
        }

        byte[]? known = Order.Sha256 ?? _said;
        bool bySha = known is not null && _digests is not null;
        if (Pieces is not null || (!bySha && Order.TreeTag is null))
        {
            return true;
        }

        WholeCheck check = bySha ? new WholeCheck(_digests!.Sha256()) : Files.Check ?? new WholeCheck(null);
        bool isRight = check.IsRight(_store, Order.Path, Plan.Length, bySha ? known! : Order.TreeTag!, _lanes.Length == 0 ? new byte[Limits.IndexBlock] : _lanes[0].Block, out bool hasFailed);
        if (hasFailed)
        {
            // It is the store that fails, and no source.
            Files.Fail();
        }

        return isRight;
    }

    // What several gave together is wrong, and nobody knows through whom: each is tried alone, and who alone was wrong is not asked again.
    private bool TryApart()
    {
        _apart++;
        int only = FetchTrial.Suspect(Order.Sources);
        if (only >= 0)
        {
            Plan.Accuse(only);
        }

        Discard();
        _said = null;
        Plan.Forgive();
        Plan.Clear();
        Plan.IsSolo = true;
        Plan.Begin(Order.Length >= 0 ? Order.Length : -1);
        _notedAt = 0;
        return Plan.HasSource() && _apart <= Order.Sources.Length + 1;
    }
}
