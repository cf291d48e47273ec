using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>Reads what is asked for by a LOCK, and remembers what was asked last: the locks that one client asks for differ in their targets only.</summary>
internal sealed class LockMemory
{
    private readonly ContentMemory _last = new ContentMemory();

    /// <summary>Whether anything is remembered.</summary>
    internal bool Keeps = true;

    /// <summary>Reads the content of a LOCK that stands at the front of a buffer.</summary>
    /// <returns>What is asked for; null when it is refused, with the status to refuse it with.</returns>
    internal LockInfo? Read(byte[] content, int length, out int refusal)
    {
        object? known = _last.Recall(content, length);
        if (known is not null)
        {
            refusal = 0;
            return (LockInfo)known;
        }

        LockInfoReader reader = new LockInfoReader();
        refusal = reader.Read(content, 0, length);
        if (refusal != 0)
        {
            return null;
        }

        LockInfo wanted = new LockInfo(reader.IsShared, reader.Owner);
        if (Keeps)
        {
            _last.Keep(content, length, wanted);
        }

        return wanted;
    }
}
