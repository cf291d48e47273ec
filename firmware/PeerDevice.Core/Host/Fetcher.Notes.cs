using PeerDevice.Board;
using PeerDevice.Services.Fetching;

namespace PeerDevice.Host;

/// <content>What stands on the store of how far it is, from the beginning to the end.</content>
public sealed partial class Fetcher
{
    /// <summary>Gives up what an order has brought so far. Not while it runs.</summary>
    public void Discard()
    {
        Files.Close(false);
        _record.End();
        Files.Delete();
        _record.Delete();
    }

    /// <summary>A source has told which version it has: it belongs into the record.</summary>
    internal void NoteSoon()
    {
        _isNoteDue = true;
        Wake();
    }

    // Takes up what there is on the store.
    private void Recall()
    {
        long length = _record.Read(Order, Plan);

        // How long it is may have been found out meanwhile.
        bool isLearned = length != FetchRecord.None && length < 0 && Order.Length >= 0;
        if (length == FetchRecord.None || (isLearned && Plan.At(Plan.Count - 1).Next > Order.Length))
        {
            Plan.Clear();
            _record.End();
            Files.Delete();
            Plan.Begin(Order.Length);
        }
        else
        {
            Plan.Begin(length);
            if (isLearned)
            {
                Plan.Learn(Order.Length);
            }

            for (int i = 0; i < Plan.Count; i++)
            {
                FetchRun run = Plan.At(i);
                Plan.Clamp(run, Files.Has(run.Slot, run.First));
            }
        }

        _notedAt = Plan.Stored();
    }

    private void Note()
    {
        _isNoteDue = false;
        long stored = Done;
        lock (Plan)
        {
            Plan.Mark();
        }

        if (_isDurable && !Files.Sync())
        {
            return;
        }

        // Whether there are runs is this thread's doing.
        if (Plan.Count > 0)
        {
            _storeStatus = _record.Write(Order, Plan, _isDurable);
        }

        _notedAt = stored;
    }

    private void Finish(ref int outcome)
    {
        FetchTrial.Clear(Order.Sources);
        if (Plan.Length == 0)
        {
            Files.Touch();
        }

        if (Files.Status != StoreStatus.Ok)
        {
            outcome = FetchOutcome.Store;
            return;
        }

        Order.Length = Plan.Length;
        Order.Done = Plan.Length;
        _record.End();
        Files.DropParts();
        _record.Delete();
    }
}
