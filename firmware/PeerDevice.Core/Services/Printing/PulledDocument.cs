namespace PeerDevice.Services.Printing;

/// <summary>
/// A document that the peer fetches itself (RFC 8011 §4.2.2): <see cref="Open"/>, then its octets to the end, and <see cref="Close"/> whatever came of it. A source
/// that answers anything but an octet or its end is done for; <see cref="DocumentSource.Trouble"/> says why.
/// </summary>
public abstract class PulledDocument : DocumentSource
{
    /// <summary>Its media type as its server says, in lower case and without parameters; empty where it says nothing.</summary>
    public abstract string Format { get; }

    /// <summary>The status code that its server refused it with (document-access-error, RFC 8011 §4.1.6.4); 0 where that was not it.</summary>
    public abstract int Code { get; }

    /// <summary>Asks for it, and waits until its server answers.</summary>
    /// <returns>Ok: it begins to arrive. SchemeNotSupported, AccessError.</returns>
    public abstract int Open(string uri);

    /// <summary>Done with it.</summary>
    public abstract void Close();
}

/// <summary>Who fetches documents.</summary>
public interface IPuller
{
    /// <summary>Begins to fetch a document for somebody.</summary>
    /// <param name="client">Who asks: what is fetched from this machine itself, only this machine may ask for.</param>
    /// <returns>Null when as many are being fetched as may be at once.</returns>
    PulledDocument? Begin(Board.Link client);
}
