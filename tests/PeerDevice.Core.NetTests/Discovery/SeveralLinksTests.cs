using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PeerDevice.Board;
using PeerDevice.Bytes;
using PeerDevice.Services.Discovery;
using PeerDevice.Simulation;
using PeerDevice.Tests.Dns;
using PeerDevice.Wire.Dns;

namespace PeerDevice.Tests.Discovery;

/// <summary>
/// A PC with a cable, by IPv4 and IPv6, and a radio: three conversations (RFC 6762 §14, §20). The fear: an address is told where it leads nowhere, a link that goes takes the others along, or one is called otherwise on each.
/// </summary>
public sealed class SeveralLinksTests
{
    private const int Cable = 0;
    private const int Cable6 = 1;
    private const int Radio = 2;
    private const string CableAddress = "0A4D0001";
    private const string RadioAddress = "C0A80701";
    private const string Ipv6Address = "FE800000000000000000000000000001";

    private readonly DnsWriter _message = new(new byte[1452]);
    private readonly Route _to = new();
    private readonly OwnLabel _host = OwnLabel.Host("desk");
    private readonly Responder _responder;

    // A link that is as it was is the same object.
    private readonly Segment?[] _links = Links();
    private long _now = 1000;

    public SeveralLinksTests()
    {
        OwnLabel label = OwnLabel.Instance("desk");
        _responder = new Responder(_host, [new ServiceOffer(label, "_http._tcp", 80, new TxtWriter().ToData())], new SeededRandom(14));
        _responder.Change(_links, _now);
    }

