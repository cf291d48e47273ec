using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Services.Mirrors;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>A peer with a folder that follows one of a server in memory.</summary>
internal sealed class MirrorRoom
{
    /// <summary>What the folder follows.</summary>
    public const string From = "http://10.77.0.2:8631/files/photos/";

    private readonly bool _isFat;
    private readonly Profile? _profile;
    private int _versions;

    public MirrorRoom(bool isFat, Profile? profile = null, MirrorRoom? before = null, FatMedium? medium = null)
    {
        _isFat = isFat;
        _profile = profile;
        Peer = new TestPeer(isFat, profile: profile, medium: medium ?? before?.Peer.Medium, inFront: before is null || isFat ? null : before.Peer.Plain);
        Files = before is null ? new SortedDictionary<string, (string, int)>(StringComparer.Ordinal) : before.Files;
        Peer.Network.Elsewhere = (host, port) =>
        {
            Hosts.Add(FormattableString.Invariant($"{host}:{port}"));
            ScriptLink link = new(Peer.Clock);
            return link.Await("HTTP/1.1\r\n").Then(() => link.Send(Answered(Encoding.Latin1.GetString(link.Received).Split(' '))).End());
        };
    }

    /// <summary>A room whose folder follows one of such files, all of which have come.</summary>
    public static MirrorRoom Following(bool isFat, params (string Path, string Content)[] files)
    {
        MirrorRoom room = new(isFat);
        foreach ((string path, string content) in files)
        {
            room.Has(path, content);
        }

        room.Follow();
        Assert.Equal("", room.Round());
        return room;
    }

    public TestPeer Peer { get; }

    public SortedDictionary<string, (string Content, int Version)> Files { get; }

    public List<string> Gets { get; } = new();

    public List<string> Hosts { get; } = new();

    public Mirrors Mirrors => Peer.Neighbours.Files.Mirrors!;

    public HashSet<string> Broken { get; } = new();

    /// <summary>Files of which the source does not say how long they are.</summary>
    public HashSet<string> Lengthless { get; } = new();

    public string? Instead { get; set; }

    public string Root { get; set; } = "/files/photos/";

    /// <summary>What happens here while the source answers a GET, once.</summary>
    public Action? Meanwhile { get; set; }

    public void Has(string path, string content)
    {
        Files[path] = (content, ++_versions);
    }

    public void Follow(string parameter = "")
    {
        Answer answer = Peer.Ask("COPY", "/files/p/", "Follow: ?1" + parameter + "\r\nSource: " + From + "\r\n");
        Assert.True(answer.Status == 204, answer.Status + " " + answer.Text);
    }

    public string Round()
    {
        Mirrors mirrors = Peer.Neighbours.Files.Mirrors!;
        Assert.True(mirrors.Load());
        Mirror mirror = Assert.IsType<Mirror>(TheOne());
        mirrors.Round(mirror);
        return mirror.Trouble;
    }

    public Mirror? TheOne()
    {
        Mirrors mirrors = Peer.Neighbours.Files.Mirrors!;
        Assert.True(mirrors.Load());
        return mirrors.Of("p");
    }

    public MirrorRoom Restarted(FatMedium? medium = null)
    {
        return new MirrorRoom(_isFat, _profile, this, medium) { _versions = _versions };
    }

    public string Tree()
    {
        return _isFat ? Peer.Tree() : Plain();
    }

    public string? Reserved(string path)
    {
        return Peer.Store.OpenRead(path, new StoreEntry(), out PeerDevice.Bytes.BlockSource? content) != StoreStatus.Ok ? null : Read(content!);
    }

    private static string Read(PeerDevice.Bytes.BlockSource content)
    {
        byte[] octets = new byte[content.Length];
        Assert.Equal(octets.Length, content.ReadAt(0, octets, 0, octets.Length));
        content.Close();
        return Encoding.Latin1.GetString(octets);
    }

    private string Plain()
    {
        return Walk("");
    }

    private string Walk(string folder)
    {
        Names names = new();
        Assert.Equal(StoreStatus.Ok, Peer.Store.List(folder, names));
        List<string> lines = new();
        foreach ((string name, bool isCollection) in names.All.Where(n => n.Name != ".peer").OrderBy(n => n.Name, StringComparer.Ordinal))
        {
            string path = folder.Length == 0 ? name : folder + "/" + name;
            lines.Add(isCollection ? (path + "/\n" + Walk(path)).TrimEnd('\n') : path + " = " + Reserved(path));
        }

        return string.Join('\n', lines);
    }

    private string Answered(string[] request)
    {
        if (Instead is not null)
        {
            return Instead;
        }

        string path = request[1].StartsWith(Root, StringComparison.Ordinal) ? request[1][Root.Length..] : "?";
        if (request[0] == "GET")
        {
            Gets.Add(path);
            Action? meanwhile = Meanwhile;
            Meanwhile = null;
            meanwhile?.Invoke();
            return !Files.TryGetValue(path, out (string Content, int Version) file) ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                : Broken.Contains(path) ? "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\nhalf of i"
                : Lengthless.Contains(path) ? FormattableString.Invariant($"HTTP/1.1 200 OK\r\nETag: \"{file.Version}\"\r\nTransfer-Encoding: chunked\r\n\r\n{file.Content.Length:x}\r\n{file.Content}\r\n0\r\n\r\n")
                : FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Length: {file.Content.Length}\r\nETag: \"{file.Version}\"\r\n\r\n{file.Content}");
        }

        if (path == "?")
        {
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        }

        StringBuilder text = new("<multistatus xmlns=\"DAV:\">");
        SortedSet<string> shown = new(StringComparer.Ordinal) { "" };
        foreach (KeyValuePair<string, (string Content, int Version)> file in Files.Where(f => f.Key.StartsWith(path, StringComparison.Ordinal)))
        {
            string rest = file.Key[path.Length..];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            shown.Add(slash < 0 ? rest : rest[..(slash + 1)]);
        }

        foreach (string name in shown)
        {
            bool isCollection = name.Length == 0 || name.EndsWith('/');
            string more = isCollection ? "<resourcetype><collection/></resourcetype>" : FormattableString.Invariant($"<resourcetype/><getetag>\"{Files[path + name].Version}\"</getetag>");
            text.Append(CultureInfo.InvariantCulture, $"<response><href>{Root}{path}{name}</href><propstat><prop>{more}</prop><status>HTTP/1.1 200 OK</status></propstat></response>");
        }

        text.Append("</multistatus>");
        return FormattableString.Invariant($"HTTP/1.1 207 Multi-Status\r\nContent-Length: {text.Length}\r\n\r\n{text}");
    }

    private sealed class Names : MemberVisitor
    {
        public List<(string Name, bool IsCollection)> All { get; } = new();

        public override bool NeedsFacts => false;

        public override bool Visit(string name, StoreEntry entry)
        {
            All.Add((name, entry.IsCollection));
            return true;
        }
    }
}
