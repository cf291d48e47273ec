using System;
using System.Collections.Generic;
using System.Text;
using PeerDevice.Board;
using PeerDevice.Host;
using PeerDevice.Wire.Http;

namespace PeerDevice.Companion.Client;

/// <summary>Another peer, or any WebDAV server, as the commands ask it. What it refuses becomes a <see cref="CommandFailure"/>.</summary>
internal sealed class RemotePeer : IDisposable
{
    private static readonly byte[] WantedProperties = Encoding.UTF8.GetBytes(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop>"
        + "<resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>");

    private readonly string _shown;
    private bool? _takesParts;

    public RemotePeer(PeerAddress address, INetwork network, IClock clock)
    {
        Clock = clock;
        _shown = Names.Shown(address.Host) + ":" + address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Client = new HttpClient(network, clock, address.Host, address.Port, Profile.Desktop().HeadOctets);
    }

    /// <summary>The connection to it.</summary>
    public HttpClient Client { get; }

    /// <summary>By what time it is waited for.</summary>
    public IClock Clock { get; }

    /// <summary>Told when an answer is waited for, with whose it is and the seconds that it may take; what it gives is disposed when there is one.</summary>
    public Func<string, int, IDisposable?> Waits { get; init; } = static (_, _) => null;

    /// <summary>Told of a reference in a listing that does not belong there.</summary>
    public Action<string> Strangers { get; init; } = static _ => { };

    /// <summary>Says what stands at a path; null when nothing does.</summary>
    public RemoteEntry? Find(string path)
    {
        int status = PropFind(path, "0");
        if (status is 404)
        {
            Client.Finish();
            return null;
        }

        if (status is 405 or 501)
        {
            // A server without WebDAV still has files to fetch.
            Client.Finish();
            return new RemoteEntry(path.TrimEnd('/'), path.EndsWith('/'), -1, null);
        }

        ReadList(path, status, out RemoteEntry? self);
        return self ?? throw new CommandFailure($"{_shown} does not say what {Names.Shown(path)} is: is it a peer?");
    }

    /// <summary>Lists a folder's members, by name.</summary>
    public List<RemoteEntry> List(string path)
    {
        string folder = path.EndsWith('/') ? path : path + "/";
        int status = PropFind(folder, "1");
        List<RemoteEntry> members = ReadList(folder, status, out _);
        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return members;
    }

