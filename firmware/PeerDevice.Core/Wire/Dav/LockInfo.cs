namespace PeerDevice.Wire.Dav;

/// <summary>What a LOCK asks for (RFC 4918 §14.11), as <see cref="LockInfoReader"/> read it. Never changed, so any number of locks may be of it.</summary>
public sealed class LockInfo
{
    /// <summary>Keeps what was read.</summary>
    public LockInfo(bool isShared, byte[] owner)
    {
        IsShared = isShared;
        Owner = owner;
    }

    /// <summary>Whether a shared lock is asked for; an exclusive one otherwise.</summary>
    public bool IsShared { get; }

    /// <summary>The owner as an element that means the same wherever it stands; empty where none is given.</summary>
    public byte[] Owner { get; }
}
