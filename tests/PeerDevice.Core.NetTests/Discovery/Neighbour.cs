using System;
using System.Text;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>Another peer, as far as its messages go.</summary>
internal sealed class Neighbour
{
    private static readonly byte[] Service = DnsText.Name(Querier.PeerService);

    public Neighbour(string label, string address = "10.77.0.2", int port = 80)
    {
        Instance = DnsName.Child(label, Service);
        Host = DnsText.Name("host-" + port + ".local");
        Address = Ipv4.Read(address);
        Port = port;
    }

    public byte[] Instance { get; init; }

    public byte[] Host { get; init; }

    public long Address { get; set; }

    public int Port { get; set; }

    /// <summary>All that it has to say, in one message.</summary>
    public byte[] Announcement(int seconds = 120, int longer = 4500, bool hasAddress = true, bool hasService = true)
    {
        DnsWriter to = new DnsWriter(new byte[1452]);
        to.BeginResponse();
        to.Pointer(DnsType.Answer, Service, Instance, false, longer);
        if (hasService)
        {
            to.Service(DnsType.Answer, Instance, Port, Host, seconds);
            to.Octets(DnsType.Answer, Instance, DnsType.Txt, Encoding.ASCII.GetBytes("\x0bid=12345678\x0akind=board"), longer);
        }

        if (hasAddress)
        {
            to.Address(DnsType.Additional, Host, Address, seconds);
        }

        return to.Buffer[..to.Length];
    }

    public byte[] Goodbye() => Announcement(0, 0);

    /// <summary>Its host's addresses alone.</summary>
    public byte[] Addresses(int seconds, params string[] addresses)
    {
        DnsWriter to = new DnsWriter(new byte[1452]);
        to.BeginResponse();
        foreach (string address in addresses)
        {
            to.Address(DnsType.Answer, Host, Ipv4.Read(address), seconds);
        }

        return to.Buffer[..to.Length];
    }

    /// <summary>What answers a question for its service.</summary>
    public byte[] ServiceAnswer()
    {
        DnsWriter to = new DnsWriter(new byte[1452]);
        to.BeginResponse();
        to.Service(DnsType.Answer, Instance, Port, Host, 120);
        return to.Buffer[..to.Length];
    }

    /// <summary>A question for all peers, by one who knows some.</summary>
    public static byte[] Question(bool wantsUnicast, params Neighbour[] known) => Query(to => to.Question(Service, DnsType.Ptr, wantsUnicast), known);

    /// <summary>What did not fit into a question.</summary>
    public static byte[] KnownAnswers(params Neighbour[] known) => Query(static _ => true, known);

    private static byte[] Query(Func<DnsWriter, bool> ask, Neighbour[] known)
    {
        DnsWriter to = new DnsWriter(new byte[1452]);
        to.BeginQuery();
        ask(to);
        foreach (Neighbour one in known)
        {
            to.Pointer(DnsType.Answer, Service, one.Instance, false, 4000);
        }

        return to.Buffer[..to.Length];
    }
}