    [Fact]
    public void EachLinkIsToldTheAddressesOfItsInterfaceAndNoOthers()
    {
        List<Said> said = Pass(5000);
        Assert.True(_responder.IsSettled);
        foreach (int link in new[] { Cable, Cable6 })
        {
            string all = Told(said, link);
            Assert.Contains("A " + CableAddress, all, StringComparison.Ordinal);
            Assert.Contains("AAAA " + Ipv6Address, all, StringComparison.Ordinal);
            Assert.DoesNotContain(RadioAddress, all, StringComparison.Ordinal);
            Assert.Contains("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa", all, StringComparison.Ordinal);
        }

        string radio = Told(said, Radio);
        Assert.Contains("A " + RadioAddress, radio, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", radio, StringComparison.Ordinal);
        Assert.DoesNotContain(CableAddress, radio, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cable, DnsType.A, "A " + CableAddress)]
    [InlineData(Cable, DnsType.Aaaa, "AAAA " + Ipv6Address)]
    [InlineData(Cable6, DnsType.A, "A " + CableAddress)]
    [InlineData(Cable6, DnsType.Aaaa, "AAAA " + Ipv6Address)]
    [InlineData(Radio, DnsType.A, "A " + RadioAddress)]
    [InlineData(Radio, DnsType.Aaaa, "NSEC 1")]
    public void AQuestionIsAnsweredWhereItWasAskedWithWhatIsThere(int link, int type, string answer)
    {
        Pass(5000);
        Hear(link, Resident.Ask(("desk.local", type)));
        List<Said> said = Pass(900);
        Assert.Equal([link], said.Select(static one => one.Link).Distinct());
        Assert.StartsWith(answer, Told(said, link), StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatIsTakenOnOneLinkIsGivenUpOnAllAndAskedForAnewOnEach()
    {
        Pass(5000);
        List<Said> said = [];
        for (int i = 0; i < 3; i++)
        {
            Hear(Radio, Resident.Response(static writer => writer.Address(DnsType.Answer, DnsText.Name("desk.local"), 0xC0A80709, 120)));
            said.AddRange(Pass(300));
        }

        said.AddRange(Pass(5000));
        Assert.Equal("desk-2", _host.Text);
        Assert.True(_responder.IsSettled);
        foreach (int link in new[] { Cable, Cable6, Radio })
        {
            Assert.Equal(3, said.Count(one => one.Link == link && one.Text.StartsWith("query", StringComparison.Ordinal) && one.Text.Contains("desk-2.local", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void OurOwnAddressHeardByAnotherLinkIsNobodyElses()
    {
        // Two interfaces on one wire: each hears what the other says.
        Pass(5000);
        for (int i = 0; i < 5; i++)
        {
            Hear(Radio, Resident.Response(static writer => writer.Address(DnsType.Answer, DnsText.Name("desk.local"), 0x0A4D0001, 120)));
            Hear(Cable, Resident.Response(static writer => writer.Address(DnsType.Answer, DnsText.Name("desk.local"), 0xC0A80701, 120)));
            Pass(500);
        }

        Assert.Equal("desk", _host.Text);
        Assert.True(_responder.IsSettled);
    }

    [Fact]
    public void ALinkThatGoesLeavesTheOthersAloneAndOneThatComesBackBeginsAlone()
    {
        Pass(5000);
        _responder.Change([_links[Cable], _links[Cable6], null], _now);
        Hear(Radio, Resident.Ask(("desk.local", DnsType.A)));
        Assert.Empty(Pass(5000));
        Hear(Cable, Resident.Ask(("desk.local", DnsType.A)));
        Assert.Single(Pass(900));
        _responder.Change(_links, _now);
        List<Said> said = Pass(5000);
        Assert.Equal([Radio], said.Select(static one => one.Link).Distinct());
        Assert.Equal(3, said.Count(static one => one.Text.StartsWith("query", StringComparison.Ordinal)));
    }

    [Fact]
    public void AnotherAddressOfAnInterfaceIsToldInBothItsFamiliesWithoutAskingAndNowhereElse()
    {
        Pass(5000);
        byte[][] ipv6 = [IPAddress.Parse("fd77::5").GetAddressBytes()];
        _responder.Change([new Segment("eth0", false, [0x0A4D0005], ipv6), new Segment("eth0", true, [0x0A4D0005], ipv6), _links[Radio]], _now);
        List<Said> said = Pass(5000);
        Assert.DoesNotContain(said, static one => one.Text.StartsWith("query", StringComparison.Ordinal));
        Assert.Equal([Cable, Cable6], said.Select(static one => one.Link).Distinct().Order());
        Assert.Contains("A 0A4D0005", Told(said, Cable6), StringComparison.Ordinal);
        Assert.Contains("AAAA FD770000000000000000000000000005", Told(said, Cable), StringComparison.Ordinal);
        Assert.DoesNotContain(CableAddress, Told(said, Cable), StringComparison.Ordinal);
    }

    /// <summary>All links went, and came back: what the thread of discovery does when the machine slept.</summary>
    [Fact]
    public void WhoSleptAsksForItsNamesOnEveryLinkAgain()
    {
        Pass(5000);
        _responder.Change(new Segment?[3], _now);
        _responder.Change(_links, _now);
        List<Said> said = Pass(5000);
        foreach (int link in new[] { Cable, Cable6, Radio })
        {
            Assert.Equal(3, said.Count(one => one.Link == link && one.Text.StartsWith("query", StringComparison.Ordinal)));
        }

        Assert.True(_responder.IsSettled);
    }

    private static Segment?[] Links()
    {
        byte[][] ipv6 = [Convert.FromHexString(Ipv6Address)];
        return [new Segment("eth0", false, [Ipv4.Read("10.77.0.1")], ipv6), new Segment("eth0", true, [Ipv4.Read("10.77.0.1")], ipv6), new Segment("wlan0", false, [Ipv4.Read("192.168.7.1")], [])];
    }

    /// <summary>The data of all records that a link was told, and their names: the types of the second opinion as words.</summary>
    private static string Told(List<Said> said, int link)
    {
        return string.Join('\n', said.Where(one => one.Link == link && one.Text.StartsWith("response", StringComparison.Ordinal)).SelectMany(static one => one.Text.Split('\n')).Select(static line =>
        {
            string[] words = line.Split(' ');
            return words.Length < 5 || words[0] is not ("a" or "n" or "x") ? ""
                : (words[2] switch { "1" => "A ", "28" => "AAAA ", "47" => "NSEC ", _ => "" }) + (words[2] == "1" ? Hex(words[^1]) : words[^1]) + " of " + words[1];
        }).Where(static line => line.Length > 0));
    }

    private static string Hex(string address) => Convert.ToHexString(IPAddress.Parse(address).GetAddressBytes());

    private void Hear(int link, byte[] message)
    {
        Route from = new() { Segment = link, IsMulticast = true, IsOnLink = true };
        from.Set(link == Radio ? 0xC0A80709 : 0x0A4D0009, Limits.DnsPort);
        _responder.Hear(message, message.Length, from, _now);
    }

    private List<Said> Pass(long milliseconds)
    {
        List<Said> said = [];
        for (long until = _now + milliseconds; _now < until; _now += 10)
        {
            while (_responder.Due <= _now && _responder.Speak(_message, _to, _now))
            {
                string text = DnsForm.Read(_message.Buffer[.._message.Length]);
                Assert.EndsWith(DnsForm.Whole, text, StringComparison.Ordinal);
                said.Add(new Said(_to.Segment, text));
            }
        }

        return said;
    }

    private sealed record Said(int Link, string Text);
}
