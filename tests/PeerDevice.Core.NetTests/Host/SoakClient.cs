using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PeerDevice.Host;
using PeerDevice.Simulation;

namespace PeerDevice.Tests.Host;

/// <summary>
/// A client of the soak: it alone writes below its collection, so it knows for each path which contents may stand there, and says so
/// the moment the peer tells anything else. A content is known by a number; 0 is none.
/// </summary>
internal sealed class SoakClient
{
    private const int BreakEvery = 50;
    private const int LongestContent = 9000;
    private const string Pause = "2"; // seconds

    private static readonly string[] Names = { "a", "b", "c", "A longer name, indeed.text", "ä ö", "sub/a", "sub/b" };

    private readonly TestPeer _peer;
    private readonly SoakHand _hand;
    private readonly Session _session;
    private readonly Random _random;
    private readonly int _number;
    private readonly Dictionary<string, HashSet<int>> _may = new Dictionary<string, HashSet<int>>();
    private int _lastContent;

    public SoakClient(TestPeer peer, SoakHand hand, int number, int seed)
    {
        _peer = peer;
        _hand = hand;
        _number = number;
        _session = new Session(peer.Peer.Parts, null);
        _random = new Random((seed * 1000) + number);
        foreach (string name in Names)
        {
            _may["c" + number + "/" + name] = new HashSet<int> { 0 };
        }

        peer.MakeCollection("c" + number + "/sub");
    }

    /// <summary>What went wrong first.</summary>
    public string? Fault { get; private set; }

    public int Sent { get; private set; }

    /// <summary>Requests that were answered with what they asked for, or that it is not there.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Requests that were answered with an error, or not at all.</summary>
    public int Refused { get; private set; }

    public void Live(int requests)
    {
        for (int i = 0; i < requests && Fault is null; i++)
        {
            _hand.Begin(_number);
            Sent++;
            try
            {
                One();
            }
            catch (Exception fault)
            {
                Fault ??= fault.ToString();
            }
            finally
            {
                _hand.End(_number);
            }
        }
    }

    /// <summary>Reads all that may be there, when nothing fails any more.</summary>
    public void Audit()
    {
        foreach (KeyValuePair<string, HashSet<int>> path in _may)
        {
            Answer answer = _peer.Ask("GET", Target(path.Key));
            Check(answer.Status is 200 or 404 && IsPossible(path.Value, answer), "At the end " + path.Key, path.Value, answer);
        }
    }

    private void One()
    {
        string path = Pick();
        switch (_random.Next(16))
        {
            case < 5:
                Get(path);
                return;
            case < 10:
                Put(path);
                return;
            case < 12:
                Remove(path);
                return;
            case 12:
                List();
                return;
            default:
                CopyOrMove(path, Pick());
                return;
        }
    }

    private void Get(string path)
    {
        HashSet<int> may = _may[path];
        bool isHead = _random.Next(8) == 0;
        int first = _random.Next(4) == 0 ? _random.Next(400) : 0;
        Answer? answer = Ask(isHead ? "HEAD" : "GET", Target(path), first > 0 ? "Range: bytes=" + first + "-\r\n" : "", Array.Empty<byte>(), out bool _);
        if (IsRefused(answer))
        {
            Refused++;
            return;
        }

        Acknowledged++;
        if (isHead || answer.Status is 206 or 416)
        {
            bool isSo = answer.Status switch
            {
                404 => may.Contains(0),
                206 when !isHead => may.Any(id => id != 0 && Content(id).AsSpan(Math.Min(first, Content(id).Length)).SequenceEqual(answer.Content)),
                416 => may.Any(id => id != 0 && Content(id).Length <= first),
                _ => may.Any(id => id != 0),
            };
            Check(isSo, "HEAD or part of " + path, may, answer);
            return;
        }

        Check(answer.Status is 200 or 404 && IsPossible(may, answer), "GET " + path, may, answer);
    }

    private void Put(string path)
    {
        HashSet<int> may = _may[path];
        int id = _number + (SoakIds * ++_lastContent);
        byte[] content = Content(id);
        bool mustBeNew = _random.Next(6) == 0;
        Answer? answer = Ask("PUT", Target(path), "Content-Length: " + content.Length + "\r\n" + (mustBeNew ? "If-None-Match: *\r\n" : ""), content, out bool isWhole);
        if (IsRefused(answer))
        {
            Refused++;
            if (isWhole)
            {
                may.Add(id);
            }

            return;
        }

        Acknowledged++;
        bool isSo = answer.Status switch
        {
            201 => may.Contains(0),
            204 => may.Any(old => old != 0) && !mustBeNew,
            412 => mustBeNew && may.Any(old => old != 0),
            _ => false,
        };
        Check(isSo, "PUT " + path, may, answer);
        if (answer.Status != 412)
        {
            Settle(may, id);
        }
        else
        {
            may.Remove(0);
        }
    }

    private void Remove(string path)
    {
        HashSet<int> may = _may[path];
        Answer? answer = Ask("DELETE", Target(path), "", Array.Empty<byte>(), out bool isWhole);
        if (IsRefused(answer))
        {
            Refused++;
            if (isWhole)
            {
                may.Add(0);
            }

            return;
        }

        Acknowledged++;
        Check(answer.Status == 204 ? may.Any(old => old != 0) : answer.Status == 404 && may.Contains(0), "DELETE " + path, may, answer);
        Settle(may, 0);
    }

