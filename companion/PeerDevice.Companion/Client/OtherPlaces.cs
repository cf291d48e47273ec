using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <summary>
/// Where else a large file is: where its peer says (RFC 6249 §3), and on whatever peer here has the same content (PROTOCOL, "The same content elsewhere"). None without a digest: who fetches from several must be able to see that it was one content.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="clock">Time.</param>
/// <param name="office">Who is here.</param>
internal sealed class OtherPlaces(INetwork network, IClock clock, IOffice office)
{
    // Looked for once: a folder may have many large files.
    private FoundPeer[]? _here;

    /// <summary>Octets of a file for which those who are here are asked: that takes a while itself.</summary>
    public long AskedFrom { get; init; } = DesktopLimits.OfficeOctets;

    /// <summary>Milliseconds for which they are asked in all.</summary>
    public int Patience { get; init; } = Limits.HolderMilliseconds;

    /// <summary>Looks for other places of a file.</summary>
    /// <param name="peer">Who has it.</param>
    /// <param name="at">Where it is.</param>
    /// <param name="path">Where it goes.</param>
    /// <returns>What to fetch, from where it is and wherever else; null where it is small, or nobody knows a digest of it.</returns>
    public FetchOrder? Find(RemotePeer peer, PeerAddress at, string path)
    {
        int status = peer.Ask("HEAD", at.Path, static client =>
        {
            client.Field("Accept-Encoding: ", "identity");
            client.Field("Want-Repr-Digest: ", ReprDigest.Sha256Name + "=2, " + ReprDigest.TreeName + "=1");
        });
        HttpClient client = peer.Client;
        long length = status == 200 && !client.Response.Has(Field.ContentEncoding) ? client.Response.ContentLength : -1;
        byte[]? sha = client.Digest();
        byte[]? tree = client.TreeTag();
        string address = client.RemoteAddress;
        List<FetchSource> sources = [new FetchSource(at.Url, 0)];

        // A URI has no place for the link that a local address of IPv6 is of.
        bool isLarge = length >= DesktopLimits.ManyOctets && (sha ?? tree) is not null && !at.Host.Contains('%');
        string described = "";
        if (isLarge)
        {
            described = AddLinked(client, at, sources);
        }

        client.Close(); // some answer HEAD with a content
        if (isLarge && length >= AskedFrom)
        {
            AddHere(one => (one.Host == at.Host || one.Host == address) && one.Port == at.Port, length, "/" + (sha is not null ? ContentPath.OfSha256(sha) : ContentPath.OfTree(tree!)), sources);
        }

        PieceList? pieces = sha is not null && sources.Count > 1 && described.Length > 0 ? Pieces(peer, described, length, sha) : null;
        return isLarge ? new FetchOrder(path, [.. sources.Take(Limits.FetchSources)]) { Length = length, Sha256 = sha, TreeTag = tree, Pieces = pieces } : null;
    }

    // The digests of its pieces, where its peer has them and they are of this very content: so a place that gives other octets is known at the first of them, and costs a piece and not the whole.
    private static PieceList? Pieces(RemotePeer peer, string target, long length, byte[] sha)
    {
        try
        {
            foreach ((string _, FetchOrder order) in MetalinkOrders.Read(MetalinkOrders.Load(peer, target), target))
            {
                if (order.Length == length && order.Sha256 is { } said && said.AsSpan().SequenceEqual(sha))
                {
                    return order.Pieces;
                }
            }
        }
        catch (CommandFailure)
        {
            // It is fetched without.
        }

        peer.Client.Close();
        return null;
    }

    /// <returns>The target of a Metalink document at the same peer; empty for none.</returns>
    private static string AddLinked(HttpClient client, PeerAddress at, List<FetchSource> sources)
    {
        HttpUri uri = new();
        string described = "";
        for (int i = 0; client.Line("link", i) is { } line; i++)
        {
            LinkReader link = new(line);
            while (link.Next())
            {
                if (link.Is(LinkReader.Duplicate) && uri.Read(at.Url) == HttpUri.Ok && uri.Resolve(link.Uri) == HttpUri.Ok)
                {
                    Add(sources, uri.ToString(), link.Priority);
                }
                else if (link.Is(LinkReader.DescribedBy) && link.Uri.EndsWith(MetalinkOrders.Suffix, StringComparison.Ordinal)
                    && uri.Read(at.Url) == HttpUri.Ok && uri.Resolve(link.Uri) == HttpUri.Ok && uri.Host == at.Host && uri.Port == at.Port)
                {
                    described = uri.Target;
                }
            }
        }

        return described;
    }

    // Whoever has it there has the very content, whatever it is called. Some are asked, drawn among all, at once; who is slow to say it is slow to give it.
    private void AddHere(Predicate<FoundPeer> isHome, long length, string target, List<FetchSource> sources)
    {
        _here ??= [.. office.Look(null)];
        FoundPeer[] here = [.. _here.Where(one => one is { IsHere: true, Hops: 0 } && !isHome(one) && !one.Host.Contains('%') && network.IsOnLink(one.Host))];
        Random.Shared.Shuffle(here);
        HttpClient[] clients = [.. here.Take(Limits.HoldersAsked).Select(one =>
            new HttpClient(network, clock, one.Host, one.Port, Profile.Desktop().HeadOctets) { Patience = Limits.HolderPatience, HeadPatience = Limits.HolderPatience, ConnectPatience = Limits.HolderPatience })];
        Task<bool>[] asked = [.. clients.Select(client => Task.Factory.StartNew(() => client.Has(target, length), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WaitAll(asked, Patience);
        for (int i = 0; i < clients.Length; i++)
        {
            if (asked[i] is { IsCompletedSuccessfully: true, Result: true })
            {
                Add(sources, "http://" + clients[i].Authority + target, LinkReader.NoPriority);
            }

            clients[i].Close();
        }
    }

    private static void Add(List<FetchSource> sources, string uri, int rank)
    {
        if (!sources.Exists(one => one.Uri == uri))
        {
            sources.Add(new FetchSource(uri, rank));
        }
    }
}
