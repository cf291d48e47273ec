using System;
using System.IO;

namespace PeerDevice.VirtualBoard.Printers;

/// <summary>Appends everything to one file, like the tape of a printer that never tears it off.</summary>
internal sealed class FileBox : Box
{
    private readonly string _path;
    private System.IO.FileStream? _file;

    internal FileBox(string path)
    {
        _path = path;
    }

    internal override string Name => "the file " + _path;

    internal override bool Open()
    {
        try
        {
            _file ??= new System.IO.FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            return true;
        }
        catch (Exception fault) when (fault is System.IO.IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal override void Take(ReadOnlySpan<byte> octets)
    {
        _file!.Write(octets);
    }

    internal override bool EndDocument()
    {
        _file?.Flush();
        return true;
    }

    public override void Dispose()
    {
        _file?.Dispose();
    }
}
