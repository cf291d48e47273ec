using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using PeerDevice.Companion.Client;
using PeerDevice.Companion.Commands;

namespace PeerDevice.Companion.Tests;

/// <summary>Wherever a command takes a peer it takes its name: each command, each place in it.</summary>
public sealed class NamedPeerTests : IDisposable
{
    private const string Nothing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    // These take no peer; `flash` takes one only once a board was written, and `up` follows one only once it is heard: FlashTests, MirrorCommandTests, and OfficeChecks of PeerDevice.Clients.Tests.
    private static readonly string[] WithoutPeer = ["up", "who", "watch", "flash", "demo"];

    private readonly TempFolder _temp = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _server;
    private readonly FakeOffice _office;
    private readonly string _at;
    private int _calls;

    public NamedPeerTests()
    {
        _temp.Text("letter.txt", "Dear all");
        _temp.Text("folder/a.txt", "A");
        _listener.Start();
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _at = FormattableString.Invariant($"127.0.0.1:{port}");
        _office = new FakeOffice(new FoundPeer("hub", "01", "board", "127.0.0.1", port));
        NoOffice.Is(_office);
        _server = new Thread(Serve);
        _server.Start();
    }

    /// <summary>P is a place on a peer by its name, R the peer alone; A such a place by its address, C by another, B that peer; F is a file here, D a folder.</summary>
    public static TheoryData<string> Lines =>
    [
        "ls P", "ls -r P", "get P D", "get A D --from P", "get P.meta4 D", "put F P", "rm P", "rm A P", "mkdir P", "mkdir -p P", "mv P A", "mv A P", "cp P A", "cp A P", "sync D P", "sync P D", "mirror P C",
        "mirror C P", "mirror --stop P", "mount P", "print F R", "print F --to R", "print --raw F R", "print P B", "print P --to B", "jobs R", "cancel R 1", "hold R 1", "release R 1", "pause R", "resume R",
        "printer add queue R --print-only", "status R",
    ];

    public void Dispose()
    {
        _listener.Stop();
        _server.Join();
        _temp.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void ANameIsTheAddressOfThePeer(string line)
    {
        (_, string said, string complained) = Run(line, "hub:/x");
        Assert.True(_calls > 0 || said.Contains(_at, StringComparison.Ordinal), complained);
        Assert.Equal(1, _office.Looks);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void AWrongNameIsToldWithTheRightOne(string line)
    {
        (int code, _, string complained) = Run(line, "hob:/x");
        Assert.Equal("peer: no peer here is called hob: did you mean hub?", complained.Trim());
        Assert.Equal(1, code);
        Assert.Equal(0, _calls);
    }

    [Fact]
    public void NoCommandIsLeftOut()
    {
        IEnumerable<string> tried = Lines.Select(static row => row.Data.Split(' ')[0]);
        IEnumerable<string> all = CommandLine.Root(TextWriter.Null, TextWriter.Null).Subcommands.Select(static command => command.Name);
        Assert.Empty(all.Except(tried).Except(WithoutPeer).Except(["find"]));
    }

    [Fact]
    public void AllPeersHereAreAskedWithoutBeingNamed()
    {
        Run("find letter", "");
        Assert.Equal(1, _calls);
        Run("ls", "");
        Assert.True(_calls > 1);
    }

    [Fact]
    public void AFileHereComesBeforeAPeersOfTheSameName()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // no file is called so there
        }

        _temp.Text("hub:/x", "mine");
        PeerNames names = new(_office);
        Assert.Equal(_temp["hub:/x"], names.Document(_temp["hub:/x"]));
        Assert.Equal("-", names.Document("-"));
        Assert.Equal(0, _office.Looks);
        Assert.Equal("http://" + _at + "/files/gr%C3%BCn%20%25.pdf", names.Document("hub:/gr\u00FCn %.pdf"));
    }

    private (int Code, string Said, string Complained) Run(string line, string name)
    {
        string[] words = Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => word switch
        {
            "P" => name,
            "P.meta4" => name + ".meta4",
            "R" => name[..(name.IndexOf(':', StringComparison.Ordinal) + 1)],
            "A" => _at + "/files/y",
            "B" => _at,
            "C" => "localhost" + _at[9..] + "/files/y",
            "F" => _temp["letter.txt"],
            "D" => _temp["folder"],
            _ => word,
        });
        if (words[0] is "sync")
        {
            words = [.. words, "--state", _temp.Folder("state")];
        }

        return (Typed.Run(words, out string said, out string complained), said, complained);
    }

    // Says to everybody that nothing is there.
    private void Serve()
    {
        try
        {
            while (true)
            {
                using Socket socket = _listener.AcceptSocket();
                Interlocked.Increment(ref _calls);
                Answer(socket);
            }
        }
        catch (Exception end) when (end is SocketException or InvalidOperationException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }

    private static void Answer(Socket socket)
    {
        try
        {
            byte[] buffer = new byte[65_536];
            int got = 0;
            int count;
            while (!Encoding.Latin1.GetString(buffer, 0, got).Contains("\r\n\r\n", StringComparison.Ordinal) && (count = socket.Receive(buffer, got, buffer.Length - got, SocketFlags.None)) > 0)
            {
                got += count;
            }

            if (got > 0)
            {
                socket.Send(Encoding.ASCII.GetBytes(Nothing));
            }
        }
        catch (SocketException)
        {
            // Who called has gone.
        }
    }
}
