namespace PeerDevice.Services.Files;

/// <summary>What a share does for other peers and with them: uploads that can be cut, copies from them, and how they find a content here. A board with little memory has nothing of it, and not even the classes.</summary>
public interface IPeerFiles
{
    /// <summary>Whether anything is fetched from others.</summary>
    bool Fetches { get; }

    /// <summary>Answers a request for an upload, for a copy's state, or for a content wherever it stands.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="desk">The session's desk.</param>
    /// <param name="path">The path of this peer, decoded.</param>
    /// <returns>False when the path names none of them; nothing has been answered then.</returns>
    bool Answer(Exchange exchange, FileDesk desk, string path);

    /// <summary>Takes up a PUT that says it may be continued (PROTOCOL, "Uploads that can be cut"): what it brings is kept when it is cut. Its conditions hold, and no lock forbids it.</summary>
    /// <returns>False when there is no place for it and it brings the whole: then it is a PUT like any other.</returns>
    bool BeginUpload(Exchange exchange, FileDesk desk);

    /// <summary>Says that uploads to the resource can be cut and continued, in the answer to OPTIONS.</summary>
    void WriteUploadOffer(Exchange exchange);

    /// <summary>Answers a COPY that has a Source (PROTOCOL, "Third-party copies", "Mirrors").</summary>
    void CopyFrom(Exchange exchange, FileDesk desk);

    /// <summary>Answers for the description of a file (RFC 5854), where there is none of its name.</summary>
    /// <returns>False when the path does not name one; nothing has been answered then.</returns>
    bool Describe(Exchange exchange, FileDesk desk);

    /// <summary>The tree tag of a card's file, for who wants it by HEAD: to be asked before anything else of the answer is, since its file may get a stamp, and so another entity tag, by that.</summary>
    /// <returns>Null where nobody wants it, or it is not known.</returns>
    byte[]? TreeTagFor(Exchange exchange, FileDesk desk);

    /// <summary>Writes the fields that tell what a file contains and where else it is, of the entry on the desk.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="desk">The session's desk.</param>
    /// <param name="treeTag">What <see cref="TreeTagFor"/> answered, or null.</param>
    void WriteFields(Exchange exchange, FileDesk desk, byte[]? treeTag);

    /// <summary>Ends uploads that nobody continues any more, and takes up what a restart broke off, as soon as the card is there. Costs next to nothing when it was asked a moment ago.</summary>
    void Tend();
}