    /// <summary>Asks without content.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The decoded path.</param>
    /// <param name="fields">Adds fields, each time it is asked.</param>
    /// <returns>The status; a peer that has no session free is asked again a few times, after the moment it names.</returns>
    public int Ask(string method, string path, Action<HttpClient>? fields = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            Client.Start(method, path);
            fields?.Invoke(Client);
            Check(method is "GET" or "HEAD" ? Question(Client.Ask) : Client.Ask());
            if (!WaitIfBusy(attempt))
            {
                return Client.Response.Status;
            }
        }
    }

    /// <summary>After a 503 with a short Retry-After, waits for it.</summary>
    /// <returns>Whether to ask again.</returns>
    public bool WaitIfBusy(int attempt)
    {
        if (Client.Response.Status != 503 || attempt >= DesktopLimits.BusyAttempts
            || !int.TryParse(Client.Value(Field.RetryAfter), out int seconds) || seconds < 0 || seconds > DesktopLimits.BusySeconds)
        {
            return false;
        }

        Client.Finish();
        Clock.Sleep(Math.Max(seconds * 1000, 1));
        return true;
    }

    /// <summary>Lets time pass before the peer is asked again.</summary>
    public void Wait(int milliseconds)
    {
        Client.Close();
        Clock.Sleep(milliseconds);
    }

    /// <summary>
    /// Whether it takes uploads in parts. Asked once, and only what it says of itself counts: a server that knows nothing of parts would take the first for the whole.
    /// </summary>
    public bool TakesParts()
    {
        _takesParts ??= PeerReport.Find(this) is { Uploads: > 0 };
        return _takesParts.Value;
    }

    /// <summary>Turns an outcome that is no answer into its sentence.</summary>
    public void Check(int outcome)
    {
        if (outcome != HttpClient.Ok)
        {
            throw new CommandFailure(Sentence(outcome), isFinal: outcome is HttpClient.Unreachable or HttpClient.Silent);
        }
    }

    /// <summary>Says why there was no answer.</summary>
    public string Sentence(int outcome) => Sentence(outcome, _shown);

    /// <summary>Says why there was no answer of a server.</summary>
    public static string Sentence(int outcome, string shown) => outcome switch
    {
        HttpClient.Unreachable => $"{shown} cannot be reached: is the peer on, is the address right, and is it on this network?",
        HttpClient.Silent => $"{shown} stays silent: look at the peer, and try again.",
        HttpClient.Broken => $"{shown} ended the connection before its answer: try again.",
        HttpClient.TooLong => "the name is too long to be asked for: use a shorter one.",
        _ => $"{shown} does not answer as a peer would: is the port right?",
    };

    /// <summary>Refuses every status that is not a success, and gives up the rest of the answer.</summary>
    public void Expect(int status, string path)
    {
        if (status is >= 200 and < 300)
        {
            return;
        }

        Client.Finish();
        throw Refusal(status, path);
    }

    /// <summary>Says what a status means for a path.</summary>
    public CommandFailure Refusal(int status, string path)
    {
        string what = Names.Shown(path);
        return new CommandFailure(status switch
        {
            401 => $"{_shown} asks for a password, which is not supported yet.",
            403 => $"{_shown} does not allow it for {what}: its files may be read-only, or you are not on its network.",
            404 when !path.StartsWith(PeerAddress.Files, StringComparison.Ordinal) => $"{_shown} has no {what}: a peer's files are below {PeerAddress.Files}.",
            404 => $"{_shown} has no {what}: look with `peer ls`.",
            405 => $"{_shown} cannot do that with {what}: it may be there already, or be no folder.",
            409 => $"the folder that {what} should stand in is not there: make it with `peer mkdir -p`.",
            412 => $"{what} is there already: use --force to replace it.",
            413 => $"{what} is too large for {_shown}.",
            414 or 400 => $"{_shown} does not take the name {what}: use another one.",
            421 => $"{_shown} does not go by that name: use its address.",
            423 => $"{what} is locked by somebody: try again when they are done.",
            503 => $"{_shown} is busy, or its card is not there: see `peer status`, and try again.",
            507 => $"{_shown} is full: make room there, or use a larger card.",
            >= 300 and < 400 => $"{_shown} points elsewhere for {what} ({status}): name the place itself.",
            _ => $"{_shown} answers {status} for {what}: see what the peer reports.",
        });
    }

    public void Dispose() => Client.Close();

    // What only looks is not waited for as long as what stores or deletes.
    private int Question(Func<int> ask)
    {
        int patience = Client.Patience;
        int head = Client.HeadPatience;
        Client.Patience = Math.Min(patience, DesktopLimits.QuestionPatience);
        Client.HeadPatience = Math.Min(head, DesktopLimits.QuestionHead);
        try
        {
            using IDisposable? shown = Waits(_shown, Client.Patience / 1000);
            int outcome = ask();
            return outcome != HttpClient.Silent ? outcome
                : throw new CommandFailure(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_shown} took the connection and gave no answer for {Client.Patience / 1000} s: look at the peer, and try again."), isFinal: true);
        }
        finally
        {
            Client.Patience = patience;
            Client.HeadPatience = head;
        }
    }

    private int PropFind(string path, string depth)
    {
        for (int attempt = 1; ; attempt++)
        {
            Client.Start("PROPFIND", path);
            Client.Field("Depth: ", depth);
            Client.Field("Content-Type: ", "application/xml; charset=utf-8");
            bool wasKept = false;
            int outcome = Question(() =>
            {
                int begun = Client.Begin(WantedProperties.Length, expectsContinue: false);
                if (begun != HttpClient.Ok)
                {
                    return begun;
                }

                Client.Content.Write(WantedProperties, 0, WantedProperties.Length);
                wasKept = Client.WasKept;
                return Client.Complete();
            });
            if (outcome == HttpClient.Broken && wasKept)
            {
                continue; // closed under our hands; the next one is a fresh connection
            }

            Check(outcome);
            if (!WaitIfBusy(attempt))
            {
                return Client.Response.Status;
            }
        }
    }

    private List<RemoteEntry> ReadList(string path, int status, out RemoteEntry? self)
    {
        if (status != 207)
        {
            Client.Finish();
            throw status is >= 200 and < 300 ? new CommandFailure($"{_shown} cannot list its files: it is no WebDAV server.") : Refusal(status, path);
        }

        List<RemoteEntry> members = Multistatus.Read(new BodyStream(Client.Body), path, out self, Strangers);
        Client.Finish();
        return members;
    }
}
