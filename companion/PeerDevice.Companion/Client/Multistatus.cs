using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Xml;
using System.Xml.Linq;

namespace PeerDevice.Companion.Client;

/// <summary>Reads the answer to PROPFIND (RFC 4918 §13), whoever wrote it: no DTD, nothing fetched, no name believed.</summary>
internal static class Multistatus
{
    private static readonly XNamespace Dav = "DAV:";

    /// <summary>Reads the entry of the asked path itself and those of its members.</summary>
    /// <param name="content">The answer.</param>
    /// <param name="path">The decoded path that was asked for.</param>
    /// <param name="self">The entry of the path itself; null where the answer has none.</param>
    /// <param name="strangers">Told of every reference that is neither the path nor a member of it.</param>
    /// <exception cref="CommandFailure">The answer is not a multistatus.</exception>
    public static List<RemoteEntry> Read(Stream content, string path, out RemoteEntry? self, Action<string> strangers)
    {
        self = null;
        List<RemoteEntry> members = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string top = path.TrimEnd('/');
        foreach (XElement response in Load(content).Elements(Dav + "response"))
        {
            string href = response.Element(Dav + "href")?.Value.Trim() ?? "";
            string? found = PathOf(href);
            if (found is not null && found.TrimEnd('/') == top)
            {
                self = Entry(response, top, found);
                continue;
            }

            string name = found is not null && found.StartsWith(top + "/", StringComparison.Ordinal) ? found[(top.Length + 1)..].TrimEnd('/') : "";
            if (name.Length == 0 || name.Contains('/') || !seen.Add(name))
            {
                strangers(href);
                continue;
            }

            members.Add(Entry(response, top + "/" + name, found!));
        }

        return members;
    }

    /// <summary>The first href whose own status is an error, with that status; null where there is none (RFC 4918 §13, after DELETE, COPY, MOVE).</summary>
    public static (string Href, string Status)? FirstError(Stream content)
    {
        foreach (XElement response in Load(content).Elements(Dav + "response"))
        {
            string status = response.Element(Dav + "status")?.Value ?? "";
            if (status.Length > 0 && !status.Contains(" 2", StringComparison.Ordinal))
            {
                return (response.Element(Dav + "href")?.Value ?? "", status);
            }
        }

        return null;
    }

    private static XElement Load(Stream content)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = DesktopLimits.MultistatusCharacters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using XmlReader reader = XmlReader.Create(content, settings);
            XElement? root = Tree(reader);
            if (root?.Name == Dav + "multistatus")
            {
                return root;
            }
        }
        catch (XmlException)
        {
            // Falls to the same sentence.
        }

        throw new CommandFailure("the peer's list of files makes no sense: is it a peer, or another server?");
    }

    /// <summary>
    /// The elements and their texts. XElement.Load walks up to the root at each element that it adds, so that a document which
    /// only goes deeper takes hours; here it is no multistatus.
    /// </summary>
    private static XElement? Tree(XmlReader reader)
    {
        XElement? root = null;
        XElement? here = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth >= DesktopLimits.MultistatusDepth)
                    {
                        return null;
                    }

                    XElement element = new(XName.Get(reader.LocalName, reader.NamespaceURI));
                    here?.Add(element);
                    root ??= element;
                    here = reader.IsEmptyElement ? here : element;
                    break;
                case XmlNodeType.EndElement:
                    here = here?.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    here?.Add(reader.Value);
                    break;
            }
        }

        return root;
    }

    private static RemoteEntry Entry(XElement response, string path, string href)
    {
        bool isCollection = href.EndsWith('/');
        long length = -1;
        DateTimeOffset? modified = null;
        string tag = "";
        foreach (XElement propstat in response.Elements(Dav + "propstat"))
        {
            if (propstat.Element(Dav + "status") is { } status && !status.Value.Contains(" 200", StringComparison.Ordinal))
            {
                continue;
            }

            XElement? prop = propstat.Element(Dav + "prop");
            isCollection |= prop?.Element(Dav + "resourcetype")?.Element(Dav + "collection") is not null;
            if (long.TryParse(prop?.Element(Dav + "getcontentlength")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long octets))
            {
                length = octets;
            }

            if (DateTimeOffset.TryParse(prop?.Element(Dav + "getlastmodified")?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                modified = time;
            }

            // RFC 9110 §8.8.3: only a strong one says that two contents are the same, octet by octet.
            if (prop?.Element(Dav + "getetag")?.Value.Trim() is ['"', ..] strong)
            {
                tag = strong;
            }
        }

        return new RemoteEntry(path, isCollection, isCollection ? -1 : length, modified, isCollection ? "" : tag);
    }

    /// <summary>The decoded path of an href, which is an absolute path or URI (RFC 4918 §8.3); null when it is neither.</summary>
    private static string? PathOf(string href)
    {
        int scheme = href.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            int slash = href.IndexOf('/', scheme + 3);
            href = slash < 0 ? "/" : href[slash..];
        }

        return href.StartsWith('/') && href.AsSpan().IndexOfAny('?', '#') < 0 ? Uri.UnescapeDataString(href) : null;
    }
}
