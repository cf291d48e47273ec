using PeerDevice.Board;
using PeerDevice.Bytes;

namespace PeerDevice.Drivers.Usb;

/// <summary>
/// The file of a printer that comes without its own program and is sent it each time it is plugged in or switched on, as old LaserJets are (1000, 1005, 1018, 1020, P1005 to P1008 …). Its device ID tells by
/// <c>FWVER</c> that it has it.
/// </summary>
internal sealed class UsbFirmware
{
    private readonly IFileStore _store;
    private BlockSource? _content;
    private byte[]? _block;
    private long _position;
    private int _at;
    private int _end;

    /// <summary>Describes the file; it is opened when it is needed.</summary>
    internal UsbFirmware(IFileStore store, string path)
    {
        _store = store;
        Path = path;
    }

    /// <summary>Its path on the card.</summary>
    internal string Path { get; }

    /// <summary>Whether its last octet was given, and may have been taken.</summary>
    internal bool IsGiven => _content is not null && _position == _content.Length && _at == _end;

    /// <summary>Whether the printer has taken its last octet.</summary>
    internal bool IsSent { get; private set; }

    /// <summary>Opens it, at its beginning.</summary>
    /// <returns>False when it is not there, or empty.</returns>
    internal bool Open()
    {
        Close();
        IsSent = false;
        _position = 0;
        _at = 0;
        _end = 0;
        return _store.OpenRead(Path, new StoreEntry(), out _content) == StoreStatus.Ok && _content is not null && _content.Length > 0;
    }

    /// <summary>Sends a piece of it.</summary>
    /// <returns>Positive when the printer took some; 0 when it is busy; negative when it broke, or the card did.</returns>
    internal int Send(UsbSender sender)
    {
        if (_at == _end)
        {
            _block ??= new byte[Limits.UsbFirmwareOctets];
            int got = _position < _content!.Length ? _content.ReadAt(_position, _block, 0, _block.Length) : 0;
            if (got <= 0)
            {
                return _position < _content.Length ? -1 : Finish(sender);
            }

            _position += got;
            _at = 0;
            _end = got;
        }

        int took = sender.Give(_block!, _at, _end - _at);
        _at += took > 0 ? took : 0;
        return took;
    }

    /// <summary>Gives file and memory back.</summary>
    internal void Close()
    {
        _content?.Close();
        _content = null;
        _block = null;
    }

    private int Finish(UsbSender sender)
    {
        int pushed = sender.Push();
        if (pushed > 0)
        {
            IsSent = true;
            Close();
        }

        return pushed;
    }
}
