using PeerDevice.Bytes;

namespace PeerDevice.Services.Printing;

/// <summary>A document that can say why it broke off; of others it is the sender who did.</summary>
public abstract class DocumentSource : ByteSource
{
    /// <summary>Why it could not be had whole, in a sentence for people; empty where nothing went wrong here.</summary>
    public abstract string Trouble { get; }

    /// <summary>The same as one of <see cref="JobReasons"/>; None where nothing went wrong here.</summary>
    public abstract int Reason { get; }
}
