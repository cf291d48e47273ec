using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace PeerDevice.Clients;

/// <summary>One page of the browser: what a person does with it, and what a person sees.</summary>
internal sealed class BrowserPage : IDisposable
{
    private readonly Browser _browser;
    private readonly string _target;
    private readonly string _session;
    private readonly List<string> _asked = [];
    private readonly List<string> _complaints = [];

    internal BrowserPage(Browser browser, string target, string session)
    {
        _browser = browser;
        _target = target;
        _session = session;
        browser.Happened += Hear;
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" })
        {
            Do(domain + ".enable");
        }
    }

    /// <summary>Answers to requests in the peer's place: method, and then status, Retry-After and sentence, once each.</summary>
    internal Queue<(string Method, int Status, string Sentence)> Instead { get; } = new();

    /// <summary>Every URL that was asked for.</summary>
    internal string[] Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>What the browser complained of: errors of scripts, breaches of the policy. Answers that are no success are none.</summary>
    internal string[] Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    internal JsonNode Do(string method, JsonObject? parameters = null)
    {
        return _browser.Ask(method, parameters, _session);
    }

    /// <summary>Goes to a URL and waits until it is loaded.</summary>
    internal void Go(string url)
    {
        // A mark that the next document does not have.
        Run("self.before = 1");
        JsonNode gone = Do("Page.navigate", new JsonObject { ["url"] = url });
        Expect.True(gone["errorText"] is null, $"{url}: {gone["errorText"]}");
        Until("!self.before && document.readyState === 'complete'");
    }

