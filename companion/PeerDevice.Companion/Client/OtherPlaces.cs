using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
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
    /// <summary>Octets of a file for which those who are here are asked: that takes a while itself.</summary>
    public long AskedFrom { get; init; } = DesktopLimits.OfficeOctets;

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
        List<FetchSource> sources = [new FetchSource(at.Url, 0)];
        bool isLarge = length >= DesktopLimits.ManyOctets && (sha ?? tree) is not null;
        if (isLarge)
        {
            AddLinked(client, at, sources);
        }

        client.Close(); // some answer HEAD with a content
        if (isLarge && length >= AskedFrom)
        {
            AddHere(at, length, sha is not null ? ContentPath.OfSha256(sha) : ContentPath.OfTree(tree!), sources);
        }

        return isLarge ? new FetchOrder(path, [.. sources.Take(Limits.FetchSources)]) { Length = length, Sha256 = sha, TreeTag = tree } : null;
    }

    private static void AddLinked(HttpClient client, PeerAddress at, List<FetchSource> sources)
    {
        HttpUri uri = new();
        for (int i = 0; client.Line("link", i) is { } line; i++)
        {
            LinkReader link = new(line);
            while (link.Next())
            {
                if (link.Is(LinkReader.Duplicate) && uri.Read(at.Url) == HttpUri.Ok && uri.Resolve(link.Uri) == HttpUri.Ok)
                {
                    Add(sources, uri.ToString(), link.Priority);
                }
            }
        }
    }

    // Whoever has it there has the very content, whatever it is called.
    private void AddHere(PeerAddress at, long length, string content, List<FetchSource> sources)
    {
        ConcurrentBag<string> found = [];
        List<FoundPeer> here = office.Look(null).FindAll(one => one.IsHere && one.Hops == 0 && !(one.Host == at.Host && one.Port == at.Port));
        Parallel.ForEach(here, new ParallelOptions { MaxDegreeOfParallelism = DesktopLimits.AskedAtOnce }, one =>
        {
            HttpClient client = new(network, clock, one.Host, one.Port, Profile.Desktop().HeadOctets) { Patience = DesktopLimits.OfficePatience };
            client.StartTarget("HEAD", "/" + content);
            if (client.Ask() == HttpClient.Ok && client.Response.Status == 200 && client.Response.ContentLength == length && !client.Response.Has(Field.ContentEncoding))
            {
                found.Add("http://" + client.Authority + "/" + content);
            }

            client.Close();
        });

        foreach (string uri in found.Order(StringComparer.Ordinal))
        {
            Add(sources, uri, LinkReader.NoPriority);
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
