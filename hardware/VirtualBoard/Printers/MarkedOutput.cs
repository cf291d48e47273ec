using PeerDevice.Board;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>The firmware's output device, with the box at the other end of its cable told where documents begin and end.</summary>
internal sealed class MarkedOutput : IOutputDevice
{
    private readonly IOutputDevice _inner;
    private readonly Box _box;
    private bool _isOpen;

    internal MarkedOutput(IOutputDevice inner, Box box)
    {
        _inner = inner;
        _box = box;
    }

    public string Name => _inner.Name + ", to " + _box.Name;

    public bool IsReady => _inner.IsReady;

    public int Conditions => _inner.Conditions;

    public string DeviceId => _inner.DeviceId;

    public bool Begin(string title)
    {
        _isOpen = _inner.Begin(title) && _box.BeginDocument();
        return _isOpen;
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        return _inner.Write(buffer, offset, count);
    }

    public int Read(byte[] buffer, int offset, int count)
    {
        return _inner.Read(buffer, offset, count);
    }

    public int Finish()
    {
        int taken = _isOpen ? _inner.Finish() : -1;
        if (taken <= 0)
        {
            return taken;
        }

        _isOpen = false;
        return _box.EndDocument() ? 1 : -1;
    }

    public void Close()
    {
        _inner.Close();
        if (_isOpen)
        {
            _isOpen = false;
            _box.GiveUpDocument();
        }
    }
}
