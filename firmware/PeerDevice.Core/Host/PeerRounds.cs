using System;
using System.Text;
using System.Threading;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Http;

namespace PeerDevice.Host;

/// <summary>
/// Asks the other peers what they are and whom they know, one at a time and seldom: so an office in which not all hear each other hangs together, a list says who answers, and a board
/// that nobody tells the time has it from its neighbours. Only those on our own links are asked.
/// </summary>
internal sealed class PeerRounds
{
    private readonly PeerDirectory _directory;
    private readonly INetwork _network;
    private readonly IClock _clock;
    private readonly IIndicator _indicator;
    private readonly Profile _profile;
    private readonly AutoResetEvent _signal = new AutoResetEvent(false);
    private readonly KnownPeer _next = new KnownPeer();
    private HttpClient? _client;
    private bool _isEnding;

    /// <summary>Makes the rounds of a peer.</summary>
    public PeerRounds(PeerDirectory directory, INetwork network, IClock clock, IIndicator indicator, Profile profile)
    {
        _directory = directory;
        _network = network;
        _clock = clock;
        _indicator = indicator;
        _profile = profile;
    }

    /// <summary>The numbers of our own names, which are kept between rounds; null where there is no place for them.</summary>
    public NameMemory? Names { get; set; }

    /// <summary>Where its thread is.</summary>
    internal Steps Steps { get; } = new Steps();

    /// <summary>Asks until it is stopped. The body of a thread.</summary>
    public void Run()
    {
        while (!_isEnding)
        {
            Steps.Go();
            _clock.Await(_signal, Limits.PeerRoundMilliseconds);
            Turn();
        }
    }

    private void Turn()
    {
        try
        {
            AskOne();
            Names?.Keep(_isEnding, _clock.Milliseconds);
        }
        catch (Exception fault)
        {
            Fault.Tell(_indicator, "a peer could not be asked: ", fault);
        }
    }

    /// <summary>Ends.</summary>
    public void Stop()
    {
        _isEnding = true;
        _client?.Close();
        _signal.Set();
    }

    /// <summary>Asks the one whose turn it is, if there is one.</summary>
    internal void AskOne()
    {
        long now = _clock.Milliseconds;
        if (_isEnding || !_directory.NextToAsk(now - Limits.PeerAskedMilliseconds, _next))
        {
            return;
        }

        // Before anything can go wrong: one that cannot be asked is not the next again and again.
        _directory.Passed(_next, now);
        string host = _next.AddressText;
        if (!_network.IsOnLink(host) || _network.IsOurAddress(host) || !Access.MayFetchBy(_next.Port))
        {
            // Whoever announces an address elsewhere, or a printer's port, makes nobody connect there.
            return;
        }

        HttpClient client = new HttpClient(_network, _clock, host, _next.Port, _profile.HeadOctets);
        client.Patience = Limits.PeerPatience;
        _client = client;
        try
        {
            client.Start("GET", "/.well-known/peerdevice");
            if (client.Ask() != HttpClient.Ok || client.Response.Status != 200 || !Read(client))
            {
                _directory.Failed(_next, _clock.Milliseconds);
            }
        }
        finally
        {
            client.Close();
            _client = null;
        }
    }

    private bool Read(HttpClient client)
    {
        TakeTime(client);
        ReportReader report = new ReportReader(new HurriedSource(client.Body, _clock, Limits.PeerReportMilliseconds), _profile.ReportOctets);
        if (!report.Read(_directory, _network, _clock.Milliseconds))
        {
            return false;
        }

        _directory.Answered(_next, report.Name, report.Id, report.Kind, report.Printer, report.Services, _clock.Milliseconds);
        return true;
    }

    /// <summary>Takes the time of day from the answer's Date (RFC 9110 §6.6.1), where this peer does not know it: a peer sends none that does not know it either.</summary>
    private void TakeTime(HttpClient client)
    {
        ITimeTaker? taker = _clock as ITimeTaker;
        if (taker is null || _clock.UnixSeconds != 0)
        {
            return;
        }

        long seconds = client.Date(Field.Date);
        if (seconds >= Limits.ClockKnownSince)
        {
            taker.TakeTime(seconds);
        }
    }
}
