using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>What desktops really send, each in a row over one connection: each answer is what that client needs, on a card and on a PC's disk.</summary>
public sealed partial class SequenceTests
{
    public static TheoryData<string, bool> Rows()
    {
        TheoryData<string, bool> rows = new TheoryData<string, bool>();
        foreach (string name in Sequence.Names())
        {
            rows.Add(name, true);
            rows.Add(name, false);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void AClientHearsWhatItNeeds(string name, bool isFat)
    {
        Sequence sequence = Sequence.Read(name);
        TestPeer peer = new TestPeer(isFat, cardSize: 32_000_000_000);
        peer.Plain.Capacity = 500_000_000_000;
        foreach (string[] given in sequence.Given)
        {
            Give(peer, given);
        }

        string[] methods = sequence.Answers.Select(a => a[0]).ToArray();
        ScriptLink link = peer.Link();
        Replay replay = new Replay(sequence, link, methods);
        replay.SendNext();
        peer.Serve(link, methods);
        List<Answer> answers = Answer.All(link.Received, methods).FindAll(a => a.Status >= 200);
        for (int i = 0; i < answers.Count; i++)
        {
            Check(sequence.Answers[i], sequence.Requests[i], answers[i], i + 1);
        }

        Assert.Equal(methods.Length, answers.Count);
        foreach (string[] last in sequence.Finally)
        {
            Assert.Equal((last[1], last[0] == "gone" ? null : Content(last)), (last[1], peer.Get(Uri.EscapeDataString(last[1]).Replace("%2F", "/", StringComparison.Ordinal))));
        }

        Assert.Empty(peer.Leftovers());
    }

    [Fact]
    public void EverySequenceSaysWhoSpokeOrThatItWasReconstructed()
    {
        foreach (string name in Sequence.Names())
        {
            Assert.Matches("^(Reconstructed-(explorer|finder|office)|(davfs2-1\\.6|gvfs-1\\.50|rclone-1\\.60|cadaver-0\\.24))-[a-z-]+$", name);
        }
    }

    // As octets, a character each, with the line ends told.
    private static string Content(string[] words)
    {
        return words[2].Replace("\\n", "\n", StringComparison.Ordinal);
    }

    private static void Give(TestPeer peer, string[] given)
    {
        string path = Uri.EscapeDataString(given[1]).Replace("%2F", "/", StringComparison.Ordinal);
        if (path.EndsWith('/'))
        {
            peer.MakeCollection(path);
            return;
        }

        peer.Put(path, Content(given));
    }

    private static void Check(string[] expected, byte[] request, Answer answer, int number)
    {
        string line = Encoding.Latin1.GetString(request, 0, request.AsSpan().IndexOf("\r\n"u8));
        Assert.StartsWith(expected[0] + " " + expected[1] + " ", line);
        string all = answer.Head + "\n" + answer.Text;
        string where = "request " + number + ", " + line + ", was answered\n" + all;
        Assert.True(expected[2].Split('|').Contains(answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)), "expected " + expected[2] + ": " + where);
        Assert.True(answer.IsWhole, where);
        foreach (string part in expected.Skip(3).Where(p => p[0] != '='))
        {
            // Field names are told in lower case there; everything that is looked for is looked for in any case.
            Assert.True(all.Contains(part.Substring(1), StringComparison.OrdinalIgnoreCase) == (part[0] == '+'), part + ": " + where);
        }
    }

    /// <summary>Sends a sequence request by request, with the lock tokens and entity tags that this peer gave in the place of those of the capture.</summary>
    private sealed partial class Replay
    {
        private readonly Sequence _sequence;
        private readonly ScriptLink _link;
        private readonly string[] _methods;
        private readonly Dictionary<string, string> _tokens = new Dictionary<string, string>();
        private readonly Dictionary<string, string> _tags = new Dictionary<string, string>();
        private int _next;

        public Replay(Sequence sequence, ScriptLink link, string[] methods)
        {
            _sequence = sequence;
            _link = link;
            _methods = methods;
        }

        public void SendNext()
        {
            if (_next == _sequence.Requests.Count)
            {
                _link.End();
                return;
            }

            Learn();
            string request = Encoding.Latin1.GetString(_sequence.Requests[_next]);
            foreach (KeyValuePair<string, string> token in _tokens)
            {
                request = request.Replace(token.Key, token.Value, StringComparison.Ordinal);
            }

            if (_tags.TryGetValue(_sequence.Answers[_next][1], out string? tag))
            {
                request = IfMatch().Replace(request, m => m.Groups[1].Value + tag);
            }

            _next++;
            _link.Send(request).Then(SendNext);
        }

        private void Learn()
        {
            List<Answer> answers = Answer.All(_link.Received, _methods).FindAll(a => a.Status >= 200);
            for (int i = 0; i < answers.Count && i < _next; i++)
            {
                string[] expected = _sequence.Answers[i];
                foreach (string word in expected.Skip(3).Where(w => w[0] == '='))
                {
                    _tokens[word.Substring(1)] = answers[i].Field("Lock-Token")?.Trim('<', '>') ?? "";
                }

                if (answers[i].Field("ETag") is string tag)
                {
                    _tags[expected[1]] = tag;
                }
            }
        }

        [GeneratedRegex("(?<=\r\n)(If-Match: )\"[^\"]*\"")]
        private static partial Regex IfMatch();
    }
}
