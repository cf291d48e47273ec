using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using PeerDevice.Board;

namespace PeerDevice.Companion.Tests;

/// <summary>Servers of one content, by host: each honest, or with the vice that a test gives it. Who is honest is connected to only when those with vices were asked.</summary>
internal sealed class Origins : INetwork
{
    private readonly ScriptedServer _server;
    private readonly Dictionary<string, Func<ScriptedServer.Request, ScriptedServer.Reply>> _vices = [];
    private readonly CountdownEvent _asked = new(1);

    public Origins(byte[] content)
    {
        Content = content;
        _server = new ScriptedServer(Answer);
    }

    public byte[] Content { get; }

    public string Tag { get; set; } = "\"one\"";

    public List<ScriptedServer.Request> Requests => _server.Requests;

    public int Fragment
    {
        set => _server.Fragment = value;
    }

    /// <summary>Gives a host a vice.</summary>
    public Origins With(string host, Func<ScriptedServer.Request, ScriptedServer.Reply> vice)
    {
        _vices[host] = vice;
        _asked.Reset(_vices.Count);
        return this;
    }

    /// <summary>Nobody need be asked before the honest are.</summary>
    public Origins WithoutWaiting()
    {
        _asked.Reset(0);
        return this;
    }

    public IListener? Listen(int port) => null;

    public IDatagrams? OpenDatagrams(int port) => null;

    public IMulticast? OpenMulticast() => null;

    public bool IsOurAddress(string address) => false;

    public bool IsOnLink(string address) => true;

    public Link? Connect(string host, int port, int patienceMilliseconds)
    {
        if (!_vices.ContainsKey(host) && _vices.Count > 0)
        {
            // Long, since nothing depends on it but that a failure has an end.
            _asked.Wait(TimeSpan.FromSeconds(60));
        }

        return _server.Connect(host, port, patienceMilliseconds);
    }

    /// <summary>The answer of a server that means well.</summary>
    public ScriptedServer.Reply Honest(ScriptedServer.Request request) => Part(request, Content, Tag);

    /// <summary>What a request asked for: first and last octet, within a length.</summary>
    public static (int First, int Last) Range(ScriptedServer.Request request, int length)
    {
        string? range = request["Range"];
        if (range is null)
        {
            return (0, length - 1);
        }

        string[] ends = range["bytes=".Length..].Split('-');
        int last = ends[1].Length == 0 ? length - 1 : (int)Math.Min(length - 1, long.Parse(ends[1], CultureInfo.InvariantCulture));
        return (int.Parse(ends[0], CultureInfo.InvariantCulture), last);
    }

    /// <summary>A part of a content, as asked for.</summary>
    public static ScriptedServer.Reply Part(ScriptedServer.Request request, byte[] content, string tag)
    {
        (int first, int last) = Range(request, content.Length);
        bool isOther = request["If-Range"] is { } asked && asked != tag;
        return request["Range"] is null || isOther
            ? ScriptedServer.Octets(200, content, "ETag: " + tag)
            : first >= content.Length ? ScriptedServer.Text(416, "", $"Content-Range: bytes */{content.Length}")
            : ScriptedServer.Octets(206, content[first..(last + 1)], "ETag: " + tag, $"Content-Range: bytes {first}-{last}/{content.Length}");
    }

    private ScriptedServer.Reply Answer(ScriptedServer.Request request)
    {
        string host = request["Host"]!;
        if (!_vices.TryGetValue(host, out Func<ScriptedServer.Request, ScriptedServer.Reply>? vice))
        {
            return Honest(request);
        }

        if (_asked.CurrentCount > 0)
        {
            _asked.Signal();
        }

        return vice(request);
    }
}
