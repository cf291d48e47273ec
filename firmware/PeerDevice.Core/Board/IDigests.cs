namespace PeerDevice.Board;

/// <summary>SHA-256 (FIPS 180-4) of content as it passes, as a port: a PC's processor has it, no board's class library does.</summary>
public interface IDigests
{
    /// <summary>Begins a digest.</summary>
    ContentDigest Sha256();
}

/// <summary>A digest under way.</summary>
public abstract class ContentDigest
{
    /// <summary>Takes the next octets of the content.</summary>
    public abstract void Append(byte[] octets, int offset, int count);

    /// <summary>Ends the content.</summary>
    /// <returns>Its digest. Nothing may be appended afterwards.</returns>
    public abstract byte[] End();
}
