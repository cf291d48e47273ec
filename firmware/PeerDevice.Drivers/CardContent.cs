using System;
using System.IO;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers;

/// <summary>An opened file of the card.</summary>
internal sealed class CardContent : BlockSource
{
    private readonly CardStore _store;
    private readonly FileStream _file;
    private readonly long _length;
    private long _at;
    private bool _isClosed;

    internal CardContent(CardStore store, FileStream file, long length)
    {
        _store = store;
        _file = file;
        _length = length;
    }

    public override long Length => _length;

    public override int ReadAt(long position, byte[] buffer, int offset, int count)
    {
        try
        {
            if (position != _at)
            {
                // A seek on the board walks the file's chain from its start: only where reading does not just go on.
                _file.Position = position;
                _at = position;
            }

            int got = _file.Read(buffer, offset, count);
            _at += got;
            return got;
        }
        catch (Exception)
        {
            _at = -1;
            _store.Suspect();
            return -1;
        }
    }

    public override void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            _file.Close();
            GC.SuppressFinalize(_file);
        }
        catch (Exception)
        {
            _store.Suspect();
        }

        _store.Released();
    }
}
