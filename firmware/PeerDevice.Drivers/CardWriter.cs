using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Drivers;

/// <summary>
/// A file of the card being written. Room is taken before it is filled: on a full card nanoFramework's Write does not fail
/// but waits for ever, for an event that nobody raises, while SetLength stops at what there is and Length tells.
/// </summary>
internal sealed class CardWriter : FileWriter
{
    private readonly CardStore _store;
    private readonly FileStream _file;
    private readonly int _step;
    private long _written;
    private long _taken;
    private int _status;
    private bool _isClosed;

    /// <param name="store">Whose file it is.</param>
    /// <param name="file">The file, at its end.</param>
    /// <param name="length">Its length.</param>
    /// <param name="step">
    /// Octets of room taken at once: more than one for a file that nobody reads before it is closed, 1 for a log, whose end
    /// must be the end of what was written even after a cut.
    /// </param>
    internal CardWriter(CardStore store, FileStream file, long length, int step)
    {
        _store = store;
        _file = file;
        _written = length;
        _taken = length;
        _step = step;
    }

    public override int Status => _status;

    public override bool Write(byte[] buffer, int offset, int count)
    {
        if (_status != StoreStatus.Ok || _isClosed)
        {
            return false;
        }

        try
        {
            if (_written + count > _taken && !TakeRoom(_written + count))
            {
                _status = StoreStatus.Full;
                return false;
            }

            _file.Write(buffer, offset, count);
            _written += count;
            return true;
        }
        catch (Exception fault)
        {
            _status = _store.WriteFault(fault);
            return false;
        }
    }

    public override bool Rewind(long length)
    {
        if (_status != StoreStatus.Ok || _isClosed || length > _taken)
        {
            return false;
        }

        try
        {
            _file.SetLength(length);
            _file.Position = length;
            _written = length;
            _taken = _file.Length;
            return _taken == length;
        }
        catch (Exception fault)
        {
            _status = _store.WriteFault(fault);
            return false;
        }
    }

    public override int Close(bool durable)
    {
        if (_isClosed)
        {
            return _status;
        }

        _isClosed = true;
        try
        {
            if (_taken != _written)
            {
                _file.SetLength(_written);
            }

            if (durable)
            {
                _file.Flush();
            }
        }
        catch (Exception fault)
        {
            Fail(_store.WriteFault(fault));
        }

        try
        {
            _file.Close();
            GC.SuppressFinalize(_file);
        }
        catch (Exception fault)
        {
            Fail(_store.WriteFault(fault));
        }

        _store.Released();
        return _status;
    }

    private void Fail(int status)
    {
        if (_status == StoreStatus.Ok)
        {
            _status = status;
        }
    }

    private bool TakeRoom(long needed)
    {
        // FAT's size field has 32 bits.
        if (needed > Limits.FatFileOctets)
        {
            return false;
        }

        long wanted = _step > 1 ? ((needed + _step - 1) / _step) * _step : needed;
        if (wanted > Limits.FatFileOctets)
        {
            wanted = needed;
        }

        _file.SetLength(wanted);
        _taken = _file.Length;
        return _taken >= needed;
    }
}
