using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace PeerDevice.Clients;

/// <summary>
/// Debian's Chromium without a window, in a network namespace of the checks so that it reaches a peer and nothing else, driven by the
/// DevTools protocol over a pipe: its standard input and output, which a shell makes the descriptors 3 and 4 that it expects.
/// </summary>
internal sealed class Browser : IDisposable
{
    private const string Shell = "exec 3<&0 4>&1 </dev/null >/dev/null 2>&1; exec chromium \"$@\"";

    private readonly Process _process;
    private readonly Stream _commands;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _awaited = new();
    private readonly string _profile = Directory.CreateTempSubdirectory("peerdevice-browser-").FullName;
    private int _last;

    internal Browser(string space)
    {
        _process = Tool.Start("ip", ["netns", "exec", space, "sh", "-c", Shell, "sh",
            "--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--user-data-dir=" + _profile, "about:blank"], _profile);
        _commands = _process.StandardInput.BaseStream;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        new Thread(Hear) { IsBackground = true }.Start();
    }

    /// <summary>Everything that happened and that nobody asked for: method, session and parameters.</summary>
    internal event Action<string, string, JsonNode>? Happened;

    /// <summary>Opens an empty page.</summary>
    internal BrowserPage Open()
    {
        string target = (string)Ask("Target.createTarget", new JsonObject { ["url"] = "about:blank" })["targetId"]!;
        string session = (string)Ask("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true })["sessionId"]!;
        return new BrowserPage(this, target, session);
    }

    /// <summary>Sends a command and waits for its result, a bounded time.</summary>
    internal JsonNode Ask(string method, JsonObject? parameters = null, string? session = null)
    {
        Task<JsonNode> asked = Send(method, parameters, session);
        if (!asked.Wait(Bounds.Browser))
        {
            throw new CheckFailure($"the browser did not answer {method}");
        }

        JsonNode answer = asked.Result;
        if (answer["error"] is JsonNode error)
        {
            throw new CheckFailure($"{method}: {error.ToJsonString()}");
        }

        return answer["result"]!;
    }

    /// <summary>Sends a command from where nobody may wait: an event.</summary>
    internal Task<JsonNode> Send(string method, JsonObject? parameters, string? session)
    {
        int id = Interlocked.Increment(ref _last);
        TaskCompletionSource<JsonNode> awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[id] = awaited;
        JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        byte[] octets = Encoding.UTF8.GetBytes(message.ToJsonString() + "\0");
        lock (_commands)
        {
            _commands.Write(octets);
            _commands.Flush();
        }

        return awaited.Task;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Temporary.Remove(_profile);
    }

    private void Hear()
    {
        try
        {
            Stream from = _process.StandardOutput.BaseStream;
            List<byte> message = [];
            byte[] block = new byte[65536];
            for (int got; (got = from.Read(block)) > 0;)
            {
                foreach (byte octet in block.AsSpan(0, got))
                {
                    if (octet != 0)
                    {
                        message.Add(octet);
                        continue;
                    }

                    Take(JsonNode.Parse(message.ToArray())!);
                    message.Clear();
                }
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended, or was ended.
        }

        foreach (TaskCompletionSource<JsonNode> awaited in _awaited.Values)
        {
            awaited.TrySetException(new CheckFailure("the browser ended"));
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is JsonNode id)
        {
            if (_awaited.TryRemove((int)id, out TaskCompletionSource<JsonNode>? awaited))
            {
                awaited.SetResult(message);
            }

            return;
        }

        Happened?.Invoke((string)message["method"]!, (string?)message["sessionId"] ?? string.Empty, message["params"]!);
    }
}
