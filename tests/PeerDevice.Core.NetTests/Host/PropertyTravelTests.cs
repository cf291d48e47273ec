using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>The fear: what happens to a resource does not happen to its properties, or they end up with another.</summary>
public sealed class PropertyTravelTests
{
    public static TheoryData<bool, string, string, string> Requests
    {
        get
        {
            TheoryData<bool, string, string, string> data = [];
            foreach (bool isFat in new[] { true, false })
            {
                // What is asked, and then who is what: each letter is the resource that had it as its property in the beginning.
                data.Add(isFat, "PUT f", "", "d=d d/m=m e=e e/n=n f=f g=g");
                data.Add(isFat, "DELETE f", "", "d=d d/m=m e=e e/n=n f= g=g");
                data.Add(isFat, "DELETE d", "", "d= d/m= e=e e/n=n f=f g=g");
                data.Add(isFat, "MOVE f", "new", "d=d d/m=m e=e e/n=n f= g=g new=f");
                data.Add(isFat, "MOVE f", "g", "d=d d/m=m e=e e/n=n f= g=f");
                data.Add(isFat, "MOVE bare", "g", "d=d d/m=m e=e e/n=n f=f g= bare=");
                data.Add(isFat, "MOVE f", "bare", "d=d d/m=m e=e e/n=n f= g=g bare=f");
                data.Add(isFat, "MOVE f", "d/m", "d=d d/m=f e=e e/n=n f= g=g");
                data.Add(isFat, "MOVE f", "e", "d=d d/m=m e=f e/n= f= g=g");
                data.Add(isFat, "MOVE d", "new", "d= d/m= e=e e/n=n f=f g=g new=d new/m=m new/bare=");
                data.Add(isFat, "MOVE d", "e", "d= d/m= e=d e/m=m e/n= f=f g=g");
                data.Add(isFat, "MOVE d", "e/sub", "d= d/m= e=e e/n=n e/sub=d e/sub/m=m f=f g=g");
                data.Add(isFat, "MOVE d", "f", "d= d/m= e=e e/n=n f=d f/m=m g=g");
                data.Add(isFat, "COPY f", "new", "d=d d/m=m e=e e/n=n f=f g=g new=f");
                data.Add(isFat, "COPY f", "g", "d=d d/m=m e=e e/n=n f=f g=f");
                data.Add(isFat, "COPY bare", "g", "d=d d/m=m e=e e/n=n f=f g= bare=");
                data.Add(isFat, "COPY d", "new", "d=d d/m=m e=e e/n=n f=f g=g new=d new/m=m new/bare=");
                data.Add(isFat, "COPY d", "e", "d=d d/m=m e=d e/m=m e/n= f=f g=g");
                data.Add(isFat, "COPY0 d", "new", "d=d d/m=m e=e e/n=n f=f g=g new=d new/m=");
            }

            data.Add(true, "MOVE f", "F", "d=d d/m=m e=e e/n=n f=f F=f g=g");
            data.Add(true, "MOVE A%20long%20name.text", "g", "d=d d/m=m f=f g=l");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void PropertiesGoWhereTheirResourceGoes(bool isFat, string request, string destination, string expected)
    {
        TestPeer peer = Prepared(isFat ? new TestPeer() : new TestPeer(false));
        Ask(peer, request, destination);
        Assert.Equal(expected, Properties(peer, expected));
        TestPeer next = Restarted(peer);
        Assert.Equal(expected, Properties(next, expected));
        CheckFiles(next);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatComesAfterADeletionHasNoneOfThem(bool isFat)
    {
        TestPeer peer = Prepared(isFat ? new TestPeer() : new TestPeer(false));
        Ask(peer, "DELETE f", "");
        Ask(peer, "DELETE d", "");
        peer.Put("f", "new");
        peer.MakeCollection("d");
        peer.Put("d/m", "new");
        Assert.Equal("d= d/m= f=", Properties(peer, "d= d/m= f="));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasTakenAwayElsewhereLeavesNothingBehind(bool isFat)
    {
        // A card that was edited on a PC, a folder that its owner tidied.
        TestPeer peer = Prepared(isFat ? new TestPeer() : new TestPeer(false));
        if (isFat)
        {
            FatStore store = new(peer.Medium.Copy());
            Assert.Equal(0, store.Delete("f"));
            Assert.Equal(0, store.Delete("d/m"));
            peer = new TestPeer(true, true, null, store, store.Medium);
        }
        else
        {
            Assert.Equal(0, peer.Plain.Delete("f"));
            Assert.Equal(0, peer.Plain.Delete("d/m"));
        }

        TestPeer next = Restarted(peer);
        CheckFiles(next);
        Assert.Equal("d=d d/m= e=e e/n=n f= g=g", Properties(next, "d= d/m= e= e/n= f= g="));
        next.Put("f", "another");
        Assert.Equal("f=", Properties(next, "f="));
    }

    internal static TestPeer Prepared(TestPeer peer)
    {
        peer.Put("f", "F");
        peer.Put("g", "G");
        peer.Put("bare", "B");
        peer.MakeCollection("d");
        peer.Put("d/m", "M");
        peer.Put("d/bare", "X");
        peer.MakeCollection("e");
        peer.Put("e/n", "N");
        peer.Put("A%20long%20name.text", "L");
        foreach (string path in new[] { "f", "g", "d/", "d/m", "e/", "e/n" })
        {
            PropPatchTests.Patch(peer, path, PropPatchTests.Set("who", path.TrimEnd('/').Split('/')[^1]));
        }

        PropPatchTests.Patch(peer, "A%20long%20name.text", PropPatchTests.Set("who", "l"));
        return peer;
    }

    internal static void Ask(TestPeer peer, string request, string destination)
    {
        string method = request.Split(' ')[0];
        string path = request.Split(' ')[1];
        string fields = destination.Length == 0 ? "" : "Destination: /files/" + destination + "\r\n";
        fields += method == "COPY0" ? "Depth: 0\r\n" : "";
        Answer answer = peer.Ask(method.TrimEnd('0'), "/files/" + path, fields, method == "PUT" ? "other" : "");
        Assert.True(answer.Status is 201 or 204, request + ": " + answer.Status + " " + answer.Text);
    }

    /// <summary>Who is what, for the paths in a text of the same form.</summary>
    internal static string Properties(TestPeer peer, string paths)
    {
        return string.Join(" ", paths.Split(' ').Select(p => p.Split('=')[0] + "=" + Who(peer, p.Split('=')[0])));
    }

    internal static string Who(TestPeer peer, string path)
    {
        Answer answer = peer.Ask("PROPFIND", "/files/" + path, "Depth: 0\r\n", "<propfind xmlns='DAV:'><prop><who xmlns='urn:own'/></prop></propfind>");
        if (answer.Status == 404)
        {
            return "";
        }

        Assert.Equal(207, answer.Status);
        int at = answer.Text.IndexOf("'>", StringComparison.Ordinal);
        return answer.Text.Contains("</who>", StringComparison.Ordinal) ? answer.Text[(at + 2)..answer.Text.IndexOf("</who>", StringComparison.Ordinal)] : "";
    }

    internal static TestPeer Restarted(TestPeer peer)
    {
        FatMedium card = peer.Store.IsFat ? peer.Medium.Copy() : peer.Medium;
        TestPeer next = peer.Store.IsFat ? new TestPeer(true, true, null, new FatStore(card), card) : new TestPeer(false, true, null, peer.Plain);
        Assert.True(next.Peer.Start());
        next.Peer.Stop();
        return next;
    }

    /// <summary>Nothing is in the reserved area that belongs to nobody: each file of properties is of a resource that is there, and names it.</summary>
    internal static void CheckFiles(TestPeer peer, string what = "")
    {
        Dictionary<string, byte[]> files = [];
        HashSet<string> there = [];
        if (peer.Store.IsFat)
        {
            FatReport report = FatCheck.Examine(peer.Medium);
            Assert.True(report.IsSound && report.Leftovers.Count == 0, what + report);
            foreach ((string path, byte[]? content) in report.Files)
            {
                files[path] = content!;
            }

            there = [.. report.Files.Keys.Concat(report.Collections).Select(p => p.ToUpperInvariant())];
        }
        else
        {
            PlainStore plain = peer.Plain;
            foreach (string path in plain.All())
            {
                there.Add(path.TrimEnd('/').ToUpperInvariant());
                if (!path.EndsWith('/'))
                {
                    files[path] = plain.Get(path)!;
                }
            }
        }

        foreach ((string path, byte[] content) in files.Where(f => f.Key.StartsWith(".peer/", StringComparison.Ordinal) && !f.Key.StartsWith(".peer/index.", StringComparison.Ordinal)))
        {
            Assert.True(path.StartsWith(".peer/p/", StringComparison.Ordinal) && path.Length == 18, what + path + " is nobody's");
            for (int at = 5; at < content.Length;)
            {
                int length = (content[at + 2] << 8) | content[at + 3];
                string owner = Encoding.UTF8.GetString(content, at + 6, (content[at + 4] << 8) | content[at + 5]);
                Assert.True(owner.Length == 0 || there.Contains(owner.ToUpperInvariant()), what + path + " is of " + owner + ", which is not there");
                at += 8 + length;
            }
        }
    }
}
