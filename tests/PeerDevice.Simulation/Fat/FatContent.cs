using PeerDevice.Bytes;

namespace PeerDevice.Simulation.Fat;

/// <summary>A file of the card, opened for reading.</summary>
internal sealed class FatContent : BlockSource
{
    private readonly FatStore _store;
    private readonly FatFile _file;
    private readonly int _mount;
    private bool _isClosed;

    internal FatContent(FatStore store, FatFile file)
    {
        _store = store;
        _file = file;
        _mount = store.Mount;
        Length = file.Length;
    }

    public override long Length { get; }

    public override int ReadAt(long position, byte[] buffer, int offset, int count)
    {
        lock (_store.Gate)
        {
            return _isClosed || _mount != _store.Mount ? -1 : _file.Read(position, buffer, offset, count);
        }
    }

    public override void Close()
    {
        lock (_store.Gate)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _store.Release(_file.Entry, _mount);
            }
        }
    }
}
