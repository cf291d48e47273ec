using PeerDevice.Board;

namespace PeerDevice.Services.Files;

/// <summary>
/// The third-party copies that are under way, and those that ended a while ago: who lost the connection asks what came of one. Bounded; of those that ended the oldest gives way. A restart forgets those that ended.
/// </summary>
public sealed class CopyTable
{
    private readonly CopyState?[] _copies;
    private readonly IClock _clock;
    private readonly IRandom _random;

    /// <summary>An empty table.</summary>
    public CopyTable(int entries, IClock clock, IRandom random)
    {
        _copies = new CopyState?[entries];
        _clock = clock;
        _random = random;
    }

    /// <summary>Takes up a copy that a restart broke off.</summary>
    /// <param name="id">Who it is.</param>
    /// <param name="record">Where it is written down.</param>
    /// <returns>False when there is no place for it.</returns>
    public bool Restore(string id, string record)
    {
        return Place(new CopyState { Id = id, Record = record });
    }

    /// <summary>Begins a copy.</summary>
    /// <returns>Null when all places are taken by copies that are under way.</returns>
    public CopyState? Begin(RemoteFiles remote)
    {
        byte[] octets = new byte[Limits.UploadIdDigits / 2];
        _random.Fill(octets);
        CopyState copy = new CopyState { Id = UploadRecord.Digits(octets, 0), Remote = remote };
        return Place(copy) ? copy : null;
    }

    private bool Place(CopyState copy)
    {
        lock (_copies)
        {
            int place = -1;
            for (int i = 0; i < _copies.Length; i++)
            {
                CopyState? other = _copies[i];
                if (other is null)
                {
                    place = i;
                    break;
                }

                if (other.HasEnded && (place < 0 || other.EndedAt < _copies[place]!.EndedAt))
                {
                    place = i;
                }
            }

            if (place >= 0)
            {
                _copies[place] = copy;
            }

            return place >= 0;
        }
    }

    /// <summary>Ends a copy.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="trouble">Why it failed; empty where it did not.</param>
    public void End(CopyState copy, string trouble)
    {
        lock (_copies)
        {
            copy.Remote = null;
            copy.Trouble = trouble;
            copy.EndedAt = _clock.Milliseconds;
            copy.HasEnded = true;
        }
    }

    /// <summary>Looks for a copy; one that ended long ago is not there any more.</summary>
    public CopyState? Find(string id)
    {
        lock (_copies)
        {
            for (int i = 0; i < _copies.Length; i++)
            {
                CopyState? copy = _copies[i];
                if (copy is not null && copy.Id == id)
                {
                    return copy.HasEnded && _clock.Milliseconds - copy.EndedAt > Limits.CopyKeptMilliseconds ? null : copy;
                }
            }
        }

        return null;
    }

    /// <summary>Gives a copy up that is under way, and forgets one that has ended.</summary>
    public void Cancel(CopyState copy)
    {
        lock (_copies)
        {
            copy.IsCanceled = true;
            copy.Remote?.Break();
            for (int i = 0; i < _copies.Length; i++)
            {
                if (_copies[i] == copy && copy.HasEnded)
                {
                    _copies[i] = null;
                }
            }
        }
    }
}
