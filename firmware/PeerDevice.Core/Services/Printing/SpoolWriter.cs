using PeerDevice.Board;

namespace PeerDevice.Services.Printing;

/// <summary>
/// A document on its way into the spool. What is written is never looked at. It is ended by <see cref="Spool.EndDocument"/> or <see cref="Spool.AbandonDocument"/>,
/// one of the two.
/// </summary>
public sealed class SpoolWriter : FileWriter
{
    private readonly Spool _spool;
    private readonly FileWriter _file;
    private long _room;
    private int _status;
    private bool _isClosed;

    internal SpoolWriter(Spool spool, SpoolTicket ticket, SpoolDocument document, FileWriter file, string path)
    {
        _spool = spool;
        _file = file;
        Ticket = ticket;
        Document = document;
        Path = path;
    }

    /// <summary>Whose document it is.</summary>
    public SpoolTicket Ticket { get; }

    /// <summary>The document.</summary>
    public SpoolDocument Document { get; }

    /// <summary>
    /// Why the last write failed: Full, where the medium is or the whole spool has no room for this document alone; Busy, where other jobs' documents have
    /// the spool's room, so that the same octets may be written later; Denied, where the job was ended meanwhile; Absent, Failed.
    /// </summary>
    public override int Status
    {
        get { return _status != StoreStatus.Ok ? _status : _file.Status; }
    }

    internal string Path { get; }

    /// <inheritdoc/>
    public override bool Write(byte[] buffer, int offset, int count)
    {
        if (count > _room && !HasRoom(count))
        {
            return false;
        }

        if (!_file.Write(buffer, offset, count))
        {
            _room = 0;
            _status = _file.Status == StoreStatus.Ok ? StoreStatus.Failed : _file.Status;
            return false;
        }

        _room -= count;
        Document.Octets += count;
        return true;
    }

    /// <summary>Closes the file. The document counts only once <see cref="Spool.EndDocument"/> has answered Ok.</summary>
    public override int Close(bool durable)
    {
        if (_isClosed)
        {
            return Status;
        }

        _isClosed = true;
        _room = 0;
        int status = _file.Close(durable && _status == StoreStatus.Ok);
        _status = _status != StoreStatus.Ok ? _status : status;
        _spool.Released(Path);
        return _status;
    }

    // Asked once in so many octets: the bound is the spool's, not this document's.
    private bool HasRoom(int count)
    {
        long room = count + Limits.SpoolStride;
        if (_status == StoreStatus.Ok || _status == StoreStatus.Busy)
        {
            _status = _isClosed ? StoreStatus.Failed : _spool.MakeRoom(Ticket, count, ref room);
        }

        _room = _status == StoreStatus.Ok ? room : 0;
        return _status == StoreStatus.Ok;
    }
}
