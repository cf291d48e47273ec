using System.Collections.Generic;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Simulation;

/// <summary>A host on a <see cref="DnsStreet"/>: an address, and who speaks there.</summary>
public sealed class DnsHouse
{
    private readonly byte[] _heard = new byte[Limits.DnsOctets];
    private DnsWriter _said = new DnsWriter(new byte[Limits.DnsSaidOctets]);
    private readonly Route _to = new Route();
    private readonly FirstLook? _first;

    internal DnsHouse(DnsStreet street, int number, long address, IDnsSpeaker[] speakers)
    {
        Street = street;
        Number = number;
        Address = address;
        Speakers = speakers;
        if (speakers.Length > 0 && speakers[0] is Responder responder)
        {
            // As a peer has it: nobody hears what this says is for nobody.
            _first = new FirstLook(responder, speakers.Length > 1 ? speakers[1] as Querier : null);
        }
    }

    /// <summary>Its street.</summary>
    public DnsStreet Street { get; }

    /// <summary>Its place in the street.</summary>
    public int Number { get; }

    /// <summary>Its address, the first number in the highest octet.</summary>
    public long Address { get; private set; }

    /// <summary>Who speaks there.</summary>
    public IDnsSpeaker[] Speakers { get; }

    /// <summary>Whether its cable is in.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Whether it can join the group, as of when its cable is put in.</summary>
    public bool HearsGroup { get; set; } = true;

    /// <summary>Octets of what it says at once: fewer where memory is short.</summary>
    public int SaidOctets
    {
        set => _said = new DnsWriter(new byte[value]);
    }

    /// <summary>Messages that it sent.</summary>
    public int Sent { get; private set; }

    /// <summary>When it wants to speak next, as of when it was asked last.</summary>
    internal long Due { get; private set; } = long.MaxValue;

    /// <summary>Asks when it wants to speak next: after all that may change it.</summary>
    internal void Look()
    {
        long due = long.MaxValue;
        foreach (IDnsSpeaker speaker in Speakers)
        {
            long one = IsUp ? speaker.Due : long.MaxValue;
            due = one < due ? one : due;
        }

        Due = due;
    }

    /// <summary>Puts the cable in or takes it out, and tells those who speak there.</summary>
    public void Plug(bool isIn)
    {
        IsUp = isIn;
        Segment?[] segments = { isIn ? new Segment("eth0", false, new[] { Address }, new byte[0][]) { HearsGroup = HearsGroup } : null };
        foreach (IDnsSpeaker speaker in Speakers)
        {
            speaker.Change(segments, Street.Now);
        }

        Look();
    }

    /// <summary>Gives it another address.</summary>
    public void Move(long address)
    {
        Address = address;
        Plug(true);
    }

    /// <summary>Lets it leave in good order.</summary>
    public void Leave()
    {
        foreach (IDnsSpeaker speaker in Speakers)
        {
            speaker.Leave(Street.Now);
        }

        Speak();
        IsUp = false;
        Look();
    }

    internal void Hear(byte[] content, Route from)
    {
        if (!IsUp)
        {
            return;
        }

        content.CopyTo(_heard, 0);
        if (_first is not null && _first.IsForNobody(_heard, content.Length))
        {
            return;
        }

        foreach (IDnsSpeaker speaker in Speakers)
        {
            speaker.Hear(_heard, content.Length, from, Street.Now);
            Speak(speaker);
        }

        Look();
    }

    internal void Speak()
    {
        foreach (IDnsSpeaker speaker in Speakers)
        {
            Speak(speaker);
        }

        Look();
    }

    private void Speak(IDnsSpeaker speaker)
    {
        DnsWriter writer = _said;
        Route to = _to;
        for (int i = 0; i < Limits.DnsBurst && speaker.Due <= Street.Now && speaker.Speak(writer, to, Street.Now); i++)
        {
            Sent++;
            Street.Carry(this, writer.Buffer[..writer.Length], to);
        }
    }
}
