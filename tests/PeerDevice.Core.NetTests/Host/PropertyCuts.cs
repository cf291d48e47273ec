using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The power goes while properties are changed, or travel with their resource. Whole requests through a whole peer, cut before write 1, 2, 3 … of the
/// card until one survives; then the peer starts anew, and that start is cut in the same way.
/// </summary>
internal static class PropertyCuts
{
    private const string All = "f= g= bare= new= d= d/m= d/bare= e= e/n= e/m= new/m= F= A%20long%20name.text=";

    /// <summary>Cuts a request before each of its writes, and the start after it before each of its own.</summary>
    /// <param name="request">The method, behind which a minus takes the property away, and the path.</param>
    /// <param name="destination">Where it goes; empty where it goes nowhere.</param>
    /// <param name="output">Told how often the power went.</param>
    internal static void Try(string request, string destination, ITestOutputHelper output)
    {
        int cuts = 0;
        foreach (bool takesRoomFirst in new[] { false, true })
        {
            foreach (bool splits in new[] { false, true })
            {
                FatMedium prepared = PropertyTravelTests.Prepared(On(new FatMedium(1000, 512), false, false)).Medium.Copy();
                TestPeer before = On(prepared.Copy(), takesRoomFirst, splits);
                Start(before);
                HashSet<string> old = [.. States(before)];
                TestPeer whole = On(prepared.Copy(), takesRoomFirst, splits);
                Start(whole);
                Assert.InRange(Ask(whole, request, destination, out _), 200, 299);
                HashSet<string> made = [.. States(whole)];
                for (int step = 0; ; step++)
                {
                    FatMedium card = prepared.Copy();
                    TestPeer peer = On(card, takesRoomFirst, splits);
                    Start(peer);
                    card.CutAt = card.Steps + step;
                    int status = Ask(peer, request, destination, out bool isCut);
                    if (!isCut)
                    {
                        break;
                    }

                    cuts++;
                    string what = $"{request} {destination} {takesRoomFirst}/{splits} cut at {step} behind {card.Trail.LastOrDefault()}: ";
                    for (int again = 0; ; again++)
                    {
                        // The start after the cut is cut as well, at each of its writes once.
                        FatMedium second = card.Copy();
                        second.CutAt = again;
                        try
                        {
                            TestPeer starting = On(second, takesRoomFirst, splits);
                            starting.Peer.Start();
                            starting.Peer.Stop();
                        }
                        catch (PowerCut)
                        {
                        }

                        bool isSecondCut = second.IsCut;
                        Check(second.Copy(), destination, takesRoomFirst, splits, old, made, status is >= 200 and < 300, what + (isSecondCut ? $"then at {again} behind {second.Trail.LastOrDefault()}: " : ""));
                        if (!isSecondCut)
                        {
                            break;
                        }
                    }
                }
            }
        }

        Assert.True(cuts > 0, request + " writes nothing");
        output.WriteLine(request + " " + destination + ": " + cuts + " cuts");
    }

    private static void Check(FatMedium card, string destination, bool takesRoomFirst, bool splits, HashSet<string> old, HashSet<string> made, bool isAcknowledged, string what)
    {
        TestPeer peer = On(card, takesRoomFirst, splits);
        Start(peer);
        PropertyTravelTests.CheckFiles(peer, what);
        string[] now = [.. States(peer)];
        Assert.True(!isAcknowledged || made.SetEquals(now), what + "it was acknowledged, and is " + string.Join(" ", now));
        foreach (string state in now)
        {
            // A copy that was cut may be there without its properties yet, a collection that is overwritten is deleted first (RFC 4918 §9.8.4): it was not acknowledged.
            string path = state.Split('=')[0];
            bool isIncomplete = state.EndsWith('-')
                && (!old.Any(s => s.StartsWith(path + "=", StringComparison.Ordinal) && !s.EndsWith("=gone", StringComparison.Ordinal))
                    || (what.StartsWith("COPY", StringComparison.Ordinal) && state == destination + "=collection/-"));
            bool isEmptied = state == "d=collection/-" && made.Contains("d=gone");
            Assert.True(old.Contains(state) || made.Contains(state) || isIncomplete || isEmptied || state.EndsWith("=gone", StringComparison.Ordinal), what + state + " is neither old nor new");
        }

        // No property is gone that is not gone in the end.
        foreach (string owner in old.Where(s => !s.EndsWith('-') && !s.EndsWith("gone", StringComparison.Ordinal)).Select(s => s[(s.LastIndexOf('/') + 1)..]))
        {
            if (made.Any(s => s.EndsWith("/" + owner, StringComparison.Ordinal)))
            {
                Assert.True(now.Any(s => s.EndsWith("/" + owner, StringComparison.Ordinal)), what + "the property of " + owner + " is nowhere");
            }
        }

        // And it goes on.
        Assert.StartsWith("200", PropPatchTests.Patch(peer, "", PropPatchTests.Set("who", "again")));
        PropertyTravelTests.CheckFiles(peer, what + "afterwards: ");
    }

    // What each path holds, and whose property it has: content and property are one state.
    private static IEnumerable<string> States(TestPeer peer)
    {
        foreach (string path in All.Split(' ').Select(p => p.Split('=')[0]))
        {
            Answer answer = peer.Ask("PROPFIND", "/files/" + path, "Depth: 0\r\n", "<propfind xmlns='DAV:'><prop><resourcetype/></prop></propfind>");
            if (answer.Status == 404)
            {
                yield return path + "=gone";
                continue;
            }

            string content = answer.Text.Contains("collection", StringComparison.Ordinal) ? "collection" : peer.Get(path)!;
            string who = PropertyTravelTests.Who(peer, path);
            yield return path + "=" + content + "/" + (who.Length == 0 ? "-" : who);
        }
    }

    private static int Ask(TestPeer peer, string request, string destination, out bool isCut)
    {
        string method = request.Split(' ')[0];
        string path = request.Split(' ')[1];
        string content = method switch
        {
            "PUT" => "other",
            "PROPPATCH" => PropPatchTests.Update(PropPatchTests.Set("who", "changed")),
            "PROPPATCH-" => PropPatchTests.Update(PropPatchTests.Remove("who")),
            _ => "",
        };
        string fields = (destination.Length == 0 ? "" : "Destination: /files/" + destination + "\r\n") + (content.Length == 0 ? "" : "Content-Length: " + content.Length + "\r\n");
        ScriptLink link = peer.Link().Send(TestPeer.Request(method.TrimEnd('-'), "/files/" + path, fields) + content).End();
        new PeerDevice.Host.Session(peer.Peer.Parts, null).Serve(link);
        isCut = peer.Medium.IsCut;
        string received = Encoding.ASCII.GetString(link.Received);
        return received.Length < 12 ? 0 : int.Parse(received.Substring(9, 3));
    }

    private static void Start(TestPeer peer)
    {
        Assert.True(peer.Peer.Start());
        peer.Peer.Stop();
        Assert.Empty(peer.Indicator.Lines);
    }

    private static TestPeer On(FatMedium card, bool takesRoomFirst, bool splits)
    {
        return new TestPeer(true, true, null, new FatStore(card) { TakesRoomFirst = takesRoomFirst, SplitsLongNames = splits }, card);
    }
}
