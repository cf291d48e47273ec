using System.IO;
using Code = PeerDevice.VirtualBoard.Manners.BoardIOException.IOExceptionErrorCode;

namespace PeerDevice.VirtualBoard.Manners;

/// <summary>nanoFramework's FileInfo, as far as the drivers use it: no times, and of every fault it says "not there".</summary>
internal sealed class BoardFileInfo
{
    private readonly string _full;
    private bool _isKnown;
    private long _length;
    private FileAttributes _attributes;

    internal BoardFileInfo(string fileName)
    {
        _full = Card.Full(fileName);
    }

    internal long Length
    {
        get
        {
            Refresh();
            return _length;
        }
    }

    internal FileAttributes Attributes
    {
        get
        {
            Refresh();
            return _attributes;
        }
    }

    private void Refresh()
    {
        if (_isKnown)
        {
            return;
        }

        object record = OpenFiles.Add(_full, FileAccess.Read, FileShare.ReadWrite);
        try
        {
            string host = Card.Locate(_full, out CardKind kind);
            if (kind is CardKind.Nothing or CardKind.NoPath)
            {
                throw new BoardIOException(Code.FileNotFound);
            }

            _attributes = BoardFile.Attributes(host, kind);
            _length = kind == CardKind.File ? new System.IO.FileInfo(host).Length : 0;
            _isKnown = true;
        }
        catch (System.Exception fault) when (fault is not BoardIOException)
        {
            throw new BoardIOException(Code.FileNotFound);
        }
        finally
        {
            OpenFiles.Remove(record);
        }
    }
}