    private void CopyOrMove(string from, string to)
    {
        if (from == to)
        {
            return;
        }

        HashSet<int> source = _may[from];
        HashSet<int> target = _may[to];
        bool isMove = _random.Next(2) == 0;
        bool mayReplace = _random.Next(3) != 0;
        string fields = "Destination: " + Target(to) + "\r\n" + (mayReplace ? "" : "Overwrite: F\r\n");
        Answer? answer = Ask(isMove ? "MOVE" : "COPY", Target(from), fields, Array.Empty<byte>(), out bool isWhole);
        if (IsRefused(answer))
        {
            Refused++;
            if (isWhole)
            {
                target.UnionWith(source);
                target.Add(0);      // RFC 4918 §9.9.3: an overwriting MOVE deletes first
                if (isMove)
                {
                    source.Add(0);
                }
            }

            return;
        }

        Acknowledged++;
        bool isSo = answer.Status switch
        {
            201 => source.Any(id => id != 0) && target.Contains(0),
            204 => source.Any(id => id != 0) && target.Any(id => id != 0) && mayReplace,
            404 => source.Contains(0),
            412 => !mayReplace && target.Any(id => id != 0),
            _ => false,
        };
        Check(isSo, (isMove ? "MOVE " : "COPY ") + from + " to " + to, source, answer);
        if (answer.Status is 201 or 204)
        {
            source.Remove(0);
            target.Clear();
            target.UnionWith(source);
            if (isMove)
            {
                Settle(source, 0);
            }
        }
        else if (answer.Status == 404)
        {
            Settle(source, 0);
        }
    }

    private void List()
    {
        Answer? answer = Ask("PROPFIND", Target("c" + _number + "/"), "Depth: 1\r\n", Array.Empty<byte>(), out bool _);
        if (IsRefused(answer))
        {
            Refused++;
            return;
        }

        if (!answer.IsWhole)
        {
            Refused++;      // the store failed in the middle: told by breaking off
            return;
        }

        Acknowledged++;
        Check(answer.Status == 207, "PROPFIND", new HashSet<int>(), answer);
        string listing = Uri.UnescapeDataString(answer.Text);
        foreach (string path in _may.Keys.Where(path => !path.Contains("/sub/", StringComparison.Ordinal)))
        {
            bool isThere = listing.Contains("<D:href>/files/" + path + "</D:href>", StringComparison.Ordinal);
            Check(isThere ? _may[path].Any(id => id != 0) : _may[path].Contains(0), "PROPFIND, member " + path, _may[path], answer);
        }
    }

    /// <summary>Sends one request; null where no whole answer came back.</summary>
    /// <param name="isWhole">Whether all of the request got there: otherwise it cannot have had an effect.</param>
    private Answer? Ask(string method, string target, string fields, byte[] content, out bool isWhole)
    {
        ScriptLink link = new ScriptLink(_peer.Clock) { Fragment = _random.Next(1, 3000) };
        byte[] head = Encoding.Latin1.GetBytes(TestPeer.Request(method, target, fields));
        byte[] all = head.Concat(content).ToArray();
        isWhole = _random.Next(BreakEvery) != 0;
        if (isWhole)
        {
            link.Send(all).End();
        }
        else
        {
            link.Send(all.AsSpan(0, _random.Next(all.Length)).ToArray()).Break();
        }

        bool isHeard = _random.Next(BreakEvery) != 0;
        if (!isHeard)
        {
            link.GoneAfter = _random.Next(300);
        }

        _session.Serve(link);
        if (!isWhole || !isHeard)
        {
            return null;
        }

        Answer answer = Answer.All(link.Received, method).Single();
        if (answer.Status is 500 or 503)
        {
            // Who is told to come again waits so long, and who is told that it failed waits too: what failed is tried again after a while, and no time passes by itself. There is one
            // time for all, so it may be another's content that took too long then (408).
            _hand.Outlast(_number);
            _peer.Clock.Advance(int.Parse(answer.Field("Retry-After") ?? Pause, CultureInfo.InvariantCulture) * 1000);
        }

        return answer.IsWhole || method == "PROPFIND" ? answer : null;
    }

    private static bool IsRefused([NotNullWhen(false)] Answer? answer)
    {
        return answer is null || answer.Status is >= 500 or 408;
    }

    private string Pick()
    {
        return "c" + _number + "/" + Names[_random.Next(Names.Length)];
    }

    private void Check(bool isSo, string what, HashSet<int> may, Answer answer)
    {
        if (!isSo && Fault is null)
        {
            Fault = "client " + _number + ", request " + Sent + ": " + what + " answered " + answer.Status + " with " + answer.Content.Length
                + " octets where " + string.Join(", ", may) + " may stand: " + (answer.Status == 200 ? "" : answer.Text) + "\n";
        }
    }

    private static bool IsPossible(HashSet<int> may, Answer answer)
    {
        return answer.Status == 404 ? may.Contains(0) : answer.IsWhole && may.Any(id => id != 0 && Content(id).AsSpan().SequenceEqual(answer.Content));
    }

    private static void Settle(HashSet<int> may, int id)
    {
        may.Clear();
        may.Add(id);
    }

    private static string Target(string path)
    {
        return "/files/" + string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }

    private const int SoakIds = 8;

    /// <summary>The content of a number: another for each, none but by chance of the same length.</summary>
    private static byte[] Content(int id)
    {
        Random random = new Random(id);
        int length = random.Next(10) == 0 ? 0 : random.Next(10) == 0 ? random.Next(LongestContent) : random.Next(600);
        byte[] content = new byte[length];
        random.NextBytes(content);
        return content;
    }
}
