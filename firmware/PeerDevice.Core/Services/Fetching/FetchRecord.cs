using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Files;

namespace PeerDevice.Services.Fetching;

/// <summary>
/// What is written down of a fetch, so that it goes on where it was (PROTOCOL, "The record of a fetch"): a header, then records framed as those of the index are.
/// Each time the next generation is written, whole, before the one before is deleted.
/// <code>
/// offset  octets
/// 0       4      "PDFT"
/// 4       1      version of this format: 2
/// 5       4      generation
/// 9       4      CRC-32 of octets 0 to 8
/// </code>
/// </summary>
public sealed class FetchRecord
{
    /// <summary>The suffix of the generations with an even number.</summary>
    public const string EvenSuffix = ".A";

    /// <summary>That of the others.</summary>
    public const string OddSuffix = ".B";

    private const int HeaderOctets = 13;
    private const int CrcAt = 9;
    private const byte Version = 2;
    private const int RunOctets = 25;

    // Body: length (8; all ones: not known), octets of a unit (8), SHA-256 (32) or zeros, tree tag (32) or zeros.
    private const int Content = 1;

    // Body: octets of the validator (1), validator, URI.
    private const int Source = 2;

    // Body: for each run, in order: slot (1), first (8), sure (8), end (8). As many records as they take.
    private const int Runs = 3;

    // No body: the generation is whole.
    private const int Seal = 4;

    // No body: the fetch has ended, and its files are being deleted.
    private const int Ended = 5;

    private readonly IFileStore _store;
    private readonly string _path;
    private readonly byte[] _buffer = new byte[Limits.FetchRecord];
    private readonly IndexRecord _record;
    private uint _generation;

    /// <summary>The record of a fetch.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="path">The path of what is fetched.</param>
    public FetchRecord(IFileStore store, string path)
    {
        _store = store;
        _path = path;
        _record = new IndexRecord(_buffer);
    }

    /// <summary>Reads what there is into a plan that is empty, and the validators into the sources of those URIs.</summary>
    /// <param name="order">The order, to which it must fit: the same length and digests, as far as both know them, and without a digest a source of the same URI and validator.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>The length of the content; -2 where there is no record that fits. -1 where it is not known.</returns>
    public long Read(FetchOrder order, FetchPlan plan)
    {
        string suffix = Find();
        long length = suffix.Length == 0 ? None : Take(order, plan, suffix);
        if (length == None && _generation != 0)
        {
            plan.Clear();
        }

        return length;
    }

    /// <summary>There is no record that fits.</summary>
    public const long None = -2;

    /// <summary>Says which files there are octets in that count, whatever it is that is fetched.</summary>
    /// <param name="slots">Of each slot, whether its file is one.</param>
    /// <returns>The suffix of the generation that counts; empty where none does.</returns>
    public string Survey(bool[] slots)
    {
        string suffix = Find();
        BlockSource? content = suffix.Length == 0 ? null : Open(suffix, out uint _);
        if (content is null)
        {
            return "";
        }

        long at = HeaderOctets;
        for (int whole = Next(content, at); whole > 0; whole = Next(content, at))
        {
            at += whole;
            for (int n = _record.Kind == Runs ? (whole - IndexRecord.Frame) / RunOctets : 0; n > 0; n--)
            {
                int slot = (int)_record.TakeNumber(1);
                long first = _record.TakeNumber(8);
                long sure = _record.TakeNumber(8);
                _record.TakeNumber(8);
                if (slot < slots.Length)
                {
                    slots[slot] = sure > first;
                }
            }
        }

        content.Close();
        return suffix;
    }

    /// <summary>Writes down how far the fetch is. What it says is stored must be on the medium before, where a cut of power counts. Others may go on with the plan, under its lock.</summary>
    /// <returns>A <see cref="StoreStatus"/>; where it is not Ok the record before counts.</returns>
    public int Write(FetchOrder order, FetchPlan plan, bool durable)
    {
        string old = _path + Suffix(_generation);
        string path = _path + Suffix(_generation + 1);
        int status = StoreWork.Create(_store, path, out FileWriter? writer);
        if (status != StoreStatus.Ok || writer is null)
        {
            return status;
        }

        bool isWritten = Write(writer, order, plan);
        int failed = writer.Status;
        status = writer.Close(durable);
        status = isWritten ? status : failed == StoreStatus.Ok ? StoreStatus.Failed : failed;
        if (status != StoreStatus.Ok)
        {
            StoreWork.Delete(_store, path);
            return status;
        }

        _generation++;
        StoreWork.Delete(_store, old);
        return StoreStatus.Ok;
    }

