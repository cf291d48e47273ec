namespace PeerDevice.Bytes;

/// <summary>Bytes that arrive in order, once: a connection, a body, a serial line.</summary>
public abstract class ByteSource
{
    /// <summary>The source is at its end: nothing more will come.</summary>
    public const int End = 0;

    /// <summary>Nothing came for as long as this source is willing to wait; it may be asked again.</summary>
    public const int TimedOut = -1;

    /// <summary>The source failed and will give nothing more; what it gave before stands.</summary>
    public const int Broken = -2;

    /// <summary>
    /// Reads what is there, at least one octet, at most <paramref name="count"/>, into
    /// <paramref name="buffer"/> from <paramref name="offset"/>; blocks while there is nothing.
    /// </summary>
    /// <returns>How many octets were read, or <see cref="End"/>, <see cref="TimedOut"/> or <see cref="Broken"/>. Never throws.</returns>
    public abstract int Read(byte[] buffer, int offset, int count);
}
