using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;
using PeerDevice.Simulation;
using static PeerDevice.Companion.Client.MountWay;
using static PeerDevice.Companion.Client.Shell;

namespace PeerDevice.Companion.Tests;

/// <summary><c>peer mount</c> says a command that can be pasted, and only for what can be mounted.</summary>
public sealed class MountTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private string _said = "";
    private string _complained = "";

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void OnLinuxItIsWhatIsInstalled()
    {
        PeerAddress at = PeerAddress.Read("10.77.0.2:8631/files/it's 50%/");
        const string Url = "http://10.77.0.2:8631/files/it%27s%2050%25/";
        Assert.Empty(All(Platform.Linux, at, "/mnt/x", false, static _ => false));
        Assert.Empty(All(Platform.Linux, at, "/mnt/x", false, static program => program == "rclone"));
        Assert.Equal(["davfs2", "rclone", "gio"], All(Platform.Linux, at, "/mnt/x", true, static _ => true).ConvertAll(static way => way.Program));
        List<MountWay> ways = All(Platform.Linux, at, "/mnt/my peer", false, static _ => true);
        Assert.Equal(["rclone", "davfs2", "gio"], ways.ConvertAll(static way => way.Program));
        Assert.Equal($"rclone mount :webdav: '/mnt/my peer' --webdav-url {Url} --vfs-cache-mode writes --daemon", Typed(Platform.Linux, ways[0].Mount));
        Assert.Equal("fusermount3 -u '/mnt/my peer'", Typed(Platform.Linux, ways[0].Unmount));
        Assert.Equal($"sudo mount -t davfs {Url} '/mnt/my peer'", Typed(Platform.Linux, ways[1].Mount));
        Assert.Equal($"gio mount dav{Url[4..]}", Typed(Platform.Linux, ways[2].Mount));
        Assert.Equal($"gio mount -u dav{Url[4..]}", Typed(Platform.Linux, ways[2].Unmount));
        Assert.Equal(@"a 'it'\''s' '$x' ''", Typed(Platform.Linux, ["a", "it's", "$x", ""]));
    }

    [Theory]
    [InlineData("192.168.1.5", @"net use Z: \\192.168.1.5\DavWWWRoot\files /persistent:no")]
    [InlineData("192.168.1.20:8631/files/my docs", @"net use Z: ""\\192.168.1.20@8631\DavWWWRoot\files\my docs"" /persistent:no")]
    [InlineData("[fe80::1]:8631", @"net use Z: \\fe80--1.ipv6-literal.net@8631\DavWWWRoot\files /persistent:no")]
    public void OnWindowsThePortStandsBehindTheHost(string address, string command)
    {
        MountWay way = Assert.Single(All(Platform.Windows, PeerAddress.Read(address), "Z:", false, static _ => false));
        Assert.Equal(command, Typed(Platform.Windows, way.Mount));
        Assert.Equal("net use Z: /delete", Typed(Platform.Windows, way.Unmount));
    }

    [Fact]
    public void OnMacItIsTheSystemsOwn()
    {
        MountWay way = Assert.Single(All(Platform.Mac, PeerAddress.Read("board.local/files/notes"), "/Users/me/notes", false, static _ => false));
        Assert.Equal("mount_webdav -S -v notes http://board.local/files/notes/ /Users/me/notes", Typed(Platform.Mac, way.Mount));
        Assert.Equal("umount /Users/me/notes", Typed(Platform.Mac, way.Unmount));
    }

    [Fact]
    public void APeerIsAskedFirst()
    {
        using LocalPeer peer = LocalPeer.Start(new LocalPeerPlan { Shares = [_temp.Folder("share")], Bind = "127.0.0.1", HttpPort = 0, RawPort = 0 }, new SilentIndicator());
        string at = FormattableString.Invariant($"127.0.0.1:{peer.HttpPort}");
        int code = Run("mount", at);
        if (code == 0)
        {
            Assert.Contains(at + "/files", _said, StringComparison.Ordinal);
            Assert.Contains("unmount", _said, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("install one of", _complained, StringComparison.Ordinal); // a machine that mounts nothing
        }

        Assert.Equal(1, Run("mount", "127.0.0.1:1"));
        Assert.Contains("cannot be reached", _complained, StringComparison.Ordinal);
        Assert.Equal(1, Run("mount", at + "/nowhere/"));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nAllow: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 405 No\r\nDAV: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    [InlineData("")]
    public void WhatIsNoWebDavServerIsNotMounted(string answer)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Thread server = new(() =>
        {
            try
            {
                while (true)
                {
                    using Socket socket = listener.AcceptSocket();
                    socket.Receive(new byte[4096]);
                    socket.Send(Encoding.ASCII.GetBytes(answer));
                    socket.Shutdown(SocketShutdown.Both);
                }
            }
            catch (Exception problem) when (problem is SocketException or InvalidOperationException)
            {
                // The test is over: it waited, or was just about to.
            }
        });
        server.Start();
        Assert.Equal(1, Run("mount", FormattableString.Invariant($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), "--run", _temp["mounted"]));
        listener.Stop();
        server.Join();
        Assert.Single(_complained.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_temp["mounted"]));
    }

    private int Run(params string[] words) => Typed.Run(words, out _said, out _complained);
}