    /// <summary>Notes that the fetch has ended, before any of its files is deleted: on FAT a deletion that was cut leaves a name over clusters that may be another file's by now.</summary>
    /// <returns>False where that could not be noted.</returns>
    public bool End()
    {
        if (_generation == 0 || !_store.IsFat)
        {
            return true;
        }

        int status = StoreWork.Append(_store, _path + Suffix(_generation), out FileWriter? writer);
        bool isNoted = false;
        if (status == StoreStatus.Ok && writer is not null)
        {
            Seed(_generation);
            _record.Begin(Ended);
            isNoted = writer.Write(_buffer, 0, _record.End());
            isNoted &= writer.Close(true) == StoreStatus.Ok;
        }

        return isNoted;
    }

    /// <summary>Deletes the record.</summary>
    public void Delete()
    {
        StoreWork.Delete(_store, _path + Suffix(_generation + 1));
        StoreWork.Delete(_store, _path + Suffix(_generation));
        _generation = 0;
    }

    private static string Suffix(uint generation)
    {
        return (generation & 1) == 0 ? EvenSuffix : OddSuffix;
    }

    private bool Write(FileWriter writer, FetchOrder order, FetchPlan plan)
    {
        Seed(_generation + 1);
        IndexHeader.Put(_buffer, CrcAt, _record.Seed);
        bool isGood = writer.Write(_buffer, 0, HeaderOctets) && writer.Write(_buffer, 0, Put(order, plan));
        for (int i = 0; i < order.Sources.Length && isGood; i++)
        {
            FetchSource source = order.Sources[i];
            if (source.Validator.Length > 0 && !source.IsLiar)
            {
                _record.Begin(Source);
                _record.Text(source.Validator, Limits.PullTagOctets);
                _record.Path(source.Uri);
                isGood = writer.Write(_buffer, 0, _record.End());
            }
        }

        _record.Begin(Seal);
        return isGood && writer.Write(_buffer, 0, _record.End());
    }

    // Nothing is stored under the plan's lock: whoever fetches waits for it, and a busy medium can take seconds.
    private int Put(FetchOrder order, FetchPlan plan)
    {
        lock (plan)
        {
            _record.Begin(Content);
            _record.Number(plan.Length, 8);
            _record.Number(order.Pieces is null ? 1 : order.Pieces.Octets, 8);
            _record.Octets(order.Sha256 ?? new byte[PieceList.DigestOctets]);
            _record.Octets(order.TreeTag ?? new byte[PieceList.DigestOctets]);
            _record.BeginAt(Runs, _record.End());
            for (int i = 0; i < plan.Count; i++)
            {
                FetchRun run = plan.At(i);
                _record.Number(run.Slot, 1);
                _record.Number(run.First, 8);
                _record.Number(run.Durable, 8);
                _record.Number(run.End, 8);
            }

            return _record.End();
        }
    }

    // The suffix of the generation that counts; empty where none does. What says that the fetch has ended stands for the one before it too.
    private string Find()
    {
        uint even = Generation(EvenSuffix, out bool hasEvenEnded);
        uint odd = Generation(OddSuffix, out bool hasOddEnded);
        bool hasEnded = even > odd ? hasEvenEnded : hasOddEnded;
        _generation = even > odd ? even : odd;
        _generation = hasEnded ? 0 : _generation;
        return _generation == 0 ? "" : even > odd ? EvenSuffix : OddSuffix;
    }

    // The generation that a file has; 0 where it is not whole.
    private uint Generation(string suffix, out bool hasEnded)
    {
        hasEnded = false;
        BlockSource? content = Open(suffix, out uint generation);
        if (content is null)
        {
            return 0;
        }

        bool isWhole = false;
        long at = HeaderOctets;
        for (int whole = Next(content, at); whole > 0; whole = Next(content, at))
        {
            at += whole;
            isWhole |= _record.Kind == Seal;
            hasEnded |= _record.Kind == Ended;
        }

        content.Close();
        return isWhole ? generation : 0;
    }

