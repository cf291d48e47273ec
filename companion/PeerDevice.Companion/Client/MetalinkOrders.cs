using System;
using System.Collections.Generic;
using System.IO;
using PeerDevice.Bytes;
using PeerDevice.Services.Fetching;
using PeerDevice.Wire.Http;
using PeerDevice.Wire.Metalink;

namespace PeerDevice.Companion.Client;

/// <summary>What a Metalink document (RFC 5854) says is to be fetched.</summary>
internal static class MetalinkOrders
{
    /// <summary>The suffix of such documents.</summary>
    public const string Suffix = ".meta4";

    /// <summary>Reads a document of this PC.</summary>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static byte[] Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Load(file, path);
    }

    /// <summary>Reads a document that a peer has.</summary>
    /// <exception cref="CommandFailure">It cannot be had.</exception>
    public static byte[] Load(RemotePeer peer, string path)
    {
        peer.Expect(peer.Ask("GET", path, static client => client.Field("Accept-Encoding: ", "identity")), path);
        byte[] document = Load(new BodyStream(peer.Client.Body), path);
        peer.Client.Finish();
        return document;
    }

    /// <summary>Makes an order for each file of a document.</summary>
    /// <exception cref="CommandFailure">It is no such document, or would lead out of the folder that it is for.</exception>
    public static List<(string Name, FetchOrder Order)> Read(byte[] document, string shown)
    {
        MetalinkReader reader = new();
        if (reader.Read(document, 0, document.Length) != 0 || reader.Count == 0)
        {
            throw new CommandFailure($"{Names.Shown(shown)} is no Metalink document (RFC 5854) that can be read.");
        }

        List<(string, FetchOrder)> orders = [];
        for (int i = 0; i < reader.Count; i++)
        {
            MetalinkFile file = reader.At(i);
            foreach (string part in file.Name.Split('/'))
            {
                // RFC 5854 §4.1.2.1
                if (Names.Objection(part) is { } objection)
                {
                    throw new CommandFailure($"{Names.Shown(shown)} names a file {Names.Shown(file.Name)}, which cannot be a name here: {objection}.");
                }
            }

            orders.Add((file.Name, new FetchOrder(file.Name + Download.PartSuffix, Sources(file))
            {
                Length = file.Size,
                Sha256 = file.Sha256,
                TreeTag = file.TreeTag,
                Pieces = file.PieceOctets == 0 ? null : new PieceList(file.HasTreePieces ? PieceList.TreeNodes : PieceList.Sha256, file.PieceOctets, file.Pieces),
            }));
        }

        return orders;
    }

    private static FetchSource[] Sources(MetalinkFile file)
    {
        List<FetchSource> sources = [];
        HttpUri uri = new();
        for (int i = 0; i < file.Urls; i++)
        {
            if (uri.Read(file.Url[i]) == HttpUri.Ok)
            {
                sources.Add(new FetchSource(file.Url[i], file.Priority[i]));
            }
        }

        return sources.Count > 0 ? [.. sources] : throw new CommandFailure($"of {Names.Shown(file.Name)} no place is named that can be fetched from: http:// is what peers speak.");
    }

    private static byte[] Load(Stream from, string shown)
    {
        using MemoryStream document = new();
        byte[] block = new byte[Limits.FetchUnit];
        for (int got = from.Read(block); got > 0; got = from.Read(block))
        {
            document.Write(block, 0, got);
            if (document.Length > DesktopLimits.MetalinkOctets)
            {
                throw new CommandFailure($"{Names.Shown(shown)} is larger than any Metalink document should be.");
            }
        }

        return document.ToArray();
    }
}
