using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PeerDevice.Companion.Adapters;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>By which names a PC may be called.</summary>
public sealed class HostNameTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AWindowsNameADnsNameAndADomainGiveEveryNameThatAnOfficeUses()
    {
        string[] names = HostNames.Of("ACCOUNTING-FRON", "Accounting-Front", "office.example");
        foreach (string name in new[] { "accounting-fron", "accounting-front", "accounting-front.local", "accounting-front.office.example" })
        {
            Assert.Contains(name, names);
        }
    }

    [Theory]
    [InlineData("pc", "pc.office.example", "", "pc pc.local pc.office.example")]
    [InlineData("pc", "pc", "(none)", "pc pc.local")]
    [InlineData("pc", "", "", "pc pc.local")]
    [InlineData("", "", "office.example", "")]
    public void WhatIsNoNameGivesNone(string machine, string host, string domain, string expected)
    {
        string[] names = HostNames.Of(machine, host, domain);
        Array.Sort(names, StringComparer.Ordinal);
        Assert.Equal(expected, string.Join(' ', names));
    }

    [Fact]
    public void APeerOfAnyNameIsServedByThePcsOwnHostNameAndByNobodyElses()
    {
        LocalPeerPlan plan = new() { Shares = [_temp.Folder("share")], Name = "Reception", Bind = "127.0.0.1", HttpPort = 0 };
        using LocalPeer peer = LocalPeer.Start(plan, new ConsoleIndicator());
        string own = Environment.MachineName;
        foreach ((string host, string status) in new[] { (own, "200"), ($"{own}:{peer.HttpPort}", "200"), (own + ".local", "200"), ("Reception", "200"), (own + ".evil.example", "421"), ("x" + own, "421") })
        {
            Assert.Equal($"{host}: {status}", $"{host}: {Ask(peer.HttpPort, host)}");
        }
    }

    private static string Ask(int port, string host)
    {
        using TcpClient client = new();
        client.Connect(IPAddress.Loopback, port);
        client.GetStream().Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HEAD /files/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")));
        byte[] answer = new byte[12];
        client.GetStream().ReadExactly(answer);
        return Encoding.ASCII.GetString(answer, 9, 3);
    }
}
