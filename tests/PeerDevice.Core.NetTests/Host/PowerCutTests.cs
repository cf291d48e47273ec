using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Services.Settings;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;
using PeerDevice.Tests.Files;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: a client is told that something is done, the power goes, and it is not. Whole requests, cut at every write to the card.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    // One for all mounts, so that no two draw the same.
    private static readonly SeededRandom Chance = new SeededRandom(1);

    private const string Long = "d/A%20name%20longer%20than%20FAT%20has%20room%20for.txt";

    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "PUT", "a.txt", "", "new content" },
        { "PUT", "a.txt", "Transfer-Encoding: chunked\r\n", "5\r\nnew c\r\n6\r\nontent\r\n0\r\n\r\n" },
        { "PUT", "new.txt", "", "new content" },
        { "PUT", Long, "If-Match: *\r\n", "new content" },
        { "DELETE", "a.txt", "", "" },
        { "DELETE", Long, "", "" },
        { "MKCOL", "new", "", "" },
        { "COPY", "a.txt", "Destination: /files/b.txt\r\n", "" },
        { "COPY", Long, "Destination: /files/new.txt\r\n", "" },
        { "MOVE", "a.txt", "Destination: /files/b.txt\r\n", "" },
        { "MOVE", Long, "Destination: /files/a.txt\r\n", "" },
        { "MOVE", "a.txt", "Destination: /files/new.txt\r\n", "" },
        { "MOVE", "a.txt", "Destination: /files/A.TXT\r\n", "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void WhatWasAnsweredIsSoAfterACutAndElseItIsAsItWas(string method, string path, string fields, string content)
    {
        foreach (Manners manners in Manners.All)
        {
            int runs = Cut(method, path, fields, content, manners, null);
            output.WriteLine($"{method} {path}, {manners}: {runs} cuts");
        }
    }

    [Theory]
    [InlineData("DELETE", "d", "")]
    [InlineData("MOVE", "d", "Destination: /files/e\r\n")]
    [InlineData("COPY", "d", "Destination: /files/e\r\n")]
    public void ATreeThatWasCutHasEveryFileWholeSomewhere(string method, string path, string fields)
    {
        foreach (Manners manners in Manners.All)
        {
            Cut(method, path, fields, "", manners, files =>
            {
                // d/c.txt and the long one: where they were, where they go, or, when they are deleted, nowhere; never in two places by a move.
                foreach (string text in new[] { "content of c", "content of the long one" })
                {
                    int count = files.Values.Count(f => f == text);
                    Assert.InRange(count, method == "DELETE" ? 0 : 1, method == "COPY" ? 2 : 1);
                }

                Assert.Equal("content of a", files["a.txt"]);
                Assert.Equal("content of b", files["b.txt"]);
            });
        }
    }

    private static int Cut(string method, string path, string fields, string content, Manners manners, Action<Dictionary<string, string>>? check)
    {
        FatMedium prepared = Prepared();
        FatMedium whole = prepared.Copy();
        string old = Picture(whole);
        Assert.InRange(Status(Open(whole, manners), method, path, fields, content), 200, 299);
        string made = Picture(whole);
        for (int step = 0; ; step++)
        {
            FatMedium card = prepared.Copy();
            (Session session, VirtualClock clock) = Open(card, manners);
            Status((session, clock), "GET", "b.txt", "", "");
            card.CutAt = card.Steps + step;
            int status = Status((session, clock), method, path, fields, content);
            bool isCut = card.IsCut;
            string name = $"{method} {path}, {manners}, cut at {step}, answered {status}";
            FatMedium later = card.Copy();
            (Session Session, VirtualClock Clock) next = Open(later, manners);
            Assert.True(Status(next, "GET", "b.txt", "", "") is 200 or 404, name);
            FatReport report = FatCheck.Examine(later);
            Assert.True(report.IsSound && report.Leftovers.Count == 0, $"{name}: {report}");
            Assert.True(status is 0 or (>= 200 and < 300), name);
            string picture = Picture(later);
            if (status is >= 200 and < 300)
            {
                Assert.True(picture == made, $"{name}:\n{picture}");
            }
            else if (check is null)
            {
                Assert.True(picture == made || picture == old, $"{name}:\n{picture}");
            }

            check?.Invoke(Files(later));
            Assert.InRange(Status(next, "PUT", "after.txt", "", "x"), 200, 299);
            if (!isCut)
            {
                return step;
            }
        }
    }

    private static FatMedium Prepared()
    {
        FatMedium card = new(600) { TableSectorEntries = 1 << 20 };
        (Session, VirtualClock) session = Open(card, default);
        Assert.Equal(201, Status(session, "MKCOL", "d", "", ""));
        Assert.Equal(201, Status(session, "PUT", "a.txt", "", "content of a"));
        Assert.Equal(201, Status(session, "PUT", "b.txt", "", "content of b"));
        Assert.Equal(201, Status(session, "PUT", "d/c.txt", "", "content of c"));
        Assert.Equal(201, Status(session, "PUT", Long, "", "content of the long one"));
        return card.Copy();
    }

    private static (Session Session, VirtualClock Clock) Open(FatMedium card, Manners manners)
    {
        VirtualClock clock = new(TestPeer.Now);
        FatStore store = new(card);
        manners.Apply(store);
        PeerSettings settings = new() { Name = "desk", HttpPort = 80, Writable = true };
        Ground ground = new("board", store, new MemoryNetwork(clock), clock, Chance, new SilentIndicator(), Array.Empty<Outlet>()) { Neighbours = new Neighbours() };
        return (new Session(new Peer(Profile.SixteenSockets(), ground, settings).Parts, null), clock);
    }

    // The status of a whole answer; 0 when none came.
    private static int Status((Session Session, VirtualClock Clock) peer, string method, string path, string fields, string content)
    {
        bool hasLength = content.Length > 0 && !fields.Contains("chunked", StringComparison.Ordinal);
        string request = TestPeer.Request(method, "/files/" + path, fields + (hasLength ? $"Content-Length: {content.Length}\r\n" : "")) + content;
        ScriptLink link = new ScriptLink(peer.Clock).Send(request).End();
        peer.Session.Serve(link);
        List<Answer> answers = Answer.All(link.Received, method);
        return answers.Count == 1 && answers[0].IsWhole ? answers[0].Status : 0;
    }

    private static string Picture(FatMedium card)
    {
        IEnumerable<string> folders = FatCheck.Examine(card).Collections.Where(c => !c.StartsWith(".peer", StringComparison.Ordinal));
        return string.Join("\n", Files(card).Select(f => f.Key + " = " + f.Value).Concat(folders));
    }

    private static Dictionary<string, string> Files(FatMedium card)
    {
        return FatCheck.Examine(card).Files.Where(f => !f.Key.StartsWith(".peer", StringComparison.Ordinal))
            .ToDictionary(f => f.Key, f => f.Value is null ? "unreadable" : Encoding.ASCII.GetString(f.Value));
    }
}
