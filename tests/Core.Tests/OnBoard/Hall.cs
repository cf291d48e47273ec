using System;
using PeerDevice.Board;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.OnBoard;

/// <summary>A link on which all hear what one says to all, with a clock of its own.</summary>
internal sealed class Hall
{
    private const int Step = 10;

    private readonly IDnsSpeaker[] _speakers;
    private readonly DnsWriter _message = new DnsWriter(new byte[Limits.DnsOctets]);
    private readonly Route _to = new Route();
    private readonly Route _from = new Route();
    private long _now = 1000;

    /// <summary>A hall with speakers in it: the first is at 10.77.0.1, and so on.</summary>
    public Hall(IDnsSpeaker[] speakers)
    {
        _speakers = speakers;
        for (int i = 0; i < speakers.Length; i++)
        {
            speakers[i].Change(new Segment?[] { new Segment("eth", false, new long[] { Address(i) }, new byte[0][]) }, _now);
        }
    }

    /// <summary>How many messages were said.</summary>
    public int Said { get; private set; }

    /// <summary>The address of a speaker.</summary>
    public static long Address(int speaker)
    {
        return 0x0A4D0001 + speaker;
    }

    /// <summary>Has a speaker say goodbye.</summary>
    public void Leave(int speaker)
    {
        _speakers[speaker].Leave(_now);
    }

    /// <summary>Lets time pass.</summary>
    public void Run(int milliseconds)
    {
        for (long until = _now + milliseconds; _now < until; _now += Step)
        {
            for (int i = 0; i < _speakers.Length; i++)
            {
                while (_speakers[i].Due <= _now && _speakers[i].Speak(_message, _to, _now))
                {
                    Carry(i);
                }
            }
        }
    }

    private void Carry(int speaker)
    {
        Said++;
        byte[] octets = new byte[_message.Length];
        Array.Copy(_message.Buffer, 0, octets, 0, octets.Length);
        bool isToAll = _to.IsMulticast;
        long to = _to.Ipv4;
        for (int i = 0; i < _speakers.Length; i++)
        {
            if (isToAll || to == Address(i))
            {
                _from.IsMulticast = isToAll;
                _from.IsOnLink = true;
                _from.Segment = 0;
                _from.Set(Address(speaker), Limits.DnsPort);
                _speakers[i].Hear(octets, octets.Length, _from, _now);
            }
        }
    }
}
