using PeerDevice.Board;

namespace PeerDevice.Simulation.Fat;

/// <summary>A file of the card being written. The driver writes length and place into the entry after every write.</summary>
internal sealed class FatWriter : FileWriter
{
    private readonly FatStore _store;
    private readonly FatFile _file;
    private readonly int _step;
    private readonly int _mount;
    private long _written;
    private int _status;
    private bool _isClosed;

    internal FatWriter(FatStore store, FatFile file, int step)
    {
        _store = store;
        _file = file;
        _step = step;
        _mount = store.Mount;
        _written = file.Length;
    }

    public override int Status => _status;

    public override bool Write(byte[] buffer, int offset, int count)
    {
        lock (_store.Gate)
        {
            _store.Medium.Powered();
            if (_status != StoreStatus.Ok || _isClosed || IsGone())
            {
                return false;
            }

            if (_store.TakesRoomFirst && _written + count > _file.Length && !TakeRoom(_written + count))
            {
                _status = StoreStatus.Full;
                return false;
            }

            int done = _file.Write(_written, buffer, offset, count);
            _file.Sync();
            if (done < count)
            {
                _status = done < 0 ? StoreStatus.Failed : StoreStatus.Full;
                return false;
            }

            _written += done;
            return true;
        }
    }

    public override bool Rewind(long length)
    {
        lock (_store.Gate)
        {
            _store.Medium.Powered();
            if (_status != StoreStatus.Ok || _isClosed || length > _file.Length || IsGone())
            {
                return false;
            }

            _file.Truncate(length);
            _file.Sync();
            _written = length;
            return true;
        }
    }

    public override int Close(bool durable)
    {
        lock (_store.Gate)
        {
            if (_isClosed)
            {
                return _status;
            }

            _isClosed = true;
            try
            {
                if (!IsGone() && _file.Length != _written)
                {
                    _file.Truncate(_written);
                    _file.Sync();
                }
            }
            finally
            {
                _store.Release(_file.Entry, _mount);
            }

            return _status;
        }
    }

    private bool IsGone()
    {
        if (_mount == _store.Mount)
        {
            return false;
        }

        _status = _status == StoreStatus.Ok ? StoreStatus.Absent : _status;
        return true;
    }

    private bool TakeRoom(long needed)
    {
        bool hasRoom = _file.Extend((needed + _step - 1) / _step * _step) || _file.Length >= needed;
        _file.Sync();
        return hasRoom;
    }
}
