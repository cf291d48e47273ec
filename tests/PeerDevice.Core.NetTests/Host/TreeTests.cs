using System.Linq;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>MKCOL, DELETE, COPY and MOVE (RFC 4918 §9).</summary>
public sealed class TreeTests
{
    [Theory]
    [InlineData("MKCOL", "new", "", 201)]
    [InlineData("MKCOL", "new/", "", 201)]
    [InlineData("MKCOL", "d", "", 405)]
    [InlineData("MKCOL", "f", "", 405)]
    [InlineData("MKCOL", "", "", 405)]
    [InlineData("MKCOL", "none/new", "", 409)]
    [InlineData("MKCOL", "f/new", "", 409)]
    [InlineData("DELETE", "f", "", 204)]
    [InlineData("DELETE", "f/", "", 404)]
    [InlineData("DELETE", "d", "", 204)]
    [InlineData("DELETE", "d/", "Depth: infinity\r\n", 204)]
    [InlineData("DELETE", "d", "Depth: 0\r\n", 400)]
    [InlineData("DELETE", "d", "Depth: 1\r\n", 400)]
    [InlineData("DELETE", "none", "", 404)]
    [InlineData("DELETE", "none/x", "", 404)]
    [InlineData("DELETE", "f/x", "", 404)]
    [InlineData("DELETE", "", "", 403)]
    [InlineData("COPY", "f", "new", 201)]
    [InlineData("COPY", "f", "g", 204)]
    [InlineData("COPY", "f", "d", 204)]
    [InlineData("COPY", "f", "none/x", 409)]
    [InlineData("COPY", "f", "f", 403)]
    [InlineData("COPY", "d", "new", 201)]
    [InlineData("COPY", "d/", "new/", 201)]
    [InlineData("COPY", "d", "e", 204)]
    [InlineData("COPY", "d", "f", 204)]
    [InlineData("COPY", "d", "none/x", 409)]
    [InlineData("COPY", "d", "d", 403)]
    [InlineData("COPY", "d", "d/sub/x", 403)]
    [InlineData("COPY", "d/sub", "d", 403)]
    [InlineData("COPY", "none", "new", 404)]
    [InlineData("COPY", "f", "", 403)]
    [InlineData("MOVE", "f", "new", 201)]
    [InlineData("MOVE", "f", "g", 204)]
    [InlineData("MOVE", "f", "d", 204)]
    [InlineData("MOVE", "f", "none/x", 409)]
    [InlineData("MOVE", "f", "f", 403)]
    [InlineData("MOVE", "d", "new", 201)]
    [InlineData("MOVE", "d", "e", 204)]
    [InlineData("MOVE", "d", "f", 204)]
    [InlineData("MOVE", "d", "none/x", 409)]
    [InlineData("MOVE", "d", "d", 403)]
    [InlineData("MOVE", "d", "d/x", 403)]
    [InlineData("MOVE", "d/sub", "d", 403)]
    [InlineData("MOVE", "none", "new", 404)]
    [InlineData("MOVE", "", "new", 403)]
    public void EveryCombinationHasItsStatusAndItsEffect(string method, string source, string destinationOrField, int status)
    {
        foreach (bool isFat in new[] { true, false })
        {
            TestPeer peer = Peer(isFat);
            string before = peer.Tree();
            string field = method is "COPY" or "MOVE" ? "Destination: http://desk/files/" + destinationOrField + "\r\n" : destinationOrField;
            Assert.Equal(status, peer.Ask(method, "/files/" + source, field).Status);
            string expected = status < 300 ? After(before, method, source.Trim('/'), destinationOrField.Trim('/')) : before;
            Assert.Equal(expected, peer.Tree());
            Assert.Empty(peer.Leftovers());

            if (method is "COPY" or "MOVE" && status == 204)
            {
                peer = Peer(isFat);
                Assert.Equal(412, peer.Ask(method, "/files/" + source, field + "Overwrite: F\r\n").Status);
                Assert.Equal(before, peer.Tree());
            }
        }
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    public void ADestinationElsewhereOrNone(string method)
    {
        TestPeer peer = Peer(true);
        string before = peer.Tree();
        Assert.Equal(400, peer.Ask(method, "/files/f").Status);
        Assert.Equal(400, peer.Ask(method, "/files/f", "Destination: \r\n").Status);
        Assert.Equal(400, peer.Ask(method, "/files/f", "Destination: new\r\n").Status);
        Assert.Equal(502, peer.Ask(method, "/files/f", "Destination: http://other/files/new\r\n").Status);
        Assert.Equal(502, peer.Ask(method, "/files/f", "Destination: http://desk:81/files/new\r\n").Status);
        Assert.Equal(502, peer.Ask(method, "/files/f", "Destination: /elsewhere/new\r\n").Status);
        Assert.Equal(502, peer.Ask(method, "/files/f", "Destination: http://desk/\r\n").Status);
        Assert.Equal(400, peer.Ask(method, "/files/f", "Destination: /files/new\r\nOverwrite: X\r\n").Status);
        Assert.Equal(400, peer.Ask(method, "/files/f", "Destination: /files/new\r\nDepth: 1\r\n").Status);
        Assert.Equal(400, peer.Ask(method, "/files/f", "Destination: /files/new\r\nDepth: deep\r\n").Status);
        Assert.Equal(400, peer.Ask("MOVE", "/files/d", "Destination: /files/new\r\nDepth: 0\r\n").Status);
        Assert.Equal(before, peer.Tree());
    }

    [Fact]
    public void WhatAnotherClientPutsAtTheDestinationMeanwhileIsNotLost()
    {
        foreach (string method in new[] { "MOVE", "COPY" })
        {
            // The other one is there right after the destination was found empty, and once more a call later, and so on.
            for (int at = 0; at < 12; at++)
            {
                TestPeer peer = Peer(false);
                peer.Get("f");
                peer.Store.Reset();
                int calls = 0;
                peer.Store.Before = _ =>
                {
                    if (calls++ == at)
                    {
                        peer.Store.Before = null;
                        peer.Ask("PUT", "/files/new", "If-None-Match: *\r\n", "other");
                    }
                };
                int status = peer.Ask(method, "/files/f", "Destination: /files/new\r\n").Status;
                peer.Store.Before = null;
                Assert.True(status is 201 or 204 or 503, method + " at " + at + ": " + status);
                string? now = peer.Get("new");
                Assert.True(now == "file" || (now == "other" && status == 503), method + " at " + at + ": " + status + ", " + now);
                Assert.True(status != 503 || peer.Get("f") == "file");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACopyOfDepth0IsACollectionWithoutItsMembers(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        string before = peer.Tree();
        Assert.Equal(201, peer.Ask("COPY", "/files/d", "Destination: /files/new\r\nDepth: 0\r\n").Status);
        Assert.Equal(Sorted(before + "\nnew/"), peer.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MkColWithContentIsRefused(bool isFat)
    {
        TestPeer peer = Peer(isFat);
        string before = peer.Tree();
        Assert.Equal(415, peer.Ask("MKCOL", "/files/new", "Content-Type: text/xml\r\n", "<x/>").Status);
        Assert.Equal(before, peer.Tree());
    }

    [Fact]
    public void OnACardAFileMayBecomeAnotherSpellingOfItself()
    {
        TestPeer peer = Peer(true);
        Assert.Equal(403, peer.Ask("COPY", "/files/f", "Destination: /files/F\r\n").Status);
        int status = peer.Ask("MOVE", "/files/f", "Destination: /files/F\r\n").Status;
        Assert.True(status is 201 or 204, status.ToString());
        Assert.Contains("F = file", peer.Tree().Split('\n'));
        Assert.DoesNotContain("f = file", peer.Tree().Split('\n'));
        Assert.Equal(403, peer.Ask("MOVE", "/files/d", "Destination: /files/D/x\r\n").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADeepTreeIsRefusedAtTheBoundAndNotLost(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        string path = "";
        for (int i = 0; i < Limits.Depth + 2; i++)
        {
            path += (path.Length == 0 ? "" : "/") + "d";
            peer.MakeCollection(path);
        }

        Answer answer = peer.Ask("DELETE", "/files/d");
        Assert.True(answer.Status is 207 or 507, answer.Status.ToString());
        if (answer.Status == 207)
        {
            Assert.True(answer.IsWhole);
            Assert.Contains("HTTP/1.1 507", answer.Text);
        }

        // The deepest ones go, and then the rest.
        Assert.Equal(204, peer.Ask("DELETE", "/files/d/d/d").Status);
        Assert.Equal(204, peer.Ask("DELETE", "/files/d").Status);
        Assert.Equal("", peer.Tree());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ALargeCollectionIsCopiedMovedAndDeletedPageByPage(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.MakeCollection("d");
        for (int i = 0; i < 3 * Limits.PageMembers + 1; i++)
        {
            peer.Put("d/file" + i, "content " + i);
        }

        string before = peer.Tree();
        Assert.Equal(201, peer.Ask("COPY", "/files/d", "Destination: /files/e\r\n").Status);
        Assert.Equal(204, peer.Ask("DELETE", "/files/d").Status);
        Assert.Equal(201, peer.Ask("MOVE", "/files/e", "Destination: /files/d\r\n").Status);
        Assert.Equal(before, peer.Tree());
    }

    private static TestPeer Peer(bool isFat)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.Put("f", "file");
        peer.Put("g", "another");
        peer.MakeCollection("d");
        peer.MakeCollection("d/sub");
        peer.Put("d/one", "1");
        peer.Put("d/sub/two", "2");
        peer.MakeCollection("e");
        peer.Put("e/three", "3");
        return peer;
    }

    /// <summary>What a tree is after an operation that succeeded, by the book.</summary>
    private static string After(string before, string method, string source, string destination)
    {
        System.Collections.Generic.List<string> lines = before.Split('\n').ToList();
        if (method == "MKCOL")
        {
            lines.Add(source + "/");
            return Sorted(string.Join("\n", lines));
        }

        System.Collections.Generic.List<string> taken = lines.Where(line => Belongs(line, source)).ToList();
        if (method != "COPY")
        {
            lines.RemoveAll(taken.Contains);
        }

        if (method != "DELETE")
        {
            lines.RemoveAll(line => Belongs(line, destination));
            lines.AddRange(taken.Select(line => destination + line.Substring(source.Length)));
        }

        return Sorted(string.Join("\n", lines));
    }

    private static bool Belongs(string line, string path)
    {
        return line.StartsWith(path + " =") || line.StartsWith(path + "/");
    }

    private static string Sorted(string lines)
    {
        return string.Join("\n", lines.Split('\n').OrderBy(line => line, System.StringComparer.Ordinal));
    }
}
