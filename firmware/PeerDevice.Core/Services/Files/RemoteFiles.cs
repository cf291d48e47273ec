using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Dav;

namespace PeerDevice.Services.Files;

/// <summary>
/// Files of another server, fetched one after another: <see cref="Open"/>, its octets to the end; or <see cref="List"/>, its members, <see cref="EndList"/>. A source that answers anything but an octet or its end is
/// done for; <see cref="Trouble"/> says why.
/// </summary>
public abstract class RemoteFiles : ByteSource
{
    /// <summary>A content begins to arrive.</summary>
    public const int Content = 0;

    /// <summary>It is a collection: <see cref="List"/>.</summary>
    public const int Collection = 1;

    /// <summary>It cannot be had.</summary>
    public const int Failed = -1;

    /// <summary>It may not be fetched from there.</summary>
    public const int Forbidden = -2;

    /// <summary>Why something could not be had, in a sentence for people; empty where nothing went wrong.</summary>
    public abstract string Trouble { get; }

    /// <summary>Whether that was since nothing may be fetched from there.</summary>
    public abstract bool IsForbidden { get; }

    /// <summary>The status code that the server refused with; 0 where that was not it.</summary>
    public abstract int Code { get; }

    /// <summary>Octets of the content that was opened; -1 where its server does not say.</summary>
    public abstract long Length { get; }

    /// <summary>The SHA-256 that its server says the content has (RFC 9530 §3); null where it says nothing.</summary>
    public abstract byte[]? Digest { get; }

    /// <summary>The entity tag that its server gives the content, with its quotes; empty where it gives no strong one.</summary>
    public abstract string Tag { get; }

    /// <summary>Where what was opened is, after redirects: of a collection with its last slash.</summary>
    public abstract string Place { get; }

    /// <summary>The tree tag of the content, once all of it came; null where nobody computed it.</summary>
    public abstract byte[]? TreeTag { get; }

    /// <summary>Octets that what is opened next is known to have; -1 where nobody said.</summary>
    public long Expected { get; set; } = -1;

    /// <summary>Whether a content may be had from any other peer that has it, so that who had it first does not serve everybody.</summary>
    public bool PrefersOthers { get; set; }

    /// <summary>The name of a content of which something is there already (<see cref="Commits.Rest"/>); for what is opened next.</summary>
    public string Rest { get; set; } = "";

    /// <summary>What the content that was opened is called where it is gathered.</summary>
    public abstract string GatherName { get; }

    /// <summary>Whether what <see cref="Gather"/> brought of a content is to be kept, though it is not all: it goes on another time.</summary>
    public abstract bool IsKept { get; }

    /// <summary>Whether the content that was opened comes from several at once: then <see cref="Gather"/> brings it, and nothing is to be read.</summary>
    public abstract bool IsGathered { get; }

    /// <summary>Brings such a content, whole and right, to a path where nothing is but what came of it before.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The path.</param>
    /// <param name="isDurable">Whether it is to be on the medium then.</param>
    /// <param name="watch">Who looks on.</param>
    /// <returns>A <see cref="StoreStatus"/>; not Ok where the store failed. <see cref="Trouble"/> says of everything else why it is not there.</returns>
    public abstract int Gather(IFileStore store, string path, bool isDurable, IFetchWatch watch);

    /// <summary>Opens the content again that was not what it should be, at its own server alone.</summary>
    /// <returns>False where it came from there alone before: then it is as it is.</returns>
    public abstract bool OpenAlone();

    /// <summary>Asks for a content, and waits until its server answers.</summary>
    /// <param name="uri">Where it is. One that ends with a slash is a collection's.</param>
    /// <returns><see cref="Content"/>, <see cref="Collection"/>, <see cref="Failed"/> or <see cref="Forbidden"/>.</returns>
    public abstract int Open(string uri);

    /// <summary>Asks for the members of a collection.</summary>
    /// <param name="uri">Where it is, with its last slash.</param>
    /// <returns>The members, to be read to their end or given up by <see cref="EndList"/>; null when they cannot be had.</returns>
    public abstract ListingReader? List(string uri);

    /// <summary>
    /// Tells the name of a member, if it is one: what is listed from elsewhere, the collection itself, and what no path may have has none.
    /// </summary>
    /// <param name="href">The member's reference as it came.</param>
    /// <returns>The name's octets, percent-encoded, without a slash; empty where it is no member.</returns>
    public abstract string NameOf(string href);

    /// <summary>Done with the members.</summary>
    public abstract void EndList();

    /// <summary>Done with what was opened; another may be opened.</summary>
    public abstract void EndContent();

    /// <summary>Ends what is under way, from another thread.</summary>
    public abstract void Break();

    /// <summary>Done with all.</summary>
    public abstract void Close();
}

/// <summary>Who fetches files.</summary>
public interface IRemotes
{
    /// <summary>Begins to fetch for somebody.</summary>
    /// <param name="client">Who asks: what is fetched from this machine itself, only this machine may ask for.</param>
    /// <returns>Null when as much is being fetched as may be at once.</returns>
    RemoteFiles? Begin(Link client);

    /// <summary>Begins to fetch for the peer itself.</summary>
    /// <param name="byOurselves">Whether it may be from this machine.</param>
    /// <returns>As <see cref="Begin"/>.</returns>
    RemoteFiles? BeginOwn(bool byOurselves);

    /// <summary>Whether who asks is on this machine.</summary>
    bool IsOurs(Link client);

    /// <summary>Whether the peer is ending: nothing is fetched any more.</summary>
    bool IsEnding { get; }
}
