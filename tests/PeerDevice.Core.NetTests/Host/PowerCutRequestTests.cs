using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Host;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The fear: a board loses its power in the middle of a request, and a file is afterwards neither what it was nor what it was to be.
/// Whole requests through a whole peer, cut before write 1, 2, 3 … of the card until one survives; then the peer starts anew.
/// </summary>
public sealed class PowerCutRequestTests(ITestOutputHelper output)
{
    private const string Long = "Some%20letter%20to%20somebody.text";

    // What one write of the driver takes beforehand and what one upload's room may be: a cut can lose that much and no more.
    private const int ClustersOfAnAppend = (8192 + 4096) / 512;

    public static TheoryData<string, string, string, string> Requests => new TheoryData<string, string, string, string>
    {
        { "PUT", "f", "", "new content" },
        { "PUT", "f", "Transfer-Encoding: chunked\r\n", "9000" },
        { "PUT", "f", "If-Match: *\r\n", "9000" },
        { "PUT", "new", "If-None-Match: *\r\n", "new content" },
        { "PUT", Long, "", "new content" },
        { "PUT", "d/A%20name%20that%20FAT%20has%20no%20room%20for", "", "new content" },
        { "PUT", "f", "", "" },
        { "DELETE", "f", "", "" },
        { "DELETE", Long, "", "" },
        { "DELETE", "d", "", "" },
        { "MKCOL", "Another%20collection", "", "" },
        { "COPY", "f", "Destination: /files/new\r\n", "" },
        { "COPY", Long, "Destination: /files/f\r\n", "" },
        { "COPY", "d", "Destination: /files/e\r\n", "" },
        { "MOVE", "f", "Destination: /files/new\r\n", "" },
        { "MOVE", "f", "Destination: /files/g\r\n", "" },
        { "MOVE", "f", "Destination: /files/" + Long + "\r\n", "" },
        { "MOVE", Long, "Destination: /files/f\r\n", "" },
        { "MOVE", Long, "Destination: /files/d/new\r\n", "" },
        { "MOVE", "f", "Destination: /files/F\r\n", "" },
        { "MOVE", "d", "Destination: /files/e\r\n", "" },
        { "MOVE", "d", "Destination: /files/new\r\n", "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void ARequestCutAnywhereLeavesTheOldOrTheNew(string method, string path, string fields, string content)
    {
        content = content == "9000" ? new string('n', 9000) : content;
        string body = content;
        if (fields.StartsWith("Transfer-Encoding", StringComparison.Ordinal))
        {
            body = content.Length.ToString("x") + "\r\n" + content + "\r\n0\r\n\r\n";
        }
        else if (method == "PUT")
        {
            fields += "Content-Length: " + content.Length + "\r\n";
        }

        string request = TestPeer.Request(method, "/files/" + path, fields) + body;
        FatMedium prepared = Prepared();
        int mostLost = 0;
        int cuts = 0;
        foreach (bool takesRoomFirst in new[] { false, true })
        {
            foreach (bool splits in new[] { false, true })
            {
                string old = On(prepared.Copy(), takesRoomFirst, splits).Tree();
                TestPeer whole = On(prepared.Copy(), takesRoomFirst, splits);
                Assert.InRange(Assert.Single(whole.Serve(whole.Link().Send(request).End(), method)).Status, 200, 204);
                string made = whole.Tree();
                for (int step = 0; ; step++)
                {
                    FatMedium card = prepared.Copy();
                    TestPeer peer = On(card, takesRoomFirst, splits);
                    peer.Get("keep");
                    card.CutAt = card.Steps + step;
                    ScriptLink link = peer.Link().Send(request).End();
                    new Session(peer.Peer.Parts, null).Serve(link);
                    if (!card.IsCut)
                    {
                        break;
                    }

                    cuts++;
                    string what = method + " " + path + " " + takesRoomFirst + "/" + splits + " cut at " + step + " behind " + card.Trail.LastOrDefault();
                    bool isAcknowledged = Encoding.ASCII.GetString(link.Received).StartsWith("HTTP/1.1 20", StringComparison.Ordinal);
                    mostLost = Math.Max(mostLost, CheckSurvivor(card, takesRoomFirst, splits, old, made, isAcknowledged, what));
                }
            }
        }

        output.WriteLine(method + " " + path + ": " + cuts + " cuts, at most " + mostLost + " clusters lost");
    }

    private static int CheckSurvivor(FatMedium cut, bool takesRoomFirst, bool splits, string old, string made, bool isAcknowledged, string what)
    {
        FatMedium card = cut.Copy();
        TestPeer peer = On(card, takesRoomFirst, splits);
        Assert.Equal("kept", peer.Get("keep"));
        FatReport report = FatCheck.Examine(card);
        Assert.True(report.IsSound && report.Leftovers.Count == 0, what + ": " + report);
        Assert.True(report.LostClusters <= ClustersOfAnAppend, what + ": " + report);
        Dictionary<string, string> after = Lines(peer.Tree());
        Dictionary<string, string> before = Lines(old);
        Dictionary<string, string> then = Lines(made);
        Assert.True(!isAcknowledged || peer.Tree() == made, what + ", though it was acknowledged:\n" + peer.Tree());

        // Each path by itself: a file as it was or as it was to be. A tree may have come half of the way, and a collection that is
        // overwritten is deleted first (RFC 4918 §9.8.4).
        foreach (string path in before.Keys.Concat(then.Keys).Concat(after.Keys).Distinct())
        {
            string? now = after.GetValueOrDefault(path);
            bool isGoneCollection = now is null && path.EndsWith('/');
            Assert.True(isGoneCollection || now == before.GetValueOrDefault(path) || now == then.GetValueOrDefault(path), what + ": " + path + " = " + now);
        }

        // No content is gone that is not gone in the end.
        foreach (string kept in before.Values.Where(value => then.Values.Contains(value)))
        {
            Assert.True(after.Values.Contains(kept), what + ": '" + kept + "' is nowhere");
        }

        Assert.True(peer.Ask("PUT", "/files/f", "", "written afterwards").Status is 201 or 204, what);
        Assert.Equal("written afterwards", peer.Get("f"));
        report = FatCheck.Examine(card);
        Assert.True(report.IsSound && report.Leftovers.Count == 0, what + ", written afterwards: " + report);
        return report.LostClusters;
    }

    private static Dictionary<string, string> Lines(string tree)
    {
        return tree.Split('\n').ToDictionary(line => line.Split(" = ")[0], line => line.Contains(" = ", StringComparison.Ordinal) ? line.Split(" = ")[1] : "/");
    }

    private static TestPeer On(FatMedium card, bool takesRoomFirst, bool splits)
    {
        return new TestPeer(true, true, null, new FatStore(card) { TakesRoomFirst = takesRoomFirst, SplitsLongNames = splits }, card);
    }

    private static FatMedium Prepared()
    {
        FatMedium card = new FatMedium(1000, 512);
        TestPeer peer = On(card, false, false);
        peer.Put("keep", "kept");
        peer.Put("f", new string('f', 1500));
        peer.Put("g", new string('g', 700));
        peer.Put(Long, new string('l', 1200));
        peer.MakeCollection("d");
        peer.Put("d/one", "1");
        peer.MakeCollection("d/sub");
        peer.Put("d/sub/A%20longer%20name", new string('2', 600));
        peer.MakeCollection("e");
        peer.Put("e/three", "3");
        return card.Copy();
    }
}
