using System;
using System.IO;
using PeerDevice.Board;

namespace PeerDevice.Companion.Outputs;

/// <summary>An output that is a file while a document lasts: which one, and what ends a document, is for those who derive from it.</summary>
internal abstract class StreamOutput : IOutputDevice
{
    public abstract string Name { get; }

    public abstract bool IsReady { get; }

    public int Conditions => IsReady ? 0 : DeviceCondition.Missing;

    public string DeviceId => "";

    /// <summary>The file that the document goes to, once <see cref="Begin"/> has opened it.</summary>
    protected FileStream? Document { get; set; }

    public abstract bool Begin(string title);

    public int Write(byte[] buffer, int offset, int count)
    {
        try
        {
            Document!.Write(buffer, offset, count);
            return count;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return -1;
        }
    }

    public int Read(byte[] buffer, int offset, int count) => -1;

    public abstract int Finish();

    public void Close()
    {
        Document?.Dispose();
        Document = null;
    }
}
