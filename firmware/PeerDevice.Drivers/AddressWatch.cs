using PeerDevice.Board;
using PeerDevice.Services.Settings;

namespace PeerDevice.Drivers;

/// <summary>
/// The board's address from its start on: that of the settings, that of DHCP, or where nobody gives one, one of its own choosing (<see cref="LinkLocal"/>), so that two machines on
/// one cable find each other. It says when the address comes, changes and goes; DHCP is asked again from time to time, more and more seldom, since each try writes the board's configuration to
/// flash and takes the address away for a while.
/// </summary>
public sealed class AddressWatch
{
    private const string NoAddress = "no address: is the cable in?";

    private readonly PeerSettings _settings;
    private readonly IClock _clock;
    private readonly IIndicator _indicator;
    private readonly BoardFacts _facts;
    private readonly string _own;
    private string _last = "";
    private long _absentSince;
    private long _askAt;
    private long _pause;
    private bool _hasOwn;

    /// <summary>Makes it; nothing is touched yet.</summary>
    /// <param name="settings">What address is wanted.</param>
    /// <param name="hardware">The hardware address, by which an own one is chosen.</param>
    /// <param name="clock">Time.</param>
    /// <param name="indicator">Told of the address.</param>
    /// <param name="facts">Where the address is kept for who tells people of it.</param>
    public AddressWatch(PeerSettings settings, string hardware, IClock clock, IIndicator indicator, BoardFacts facts)
    {
        _facts = facts;
        _settings = settings;
        _own = LinkLocal.Of(hardware);
        _clock = clock;
        _indicator = indicator;
    }

    /// <summary>Sets the interface up and waits for an address, as <see cref="NetworkUp.Start"/>; chooses one where nobody gives it.</summary>
    public void Start()
    {
        _pause = Limits.DhcpAgainMilliseconds;
        Say(NetworkUp.Start(_settings, _clock, _indicator));
        if (_last.Length == 0)
        {
            _indicator.Report("there is no address yet");
            _facts.AddressWords = NoAddress;
            Choose();
        }

        _absentSince = _clock.Milliseconds;
    }

    /// <summary>Looks at the address; to be called every few seconds.</summary>
    public void Step()
    {
        long now = _clock.Milliseconds;
        if (_hasOwn && now >= _askAt)
        {
            AskAgain();
            return;
        }

        string address = NetworkUp.Current();
        Say(address);
        if (address.Length > 0)
        {
            _absentSince = now;
        }
        else if (now - _absentSince >= Limits.AddressMilliseconds)
        {
            Choose();
            _absentSince = now;
        }
    }

    /// <summary>Takes the own address, unless the settings have one.</summary>
    private void Choose()
    {
        if (_settings.Address.Length > 0 || !NetworkUp.Use(_own, LinkLocal.Mask))
        {
            return;
        }

        _hasOwn = true;
        _askAt = _clock.Milliseconds + _pause;
        Say(NetworkUp.Current());
    }

    private void AskAgain()
    {
        _pause = _pause * 2 > Limits.DhcpAgainMost ? Limits.DhcpAgainMost : _pause * 2;
        string address = NetworkUp.Start(_settings, _clock, _indicator);
        _hasOwn = false;
        if (address.Length > 0)
        {
            Say(address);
            return;
        }

        Choose();
    }

    private void Say(string address)
    {
        if (address == _last)
        {
            return;
        }

        _last = address;
        _facts.Address = address;
        _facts.AddressWords = address.Length == 0 ? NoAddress : LinkLocal.Is(address) ? "nobody gives addresses here, this is the own one" : "";
        _indicator.Report(address.Length == 0 ? "the address is gone: is the cable in?"
            : LinkLocal.Is(address) ? "nobody gives addresses here; the own one is " + address
            : "the address is " + address);
    }
}