    private long Take(FetchOrder order, FetchPlan plan, string suffix)
    {
        BlockSource? content = Open(suffix, out uint _);
        if (content is null)
        {
            return None;
        }

        byte[] digest = new byte[PieceList.DigestOctets];
        long length = None;
        bool isKnown = false;
        bool isGood = true;
        long at = HeaderOctets;
        for (int whole = Next(content, at); whole > 0 && isGood; whole = Next(content, at))
        {
            at += whole;
            if (_record.Kind == Content)
            {
                length = _record.TakeNumber(8);
                _record.TakeNumber(8);
                isGood = order.Length < 0 || length < 0 || order.Length == length;
                isGood &= _record.TakeOctets(digest) && Agree(order.Sha256, digest, ref isKnown);
                isGood &= _record.TakeOctets(digest) && Agree(order.TreeTag, digest, ref isKnown);
            }
            else if (_record.Kind == Source)
            {
                isKnown |= TakeSource(order);
            }
            else if (_record.Kind == Runs)
            {
                isGood = TakeRuns(plan, whole - IndexRecord.Frame);
            }
        }

        content.Close();
        return isGood && isKnown && plan.Count > 0 && plan.At(plan.Count - 1).End == (length < 0 ? long.MaxValue : length) ? length : None;
    }

    // Whether what an order and a record know of a digest is the same, or one knows nothing of it.
    private static bool Agree(byte[]? asked, byte[] digest, ref bool isKnown)
    {
        bool isBlank = true;
        for (int i = 0; i < digest.Length; i++)
        {
            isBlank &= digest[i] == 0;
        }

        bool isSame = asked is not null && asked.Length == digest.Length && Bytes.Octets.AreSame(asked, 0, digest, 0, digest.Length);
        isKnown |= isSame;
        return isSame || isBlank || asked is null;
    }

    private bool TakeSource(FetchOrder order)
    {
        string validator = _record.TakeText();
        string uri = _record.TakePath(-1);
        bool isOurs = false;
        for (int i = 0; i < order.Sources.Length; i++)
        {
            FetchSource source = order.Sources[i];
            if (source.Uri == uri)
            {
                // Who asks anew knows better which version is there now.
                source.Validator = source.Validator.Length == 0 ? validator : source.Validator;
                isOurs |= source.Validator == validator;
            }
        }

        return isOurs;
    }

    private bool TakeRuns(FetchPlan plan, int octets)
    {
        bool isGood = octets % RunOctets == 0;
        for (int n = octets / RunOctets; n > 0 && isGood; n--)
        {
            int slot = (int)_record.TakeNumber(1);
            long first = _record.TakeNumber(8);
            long sure = _record.TakeNumber(8);
            isGood = plan.Recall(slot, first, sure, _record.TakeNumber(8));
        }

        return isGood;
    }

    private BlockSource? Open(string suffix, out uint generation)
    {
        generation = 0;
        int status = StoreStatus.Failed;
        BlockSource? content = null;
        for (int tries = 0; tries < Limits.StoreTries && status == StoreStatus.Failed; tries++)
        {
            status = _store.OpenRead(_path + suffix, new StoreEntry(), out content);
        }

        if (status != StoreStatus.Ok || content is null)
        {
            return null;
        }

        int got = Load(content, 0, HeaderOctets);
        generation = IndexHeader.Get(_buffer, 5);
        uint seed = Crc32.Of(0, _buffer, 0, CrcAt);
        if (got == HeaderOctets && _buffer[0] == 'P' && _buffer[1] == 'D' && _buffer[2] == 'F' && _buffer[3] == 'T' && _buffer[4] == Version && IndexHeader.Get(_buffer, CrcAt) == seed)
        {
            _record.Seed = seed;
            return content;
        }

        content.Close();
        return null;
    }

    // Reads the record at a position: octets that it takes, or 0.
    private int Next(BlockSource content, long at)
    {
        int got = Load(content, at, _buffer.Length);
        return _record.Read(0, got);
    }

    private int Load(BlockSource content, long from, int count)
    {
        int end = 0;
        int got = 1;
        while (end < count && got > 0)
        {
            got = content.ReadAt(from + end, _buffer, end, count - end);
            end += got > 0 ? got : 0;
        }

        return end;
    }

    // The key of a record's check is the header's CRC: no record of another generation passes for one of this.
    private void Seed(uint generation)
    {
        _buffer[0] = (byte)'P';
        _buffer[1] = (byte)'D';
        _buffer[2] = (byte)'F';
        _buffer[3] = (byte)'T';
        _buffer[4] = Version;
        IndexHeader.Put(_buffer, 5, generation);
        _record.Seed = Crc32.Of(0, _buffer, 0, CrcAt);
    }
}
