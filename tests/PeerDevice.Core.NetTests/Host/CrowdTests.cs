using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using PeerDevice.Host;
using PeerDevice.Simulation;
using PeerDevice.Simulation.Fat;

namespace PeerDevice.Tests.Host;

/// <summary>
/// The fear: clients who write, read, move and delete the same few paths at once mix their contents, or lock the peer up.
/// What each does is drawn from a seed; how they meet is up to the machine, and must not matter.
/// </summary>
public sealed class CrowdTests
{
    private const int Clients = 6;
    private const int Rounds = 150;

    private static readonly string[] Paths = { "a", "b", "A%20longer%20name.text", "d/a", "d/b", "d/sub/a" };

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    [InlineData(false, 5)]
    public void NobodyEverReadsWhatNobodyWrote(bool isFat, int seed)
    {
        TestPeer peer = new TestPeer(isFat);
        peer.MakeCollection("d");
        peer.MakeCollection("d/sub");
        ConcurrentBag<string> faults = new ConcurrentBag<string>();
        ConcurrentDictionary<string, string> contentOfTag = new ConcurrentDictionary<string, string>();
        List<Thread> clients = new List<Thread>();
        for (int client = 0; client < Clients; client++)
        {
            Random random = new Random((seed * 1000) + client);
            clients.Add(new Thread(() => Live(peer, random, contentOfTag, faults)));
        }

        Patient.Run(peer.Clock, Limits.PollInterval, "A client of seed " + seed, [.. clients]);
        Assert.True(faults.IsEmpty, "seed " + seed + ": " + string.Join("\n", faults.Take(5)));
        Assert.Empty(peer.Indicator.Lines);
        Assert.True(contentOfTag.Count > Clients, "Hardly anything was read: seed " + seed);

        // What is left is whole, and each path can be used.
        foreach (string line in peer.Tree().Split('\n').Where(line => line.Contains(" = ", StringComparison.Ordinal)))
        {
            Assert.True(IsOneContent(line.Split(" = ")[1]), "seed " + seed + ": " + line);
        }

        Assert.Empty(peer.Leftovers());
        Assert.Equal(0, peer.Fat.OpenFiles);
        Assert.Empty(peer.Fat.WrongFacts);
        Assert.True(!isFat || peer.Fat.Recalled > 0, "No length was ever told from memory: seed " + seed);
        foreach (string path in Paths)
        {
            Assert.Contains(peer.Ask("PUT", "/files/" + path, "", "last").Status, new[] { 201, 204, 409 });
        }

        if (isFat)
        {
            FatReport report = FatCheck.Examine(peer.Medium);
            Assert.True(report.IsSound && report.LostClusters == 0, "seed " + seed + ": " + report);
        }
    }

    private static void Live(TestPeer peer, Random random, ConcurrentDictionary<string, string> contentOfTag, ConcurrentBag<string> faults)
    {
        Session session = new Session(peer.Peer.Parts, null);
        for (int round = 0; round < Rounds; round++)
        {
            string path = Paths[random.Next(Paths.Length)];
            string other = Paths[random.Next(Paths.Length)];
            string content = new string((char)('a' + random.Next(26)), random.Next(4) == 0 ? random.Next(12000) : random.Next(400));
            string method = random.Next(12) switch
            {
                < 4 => "PUT",
                < 7 => "GET",
                7 => "DELETE",
                8 => "MOVE",
                9 => "COPY",
                10 => "PROPFIND",
                _ => "HEAD",
            };
            string fields = method switch
            {
                "PUT" => "Content-Length: " + content.Length + "\r\n" + (random.Next(3) == 0 ? "If-None-Match: *\r\n" : ""),
                "MOVE" or "COPY" => "Destination: /files/" + other + "\r\n",
                "PROPFIND" => "Depth: 1\r\n",
                _ => "",
            };
            ScriptLink link = new ScriptLink(peer.Clock) { Fragment = random.Next(1, 3000) };
            link.Send(TestPeer.Request(method, "/files/" + (method == "PROPFIND" ? "d/" : path), fields));
            if (method == "PUT")
            {
                link.Send(content);
            }

            session.Serve(link.End());
            try
            {
                Answer answer = Answer.All(link.Received, method).Single();
                Check(method + " " + path, answer, contentOfTag, faults);
            }
            catch (Exception fault)
            {
                faults.Add(method + " " + path + ": " + fault.Message + " " + Encoding.Latin1.GetString(link.Received));
            }
        }
    }

    private static void Check(string what, Answer answer, ConcurrentDictionary<string, string> contentOfTag, ConcurrentBag<string> faults)
    {
        if (answer.Status is not (200 or 201 or 204 or 207 or 403 or 404 or 409 or 412 or 503))
        {
            faults.Add(what + ": " + answer.Status + " " + answer.Text);
        }

        if (!what.StartsWith("GET", StringComparison.Ordinal) || answer.Status != 200)
        {
            return;
        }

        string content = answer.Text;
        if (!answer.IsWhole || !IsOneContent(content))
        {
            faults.Add(what + " is a mixture");
        }

        // RFC 9110 §8.8.3: one strong tag, one content, for each resource by itself.
        string key = what + " " + answer.Tag;
        string shape = content.Length + (content.Length > 0 ? content.Substring(0, 1) : "");
        if (contentOfTag.GetOrAdd(key, shape) != shape)
        {
            faults.Add(key + " for two contents: " + shape + " and " + contentOfTag[key]);
        }
    }

    private static bool IsOneContent(string content)
    {
        return content.Length == 0 || content.All(c => c == content[0]);
    }
}