    /// <summary>The value of an expression, as JSON would give it; a promise is waited for.</summary>
    internal JsonNode? Run(string expression)
    {
        JsonNode result = Do("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Expect.True(result["exceptionDetails"] is null, $"{expression}: {result["exceptionDetails"]?.ToJsonString()}");
        return result["result"]!["value"];
    }

    internal string Text(string expression)
    {
        return (string?)Run($"(async () => String({expression}))()") ?? string.Empty;
    }

    /// <summary>Waits until an expression is true.</summary>
    internal void Until(string expression)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            string problem;
            try
            {
                if ((bool)Run($"Boolean({expression})")!)
                {
                    return;
                }

                problem = Expect.Short(Text("document.body ? document.body.innerText : ''"));
            }
            catch (CheckFailure failure) when (failure.Message.Contains("context", StringComparison.Ordinal))
            {
                // In the middle of going from one document to the next.
                problem = failure.Message;
            }

            Expect.True(Stopwatch.GetElapsedTime(start) < Bounds.Browser, $"{expression} does not come true: {problem} {string.Join(" ", Complaints)}");
            Thread.Sleep(Bounds.Look);
        }
    }

    /// <summary>Presses the middle of the element that an expression names, as a mouse would.</summary>
    internal void Click(string element)
    {
        Until($"{element}");
        JsonNode at = Run($"(() => {{ const e = {element}; e.scrollIntoView({{block: 'center'}}); const r = e.getBoundingClientRect(); return {{x: r.x + r.width / 2, y: r.y + r.height / 2, hit: e.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2))}}; }})()")!;
        Expect.True((bool)at["hit"]!, $"{element} is covered by something, or not to be seen");
        foreach (string type in new[] { "mousePressed", "mouseReleased" })
        {
            Do("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = at["x"]!.DeepClone(), ["y"] = at["y"]!.DeepClone(), ["button"] = "left", ["clickCount"] = 1 });
        }
    }

    /// <summary>Presses the button that shows or is called this.</summary>
    internal void Press(string label)
    {
        Click(Button(label));
    }

    /// <summary>The expression that finds a button by what it shows or is called; an open dialog's come first.</summary>
    internal static string Button(string label)
    {
        string quoted = JsonSerializer.Serialize(label);
        return $"[...(document.querySelector('dialog') ?? document).querySelectorAll('button')].find(b => b.textContent === {quoted} || b.ariaLabel === {quoted})";
    }

    /// <summary>Types into what has the focus, in place of what is selected.</summary>
    internal void Type(string text)
    {
        Do("Input.insertText", new JsonObject { ["text"] = text });
    }

    internal void Key(string key, int code, string? text = null)
    {
        JsonObject down = new() { ["type"] = text is null ? "rawKeyDown" : "keyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
        if (text is not null)
        {
            down["text"] = text;
        }

        Do("Input.dispatchKeyEvent", down);
        Do("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    internal void Enter()
    {
        Key("Enter", 13, "\r");
    }

    internal void Escape()
    {
        Key("Escape", 27);
    }

    /// <summary>Chooses files in a file input, as its dialog would.</summary>
    internal void Choose(string input, params string[] paths)
    {
        JsonNode found = Do("Runtime.evaluate", new JsonObject { ["expression"] = input })["result"]!;
        Do("DOM.setFileInputFiles", new JsonObject { ["objectId"] = (string)found["objectId"]!, ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]) });
    }

    /// <summary>Drags files and folders from outside onto the page and lets them go.</summary>
    internal void Drop(params string[] paths)
    {
        foreach (string type in new[] { "dragEnter", "dragOver", "drop" })
        {
            JsonObject data = new() { ["items"] = new JsonArray(), ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]), ["dragOperationsMask"] = 1 };
            Do("Input.dispatchDragEvent", new JsonObject { ["type"] = type, ["x"] = 100, ["y"] = 100, ["data"] = data });
        }
    }

    /// <summary>A window of a size, and whether it is a phone's.</summary>
    internal void Window(int width, int height, bool isPhone)
    {
        Do("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = isPhone });
    }

    internal void Scripts(bool areOn)
    {
        Do("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = !areOn });
    }

    /// <summary>Octets a second that may be sent; 0 is as many as there can be.</summary>
    internal void Uploads(int octets)
    {
        Do("Network.emulateNetworkConditions", new JsonObject { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = octets == 0 ? -1 : octets });
    }

    /// <summary>From now on what is queued in <see cref="Instead"/> is answered in the peer's place.</summary>
    internal void Intercept(bool isOn)
    {
        Do(isOn ? "Fetch.enable" : "Fetch.disable");
    }

    public void Dispose()
    {
        _browser.Happened -= Hear;
        _browser.Ask("Target.closeTarget", new JsonObject { ["targetId"] = _target });
    }

    private void Hear(string method, string session, JsonNode parameters)
    {
        if (session != _session)
        {
            return;
        }

        switch (method)
        {
            case "Network.requestWillBeSent":
                lock (_asked)
                {
                    _asked.Add((string)parameters["request"]!["url"]!);
                }

                break;
            case "Runtime.exceptionThrown":
            case "Log.entryAdded" when (string?)parameters["entry"]!["source"] != "network":
                lock (_complaints)
                {
                    _complaints.Add(parameters.ToJsonString());
                }

                break;
            case "Fetch.requestPaused":
                Decide(parameters);
                break;
            default:
                break;
        }
    }

    private void Decide(JsonNode paused)
    {
        string id = (string)paused["requestId"]!;
        lock (Instead)
        {
            if (Instead.Count > 0 && Instead.Peek().Method == (string?)paused["request"]!["method"])
            {
                (string _, int status, string sentence) = Instead.Dequeue();
                JsonArray fields = [new JsonObject { ["name"] = "Content-Type", ["value"] = "text/plain" }, new JsonObject { ["name"] = "Retry-After", ["value"] = "1" }];
                _browser.Send("Fetch.fulfillRequest", new JsonObject { ["requestId"] = id, ["responseCode"] = status, ["responseHeaders"] = fields, ["body"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(sentence)) }, _session);
                return;
            }
        }

        _browser.Send("Fetch.continueRequest", new JsonObject { ["requestId"] = id }, _session);
    }
}
