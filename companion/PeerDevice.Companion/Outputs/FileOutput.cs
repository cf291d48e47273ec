using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Companion.Outputs;

/// <summary>A file that documents are appended to, as if it were a device.</summary>
internal sealed class FileOutput(string path, bool mustExist = false) : IOutputDevice
{
    private FileStream? _file;

    public string Name => "file " + path;

    public bool IsReady => mustExist ? File.Exists(path) : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)));

    public bool Begin(string title)
    {
        try
        {
            _file = new FileStream(path, mustExist ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (_file.CanSeek)
            {
                _file.Seek(0, SeekOrigin.End);
            }

            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Close();
            return false;
        }
    }

    public int Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _file!.Write(buffer, offset, count);
            return count;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return -1;
        }
    }

    public bool Finish()
    {
        try
        {
            _file!.Flush(flushToDisk: _file.CanSeek);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}
