using System;
using System.IO;

namespace PeerDevice.Companion.Outputs;

/// <summary>A file that documents are appended to, as if it were a device.</summary>
internal sealed class FileOutput(string path, bool mustExist = false) : StreamOutput
{
    public override string Name => "file " + path;

    public override bool IsReady => mustExist ? File.Exists(path) : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)));

    public override bool Begin(string title)
    {
        try
        {
            Document = new FileStream(path, mustExist ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (Document.CanSeek)
            {
                Document.Seek(0, SeekOrigin.End);
            }

            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Close();
            return false;
        }
    }

    public override int Finish()
    {
        try
        {
            Document!.Flush(flushToDisk: Document.CanSeek);
            return 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return -1;
        }
    }
}
