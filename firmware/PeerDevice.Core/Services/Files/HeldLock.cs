namespace PeerDevice.Services.Files;

/// <summary>One write lock (RFC 4918 §6, §7). Nothing of it changes but the time at which it ends.</summary>
public sealed class HeldLock
{
    /// <summary>Makes a lock; <see cref="Locks"/> puts it into force.</summary>
    internal HeldLock(string path, bool isShared, bool isDeep, byte[] token, byte[] owner)
    {
        Path = path;
        IsShared = isShared;
        IsDeep = isDeep;
        Token = token;
        Owner = owner;
    }

    /// <summary>The lock root (RFC 4918 §14.12): a path of the share.</summary>
    public string Path { get; }

    /// <summary>Whether others may hold a shared lock beside it (RFC 4918 §6.2).</summary>
    public bool IsShared { get; }

    /// <summary>Whether it covers all that is below its root: Depth infinity (RFC 4918 §6.1).</summary>
    public bool IsDeep { get; }

    /// <summary>The lock token (RFC 4918 §6.5), a URI in ASCII.</summary>
    public byte[] Token { get; }

    /// <summary>What the client said of its owner (RFC 4918 §14.17): an element that needs no declaration around it, or nothing.</summary>
    public byte[] Owner { get; }

    /// <summary>Whether the root is a collection: its address ends in a slash then.</summary>
    public bool IsCollection { get; internal set; }

    /// <summary>When it ends, by the clock's milliseconds.</summary>
    public long Until { get; internal set; }
}
